"""Pages, workers and archives that fail while captures are taken in."""

from __future__ import annotations

import os
import signal
import sqlite3
from collections import Counter
from concurrent.futures import Executor, Future
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from typing import Any

import pytest

from archive.db.store import Store
from archive.errors import ArchiveError, InputError
from archive.ingest.ingest import Ingest
from archive.ingest.workers.messages import Outcome
from archive.model import Article, Capture, Gate
from tests.support.processes import DEADLINE, wait_until
from tests.test_archive import cleaners
from tests.test_archive.ingest.archives import PAGE, URL, capture, check, only, rows


def test_a_page_that_cannot_be_cleaned_is_kept_and_told(db: Path) -> None:
    with Ingest(db, workers=2, clean=cleaners.clean) as ingest:
        bad, good = ingest.submit(capture("T|By|!raise", f"{URL}1")), ingest.submit(capture(PAGE))
        assert bad.result(DEADLINE) == Outcome(1, "failed", "Unpicklable: cannot parse")
        assert good.result(DEADLINE).outcome == "new"
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
    assert good.result(DEADLINE).outcome == "new"
    with pytest.raises(InputError, match="OverflowError"):
        bad.result(DEADLINE)


def test_an_archive_that_breaks_gives_everybody_the_error(db: Path, threads: Executor) -> None:
    def spoil(store: Store) -> None:
        store.db.execute("drop table coverage")

    with Ingest(db, threads, clean=cleaners.clean) as ingest:
        ingest.write(spoil).result(DEADLINE)
        futures = [ingest.submit(capture(PAGE, f"{URL}{n}")) for n in range(3)]
        for future in futures:
            with pytest.raises(ArchiveError, match="no such table: coverage"):
                future.result(DEADLINE)
    assert only(db, "select count(*) as n from captures where outcome is null")["n"] == 3


def test_left_over_captures_that_cannot_be_read_are_an_archive_error(db: Path, threads: Executor) -> None:
    with Ingest(db, threads, clean=cleaners.clean) as ingest:
        ingest.submit(capture(PAGE)).result(DEADLINE)
    with sqlite3.connect(db) as other:
        other.execute("update captures set outcome = null")
        other.execute("pragma foreign_keys = off")
        other.execute("drop table _bodies")
    with (
        Ingest(db, threads, clean=cleaners.clean) as ingest,
        pytest.raises(ArchiveError, match="no such table"),
    ):
        ingest.submit(capture(PAGE, f"{URL}2")).result(DEADLINE)


@pytest.mark.parametrize(
    ("order", "seconds", "reason"),
    [
        ("!crash", 60.0, "cleaning it crashed the process, twice"),
        ("!hang", 5.0, "cleaning it took more than 5 s"),
    ],
)
def test_a_deadly_page_fails_alone(db: Path, order: str, seconds: float, reason: str) -> None:
    pages = [
        capture(f"T {n}|By Ann|{order if n in (3, 11) else ''}|Text {n}", f"{URL}{n}") for n in range(20)
    ]
    with Ingest(db, workers=2, clean=cleaners.clean, seconds=seconds) as ingest:
        outcomes = [future.result(DEADLINE) for future in [ingest.submit(page) for page in pages]]
    assert Counter(outcome.outcome for outcome in outcomes) == {"new": 18, "failed": 2}
    failed = outcomes[3]
    assert (failed.outcome, failed.reason) == ("failed", reason)
    check(db)


def test_a_page_that_takes_too_long_is_tried_once(db: Path, tmp_path: Path) -> None:
    tally = tmp_path / "tally"
    slow = f"T|By Ann|!tally {tally}|!hang|Text"
    with Ingest(db, workers=2, clean=cleaners.clean, seconds=5) as ingest:
        first = ingest.submit(capture(slow, f"{URL}1"))
        others = [ingest.submit(capture(f"T {n}|By Ann||Text {n}", f"{URL}x{n}")) for n in range(5)]
        assert first.result(DEADLINE).reason == "cleaning it took more than 5 s"
        again = ingest.submit(capture(slow, f"{URL}2"))
        assert (again.result(DEADLINE).outcome, again.result().reason) == ("failed", first.result().reason)
        assert {future.result(DEADLINE).outcome for future in others} == {"new"}
    assert tally.read_text() == "tried\n"
    check(db)


def test_a_page_whose_worker_was_killed_is_cleaned_the_second_time(db: Path, tmp_path: Path) -> None:
    pid_file = tmp_path / "pid"
    with Ingest(db, workers=1, clean=cleaners.clean) as ingest:
        future = ingest.submit(capture(f"T|By Ann|!pid {pid_file}|Text."))
        wait_until(pid_file.exists)
        os.kill(int(pid_file.read_text()), signal.SIGKILL)
        assert future.result(DEADLINE).outcome == "new"


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
            future.result(DEADLINE)
    with pytest.raises(ArchiveError):
        ingest.submit(capture(PAGE, f"{URL}9")).result(DEADLINE)
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
        ingest.submit(capture(PAGE)).result(DEADLINE)
    with Store.open(db) as store:
        assert store.pending() == [1]
