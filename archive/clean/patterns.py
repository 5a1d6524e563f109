"""Patterns written so that they can be read: a phrase a line, or parts by name in a file."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from importlib.resources import files
from typing import Any

from archive.clean.vocabulary import alternatives, words_pattern

_NAME = re.compile(r"\{(?:(in )?([a-z_]+)\.)?([a-z][a-z_\d]*)\}")
_LINE_END = re.compile(r"\n\s*")


def any_of(alternatives: str) -> re.Pattern[str]:
    """A pattern that matches any of some regular expressions, which stand one a line. Case does not count."""
    lines = [line.strip() for line in alternatives.strip().splitlines()]
    return re.compile("|".join(lines), re.I)


def load_patterns(room: str, **known: str) -> dict[str, Any]:
    """The values of a room's `patterns.toml`, each with its parts filled in.

    In a string `{name}` stands for a value above it, `{table.line}` for the words of a line of
    `vocabulary.toml`, `{in table.line}` for these within a longer one. Line breaks, and the spaces after
    them, do not count.

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
    return _NAME.sub(lambda name: _part(name, parts), _LINE_END.sub("", value).strip())


def _part(name: re.Match[str], parts: Mapping[str, Any]) -> str:
    inside, table, key = name.groups()
    if table is None:
        return str(parts[key])
    return alternatives(table, key) if inside else words_pattern(table, key)
