"""Names as strings: trimmed, and counted in a text."""

from __future__ import annotations

import re
from collections import Counter

from archive.clean.vocabulary import fold_text

_TRIMMED = " :,;.–—-‘’'“”\"«»„|·•[]【】「」『』《》〈〉‹›*_~/"

_YEAR_LAST = re.compile(r"\s*[(\[（](?:[^()\[\]]{0,40}[, ])?(?:1[89]|20)\d\d\s*[)\]）]\s*$")

_CLOSING = frozenset(")]）")

YEAR = re.compile(r"(?:1[89]|20)\d\d")

_PARAGRAPH, _PARAGRAPHS = 60, 80  # characters of a line that is one; how many are looked at


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
        lines = [(len(line), fold_text(line)) for line in text.split("\n")]
        self.words = f" {' '.join(line for _, line in lines if line)} "
        self.counts = Counter(self.words.split())
        self.length = max(self.counts.total(), 1)
        self.paragraphs = [f" {line} " for length, line in lines if length > _PARAGRAPH][:_PARAGRAPHS]

    def count(self, name: str) -> int:
        """How often it has a folded name."""
        if " " not in name:
            return self.counts[name]
        # Most names fail by a word of theirs, before the text is searched.
        known = all(word in self.counts for word in name.split())
        return self.words.count(f" {name} ") if known else 0
