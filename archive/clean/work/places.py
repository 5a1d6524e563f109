"""Where a headline names a work: between which marks. An outlet does so in the same place time and again."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from archive.clean.work.name_text import PATTERNS

_BEFORE, _AFTER = (PATTERNS.compiled(name, re.NOFLAG) for name in ("{before_name}", "{after_name}"))


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
