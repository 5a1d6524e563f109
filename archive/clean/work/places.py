"""Where a headline names a work: between which marks. An outlet does so in the same place time and again."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

_BEFORE = re.compile(
    r"(?P<colon>[:：])\s*$|(?P<dash>[-–—|·•｜])\s*$|(?P<comma>,)\s*$|(?P<bracket>[(\[（【])\s*$"
    r"|(?P<quote>[‘“„«\"「『《'])\s*$|(?P<stop>[.!?…])\s*$|(?P<small_word>[a-zà-ÿа-я])\s+$|(?P<nothing>^\s*$)"
)

_AFTER = re.compile(
    r"^(?:(?P<owner>['’][a-zà-ÿ])|\s*(?:(?P<colon>[:：])|(?P<dash>[-–—|·•｜])|(?P<comma>,)|(?P<bracket>[(\[（【])"
    r"|(?P<quote>[’”»\"」』》'“])|(?P<stop>[.!?…])|(?P<nothing>$))|(?P<small_word>\s+[a-zà-ÿа-я]))"
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
    before = _BEFORE.search(headline[max(0, place - 3) : place])
    after = _AFTER.search(headline[place + len(name) :][:4])
    return f"between {_called(before)} and {_called(after)}"


def _called(sign: re.Match[str] | None) -> str:
    return (sign.lastgroup or "").replace("_", " ") if sign else "a word"
