"""What the labels and the words of a page tell, by the tables of `vocabulary.toml`: of kinds and of media."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cache

from archive.clean.page.page import Page, cached_per_page
from archive.clean.vocabulary import label_words, names_of_words
from archive.clean.work.name_features import NamedPage, steps
from archive.urls import path_parts

_LABEL = 40  # characters

_TEMPLATE = re.compile(r"(?:^|[ _-])(?:type|category|section|rubri[ck])[_-]+([^ ]{3,40})")

_FAINT = frozenset(("title tag", "template"))  # say a word by the way, or say another's again

Thresholds = tuple[float, ...]


def label_features(page: Page, named: NamedPage, table: str) -> list[str]:
    """What each label of a page tells, and how many labels tell it: `tag: review`."""
    strings = named.strings
    *sections, slug = path_parts(page.url)
    short = {
        sort: [text for text in strings.named[sort][:40] if len(text) <= _LABEL] for sort in ("crumb", "tag")
    }
    places = {
        "section of the address": sections,
        "end of the address": [slug],
        "bread crumb": short["crumb"][-12:],
        "tag": short["tag"],
        "headline": [strings.headline],
        "title tag": [strings.shown.replace(strings.headline, " \n ") if strings.headline else strings.shown],
        "template": _templates(page),
    }
    ask = label_words(table)
    found = [(place, name) for place, texts in places.items() for name in ask(*texts)]
    told = Counter(name for place, name in found if place not in _FAINT)
    counted = (steps(f"places that say {name}", count, (1, 2, 3, 4, 6)) for name, count in told.items())
    return [*(f"{place}: {name}" for place, name in found), *(step for names in counted for step in names)]


@cached_per_page
def _templates(page: Page) -> list[str]:
    """What classes around the headline say that the page is: `category-reviews`, `node--type-critique`."""
    first = page.tagged("h1")[:1] or page.tagged("body")[:1]
    classes = [element.get("class") or "" for top in first for element in (top, *top.iterancestors())]
    return [found[1] for names in classes for found in _TEMPLATE.finditer(names)]


def word_features(
    words: str, counts: Counter[str], tables: Mapping[str, tuple[str, Thresholds]]
) -> Iterator[str]:
    """How many of a hundred words of a text stand in each line of some tables.

    Args:
        words: the folded text, with a space at either end.
        counts: how often each word stands in it.
        tables: what each is called, and from which numbers on it counts.
    """
    size = max(counts.total(), 80) / 100
    for table, (called, thresholds) in tables.items():
        lines, points = names_of_words(table), Counter[str]()
        counted = {word: counts[word] for word in lines.keys() & counts.keys()}
        pairs = {pair: words.count(f" {pair} ") for first, pair in _pairs(table) if first in counts}
        for word, count in (counted | pairs).items():
            for line in lines[word]:
                points[line] += count
        for line, count in points.items():
            yield from steps(f"{called} {line}", count / size, thresholds)


@cache
def _pairs(table: str) -> list[tuple[str, str]]:
    """The pairs of words of a table, each behind its first word."""
    return [(words.split()[0], words) for words in names_of_words(table) if " " in words]
