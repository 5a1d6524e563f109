"""Titles that are spelled in two ways are equal; other titles are not."""

from __future__ import annotations

import pytest

from archive.works.title_key import title_key


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("La zona de interés", "LA ZONA DE INTERES"),
        ("Lilo & Stitch", "Lilo and Stitch"),
        ("Spider-Man: No Way Home", "Spider‑Man – No Way Home"),
        ("Amélie", "Ame\u0301lie"),
        ("ガラスの城", "カ\u3099ラスの城"),
    ],
)
def test_spellings_of_one_title(first: str, second: str) -> None:
    assert title_key(first) == title_key(second)


@pytest.mark.parametrize(
    ("first", "second"),
    [("Bear", "The Bear"), ("ガラス", "カラス"), ("กิน", "กีน"), ("Alien", "Aliens"), ("?", "!")],
)
def test_other_titles(first: str, second: str) -> None:
    assert title_key(first) != title_key(second)
