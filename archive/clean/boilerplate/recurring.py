"""Furniture that shows itself by recurring: which lines of an outlet's pages are the site's own. Pure.

Pages in, learned lines out, and what is learned taken off the next page. A sentence that an author repeats is
no furniture: what recurs must also stand where furniture stands, on many of the outlet's pages and, unless
its markup sets it apart, below the names of several authors.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain, compress
from typing import Literal

from archive.folding import ascii_table, translate_lines
from archive.model import Learned, SeenLine

# What the letters of `SeenLine.traits` say of a line.
TRAITS = {
    "L": "most of it is a link",
    "A": "it stands in markup that holds little of the page's prose",
    "H": "a heading",
    "K": "the author's by its words: a rating, a spoiler warning, something said in the first person",
    "S": "too short to be told from a label",
    "X": "too long to be furniture",
}

Place = Literal["anywhere", "edge"]
SEVERAL = 3  # pages that a line must stand on
SHARE = 0.3  # of the outlet's pages, for a line that looks like the text around it
SHARE_APART = 0.1  # and for one that does not
ALONE = 0.5  # of the pages, where one person writes them all and nobody else's tell a refrain from a sign-off
MOST = 0.5  # of the sightings of a line, for what is said of all of them
LONGEST = 60  # words of a line
LARGEST = 0.15  # share of a text's words that may be dropped from it ...
SMALL = 40  # ... or this many words
_MARKS = re.compile(r"[^\w★☆½%+]+")

_NOT_MARKS = ascii_table(lambda char: not _MARKS.match(char))


@dataclass(frozen=True, slots=True)
class SeenPage:
    """One page of an outlet.

    Attributes:
        lines: of its text, in order, before learned furniture was dropped.
        authors: their names; empty where unknown.
    """

    lines: tuple[SeenLine, ...]
    authors: frozenset[str] = frozenset()

    @property
    def keys(self) -> set[str]:
        """The keys of its lines."""
        return {line.key for line in self.lines}


@dataclass(frozen=True, slots=True)
class RecurringLine:
    """Why a line is furniture.

    Attributes:
        place: where it is dropped.
        pages: that it stands on.
        of: pages of the outlet that were looked at.
    """

    place: Place
    pages: int
    of: int


@dataclass(slots=True)
class _Tally:
    """How often a line was seen: on how many pages, with which traits, at an edge, and whose pages."""

    pages: int = 0
    at_edge: int = 0
    traits: Counter[str] = field(default_factory=Counter)
    authors: set[str] = field(default_factory=set)

    def mostly(self, letters: str) -> bool:
        return any(self.traits[letter] > MOST * self.pages for letter in letters)


def line_key(text: str) -> str:
    """What two lines have in common that are the same but for case, spaces and punctuation."""
    return line_keys([text.replace("\n", " ")])[0]


def line_keys(texts: Sequence[str]) -> list[str]:
    """The keys of lines without line breaks."""
    lines = zip(texts, translate_lines(texts, _NOT_MARKS), strict=True)
    return [
        _digest(
            _MARKS.sub(" ", text.casefold()).strip().encode() if line is None else b" ".join(line.split())
        )
        for text, line in lines
    ]


def _digest(folded: bytes) -> str:
    return hashlib.blake2b(folded, digest_size=8).hexdigest()


def learn(pages: Sequence[SeenPage]) -> dict[str, RecurringLine]:
    """The furniture among the lines of an outlet's pages, by key.

    Args:
        pages: one for each article; no two of them the same text.
    """
    keys = [page.keys for page in pages]
    counts = Counter(chain.from_iterable(keys))
    recurring = {key for key, count in counts.items() if count > 1}
    tallies: dict[str, _Tally] = {}
    for page, own in zip(pages, keys, strict=True):
        if not recurring.isdisjoint(own):
            _tally(page, recurring, tallies)
    everybody = frozenset().union(*(page.authors for page in pages))
    found = {}
    for key, tally in tallies.items():
        place = _place(tally, len(pages), everybody)
        if place:
            found[key] = RecurringLine(place, tally.pages, len(pages))
    return found


def _tally(page: SeenPage, recurring: set[str], tallies: dict[str, _Tally]) -> None:
    top, end = text_span([key in recurring and "K" not in traits for key, traits in page.lines])
    if not end:
        return  # the page as a whole recurs: nothing on it tells text from furniture
    seen: set[str] = set()
    for place, (key, traits) in enumerate(page.lines):
        if key in recurring and key not in seen:
            seen.add(key)
            tally = tallies.setdefault(key, _Tally())
            tally.pages += 1
            tally.at_edge += not top <= place < end
            tally.traits.update(traits)
            tally.authors |= page.authors


def _place(tally: _Tally, total: int, everybody: frozenset[str]) -> Place | None:
    """Where a line that was seen so often is furniture; None where it is not."""
    if tally.traits["K"] or tally.mostly("X"):
        return None
    share = tally.pages / total
    at_edge = tally.at_edge > MOST * tally.pages
    set_apart = tally.mostly("LA")
    if tally.pages < SEVERAL:  # a small outlet's: only what everything speaks for
        return "edge" if at_edge and set_apart and share > ALONE else None
    # A heading or a label that stands amid the text may head a part of every review ("Pros", "Verdict").
    if set_apart and share >= SHARE_APART and (at_edge or tally.mostly("L") or not tally.mostly("HS")):
        return "edge" if tally.mostly("HS") and not tally.mostly("L") else "anywhere"
    if not at_edge or share < SHARE:
        return None
    told_apart = len(tally.authors) > 1 or (len(everybody) < 2 and share >= ALONE)
    return "edge" if told_apart else None


def text_span(furniture: Sequence[bool]) -> tuple[int, int]:
    """The place of the first line that is no furniture, and that after the last one; 0 and 0 for none."""
    if False not in furniture:
        return 0, 0
    return furniture.index(False), len(furniture) - furniture[::-1].index(False)


def find_learned(lines: Sequence[str], seen: Sequence[SeenLine], learned: Learned) -> list[bool]:
    """Which lines of a text are learned furniture.

    What was learned is left alone on a page of which it would take too much; what a person pinned is not.
    """
    if not learned:
        return [False] * len(lines)
    pinned = [line.key in learned.pinned for line in seen]
    anywhere = [line.key in learned.anywhere and "K" not in line.traits for line in seen]
    at_edge = [line.key in learned.edge for line in seen]
    top, end = text_span(list(map(any, zip(pinned, anywhere, at_edge, strict=True))))
    gone = [anywhere[place] or (is_edge and not top <= place < end) for place, is_edge in enumerate(at_edge)]
    sizes = [len(line.split()) for line in lines]
    dropped = sum(compress(sizes, gone))
    if all(gone) or dropped > max(LARGEST * sum(sizes), min(SMALL, sum(sizes) / 2)):
        return pinned
    return [pin or drop for pin, drop in zip(pinned, gone, strict=True)]


def same_but_for(one: str, other: str, keys: Iterable[str]) -> bool:
    """Whether two texts differ by nothing but lines of these keys."""
    known = frozenset(keys)
    rests = ([line for line in text.split("\n") if line_key(line) not in known] for text in (one, other))
    return next(rests) == next(rests)


def learned_of(rows: Iterable[Mapping[str, str]]) -> Learned:
    """What the rows of `furniture` of one outlet stand for."""
    anywhere, edge, pinned = set[str](), set[str](), set[str]()
    keys = {"anywhere": anywhere, "edge": edge}
    for row in rows:
        if row["state"] in ("pinned", "learned"):
            (pinned if row["state"] == "pinned" else keys[row["place"]]).add(row["key"])
    return Learned(frozenset(anywhere), frozenset(edge), frozenset(pinned))
