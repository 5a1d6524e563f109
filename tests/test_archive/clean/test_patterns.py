"""Patterns in files: what their names stand for, and that each form of a rating reads its example."""

from __future__ import annotations

import re
import tomllib

import pytest

from archive.clean.patterns import Patterns, ends_sentence, load_patterns, phrases
from archive.clean.rating.grammar import PATTERNS
from archive.clean.rating.wording import rating_from_words
from tests.support.paths import ROOT
from tests.test_patterns import SPACED

TABLES = tomllib.loads((ROOT / "archive" / "clean" / "phrases.toml").read_text("utf-8"))


def test_names_stand_for_patterns_and_words() -> None:
    patterns = Patterns(unit="ducks?")
    assert patterns.compiled(r"(\d{1,2}) {unit}").fullmatch("4 DUCKS")
    assert patterns.compiled("{rating.stars}").fullmatch("estrellas")
    assert not patterns.compiled("{rating.stars}").search("starship")
    assert patterns.compiled("x-{in rating.full_icon}-x").fullmatch("x-filled-x")
    assert patterns.filled({"a": ["\n  {unit}\n  or", 4]}) == {"a": ["ducks?or", 4]}


def test_a_name_that_stands_for_nothing_is_an_error() -> None:
    with pytest.raises(KeyError):
        Patterns().compiled("{ducks}")


@pytest.mark.parametrize("room", ["comments", "dates"])
def test_patterns_of_a_room_can_be_compiled(room: str) -> None:
    patterns = load_patterns(room)
    assert all(patterns.compiled(pattern) for pattern in patterns.values() if isinstance(pattern, str))


@pytest.mark.parametrize("form", PATTERNS["forms"], ids=lambda form: str(form["like"]))
def test_each_form_of_a_rating_reads_its_example(form: dict[str, str]) -> None:
    found = rating_from_words(form["like"], "rating")
    assert found is not None and found.rating is not None
    if form.get("scale", "stars") in ("stars", "percent", "letter", "designation", "marks"):
        assert found.rating.scale == form.get("scale", found.rating.scale)


@pytest.mark.parametrize(("table", "key"), [(table, key) for table, lines in TABLES.items() for key in lines])
def test_every_line_of_phrases_is_a_pattern_without_lost_quantifiers_and_parts(table: str, key: str) -> None:
    source = phrases(table, key).pattern
    assert SPACED.findall(source) == []
    assert re.findall(r"\{[a-z]", source) == []


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
