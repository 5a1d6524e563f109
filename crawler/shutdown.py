"""How a crawl ends when it is told to: what was sent has a few seconds, the rest is given back."""

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

REQUEST_GRACE = 6.5  # seconds for requests that were sent: whoever asks us to end may kill after ten

CLEANING_GRACE = 2.5  # and for pages that are being cleaned, which the next crawl can do as well

EXIT_DEADLINE = 9.0  # seconds after which the process ends, whatever holds it up, such as a name server

stopping = object()  # the signal that a crawler sends when it is told to end, before it waits


class Stopped(IgnoreRequest):
    """The crawl was told to end before the request was answered."""


def is_closing(crawler: Crawler) -> bool:
    """Whether a crawl ends, or is not yet begun: Scrapy tells nobody until all that is under way has come."""
    slot = crawler.engine._slot if crawler.engine else None
    return slot is None or slot.closing is not None


def exit_now(code: int) -> None:
    """End the process now, without waiting for its threads."""
    logging.shutdown()
    for stream in (sys.stdout, sys.stderr):
        if stream is not None:
            stream.flush()
    os._exit(code)


def end_in_time(code: int) -> None:
    """End the process in any case when its time is up; the next crawl takes back what it had under way."""
    timer = threading.Timer(EXIT_DEADLINE, exit_now, [code])
    timer.daemon = True
    timer.start()


class StoppableCrawler(Crawler):
    """Scrapy's, but for saying `stopping`: Scrapy tells nobody until all that is under way has come."""

    async def stop_async(self) -> None:
        """Start a graceful stop, and complete when the crawler is stopped."""
        engine = self._engine
        while self.crawling and engine and engine.spider and not engine.running:
            await asyncio.sleep(0.05)  # Scrapy would not stop one that is just starting
        if self.crawling and engine and engine.spider:
            self.signals.send_catch_log(stopping)
        await super().stop_async()


class StoppableDownloader(Downloader):
    """Scrapy's, but for `stopping`: requests that have no answer after GRACE seconds fail, with `Stopped`.

    Scrapy would await them all. Those that wait for their turn fail at once: see `TurnsMiddleware`.
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._fetching: dict[Request, asyncio.Future[Any]] = {}
        self._sending: set[Task[Any]] = set()
        self._timer: TimerHandle | None = None
        crawler.signals.connect(self.stop, stopping)
        crawler.signals.connect(self._engine_stopped, signals.engine_stopped)

    def fetch(self, request: Request, *_: Any) -> Deferred[Response | Request]:
        """Download a request; fails with Stopped."""
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
            with contextlib.suppress(asyncio.CancelledError):  # the only one who cancels is `abandon`
                await super()._wait_for_download(slot, request, queue_dfd)
        finally:
            self._sending.discard(task)

    def stop(self) -> None:
        """Give what was sent GRACE seconds. What waits for its turn hears of the end there."""
        if self._timer is None:
            self._timer = asyncio.get_running_loop().call_later(REQUEST_GRACE, self.cancel_requests)

    def cancel_requests(self) -> None:
        """Drop what was sent, too, and break its connections off."""
        for doomed in [*self._sending, *self._fetching.values()]:
            doomed.cancel()

    def _engine_stopped(self) -> None:
        if self._timer:
            self._timer.cancel()
