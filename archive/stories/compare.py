"""Whether two texts tell one story, and how alike they are. Pure.

Texts that are written to one pattern (horoscopes, listings, "how to watch") share most of their words, too.
What tells them from copies: a copy has the names and numbers of the other.
"""

from __future__ import annotations

from dataclasses import dataclass

from archive.folding import fold
from archive.stories.shingles import Shingles, all_words, names_and_numbers

SHORTEST = 40  # words; characters count a half
_SHORT = 150  # words; two such texts of an outlet must have the same headline

_HALF = 0.5


@dataclass(frozen=True, slots=True)
class StoryText:
    """What is compared of an article.

    Attributes:
        outlet, title: None for unknown.
    """

    shingles: Shingles
    outlet: str | None = None
    title: str | None = None


@dataclass(frozen=True, slots=True)
class Measure:
    """The least that two texts must have in common, each from 0 to 1.

    Attributes:
        contained: of the runs of the shorter text, those that the other has, too.
        alike: of the runs of both, those that both have.
        marks: of the names and numbers of the shorter text, those that the other has, too.
    """

    contained: float
    alike: float
    marks: float


# Copies in other places are cut and edited. An outlet's own copies are not, but its patterns are.
ELSEWHERE = Measure(contained=0.6, alike=0.3, marks=0.8)
SAME_OUTLET = Measure(contained=0.85, alike=0.6, marks=0.9)

_FEW_MARKS = 5  # names and numbers say nothing if there are so few; one of these must then be reached:
_WITHOUT_MARKS = Measure(contained=0.9, alike=0.7, marks=0.0)


def is_long_enough(text: Shingles) -> bool:
    """Whether a text is long enough to be compared. Short ones are notices more often than stories."""
    return _words(text) >= SHORTEST


def alike(left: Shingles, right: Shingles) -> float:
    """The share of the runs of both texts that both have: 0 to 1."""
    return len(left.runs & right.runs) / (len(left.runs | right.runs) or 1)


def one_story(left: StoryText, right: StoryText) -> float | None:
    """How alike two texts are if they tell one story, otherwise None."""
    shorter, longer = sorted((left.shingles, right.shingles), key=lambda text: len(text.runs))
    if not is_long_enough(shorter) or shorter.spaced != longer.spaced:
        return None
    same_outlet = left.outlet is not None and left.outlet == right.outlet
    least = SAME_OUTLET if same_outlet else ELSEWHERE
    both = len(shorter.runs & longer.runs)
    share = both / (len(shorter.runs) + len(longer.runs) - both)
    if share < least.alike or both < least.contained * len(shorter.runs):
        return None
    marks = names_and_numbers(shorter.text)
    if len(marks) <= _FEW_MARKS:
        if share < _WITHOUT_MARKS.alike and both < _WITHOUT_MARKS.contained * len(shorter.runs):
            return None
    elif len(marks & all_words(longer.text)) < least.marks * len(marks):
        return None
    if same_outlet and _words(shorter) < _SHORT and not _same_headline(left.title, right.title):
        return None
    return share


def _words(text: Shingles) -> float:
    return text.length if text.spaced else text.length * _HALF


def _same_headline(left: str | None, right: str | None) -> bool:
    """Whether most words of two headlines are the same. An unknown one is the same as any."""
    words, others = (set(fold(title or "").split()) for title in (left, right))
    return not words or not others or len(words & others) >= _HALF * len(words | others)
