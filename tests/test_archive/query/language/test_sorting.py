"""Orders, and cursors that go through all hits once in each of them."""

from __future__ import annotations

import base64
import json
from datetime import UTC, datetime

import pytest

from archive.db.store import Store
from archive.query.language.sorting import SORTS, CursorError, read_cursor, write_cursor
from archive.query.search import iterate_hits, search

NOW = datetime(2025, 7, 1, 12, tzinfo=UTC)


def ids(four: Store, query: str, **wanted: object) -> list[int]:
    return [hit.record["id"] for hit in search(four, query, now=NOW, **wanted).hits]


@pytest.mark.parametrize(
    ("sort", "expected"),
    [
        (None, [1, 2, 3, 4]),
        ("relevance", [1, 2, 3, 4]),  # without words, the newest first
        ("newest", [1, 2, 3, 4]),
        ("oldest", [3, 2, 1, 4]),  # what has no date is last either way
        ("added", [4, 3, 2, 1]),
        ("score", [1, 2, 3, 4]),
        ("lowest", [1, 2, 3, 4]),
        ("title", [1, 3, 2, 4]),
    ],
)
def test_orders(four: Store, sort: str | None, expected: list[int]) -> None:
    assert ids(four, "", sort=sort) == expected
    assert [hit.record["id"] for hit in iterate_hits(four, sort=sort)] == expected


def test_names_alone_are_not_ranked(four: Store) -> None:
    page = search(four, "author:ortega", now=NOW)
    assert [(hit.record["id"], hit.snippet) for hit in page.hits] == [(1, None), (3, None)]


def test_words_are_ranked_and_fresh_prefers_the_later(four: Store) -> None:
    assert ids(four, "dancer OR water") == [3, 2]
    assert ids(four, "dancer OR kind:review OR undated", sort="relevance")[-1] != 4
    assert ids(four, "ballerina OR record") == [3, 2, 1]
    assert ids(four, "ballerina OR record", sort="fresh") == [3, 1, 2]


@pytest.mark.parametrize("sort", [None, *SORTS])
@pytest.mark.parametrize("query", ["", "ballerina OR dancer OR note", "dancer OR kind:review OR -has:date"])
def test_a_cursor_goes_through_all_hits_once(four: Store, query: str, sort: str | None) -> None:
    whole = ids(four, query, sort=sort)
    seen: list[int] = []
    cursor = None
    for _ in whole:
        page = search(four, query, limit=1, sort=sort, cursor=cursor, now=NOW)
        assert page.total == len(whole)
        seen += [hit.record["id"] for hit in page.hits]
        cursor = page.next
    assert cursor is None
    assert seen == whole


@pytest.mark.parametrize("cursor", ["", "x", "é", "bnVsbA", "W10", "WzEsMiwzLDRd"])
def test_what_is_no_cursor_of_this_search_is_an_error(four: Store, cursor: str) -> None:
    with pytest.raises(CursorError, match="leave it out"):
        search(four, "ballerina", cursor=cursor)
    other = search(four, "dancer", limit=1).next
    with pytest.raises(CursorError):
        search(four, "ballerina", cursor=other)
    with pytest.raises(CursorError):
        search(four, "dancer", sort="newest", cursor=other)


def test_a_cursor_keeps_its_key_exactly() -> None:
    for key in (None, 0.1 + 0.2, -1.5e-7, 7, "2025-06-06T18:30:00+00:00", "ü\ufdd0"):
        assert read_cursor(write_cursor("newest", "x", key, 3), "newest", "x") == (key, 3)


@pytest.mark.parametrize("key", [10**40, -(10**40), "\ud800", float("inf"), float("nan"), [], {}])
def test_a_cursor_with_what_sqlite_does_not_take_is_none(key: object) -> None:
    sort, digest, *_ = json.loads(base64.urlsafe_b64decode(write_cursor("newest", "x", "", 1) + "=="))
    for forged in ([sort, digest, key, 1], [sort, digest, "2025", 10**40]):
        cursor = base64.urlsafe_b64encode(json.dumps(forged).encode()).decode().rstrip("=")
        with pytest.raises(CursorError):
            read_cursor(cursor, "newest", "x")
