"""The frontier: every URL of an outlet and its state, in tables of the archive file.

A `Frontier` runs in the writer's thread, inside the current transaction. So a page is marked done in the
transaction that stores its bytes, and a source in the transaction that stores its links. When a crawl ends,
for whatever reason, its leases are released and the next crawl can take them.
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
    """The frontier of one outlet, on an open Store inside a transaction.

    Attributes:
        sources: feeds, sitemaps and listing pages. Each is read once in each round.
        pages: the pages that they link to. Each is fetched once, and again if it may have changed.
    """

    def __init__(self, store: Store, outlet: str) -> None:
        self._rows = FrontierRows(store, outlet)
        self.sources = Sources(self._rows)
        self.pages = Pages(self._rows)

    def begin(self, entries: Collection[SourceEntry], crawl_id: int, now: datetime) -> int:
        """Begin a crawl: release the leases of earlier crawls, and queue the sources that it must read.

        Args:
            entries: the sources that the outlet's file names.

        Returns:
            The round: the id of its first crawl.
        """
        self.release()
        end_killed_crawls(self._rows.store, self._rows.outlet, crawl_id)
        return self.sources.begin(entries, crawl_id, now)

    def release(self) -> None:
        """Release every lease of the outlet."""
        self._rows.run(
            "update frontier set state = 'pending' where outlet = ? and state = 'leased'", self._rows.outlet
        )
