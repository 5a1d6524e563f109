"""Captures in, rows out: with real worker processes and a real archive."""

from __future__ import annotations

import os
import sqlite3
import threading
from collections import Counter
from concurrent.futures import Executor, Future
from pathlib import Path
from typing import Any

import pytest

from archive.db.store import Store
from archive.errors import ArchiveError
from archive.ingest.ingest import Ingest
from archive.ingest.workers.messages import Outcome
from archive.model import Article, Capture, Hint
from tests.support.processes import DEADLINE
from tests.test_archive import cleaners
from tests.test_archive.ingest.archives import NOON, PAGE, URL, capture, check, dump, only, rows


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
        outcomes = [future.result(DEADLINE) for future in [ingest.submit(page) for page in pages]]
    assert [outcome.article_id for outcome in outcomes] == list(range(1, 61))
    assert [row["url"] for row in rows(db, "select url from articles order by id")] == [
        page.url for page in pages
    ]
    check(db)


def test_a_cleaner_is_found_by_name(db: Path) -> None:
    with Ingest(db, workers=1, clean="tests.test_archive.cleaners:clean") as ingest:
        assert ingest.submit(capture(PAGE)).result(DEADLINE).outcome == "new"


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
        same, still = [ingest.submit(page).result(DEADLINE) for page in later]
        assert same == Outcome(3, "same", "the same bytes", 1, "article")
        assert still == Outcome(4, "not_article", "40 links, no prose", None, "listing")
        # What a source says of a page now may be news.
        assert (
            ingest.submit(capture(PAGE, days=2, hint=Hint("feed", "T"))).result(DEADLINE).outcome == "failed"
        )
        assert (
            ingest.submit(capture(PAGE, "https://other.example/", days=2)).result(DEADLINE).outcome
            == "failed"
        )
        assert ingest.submit(capture(PAGE, days=3, status=404)).result(DEADLINE).outcome == "missing"


def test_bytes_of_a_text_that_was_replaced_count_as_a_change(db: Path, take: Any) -> None:
    other = PAGE + " More."
    outcomes = take(*(capture(text, days=day) for day, text in enumerate([PAGE, other, PAGE, PAGE])))
    assert [o.outcome for o in outcomes] == ["new", "changed", "changed", "same"]
    assert only(db, "select count(*) as n from revisions")["n"] == 2
    assert only(db, "select text from coverage")["text"] == "It moves fast and never stumbles."
    check(db)


def test_captures_left_over_are_cleaned_by_the_next_ingest(db: Path, threads: Executor) -> None:
    pages = [capture(f"T {n}|By Ann|Text {n}", f"{URL}{n}") for n in range(30)]
    with Store.open(db, create=True) as store, store.transaction():
        for page in [*pages, capture("gone", f"{URL}/gone", status=404)]:
            store.add_capture(page)
    both_submitted = threading.Event()
    for _ in range(2):
        threads.submit(both_submitted.wait)  # nothing is cleaned before
    with Ingest(db, threads, clean=cleaners.clean) as ingest:
        # The writer has both when it commits the second: it takes captures in the order of submission.
        futures = [
            ingest.submit(pages[0]),
            ingest.submit(capture(PAGE), also_write=lambda *_: both_submitted.set()),
        ]
        assert [future.result(DEADLINE).outcome for future in futures] == ["new", "new"]
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
            ingest.write(bad).result(DEADLINE)
        assert ingest.submit(capture(PAGE)).result(DEADLINE).outcome == "new"
    assert [row["name"] for row in rows(db, "select name from authors order by id")] == ["Ann", "Bob"]


def test_a_full_disk_is_told_to_who_waits_and_undone(db: Path, threads: Executor) -> None:
    with Ingest(db, threads, clean=cleaners.clean) as ingest:
        assert ingest.submit(capture(PAGE)).result(DEADLINE).outcome == "new"
        ingest.write(_no_more_room).result(DEADLINE)
        big = Capture(f"{URL}/big", NOON, os.urandom(1 << 21))
        with pytest.raises(ArchiveError, match="the disk is full"):
            ingest.submit(big).result(DEADLINE)
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
        outcomes = Counter(future.result(DEADLINE).outcome for future in futures)
    assert outcomes == {"new": 100, "known": 100}
    assert only(db, "select count(*) as n from articles")["n"] == 100
    assert only(db, "select count(*) as n from captures")["n"] == 100
    check(db)


def test_writes_that_wait_together_are_one_transaction_and_each_fails_alone(
    db: Path, threads: Executor
) -> None:
    begun, may_end = threading.Event(), threading.Event()
    statements: list[str] = []

    def hold(store: Store) -> None:
        begun.set()
        assert may_end.wait(DEADLINE)
        store.db.conn.set_trace_callback(statements.append)

    def author(name: str, number: int = 1) -> Any:
        def write(store: Store) -> int:
            store.insert("authors", {"name": name})
            return 1 // number

        return write

    with Ingest(db, threads, clean=cleaners.clean) as ingest:
        first = ingest.write(hold)
        assert begun.wait(DEADLINE)
        good, bad, twice, last = (
            ingest.write(write) for write in (author("Ann"), author("Bob", 0), author("Ann"), author("Cy"))
        )
        may_end.set()
        assert (first.result(DEADLINE), good.result(DEADLINE), last.result(DEADLINE)) == (None, 1, 1)
        with pytest.raises(ZeroDivisionError):
            bad.result(DEADLINE)
        with pytest.raises(ArchiveError, match="UNIQUE"):
            twice.result(DEADLINE)
    assert statements.count("begin immediate") == 1
    assert [row["name"] for row in rows(db, "select name from authors order by id")] == ["Ann", "Cy"]
