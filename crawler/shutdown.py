"""Graceful shutdown: requests that were sent get a few seconds, and all other leases are released."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import sys
import threading
from asyncio import Task, TimerHandle
from typing import Any

from scrapy import Request, signals
from scrapy.core.downloader import Downloader, Slot
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response
from scrapy.utils.defer import deferred_from_coro, maybe_deferred_to_future
from twisted.internet.defer import Deferred

# Service managers often kill a process ten seconds after they asked it to end, so all of these are below ten.

REQUEST_GRACE = 6.5  # seconds that requests may take once the crawl is told to end

CLEANING_GRACE = 2.5  # seconds that cleaning may take; the next crawl can clean the rest

EXIT_DEADLINE = 9.0  # seconds until the process exits, even if something blocks, such as a name server

stopping = object()  # the Scrapy signal that a crawler sends as soon as it is told to end


class Stopped(IgnoreRequest):
    """The crawl was told to end before the response came."""


def is_closing(crawler: Crawler) -> bool:
    """Whether a crawl is ending or has not begun. Reads a private attribute: Scrapy has no public one."""
    slot = crawler.engine._slot if crawler.engine else None
    return slot is None or slot.closing is not None


def exit_now(code: int) -> None:
    """Exit the process now, without waiting for its threads."""
    logging.shutdown()
    for stream in (sys.stdout, sys.stderr):
        if stream is not None:
            stream.flush()
    os._exit(code)


def end_in_time(code: int) -> None:
    """Exit the process after EXIT_DEADLINE seconds in any case. The next crawl releases its leases."""
    timer = threading.Timer(EXIT_DEADLINE, exit_now, [code])
    timer.daemon = True
    timer.start()


class StoppableCrawler(Crawler):
    """A crawler that sends `stopping` as soon as it is told to end; Scrapy signals only that it has ended."""

    async def stop_async(self) -> None:
        """Start a graceful stop, and return when the crawler has stopped."""
        engine = self._engine
        while self.crawling and engine and engine.spider and not engine.running:
            await asyncio.sleep(0.05)  # Scrapy does not stop an engine that is still starting
        if self.crawling and engine and engine.spider:
            self.signals.send_catch_log(stopping)
        await super().stop_async()


class StoppableDownloader(Downloader):
    """A downloader whose requests fail with `Stopped` REQUEST_GRACE seconds after the signal `stopping`.

    Scrapy's waits for all responses. Requests not yet sent fail at once: see `ThrottleMiddleware`.
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._fetching: dict[Request, asyncio.Future[Any]] = {}
        self._sending: set[Task[Any]] = set()
        self._timer: TimerHandle | None = None
        crawler.signals.connect(self.stop, stopping)
        crawler.signals.connect(self._engine_stopped, signals.engine_stopped)

    def fetch(self, request: Request, *_: Any) -> Deferred[Response | Request]:
        """Download a request. Fails with Stopped if the crawl is told to end."""
        return deferred_from_coro(self._fetch(request))

    async def _fetch(self, request: Request) -> Response | Request:
        fetching = asyncio.ensure_future(maybe_deferred_to_future(super().fetch(request)))
        self._fetching[request] = fetching
        try:
            return await fetching
        except asyncio.CancelledError:
            raise Stopped("the crawl was told to end") from None
        finally:
            del self._fetching[request]

    async def _wait_for_download(self, slot: Slot, request: Request, queue_dfd: Deferred[Response]) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._sending.add(task)
        try:
            with contextlib.suppress(asyncio.CancelledError):  # only `cancel_requests` cancels this task
                await super()._wait_for_download(slot, request, queue_dfd)
        finally:
            self._sending.discard(task)

    def stop(self) -> None:
        """Wait REQUEST_GRACE seconds, then cancel the requests that were sent and are still running."""
        if self._timer is None:
            self._timer = asyncio.get_running_loop().call_later(REQUEST_GRACE, self.cancel_requests)

    def cancel_requests(self) -> None:
        """Cancel the requests that were sent, and close their connections."""
        for task in [*self._sending, *self._fetching.values()]:
            task.cancel()

    def _engine_stopped(self) -> None:
        if self._timer:
            self._timer.cancel()
