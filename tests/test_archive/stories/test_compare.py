"""Copies are told from pieces that are only similar."""

from __future__ import annotations

import re

import pytest

from archive.stories.compare import StoryText, one_story
from archive.stories.shingles import shingles
from tests.test_archive.stories.prose import kanji, prose, sentences

REVIEW = prose("a review", 36)


def alike(
    left: str,
    right: str,
    outlets: tuple[str, str] = ("reel", "noise"),
    titles: tuple[str, str] = ("A night", "A night"),
) -> float | None:
    first = StoryText(shingles(left), outlets[0], titles[0])
    second = StoryText(shingles(right), outlets[1], titles[1])
    share = one_story(first, second)
    assert one_story(second, first) == share
    return share


def test_the_same_text_is_wholly_alike() -> None:
    assert alike(REVIEW, REVIEW) == 1.0
    assert alike(REVIEW, REVIEW.upper().replace("\n", "  ").replace(",", " –")) == 1.0


def test_a_copy_with_a_trimmed_ending_another_headline_and_a_credit_is_one() -> None:
    lines = REVIEW.splitlines()
    copy = "\n".join([*lines[: len(lines) * 7 // 10], "This piece originally appeared in Reel."])
    share = alike(REVIEW, copy, titles=("A night", "Something else entirely"))
    assert share and 0.6 < share < 0.75


def test_a_lightly_edited_copy_is_one() -> None:
    words = REVIEW.split(" ")
    edited = " ".join("edited" if place % 25 == 10 else word for place, word in enumerate(words))
    share = alike(REVIEW, edited)
    assert share and 0.5 < share < 1


def test_the_same_holds_in_a_script_without_spaces() -> None:
    text = kanji("夜")
    assert alike(text, text.replace("\n", "")) == 1.0
    assert alike(text, "\n".join(text.splitlines()[:14])) == pytest.approx(0.7, abs=0.02)
    assert alike(text, kanji("昼")) is None


def test_a_review_of_a_remake_of_the_same_title_is_another_story() -> None:
    assert alike(REVIEW, prose("the remake", 36)) is None


def test_a_piece_that_quotes_another_is_another_story() -> None:
    quoting = prose("an essay", 40) + "\n" + "\n".join(REVIEW.splitlines()[:4])
    assert alike(REVIEW, quoting) is None


def test_a_roundup_that_has_a_review_in_it_is_another_story() -> None:
    assert alike(REVIEW, "\n".join([prose("first", 60), REVIEW, prose("third", 60)])) is None


def pattern(number: int) -> str:
    """A piece of a series: the same words around other names and figures."""
    lines = []
    for line in sentences("how to watch", 24):
        text = re.sub(r"\d{4}", lambda year: str(int(year[0]) + 3 * number), line)
        lines.append(re.sub(r"[A-Z]\w+\.", f"{'Xyz'[number]}name.", text))
    return "\n".join(lines)


@pytest.mark.parametrize("outlets", [("reel", "reel"), ("reel", "noise")])
def test_pieces_written_to_one_pattern_are_other_stories(outlets: tuple[str, str]) -> None:
    left, right = shingles(pattern(0)).runs, shingles(pattern(1)).runs
    assert len(left & right) / len(left | right) > 0.3  # they are alike enough to be taken for copies
    assert alike(pattern(0), pattern(1), outlets) is None


def test_horoscopes_of_two_weeks_are_other_stories() -> None:
    signs = ["Aries", "Taurus", "Gemini", "Cancer", "Leo", "Virgo", "Libra", "Scorpio", "Capricorn"]
    weeks = [
        "\n".join(f"{sign}: {prose(f'{sign} {week}', 2)}" for sign in signs) + "\nCall our line today!"
        for week in (1, 2)
    ]
    assert alike(*weeks, ("reel", "reel"), ("Horoscope", "Horoscope")) is None


def test_short_pieces_of_an_outlet_with_other_headlines_are_other_stories() -> None:
    notice = prose("subscribe to read", 6)
    assert 40 < len(notice.split()) < 150
    assert alike(notice, notice, ("reel", "reel"), ("Ballerina", "The night train")) is None
    assert alike(notice, notice, ("reel", "reel")) == 1.0
    assert alike(notice, notice, titles=("A night", "The night train")) == 1.0


def test_a_notice_is_no_story() -> None:
    notice = (
        "Our critics are on holiday. The reviews of this week come on Monday, and we wish you a good summer."
    )
    assert alike(notice, notice) is None


def test_an_outlet_s_own_copy_is_nearly_whole() -> None:
    half = "\n".join(REVIEW.splitlines()[:7])
    assert alike(REVIEW, half) is not None
    assert alike(REVIEW, half, ("reel", "reel")) is None
    most = "\n".join(REVIEW.splitlines()[:10])
    assert alike(REVIEW, most, ("reel", "reel")) is not None
