"""Fold text so that it can be compared without regard to case, accents and punctuation."""

from __future__ import annotations

import re
import unicodedata


def fold(text: str) -> str:
    """Text in lower case without accents; anything but letters and digits becomes one space."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))
    return " ".join(re.findall(r"[^\W_]+", plain))


def squeeze(text: str) -> str:
    """Folded text without spaces, for comparing a name with a host."""
    return fold(text).replace(" ", "")
