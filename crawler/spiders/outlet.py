"""The spider of every outlet: leases from the frontier, reads sources, hands on captures."""

from __future__ import annotations

import asyncio
from collections import Counter, deque
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime
from ipaddress import ip_address
from typing import Any, ClassVar, Self, TypeVar
from urllib.parse import urlsplit

import scrapy
from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import CloseSpider
from scrapy.http import Response
from scrapy.settings import BaseSettings
from twisted.python.failure import Failure

from archive.errors import MatineeError
from archive.model import Capture
from archive.printing import counted
from archive.store import Store
from crawler.arguments import read_arguments
from crawler.discovery.agenda import Agenda
from crawler.discovery.doors import KEYS, doors_of, rules_of
from crawler.discovery.links import Link, SourceError, fetch_key
from crawler.discovery.sitemap import LARGEST
from crawler.discovery.trouble import LATER, is_forbidden, trouble, trouble_of
from crawler.frontier import Answer, Frontier, Lease
from crawler.outlets import Outlet
from crawler.pipeline import ArchivePipeline
from crawler.politeness.robots import HostWaits
from crawler.retries import PATIENCE, RULES_LAST, next_crawl, next_try
from crawler.revisit import moment_of, next_look
from crawler.spiders.answers import answer_of, capture, conditional, is_page
from crawler.spiders.sources import SourceReader

__all__ = ["OutletSpider", "capture"]

_ANSWERS = (
    304,
    *range(400, 600),
)  # an error page is an answer too: it is captured, and says that the page is gone
_BATCH = 20  # leases taken at a time
T = TypeVar("T")


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
        self.agenda = Agenda(self.outlet, self.arguments)
        self.rules = rules_of(self.outlet)
        self.round = 0
        self._reading = False
        self._sources_left = not self.arguments.urls
        self._leased: deque[Lease] = deque()
        self._sent: dict[int, Lease] = {}  # asked for, and nothing written of it yet
        self._captured: dict[tuple[str, datetime], tuple[Lease, Callable[[Frontier], None]]] = {}
        self._wake = asyncio.Event()

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        """How Scrapy builds it."""
        spider = super().from_crawler(crawler, *args, **kwargs)
        crawler.signals.connect(spider._ended, signals.spider_idle)
        crawler.signals.connect(spider._unwritten, signals.item_dropped)
        crawler.signals.connect(spider._unwritten, signals.item_error)
        crawler.signals.connect(spider._broken, signals.spider_error)
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
        """Requests, each leased when there is room for it."""
        self._introduce()
        try:
            await self._begin()
            while request := await self._next_request():
                yield request
        except MatineeError as error:
            self.crawler.stats.inc_value("archive/unwritten")
            self.logger.error("%s", error)
            raise CloseSpider("archive_error") from None

    async def frontier(self, function: Callable[[Frontier], T]) -> T:
        """Run `function(frontier)` in the writer's thread, in a transaction. Raises ArchiveError."""
        assert self._pipeline.archive
        return await self._pipeline.archive.write(lambda store: function(Frontier(store, self.outlet.name)))

    async def _begin(self) -> None:
        """An archive that cannot be written ends the crawl before anything is fetched."""
        pipeline = self.crawler.get_item_pipeline(ArchivePipeline)
        if pipeline is None:
            raise MatineeError(
                "crawler.pipeline.ArchivePipeline is not in ITEM_PIPELINES",
                "the frontier is in the archive: add it",
            )
        self._pipeline = pipeline
        await pipeline.begin()
        self.crawl_id = int(pipeline.crawl_id or 0)
        now = datetime.now(UTC)
        doors = () if self.arguments.urls else tuple(doors_of(self.outlet))
        self.round = await self.frontier(lambda frontier: frontier.begin(doors, self.crawl_id, now))
        named = [self.agenda.gives(url) for url in self.arguments.urls]
        listed = [] if named else filter(None, (self.agenda.offer(Link(url)) for url in self.outlet.urls))
        await self.frontier(lambda frontier: frontier.offer([*named, *listed], now))
        if self.arguments.refetch:
            await self.frontier(lambda frontier: frontier.refetch(self.agenda.wants))

    async def _next_request(self) -> Request | None:
        """A source, one at a time, as long as the agenda wants more; else a page.

        Sources go first so that a page comes with what any of them says of it.
        """
        while not self._closing:
            self._wake.clear()
            if not self._reading and await self._wants_sources():
                if lease := await self.frontier(lambda frontier: frontier.next_source(self.crawl_id)):
                    self._reading = True
                    return self._open(lease)
                self._sources_left = False
            room = len(self._sent) < self.settings.getint("CONCURRENT_REQUESTS") and not self._reading
            if room and (lease := await self._next_page()):
                return self._fetch(lease)
            if not self._sent and not self._reading and not await self._may_wait():
                return None
            await self._wait(PATIENCE.total_seconds() if self._sent or self._reading else 0.2)
        return None

    @property
    def _closing(self) -> bool:
        slot = self.crawler.engine._slot if self.crawler.engine else None
        return slot is None or slot.closing is not None

    async def _wait(self, seconds: float) -> None:
        try:
            await asyncio.wait_for(self._wake.wait(), min(seconds, 0.5))
        except TimeoutError:
            return

    async def _wants_sources(self) -> bool:
        """A limited crawl opens no more doors than it needs."""
        room = self.agenda.room
        if not self._sources_left or room is None:
            return self._sources_left
        now = datetime.now(UTC)
        return await self.frontier(lambda frontier: frontier.waiting(now, self.agenda.wants, room)) < room

    async def _next_page(self) -> Lease | None:
        room = self.agenda.room
        if room == 0:
            return None
        if not self._leased:
            now, most = datetime.now(UTC), min(_BATCH, room or _BATCH)
            leased = await self.frontier(
                lambda frontier: frontier.next_pages(self.crawl_id, now, self.agenda.wants, most)
            )
            self._leased.extend(leased)
        while self._leased:
            lease = self._leased.popleft()
            if self.agenda.wants(
                lease
            ):  # the ones before it may have filled its section, or its host may wait
                self.agenda.take(lease)
                return lease
            await self.frontier(lambda frontier: frontier.give_back(lease))
        return None

    async def _may_wait(self) -> bool:
        """Whether a page that failed, or whose host asked for time, has its turn before we lose patience."""
        if self.agenda.room == 0:
            return False
        soonest = await self.frontier(lambda frontier: frontier.soonest(self.agenda.wants))
        return soonest is not None and soonest - datetime.now(UTC) < PATIENCE

    def _open(self, lease: Lease) -> Request:
        # A sitemap may be larger than any page.
        meta: dict[str, Any] = {"download_maxsize": LARGEST} if lease.kind == "sitemap" else {}
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
        self._sent[lease.id] = lease
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
            self.crawler.stats.inc_value("sources/read")
        except SourceError as error:
            self._complain(lease, error.problem.removeprefix(f"{error.url}: "), error.remedy)
        finally:
            self._shut()
        self._report(lease, reader.tally)

    async def source_failed(self, failure: Failure) -> None:
        """Say that a source could not be fetched; try it again where that may help."""
        lease: Lease = failure.request.cb_kwargs["lease"]  # type: ignore[attr-defined]  # set by Scrapy
        error = failure.value
        answer = answer_of(getattr(error, "response", None), datetime.now(UTC))
        problem, remedy = trouble(error)
        again = remedy == LATER and not isinstance(error, HostWaits) and lease.tries < self._retries
        await self.frontier(lambda frontier: frontier.unread(lease, answer, problem, self.round, again=again))
        if not again:
            self._complain(lease, problem, remedy)
        self._shut()

    def _shut(self) -> None:
        self._reading = False
        self._wake.set()

    async def parse_page(self, response: Response, lease: Lease) -> AsyncIterator[Capture]:
        """A capture of the page."""
        now = datetime.now(UTC)
        answer = answer_of(response, now)
        if response.status == 304:
            self.crawler.stats.inc_value("pages/unchanged")
            await self._note(lease, lambda frontier: frontier.done(lease, answer, self._look(lease, now)))
            return
        if response.status >= 500 or response.status == 429:
            if await self._failed(lease, answer, f"HTTP {response.status}"):
                return
        else:
            self.crawler.stats.inc_value("pages/fetched" if response.status < 400 else "pages/error")
        if is_page(response):
            page = capture(response, self.outlet, lease.hint, now)
            self._captured[page.url, now] = lease, self._outcome(lease, response, answer)
            yield page
        else:
            self.crawler.stats.inc_value("pages/not_html")
            kind = (response.headers.get("Content-Type") or b"unknown type").decode("latin-1")
            self.logger.info("%s: skipped, it is no HTML (%s)", response.url, kind)
            await self._note(lease, lambda frontier: frontier.done(lease, answer, None, f"no HTML ({kind})"))

    def _outcome(self, lease: Lease, response: Response, answer: Answer) -> Callable[[Frontier], None]:
        """What becomes of a page's row when its capture is written."""
        key = fetch_key(response.url)
        problem = trouble_of(response.status)[0]

        def write(frontier: Frontier) -> None:
            if response.status >= 500 or response.status == 429:
                frontier.failed(lease, answer, problem, self._later(lease, answer.at))
            elif response.status >= 400:
                frontier.dead(lease, answer, problem)
            else:
                frontier.done(lease, answer, self._look(lease, answer.at))
            if key and key != lease.url:
                frontier.alias(lease, key, answer)

        return write

    def along(self, page: Capture) -> Callable[[Store, int], None] | None:
        """What is written in the transaction that commits a page's bytes: that it is done."""
        known = self._captured.get((page.url, page.captured_at))
        if known is None:
            return None
        lease, write = known
        loop = asyncio.get_running_loop()

        def written(store: Store, capture_id: int) -> None:
            write(Frontier(store, self.outlet.name))
            loop.call_soon_threadsafe(self._written, lease)

        return written

    def archived(self, page: Capture, record: dict[str, Any]) -> None:
        """What came of a page: the plan to look again counts from its date."""
        known = self._captured.pop((page.url, page.captured_at), None)
        published = moment_of(record["published"])
        if known and published and page.status < 400:
            lease = known[0]
            again = next_look(published, self.outlet.revisit, page.captured_at)
            self._later_write(lambda frontier: frontier.settled(lease.id, published, again))

    async def page_failed(self, failure: Failure) -> None:
        """Say that a page could not be fetched."""
        request: Request = failure.request  # type: ignore[attr-defined]  # set by Scrapy
        lease: Lease = request.cb_kwargs["lease"]
        error, now = failure.value, datetime.now(UTC)
        answer = Answer(now, None)
        if is_forbidden(error):
            self.crawler.stats.inc_value("pages/forbidden")
            until = now + RULES_LAST
            await self._note(
                lease, lambda frontier: frontier.failed(lease, answer, "robots.txt forbids it", until)
            )
        elif isinstance(error, HostWaits):  # said once, by those who keep the manners
            self.crawler.stats.inc_value("pages/unfetched")
            self.agenda.waiting_hosts.add(lease.host)
            until = error.until or self._later(lease, now)
            await self._note(lease, lambda frontier: frontier.put_off(lease, "its host waits", until))
        else:
            problem, remedy = trouble(error)
            if remedy == LATER and await self._failed(lease, answer, problem):
                return
            self._miss(request.url, ": ".join(filter(None, (problem, remedy))))
            if remedy == LATER:
                until = self._later(lease, now)
                await self._note(lease, lambda frontier: frontier.failed(lease, answer, problem, until))
            else:
                await self._note(lease, lambda frontier: frontier.dead(lease, answer, problem))

    async def _failed(self, lease: Lease, answer: Answer, problem: str) -> bool:
        """A page that failed has another turn in this crawl; where it had enough of them, False."""
        if lease.tries >= self._retries or self._closing:
            if answer.status:
                self._miss(lease.url, problem)
            return False
        again = answer.at + next_try(lease.tries, self.settings.getfloat("DOWNLOAD_DELAY"))
        await self._note(lease, lambda frontier: frontier.failed(lease, answer, problem, again))
        return True

    @property
    def _retries(self) -> int:
        return self.settings.getint("RETRY_TIMES")

    def _later(self, lease: Lease, now: datetime) -> datetime:
        return now + next_crawl(lease.tries)

    def _look(self, lease: Lease, now: datetime) -> datetime | None:
        return next_look(lease.published, self.outlet.revisit, now)

    async def _note(self, lease: Lease, function: Callable[[Frontier], None]) -> None:
        """Write what became of a lease that gave no capture."""
        await self.frontier(function)
        self._written(lease)

    def _later_write(self, function: Callable[[Frontier], None]) -> None:
        """Write without waiting for it: nothing is lost where it fails."""
        assert self._pipeline.archive
        name = self.outlet.name
        self._pipeline.archive.ingest.write(lambda store: function(Frontier(store, name)))

    def _written(self, lease: Lease) -> None:
        self._sent.pop(lease.id, None)
        self._wake.set()

    def _unwritten(self, item: Any) -> None:
        """An item that was dropped: its row was written with its bytes, or else waits for the next crawl."""
        if isinstance(item, Capture) and (known := self._captured.pop((item.url, item.captured_at), None)):
            self._written(known[0])

    def _broken(self, response: Response) -> None:
        """A callback raised: its lease is given back when the crawl ends."""
        if lease := response.cb_kwargs.get("lease"):
            self._written(lease)
            self._shut()

    def _miss(self, url: str, problem: str) -> None:
        self.crawler.stats.inc_value("pages/unfetched")
        self.logger.warning("%s: %s", url, problem)

    def _complain(self, lease: Lease, problem: str, remedy: str) -> None:
        self.crawler.stats.inc_value("sources/failed")
        where = f"`{KEYS[lease.kind]}` in {self.outlet.path}"
        self.logger.error("%s: %s (%s)", lease.url, problem, f"{remedy}; {where}" if remedy else where)

    def _report(self, lease: Lease, tally: Counter[str]) -> None:
        found = tally.total()
        said = ", ".join(f"{count} {verdict}" for verdict, count in tally.items()) or "none"
        self.logger.info("%s: %s (%s)", lease.url, counted(found, "link"), said)
        if found and tally["refused"] + tally["elsewhere"] == found:
            asked = f"-a section={self.arguments.section} and " if self.arguments.section else ""
            rules = f"{asked}follow, skip and sections in {self.outlet.path}"
            self.logger.warning("%s: of %s none passes %s", lease.url, counted(found, "link"), rules)

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
        fetched = count("pages/fetched") or count("pages/unchanged") or count("sources/unchanged")
        troubles = ["sources/failed", "pages/unfetched", "archive/failed", "spider_exceptions/count"]
        if not fetched:  # of many pages some are always gone or forbidden, but not all
            troubles += ["pages/error", "pages/forbidden"]
        if any(map(count, troubles)):
            raise CloseSpider("partly_failed" if fetched else "failed")


def _is_loopback(host: str) -> bool:
    name = urlsplit(f"//{host}").hostname or ""
    try:
        return ip_address(name).is_loopback
    except ValueError:
        return name == "localhost"
