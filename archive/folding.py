"""Text folded for comparing: case, accents and punctuation removed."""

from __future__ import annotations

import re
import unicodedata


def fold(text: str) -> str:
    """Lower case, accents off, everything but letters and digits as one space."""
    return " ".join(re.findall(r"[^\W_]+", _without_accents(text.casefold())))


def squeeze(text: str) -> str:
    """`fold` without the spaces, to compare a name with a host or an address."""
    return fold(text).replace(" ", "")


def fold_name(name: str) -> str:
    """Lower case and accents off; spaces and punctuation stay, for a `like` in SQL."""
    return _without_accents(name).casefold()


def _without_accents(text: str) -> str:
    return "".join(char for char in unicodedata.normalize("NFKD", text) if not unicodedata.combining(char))
