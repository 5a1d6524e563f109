"""What a work is: a film, a series, an album, a game, a book, a play or a podcast."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from typing import cast

from archive.clean.linear import LinearModel
from archive.clean.page.page import Page
from archive.clean.vocabulary import names_of_words
from archive.clean.work.declared import medium_of_types
from archive.clean.work.name_features import NamedPage, steps
from archive.clean.work.page_words import label_features, word_features
from archive.clean.work.ranking import RankedName
from archive.model import Medium

_BESIDE = 4  # words

_OCCURRENCES = 20

_LEAST = 0.4  # probability

_TABLES = {
    "media_telling": ("telling words of", (0.15, 0.5, 1.0, 2.0)),
    "media_shared": ("shared words of", (0.3, 1.0, 2.0)),
    "media_faint": ("faint words of", (0.5, 1.5, 3.0)),
}


def read_medium(page: Page, named: NamedPage, name: RankedName | None, model: LinearModel) -> Medium | None:
    """The medium of the work of a page: by its outlet's file, else by the model; None in doubt."""
    if page.medium:
        return page.medium
    likelihoods = model.likelihoods(medium_features(page, named, name))
    medium, probability = max(likelihoods.items(), key=lambda one: one[1])
    return cast("Medium", medium) if probability >= _LEAST else None


def medium_features(page: Page, named: NamedPage, name: RankedName | None) -> list[str]:
    """What speaks for a medium: labels, types, the words of the text, and those beside the name."""
    nodes = [node for graph in page.graphs for node in graph.nodes]
    items = [item for node in nodes for item in (node, node.get("itemReviewed"), node.get("about"))]
    declared = {medium for item in items if (medium := medium_of_types(item))}
    return [
        *label_features(page, named, "media"),
        *(f"declares {medium}" for medium in declared),
        *word_features(named.folded.words, named.folded.counts, _TABLES),
        *(_beside(named, name.candidate.key) if name else ()),
    ]


def _beside(named: NamedPage, key: str) -> Iterator[str]:
    """The media of the nouns that stand beside the name."""
    nouns, near = names_of_words("media_nouns"), Counter[str]()
    text = f"{named.padded['headline']}{named.padded['title tag']}{named.folded.words}"
    for before, after in pairwise(text.split(f" {key} ", _OCCURRENCES)):
        words = {*before[-60:].split()[-_BESIDE:], *after[:80].split()[: 2 * _BESIDE]}
        near.update({medium for word in words for medium in nouns.get(word, ())})
    for medium, count in near.items():
        yield from steps(f"nouns of {medium} beside the name", count, (1, 2, 4))
