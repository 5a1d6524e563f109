"""Patterns of many phrases, written so that they can be read."""

from __future__ import annotations

import re


def any_of(alternatives: str) -> re.Pattern[str]:
    """A pattern that matches any of some regular expressions, which stand one a line. Case does not count."""
    lines = [line.strip() for line in alternatives.strip().splitlines()]
    return re.compile("|".join(lines), re.I)
