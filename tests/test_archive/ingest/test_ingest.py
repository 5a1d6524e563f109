"""Captures in, rows out: with real worker processes and a real archive."""

from __future__ import annotations

import os
import signal
import sqlite3
import threading
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from archive.db.store import Store
from archive.errors import ArchiveError, InputError
from archive.ingest.ingest import Ingest
from archive.ingest.messages import Outcome
from archive.model import Article, Capture, Gate, Hint, Reading, Review, Work
from tests.support.processes import wait_until
from tests.test_archive import cleaners

NOON = datetime(2026, 3, 15, 12, tzinfo=UTC)
URL = "https://reel.example/a"
Row = dict[str, Any]


def capture(text: str, url: str = URL, days: float = 0, **fields: Any) -> Capture:
    """A page of the cleaners' format: `|` parts lines."""
    return Capture(url, NOON + timedelta(days=days), text.replace("|", "\n").encode(), **fields)


PAGE = "Ballerina dances|By Ann and Bob|It moves fast and never stumbles."


@pytest.fixture
def db(tmp_path: Path) -> Path:
    return tmp_path / "a.db"


@pytest.fixture(scope="module")
def threads() -> Iterator[Executor]:
    """Where what is tested is not the processes: cleaning in threads starts at once."""
    with ThreadPoolExecutor(2) as executor:
        yield executor


@pytest.fixture
def take(db: Path, threads: Executor) -> Any:
    """`take(capture, ...)`: take them in one after the other, and give their outcomes."""

    def take(*captures: Capture, crawl_id: int | None = None) -> list[Outcome]:
        with Ingest(db, threads, clean=cleaners.clean) as ingest:
            return [ingest.submit(item, crawl_id).result(30) for item in captures]

    return take


def rows(db: Path, sql: str, *params: Any) -> list[Row]:
    with Store.open(db, readonly=True) as store:
        return list(store.db.query(sql, params))


def only(db: Path, sql: str, *params: Any) -> Row:
    (row,) = rows(db, sql, *params)
    return row


def check(db: Path) -> None:
    """The file is whole, its references are kept, and the full-text index says what the articles say."""
    with Store.open(db) as store:
        assert store.db.execute("pragma integrity_check").fetchall() == [("ok",)]
        assert store.db.execute("pragma foreign_key_check").fetchall() == []
        store.db.execute("insert into coverage_fts (coverage_fts, rank) values ('integrity-check', 1)")


def dump(db: Path) -> list[str]:
    with Store.open(db, readonly=True) as store:
        return list(store.db.iterdump())


def test_one_page_end_to_end(db: Path, take: Any) -> None:
    text = (
        "Ballerina dances|By Ann and Bob|!rating 3/5|!date 2025-06|!work Ballerina|!imdb tt1|It moves fast."
    )
    (outcome,) = take(capture(text, outlet="reel"))
    assert outcome == Outcome(1, "new", None, 1, "article", doubtful=False)
    row = only(db, "select * from coverage")
    assert (row["url"], row["outlet"], row["title"], row["authors"]) == (
        URL,
        "reel",
        "Ballerina dances",
        "Ann; Bob",
    )
    assert (row["published"], row["published_precision"], row["published_from"]) == (
        "2025-06-01",
        "month",
        "text",
    )
    assert (row["work_title"], row["work_year"], row["work_ids"]) == ("Ballerina", 2025, '{"imdb": "tt1"}')
    assert (row["rating_raw"], row["rating_value"], row["rating_best"]) == ("3/5", 3.0, 5.0)
    assert (row["text"], row["word_count"], row["captured_at"]) == ("It moves fast.", 3, NOON.isoformat())
    with Store.open(db) as store:
        assert store.body(row["capture_sha256"]).decode() == text.replace("|", "\n")
    check(db)


def test_processes_clean_many_pages_in_the_order_they_came(db: Path) -> None:
    pages = [capture(f"Title {n}|By Ann|!slow|Text {n}", f"{URL}{n}") for n in range(60)]
    with Ingest(db, workers=2, clean=cleaners.clean) as ingest:
        outcomes = [future.result(60) for future in [ingest.submit(page) for page in pages]]
    assert [outcome.article_id for outcome in outcomes] == list(range(1, 61))
    assert [row["url"] for row in rows(db, "select url from articles order by id")] == [
        page.url for page in pages
    ]
    check(db)


def test_a_cleaner_is_found_by_name(db: Path) -> None:
    with Ingest(db, workers=1, clean="tests.test_archive.cleaners:clean") as ingest:
        assert ingest.submit(capture(PAGE)).result(30).outcome == "new"


# Captures that were here before


def test_the_same_capture_again_is_known(db: Path, take: Any) -> None:
    pages = [
        capture(PAGE),
        capture("A list|By Ann|!listing", f"{URL}/list"),
        capture("Oh|By|!raise", f"{URL}/no"),
    ]
    assert [o.outcome for o in take(*pages)] == ["new", "not_article", "failed"]
    before = dump(db)
    again = take(*pages)
    assert [(o.outcome, o.capture_id, o.article_id) for o in again] == [
        ("known", 1, 1),
        ("known", 2, None),
        ("known", 3, None),
    ]
    assert dump(db) == before


def test_the_same_capture_twice_at_once_is_cleaned_once(db: Path, threads: Executor) -> None:
    with Ingest(db, threads, clean=cleaners.clean) as ingest:
        futures = [ingest.submit(capture(PAGE + "|!slow")) for _ in range(5)]
    outcomes = [future.result() for future in futures]
    assert [outcome.outcome for outcome in outcomes] == ["new", *["known"] * 4]
    assert {outcome.capture_id for outcome in outcomes} == {1}


def test_unchanged_bytes_are_not_cleaned_again(db: Path, take: Any, threads: Executor) -> None:
    listing = capture("A list|By Ann|!listing", f"{URL}/list")
    take(capture(PAGE), listing)

    def fail(_: Capture) -> Article:
        raise AssertionError

    with Ingest(db, threads, clean=fail) as ingest:
        later = [capture(PAGE, days=1), capture("A list|By Ann|!listing", f"{URL}/list", days=1)]
        same, still = [ingest.submit(page).result(30) for page in later]
        assert same == Outcome(3, "same", "the same bytes", 1, "article")
        assert still == Outcome(4, "not_article", "40 links, no prose", None, "listing")
        # What a source says of a page now may be news.
        assert ingest.submit(capture(PAGE, days=2, hint=Hint("feed", "T"))).result(30).outcome == "failed"
        assert ingest.submit(capture(PAGE, "https://other.example/", days=2)).result(30).outcome == "failed"
        assert ingest.submit(capture(PAGE, days=3, status=404)).result(30).outcome == "worse"


def test_bytes_of_a_text_that_was_replaced_count_as_a_change(db: Path, take: Any) -> None:
    other = PAGE + " More."
    outcomes = take(*(capture(text, days=day) for day, text in enumerate([PAGE, other, PAGE, PAGE])))
    assert [o.outcome for o in outcomes] == ["new", "changed", "changed", "same"]
    assert only(db, "select count(*) as n from revisions")["n"] == 2
    assert only(db, "select text from coverage")["text"] == "It moves fast and never stumbles."
    check(db)


# Deciding, as it reaches the rows


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
    assert (outcome.outcome, outcome.article_id) == ("worse", 1)


def test_the_same_text_gains_facts_and_loses_none(db: Path, take: Any) -> None:
    rich = "Ballerina dances|By Ann|!rating 3/5|!date 2025-06-01|The text."
    outcomes = take(
        capture("||The text."),
        capture(rich, days=1),
        capture("|By Ann and Bob|!rating 4/5|!date 2025|The text.", days=2),
        capture("Ballerina|By Nobody|!rating 1/5|The text.", days=-1),
    )
    assert [outcome.outcome for outcome in outcomes] == ["new", "same", "same", "same"]
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
    assert [row["work_id"] for row in rows(db, "select work_id from reviews order by revision_id")] == [
        1,
        1,
        1,
        2,
        1,
    ]
    assert [row["ids"] for row in rows(db, "select ids from works order by id")] == [
        '{"imdb": "tt1"}',
        '{"imdb": "tt2"}',
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
        crawl_id = ingest.write(lambda store: store.table("crawls").insert(crawl).last_pk).result(30)
        pages = [
            capture(PAGE),
            capture(PAGE, days=1),
            capture("L||!listing", f"{URL}1"),
            capture("F||!raise", f"{URL}2"),
        ]
        for page in pages:
            ingest.submit(page, crawl_id).result(30)
    row = only(db, "select * from crawls")
    assert {name: row[name] for name in ("new", "same", "not_article", "failed", "worse")} == {
        **{"new": 1, "same": 1, "not_article": 1, "failed": 1},
        "worse": 0,
    }


# When things go wrong


def test_a_page_that_cannot_be_cleaned_is_kept_and_told(db: Path) -> None:
    with Ingest(db, workers=2, clean=cleaners.clean) as ingest:
        bad, good = ingest.submit(capture("T|By|!raise", f"{URL}1")), ingest.submit(capture(PAGE))
        assert bad.result(30) == Outcome(1, "failed", "Unpicklable: cannot parse")
        assert good.result(30).outcome == "new"
    assert (
        only(db, "select outcome, reason from captures where id = 1")["reason"] == "Unpicklable: cannot parse"
    )


def test_an_article_that_sqlite_cannot_store_fails_alone(db: Path, threads: Executor) -> None:
    def clean(page: Capture) -> Article:
        return Article(page.url, "lone \ud800" if page.url.endswith("1") else "good", Gate("article", True))

    with Ingest(db, threads, clean=clean) as ingest:
        futures = [ingest.submit(capture("x", f"{URL}{n}")) for n in range(3)]
    assert [future.result().outcome for future in futures] == ["new", "failed", "new"]
    assert only(db, "select count(*) as n from articles")["n"] == 2
    check(db)


def test_a_capture_that_sqlite_cannot_store_fails_alone(db: Path, threads: Executor) -> None:
    with Ingest(db, threads, clean=cleaners.clean) as ingest:
        good, bad, also = (ingest.submit(capture(PAGE, url)) for url in (URL, "https://\ud800", f"{URL}2"))
    assert [future.result().outcome for future in (good, also)] == ["new", "new"]
    with pytest.raises(InputError, match=r"https://\\ud800: cannot be stored"):
        bad.result()


def test_a_figure_that_sqlite_cannot_store_fails_alone(db: Path, threads: Executor) -> None:
    with Ingest(db, threads, clean=cleaners.clean) as ingest:
        bad, good = ingest.submit(capture(PAGE, status=1 << 70)), ingest.submit(capture(PAGE))
    assert good.result(30).outcome == "new"
    with pytest.raises(InputError, match="OverflowError"):
        bad.result(30)


def test_an_archive_that_breaks_gives_everybody_the_error(db: Path, threads: Executor) -> None:
    def spoil(store: Store) -> None:
        store.db.execute("drop table coverage")

    with Ingest(db, threads, clean=cleaners.clean) as ingest:
        ingest.write(spoil).result(30)
        futures = [ingest.submit(capture(PAGE, f"{URL}{n}")) for n in range(3)]
        for future in futures:
            with pytest.raises(ArchiveError, match="no such table: coverage"):
                future.result(30)
    assert only(db, "select count(*) as n from captures where outcome is null")["n"] == 3


def test_left_over_captures_that_cannot_be_read_are_an_archive_error(db: Path, threads: Executor) -> None:
    with Ingest(db, threads, clean=cleaners.clean) as ingest:
        ingest.submit(capture(PAGE)).result(30)
    with sqlite3.connect(db) as other:
        other.execute("update captures set outcome = null")
        other.execute("pragma foreign_keys = off")
        other.execute("drop table _bodies")
    with (
        Ingest(db, threads, clean=cleaners.clean) as ingest,
        pytest.raises(ArchiveError, match="no such table"),
    ):
        ingest.submit(capture(PAGE, f"{URL}2")).result(30)


@pytest.mark.parametrize(("order", "seconds"), [("!crash", 60.0), ("!hang", 1.5)])
def test_a_deadly_page_fails_alone(db: Path, order: str, seconds: float) -> None:
    pages = [
        capture(f"T {n}|By Ann|{order if n in (3, 11) else ''}|Text {n}", f"{URL}{n}") for n in range(20)
    ]
    with Ingest(db, workers=2, clean=cleaners.clean, seconds=seconds) as ingest:
        outcomes = [future.result(60) for future in [ingest.submit(page) for page in pages]]
    assert Counter(outcome.outcome for outcome in outcomes) == {"new": 18, "failed": 2}
    failed = outcomes[3]
    assert (failed.outcome, failed.reason) == (
        "failed",
        f"cleaning it crashed or took more than {seconds:g} s, twice",
    )
    check(db)


def test_a_page_whose_worker_was_killed_is_cleaned_the_second_time(db: Path, tmp_path: Path) -> None:
    pid_file = tmp_path / "pid"
    with Ingest(db, workers=1, clean=cleaners.clean) as ingest:
        future = ingest.submit(capture(f"T|By Ann|!pid {pid_file}|Text."))
        wait_until(pid_file.exists)
        os.kill(int(pid_file.read_text()), signal.SIGKILL)
        assert future.result(60).outcome == "new"


class BrokenPool(Executor):
    def submit(self, *_: Any, **__: Any) -> Future[Any]:  # type: ignore[override]
        future: Future[Any] = Future()
        future.set_exception(BrokenProcessPool("gone"))
        return future


def test_an_executor_that_is_gone_gives_everybody_the_error_and_loses_nothing(db: Path, take: Any) -> None:
    ingest = Ingest(db, BrokenPool(), clean=cleaners.clean)
    futures = [ingest.submit(capture(PAGE, f"{URL}{n}")) for n in range(5)]
    for future in futures:
        with pytest.raises(ArchiveError, match="executor that cleans pages broke"):
            future.result(30)
    with pytest.raises(ArchiveError):
        ingest.submit(capture(PAGE, f"{URL}9")).result(30)
    ingest.close()
    assert [outcome.outcome for outcome in take(capture(PAGE))] == ["new"]
    kept = rows(db, "select outcome from captures")
    assert kept
    assert all(row["outcome"] for row in kept)


def test_a_cleaner_that_cannot_be_imported_is_told_from_a_deadly_page(db: Path) -> None:
    with (
        Ingest(db, workers=1, clean="tests.test_archive.cleaners:no_such_function") as ingest,
        pytest.raises(ArchiveError, match="cannot start"),
    ):
        ingest.submit(capture(PAGE)).result(60)
    with Store.open(db) as store:
        assert store.pending() == [1]


def test_captures_left_over_are_cleaned_by_the_next_ingest(db: Path, take: Any) -> None:
    pages = [capture(f"T {n}|By Ann|Text {n}", f"{URL}{n}") for n in range(30)]
    with Store.open(db, create=True) as store, store.transaction():
        for page in [*pages, capture("gone", f"{URL}/gone", status=404)]:
            store.add_capture(page)
    outcomes = take(pages[0], capture(PAGE))
    assert [outcome.outcome for outcome in outcomes] == ["new", "new"]
    assert Counter(row["outcome"] for row in rows(db, "select outcome from captures")) == {
        "new": 31,
        "not_article": 1,
    }
    check(db)


def test_closing_without_draining_keeps_the_bytes(db: Path, take: Any, threads: Executor) -> None:
    ingest = Ingest(db, threads, clean=cleaners.clean)
    futures = [ingest.submit(capture(f"T {n}|By Ann|!slow|Text {n}", f"{URL}{n}")) for n in range(60)]
    ingest.close(drain=False)
    assert all(future.done() for future in futures)
    unfinished = [future for future in futures if future.exception()]
    assert unfinished
    assert "closed before a page was cleaned" in str(unfinished[0].exception())
    assert only(db, "select count(*) as n from captures")["n"] == 60
    take()
    assert only(db, "select count(*) as n from articles")["n"] == 60


def test_an_interrupt_does_not_wait_for_what_is_not_cleaned(db: Path, threads: Executor) -> None:
    with pytest.raises(KeyboardInterrupt), Ingest(db, threads, clean=cleaners.clean) as ingest:
        for number in range(500):
            ingest.submit(capture(f"T|By|!slow|{number}", f"{URL}{number}"))
        raise KeyboardInterrupt
    assert only(db, "select count(*) as n from captures")["n"] == 500
    assert only(db, "select count(*) as n from articles")["n"] < 400


def test_a_closed_ingest_takes_nothing(db: Path, threads: Executor) -> None:
    ingest = Ingest(db, threads, clean=cleaners.clean)
    ingest.close()
    ingest.close()
    with pytest.raises(RuntimeError, match="closed"):
        ingest.submit(capture(PAGE))


def test_what_cannot_be_opened_is_refused_at_once(tmp_path: Path, threads: Executor) -> None:
    with pytest.raises(ArchiveError, match="is a folder"):
        Ingest(tmp_path, threads, clean=cleaners.clean)


def test_a_write_that_fails_is_undone_and_told(db: Path, threads: Executor) -> None:
    def bad(store: Store) -> None:
        store.table("authors").insert({"name": "Ann"})
        store.table("authors").insert({"name": "Ann"})

    with Ingest(db, threads, clean=cleaners.clean) as ingest:
        with pytest.raises((ArchiveError, sqlite3.IntegrityError)):
            ingest.write(bad).result(30)
        assert ingest.submit(capture(PAGE)).result(30).outcome == "new"
    assert [row["name"] for row in rows(db, "select name from authors order by id")] == ["Ann", "Bob"]


def test_a_full_disk_is_told_to_who_waits_and_undone(db: Path, threads: Executor) -> None:
    with Ingest(db, threads, clean=cleaners.clean) as ingest:
        assert ingest.submit(capture(PAGE)).result(30).outcome == "new"
        ingest.write(_no_more_room).result(30)
        big = Capture(f"{URL}/big", NOON, os.urandom(1 << 21))
        with pytest.raises(ArchiveError, match="the disk is full"):
            ingest.submit(big).result(30)
    assert only(db, "select count(*) as n from captures")["n"] == 1
    check(db)


def _no_more_room(store: Store) -> None:
    pages = store.db.execute("pragma page_count").fetchone()[0]
    store.db.execute(f"pragma max_page_count = {pages + 20}")


def test_submit_never_blocks_and_takes_from_any_thread(db: Path) -> None:
    futures: list[Future[Outcome]] = []

    def submit(ingest: Ingest, start: int) -> None:
        for number in range(start, start + 50):
            futures.append(ingest.submit(capture(f"T|By|!slow|{number}", f"{URL}{number}")))

    with Ingest(db, workers=2, clean=cleaners.clean) as ingest:
        threads = [threading.Thread(target=submit, args=(ingest, start)) for start in (0, 50)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert not all(future.done() for future in futures), "submit waited for the cleaning"
    assert {future.result().outcome for future in futures} == {"new"}
    assert only(db, "select count(*) as n from articles")["n"] == 100


def test_two_processes_worth_of_ingest_share_an_archive(db: Path, threads: Executor) -> None:
    with Ingest(db, threads, clean=cleaners.clean) as one, Ingest(db, threads, clean=cleaners.clean) as two:
        futures = [
            ingest.submit(capture(f"T {n}|By Ann|Text {n}", f"{URL}{n}"))
            for n in range(100)
            for ingest in (one, two)
        ]
        outcomes = Counter(future.result(60).outcome for future in futures)
    assert outcomes == {"new": 100, "known": 100}
    assert only(db, "select count(*) as n from articles")["n"] == 100
    assert only(db, "select count(*) as n from captures")["n"] == 100
    check(db)
