"""Which of several articles is likely the original."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations

import pytest

from archive.stories.original import Member, best_first, credit_lines, credits_member, is_twin

REEL = Member(
    1,
    "https://www.reel-times.example/night",
    "reel-times",
    published="2026-03-02T10:00:00+00:00",
    precision="second",
    first_captured="2026-03-05T10:00:00+00:00",
    word_count=700,
)
NOISE = replace(
    REEL,
    article_id=2,
    url="https://noise.example/film/a-night",
    outlet="noise",
    published="2026-03-02T09:00:00+00:00",
)


def first(*members: Member) -> int:
    """The id of the original, whatever the order."""
    ids = {best_first(order)[0].article_id for order in permutations(members)}
    assert len(ids) == 1
    return ids.pop()


def test_the_earliest_is_the_original() -> None:
    assert first(REEL, NOISE) == 2


def test_a_day_is_no_earlier_than_a_time_on_it() -> None:
    dated = replace(
        NOISE, published="2026-03-02", precision="day", first_captured="2026-03-09T10:00:00+00:00"
    )
    assert first(REEL, dated) == 1


def test_an_undated_one_counts_from_when_it_was_fetched() -> None:
    assert first(REEL, replace(NOISE, published=None, precision=None)) == 1


@pytest.mark.parametrize(
    "credit",
    [
        {"original_url": "https://reel-times.example/night/"},
        {"markdown": "A night. First in [Reel](https://www.reel-times.example/night)."},
        {"credits": credit_lines("A night.\nThis review originally appeared in The Reel Times.")},
        {"credits": credit_lines("Ein Abend.\nZuerst erschienen bei reel-times.example.")},
        {"authors": ("Reel Times",)},
    ],
)
def test_the_source_that_a_copy_names_is_the_original(credit: dict[str, object]) -> None:
    copy = replace(NOISE, **credit)  # type: ignore[arg-type]
    assert credits_member(copy, REEL) and not credits_member(REEL, copy)
    assert first(REEL, copy) == 1


def test_a_name_in_passing_is_no_credit() -> None:
    assert credit_lines("The Reel Times is a newspaper in this film.\nIt first appears at night.") == ()


@pytest.mark.parametrize(
    "url",
    [
        "https://amp.reel.example/night",
        "https://m.reel.example/night",
        "https://reel.example/night/amp/",
        "https://reel.example/night?outputType=amp",
        "https://reel.example/print/night",
        "https://reel.example/night?print=1",
    ],
)
def test_forms_of_a_page_are_no_originals(url: str) -> None:
    assert is_twin(url)
    early = replace(REEL, article_id=3, url=url, published="2026-03-01T10:00:00+00:00")
    assert first(REEL, early) == 1


@pytest.mark.parametrize(
    "url", ["https://reel.example/ampere", "https://reel.example/printing", "https://me.example/"]
)
def test_other_addresses_are_no_forms(url: str) -> None:
    assert not is_twin(url)


def test_a_complete_text_comes_before_a_cut_one_and_the_longer_first() -> None:
    cut = replace(REEL, article_id=3, url="https://a.example/", is_complete=False)
    short = replace(REEL, article_id=4, url="https://b.example/", word_count=600)
    assert [member.article_id for member in best_first([cut, short, REEL])] == [1, 4, 3]
