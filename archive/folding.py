"""Fold text so that it can be compared without regard to case, accents and punctuation."""

from __future__ import annotations

import re
import unicodedata

# For text in ASCII, which is folded as bytes ten times as fast: lower case, with spaces for what is no letter
# and no digit.
_ASCII = bytes(
    ord(chr(byte).lower()) if byte < 128 and chr(byte).isalnum() else ord(" ") for byte in range(256)
)

_NOT_ALNUM = bytes(byte for byte in range(128) if not chr(byte).isalnum())


def fold(text: str) -> str:
    """Text in lower case without accents; anything but letters and digits becomes one space."""
    if text.isascii():
        return " ".join(text.encode().translate(_ASCII).decode().split())
    return " ".join(re.findall(r"[^\W_]+", _without_accents(text.casefold())))


def letters(text: str) -> str:
    """Text in lower case without all but its letters and digits, accents kept."""
    if text.isascii():
        return text.encode().translate(_ASCII, _NOT_ALNUM).decode()
    return "".join(filter(str.isalnum, text.lower()))


def squeeze(text: str) -> str:
    """Folded text without spaces, for comparing a name with a host."""
    return fold(text).replace(" ", "")


def fold_name(name: str) -> str:
    """Lower case and accents off; spaces and punctuation stay, for a `like` in SQL."""
    return _without_accents(name).casefold()


def _without_accents(text: str) -> str:
    if text.isascii():
        return text
    return "".join(char for char in unicodedata.normalize("NFKD", text) if not unicodedata.combining(char))
