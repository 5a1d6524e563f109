"""The frontier: every URL that an outlet has and its state, in tables of the archive's own file.

A `Frontier` works in the writer's thread, each call in the transaction of the moment: a page's "done" goes
with its bytes, a source's with the links it led to. A lease is given back when a crawl ends, however it
ends: the next crawl takes it anew.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from archive.db.store import Store
from crawler.frontier.crawl_stats import end_killed_crawls
from crawler.frontier.model import Answer, Lease, Offer, SourceEntry, Verdict
from crawler.frontier.pages import Pages
from crawler.frontier.rows import FrontierRows
from crawler.frontier.sources import Sources

__all__ = ["Answer", "Frontier", "Lease", "Offer", "SourceEntry", "Verdict"]


class Frontier:
    """One outlet's part of the frontier, on an open Store inside a transaction.

    Attributes:
        sources: feeds, sitemaps and listing pages, each read once a round.
        pages: what they lead to, fetched once, and again where that is worth it.
    """

    def __init__(self, store: Store, outlet: str) -> None:
        self._table = FrontierRows(store, outlet)
        self.sources = Sources(self._table)
        self.pages = Pages(self._table)

    def begin(self, doors: Collection[SourceEntry], crawl_id: int, now: datetime) -> int:
        """Take back what an earlier crawl had leased, and open the doors that this round has not read.

        Returns:
            The round: the id of the first crawl of it.
        """
        self.release()
        end_killed_crawls(self._table.store, self._table.outlet, crawl_id)
        return self.sources.begin(doors, crawl_id, now)

    def release(self) -> None:
        """Give back every lease."""
        self._table.run(
            "update frontier set state = 'pending' where outlet = ? and state = 'leased'", self._table.outlet
        )
