"""Patterns in files: what their names stand for, and that each form of a rating reads its example."""

from __future__ import annotations

import pytest

from archive.clean.patterns import Patterns, any_of, load_patterns
from archive.clean.rating.grammar import PATTERNS
from archive.clean.rating.wording import rating_from_words


def test_any_of_some_lines() -> None:
    assert any_of("one\n  two words\n").search("TWO WORDS")


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
