"""Patterns that several readers use, and the phrases of `phrases.toml`."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files

TITLE_SEPARATOR = re.compile(r"\s+[|•·»–—-]\s+")  # between a title and the name of the site

_SENTENCE_END = re.compile(r"[.!?…。！？](?:[\"'”’»)\]」』）]|\[\d+\])*$")
_ENDS = frozenset(".!?…。！？\"'”’»)]」』）")  # what that may end in
_END_CHARS = 20  # of a line, that may be marks after its last word


def ends_sentence(line: str) -> bool:
    """Whether a line ends as a sentence does, before quotation marks, brackets and numbers of notes."""
    return line[-1:] in _ENDS and _SENTENCE_END.search(line[-_END_CHARS:]) is not None


@cache
def phrases(table: str, key: str, flags: re.RegexFlag = re.I) -> re.Pattern[str]:
    """A pattern that matches any of the phrases of one line of `phrases.toml`."""
    lines = {name: "|".join(line.strip().splitlines()) for name, line in _tables()[table].items()}
    source = lines[key]
    for name, part in lines.items():
        source = source.replace(f"<{name}>", part)
    return re.compile(source, flags)


@cache
def _tables() -> dict[str, dict[str, str]]:
    return tomllib.loads(files("archive.clean").joinpath("phrases.toml").read_text("utf-8"))
