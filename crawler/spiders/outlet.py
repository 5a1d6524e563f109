"""The spider of every outlet: leases from the frontier, reads sources, hands on captures."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncIterator
from contextlib import suppress
from datetime import UTC, datetime
from functools import partial
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
from crawler.frontier import Answer, Frontier, Lease
from crawler.frontier.outlet_sources import rules_of
from crawler.javascript.browser import Browser
from crawler.javascript.requirements import check_requirements, find_browser, launch_options
from crawler.locks import LockedError
from crawler.outlet.arguments import read_arguments
from crawler.outlet.outlet import Outlet
from crawler.outlet.subscriber_access import Access, load_access
from crawler.politeness.failures import CRAWL_LATER, describe_failure, is_forbidden
from crawler.politeness.robots import HostWaits
from crawler.schedule.retries import MAX_WAIT, ROBOTS_MAX_AGE, is_failure, wait_for_next_crawl, wait_in_crawl
from crawler.shutdown import Stopped, is_closing
from crawler.sources.links import SourceError
from crawler.sources.sitemap import MAX_BYTES
from crawler.spiders.crawl_log import CrawlLog
from crawler.spiders.leases import Leases, Written
from crawler.spiders.read_source import SourceReader
from crawler.spiders.responses import answer_of, capture, conditional, is_page
from crawler.spiders.scope import CrawlScope
from crawler.storing.pipeline import ArchivePipeline
from crawler.storing.shared_archive import SharedArchive
from crawler.user_settings import user_agent

_ANSWERS = (
    304,
    *range(400, 600),
)  # an error page is an answer too: it is captured, and says that the page is gone

_BATCH = 20  # leases taken at a time

_GLANCE = 0.5  # seconds after which a spider that waits looks whether the crawl ends


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
        self.rules = rules_of(self.outlet)
        self.round = 0
        self._reading = False
        self._sources_left = not self.arguments.urls
        self._leased: deque[Lease] = deque()
        self._wake = asyncio.Event()
        self.leases: Leases
        self.access: Access | None = None
        self.browser: Browser | None = None
        self.crawl_log = CrawlLog(self)

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        """How Scrapy builds it."""
        spider = super().from_crawler(crawler, *args, **kwargs)
        crawler.signals.connect(spider._ended, signals.spider_idle)
        crawler.signals.connect(spider._unwritten, signals.item_dropped)
        crawler.signals.connect(spider._unwritten, signals.item_error)
        crawler.signals.connect(spider._broken, signals.spider_error)
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
        self.crawl_log.introduce()
        try:
            self._prepare()
            await self._begin()
            while request := await self._next_request():
                yield request
        except LockedError as error:
            self.logger.warning("%s", error)
            raise CloseSpider("locked") from None
        except ConfigError as error:
            self.logger.error("%s", error)
            raise CloseSpider("failed") from None
        except MatineeError as error:
            self.crawl_log.count("archive/unwritten")
            self.logger.error("%s", error)
            raise CloseSpider("archive_error") from None

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
        now = datetime.now(UTC)
        self.round = await self.leases.frontier(lambda frontier: self.scope.open(frontier, crawl_id, now))

    async def _next_request(self) -> Request | None:
        """A source, one at a time, as long as the agenda wants more; else a page.

        Sources go first so that a page comes with what any of them says of it.
        """
        while not self._closing:
            self._wake.clear()
            if not self._reading and await self._wants_sources():
                if lease := await self.leases.frontier(lambda frontier: frontier.sources.next(self.crawl_id)):
                    self._reading = True
                    return self._open(lease)
                self._sources_left = False
            room = len(self.leases.sent) < self.settings.getint("CONCURRENT_REQUESTS") and not self._reading
            if room and (lease := await self._next_page()):
                return self._fetch(lease)
            if self.leases.sent or self._reading:
                await self._wait_for_change()
            elif await self._may_wait():
                await asyncio.sleep(_GLANCE)
            else:
                return None
        return None

    @property
    def _closing(self) -> bool:
        return is_closing(self.crawler)

    async def _wait_for_change(self) -> None:
        """What is under way has come: until then the frontier has nothing new to say. Or the crawl ends."""
        while not self._closing:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._wake.wait(), _GLANCE)
                return

    async def _wants_sources(self) -> bool:
        """A limited crawl opens no more doors than it needs."""
        room = self.scope.room
        if not self._sources_left or room is None:
            return self._sources_left
        now = datetime.now(UTC)
        return (
            await self.leases.frontier(lambda frontier: frontier.pages.waiting(now, self.scope.wants, room))
            < room
        )

    async def _next_page(self) -> Lease | None:
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
            # The ones before it may have filled its section, or its host may wait.
            if self.scope.wants(lease):
                self.scope.take(lease)
                return lease
            await self.leases.note(lease, partial(_give_back, lease))
        return None

    async def _may_wait(self) -> bool:
        """Whether a page that failed, or whose host asked for time, has its turn before we lose patience."""
        if self.scope.room == 0:
            return False
        soonest = await self.leases.frontier(lambda frontier: frontier.pages.soonest(self.scope.wants))
        return soonest is not None and soonest - datetime.now(UTC) < MAX_WAIT

    def _open(self, lease: Lease) -> Request:
        # A sitemap may be larger than any page.
        meta: dict[str, Any] = {"download_maxsize": MAX_BYTES} if lease.kind == "sitemap" else {}
        return Request(
            lease.url,
            headers=conditional(lease) if lease.rules == self.rules else None,
            callback=self.parse_source,
            errback=self.source_failed,
            cb_kwargs={"lease": lease},
            meta=meta | {"handle_httpstatus_list": [304]},
            dont_filter=True,
        )

    def _fetch(self, lease: Lease) -> Request:
        self.leases.sent[lease.id] = lease
        return Request(
            lease.url,
            headers=conditional(lease),
            callback=self.parse_page,
            errback=self.page_failed,
            cb_kwargs={"lease": lease},
            meta={"handle_httpstatus_list": _ANSWERS},
            dont_filter=True,
        )

    async def parse_source(self, response: Response, lease: Lease) -> None:
        """Put a source's links into the frontier."""
        reader = SourceReader(self, lease)
        try:
            await reader.read(response)
            self.crawl_log.count("sources/read")
        except SourceError as error:
            self.crawl_log.unread(lease, error.problem.removeprefix(f"{error.url}: "), error.remedy)
        finally:
            self._shut()
        self.crawl_log.links(lease, reader.tally)

    async def source_failed(self, failure: Failure) -> None:
        """Say that a source could not be fetched; try it again where that may help."""
        lease: Lease = failure.request.cb_kwargs["lease"]  # type: ignore[attr-defined]  # set by Scrapy
        error = failure.value
        if isinstance(error, Stopped):
            self._shut()
            return
        self.crawl_log.unanswered(error)
        answer = answer_of(getattr(error, "response", None), datetime.now(UTC))
        problem, remedy = describe_failure(error)
        again = (
            remedy == CRAWL_LATER
            and not isinstance(error, HostWaits)
            and lease.tries < self.settings.getint("RETRY_TIMES")
        )
        await self.leases.frontier(
            lambda frontier: frontier.sources.unread(lease, answer, problem, self.round, again=again)
        )
        if not again:
            self.crawl_log.unread(lease, problem, remedy)
        self._shut()

    def _shut(self) -> None:
        self._reading = False
        self._wake.set()

    async def parse_page(self, response: Response, lease: Lease) -> AsyncIterator[Capture]:
        """A capture of the page."""
        now = datetime.now(UTC)
        answer = answer_of(response, now)
        if response.status == 304:
            self.crawl_log.count("pages/unchanged")
            again = self.leases.look(lease, now)
            await self.leases.note(lease, lambda frontier: frontier.pages.done(lease, answer, again))
            return
        if is_failure(response.status):
            if await self._try_again(lease, answer, f"HTTP {response.status}"):
                return
            self.crawl_log.missed(lease.url, f"HTTP {response.status}")
        else:
            self.crawl_log.count("pages/fetched" if response.status < 400 else "pages/error")
        if is_page(response):
            try:
                response = await self._drawn(response)
            except Stopped:
                self.leases.drop(lease)
                return
            except HostWaits as error:
                await self._leave_host(lease, error, now)
                return
            page = capture(response, self.outlet, lease.hint, now)
            self.leases.captured(lease, response, page, answer)
            yield page
        else:
            self.crawl_log.count("pages/not_html")
            kind = (response.headers.get("Content-Type") or b"unknown type").decode("latin-1")
            self.logger.info("%s: skipped, it is no HTML (%s)", response.url, kind)
            reason = f"no HTML ({kind})"
            await self.leases.note(lease, lambda frontier: frontier.pages.done(lease, answer, None, reason))

    async def _drawn(self, response: Response) -> Response:
        """The page, drawn by a browser where it holds no text. Raises Stopped or HostWaits."""
        if self.browser is None or response.status != 200:
            return response
        from archive.clean.page.read import is_bare, read_page  # noqa: PLC0415 - only such outlets pay for it

        if not is_bare(read_page(capture(response, self.outlet, None, datetime.now(UTC)))):
            return response
        return await self.browser.render(response)

    async def page_failed(self, failure: Failure) -> None:
        """Say that a page could not be fetched, and note when to ask again."""
        lease: Lease = failure.request.cb_kwargs["lease"]  # type: ignore[attr-defined]  # set by Scrapy
        error, answer = failure.value, Answer(datetime.now(UTC), None)
        self.crawl_log.unanswered(error)
        if isinstance(error, Stopped):
            self.leases.drop(lease)  # all leases are given back when the crawl ends, however it does
        elif is_forbidden(error):
            self.crawl_log.count("pages/forbidden")
            await self._put_off(lease, "robots.txt forbids it", answer.at + ROBOTS_MAX_AGE)
        elif isinstance(error, HostWaits):  # said once, by those who keep the manners
            await self._leave_host(lease, error, answer.at)
        else:
            await self._broke(lease, answer, *describe_failure(error))

    async def _broke(self, lease: Lease, answer: Answer, problem: str, remedy: str) -> None:
        may_heal = remedy == CRAWL_LATER
        if may_heal and await self._try_again(lease, answer, problem):
            return
        self.crawl_log.missed(lease.url, ": ".join(filter(None, (problem, remedy))))
        again = answer.at + wait_for_next_crawl(lease.tries)

        def write(frontier: Frontier) -> None:
            if may_heal:
                frontier.pages.failed(lease, answer, problem, again)
            else:
                frontier.pages.dead(lease, answer, problem)

        await self.leases.note(lease, write)

    async def _leave_host(self, lease: Lease, error: HostWaits, now: datetime) -> None:
        self.crawl_log.count("pages/unfetched")
        self.scope.waiting_hosts.add(lease.host)
        await self._put_off(lease, "its host waits", error.until or now + wait_for_next_crawl(lease.tries))

    async def _put_off(self, lease: Lease, reason: str, again: datetime) -> None:
        await self.leases.note(lease, lambda frontier: frontier.pages.put_off(lease, reason, again))

    async def _try_again(self, lease: Lease, answer: Answer, problem: str) -> bool:
        """Give a page that failed another turn in this crawl; False where it had enough of them."""
        if lease.tries >= self.settings.getint("RETRY_TIMES") or self._closing:
            return False
        again = answer.at + wait_in_crawl(lease.tries, self.settings.getfloat("DOWNLOAD_DELAY"))
        await self.leases.note(lease, lambda frontier: frontier.pages.failed(lease, answer, problem, again))
        return True

    def also_write(self, page: Capture) -> Written | None:
        """For the pipeline: what is written in the transaction that commits a page's bytes."""
        return self.leases.also_write(page)

    def archived(self, page: Capture, record: dict[str, Any]) -> None:
        """For the pipeline: the record that came of a page."""
        self.leases.archived(page, record)

    def _unwritten(self, item: Any) -> None:
        if isinstance(item, Capture):
            self.leases.unwritten(item)

    def _broken(self, response: Response) -> None:
        """A callback raised: its lease is given back when the crawl ends."""
        if lease := response.cb_kwargs.get("lease"):
            self.leases.drop(lease)
            self._shut()

    def _ended(self) -> None:
        """Close with a reason that tells a crawl that was whole from one that was not."""
        if reason := self.crawl_log.failure():
            raise CloseSpider(reason)


def _give_back(lease: Lease, frontier: Frontier) -> None:
    frontier.pages.give_back(lease)
