"""Fold a title, so that two spellings of it are equal."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from archive.folding import fold

_VOICED = "\u3099\u309a"  # marks of kana: a letter with one is another letter


@lru_cache(maxsize=10_000)
def title_key(title: str) -> str:
    """A title in lower case without accents and punctuation; `&` is "and". Not empty for a visible title."""
    text = title.replace("&", " and ")
    folded = fold(text) if text.isascii() else _fold_marks(text)
    return folded or " ".join(title.casefold().split())


def person_key(name: str) -> str:
    """A person's name, folded in the same way."""
    return title_key(name)


def _fold_marks(text: str) -> str:
    """Fold text in any script. Marks that are no accents, as the vowels of Thai and Hindi, stay."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(char for char in decomposed if char in _VOICED or not unicodedata.combining(char))
    composed = unicodedata.normalize("NFC", plain)
    return " ".join("".join(char if _is_part(char) else " " for char in composed).split())


def _is_part(char: str) -> bool:
    return char.isalnum() or unicodedata.category(char).startswith("M")
