"""Quantifiers in the patterns of the source: `.{0,20}` has two ways to be lost without any error."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
SOURCES = sorted(path for room in ("archive", "crawler") for path in (ROOT / room).rglob("*.py"))
NUMBER_IN_BRACES = re.compile(r"\{\s*\(?[\d,]")  # what a file without it need not be parsed for
SPACED = re.compile(r"(?<!\{)\{\d+, +\d*\}|(?<!\{)\{\d*, +\d+\}")


def lost_quantifiers(source: str) -> list[str]:
    """The quantifiers that do not quantify.

    In an f-string `{0,20}` is a field with the value `(0, 20)`; with a space, `re` reads it letter by letter.
    """
    lost = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FormattedValue) and re.fullmatch(
            r"\(?\d+(?:, \d+)*,?\)?", ast.unparse(node.value)
        ):
            lost.append(ast.unparse(node.value))
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            lost += SPACED.findall(node.value)
    return lost


def test_every_quantifier_quantifies() -> None:
    sources = {path: path.read_text("utf-8") for path in SOURCES}
    lost = {
        path: lost_quantifiers(source) for path, source in sources.items() if NUMBER_IN_BRACES.search(source)
    }
    assert {str(path.relative_to(ROOT)): found for path, found in lost.items() if found} == {}


@pytest.mark.parametrize(
    ("source", "lost"),
    [
        ('re.compile(rf"{NAME}.{0, 20}x")', ["(0, 20)"]),
        ('re.compile(rf"{NAME}.{20}x")', ["20"]),
        ('re.compile(r".{0, 20}x")', ["{0, 20}"]),
        ('re.compile(rf"{NAME}.{{0,20}}x")', []),
        ('re.compile(r".{0,20}x")', []),
    ],
)
def test_a_lost_quantifier_is_seen(source: str, lost: list[str]) -> None:
    assert lost_quantifiers(source) == lost
    assert NUMBER_IN_BRACES.search(source)
