"""The frontier's sources: each document is read once a round of crawls."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

from crawler.crawl_ending import find_ending
from crawler.frontier.model import Answer, EntryKind, Lease, SourceEntry
from crawler.frontier.rows import FrontierRows

SAME_ROUND = timedelta(hours=1)  # a crawl that follows an interrupted one so soon goes on with what it began

_READ_STATUSES = {200, 304}


class Sources:
    """Feeds, sitemaps and listing pages of one outlet."""

    def __init__(self, table: FrontierRows) -> None:
        self._table = table

    def begin(self, doors: Collection[SourceEntry], crawl_id: int, now: datetime) -> int:
        """Open the doors that this round has not read; returns the round."""
        round_ = self._round(crawl_id, now)
        self._table.run("update crawls set first_crawl_id = ? where id = ?", round_, crawl_id)
        if round_ == crawl_id:  # only what the file names, and what that leads on to, is asked
            self._table.run(
                "update frontier set state = 'done' where outlet = ? and kind <> 'page'", self._table.outlet
            )
        for door in doors:
            self._open(door.url, door.kind, now, source=door.url)
        return round_

    def next(self, crawl_id: int) -> Lease | None:
        """Lease the next document: those that the file names first."""
        rows = self._table.rows("kind <> 'page' and state = 'pending'", "depth, id")
        return next(iter(self._table.lease(list(islice(rows, 1)), crawl_id)), None)

    def add_document(
        self, lease: Lease, url: str, lastmod: str | None, now: datetime, *, news: bool = True
    ) -> bool:
        """Note another document that one leads to.

        Args:
            lastmod: of that document, as printed.
            news: the document that leads there had something new; else only what was never read is read.

        Returns:
            Whether this round is to read it.
        """
        before = self._table.known(url)
        if before:
            read = before["status"] in _READ_STATUSES and before["rules"] == lease.rules
            dated = lastmod is not None and before["lastmod"] == lastmod
            if before["kind"] == "page" or (read and (dated or not news)):
                return False
        columns = {"source": lease.source, "referrer": lease.url, "depth": lease.depth + 1}
        return self._open(url, lease.kind, now, lastmod=lastmod, **columns)

    def add_known_documents(self, lease: Lease, now: datetime) -> None:
        """A document has not changed, so it leads on to the same ones.

        Of a sitemap's, those that it dates have not changed either; of a listing's, only what was never read
        is read.
        """
        led = self._table.store.db.query(
            "select url from frontier where outlet = ? and referrer = ? and kind = ?"
            " and (lastmod is null or status is null)",
            (self._table.outlet, lease.url, lease.kind),
        )
        for row in list(led):
            self.add_document(lease, row["url"], None, now, news=lease.kind == "sitemap")

    def read(self, lease: Lease, answer: Answer, rules: str, round_: int) -> None:
        """A document was read, its links taken by these rules: the round need not ask for it again."""
        self._table.answered(lease, answer, "done")
        self._table.update(lease.id, rules=rules, read_for_crawl_id=round_)

    def not_read(self, lease: Lease, answer: Answer, reason: str, round_: int, *, again: bool) -> None:
        """A document could not be read; `again`: this crawl tries once more."""
        state, read_in = ("pending", None) if again else ("done", round_)
        self._table.update(
            lease.id,
            state=state,
            reason=reason,
            status=answer.status,
            tries=lease.tries + 1,
            read_for_crawl_id=read_in,
        )

    def _round(self, crawl_id: int, now: datetime) -> int:
        before = self._table.store.row(
            "select first_crawl_id, end_reason, started_at from crawls"
            " where outlet = ? and id < ? order by id desc limit 1",
            self._table.outlet,
            crawl_id,
        )
        if (
            before is None
            or before["first_crawl_id"] is None
            or not find_ending(before["end_reason"]).continues
        ):
            return crawl_id
        fresh = now - datetime.fromisoformat(before["started_at"]) < SAME_ROUND
        return int(before["first_crawl_id"]) if fresh else crawl_id

    def _open(
        self, url: str, kind: EntryKind, now: datetime, lastmod: str | None = None, **columns: Any
    ) -> bool:
        """A document is to be read, unless this round has; whether it is."""
        known = self._table.known(url)
        if known is None:
            return self._table.insert(url, kind, now, lastmod=lastmod, **columns)
        if known["state"] != "done" or known["read_for_crawl_id"] == self._this_round():
            return False
        columns |= {"kind": kind, "state": "pending", "lastmod": lastmod, "reason": None, "tries": 0}
        self._table.update(known["id"], **columns)
        return True

    def _this_round(self) -> int | None:
        row = self._table.store.row(
            "select first_crawl_id from crawls where outlet = ? order by id desc limit 1", self._table.outlet
        )
        return row["first_crawl_id"] if row else None
