"""Cut a headline, or another line that may hold the name of a work, into the pieces that may be the name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from itertools import islice, takewhile

from archive.clean.vocabulary import label_words, word_set
from archive.clean.work.name_text import YEAR, trim_name

_BRACKETS = re.compile(r"[(\[（【][^()\[\]（）【】]{1,60}[)\]）】]")

_YEAR_LAST = re.compile(r"[\s,]+(?:1[89]|20)\d\d$")

_MOST_PIECES = 4  # of a line that are joined to one candidate

_MOST_LABELS = 5  # words stripped from one end


@cache
def episode_pattern() -> str:
    """The source of a pattern for "Season 2", "S02E05", "4x08", "3. Staffel", "第3話".

    "Part Two" is a film's own name.
    """
    before, after, numbers, named = (
        "|".join(sorted(map(re.escape, word_set("episodes", line)), key=len, reverse=True))
        for line in ("before", "after", "numbers", "named")
    )
    return (
        rf"(?i:(?<![^\W_])(?:s\d{{1,2}}\W{{0,2}}e\d{{1,3}}|s\d{{1,2}}(?!\w)|\d{{1,2}}[x×]\d{{2}}(?!\w)"
        rf"|(?:{named})(?!\w)|(?:{before})[ .#:]{{0,3}}(?:\d{{1,3}}|{numbers}|[ivx]{{1,4}})"
        r"(?:e\d+)?(?:\W{1,3}\d{1,2})?(?!\w)"
        rf"|\d{{1,3}}(?:\.|ª|ème|e|a|th)?[ -]?(?:{after})(?![^\W_]))"
        r"|第\s?[\d一二三四五六七八九十]+\s?[話话集回季期])"
    )


_MARKS = (
    r"\s*[(\[（【]|[)\]）】](?:\s+|$)|\s+[-–—|·•/»~:]+\s+|\s*[|｜:：;；—]\s+|\s*[：｜—]\s*|[.!?…]\s+|,\s+"
)

_SEPARATOR = re.compile(_MARKS)


@cache
def _episode_separator() -> re.Pattern[str]:
    """What parts the pieces of a headline that has the number of an episode."""
    return re.compile(rf"(?:[\s,:;.!?–—|(-]*{episode_pattern()}\)?)+[\s,:;.!?–—|-]*|{_MARKS}")


_DIGIT = re.compile(r"\d|第")


@lru_cache(maxsize=1_000)
def may_have_episode(line: str) -> bool:
    """Whether a line may have the number of an episode: a fast test before the slow pattern."""
    if _DIGIT.search(line):
        return True
    return not word_set("episodes", "before").isdisjoint(line.lower().split())


def has_episode(line: str) -> bool:
    """Whether a line has the number of a season or an episode."""
    return may_have_episode(line) and _episode().search(line) is not None


@cache
def _episode() -> re.Pattern[str]:
    return re.compile(episode_pattern())


@cache
def _season_last() -> re.Pattern[str]:
    return re.compile(rf"(?:[\s,:–—(-]*{episode_pattern()}\)?)+\s*$")


def without_season(name: str) -> str:
    """The name of a series without the number of a season or an episode at its end."""
    return (trim_name(_season_last().sub("", name)) or name) if may_have_episode(name) else name


@cache
def preposition_pattern() -> re.Pattern[str]:
    """The joint of a phrase between a name and what is said of it: "by", "von", "feat."."""
    words = "|".join(sorted(word_set("joints", "prepositions")))
    return re.compile(rf"\s+(?:{words})\.?\s+", re.I)


@lru_cache(maxsize=20_000)
def label_kinds(word: str) -> frozenset[str]:
    """What a word beside names in headlines is: `coverage` (review), `formats` (film), `particles` (the)."""
    return label_words("labels")(word)


def cut(line: str) -> list[str]:
    """The pieces of a line, with and without its brackets, that may be a name."""
    pieces = dict[str, None]()
    for base in dict.fromkeys((line, _without_brackets(line))):
        pieces[trim_name(base)] = None
        pieces.update(dict.fromkeys(_cut_at_separators(base)))
    return list(pieces)


def _without_brackets(line: str) -> str:
    return " ".join(_BRACKETS.sub(" ", line).split())


def _cut_at_separators(line: str) -> Iterator[str]:
    separator = _episode_separator() if may_have_episode(line) else _SEPARATOR
    places = [0, *(place for found in separator.finditer(line) for place in found.span()), len(line)]
    starts, ends = places[0::2], places[1::2]
    for first in range(min(len(starts), 12)):
        for last in range(first, min(len(starts), first + _MOST_PIECES)):
            if piece := trim_name(line[starts[first] : ends[last]]):
                yield piece
                yield from strip_labels(piece)
            if last - first <= 1:
                yield from _cut_at_prepositions(piece)


def _cut_at_prepositions(piece: str) -> Iterator[str]:
    for found in islice(preposition_pattern().finditer(piece), 6):
        for part in (piece[: found.start()], piece[found.end() :]):
            name = trim_name(part)
            yield name
            yield from strip_labels(name)


def strip_labels(line: str) -> Iterator[str]:
    """A line with one label word after the other stripped from its ends."""
    words = line.split()
    first, last = (min(labels, _MOST_LABELS) for labels in _labels_at_ends(words))
    for start in range(1, first + 1):
        yield trim_name(" ".join(words[start:]))
    for end in range(len(words) - 1, len(words) - last - 1, -1):
        yield trim_name(" ".join(words[:end]))
        if 0 < first < end:
            yield trim_name(" ".join(words[first:end]))


def _labels_at_ends(words: list[str]) -> tuple[int, int]:
    """How many words before and after a name are labels, or a year after it; one word is never one."""
    first = takewhile(label_kinds, words[:-1])
    last = takewhile(lambda word: label_kinds(word) or _is_year(word), reversed(words[1:]))
    return len(list(first)), len(list(last))


def _is_year(word: str) -> bool:
    return YEAR.fullmatch(word.strip("()[]")) is not None


def core_of(line: str) -> str:
    """A headline without brackets, a year at its end, and the labels at either end if one is for a review.

    An article with a capital after a label is of the name: "Review of The Salt Road".
    """
    words = trim_name(_without_brackets(line)).split()
    first, last = _labels_at_ends(words)
    if not (_names_coverage(words[:first]) or (first and words[first - 1].endswith(":"))):
        first = 0
    while first > 1 and words[first - 1][0].isupper() and label_kinds(words[first - 1]) == {"particles"}:
        first -= 1
    end = len(words) - last if _names_coverage(words[len(words) - last :]) else len(words)
    core = trim_name(" ".join(words[first : max(end, first + 1)]))
    return trim_name(_YEAR_LAST.sub("", core)) or core


def _names_coverage(words: list[str]) -> bool:
    return any("coverage" in label_kinds(word) for word in words)
