"""Names as strings: folded, trimmed, counted in a text."""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache

from archive.clean.vocabulary import UNSPACED
from archive.folding import fold_ascii, with_plain_marks

_WORDS = re.compile(r"[^\W_]+")

_TRIMMED = " :,;.–—-‘’'“”\"«»„|·•[]【】「」『』《》〈〉‹›*_~/"

_YEAR_LAST = re.compile(r"\s*[(\[（](?:[^()\[\]]{0,40}[, ])?(?:1[89]|20)\d\d\s*[)\]）]\s*$")

_CLOSING = frozenset(")]）")

YEAR = re.compile(r"(?:1[89]|20)\d\d")

_PARAGRAPH, _PARAGRAPHS = 60, 80  # characters of a line that is one; how many are looked at


def _fold(text: str) -> str:
    """The words of a text in lower case, one space between; accents stay."""
    text = with_plain_marks(text)
    if text.isascii():  # then there are no accents, and it is folded as bytes
        return fold_ascii(text)
    return " ".join(_WORDS.findall(text.lower()))


@lru_cache(maxsize=4_000)  # the names of a page stand in several places, and are asked for again and again
def fold_name(name: str) -> str:
    """A name folded."""
    return _fold(name)


@lru_cache(maxsize=20_000)
def fold_word(word: str) -> str:
    """One word as `fold_name` folds it."""
    return fold_name(word)


def trim_name(text: str) -> str:
    """A name without the marks and the white space around it."""
    return text.strip(_TRIMMED)


def without_year(name: str) -> str:
    """ "Heat (1995)" as "Heat"."""
    if name.rstrip()[-1:] not in _CLOSING:
        return name
    return trim_name(_YEAR_LAST.sub("", name)) or name


class FoldedText:
    """A text in which names are found by their words, whatever the marks between them.

    Attributes:
        words: the folded text, with a space at either end.
        counts: how often each word stands in it.
        length: how many words it has; at least 1.
        paragraphs: its longer lines, each folded, with a space at either end.
    """

    def __init__(self, text: str) -> None:
        lines = [(len(line), _fold(line)) for line in text.split("\n")]
        self.words = f" {' '.join(line for _, line in lines if line)} "
        self.counts = Counter(self.words.split())
        self.length = max(self.counts.total(), 1)
        self.paragraphs = [f" {line} " for length, line in lines if length > _PARAGRAPH][:_PARAGRAPHS]
        self._run: str | None = None

    def count(self, name: str) -> int:
        """How often it has a folded name."""
        if not name.isascii() and UNSPACED.search(name):
            if self._run is None:
                self._run = self.words.replace(" ", "")
            return self._run.count(name.replace(" ", ""))
        if " " not in name:
            return self.counts[name]
        return self.words.count(f" {name} ") if self._has_words(name) else 0

    def has(self, name: str) -> bool:
        """Whether it has a folded name."""
        if not name.isascii() and UNSPACED.search(name):
            return self.count(name) > 0
        if " " not in name:
            return name in self.counts
        return self._has_words(name) and f" {name} " in self.words

    def _has_words(self, name: str) -> bool:
        """Whether each word of a name stands somewhere: most names fail here, before the text is searched."""
        return all(word in self.counts for word in name.split())
