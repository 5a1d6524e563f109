"""Text folded for comparing: case, accents and punctuation removed."""

from __future__ import annotations

import re
import unicodedata


def fold(text: str) -> str:
    """Lower case, accents off, everything but letters and digits as one space."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))
    return " ".join(re.findall(r"[^\W_]+", plain))


def squeeze(text: str) -> str:
    """`fold` without the spaces, to compare a name with a host."""
    return fold(text).replace(" ", "")
