"""What texts are compared by: their runs of words, and their names and numbers. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from archive.folding import fold

RUN = 4  # words
CHARACTER_RUN = 8  # characters, in scripts without spaces

_LONGEST_MEAN = 12  # characters of a word, on the mean; longer ones are runs without spaces

# Words with a digit, words in capitals or with one at the beginning, and runs of Katakana: what is different
# in two pieces that are written to one pattern.
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_KATAKANA = re.compile(r"[\u30a1-\u30fa\u30fc]{2,}")


@dataclass(frozen=True, slots=True)
class Shingles:
    """A text as it is compared.

    Attributes:
        runs: its runs of `RUN` words, or of `CHARACTER_RUN` characters in scripts without spaces.
        length: number of words, or of characters.
        spaced: it was cut into words.
        words: its distinct words, folded.
        marks: its names and numbers, folded: words with a digit, and words that only stand with a capital.
    """

    runs: frozenset[str]
    length: int
    spaced: bool
    words: frozenset[str]
    marks: frozenset[str]


def shingles(text: str) -> Shingles:
    """Cut a text into what it is compared by."""
    folded = fold(text)
    words = folded.split()
    spaced = len(words) * _LONGEST_MEAN >= len(folded)
    marks = frozenset(_marks(text))
    if spaced:
        runs = frozenset(map(" ".join, zip(*(words[start:] for start in range(RUN)), strict=False)))
        return Shingles(runs, len(words), True, frozenset(words), marks)
    letters = "".join(words)
    runs = frozenset(
        letters[start : start + CHARACTER_RUN] for start in range(len(letters) - CHARACTER_RUN + 1)
    )
    known = frozenset((*words, *_KATAKANA.findall(text), *_marks(text)))
    return Shingles(runs, len(letters), False, known, marks)


def _marks(text: str) -> Iterator[str]:
    words = set(_WORD.findall(text))
    for word in words:
        if word.islower() and not any(map(str.isdigit, word)):
            continue
        if any(map(str.isdigit, word)) or (word[0].isupper() and word.lower() not in words):
            yield from fold(word).split()
    yield from _KATAKANA.findall(text)
