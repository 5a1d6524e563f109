"""Texts that differ in how they are typeset, folded to one."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.folding import fold, fold_typography, letters, translate_lines

PLAIN = '"It\'s over," she said -- and left... The cafe re-opened at 9.'


@pytest.mark.parametrize(
    "other",
    [
        "\u201cIt\u2019s over,\u201d she said \u2014 and left\u2026 The cafe re-opened at 9.",
        "\u201eIt\u2019s over,\u201c she said \u2013 and left\u2026 The cafe re-opened at 9.",
        "\u00ab\u00a0It\u2019s over,\u00a0\u00bb she said\u2014and left... The cafe re\u2011opened at 9.",
        "''It\u02bcs over,'' she said --- and left... The cafe re-opened at 9.",
        '"It\'s over,"\nshe said - and left...\n\nThe\u200b ca\u00adfe re-opened at\u20099.\ufeff',
        unicodedata.normalize("NFD", PLAIN),
    ],
)
def test_copies_of_a_text_are_equal_however_they_are_set(other: str) -> None:
    assert fold_typography(other) == fold_typography(PLAIN)


@pytest.mark.parametrize(
    ("left", "right"),
    [("Amélie", "Amelie"), ("It was good.", "It was good!"), ("The End", "the end"), ("4 stars", "5 stars")],
)
def test_other_words_accents_and_marks_differ(left: str, right: str) -> None:
    assert fold_typography(left) != fold_typography(right)


def test_composed_and_decomposed_letters_are_equal() -> None:
    assert fold_typography("Amélie ﬁlm") == fold_typography(unicodedata.normalize("NFD", "Amélie film"))


@given(st.text(st.sampled_from("ab.,'\"`- \n\t\xa0\u2018\u2019\u201c\u201d\u2013\u2014\u2026"), max_size=30))
def test_text_in_ascii_but_for_marks_is_folded_by_the_quick_way_as_by_the_other(text: str) -> None:
    assert fold_typography(text) + "\u00e9" == fold_typography(text + "\u00e9")


@given(st.text(st.sampled_from("aB1_ '\u2018\u2019\u201c\u201d\u2013\u2014\u2026"), max_size=30))
def test_words_between_curled_marks_are_folded_by_the_quick_way_as_by_the_other(text: str) -> None:
    assert f"{fold(text)} e".lstrip() == fold(f"{text} \u00e9")
    assert letters(text) + "\u00e9" == letters(f"{text}\u00e9")


@given(st.lists(st.text(st.sampled_from("aB1_ '\u2018\u2014\u00e9\U0001f600"), max_size=9), max_size=5))
def test_lines_are_translated_together_as_one_by_one(lines: list[str]) -> None:
    lowered = bytes(range(256)).lower()
    each = [translate_lines([line], lowered)[0] for line in lines]
    assert translate_lines(lines, lowered) == each
    assert translate_lines(["A\u2019s", "\u00c9"], lowered) == [b"a's", None]
