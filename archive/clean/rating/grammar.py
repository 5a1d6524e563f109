"""The patterns of printed ratings, and number words as signs.

With signs for number words the patterns need not list the words of twenty languages.
"""

from __future__ import annotations

import re

from archive.clean.patterns import load_patterns
from archive.clean.vocabulary import UNSPACED, words_in_order

NUMBER_WORDS = {word: number for words in words_in_order("numbers") for number, word in enumerate(words)}
HAN = "".join(word for word in NUMBER_WORDS if UNSPACED.match(word))  # these stay as they are

# A word becomes a rune, with others to fill its place. Runes are letters, as what they stand for.
_FIRST_SIGN, _FILLER = ord("\u16a0"), "\u16ab"
_LETTERS = re.compile(r"\w+")


def _sign(word: str, number: int) -> str:
    """The runes for a number word. "viidestä", of five, keeps its ending."""
    ending = word[-3:] if word.endswith(("sta", "stä")) else ""
    return chr(_FIRST_SIGN + number).ljust(len(word) - len(ending), _FILLER) + ending


_SIGNS = {
    word + half: _sign(word, number) + half
    for word, number in NUMBER_WORDS.items()
    for half in ("", "einhalb", "enhalv", "enhalve", "ënhalv", "ënhalve")  # "dreieinhalb"
    if word not in HAN
}

SIGN = rf"[\u16a0-\u16aa]{_FILLER}*(?:st[aä])?"  # of any number
_ONE, _TWO = (rf"{sign}{_FILLER}*" for sign in "\u16a1\u16a2")  # which are other words, too: "en", "to"
PATTERNS = load_patterns("rating", sign=SIGN, one=_ONE, two=_TWO, han=HAN)
compiled = PATTERNS.compiled
PICTURES = r"\u2600-\u27bf\U0001f000-\U0001faff"  # signs that may be counted like stars, or decorate
FULL, HALF, EMPTY = PATTERNS["full"], PATTERNS["half"], PATTERNS["empty"]  # stars and what stands for them


def with_number_signs(text: str) -> str:
    """A text with a sign for each number word, as long as the word."""
    if _SIGNS.keys().isdisjoint(_LETTERS.findall(text.lower())):
        return text
    return _LETTERS.sub(lambda letters: _SIGNS.get(letters[0].lower(), letters[0]), text)


def number_of(word: str) -> int:
    """The number that a sign or a Han character stands for."""
    return NUMBER_WORDS.get(word, ord(word[0]) - _FIRST_SIGN)
