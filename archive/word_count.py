"""Count the words of a text, in scripts with and without spaces."""

from __future__ import annotations

import re

# Kana, Han, Thai, Lao, Khmer and Burmese are written without spaces. A word has about two characters.
_UNSPACED = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff]")

# The dash before a list item, which is not a word.
_DASH = re.compile(r"^ *- ", re.M)


def count_words(text: str) -> int:
    """Count words separated by white space; in a script without spaces, two characters count as one word."""
    if "- " in text:
        text = _DASH.sub("", text)
    if text.isascii():
        return len(text.split())
    spaced, unspaced = _UNSPACED.subn(" ", text)
    return len(spaced.split()) + (unspaced + 1) // 2
