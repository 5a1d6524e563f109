"""Where a headline names a work: between which marks. An outlet does so in the same place time and again."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

_NEXT_TO = (  # what stands after a name in the headline, and before it
    ("owner", re.compile(r"['’][a-zà-ÿ]"), None),
    ("colon", re.compile(r"\s*[:：]"), re.compile(r"[:：]\s*$")),
    ("dash", re.compile(r"\s*[-–—|·•｜]\s*"), re.compile(r"[-–—|·•｜]\s*$")),
    ("comma", re.compile(r"\s*,"), re.compile(r",\s*$")),
    ("bracket", re.compile(r"\s*[(\[（【]"), re.compile(r"[(\[（【]\s*$")),
    ("quote", re.compile(r"\s*[’”»\"」』》'“]"), re.compile(r"[‘“«„\"「『《']\s*$")),
    ("stop", re.compile(r"\s*[.!?…]"), re.compile(r"[.!?…]\s*$")),
    ("small word", re.compile(r"\s+[a-zà-ÿа-я]"), re.compile(r"[a-zà-ÿа-я]\s+$")),
)


def place_shares(headlines: Iterable[tuple[str, str]]) -> dict[str, float]:
    """The share of headlines that name the work in each place, a little lower where there are few.

    Args:
        headlines: each with the work that its page is about.
    """
    places = Counter(place_in_headline(headline, work) for headline, work in headlines)
    return {place: count / (places.total() + 1) for place, count in places.items()}


def place_in_headline(headline: str, name: str) -> str:
    """Where a name stands in a headline, in words that headlines of the same habit share."""
    place = headline.find(name)
    return "between {} and {}".format(*sides(headline, place, len(name))) if place >= 0 else "elsewhere"


def sides(headline: str, place: int, length: int) -> tuple[str, str]:
    """What stands before and after a part of a headline: `colon`, `a word`, `nothing` ..."""
    return _before(headline[max(0, place - 3) : place]), _after(headline[place + length :][:4])


def _after(text: str) -> str:
    if not text.strip():
        return "nothing"
    return next((name for name, after, _ in _NEXT_TO if after.match(text)), "a word")


def _before(text: str) -> str:
    if not text.strip():
        return "nothing"
    return next((name for name, _, before in _NEXT_TO if before and before.search(text)), "a word")
