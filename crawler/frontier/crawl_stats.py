"""The statistics of one crawl, and the columns of its row in `crawls`.

The outcomes of cleaning (`new`, `changed`, ...) are counted in the transaction that stores each page, so that
they are correct even if the crawl is killed. The other columns are written when the crawl ends; for a crawl
that was killed, the next crawl of the outlet writes them.
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

# Prefix of the Scrapy statistics that count responses by HTTP status. Policy files (robots.txt) do not count.
STATUS_PREFIX = "answers/"

UNANSWERED_STAT = "pages/unanswered"  # pages that could not be fetched and left no capture

DRIFT_STAT = "drift/signs"  # what had drifted when the crawl ended, such as `author, date`

NO_STATUS = 0  # counts requests without a response


@dataclass
class SourceStats:
    """Statistics of one source in the outlet's file, including the further documents that it names.

    Attributes:
        read, unchanged, failed: number of documents. `read` does not include `unchanged`.
        links: number of links by verdict: `taken`, `again`, `known`, `refused`, ...
        problem: the latest problem, if any.
    """

    read: int = 0
    unchanged: int = 0
    failed: int = 0
    links: Counter[str] = field(default_factory=Counter)
    problem: str | None = None


class CrawlSources:
    """The statistics of a crawl's sources, by their URL in the outlet's file."""

    def __init__(self, urls: Iterable[str]) -> None:
        self._stats = {url: SourceStats() for url in urls}

    def stats(self, url: str) -> SourceStats:
        """The statistics of a source, to count in."""
        return self._stats.setdefault(url, SourceStats())

    def as_json(self) -> str:
        """The value of the column `crawls.sources`."""
        return json.dumps({url: vars(stats) for url, stats in self._stats.items()}, ensure_ascii=False)


def ended_crawl_row(stats: Mapping[str, Any], sources: CrawlSources | None, now: datetime) -> Row:
    """The columns of a crawl that ends, from Scrapy's statistics. `bytes` counts responses as received."""
    return {
        "ended_at": stamp(now),
        "requests": stats.get("downloader/request_count", 0),
        "unchanged": stats.get("pages/unchanged", 0),
        "bytes": stats.get("downloader/response_bytes", 0),
        "statuses": json.dumps(_statuses(stats)),
        "sources": sources.as_json() if sources else "{}",
    }


def end_crawl(store: Store, crawl_id: int, reason: str, row: Row, unanswered: int = 0) -> None:
    """Complete the row of a crawl that ends.

    Args:
        row: see `ended_crawl_row`.
        unanswered: number of pages that could not be fetched and left no capture. They are added to
            `failed`, where cleaning has already counted the pages that it could not read.
    """
    _write(store, crawl_id, {"end_reason": reason, **row})
    store.db.execute("update crawls set failed = failed + ? where id = ?", (unanswered, crawl_id))


def end_killed_crawls(store: Store, outlet: str, before: int) -> None:
    """Complete the rows of the outlet's crawls that were killed, from the frontier and the captures.

    Args:
        before: id of the current crawl; only earlier ones are completed.
    """
    rows = store.db.query(
        "select id, started_at from crawls where outlet = ? and ended_at is null and id < ?", (outlet, before)
    )
    for row in list(rows):
        _write(store, row["id"], _killed_crawl_row(store, outlet, row["id"], row["started_at"]))


def _killed_crawl_row(store: Store, outlet: str, crawl_id: int, started_at: str) -> Row:
    """The columns of a killed crawl. `bytes` counts the captures, uncompressed."""
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
    names = {int(name.removeprefix(STATUS_PREFIX)): name for name in stats if name.startswith(STATUS_PREFIX)}
    return {str(status): stats[names[status]] for status in sorted(names)}
