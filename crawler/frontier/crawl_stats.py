"""The figures of one crawl: counted while it goes, and the columns of its row in `crawls`.

What cleaning made of each page (`new`, `changed`, ...) is counted with the page, so that it is right of a
crawl that was killed, too; the rest is written when the crawl ends, or by the crawl that finds it killed.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from archive.db.rows import Row, stamp
from archive.db.store import Store
from crawler.crawl_ending import KILLED

STATUS_PREFIX = (
    "answers/"  # statistics of Scrapy's: answers by HTTP status, but for files of policy such as robots.txt
)

NO_STATUS = 0  # their key in `statuses`


@dataclass
class SourceStats:
    """What came of one source of the outlet's file: of it, and of the documents that it led on to.

    Attributes:
        read, unchanged, failed: documents; `unchanged` ones are not among those read.
        links: what became of theirs: `taken`, `again`, `known`, `refused`, ...
        problem: the last.
    """

    read: int = 0
    unchanged: int = 0
    failed: int = 0
    links: Counter[str] = field(default_factory=Counter)
    problem: str | None = None


class CrawlSources:
    """The sources of one crawl, by the URL in the outlet's file."""

    def __init__(self, urls: Iterable[str]) -> None:
        self._doors = {url: SourceStats() for url in urls}

    def stats(self, url: str) -> SourceStats:
        """The figures of a source."""
        return self._doors.setdefault(url, SourceStats())

    def as_json(self) -> str:
        """As the column `sources` holds them."""
        return json.dumps({url: vars(door) for url, door in self._doors.items()}, ensure_ascii=False)


def ended_crawl_row(stats: Mapping[str, Any], doors: CrawlSources | None, now: datetime) -> Row:
    """What Scrapy's statistics say of a crawl that ends. `bytes` are those of answers as they came."""
    return {
        "ended_at": stamp(now),
        "requests": stats.get("downloader/request_count", 0),
        "unchanged": stats.get("pages/unchanged", 0),
        "bytes": stats.get("downloader/response_bytes", 0),
        "statuses": json.dumps(_statuses(stats)),
        "sources": doors.as_json() if doors else "{}",
    }


def end_crawl(store: Store, crawl_id: int, reason: str, row: Row, unfetched: int = 0) -> None:
    """Write the row of a crawl that ends.

    Args:
        row: its `columns`, and when it ended.
        unfetched: pages that never came; cleaning has counted those it could not read.
    """
    _write(store, crawl_id, {"end_reason": reason, **row})
    store.db.execute("update crawls set failed = failed + ? where id = ?", (unfetched, crawl_id))


def end_killed_crawls(store: Store, outlet: str, before: int) -> None:
    """Close the rows of an outlet's crawls that were killed, as far as frontier and captures tell.

    Args:
        before: id of the crawl that finds them.
    """
    rows = store.db.query(
        "select id, started_at from crawls where outlet = ? and ended_at is null and id < ?", (outlet, before)
    )
    for row in list(rows):
        _write(store, row["id"], _killed_crawl_row(store, outlet, row["id"], row["started_at"]))


def _killed_crawl_row(store: Store, outlet: str, crawl_id: int, started_at: str) -> Row:
    """What is left of a crawl: the answers in the frontier, and the captures with their bytes unpacked."""
    answered = list(
        store.db.query(
            "select kind, status, count(*) as number, max(asked_at) as latest from frontier"
            " where outlet = ? and crawl_id = ? and asked_at >= ? and status is not null group by 1, 2",
            (outlet, crawl_id, started_at),
        )
    )
    statuses: Counter[str] = Counter()
    for row in answered:
        statuses[str(row["status"])] += row["number"]
    captured = store.row(
        "select sum(b.size) as bytes, max(c.captured_at) as latest from captures c"
        " join _bodies b on b.sha256 = c.sha256 where c.crawl_id = ?",
        crawl_id,
    )
    assert captured is not None
    alive = [captured["latest"], *(row["latest"] for row in answered), started_at]
    return {
        "ended_at": max(filter(None, alive)),
        "end_reason": KILLED,
        "requests": statuses.total(),
        "unchanged": sum(row["number"] for row in answered if row["kind"] == "page" and row["status"] == 304),
        "bytes": captured["bytes"] or 0,
        "statuses": json.dumps(statuses),
    }


def _write(store: Store, crawl_id: int, row: Row) -> None:
    pairs = ", ".join(f"{name} = ?" for name in row)
    captures = "captures = (select count(*) from captures where crawl_id = crawls.id)"
    store.db.execute(f"update crawls set {pairs}, {captures} where id = ?", (*row.values(), crawl_id))


def _statuses(stats: Mapping[str, Any]) -> dict[str, int]:
    found = {int(name.removeprefix(STATUS_PREFIX)): name for name in stats if name.startswith(STATUS_PREFIX)}
    return {str(status): stats[found[status]] for status in sorted(found)}
