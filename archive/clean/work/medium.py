"""What a work is: a film, a series, an album, a game, a book, a play or a podcast."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import cast

from archive.clean.evidence import Candidate
from archive.clean.linear import describe_reasons
from archive.clean.page.page import Page
from archive.clean.work.declared import medium_of_types
from archive.clean.work.named_page import NamedPage
from archive.clean.work.page_words import label_features, word_features
from archive.clean.work.ranking import work_models
from archive.model import Kind, Medium

# Probabilities. Pages of no entertainment have a likeliest medium, too: without a work it must be likely, but
# on a page of a kind that is about one.
_LEAST, _LEAST_WITHOUT_WORK, _LEAST_OF_REVIEW = 0.4, 0.9, 0.6
_ABOUT_A_WORK = frozenset(("review", "recap", "preview", "trailer"))

_TABLES = {
    "media_telling": ("telling words of", (0.15, 0.5, 1.0, 2.0)),
    "media_shared": ("shared words of", (0.3, 1.0, 2.0)),
    "media_faint": ("faint words of", (0.5, 1.5, 3.0)),
}


def media_likelihoods(page: Page, named: NamedPage) -> Mapping[str, float]:
    """How likely a page is about each medium: by its outlet's file, else by the model."""
    if page.medium:
        return {page.medium: 1.0}
    return work_models()["medium"].likelihoods(medium_features(page, named))


def likely_medium(likelihoods: Mapping[str, float], least: float = _LEAST) -> Medium | None:
    """The likeliest medium; None where it is less likely than `least`."""
    medium, probability = max(likelihoods.items(), key=lambda one: one[1])
    return cast("Medium", medium) if probability >= least else None


def medium_without_work(likelihoods: Mapping[str, float], kind: Kind) -> Medium | None:
    """The medium of a page of this kind that names no work."""
    return likely_medium(likelihoods, _LEAST_OF_REVIEW if kind in _ABOUT_A_WORK else _LEAST_WITHOUT_WORK)


def medium_evidence(page: Page, named: NamedPage, likelihoods: Mapping[str, float]) -> Iterator[Candidate]:
    """The likeliest media, with what spoke most for and against each."""
    if page.medium:
        yield Candidate(page.medium, "outlet", note="the outlet's file says so")
        return
    features = medium_features(page, named)
    for medium, probability in sorted(likelihoods.items(), key=lambda one: -one[1])[:3]:
        reasons = describe_reasons(work_models()["medium"].reasons(features, medium, most=4))
        yield Candidate(medium, "text", round(probability, 2), note=reasons)


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
