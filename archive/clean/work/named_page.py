"""A page as its candidates are weighed against it, and how features are written."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from archive.clean.vocabulary import UNSPACED
from archive.clean.work.candidates import NameCandidate
from archive.clean.work.cuts import core_of
from archive.clean.work.name_text import FoldedText, fold_name
from archive.clean.work.strings import PageStrings, quoted

_OPENING = 700  # characters of the folded text

_OCCURRENCES = 20  # of a name that are looked at


def steps(name: str, value: float, thresholds: tuple[float, ...]) -> tuple[str, ...]:
    """A number as features: "name>=t" for each threshold that it reaches."""
    return _step_names(name, thresholds)[: bisect_right(thresholds, value)]


@lru_cache(maxsize=10_000)
def _step_names(name: str, thresholds: tuple[float, ...]) -> tuple[str, ...]:
    return tuple(f"{name}>={threshold:g}" for threshold in thresholds)


@dataclass(frozen=True)
class NamedPage:
    """A page as its candidates are weighed against it. The strings of the attributes are folded.

    Attributes:
        text: the clean text.
        authors: the names of its authors.
        sites: the names of its site, squeezed.
    """

    strings: PageStrings
    text: str
    folded: FoldedText
    authors: frozenset[str]
    sites: frozenset[str]
    rated: bool

    @cached_property
    def headline(self) -> str:
        return f" {fold_name(self.strings.headline)} "

    @cached_property
    def shown(self) -> str:
        return f" {fold_name(self.strings.shown)} "

    @cached_property
    def core(self) -> str:
        return f" {fold_name(core_of(self.strings.headline))} "

    @cached_property
    def described(self) -> str:
        return f" {fold_name(self.strings.description)} "

    @cached_property
    def opening(self) -> str:
        return f"{self.folded.words[:_OPENING]} "

    @cached_property
    def path(self) -> str:
        return f" {self.strings.path} "

    @cached_property
    def headline_quotes(self) -> frozenset[str]:
        return frozenset(map(fold_name, quoted(self.strings.headline)))

    @cached_property
    def italics(self) -> Counter[str]:
        return Counter(map(fold_name, self.strings.italics + self.strings.cited))

    @cached_property
    def quotes(self) -> Counter[str]:
        return Counter(map(fold_name, self.strings.quotes))


def has(padded: str, key: str) -> bool:
    """Whether a folded string with spaces around it has a folded name; unspaced anywhere."""
    return count_holding((padded,), key) > 0


def count_holding(padded: Sequence[str], key: str) -> int:
    """How many of several such strings have a folded name."""
    name = f" {key} "
    if key.isascii() or not UNSPACED.search(key):
        return sum([name in one for one in padded])
    run = key.replace(" ", "")
    return sum(name in one or run in one.replace(" ", "") for one in padded)


def occurrences(text: str, name: str) -> Iterator[int]:
    """The places of a string in a text, the first twenty."""
    place = text.find(name)
    for _ in range(_OCCURRENCES):
        if place < 0:
            return
        yield place
        place = text.find(name, place + len(name))


@dataclass(frozen=True, slots=True)
class Rank:
    """How the candidates of a page compare.

    Attributes:
        mentions: how often the text names each, by key.
        padded: those of more than three characters: the key with a space at either end, its length, mentions.
        most, most_italic, most_quoted: how often the text names, slants and quotes the one with most.
    """

    mentions: dict[str, int]
    padded: tuple[tuple[str, int, int], ...]
    most: int
    most_italic: int
    most_quoted: int


def rank_candidates(page: NamedPage, candidates: Iterable[NameCandidate]) -> Rank:
    mentions = {one.key: page.folded.count(one.key) for one in candidates}
    keys = mentions.keys()
    return Rank(
        mentions,
        tuple((f" {key} ", len(key) + 2, count) for key, count in mentions.items() if len(key) > 3),
        max(mentions.values(), default=0),
        max((page.italics[key] for key in keys), default=0),
        max((page.quotes[key] for key in keys), default=0),
    )
