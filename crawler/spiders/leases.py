"""The leases of one crawl: which requests are running, and the result that each writes to the frontier."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime
from typing import Any, TypeVar

from scrapy.http import Response

from archive.db.store import Store
from archive.ingest.messages import AlsoWrite
from archive.model import Capture
from crawler.frontier import Answer, Frontier, Lease
from crawler.outlet.outlet import Outlet
from crawler.politeness.failures import describe_status
from crawler.schedule.retries import is_failure, wait_for_next_crawl
from crawler.schedule.revisit import next_revisit, parse_date
from crawler.sources.links import fetch_key
from crawler.storing.shared_archive import SharedArchive

T = TypeVar("T")

_Key = tuple[str, datetime]


class Leases:
    """The leases of one crawl.

    Args:
        archive: the archive that contains the frontier.
        changed: called when a lease ends.

    Attributes:
        sent: leases by id whose page was requested and whose result is not written yet.
    """

    def __init__(self, outlet: Outlet, archive: SharedArchive, changed: Callable[[], None]) -> None:
        self.outlet = outlet
        self.archive = archive
        self.sent: dict[int, Lease] = {}
        self._changed = changed
        self._captured: dict[_Key, tuple[Lease, Callable[[Frontier], None]]] = {}

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
            loop.call_soon_threadsafe(self.drop, lease)

        return written

    def archived(self, page: Capture, record: dict[str, Any]) -> None:
        """Plan when to fetch a page again, from the date of its article."""
        captured = self._captured.pop((page.url, page.captured_at), None)
        published = parse_date(record["published"])
        if captured and published and page.status < 400:
            lease, name = captured[0], self.outlet.name
            again = next_revisit(published, self.outlet.revisit, page.captured_at)
            # Not awaited: if it fails, the revisit stays planned from the date that was known before.
            self.archive.ingest.write(
                lambda store: Frontier(store, name).pages.set_published(lease, published, again)
            )

    def unwritten(self, page: Capture) -> None:
        """End the lease of a page that gave no article. One that was not stored is requested again later."""
        if captured := self._captured.pop((page.url, page.captured_at), None):
            self.drop(captured[0])

    def plan_revisit(self, lease: Lease, now: datetime) -> datetime | None:
        """When to fetch a page again, from what is known before it is cleaned; None for never."""
        return next_revisit(lease.published, self.outlet.revisit, now)

    def _outcome(self, lease: Lease, response: Response, answer: Answer) -> Callable[[Frontier], None]:
        passed = response.meta.get("redirect_urls", ()) if response.request else ()
        keys = {key for url in (response.url, *passed) if (key := fetch_key(url))} - {lease.url}
        problem = describe_status(response.status)[0]

        def write(frontier: Frontier) -> None:
            if is_failure(response.status):
                frontier.pages.failed(lease, answer, problem, answer.at + wait_for_next_crawl(lease.tries))
            elif response.status >= 400:
                frontier.pages.dead(lease, answer, problem)
            else:
                frontier.pages.done(lease, answer, self.plan_revisit(lease, answer.at))
            for key in keys:
                frontier.pages.alias(lease, key, answer)

        return write
