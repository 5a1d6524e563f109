"""Names as strings: trimmed, found between quotation marks, and counted in a text."""

from __future__ import annotations

import re
from collections import Counter

from archive.clean.patterns import load_patterns
from archive.clean.vocabulary import fold_lines, word_set

LONGEST = 130  # characters of a name
_TRIMMED = " :,;.–—-‘’'“”\"«»„|·•[]【】「」『』《》〈〉‹›*_~/"
_MAY_END_A_YEAR = frozenset(")]）0123456789")
PATTERNS = load_patterns("work")
_YEAR_LAST, _QUOTED = map(PATTERNS.compiled, ("{year_in_brackets}", "{quoted}"))
_FIGURES = re.compile(r"\d+")
_LETTERS = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_PARAGRAPH, _PARAGRAPHS = 60, 80  # characters of a line that is one; how many are looked at


def trim_name(text: str) -> str:
    """A name without the marks and the white space around it."""
    return text.strip(_TRIMMED)


def without_year(name: str) -> str:
    """ "Heat (1995)" as "Heat"; also where a cut took the closing bracket."""
    if name.rstrip()[-1:] not in _MAY_END_A_YEAR:
        return name
    return trim_name(_YEAR_LAST.sub("", name)) or name


def quoted(text: str) -> list[str]:
    """What a text has in quotation marks, or between asterisks or underscores."""
    return [str(found[found.lastgroup or 0]) for found in _QUOTED.finditer(text)]


def in_small_letters(headline: str, text: str) -> str:
    """A headline in capitals with its words as the text writes them, or else with one capital each.

    Elsewhere a capital tells a name from the words between names.
    """
    if not headline.isupper() or " " not in headline:
        return headline
    written: dict[str, str] = {}
    for word in _LETTERS.findall(text):
        if not word.islower():
            written.setdefault(word.upper(), word)
    small = word_set("labels", "particles") | word_set("joints", "prepositions")
    words = (
        word.lower() if place and word.lower() in small else written.get(word, word.capitalize())
        for place, word in enumerate(_LETTERS.findall(headline))
    )
    small_letters = _LETTERS.sub(lambda _: next(words), headline)
    return small_letters[:1].upper() + small_letters[1:]


class FoldedText:
    """A text in which names are found by their words, whatever the marks between them.

    Attributes:
        words: the folded text, with a space at either end.
        counts: how often each word stands in it.
        length: how many words it has; at least 1.
        paragraphs: its longer lines, each folded, with a space at either end.
    """

    def __init__(self, text: str) -> None:
        lines = text.split("\n")
        folded = fold_lines(lines)
        words = [word for line in folded for word in line]
        self.words = f" {' '.join(words)} "
        self.counts = Counter(words)
        self.length = max(len(words), 1)
        long = [words for line, words in zip(lines, folded, strict=True) if len(line) > _PARAGRAPH]
        self.paragraphs = [f" {' '.join(words)} " for words in long[:_PARAGRAPHS]]
        self._names: dict[str, int] = {}

    def numbers(self) -> int:
        """How many figures it has."""
        counts = self.counts
        return sum([counts[word] * len(_FIGURES.findall(word)) for word in counts if not word.isalpha()])

    def count(self, name: str) -> int:
        """How often it has a folded name."""
        if " " not in name:
            return self.counts[name]
        if name not in self._names:
            # Most names fail by a word of theirs, before the text is searched.
            known = self.counts.keys() >= set(name.split())
            self._names[name] = self.words.count(f" {name} ") if known else 0
        return self._names[name]
