"""The spider of every outlet: it leases URLs from the frontier, requests them and yields captures."""

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
from archive.ingest.workers.messages import AlsoWrite
from archive.model import Capture
from crawler.crawl_ending import ARCHIVE_ERROR, FAILED, LOCKED
from crawler.frontier import Lease
from crawler.javascript.browser import Browser
from crawler.javascript.requirements import check_requirements
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
from crawler.spiders.leases import Leases
from crawler.spiders.next_lease import NextLease
from crawler.spiders.outlet_settings import set_for_outlet
from crawler.spiders.page_outcome import PageOutcomes
from crawler.spiders.read_source import SourceReader
from crawler.spiders.responses import conditional_headers, make_answer
from crawler.spiders.scope import CrawlScope
from crawler.storing.pipeline import ArchivePipeline
from crawler.storing.shared_archive import SharedArchive
from crawler.user_settings import user_agent

# Error pages reach the spider too: their capture records that the page is gone.
_HANDLED_STATUSES = (304, *range(400, 600))

_POLL_SECONDS = 0.5  # how often to check whether the crawl is ending


class OutletSpider(scrapy.Spider):
    """Crawls one outlet. The loader makes a subclass for each outlet file.

    Arguments: `-a url=URL[,URL...]` fetches only these pages of the outlet, `-a limit=N` at most N pages,
    `-a section=/path` only pages below that path, `-a since=DATE` only pages published or changed since then,
    `-a refetch=1` known pages too.

    The finish reason is `finished`; `partly_failed` if a source or a page could not be read; `failed` if for
    that reason no page was read at all.
    """

    outlet: ClassVar[Outlet]

    def __init__(self, name: str | None = None, **arguments: str) -> None:
        """Raises ArgumentError if an argument is unknown or has a wrong value."""
        self.arguments = read_arguments(arguments, self.outlet)
        super().__init__(name)
        self.scope = CrawlScope(self.outlet, self.arguments)
        self.is_reading_source = False
        self._wake = asyncio.Event()
        self.leases: Leases
        self.next: NextLease
        self.pages: PageOutcomes
        self.access: Access | None = None
        self.browser: Browser | None = None

    @property
    def has_begun(self) -> bool:
        """Whether the archive is open, so that the crawl has `leases`."""
        return hasattr(self, "leases")

    @cached_property
    def crawl_log(self) -> CrawlLog:
        """Made at first use, because Scrapy has no statistics before the crawl starts."""
        return CrawlLog(self.outlet, self.crawler.stats, self.logger, self.arguments.section)

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        """Scrapy's constructor."""
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
        """Set the outlet's delay and language, and the user agent; `-s` and `custom_settings` come first."""
        set_for_outlet(settings, cls.outlet)
        super().update_settings(settings)
        # Priority "spider" at least: Scrapy later overwrites settings of lower priority with the project's.
        priority = max(settings.getpriority("USER_AGENT") or 0, get_settings_priority("spider"))
        settings.set("USER_AGENT", user_agent(settings), priority=priority)

    async def start(self) -> AsyncIterator[Request]:
        """Yield requests; each URL is leased only when its request can be sent."""
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
        """Check that a browser is there if needed, and load subscriber access. Raises ConfigError."""
        if self.browser:
            check_requirements(self.outlet, self.settings["BROWSER"])
        self.access = load_access(self.outlet, self.settings["ACCESS_FILE"])
        if self.access:
            count = len(self.access.headers) + len(self.access.cookies)
            self.logger.info("subscriber access is sent with requests (%d headers and cookies)", count)

    async def _begin(self) -> None:
        """Open the archive, so that one that cannot be written ends the crawl before the first request."""
        pipeline = self.crawler.get_item_pipeline(ArchivePipeline)
        if pipeline is None:
            problem = "crawler.storing.pipeline.ArchivePipeline is not in ITEM_PIPELINES"
            raise MatineeError(problem, "add it: the frontier is in the archive")
        await pipeline.begin()
        assert pipeline.archive
        await self.begin_with(pipeline.archive, int(pipeline.crawl_id or 0))

    async def begin_with(self, archive: SharedArchive, crawl_id: int) -> None:
        """Begin a crawl in an open archive, without Scrapy's pipeline. Raises ArchiveError."""
        self.crawl_id = crawl_id
        self.leases = Leases(self.outlet, archive, crawl_id, self._wake.set)
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
        """The next source while the crawl needs more, one at a time; else the next page; None at the end.

        Sources are read first, so that all hints about a page are known when it is fetched.
        """
        while not self._closing:
            self._wake.clear()
            if not self.is_reading_source and (lease := await self.next.source()):
                self.is_reading_source = True
                return self._source_request(lease)
            has_room = len(self.leases.sent) < self.settings.getint("CONCURRENT_REQUESTS")
            if has_room and not self.is_reading_source and (lease := await self.next.page()):
                return self._page_request(lease)
            if self.leases.sent or self.is_reading_source:
                await self._wait_for_change()
            elif await self.next.has_page_soon():
                await asyncio.sleep(_POLL_SECONDS)
            else:
                return None
        return None

    @property
    def _closing(self) -> bool:
        return is_closing(self.crawler)

    async def _wait_for_change(self) -> None:
        """Wait until a request is done, because the frontier changes only then, or until the crawl ends."""
        while not self._closing:
            with suppress(TimeoutError):
                async with asyncio.timeout(_POLL_SECONDS):  # `wait_for` would make a task each time
                    await self._wake.wait()
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
            meta={"handle_httpstatus_list": _HANDLED_STATUSES},
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
        self.crawl_log.source_links(lease, reader.tally, reader.foreign)

    async def source_failed(self, failure: Failure) -> None:
        """Note that a source could not be fetched, and queue it again if that may help."""
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
        if not again and not self.crawl_log.is_past_the_end(lease, answer.status):
            self.crawl_log.source_failed(lease, problem, remedy)
        self._source_done()

    def _source_done(self) -> None:
        self.is_reading_source = False
        self._wake.set()

    async def parse_page(self, response: Response, lease: Lease) -> AsyncIterator[Capture]:
        """Yield the capture of a page."""
        if page := await self.pages.answered(response, lease):
            yield page

    async def page_failed(self, failure: Failure) -> None:
        """Note that a page could not be fetched."""
        lease: Lease = failure.request.cb_kwargs["lease"]  # type: ignore[attr-defined]  # set by Scrapy
        await self.pages.failed(failure.value, lease)

    def also_write(self, page: Capture) -> AlsoWrite | None:
        """For the pipeline: a function that writes in the transaction that commits a page's bytes."""
        return self.leases.also_write(page)

    def gone(self, page: Capture) -> None:
        """For the pipeline: called with a page that says that its article is gone."""
        self.leases.gone(page)

    def archived(self, page: Capture, record: dict[str, Any]) -> None:
        """For the pipeline: called with the record of a stored page."""
        self.leases.archived(page, record)

    def _item_lost(self, item: Any) -> None:
        if isinstance(item, Capture):
            self.leases.unwritten(item)

    def _callback_failed(self, response: Response) -> None:
        """Handle a callback that raised: its lease is released when the crawl ends."""
        if lease := response.cb_kwargs.get("lease"):
            self.leases.drop(lease)
            self._source_done()

    def _close_with_reason(self) -> None:
        """Close with `failed` or `partly_failed` if the crawl is incomplete, once nothing is left to do."""
        self.crawl_log.warn_of_refused()
        if reason := self.crawl_log.reason_to_close():
            raise CloseSpider(reason)
