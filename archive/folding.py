"""Fold text so that it can be compared without regard to case, accents and punctuation."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from functools import lru_cache


def ascii_table(is_kept: Callable[[str], object], *, lower: bool = True) -> bytes:
    """For `bytes.translate` of UTF-8: spaces for the ASCII characters that are not kept.

    It folds ten times as fast as text is folded. What is beyond ASCII stays; see `translate_lines`.
    """
    kept = (ord(char.lower() if lower else char) if is_kept(char) else 32 for char in map(chr, range(128)))
    return bytes((*kept, *range(128, 256)))


WORDS_TABLE = ascii_table(str.isalnum)
_ASCII_BYTES = bytes(range(128))

_FEW = 20  # different characters of a text, each of which is replaced for itself

# Marks that one site sets straight and another curls, or sets as another country does.
_QUOTES = (
    "'\"`\u00b4\u00ab\u00bb\u02b9\u02bb\u02bc\u2018-\u201f\u2032-\u2037\u2039\u203a"
    "\u300c-\u300f\u301d-\u301f\uff02\uff07"
)
_DASHES = "\\-\u2010-\u2015\u2043\u2212\u2e3a\u2e3b\ufe58\ufe63\uff0d"
_QUOTE_RUN = re.compile(f"[{_QUOTES}][{_QUOTES}\\s]*")
_DASH_RUN = re.compile(f"[{_DASHES}]+")

# Soft hyphens, zero-width characters and marks of direction.
_INVISIBLE_MARKS = "\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufe00-\ufe0f\ufeff"
_INVISIBLE = re.compile(f"[{_INVISIBLE_MARKS}]+")

_ANY_MARK = re.compile(f"[{_QUOTES}{_DASHES}{_INVISIBLE_MARKS}\\s]")

_ONE_QUOTE = bytes.maketrans(b'"`', b"''")
_ASCII_SPACES = bytes(byte for byte in range(128) if chr(byte).isspace())
_NOT_ALNUM = bytes(byte for byte in range(128) if not chr(byte).isalnum())


# What a site's typesetting puts into most paragraphs of a text that is else in ASCII.
_TYPESET = "\u2018\u2019\u201c\u201d\u2013\u2014\u2026"

# The same with what `fold_typography` makes of them.
_PLAINLY = [*zip(_TYPESET, ("'", "'", "'", "'", "-", "-", "..."), strict=True), ("\xa0", " ")]


def with_plain_marks(text: str) -> str:
    """Text with an ASCII mark for each curled quotation mark, long dash and ellipsis, one for one.

    For readers of letters and digits, to whom one mark is as good as another: text in ASCII is read many
    times as fast.
    """
    if not text.isascii():
        for mark in _TYPESET:
            text = text.replace(mark, "'")
    return text


def translate_lines(lines: Sequence[str], table: bytes) -> list[bytes | None]:
    """`bytes.translate` of many texts at once, which takes a third of the time; None for one beyond ASCII.

    Args:
        lines: without line breaks; quotation marks and dashes in them become plain.
        table: for each byte what takes its place, by `ascii_table`.
    """
    if not lines:
        return []
    plain = with_plain_marks("\n".join(lines))
    translated = plain.encode("utf-8", "replace").translate(table[:10] + b"\n" + table[11:]).split(b"\n")
    if plain.isascii():
        return list(translated)
    pairs = zip(translated, plain.split("\n"), strict=True)
    return [line if text.isascii() else None for line, text in pairs]


def fold(text: str) -> str:
    """Text in lower case without accents; anything but letters and digits becomes one space."""
    text = with_plain_marks(text)
    if text.isascii():
        return fold_ascii(text)
    others = {char: _fold_char(char) for char in {*beyond_ascii(text)}}
    if len(others) > _FEW or not all(folded.isascii() or folded == char for char, folded in others.items()):
        return " ".join(re.findall(r"[^\W_]+", _without_accents(text.casefold())))
    folded_text = _encode(text).translate(WORDS_TABLE).decode("utf-8", "surrogatepass")
    for char, folded in others.items():
        folded_text = folded_text.replace(char, folded)
    return " ".join(folded_text.split())


def fold_ascii(text: str) -> str:
    """`fold` of a text in ASCII."""
    return " ".join(text.encode().translate(WORDS_TABLE).decode().split())


@lru_cache(maxsize=4096)
def _fold_char(char: str) -> str:
    """What `fold` makes of a character beyond ASCII, a space of one that is no letter and no digit."""
    return "".join(part if part.isalnum() else " " for part in _without_accents(char.casefold()))


def beyond_ascii(text: str) -> str:
    """The characters of a text that are not in ASCII: few of most texts, and looked at instead of it."""
    return _encode(text).translate(None, _ASCII_BYTES).decode("utf-8", "surrogatepass")


def _encode(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def letters(text: str) -> str:
    """Text in lower case without all but its letters and digits, accents kept."""
    text = with_plain_marks(text)
    if text.isascii():
        return text.encode().translate(WORDS_TABLE, _NOT_ALNUM).decode()
    return "".join(filter(str.isalnum, text.lower()))


def fold_typography(text: str) -> str:
    """Text without what a site's typesetting changes, so that copies of one text are equal.

    All quotation marks and apostrophes are one mark, dashes of any length one dash. Spaces, line breaks and
    invisible characters are left out, and characters are in the Unicode form NFKC ("..." for an ellipsis).
    Case, accents and all other punctuation stay.
    """
    if not text.isascii():
        for char, plain in _PLAINLY:
            text = text.replace(char, plain)
    if text.isascii() or (
        _ANY_MARK.search(beyond_ascii(text)) is None and unicodedata.is_normalized("NFKC", text)
    ):
        return _fold_ascii_typography(text)
    plain = _DASH_RUN.sub("-", _QUOTE_RUN.sub("'", text))
    if not plain.isascii():
        plain = _INVISIBLE.sub("", unicodedata.normalize("NFKC", plain))
    return "".join(plain.split())


def _fold_ascii_typography(text: str) -> str:
    """The same for a text with such marks in ASCII only, ten times as fast."""
    while "--" in text:
        text = text.replace("--", "-")
    plain = _encode(text).translate(_ONE_QUOTE, _ASCII_SPACES)
    while b"''" in plain:
        plain = plain.replace(b"''", b"'")
    return plain.decode("utf-8", "surrogatepass")


def squeeze(text: str) -> str:
    """Folded text without spaces, for comparing a name with a host."""
    return fold(text).replace(" ", "")


def fold_name(name: str) -> str:
    """Lower case and accents off; spaces and punctuation stay, for a `like` in SQL."""
    return _without_accents(name).casefold()


def _without_accents(text: str) -> str:
    if text.isascii():
        return text
    apart = unicodedata.normalize("NFKD", text)
    for char in filter(unicodedata.combining, {*beyond_ascii(apart)}):  # few: faster than to look at each one
        apart = apart.replace(char, "")
    return apart
