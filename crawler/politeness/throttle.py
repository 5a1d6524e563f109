"""Turns: one request at a time a host, spaced as its rules ask, and none while it waits."""

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

from crawler.politeness.host_state import Host, HostStates
from crawler.politeness.pace import after_failures, retry_after
from crawler.politeness.robots import HostWaits
from crawler.schedule.retries import MAX_WAIT, is_failure
from crawler.shutdown import Stopped, is_closing
from crawler.sources.links import host_name

logger = logging.getLogger(__name__)

_SLICE = 0.5  # seconds after which a request that waits looks whether the crawl still goes on

_NO_ANSWER = (
    CannotResolveHostError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    ResponseDataLossError,
)


class ThrottleMiddleware:
    """The last that may hold a request up: every request takes its turn here, robots.txt and redirects too.

    A request waits for its host's spacing, and for a short Retry-After or backoff; where the host is to be
    left for longer than `MAX_WAIT` it fails with HostWaits, where the crawl ends meanwhile with Stopped.
    Scrapy's own DOWNLOAD_DELAY counts from request to request and never adds to that, being no longer.
    """

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.memory = HostStates.of(crawler)
        self._taken: dict[Request, Host] = {}
        self._said: set[tuple[str, datetime]] = set()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """How Scrapy builds it."""
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        """Wait for the turn. Raises HostWaits or Stopped where there is none in this crawl."""
        if not (name := host_name(request.url)):
            return
        host = await self.memory.host(name)
        await host.turn.acquire()
        try:
            await self._wait(host)
        except BaseException:
            host.turn.release()
            raise
        request.meta["download_slot"] = name  # a redirect would take that of the host it came from along
        self._taken[request] = host

    async def process_response(self, request: Request, response: Response) -> Response:
        """End the turn; a host that is overloaded or broken gets time."""
        if host := self._taken.pop(request, None):
            header = response.headers.get("Retry-After") if response.status in {429, 503} else None
            wait = retry_after(header.decode("latin-1"), datetime.now(UTC)) if header else None
            await self._end(host, f"HTTP {response.status}" if is_failure(response.status) else None, wait)
        return response

    async def process_exception(self, request: Request, exception: Exception) -> None:
        """End the turn of a request that came to nothing."""
        if host := self._taken.pop(request, None):
            await self._end(host, "no answer" if isinstance(exception, _NO_ANSWER) else None)

    async def _wait(self, host: Host) -> None:
        while True:
            now = datetime.now(UTC)
            if is_closing(self.crawler):
                raise Stopped("the crawl ends")
            if host.not_before and host.held(now) > MAX_WAIT:
                raise self._waits(host, host.not_before)
            if (left := host.until_turn(now)) <= 0:
                return
            await asyncio.sleep(min(left, _SLICE))

    async def _end(self, host: Host, problem: str | None, asked: timedelta | None = None) -> None:
        """Note how a request went before the next may go out."""
        known = host.failures or host.not_before
        host.answered = time.monotonic()
        host.failures = host.failures + 1 if problem else 0
        host.not_before = host.reason = None
        if problem:
            wait = max(after_failures(host.failures, host.spacing), asked or timedelta(0))
            times = f", {host.failures} times in a row" if host.failures > 1 else ""
            said = ", Retry-After" if asked else ""
            host.not_before, host.reason = datetime.now(UTC) + wait, f"{problem}{said}{times}"
        host.turn.release()
        if known or problem:
            await self.memory.note_wait(host)

    def _waits(self, host: Host, until: datetime) -> HostWaits:
        reason, when = host.reason or "it failed", f"{until.astimezone(UTC):%Y-%m-%d %H:%M:%S} UTC"
        if (host.name, until) not in self._said:
            self._said.add((host.name, until))
            logger.warning(
                "%s waits until %s (%s): what is left of it stays in the frontier",
                host.name,
                when,
                reason,
                extra={"spider": self.crawler.spider},
            )
        return HostWaits(f"{host.name} waits until {when} ({reason})", until)
