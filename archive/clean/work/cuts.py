"""Cut a headline, or another line that may hold the name of a work, into the pieces that may be the name."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from itertools import islice, takewhile

from archive.clean.vocabulary import label_words
from archive.clean.work.name_text import PATTERNS, trim_name

_MOST_PIECES = 4  # of a line that are joined to one candidate
_MOST_LABELS = 5  # words stripped from one end

EPISODE, NEXT_EPISODE, PREPOSITION = map(PATTERNS.compiled, ("{episode}", "{next_episode}", "{preposition}"))
_SEPARATOR, _SEASON_LAST = map(PATTERNS.compiled, ("{separator}", "{season_last}"))
_BRACKETS, _YEAR, _YEAR_LAST = map(PATTERNS.compiled, ("{brackets}", "{year}", "{year_last}"))


def without_season(name: str) -> str:
    """The name of a series without the number of a season or an episode at its end."""
    return trim_name(_SEASON_LAST.sub("", name)) or name


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
    places = [0, *(place for found in _SEPARATOR.finditer(line) for place in found.span()), len(line)]
    starts, ends = places[0::2], places[1::2]
    for first in range(min(len(starts), 12)):
        for last in range(first, min(len(starts), first + _MOST_PIECES)):
            if piece := trim_name(line[starts[first] : ends[last]]):
                yield from _without_labels(piece)
            if last - first <= 1:
                yield from _cut_at_prepositions(piece)


def _cut_at_prepositions(piece: str) -> Iterator[str]:
    for found in islice(PREPOSITION.finditer(piece), 6):
        for part in (piece[: found.start()], piece[found.end() :]):
            yield from _without_labels(trim_name(part))


def _without_labels(piece: str) -> Iterator[str]:
    """A piece, and then with one label word after the other stripped from its ends."""
    yield piece
    words = piece.split()
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
    last = takewhile(
        lambda word: label_kinds(word) or _YEAR.fullmatch(word.strip("()[]")), reversed(words[1:])
    )
    return len(list(first)), len(list(last))


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
