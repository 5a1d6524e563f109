"""Captures in the cleaners' format, and what an ingest made of them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from archive.db.store import Store
from archive.model import Capture

NOON = datetime(2026, 3, 15, 12, tzinfo=UTC)
URL = "https://reel.example/a"
Row = dict[str, Any]


def capture(text: str, url: str = URL, days: float = 0, **fields: Any) -> Capture:
    """A page of the cleaners' format: `|` parts lines."""
    return Capture(url, NOON + timedelta(days=days), text.replace("|", "\n").encode(), **fields)


PAGE = "Ballerina dances|By Ann and Bob|It moves fast and never stumbles."


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
