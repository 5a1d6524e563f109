"""Patterns written so that they can be read: a phrase a line, or parts by name in a file."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from importlib.resources import files
from typing import Any

from archive.clean.vocabulary import words_pattern

_NAME = re.compile(r"\{([a-z][a-z_\d]*)(?:\.([a-z_]+))?\}")
_LINE_END = re.compile(r"\n\s*")


def any_of(alternatives: str) -> re.Pattern[str]:
    """A pattern that matches any of some regular expressions, which stand one a line. Case does not count."""
    lines = [line.strip() for line in alternatives.strip().splitlines()]
    return re.compile("|".join(lines), re.I)


def load_patterns(room: str, **known: str) -> dict[str, Any]:
    """The values of a room's `patterns.toml`, each with its parts filled in.

    In a string `{name}` stands for a value above it, `{table.line}` for the words of a line of
    `vocabulary.toml`. Line breaks, and the spaces after them, do not count.

    Args:
        room: a folder of `archive/clean/`.
        known: further parts, by name.
    """
    text = files(f"archive.clean.{room}").joinpath("patterns.toml").read_text("utf-8")
    parts: dict[str, Any] = dict(known)
    for name, value in tomllib.loads(text).items():
        parts[name] = fill(value, parts)
    return parts


def fill(value: Any, parts: Mapping[str, Any]) -> Any:
    """A value with parts for the names in braces, in its strings or those within it."""
    if isinstance(value, dict):
        return {key: fill(inner, parts) for key, inner in value.items()}
    if isinstance(value, list):
        return [fill(inner, parts) for inner in value]
    if not isinstance(value, str):
        return value
    return _NAME.sub(
        lambda name: words_pattern(name[1], name[2]) if name[2] else str(parts[name[1]]),
        _LINE_END.sub("", value).strip(),
    )
