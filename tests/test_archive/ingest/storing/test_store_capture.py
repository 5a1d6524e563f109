"""What is decided of a capture, as it reaches the rows."""

from __future__ import annotations

from concurrent.futures import Executor
from pathlib import Path
from typing import Any

import pytest

from archive.db.store import Store
from archive.ingest.ingest import Ingest
from archive.model import Article, Capture, Gate, Reading, Review, Work
from tests.support.processes import DEADLINE
from tests.test_archive import cleaners
from tests.test_archive.ingest.archives import NOON, PAGE, URL, capture, check, only, rows


def test_a_changed_page_makes_a_revision_and_search_follows(db: Path, take: Any) -> None:
    take(capture(PAGE), capture("New title|By Cy|A different verdict altogether, longer.", days=1))
    assert [row["text"][:6] for row in rows(db, "select text from revisions order by id")] == [
        "It mov",
        "A diff",
    ]
    row = only(db, "select * from coverage")
    assert (row["title"], row["authors"], row["text"][:6]) == ("New title", "Cy", "A diff")
    assert rows(db, "select rowid from coverage_fts where coverage_fts match 'stumbles OR ann'") == []
    assert len(rows(db, "select rowid from coverage_fts where coverage_fts match 'verdict AND cy'")) == 1
    check(db)


@pytest.mark.parametrize(
    ("later", "reason"),
    [
        (capture("Error", days=1, status=500), "HTTP 500"),
        (capture("Oops|By Ann|!listing|x", days=1), "40 links, no prose"),
        (
            capture("Ballerina|By Ann|!paywalled|It moves fast and never stumbles or falls.", days=1),
            "paywalled after complete",
        ),
        (capture("Ballerina|By Ann|It moves", days=1), "2 words after 6"),
        (capture("Ballerina", days=1), "no text"),
    ],
)
def test_good_is_not_overwritten_with_worse(db: Path, take: Any, later: Capture, reason: str) -> None:
    take(capture(PAGE))
    before = rows(db, "select * from coverage"), rows(db, "select * from revisions")
    (outcome,) = take(later)
    assert (outcome.outcome, outcome.reason, outcome.article_id) == ("worse", reason, 1)
    assert (rows(db, "select * from coverage"), rows(db, "select * from revisions")) == before
    with Store.open(db) as store:
        assert store.capture(outcome.capture_id) == later
    check(db)


def test_an_error_at_an_address_that_led_to_an_article_is_kept_with_that_article(db: Path, take: Any) -> None:
    amp = f"{URL}?amp=1"
    take(capture(f"{PAGE}|!canonical {URL}", amp))
    (outcome,) = take(capture("gone", amp, days=1, status=410))
    assert (outcome.outcome, outcome.article_id) == ("missing", 1)


def test_the_same_text_gains_facts_and_loses_none(db: Path, take: Any) -> None:
    rich = "Ballerina dances|By Ann|!rating 3/5|!date 2025-06-01|The text."
    outcomes = take(
        capture("||The text."),
        capture(rich, days=1),
        capture("|By Ann and Bob|!rating 4/5|!date 2025|The text.", days=2),
        capture("Ballerina|By Nobody|!rating 1/5|The text.", days=-1),
    )
    assert [outcome.outcome for outcome in outcomes] == ["new", "same", "changed", "same"]
    assert outcomes[2].reason == "by Ann -> Ann, Bob; rating 3/5 -> 4/5"
    row = only(db, "select * from coverage")
    assert (row["title"], row["authors"], row["rating_raw"]) == ("Ballerina dances", "Ann; Bob", "4/5")
    assert (row["published"], row["published_precision"]) == ("2025-06-01", "day")
    assert len(rows(db, "select rowid from coverage_fts where coverage_fts match 'bob dances'")) == 1
    check(db)


def test_a_changed_text_keeps_the_facts_that_its_page_no_longer_tells(db: Path, take: Any) -> None:
    take(
        capture("Ballerina dances|By Ann|!rating 3/5|!date 2025-06-01|The text."),
        capture("||The text, put better.", days=1),
    )
    row = only(db, "select * from coverage")
    assert (row["title"], row["authors"], row["rating_raw"], row["published"]) == (
        *("Ballerina dances", "Ann", "3/5"),
        "2025-06-01",
    )
    check(db)


def test_an_older_capture_makes_a_revision_but_is_not_shown(db: Path, take: Any) -> None:
    (_, older) = take(capture(PAGE), capture("First|By Ann|The first version of it, as it stood.", days=-3))
    assert (older.outcome, older.reason) == ("changed", "older than the text shown")
    assert only(db, "select title from coverage")["title"] == "Ballerina dances"
    assert only(db, "select count(*) as n from revisions")["n"] == 2
    check(db)


def test_an_older_complete_capture_takes_the_place_of_a_paywalled_one(db: Path, take: Any) -> None:
    (_, older) = take(capture("T|By Ann|!paywalled|Only the first lines."), capture(PAGE, days=-3))
    assert older.outcome == "changed"
    row = only(db, "select * from coverage")
    assert (row["text"], row["status"]) == ("It moves fast and never stumbles.", "complete")
    check(db)


def test_doubtful_articles_are_marked_until_they_are_beyond_doubt(db: Path, take: Any) -> None:
    (outcome,) = take(capture("T|By|!doubtful|Short."))
    assert outcome.doubtful
    assert only(db, "select doubtful, doubtful_reason from articles") == {
        "doubtful": 1,
        "doubtful_reason": "short",
    }
    take(capture("T|By|Short. But longer now.", days=1))
    assert only(db, "select doubtful, doubtful_reason from articles") == {
        "doubtful": 0,
        "doubtful_reason": None,
    }


def test_the_same_text_elsewhere_is_marked_as_a_duplicate(db: Path, take: Any) -> None:
    take(*(capture(PAGE, f"{URL}{n}") for n in range(3)))
    pointers = "select duplicate_of from articles order by id"
    assert [row["duplicate_of"] for row in rows(db, pointers)] == [None, 1, 1]
    take(capture("Ballerina|By Ann|It is another text by now, and longer.", f"{URL}0", days=1))
    assert [row["duplicate_of"] for row in rows(db, pointers)] == [None, None, 2]
    take(capture("Ballerina|By Ann|It is another text by now, and longer.", f"{URL}2", days=1))
    assert [row["duplicate_of"] for row in rows(db, pointers)] == [None, None, 1]
    check(db)


def test_a_work_is_found_by_its_ids_and_by_its_title(db: Path, take: Any) -> None:
    pages = [
        "A|By|!work Ballerina|1",
        "B|By|!work BALLERINA|!imdb tt1|2",
        "C|By|!work From the World of John Wick|!imdb tt1|3",
        "D|By|!work Ballerina|!imdb tt2|4",
        "E|By|!work ballerina|5",
    ]
    take(*(capture(page, f"{URL}{n}") for n, page in enumerate(pages)))
    a, b, c, d, e = (row["work_id"] for row in rows(db, "select work_id from reviews order by revision_id"))
    assert b == c != d
    # The others may be about either film of this title and year, so that they are in doubt.
    assert a == e and a not in (b, d)
    assert {row["other"] for row in rows(db, "select work_id as other from work_doubts")} == {b, d}
    assert sorted(row["ids"] for row in rows(db, "select ids from works")) == [
        '{"imdb": "tt1"}',
        '{"imdb": "tt2"}',
        "{}",
    ]


def test_what_a_page_calls_a_registry_never_comes_into_sql(db: Path, threads: Executor) -> None:
    def clean(page: Capture) -> Article:
        work = Work("Ballerina", 2025, "film", {"imdb": "tt1", "') = 1 or ('": "1"})
        return Article(page.url, "Text.", Gate("article", True), review=Review(Reading(work, "text")))

    with Ingest(db, threads, clean=clean) as ingest:
        futures = [ingest.submit(capture(PAGE, f"{URL}{n}")) for n in range(2)]
    assert [future.result().outcome for future in futures] == ["new", "new"]
    assert only(db, "select count(*) as n from works")["n"] == 1


def test_a_crawl_is_credited_with_its_outcomes(db: Path, threads: Executor) -> None:
    with Ingest(db, threads, clean=cleaners.clean) as ingest:
        crawl = {"outlet": "reel", "started_at": NOON.isoformat()}
        crawl_id = ingest.write(lambda store: store.table("crawls").insert(crawl).last_pk).result(DEADLINE)
        pages = [
            capture(PAGE),
            capture(PAGE, days=1),
            capture("L||!listing", f"{URL}1"),
            capture("F||!raise", f"{URL}2"),
        ]
        for page in pages:
            ingest.submit(page, crawl_id).result(DEADLINE)
    row = only(db, "select * from crawls")
    assert {name: row[name] for name in ("new", "same", "not_article", "failed", "worse")} == {
        **{"new": 1, "same": 1, "not_article": 1, "failed": 1},
        "worse": 0,
    }
