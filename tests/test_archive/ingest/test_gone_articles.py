"""Articles whose page answers that it is not there."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from archive.ingest.gone_articles import gone_since
from tests.test_archive.ingest.archives import PAGE, URL, capture, check, only, rows

GONE_AT = "select gone_at, text from coverage"


@pytest.mark.parametrize(
    ("statuses", "gone"),
    [
        ([], None),
        ([200, 404], None),
        ([200, 404, 404], 1),
        ([200, 410, 404, 404], 1),
        ([200, 404, 200, 404], None),
        ([200, 404, 404, 200], None),
        ([200, 404, 404, 200, 410, 410], 4),
    ],
)
def test_gone_is_what_answers_so_twice_in_a_row(statuses: list[int], gone: int | None) -> None:
    visits = [(str(place), status) for place, status in enumerate(statuses)]
    assert gone_since(visits) == (None if gone is None else str(gone))


def test_a_page_that_is_gone_keeps_its_text_and_is_there_again_when_it_comes_back(
    db: Path, take: Any
) -> None:
    take(capture(PAGE))
    (first,) = take(capture("Not found", days=1, status=404))
    assert (first.outcome, first.article_id) == ("gone", 1)
    assert only(db, GONE_AT)["gone_at"] is None, "one answer may be a mistake"
    take(capture("Out of order", days=2, status=503), capture("Not found", days=3, status=410))
    row = only(db, GONE_AT)
    assert row == {"gone_at": "2026-03-16T12:00:00+00:00", "text": "It moves fast and never stumbles."}
    (back,) = take(capture(PAGE, days=4))
    assert back.outcome == "same"
    assert only(db, GONE_AT)["gone_at"] is None
    assert only(db, "select gone_at from articles")["gone_at"] is None
    check(db)


def test_what_was_never_an_article_is_not_gone(db: Path, take: Any) -> None:
    outcomes = take(*(capture("Not found", days=day, status=404) for day in range(3)))
    assert {outcome.outcome for outcome in outcomes} == {"not_article"}
    assert rows(db, GONE_AT) == []


def test_earlier_answers_from_a_web_archive_do_not_make_a_page_gone(db: Path, take: Any) -> None:
    take(capture(PAGE), capture("x", days=-2, status=404), capture("y", days=-1, status=404))
    assert only(db, GONE_AT)["gone_at"] is None


def test_what_an_old_address_answers_says_nothing_of_a_moved_article(db: Path, take: Any) -> None:
    new = f"{URL}/new"
    take(capture(PAGE), capture(PAGE, new, days=1, redirected_from=(URL,)))
    outcomes = take(*(capture("Not found", URL, days=day, status=404) for day in (2, 3)))
    assert [outcome.article_id for outcome in outcomes] == [None, None]
    assert only(db, GONE_AT)["gone_at"] is None
    take(*(capture("Not found", new, days=day, status=404) for day in (4, 5)))
    assert only(db, GONE_AT)["gone_at"] == "2026-03-19T12:00:00+00:00"
