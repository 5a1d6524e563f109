"""The patterns that several readers use, and every line of phrases.toml."""

from __future__ import annotations

import re
import tomllib

import pytest

from archive.clean.patterns import ends_sentence, phrases
from tests.support.paths import ROOT
from tests.test_patterns import SPACED

TABLES = tomllib.loads((ROOT / "archive" / "clean" / "phrases.toml").read_text("utf-8"))
LINES = [(table, key) for table, lines in TABLES.items() for key in lines]


@pytest.mark.parametrize(("table", "key"), LINES)
def test_every_line_is_a_pattern_without_lost_quantifiers_and_parts(table: str, key: str) -> None:
    source = phrases(table, key).pattern
    assert SPACED.findall(source) == []
    assert re.findall(r"(?<!\?P)(?<!\?)<\w+>", source) == []


@pytest.mark.parametrize(
    ("line", "ends"),
    [
        ("It ends.", True),
        ("“It ends!”", True),
        ("終わりです。」", True),
        ("It ends.[3]", True),
        ("It ends", False),
        ("It ends:", False),
        ("", False),
    ],
)
def test_the_end_of_a_sentence(line: str, ends: bool) -> None:
    assert ends_sentence(line) is ends
