"""Patterns that several readers use, and patterns in files: a phrase a line, or parts by name."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from archive.clean.vocabulary import alternatives, words_pattern

TITLE_SEPARATOR = re.compile(r"\s+[|•·»–—-]\s+")  # between a title and the name of the site

_SENTENCE_END = re.compile(r"[.!?…。！？](?:[\"'”’»)\]」』）]|\[\d+\])*$")
_ENDS = frozenset(".!?…。！？\"'”’»)]」』）")  # what that may end in
_END_CHARS = 20  # of a line, that may be marks after its last word

_NAME = re.compile(r"\{(?:(in )?([a-z_]+)\.)?([a-z][a-z_\d]*)\}")
_LINE_END = re.compile(r"\n\s*")


def ends_sentence(line: str) -> bool:
    """Whether a line ends as a sentence does, before quotation marks, brackets and numbers of notes."""
    return line[-1:] in _ENDS and _SENTENCE_END.search(line[-_END_CHARS:]) is not None


class Patterns(dict[str, Any]):
    """The values of a room's `patterns.toml` by name, each with its parts filled in."""

    def compiled(self, pattern: str, flags: re.RegexFlag = re.I) -> re.Pattern[str]:
        """A pattern, with those that it names filled in."""
        return re.compile(self.filled(pattern), flags)

    def filled(self, value: Any) -> Any:
        """A value with what is named in its strings, or in those within it."""
        if isinstance(value, dict):
            return {key: self.filled(inner) for key, inner in value.items()}
        if isinstance(value, list):
            return [self.filled(inner) for inner in value]
        return _NAME.sub(self._part, _LINE_END.sub("", value).strip()) if isinstance(value, str) else value

    def _part(self, name: re.Match[str]) -> str:
        inside, table, key = name.groups()
        if table is None:
            return str(self[key])
        return f"(?:{alternatives(table, key)})" if inside else words_pattern(table, key)


def load_patterns(room: str, **known: str) -> Patterns:
    """The patterns of a room, from its `patterns.toml`.

    In a string `{name}` stands for a value above it, `{table.line}` for the words of a line of
    `vocabulary.toml`, `{in table.line}` for these within a longer one. Line breaks, and the spaces after
    them, do not count.

    Args:
        room: a folder of `archive/clean/`.
        known: further parts, by name.
    """
    text = files(f"archive.clean.{room}").joinpath("patterns.toml").read_text("utf-8")
    patterns = Patterns(known)
    for name, value in tomllib.loads(text).items():
        patterns[name] = patterns.filled(value)
    return patterns


@cache
def phrases(table: str, key: str, flags: re.RegexFlag = re.I) -> re.Pattern[str]:
    """A pattern that matches any of the phrases of one line of `phrases.toml`, which stand one a line."""
    lines = Patterns()
    for name, line in _phrases()[table].items():
        lines[name] = lines.filled("|".join(line.strip().splitlines()))
    return re.compile(lines[key], flags)


@cache
def _phrases() -> dict[str, dict[str, str]]:
    return tomllib.loads(files("archive.clean").joinpath("phrases.toml").read_text("utf-8"))
