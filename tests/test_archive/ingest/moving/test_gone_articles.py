"""Articles whose page answers that it is not there."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from archive.model import Capture
from archive.query.history.visits import Visit, gone_since, missing_once
from tests.test_archive.ingest.archives import PAGE, URL, capture, check, only, rows

GONE_AT = "select gone_at, text from coverage"


@pytest.mark.parametrize(
    ("answers", "gone", "once"),
    [
        ("", None, []),
        ("article, missing", None, [1]),
        ("article, missing, missing", 1, [1]),
        ("article, missing, missing, missing", 1, [1]),
        ("article, missing, article, missing", None, [1, 3]),
        ("article, missing, missing, article", None, [1]),
        ("article, missing, missing, article, missing, missing", 4, [1, 4]),
    ],
)
def test_gone_is_what_answers_so_twice_in_a_row(answers: str, gone: int | None, once: list[int]) -> None:
    visits = [
        Visit(place, str(place), answer == "missing") for place, answer in enumerate(answers.split(", "))
    ]
    assert gone_since(visits) == (None if gone is None else str(gone))
    assert list(missing_once(visits)) == once


def test_a_page_that_is_gone_keeps_its_text_and_is_there_again_when_it_comes_back(
    db: Path, take: Any
) -> None:
    take(capture(PAGE))
    (first,) = take(capture("Not found", days=1, status=404))
    assert (first.outcome, first.article_id) == ("missing", 1)
    assert only(db, GONE_AT)["gone_at"] is None, "one answer may be a mistake"
    _, second = take(capture("Out of order", days=2, status=503), capture("Not found", days=3, status=410))
    assert second.outcome == "gone"
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


def redirected(target: str, sender: str, days: float, orders: str = "!listing", **fields: Any) -> Capture:
    """The answer of a page to which another redirects; by default a listing."""
    return capture(f"News|By all|{orders}|Day {days}", target, days, redirected_from=(sender,), **fields)


@pytest.mark.parametrize(
    "target", ["https://reel.example/", "https://reel.example/film/"], ids=["/", "above"]
)
def test_a_page_that_redirects_to_one_above_it_twice_is_gone(db: Path, take: Any, target: str) -> None:
    url = "https://reel.example/film/a"
    take(capture(PAGE, url))
    (first,) = take(redirected(target, url, 1))
    assert (first.outcome, first.article_id) == ("missing", 1)
    assert first.reason == f"redirects to {target} (listing)"
    assert only(db, GONE_AT)["gone_at"] is None, "one answer may be a mistake"
    take(redirected(target, url, 2))
    assert only(db, GONE_AT)["gone_at"] == "2026-03-16T12:00:00+00:00"
    (itself,) = take(capture("News|By all|!listing", target, 3))
    assert (itself.outcome, itself.article_id) == ("not_article", None)
    (back,) = take(capture(PAGE, url, days=4))
    assert (back.outcome, only(db, GONE_AT)["gone_at"]) == ("same", None)
    check(db)


def test_pages_that_redirect_to_the_same_bytes_each_count(db: Path, take: Any) -> None:
    front, urls = "https://reel.example/", [f"{URL}/{number}" for number in range(2)]
    take(*(capture(f"Title {url}|By Ann|Prose of {url}.", url) for url in urls))
    for days in (1, 2):
        for url in urls:
            take(capture("News||!listing", front, days + urls.index(url) / 2, redirected_from=(url,)))
    assert [row["gone_at"] for row in rows(db, "select gone_at from articles order by id")] == [
        "2026-03-16T12:00:00+00:00",
        "2026-03-17T00:00:00+00:00",
    ]
    check(db)


def test_a_page_elsewhere_counts_once_several_articles_redirect_to_it(db: Path, take: Any) -> None:
    target, urls = "https://reel.example/news/", [f"{URL}/{number}" for number in range(3)]
    take(*(capture(f"Title {url}|By Ann|Prose of {url}.", url) for url in urls))
    outcomes = take(redirected(target, urls[0], 1), redirected(target, urls[0], 2))
    assert {outcome.outcome for outcome in outcomes} == {"not_article"}
    (second,) = take(redirected(target, urls[1], 3))
    assert (second.outcome, second.article_id) == ("missing", 2)
    gone = rows(db, "select id, gone_at from articles order by id")
    assert [row["gone_at"] for row in gone] == ["2026-03-16T12:00:00+00:00", None, None]
    check(db)


def test_a_page_of_the_moment_says_nothing_of_articles(db: Path, take: Any) -> None:
    urls = [f"{URL}/{number}" for number in range(2)]
    take(*(capture(f"Title {url}|By Ann|Prose of {url}.", url) for url in urls))
    for days in (1, 2):
        pages = [redirected(f"{URL}/", url, days + n / 9, "!listing consent") for n, url in enumerate(urls)]
        outcomes = take(*pages)
        assert {outcome.outcome for outcome in outcomes} == {"not_article"}
    assert [row["gone_at"] for row in rows(db, GONE_AT)] == [None, None]


def test_a_moved_article_is_not_gone_for_its_old_address(db: Path, take: Any) -> None:
    new = "https://reel.example/b"
    take(capture(PAGE), capture(PAGE, new, days=1, redirected_from=(URL,)))
    outcomes = take(*(redirected("https://reel.example/", URL, days) for days in (2, 3)))
    assert {outcome.outcome for outcome in outcomes} == {"not_article"}
    assert only(db, GONE_AT)["gone_at"] is None
