"""What texts are compared by: their runs of words, and their names and numbers. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from archive.folding import fold

RUN = 4  # words; `_runs_of_words` is written for it
CHARACTER_RUN = 8  # characters, in scripts without spaces

_LONGEST_MEAN = 12  # characters of a word, on the mean; longer ones are runs without spaces

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_KATAKANA = re.compile(r"[\u30a1-\u30fa\u30fc]{2,}")


@dataclass(frozen=True)
class Shingles:
    """A text as it is compared.

    Attributes:
        text: the text itself.
        all_runs: its runs of `RUN` words, or of `CHARACTER_RUN` characters in scripts without spaces, as they
            follow each other.
        length: number of words, or of characters.
        spaced: it was cut into words.
    """

    text: str
    all_runs: Sequence[str]
    length: int
    spaced: bool

    @cached_property
    def runs(self) -> frozenset[str]:
        """Its different runs. Made when they are needed: few texts are compared with another."""
        return frozenset(self.all_runs)


def shingles(text: str) -> Shingles:
    """Cut a text into what it is compared by."""
    folded = fold(text)
    words = folded.split()
    if len(words) * _LONGEST_MEAN >= len(folded):
        return Shingles(text, _runs_of_words(words), len(words), True)
    letters = "".join(words)
    last = len(letters) - CHARACTER_RUN
    runs = [letters[start : start + CHARACTER_RUN] for start in range(last + 1)]
    return Shingles(text, runs, len(letters), False)


def _runs_of_words(words: Sequence[str]) -> list[str]:
    # Of words side by side, as this takes half the time of `" ".join` on slices.
    return list(map(" ".join, zip(words, words[1:], words[2:], words[3:], strict=False)))


def names_and_numbers(text: str) -> frozenset[str]:
    """The folded words of a text that have a digit or only stand with a capital, and its runs of Katakana."""
    words = set(_WORD.findall(text))
    marks = (word for word in words if _has_digit(word) or (word[0].isupper() and word.lower() not in words))
    return frozenset((*fold(" ".join(marks)).split(), *_KATAKANA.findall(text)))


def all_words(text: str) -> frozenset[str]:
    """The folded words of a text, and its runs of Katakana."""
    return frozenset((*fold(text).split(), *_KATAKANA.findall(text)))


def _has_digit(word: str) -> bool:
    return not word.isalpha() and any(map(str.isdigit, word))
