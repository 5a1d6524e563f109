"""What a work is: a film, a series, an album, a game, a book, a play or a podcast."""

from __future__ import annotations

from collections.abc import Iterable
from typing import cast

from archive.clean.linear import LinearModel
from archive.clean.page.page import Page
from archive.clean.work.declared import medium_of_types
from archive.clean.work.named_page import NamedPage
from archive.clean.work.page_words import label_features, word_features
from archive.model import Medium

_LEAST = 0.4  # probability

_TABLES = {
    "media_telling": ("telling words of", (0.15, 0.5, 1.0, 2.0)),
    "media_shared": ("shared words of", (0.3, 1.0, 2.0)),
    "media_faint": ("faint words of", (0.5, 1.5, 3.0)),
}


def read_medium(page: Page, named: NamedPage, model: LinearModel) -> Medium | None:
    """The medium of the work of a page: by its outlet's file, else by the model; None in doubt."""
    return page.medium or likely_medium(model, medium_features(page, named))


def likely_medium(model: LinearModel, features: Iterable[str]) -> Medium | None:
    """The likeliest medium; None in doubt."""
    medium, probability = max(model.likelihoods(features).items(), key=lambda one: one[1])
    return cast("Medium", medium) if probability >= _LEAST else None


def medium_features(page: Page, named: NamedPage) -> list[str]:
    """What speaks for a medium: labels, types, and the words of the text."""
    nodes = [node for graph in page.graphs for node in graph.nodes]
    items = [item for node in nodes for item in (node, node.get("itemReviewed"), node.get("about"))]
    declared = {medium for item in items if (medium := medium_of_types(item))}
    return [
        *label_features(page, named, "media"),
        *(f"declares {medium}" for medium in declared),
        *word_features(named.folded, _TABLES),
    ]
