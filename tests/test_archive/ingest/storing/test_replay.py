"""Imports in any order, and any number of times, give the same archive."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.care.check import check
from archive.db.store import Store
from archive.export import records
from archive.ingest.ingest import Ingest
from archive.model import Capture
from tests.support.examples import property_test_with
from tests.support.processes import DEADLINE
from tests.test_archive import cleaners

NOON = datetime(2026, 3, 15, 12, tzinfo=UTC)
SITE = "https://reel.example"

_REVISIONS = """
select a.url, r.text_sha256, r.title, r.published, r.updated, r.status, v.rating_raw, a.revision_id = r.id,
    c.url, c.captured_at, c.sha256
from revisions r join articles a on a.id = r.article_id join captures c on c.id = r.capture_id
left join reviews v on v.revision_id = r.id order by 1, 2
"""
_CAPTURES = """
select c.url, c.captured_at, c.sha256, c.outcome, c.page_type, c.lost_facts, a.url
from captures c left join articles a on a.id = c.article_id order by 1, 2, 3
"""
_ARTICLES = "select url, outlet, doubtful, doubtful_reason, gone_at, comment_count from articles order by url"
_ALIASES = "select l.url, a.url from aliases l join articles a on a.id = l.article_id order by 1"


def page(path: str, text: str, days: float = 0, **fields: Any) -> Capture:
    body = text.replace("|", "\n").encode()
    return replace(Capture(f"{SITE}/{path}", NOON + timedelta(days=days), body, outlet="reel"), **fields)


def take(db: Path, captures: Iterable[Capture]) -> Path:
    """Import captures, as `matinee import` does."""
    with ThreadPoolExecutor(2) as threads, Ingest(db, threads, clean=cleaners.clean, in_order=True) as ingest:
        futures = [ingest.submit(capture) for capture in captures]
        for future in futures:
            future.result(DEADLINE)
        ingest.replay()
    return db


def content(db: Path) -> dict[str, Any]:
    """All that an archive says, without ids. Duplicates are shown by the URLs of their group."""
    with Store.open(db, readonly=True) as store:
        assert [fault.line() for fault in check(store)] == []
        made = list(records(store))
        tables = {
            name: store.db.execute(sql).fetchall()
            for name, sql in (
                ("revisions", _REVISIONS),
                ("captures", _CAPTURES),
                ("articles", _ARTICLES),
                ("aliases", _ALIASES),
                ("out of order", "select * from _out_of_order"),
            )
        }
    groups: dict[int, list[str]] = {}
    for record in made:
        groups.setdefault(record["duplicate_of"] or record["id"], []).append(record["url"])
    for record in made:
        record["duplicate_of"] = sorted(groups[record["duplicate_of"] or record["id"]])
        del record["id"]
    return {"records": sorted(made, key=lambda record: record["url"]), **tables}


def in_order(captures: Iterable[Capture]) -> list[Capture]:
    return sorted(captures, key=lambda capture: (capture.captured_at, capture.url, capture.body))


LONG = "A|By Ann|" + "It moves fast and never stumbles, all night. " * 4
SHORT = "A|By Ann|It moves fast."
MIDDLE = "A|By Ann|" + "It moves fast and never stumbles, all night. " * 2


def test_a_worse_page_that_came_first_is_worse(tmp_path: Path) -> None:
    pages = [page("a", LONG, 0), page("a", SHORT, 1), page("a", MIDDLE, 2), page("a", LONG, 3, status=404)]
    expected = content(take(tmp_path / "in-order.db", pages))
    assert [row[3] for row in expected["captures"]] == ["new", "worse", "changed", "gone"]
    for number, order in enumerate(([1, 2, 0, 3], [3, 2, 1, 0], [2, 3, 0, 1])):
        db = tmp_path / f"{number}.db"
        for position in order:
            take(db, [pages[position]])
        assert content(db) == expected


def test_the_article_keeps_its_id_and_its_duplicates(tmp_path: Path) -> None:
    db = take(
        tmp_path / "archive.db", [page("x", "X|By Ann|Else."), page("a", SHORT, 2), page("b", SHORT, 2)]
    )
    take(db, [page("a", LONG, 0), page("a", MIDDLE, 1)])
    with Store.open(db, readonly=True) as store:
        assert store.db.execute("select id, url, duplicate_of from articles order by id").fetchall() == [
            (1, f"{SITE}/x", None),
            (2, f"{SITE}/a", None),
            (3, f"{SITE}/b", None),
        ]
        assert store.row("select word_count from coverage where id = 2") == {"word_count": 16}


def test_two_answers_of_one_moment_are_in_the_same_order_whichever_was_stored_first(tmp_path: Path) -> None:
    """A WARC's times are whole seconds, in which a page may answer twice."""
    pages = [
        page("a", LONG),
        page("a", LONG.replace("Ann", "Bob"), status=404),
        page("a", LONG, 1, status=404),
    ]
    expected = content(take(tmp_path / "in-order.db", pages))
    assert expected["articles"][0][4] is not None
    for number, order in enumerate(([1, 0, 2], [2, 1, 0])):
        db = tmp_path / f"{number}.db"
        for position in order:
            take(db, [pages[position]])
        assert content(db) == expected


def test_bytes_that_are_not_kept_leave_the_article_as_it_is(tmp_path: Path) -> None:
    db = take(tmp_path / "archive.db", [page("a", SHORT, 2)])
    with Store.open(db) as store, store.transaction():
        store.db.execute("update _bodies set zstd = x'', dropped_at = '2026'")
    take(db, [page("a", LONG, 0), page("a", MIDDLE, 1)])
    assert content(db)["out of order"] == []


TEXTS = [LONG, SHORT, MIDDLE, "A|By Ann|Words that stay.", "A|By Ann|夜の電車の映画だった。"]
ORDERS = ["", "", "!listing", "!paywalled", "!rating 3/5", "!rating 4/5", "!doubtful", "!date 2026-01-01",
          "!date 2026", "!updated 2026-03-18", "!raise"]  # fmt: skip


@st.composite
def made_captures(draw: st.DrawFn) -> Capture:
    title, author = draw(st.sampled_from("AB")), draw(st.sampled_from(["Ann", "Bob"]))
    text = draw(st.sampled_from(TEXTS)).replace("A|By Ann", f"{title}|By {author}")
    return page(
        draw(st.sampled_from("abc")),
        f"{text}|{draw(st.sampled_from(ORDERS))}",
        draw(st.integers(0, 5)),
        outlet=draw(st.sampled_from(["reel", "noise"])),
        status=draw(st.sampled_from([200, 200, 200, 404, 500])),
    )


MADE = st.lists(
    made_captures(),
    min_size=2,
    max_size=7,
    unique_by=lambda capture: (capture.url, capture.captured_at, capture.body),
)


@property_test_with(examples=20)
@given(captures=MADE, seed=st.integers(0, 1000), cut=st.integers(1, 6))
def test_any_order_and_any_number_of_times_give_the_same(
    tmp_path_factory: pytest.TempPathFactory, captures: Sequence[Capture], seed: int, cut: int
) -> None:
    folder = tmp_path_factory.mktemp("orders")
    expected = content(take(folder / "in-order.db", in_order(captures)))
    shuffled = list(captures)
    random.Random(seed).shuffle(shuffled)
    db = take(folder / "shuffled.db", shuffled[:cut])
    take(db, shuffled[cut:])
    assert content(db) == expected
    take(db, captures)
    assert content(db) == expected
