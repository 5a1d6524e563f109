"""Choose the source or page that a crawl requests next."""

from __future__ import annotations

from collections import deque
from datetime import UTC, datetime
from functools import partial

from crawler.frontier import Frontier, Lease
from crawler.schedule.retries import MAX_WAIT
from crawler.spiders.leases import Leases
from crawler.spiders.scope import CrawlScope

_BATCH = 20  # pages leased at a time


class NextLease:
    """Takes leases from the frontier of one crawl's outlet. All methods raise ArchiveError.

    Args:
        scope: decides which pages the crawl takes, and counts them.
        leases: gives access to the frontier.
        crawl_id: id of the crawl's row.
        sources: whether the crawl reads sources at all.
    """

    def __init__(self, scope: CrawlScope, leases: Leases, crawl_id: int, *, sources: bool) -> None:
        self.scope = scope
        self.leases = leases
        self.crawl_id = crawl_id
        self._sources_left = sources
        self._leased: deque[Lease] = deque()

    async def source(self) -> Lease | None:
        """A source to read; None if all are read, or if a limited crawl already has enough pages."""
        if not await self._wants_sources():
            return None
        lease = await self.leases.frontier(lambda frontier: frontier.sources.next(self.crawl_id))
        self._sources_left = lease is not None
        return lease

    async def page(self) -> Lease | None:
        """A page to fetch, counted in the scope; None if none is due."""
        room = self.scope.room
        if room == 0:
            return None
        if not self._leased:
            now, most = datetime.now(UTC), min(_BATCH, room or _BATCH)
            leased = await self.leases.frontier(
                lambda frontier: frontier.pages.next(self.crawl_id, now, self.scope.wants, most)
            )
            self._leased.extend(leased)
        while self._leased:
            lease = self._leased.popleft()
            # Since it was leased, its section may have reached its limit, or its host may have failed.
            if self.scope.wants(lease):
                self.scope.count_page(lease)
                return lease
            await self.leases.note(lease, partial(_give_back, lease))
        return None

    async def has_page_soon(self) -> bool:
        """Whether a page that waits, after a failure or for its host, may be requested soon in this crawl."""
        if self.scope.room == 0:
            return False
        soonest = await self.leases.frontier(lambda frontier: frontier.pages.next_due(self.scope.wants))
        return soonest is not None and soonest - datetime.now(UTC) < MAX_WAIT

    async def _wants_sources(self) -> bool:
        room = self.scope.room
        if not self._sources_left or room is None:
            return self._sources_left
        now = datetime.now(UTC)
        waiting = await self.leases.frontier(
            lambda frontier: frontier.pages.count_due(now, self.scope.wants, room)
        )
        return waiting < room


def _give_back(lease: Lease, frontier: Frontier) -> None:
    frontier.pages.give_back(lease)
