"""Where a headline names a work: between which marks. An outlet does so in the same place time and again."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

_NEXT_TO = (  # what stands before a name in the headline, and after it
    ("owner", None, re.compile(r"^['’][a-zà-ÿ]")),
    ("colon", re.compile(r"[:：]\s*$"), re.compile(r"^\s*[:：]")),
    ("dash", re.compile(r"[-–—|·•｜]\s*$"), re.compile(r"^\s*[-–—|·•｜]")),
    ("comma", re.compile(r",\s*$"), re.compile(r"^\s*,")),
    ("bracket", re.compile(r"[(\[（【]\s*$"), re.compile(r"^\s*[(\[（【]")),
    ("quote", re.compile(r"[‘“„«\"「『《']\s*$"), re.compile(r"^\s*[’”»\"」』》'“]")),
    ("stop", re.compile(r"[.!?…]\s*$"), re.compile(r"^\s*[.!?…]")),
    ("small word", re.compile(r"[a-zà-ÿа-я]\s+$"), re.compile(r"^\s+[a-zà-ÿа-я]")),
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
    if place < 0:
        return "elsewhere"
    before, after = headline[max(0, place - 3) : place], headline[place + len(name) :][:4]
    return f"between {_sign(before, 0)} and {_sign(after, 1)}"


def _sign(text: str, side: int) -> str:
    if not text.strip():
        return "nothing"
    return next((name for name, *signs in _NEXT_TO if (sign := signs[side]) and sign.search(text)), "a word")
