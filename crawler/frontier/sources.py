"""The sources in the frontier. Each document is read once in a round: a crawl and those that continue it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

from crawler.crawl_ending import find_ending
from crawler.frontier.model import Answer, EntryKind, Lease, SourceEntry
from crawler.frontier.rows import FrontierRows

SAME_ROUND = timedelta(hours=1)  # an interrupted crawl is continued only if it began less than this ago

_READ_STATUSES = {200, 304}


class Sources:
    """The feeds, sitemaps and listing pages of one outlet."""

    def __init__(self, rows: FrontierRows) -> None:
        self._rows = rows

    def begin(self, entries: Collection[SourceEntry], crawl_id: int, now: datetime) -> int:
        """Queue the sources that this round has not read yet; returns the round."""
        round_ = self._round(crawl_id, now)
        self._rows.run("update crawls set first_crawl_id = ? where id = ?", round_, crawl_id)
        if round_ == crawl_id:  # a new round reads only what the outlet's file names now, and what that names
            self._rows.run(
                "update frontier set state = 'done' where outlet = ? and kind <> 'page'", self._rows.outlet
            )
        for entry in entries:
            self._queue(entry.url, entry.kind, now, source=entry.url)
        return round_

    def next(self, crawl_id: int) -> Lease | None:
        """Lease the next document; those in the outlet's file come first."""
        rows = self._rows.rows("kind <> 'page' and state = 'pending'", "depth, id")
        return next(iter(self._rows.lease(list(islice(rows, 1)), crawl_id)), None)

    def add_document(
        self, lease: Lease, url: str, lastmod: str | None, now: datetime, *, news: bool = True
    ) -> bool:
        """Queue a further document that a document names.

        Args:
            lease: of the document that names it.
            lastmod: date of the further document, as printed.
            news: whether the naming document had something new; if not, known documents are not queued.

        Returns:
            Whether it was queued.
        """
        before = self._rows.known(url)
        if before:
            read = before["status"] in _READ_STATUSES and before["rules"] == lease.rules
            dated = lastmod is not None and before["lastmod"] == lastmod
            if before["kind"] == "page" or (read and (dated or not news)):
                return False
        columns = {"source": lease.source, "referrer": lease.url, "depth": lease.depth + 1}
        return self._queue(url, lease.kind, now, lastmod=lastmod, **columns)

    def add_known_documents(self, lease: Lease, now: datetime) -> None:
        """Queue the further documents that an unchanged document named when it was last read.

        Those that a sitemap dates are left out: they have not changed either. Of those that a listing page
        names, only documents that were never read are queued.
        """
        rows = self._rows.store.db.query(
            "select url from frontier where outlet = ? and referrer = ? and kind = ?"
            " and (lastmod is null or status is null)",
            (self._rows.outlet, lease.url, lease.kind),
        )
        for row in list(rows):
            self.add_document(lease, row["url"], None, now, news=lease.kind == "sitemap")

    def documents_left(self, lease: Lease, named: Collection[str]) -> list[str]:
        """The further sitemaps that an index, read to its end, does not name any more."""
        rows = self._rows.store.db.query(
            "select url from frontier where outlet = ? and kind = 'sitemap' and referrer = ?",
            (self._rows.outlet, lease.url),
        )
        return [row["url"] for row in rows if row["url"] not in named]

    def read(self, lease: Lease, answer: Answer, rules: str, round_: int) -> None:
        """Mark a document as read in this round, with the digest of the link rules that were applied."""
        self._rows.answered(lease, answer, "done")
        self._rows.update(lease.id, rules=rules, read_for_crawl_id=round_)

    def not_read(self, lease: Lease, answer: Answer, reason: str, round_: int, *, again: bool) -> None:
        """Note that a document could not be read. `again`: this crawl tries once more."""
        state, read_in = ("pending", None) if again else ("done", round_)
        self._rows.update(
            lease.id,
            state=state,
            reason=reason,
            status=answer.status,
            tries=lease.tries + 1,
            read_for_crawl_id=read_in,
        )

    def _round(self, crawl_id: int, now: datetime) -> int:
        before = self._rows.store.row(
            "select first_crawl_id, end_reason, started_at from crawls"
            " where outlet = ? and id < ? order by id desc limit 1",
            self._rows.outlet,
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

    def _queue(
        self, url: str, kind: EntryKind, now: datetime, lastmod: str | None = None, **columns: Any
    ) -> bool:
        """Queue a document unless this round has read it. Returns whether it was queued."""
        known = self._rows.known(url)
        if known is None:
            return self._rows.insert(url, kind, now, lastmod=lastmod, **columns)
        if known["state"] != "done" or known["read_for_crawl_id"] == self._this_round():
            return False
        columns |= {"kind": kind, "state": "pending", "lastmod": lastmod, "reason": None, "tries": 0}
        self._rows.update(known["id"], **columns)
        return True

    def _this_round(self) -> int | None:
        row = self._rows.store.row(
            "select first_crawl_id from crawls where outlet = ? order by id desc limit 1", self._rows.outlet
        )
        return row["first_crawl_id"] if row else None
