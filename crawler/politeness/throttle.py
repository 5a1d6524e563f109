"""The throttle: one request at a time to each host, spaced as its rules ask, and none during a backoff."""

from __future__ import annotations

import asyncio
import logging
import time
from datetime import UTC, datetime, timedelta
from typing import Self

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    ResponseDataLossError,
)
from scrapy.http import Response

from crawler.politeness.host_state import Host, HostStates, round_up
from crawler.politeness.pace import backoff, parse_retry_after
from crawler.politeness.robots import HostWaits
from crawler.schedule.retries import MAX_WAIT, is_failure
from crawler.shutdown import Stopped, is_closing
from crawler.sources.links import host_name

logger = logging.getLogger(__name__)

_POLL_SECONDS = 0.5  # how often a waiting request checks whether the crawl is ending

_NO_ANSWER = (
    CannotResolveHostError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    ResponseDataLossError,
)


class ThrottleMiddleware:
    """Delays each request until its host's turn, also requests for robots.txt and redirects.

    A request waits for its host's spacing and for a short Retry-After or backoff. It fails with HostWaits if
    the host must be left alone for longer than `MAX_WAIT`, and with Stopped if the crawl ends meanwhile.
    Scrapy's own DOWNLOAD_DELAY never adds to the wait: it counts from request to request and is no longer.
    """

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.hosts = HostStates.for_crawler(crawler)
        self._turns: dict[Request, Host] = {}
        self._warned: set[tuple[str, datetime]] = set()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Scrapy's constructor."""
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        """Wait for the host's turn. Raises HostWaits or Stopped if it does not come in this crawl."""
        if not (name := host_name(request.url)):
            return
        host = await self.hosts.get(name)
        await host.turn.acquire()
        try:
            await self._wait(host)
        except BaseException:
            host.turn.release()
            raise
        request.meta["download_slot"] = name  # a redirect would keep the slot of the first host
        self._turns[request] = host

    async def process_response(self, request: Request, response: Response) -> Response:
        """End the turn. If the host is overloaded or broken, leave it alone for some time."""
        if host := self._turns.pop(request, None):
            header = response.headers.get("Retry-After") if response.status in {429, 503} else None
            wait = parse_retry_after(header.decode("latin-1"), datetime.now(UTC)) if header else None
            await self._end_turn(
                host, f"HTTP {response.status}" if is_failure(response.status) else None, wait
            )
        return response

    async def process_exception(self, request: Request, exception: Exception) -> None:
        """End the turn of a request that failed."""
        if host := self._turns.pop(request, None):
            await self._end_turn(host, "no answer" if isinstance(exception, _NO_ANSWER) else None)

    async def _wait(self, host: Host) -> None:
        while True:
            now = datetime.now(UTC)
            if is_closing(self.crawler):
                raise Stopped("the crawl ends")
            if host.not_before and host.remaining_wait(now) > MAX_WAIT:
                raise self._host_waits(host, host.not_before)
            if (left := host.seconds_until_turn(now)) <= 0:
                return
            await asyncio.sleep(min(left, _POLL_SECONDS))

    async def _end_turn(self, host: Host, problem: str | None, retry_after: timedelta | None = None) -> None:
        """Update the host's state after a request, and let the next request go.

        Args:
            problem: why the host could not answer; None if it did.
            retry_after: how long the host asks to wait.
        """
        had_problem = host.failures or host.not_before
        host.last_response = time.monotonic()
        host.failures = host.failures + 1 if problem else 0
        host.not_before = host.reason = None
        if problem:
            wait = max(backoff(host.failures, host.spacing), retry_after or timedelta(0))
            times = f", {host.failures} times in a row" if host.failures > 1 else ""
            header = ", Retry-After" if retry_after else ""
            host.not_before, host.reason = datetime.now(UTC) + wait, f"{problem}{header}{times}"
        host.turn.release()
        if had_problem or problem:
            await self.hosts.save_wait(host)

    def _host_waits(self, host: Host, until: datetime) -> HostWaits:
        reason = host.reason or "it failed"
        when = f"{round_up(until).astimezone(UTC):%Y-%m-%d %H:%M:%S} UTC"  # as the archive stores it
        if (host.name, until) not in self._warned:
            self._warned.add((host.name, until))
            logger.warning(
                "%s waits until %s (%s): its remaining pages stay in the frontier",
                host.name,
                when,
                reason,
                extra={"spider": self.crawler.spider},
            )
        return HostWaits(f"{host.name} waits until {when} ({reason})", until)
