"""The spider of every outlet: it takes leases from the frontier, requests them, and hands on captures."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from datetime import UTC, datetime
from functools import cached_property
from typing import Any, ClassVar, Self

import scrapy
from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import CloseSpider
from scrapy.http import Response
from scrapy.settings import BaseSettings, get_settings_priority
from twisted.python.failure import Failure

from archive.errors import ConfigError, MatineeError
from archive.model import Capture
from crawler.crawl_ending import ARCHIVE_ERROR, FAILED, LOCKED
from crawler.frontier import Lease
from crawler.javascript.browser import Browser
from crawler.javascript.requirements import check_requirements, find_browser, launch_options
from crawler.locks import LockedError
from crawler.outlet.arguments import read_arguments
from crawler.outlet.outlet import Outlet
from crawler.outlet.subscriber_access import Access, load_access
from crawler.politeness.failures import CRAWL_LATER, describe_failure
from crawler.politeness.robots import HostWaits
from crawler.shutdown import Stopped, is_closing
from crawler.sources.links import SourceError
from crawler.sources.sitemap import MAX_BYTES
from crawler.spiders.crawl_log import CrawlLog
from crawler.spiders.leases import Leases, Written
from crawler.spiders.next_lease import NextLease
from crawler.spiders.page_outcome import PageOutcomes
from crawler.spiders.read_source import SourceReader
from crawler.spiders.responses import conditional_headers, make_answer
from crawler.spiders.scope import CrawlScope
from crawler.storing.pipeline import ArchivePipeline
from crawler.storing.shared_archive import SharedArchive
from crawler.user_settings import user_agent

# An error page is an answer too: it is captured, and says that the page is gone.
_ANSWERS = (304, *range(400, 600))

_POLL = 0.5  # seconds between two looks whether the crawl ends


class OutletSpider(scrapy.Spider):
    """One outlet's spider; the loader makes a subclass for each outlet file.

    Arguments: `-a url=URL[,URL...]` fetches just these pages of the outlet, `-a limit=N` at most N pages,
    `-a section=/path` only what is below that path, `-a since=DATE` only what was published or changed since,
    `-a refetch=1` known pages too.

    Closes as `finished`, as `partly_failed` where a source or a page could not be read, or as `failed` where
    that left no page at all.
    """

    outlet: ClassVar[Outlet]

    def __init__(self, name: str | None = None, **arguments: str) -> None:
        """Raises ArgumentError for an argument that will not do."""
        self.arguments = read_arguments(arguments, self.outlet)
        super().__init__(name)
        self.scope = CrawlScope(self.outlet, self.arguments)
        self._reading = False  # a source
        self._wake = asyncio.Event()
        self.leases: Leases
        self.next: NextLease
        self.pages: PageOutcomes
        self.access: Access | None = None
        self.browser: Browser | None = None

    @cached_property
    def crawl_log(self) -> CrawlLog:
        """Made when it is first used, for Scrapy has no statistics before the crawl starts."""
        return CrawlLog(self.outlet, self.crawler.stats, self.logger, self.arguments.section)

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        """How Scrapy builds it."""
        spider = super().from_crawler(crawler, *args, **kwargs)
        crawler.signals.connect(spider._close_with_reason, signals.spider_idle)
        crawler.signals.connect(spider._item_lost, signals.item_dropped)
        crawler.signals.connect(spider._item_lost, signals.item_error)
        crawler.signals.connect(spider._callback_failed, signals.spider_error)
        if cls.outlet.javascript:
            spider.browser = Browser(crawler, cls.outlet, lambda: spider._closing)
            crawler.signals.connect(spider.browser.close, signals.spider_closed)
        return spider

    @classmethod
    def update_settings(cls, settings: BaseSettings) -> None:
        """The outlet's delay and language, and who we are; `-s` and `custom_settings` override the outlet."""
        settings.set("DOWNLOAD_DELAY", cls.outlet.delay, priority="spider")
        # `fetch_key` bounds links. Scrapy would drop a request over its bound without a word to us.
        settings.set("URLLENGTH_LIMIT", 0, priority="spider")
        # An answer gives one item at most; Scrapy would make a hundred tasks for each to share.
        settings.set("CONCURRENT_ITEMS", 1, priority="spider")
        if cls.outlet.language:
            headers = {**settings.getdict("DEFAULT_REQUEST_HEADERS"), "Accept-Language": cls.outlet.language}
            settings.set("DEFAULT_REQUEST_HEADERS", headers, priority="spider")
        if cls.outlet.javascript and (browser := find_browser(settings["BROWSER"])):
            options = launch_options(browser, settings.getdict("PLAYWRIGHT_LAUNCH_OPTIONS"))
            settings.set("PLAYWRIGHT_LAUNCH_OPTIONS", options, priority="cmdline")
            settings.set("PLAYWRIGHT_MAX_PAGES_PER_CONTEXT", 1, priority="spider")
        super().update_settings(settings)
        # Not below "spider": Scrapy copies the project's settings over those of lower priority afterwards.
        priority = max(settings.getpriority("USER_AGENT") or 0, get_settings_priority("spider"))
        settings.set("USER_AGENT", user_agent(settings), priority=priority)

    async def start(self) -> AsyncIterator[Request]:
        """Requests, each leased when there is room for it."""
        self.crawl_log.warn_without_contact(self.settings["CONTACT_URL"])
        try:
            self._prepare()
            await self._begin()
            while request := await self._next_request():
                yield request
        except LockedError as error:
            self.logger.warning("%s", error)
            raise CloseSpider(LOCKED) from None
        except ConfigError as error:
            self.logger.error("%s", error)
            raise CloseSpider(FAILED) from None
        except MatineeError as error:
            self.crawl_log.count("archive/unwritten")
            self.logger.error("%s", error)
            raise CloseSpider(ARCHIVE_ERROR) from None

    def _prepare(self) -> None:
        """What the crawl needs besides an archive. Raises ConfigError where it is not there."""
        if self.browser:
            check_requirements(self.outlet, self.settings["BROWSER"])
        self.access = load_access(self.outlet, self.settings["ACCESS_FILE"])
        if self.access:
            count = len(self.access.headers) + len(self.access.cookies)
            self.logger.info("a subscriber's access is sent along (%d headers and cookies)", count)

    async def _begin(self) -> None:
        """An archive that cannot be written ends the crawl before anything is fetched."""
        pipeline = self.crawler.get_item_pipeline(ArchivePipeline)
        if pipeline is None:
            problem = "crawler.storing.pipeline.ArchivePipeline is not in ITEM_PIPELINES"
            raise MatineeError(problem, "add it: the frontier is in the archive")
        await pipeline.begin()
        assert pipeline.archive
        await self.begin_with(pipeline.archive, int(pipeline.crawl_id or 0))

    async def begin_with(self, archive: SharedArchive, crawl_id: int) -> None:
        """Take up the outlet's frontier in an archive. Raises ArchiveError."""
        self.crawl_id = crawl_id
        self.leases = Leases(self.outlet, archive, self._wake.set)
        self.next = NextLease(self.scope, self.leases, crawl_id, sources=not self.arguments.urls)
        self.pages = PageOutcomes(
            self.scope,
            self.leases,
            self.crawl_log,
            settings=self.settings,
            browser=self.browser,
            is_closing=lambda: self._closing,
        )
        now = datetime.now(UTC)
        await self.leases.frontier(lambda frontier: self.scope.open(frontier, crawl_id, now))

    async def _next_request(self) -> Request | None:
        """A source, one at a time, as long as the crawl wants more; else a page.

        Sources go first so that a page comes with what any of them says of it.
        """
        while not self._closing:
            self._wake.clear()
            if not self._reading and (lease := await self.next.source()):
                self._reading = True
                return self._source_request(lease)
            room = len(self.leases.sent) < self.settings.getint("CONCURRENT_REQUESTS") and not self._reading
            if room and (lease := await self.next.page()):
                return self._page_request(lease)
            if self.leases.sent or self._reading:
                await self._wait_for_change()
            elif await self.next.has_page_soon():
                await asyncio.sleep(_POLL)
            else:
                return None
        return None

    @property
    def _closing(self) -> bool:
        return is_closing(self.crawler)

    async def _wait_for_change(self) -> None:
        """Wait until something under way is done, for only then the frontier changes, or the crawl ends."""
        while not self._closing:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._wake.wait(), _POLL)
                return

    def _source_request(self, lease: Lease) -> Request:
        # A sitemap may be larger than any page.
        meta: dict[str, Any] = {"download_maxsize": MAX_BYTES} if lease.kind == "sitemap" else {}
        return Request(
            lease.url,
            headers=conditional_headers(lease) if lease.rules == self.scope.rules else None,
            callback=self.parse_source,
            errback=self.source_failed,
            cb_kwargs={"lease": lease},
            meta=meta | {"handle_httpstatus_list": [304]},
            dont_filter=True,
        )

    def _page_request(self, lease: Lease) -> Request:
        self.leases.sent[lease.id] = lease
        return Request(
            lease.url,
            headers=conditional_headers(lease),
            callback=self.parse_page,
            errback=self.page_failed,
            cb_kwargs={"lease": lease},
            meta={"handle_httpstatus_list": _ANSWERS},
            dont_filter=True,
        )

    async def parse_source(self, response: Response, lease: Lease) -> None:
        """Put a source's links into the frontier."""
        reader = SourceReader(lease, self.scope, self.leases, self.crawl_log)
        try:
            await reader.read(response)
            self.crawl_log.count("sources/read")
        except SourceError as error:
            self.crawl_log.source_failed(lease, error.problem.removeprefix(f"{error.url}: "), error.remedy)
        finally:
            self._source_done()
        self.crawl_log.source_links(lease, reader.tally)

    async def source_failed(self, failure: Failure) -> None:
        """Note that a source could not be fetched; try it again where that may help."""
        lease: Lease = failure.request.cb_kwargs["lease"]  # type: ignore[attr-defined]  # set by Scrapy
        error = failure.value
        if isinstance(error, Stopped):
            self._source_done()
            return
        self.crawl_log.request_failed(error)
        answer = make_answer(getattr(error, "response", None), datetime.now(UTC))
        problem, remedy = describe_failure(error)
        again = (
            remedy == CRAWL_LATER
            and not isinstance(error, HostWaits)
            and lease.tries < self.settings.getint("RETRY_TIMES")
        )
        await self.leases.frontier(
            lambda frontier: frontier.sources.not_read(lease, answer, problem, self.scope.round, again=again)
        )
        if not again:
            self.crawl_log.source_failed(lease, problem, remedy)
        self._source_done()

    def _source_done(self) -> None:
        self._reading = False
        self._wake.set()

    async def parse_page(self, response: Response, lease: Lease) -> AsyncIterator[Capture]:
        """Hand on the capture of a page."""
        if page := await self.pages.answered(response, lease):
            yield page

    async def page_failed(self, failure: Failure) -> None:
        """Note that a page could not be fetched."""
        lease: Lease = failure.request.cb_kwargs["lease"]  # type: ignore[attr-defined]  # set by Scrapy
        await self.pages.failed(failure.value, lease)

    def also_write(self, page: Capture) -> Written | None:
        """For the pipeline: what to write in the transaction that commits a page's bytes."""
        return self.leases.also_write(page)

    def archived(self, page: Capture, record: dict[str, Any]) -> None:
        """For the pipeline: a page was stored and gave this record."""
        self.leases.archived(page, record)

    def _item_lost(self, item: Any) -> None:
        if isinstance(item, Capture):
            self.leases.unwritten(item)

    def _callback_failed(self, response: Response) -> None:
        """A callback raised: its lease is given back when the crawl ends."""
        if lease := response.cb_kwargs.get("lease"):
            self.leases.drop(lease)
            self._source_done()

    def _close_with_reason(self) -> None:
        """Nothing is left to do: close with a reason that tells whether the crawl was whole."""
        if reason := self.crawl_log.reason_to_close():
            raise CloseSpider(reason)
