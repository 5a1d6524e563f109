"""The SQL on the table `frontier` that sources and pages share."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from archive.db.rows import Row, stamp
from archive.db.store import Store
from archive.model import Hint
from crawler.frontier.model import Answer, EntryKind, Lease
from crawler.sources.links import host_name

_LEASE_COLUMNS = (
    *("id", "url", "kind", "source", "depth", "host", "section"),
    *("tries", "unchanged_in_a_row", "status"),
)

_ANSWER_COLUMNS = ("etag", "last_modified", "sha256", "rules")


class FrontierRows:
    """The rows of one outlet in `frontier`."""

    def __init__(self, store: Store, outlet: str) -> None:
        self.store = store
        self.outlet = outlet

    def run(self, sql: str, *params: Any) -> sqlite3.Cursor:
        """Execute a statement."""
        return self.store.db.execute(sql, params)

    def rows(self, where: str, order: str = "id") -> Iterator[Row]:
        """The outlet's rows that satisfy a condition in SQL."""
        sql = f"select * from frontier where outlet = ? and {where} order by {order}"
        return self.store.db.query(sql, (self.outlet,))

    def known(self, url: str) -> Row | None:
        """The row of a URL; None if the URL is new."""
        return self.store.row("select * from frontier where outlet = ? and url = ?", self.outlet, url)

    def insert(self, url: str, kind: EntryKind, now: datetime, **columns: Any) -> bool:
        """Add a URL unless it is known. Returns whether it was added."""
        row = {
            **{"outlet": self.outlet, "url": url, "host": host_name(url), "kind": kind},
            **{"state": "pending", "found_at": stamp(now)},
            **columns,
        }
        names, marks = ", ".join(row), ", ".join("?" * len(row))
        sql = f"insert into frontier ({names}) values ({marks}) on conflict do nothing"
        return self.run(sql, *row.values()).rowcount > 0

    def update(self, row_id: int, **columns: Any) -> None:
        """Set columns of a row."""
        pairs = ", ".join(f"{name} = ?" for name in columns)
        self.run(f"update frontier set {pairs} where id = ?", *columns.values(), row_id)

    def lease(self, rows: list[Row], crawl_id: int) -> list[Lease]:
        """Lease rows to a crawl."""
        for row in rows:
            self.update(row["id"], state="leased", crawl_id=crawl_id)
        return [lease_from_row(row) for row in rows]

    def answered(
        self,
        lease: Lease,
        answer: Answer,
        state: str,
        again: datetime | None = None,
        reason: str | None = None,
    ) -> None:
        """Store the result of a request, and reset the count of failures."""
        unchanged = answer.status == 304 or (lease.sha256 is not None and lease.sha256 == answer.sha256)
        self.update(
            lease.id,
            state=state,
            reason=reason,
            not_before=stamp(again) if again else None,
            asked_at=stamp(answer.at),
            status=answer.status,
            tries=0,
            unchanged_in_a_row=lease.unchanged_in_a_row + 1 if unchanged else 0,
            **_validators(answer),
        )


def lease_from_row(row: Row) -> Lease:
    """The lease for a row."""
    hint = json.loads(row["hint"]) if row["hint"] else None
    return Lease(
        **{name: row[name] for name in _LEASE_COLUMNS + _ANSWER_COLUMNS},
        hint=Hint(**{**hint, "authors": tuple(hint["authors"])}) if hint else None,
        published=_moment(row["published"]),
        left_at=_moment(row["left_at"]),
    )


def _moment(stored: str | None) -> datetime | None:
    return datetime.fromisoformat(stored) if stored else None


def _validators(answer: Answer) -> dict[str, str | None]:
    columns = {"etag": answer.etag, "last_modified": answer.last_modified, "sha256": answer.sha256}
    if answer.status == 304:  # such a response may leave headers out: keep the earlier values
        return {name: value for name, value in columns.items() if value}
    return columns
