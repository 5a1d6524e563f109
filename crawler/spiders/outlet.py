"""The spider of every outlet: reads its sources, fetches what they name, hands on captures."""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime
from ipaddress import ip_address
from typing import Any, ClassVar, Self
from urllib.parse import urlsplit

import scrapy
from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import CloseSpider
from scrapy.http import HtmlResponse, Response, TextResponse
from scrapy.settings import BaseSettings
from twisted.python.failure import Failure

from archive.errors import MatineeError
from archive.model import Capture, Hint
from archive.printing import counted
from crawler.arguments import read_arguments
from crawler.discovery.agenda import Agenda
from crawler.discovery.doors import Door, Doors, doors_of
from crawler.discovery.feed import read_feed
from crawler.discovery.links import Found, Link, Onward, SourceError
from crawler.discovery.listing import read_listing
from crawler.discovery.sitemap import LARGEST, read_sitemap
from crawler.discovery.trouble import is_forbidden, trouble
from crawler.outlets import Outlet
from crawler.pipeline import ArchivePipeline
from crawler.politeness.robots import HostWaits

_AIR = 0.01  # seconds of work between two breaths of the event loop
_ERRORS = range(400, 600)


class OutletSpider(scrapy.Spider):
    """One outlet's spider; the loader makes a subclass for each outlet file.

    Arguments: `-a url=URL[,URL...]` fetches just these pages of the outlet, `-a limit=N` at most N pages,
    `-a section=/path` only what is below that path.

    Closes as `finished`, as `partly_failed` where a source or a page could not be read, or as `failed` where
    that left no page at all.
    """

    outlet: ClassVar[Outlet]

    def __init__(self, name: str | None = None, **arguments: str) -> None:
        """Raises ArgumentError for an argument that will not do."""
        self.arguments = read_arguments(arguments, self.outlet)
        super().__init__(name)
        self._agenda = Agenda(self.outlet, self.arguments.limit, self.arguments.section)
        self._doors = Doors(() if self.arguments.urls else doors_of(self.outlet))
        self._wake = asyncio.Event()

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        """How Scrapy builds it."""
        spider = super().from_crawler(crawler, *args, **kwargs)
        crawler.signals.connect(spider._ended, signals.spider_idle)
        return spider

    @classmethod
    def update_settings(cls, settings: BaseSettings) -> None:
        """The outlet's delay and language, and who we are; `-s` and `custom_settings` override the outlet."""
        settings.set("DOWNLOAD_DELAY", cls.outlet.delay, priority="spider")
        # `fetch_key` bounds links. Scrapy would drop a request over its bound without a word to us.
        settings.set("URLLENGTH_LIMIT", 0, priority="spider")
        if cls.outlet.language:
            headers = {**settings.getdict("DEFAULT_REQUEST_HEADERS"), "Accept-Language": cls.outlet.language}
            settings.set("DEFAULT_REQUEST_HEADERS", headers, priority="spider")
        super().update_settings(settings)
        from crawler.settings import CONTACT_URL  # noqa: PLC0415 - a settings module is not for import elsewhere

        agent = settings["USER_AGENT"].replace(CONTACT_URL, settings["CONTACT_URL"] or CONTACT_URL)
        settings.set("USER_AGENT", agent, priority=settings.getpriority("USER_AGENT") or 0)

    async def start(self) -> AsyncIterator[Request]:
        """Requests, each when there is room for it: a request weighs far more than a URL."""
        self._introduce()
        await self._open_archive()
        for url in self.arguments.urls or self.outlet.urls:
            self._agenda.offer(Link(url), given=True)
        while request := await self._next_request():
            yield request
            while self.crawler.engine.needs_backout():
                await self.crawler.signals.wait_for(signals.scheduler_empty)

    async def _next_request(self) -> Request | None:
        """A source, one at a time, as long as the agenda wants more; else a page.

        Sources go first so that a page comes with what any of them says of it.
        """
        while True:
            if self._agenda.wants_more and (door := self._doors.next()):
                return self._open(door)
            waits = self._agenda.wants_more and self._doors.reading
            if not waits and (key := self._agenda.next()):
                return self._fetch(key)
            if not self._doors.reading:
                return None
            self._wake.clear()
            await self._wake.wait()

    def _open(self, door: Door) -> Request:
        # A sitemap may be larger than any page.
        meta = {"download_maxsize": LARGEST} if door.key == "sitemaps" else {}
        return Request(
            door.url,
            callback=self.parse_source,
            errback=self.source_failed,
            cb_kwargs={"door": door},
            meta=meta,
            dont_filter=True,
        )

    def _fetch(self, key: str) -> Request:
        # An outlet's error page is an answer too: it is captured, and says that the page is gone.
        return Request(
            key,
            callback=self.parse_page,
            errback=self.page_failed,
            cb_kwargs={"key": key},
            meta={"handle_httpstatus_list": _ERRORS},
        )

    async def parse_source(self, response: Response, door: Door) -> None:
        """Put a source's links on the agenda."""
        tally: Counter[str] = Counter()
        try:
            if door.key == "sitemaps":
                await self._read_slowly(read_sitemap(response.body, response.url), door, tally)
            else:
                found = await asyncio.to_thread(_read, response, door)
                if found.onward:
                    self._lead_on(door, found.onward)
                await self._read_slowly(iter(found.links), door, tally)
                if found.problem:
                    raise SourceError(response.url, found.problem)
        except SourceError as error:
            self._complain(door, error.problem.removeprefix(f"{error.url}: "), error.remedy)
        finally:
            self._shut()
        self._report(door, tally)

    async def _read_slowly(self, entries: Iterator[Link | Onward], door: Door, tally: Counter[str]) -> None:
        """Offer every entry, giving the loop air in between."""
        breath = time.monotonic()
        for entry in entries:
            if isinstance(entry, Onward):
                self._lead_on(door, entry)
                tally["onward"] += 1
            else:
                tally[self._agenda.offer(entry)] += 1
            if time.monotonic() - breath > _AIR:
                self._wake.set()
                await asyncio.sleep(0)
                breath = time.monotonic()

    def _lead_on(self, door: Door, onward: Onward) -> None:
        if url := self._doors.lead_on(door, onward):
            self._agenda.exclude(url)

    def source_failed(self, failure: Failure) -> None:
        """Say that a source could not be fetched."""
        door = failure.request.cb_kwargs["door"]  # type: ignore[attr-defined]  # set by Scrapy
        self._complain(door, *trouble(failure.value))
        self._shut()

    def _shut(self) -> None:
        self._doors.shut()
        self._wake.set()

    async def parse_page(self, response: Response, key: str) -> AsyncIterator[Capture]:
        """A capture of the page."""
        hint = self._agenda.answered(key)
        if response.status >= 500 or response.status == 429:
            self._miss(key, f"HTTP {response.status}")
        self.crawler.stats.inc_value("pages/fetched" if response.status < 400 else "pages/error")
        if _is_page(response):
            yield capture(response, self.outlet, hint, datetime.now(UTC))
        else:
            self.crawler.stats.inc_value("pages/not_html")
            kind = (response.headers.get("Content-Type") or b"unknown type").decode("latin-1")
            self.logger.info("%s: skipped, it is no HTML (%s)", response.url, kind)

    def page_failed(self, failure: Failure) -> None:
        """Say that a page could not be fetched."""
        request: Request = failure.request  # type: ignore[attr-defined]  # set by Scrapy
        self._agenda.answered(request.cb_kwargs["key"])
        error = failure.value
        if is_forbidden(error):
            self.crawler.stats.inc_value("pages/forbidden")
        elif isinstance(error, HostWaits):  # said once, by the robots middleware
            self.crawler.stats.inc_value("pages/unfetched")
        else:
            self._miss(request.url, ": ".join(filter(None, trouble(error))))

    def _miss(self, url: str, problem: str) -> None:
        self.crawler.stats.inc_value("pages/unfetched")
        self.logger.warning("%s: %s", url, problem)

    def _complain(self, door: Door, problem: str, remedy: str) -> None:
        self.crawler.stats.inc_value("sources/failed")
        where = f"`{door.key}` in {self.outlet.path}"
        self.logger.error("%s: %s (%s)", door.url, problem, f"{remedy}; {where}" if remedy else where)

    def _report(self, door: Door, tally: Counter[str]) -> None:
        self.crawler.stats.inc_value("sources/read")
        found = tally.total()
        said = ", ".join(f"{count} {verdict}" for verdict, count in tally.items()) or "none"
        self.logger.info("%s: %s (%s)", door.url, counted(found, "link"), said)
        if found and tally["refused"] == found:
            asked = f"-a section={self.arguments.section} and " if self.arguments.section else ""
            rules = f"{asked}follow, skip and sections in {self.outlet.path}"
            self.logger.warning("%s: of %s none passes %s", door.url, counted(found, "link"), rules)

    async def _open_archive(self) -> None:
        """An archive that cannot be written ends the crawl before anything is fetched."""
        try:
            if pipeline := self.crawler.get_item_pipeline(ArchivePipeline):
                await pipeline.begin()
        except MatineeError as error:
            self.logger.error("%s", error)
            raise CloseSpider("archive_error") from None

    def _introduce(self) -> None:
        """Ask once for a contact address when other people's servers are about to be called."""
        from crawler.settings import CONTACT_URL  # noqa: PLC0415

        if self.settings["CONTACT_URL"] == CONTACT_URL and not all(map(_is_loopback, self.outlet.hosts)):
            self.logger.warning(
                "CONTACT_URL is not set: say who you are with -s CONTACT_URL=https://... or in your settings"
            )

    def _ended(self) -> None:
        """Close with a reason that tells a crawl that was whole from one that was not."""
        count = self.crawler.stats.get_value
        fetched = count("pages/fetched")
        troubles = ["sources/failed", "pages/unfetched", "archive/failed", "spider_exceptions/count"]
        if not fetched:  # of many pages some are always gone or forbidden, but not all
            troubles += ["pages/error", "pages/forbidden"]
        if any(map(count, troubles)):
            raise CloseSpider("partly_failed" if fetched else "failed")


def capture(response: Response, outlet: Outlet, hint: Hint | None, now: datetime) -> Capture:
    """The capture of a response that came at `now` (aware UTC)."""
    headers = {
        name.decode("latin-1").lower(): b", ".join(values).decode("latin-1")
        for name, values in response.headers.items()
    }
    section = outlet.section_of(response.url)
    return Capture(
        url=response.url,
        captured_at=now,
        body=response.body,
        status=response.status,
        content_type=headers.get("content-type"),
        headers=headers,
        outlet=outlet.name,
        medium=(section and section.medium) or outlet.medium,
        hint=hint,
    )


def _read(response: Response, door: Door) -> Found:
    if door.listing is None:
        kind = response.headers.get("Content-Type")
        return read_feed(response.body, response.url, kind.decode("latin-1") if kind else None)
    if not isinstance(response, TextResponse):
        raise SourceError(response.url, "is no web page")
    return read_listing(response, door.listing.links, door.listing.next)


def _is_page(response: Response) -> bool:
    kind = (response.headers.get("Content-Type") or b"").lower()
    return isinstance(response, HtmlResponse) or kind.startswith(b"text/plain")


def _is_loopback(host: str) -> bool:
    name = urlsplit(f"//{host}").hostname or ""
    try:
        return ip_address(name).is_loopback
    except ValueError:
        return name == "localhost"
