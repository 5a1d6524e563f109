"""Count the words of a text, in scripts with and without spaces, and take its first words."""

from __future__ import annotations

import re

from archive.folding import beyond_ascii, with_plain_marks

# Kana, Han, Thai, Lao, Khmer and Burmese are written without spaces. A word has about two characters.
_UNSPACED_RANGES = r"\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff"
_UNSPACED = re.compile(f"[{_UNSPACED_RANGES}]")

# The dash before a list item, which is not a word.
_LIST_DASH = re.compile(r"\n *- ")

_TOKEN = re.compile(rf"(?P<dash>^ *- )|(?P<unspaced>[{_UNSPACED_RANGES}])|[^\s{_UNSPACED_RANGES}]+", re.M)


def count_words(text: str) -> int:
    """Count words separated by white space; in a script without spaces, two characters count as one word."""
    text = with_plain_marks(text)
    if text.isascii() or _UNSPACED.search(beyond_ascii(text)) is None:
        return len(text.split()) - _list_dashes(text)
    spaced, unspaced = _UNSPACED.subn(" ", text)
    return len(spaced.split()) + (unspaced + 1) // 2 - _list_dashes(text)


def _list_dashes(text: str) -> int:
    """The number of dashes before list items."""
    return len(_LIST_DASH.findall(f"\n{text}")) if "- " in text else 0


def count_words_of_lines(text: str) -> list[int]:
    """The words of each line of a text. Its marks are made plain once, and most lines are then ASCII."""
    return list(map(count_words, with_plain_marks(text).splitlines()))


def first_words(text: str, most: int) -> str:
    """The beginning of a text up to a word, with at most so many words by `count_words`."""
    halves = end = 0
    for token in _TOKEN.finditer(text):
        if token["dash"]:
            continue
        halves += 1 if token["unspaced"] else 2
        if halves > 2 * most:
            return text[:end]
        end = token.end()
    return text
