"""What the labels and the words of a page tell, by the tables of `vocabulary.toml`: of kinds and of media."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cache

from archive.clean.linear import Steps
from archive.clean.page.page import Page
from archive.clean.vocabulary import label_words, names_of_words
from archive.clean.work.name_text import FoldedText
from archive.clean.work.named_page import NamedPage
from archive.urls import path_parts

_LABEL = 40  # characters

Thresholds = tuple[float, ...]


def label_features(page: Page, named: NamedPage, table: str) -> list[str]:
    """What each label of a page tells, and how many labels tell it: `tag: review`."""
    crumbs, tags = (
        [text for text in named.named.get(sort, ())[:40] if len(text) <= _LABEL] for sort in ("crumb", "tag")
    )
    places = {
        "section of the address": path_parts(page.url)[:-1],
        "bread crumb": crumbs[-12:],
        "tag": tags,
        "headline": [named.headline],
    }
    ask = label_words(table)
    found = [(place, name) for place, texts in places.items() for name in ask(*texts)]
    counted = (_places_that_say(name)(count) for name, count in Counter([name for _, name in found]).items())
    return [*(f"{place}: {name}" for place, name in found), *(step for names in counted for step in names)]


def word_features(text: FoldedText, tables: Mapping[str, tuple[str, Thresholds]]) -> Iterator[str]:
    """How many of a hundred words of a text stand in each line of some tables.

    Args:
        tables: what each is called, and from which numbers on it counts.
    """
    counts, size = text.counts, max(text.length, 80) / 100
    for table, (called, thresholds) in tables.items():
        lines, begun = names_of_words(table), _pairs(table)
        points: dict[str, int] = {}
        counted = [(word, counts[word]) for word in lines.keys() & counts.keys()]
        counted += [
            (pair, text.words.count(f" {pair} "))
            for first in begun.keys() & counts.keys()
            for last, pair in begun[first]
            if last in counts
        ]
        for word, count in counted:
            for line in lines[word]:
                points[line] = points.get(line, 0) + count
        for line, count in points.items():
            yield from _steps_of(called, line, thresholds)(count / size)


@cache
def _places_that_say(name: str) -> Steps:
    return Steps(f"places that say {name}", 1, 2, 3, 4)


@cache
def _steps_of(called: str, line: str, thresholds: Thresholds) -> Steps:
    return Steps(f"{called} {line}", *thresholds)


@cache
def _pairs(table: str) -> dict[str, list[tuple[str, str]]]:
    """The pairs of words of a table by their first word, each behind its last word."""
    pairs: dict[str, list[tuple[str, str]]] = {}
    for words in names_of_words(table):
        if " " in words:
            pairs.setdefault(words.split()[0], []).append((words.split()[-1], words))
    return pairs
