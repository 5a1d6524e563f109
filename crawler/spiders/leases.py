"""The leases of one crawl: which requests are running, and the result that each writes to the frontier."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any, TypeVar

from scrapy.http import Response

from archive.db.outcomes import GONE_STATUSES
from archive.db.store import Store
from archive.ingest.moving.moved_articles import note_redirects
from archive.ingest.workers.messages import AlsoWrite
from archive.model import Capture
from crawler.frontier import Answer, Frontier, Lease
from crawler.outlet.outlet import Outlet
from crawler.politeness.failures import describe_status
from crawler.schedule.retries import is_failure, wait_for_next_crawl
from crawler.schedule.revisit import next_revisit, parse_date
from crawler.sources.links import fetch_key
from crawler.storing.shared_archive import SharedArchive

T = TypeVar("T")

_ERROR = 400  # the lowest HTTP status of an error

_Key = tuple[str, datetime]


class Leases:
    """The leases of one crawl.

    Args:
        archive: the archive that contains the frontier.
        crawl_id: id of the crawl's row.
        changed: called when a lease ends.

    Attributes:
        sent: leases by id whose page was requested and whose result is not written yet.
        redirects: the addresses that redirect to a page that this crawl is about to fetch, by its fetch key.
    """

    def __init__(
        self, outlet: Outlet, archive: SharedArchive, crawl_id: int, changed: Callable[[], None]
    ) -> None:
        self.outlet = outlet
        self.archive = archive
        self.crawl_id = crawl_id
        self.redirects: dict[str, list[str]] = {}
        self.sent: dict[int, Lease] = {}
        self._changed = changed
        self._captured: dict[_Key, tuple[Lease, Callable[[Frontier], None]]] = {}

    @property
    def in_cleaning(self) -> int:
        """Number of pages that were captured and have no result yet."""
        return len(self._captured)

    async def frontier(self, function: Callable[[Frontier], T]) -> T:
        """Run `function(frontier)` in the writer's thread, in a transaction. Raises ArchiveError."""
        return await self.archive.write(lambda store: function(Frontier(store, self.outlet.name)))

    async def note(self, lease: Lease, function: Callable[[Frontier], None]) -> None:
        """Write the result of a lease that gave no capture, and end the lease."""
        try:
            await self.frontier(function)
        finally:
            self.drop(lease)

    def drop(self, lease: Lease) -> None:
        """End a lease without writing anything."""
        self.sent.pop(lease.id, None)
        self._changed()

    def captured(self, lease: Lease, response: Response, page: Capture, answer: Answer) -> None:
        """Remember the result of a response, to be written in the transaction of its capture."""
        self._captured[page.url, page.captured_at] = lease, self._outcome(lease, response, answer)

    def also_write(self, page: Capture) -> AlsoWrite | None:
        """A function that writes the result of a page, for the transaction that commits the page's bytes."""
        captured = self._captured.get((page.url, page.captured_at))
        if captured is None:
            return None
        lease, write = captured
        loop = asyncio.get_running_loop()

        def written(store: Store, capture_id: int) -> None:
            write(Frontier(store, self.outlet.name))
            # Not before: a kill would lose both this page and the one that is asked for in its place.
            store.after_commit(lambda: loop.call_soon_threadsafe(self.drop, lease))

        return written

    def archived(self, page: Capture, record: dict[str, Any]) -> None:
        """Plan when to fetch a page again, from the date of its article."""
        captured = self._captured.pop((page.url, page.captured_at), None)
        published = parse_date(record["published"])
        if captured and published and page.status < 400:
            lease, name = captured[0], self.outlet.name
            again = self.plan_revisit(replace(lease, published=published), page.captured_at)
            # Not awaited: if it fails, the revisit stays planned from the date that was known before.
            self.archive.ingest.write(
                lambda store: Frontier(store, name).pages.set_published(lease, published, again)
            )

    def gone(self, page: Capture) -> None:
        """Plan when to look again for a page that redirects to one that stands for many, as after a 404."""
        captured = self._captured.pop((page.url, page.captured_at), None)
        if captured and page.status < _ERROR:
            lease, name, now = captured[0], self.outlet.name, page.captured_at
            again = next_revisit(lease.left_at or now, self.outlet.revisit, now)
            # Not awaited, as in `archived`.
            self.archive.ingest.write(
                lambda store: Frontier(store, name).pages.left_behind(lease, now, again)
            )

    def unwritten(self, page: Capture) -> None:
        """End the lease of a page that gave no article. One that was not stored is requested again later."""
        if captured := self._captured.pop((page.url, page.captured_at), None):
            self.drop(captured[0])

    def plan_revisit(self, lease: Lease, now: datetime) -> datetime | None:
        """When to fetch a page again, from what is known before it is cleaned; None for never."""
        starts = [lease.published, *([lease.left_at] if lease.left_at else [])]
        times = (next_revisit(start, self.outlet.revisit, now) for start in starts)
        return min(filter(None, times), default=None)

    async def moved(self, lease: Lease, answer: Answer, urls: list[str], earlier: list[str]) -> None:
        """Note that a page redirects to another one that this crawl fetches for itself, and end the lease.

        Args:
            urls: the spellings of the other page's address, its fetch key first.
            earlier: the addresses that redirect to it, the first one first.
        """
        retry = next_revisit(None, self.outlet.revisit, answer.at)

        def write(store: Store) -> bool:
            captured = note_redirects(store, urls, earlier, answer.at)
            Frontier(store, self.outlet.name).pages.moved(lease, answer, None if captured else retry)
            return captured

        try:
            if not await self.archive.write(write):
                self.redirects.setdefault(urls[0], []).extend(earlier)
        finally:
            self.drop(lease)

    def _outcome(self, lease: Lease, response: Response, answer: Answer) -> Callable[[Frontier], None]:
        passed = response.meta.get("redirect_urls", ()) if response.request else ()
        urls = {response.url, *passed} - {lease.url}  # which is its own key
        keys = {key for url in urls if (key := fetch_key(url))} - {lease.url}
        problem = describe_status(response.status)[0]

        def write(frontier: Frontier) -> None:
            if is_failure(response.status):
                frontier.pages.failed(lease, answer, problem, answer.at + wait_for_next_crawl(lease.tries))
            elif again := self._plan_missing(lease, response.status, answer.at):
                frontier.pages.missing(lease, answer, again, problem)
            elif response.status >= 400:
                frontier.pages.dead(lease, answer, problem)
            else:
                frontier.pages.done(lease, answer, self.plan_revisit(lease, answer.at))
            for key in keys:
                frontier.pages.alias(lease, key, answer)

        return write

    def _plan_missing(self, lease: Lease, status: int, now: datetime) -> datetime | None:
        """When to look again for a page that was there before; None if it was not, or the plan is over."""
        was_there = lease.left_at is not None or (lease.status is not None and lease.status < _ERROR)
        if status not in GONE_STATUSES or not was_there:
            return None
        return next_revisit(lease.left_at or now, self.outlet.revisit, now)
