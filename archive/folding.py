"""Fold text so that it can be compared without regard to case, accents and punctuation."""

from __future__ import annotations

import re
import unicodedata


def fold(text: str) -> str:
    """Text in lower case without accents; anything but letters and digits becomes one space."""
    return " ".join(re.findall(r"[^\W_]+", _without_accents(text.casefold())))


def squeeze(text: str) -> str:
    """Folded text without spaces, for comparing a name with a host."""
    return fold(text).replace(" ", "")


def fold_name(name: str) -> str:
    """Lower case and accents off; spaces and punctuation stay, for a `like` in SQL."""
    return _without_accents(name).casefold()


def _without_accents(text: str) -> str:
    return "".join(char for char in unicodedata.normalize("NFKD", text) if not unicodedata.combining(char))
