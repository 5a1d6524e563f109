"""Patterns that several readers use, written so that they can be read."""

from __future__ import annotations

import re

TITLE_SEPARATOR = re.compile(r"\s+[|•·»–—-]\s+")  # between a title and the name of the site

_SENTENCE_END = re.compile(r"[.!?…。！？](?:[\"'”’»)\]」』）]|\[\d+\])*$")
_ENDS = frozenset(".!?…。！？\"'”’»)]」』）")  # what that may end in
_END_CHARS = 20  # of a line, that may be marks after its last word


def any_of(alternatives: str) -> re.Pattern[str]:
    """A pattern that matches any of some regular expressions, which stand one a line. Case does not count."""
    lines = [line.strip() for line in alternatives.strip().splitlines()]
    return re.compile("|".join(lines), re.I)


def ends_sentence(line: str) -> bool:
    """Whether a line ends as a sentence does, before quotation marks, brackets and numbers of notes."""
    return line[-1:] in _ENDS and _SENTENCE_END.search(line[-_END_CHARS:]) is not None
