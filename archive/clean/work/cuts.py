"""Cut a headline, or another line that may hold the name of a work, into the pieces that may be the name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache

from archive.clean.vocabulary import word_set
from archive.clean.work.name_text import YEAR, fold_name, fold_word, trim_name

_SEPARATOR = re.compile(r"\s+[-–—|·•/»~:]+\s+|\s*[|｜:：;；—]\s+|\s*[：｜—]\s*|[.!?…]\s+|,\s+")

_BRACKETS = re.compile(r"\s*[(\[（【][^()\[\]（）【】]{1,60}[)\]）】]\s*")

_BRACKETED = re.compile(r"[(\[（【]([^()\[\]（）【】]{2,60})[)\]）】]")

_OWNER = re.compile(r"['’]s?\s+")

# "season 2", "vol. 3" at the end of a name.
PART = re.compile(
    r"[\s,:–—-]*\(?\b(?:season|series|staffel|saison|temporada|stagione|seizoen|säsong|episode|folge|s\d+e\d+|"
    r"vol|volume|band|part|teil|tome)\b\.?\s*#?(?:\d+|one|two|three|four|five|[ivx]+)?\)?\s*$",
    re.I,
)

# The same of a series alone: "Dune: Part Two" is a film's own name.
_SEASON = re.compile(
    r"[\s,:–—-]+\(?(?:season|series|staffel|saison|temporada|stagione|seizoen|säsong|episode|folge|s(?=\d))\.?\s*#?"
    r"(?:\d+|one|two|three|four|five|[ivx]+)(?:e\d+)?\)?\s*$",
    re.I,
)

_YEAR_LAST = re.compile(r"[\s,]+(?:1[89]|20)\d\d$")

_MOST_PIECES = 4  # of a line that are joined to one candidate

_MOST_LABELS = 5  # words stripped from one end


def without_season(name: str) -> str:
    """The name of a series without the number of a season or an episode at its end."""
    return trim_name(_SEASON.sub("", name)) or name


@cache
def _prepositions() -> re.Pattern[str]:
    words = "|".join(sorted(word_set("beside", "prepositions")))
    return re.compile(rf"\s+(?:{words})\.?\s+", re.I)


@cache
def _coverage_stems() -> re.Pattern[str]:
    return re.compile("|".join(word_set("beside", "coverage_stems")))


@lru_cache(maxsize=20_000)
def names_coverage(word: str) -> bool:
    """Whether a folded word has the stem of one for a review, a recap, a trailer ... anywhere in it."""
    return _coverage_stems().search(word) is not None


@cache
def _label_set() -> frozenset[str]:
    names = ("coverage", "formats", "particles")
    return frozenset(fold_name(word) for name in names for word in word_set("beside", name))


@lru_cache(maxsize=20_000)
def is_label(folded: str) -> bool:
    """Whether a folded word stands beside names in headlines: review, film, live, the."""
    return folded in _label_set() or names_coverage(folded)


def cut(line: str) -> Iterator[tuple[str, str]]:
    """The pieces of a line that may be a name, each with how it was cut.

    `whole`, `nobr` (brackets left out), `inbr` (in brackets), `seg` (between separators), `strip` (labels
    stripped), `left` and `right` (of a preposition), `poss` (after "'s").
    """
    whole = trim_name(line)
    yield whole, "whole"
    bare = _BRACKETS.sub(" ", line)
    if (unbracketed := trim_name(" ".join(bare.split()))) != whole:
        yield unbracketed, "nobr"
    for found in _BRACKETED.finditer(line):
        yield trim_name(found[1]), "inbr"
    for base in dict.fromkeys((line, bare)):
        yield from _cut_at_separators(base)


def _cut_at_separators(line: str) -> Iterator[tuple[str, str]]:
    places = [0, *(place for found in _SEPARATOR.finditer(line) for place in found.span()), len(line)]
    starts, ends = places[0::2], places[1::2]
    count = len(starts)
    for first in range(min(count, 12)):
        for last in range(first, min(count, first + _MOST_PIECES)):
            piece = trim_name(line[starts[first] : ends[last]])
            if piece and last - first != count - 1:
                yield piece, "seg"
            yield from ((name, "strip") for name in strip_labels(piece))
            if last - first <= 1:
                yield from _cut_at_prepositions(piece)


def _cut_at_prepositions(piece: str) -> Iterator[tuple[str, str]]:
    for number, found in enumerate(_prepositions().finditer(piece)):
        if number >= 6:
            break
        for part, how in ((piece[: found.start()], "left"), (piece[found.end() :], "right")):
            name = trim_name(part)
            yield name, how
            yield from ((stripped, how) for stripped in strip_labels(name))
    if owner := _OWNER.search(piece):
        yield trim_name(piece[owner.end() :]), "poss"


def strip_labels(line: str) -> Iterator[str]:
    """A line with one label word after the other stripped from its ends."""
    words = line.split()
    start = 0
    while start < min(len(words) - 1, _MOST_LABELS) and is_label(fold_word(words[start])):
        start += 1
        yield trim_name(" ".join(words[start:]))
    end = len(words)
    while end > 1 and len(words) - end < _MOST_LABELS and _may_follow(words[end - 1]):
        end -= 1
        yield trim_name(" ".join(words[:end]))
        if 0 < start < end:
            yield trim_name(" ".join(words[start:end]))


def _may_follow(word: str) -> bool:
    return is_label(fold_word(word)) or YEAR.fullmatch(word.strip("()[]")) is not None


def core_of(line: str) -> str:
    """A headline without brackets, a year at its end, and the labels at either end if one is for a review."""
    core, before = trim_name(" ".join(_BRACKETS.sub(" ", line).split())), None
    while core != before:
        before = core
        words = core.split()
        folded = [fold_word(word) for word in words]
        start, end = 0, len(words)
        while (
            end - start > 1
            and is_label(folded[start])
            and (_names_coverage(folded[start : start + 3]) or words[start].endswith(":"))
        ):
            start += 1
        while (
            end - start > 1
            and is_label(folded[end - 1])
            and _names_coverage(folded[max(start, end - 3) : end])
        ):
            end -= 1
        core = trim_name(" ".join(words[start:end]))
        core = trim_name(_YEAR_LAST.sub("", core)) or core
    return core


def _names_coverage(folded: list[str]) -> bool:
    return any(map(names_coverage, folded))
