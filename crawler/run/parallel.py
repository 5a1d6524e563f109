"""Crawl many outlets in parallel in one process, each with the spider and settings that it has alone."""

from __future__ import annotations

import asyncio
import logging
import os
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from scrapy import signals
from scrapy.crawler import AsyncCrawlerProcess, Crawler
from scrapy.settings import Settings

from archive.errors import MatineeError
from crawler.crawl_ending import exit_code
from crawler.exit_codes import FAILED
from crawler.logs.one_line import OneLineFormatter
from crawler.run.crawl_state import CrawlsState, CrawlState, read_activity
from crawler.run.preload import import_components
from crawler.shutdown import StoppableCrawler
from crawler.storing.pipeline import ArchivePipeline
from crawler.storing.shared_archive import SharedArchive
from crawler.user_settings import user_settings

MAX_CRAWLERS = 500  # crawls at the same time; further ones wait until one has ended

_START_INTERVAL = (
    0.02  # seconds between two starts: a start takes about as long, and the others' timers run in between
)

_WATCH_INTERVAL = 1.0  # seconds between two looks at what the crawls are doing

# These log a line or more for each crawler, which would flood the log when hundreds of outlets are crawled.
_QUIET_LOGGERS = ("addons", "crawler", "middleware", "statscollectors", "utils.log")


@dataclass(slots=True)
class OutletCrawl:
    """One outlet's crawl, and its result when it has ended.

    Attributes:
        code: exit code; FAILED until the crawl ends properly.
        reason: Scrapy's finish reason; None if the crawl broke off.
        stats: Scrapy's final statistics.
        crawl_id: id of its row; None if it has none.
        pages: number of pages done so far.
        item_errors: number of items for which a pipeline raised an error.
        has_ended: whether the crawl is over, well or not.
        crawler: Scrapy's crawler while it runs.
        began: when it began, by `time.monotonic`.
    """

    outlet: str
    code: int = FAILED
    reason: str | None = None
    stats: Mapping[str, Any] = field(default_factory=dict)
    crawl_id: int | None = None
    pages: int = 0
    item_errors: int = 0
    has_ended: bool = False
    crawler: Crawler | None = None
    began: float = 0.0

    @property
    def new(self) -> int:
        """Number of new articles so far."""
        stats = self.crawler.stats.get_stats() if self.crawler else self.stats
        return int(stats.get("archive/new", 0))


CrawlEnded = Callable[[OutletCrawl], None]
Watch = Callable[[CrawlsState], None]


class ParallelCrawls(AsyncCrawlerProcess):
    """Crawls outlets in parallel; starts them one after the other in the given order.

    Args:
        outlets: names.
        arguments: spider arguments, the same for every spider.
        crawl_ended: called when a crawl has ended.
        watch: called every second with what the crawls are doing.

    Attributes:
        stopped: a signal ended the crawls.
        failure: why nothing could be crawled; None if crawls were started.
    """

    def __init__(
        self,
        settings: Settings,
        outlets: Sequence[str],
        arguments: Mapping[str, str],
        crawl_ended: CrawlEnded,
        watch: Watch | None = None,
    ) -> None:
        # The caller reports mistakes in outlet files.
        logging.getLogger("crawler.loader").setLevel(logging.ERROR)
        super().__init__(settings)
        import_components(self.settings)
        quiet_log(settings)
        self.runs = [OutletCrawl(name) for name in outlets]
        self.stopped = False
        self._closed = asyncio.Event()
        self.failure: MatineeError | None = None
        self._arguments = dict(arguments)
        self._crawl_ended, self._watch = crawl_ended, watch

    async def join(self) -> None:
        """Start every outlet's crawl, and return when all have ended."""
        watching = asyncio.create_task(self._watch_crawls(self._watch)) if self._watch else None
        try:
            await self._crawl_all()
        finally:
            self._closed.set()
            if watching:
                watching.cancel()

    async def stop(self) -> None:
        """Start no more crawls, end the running ones, and return when the archive is closed.

        Scrapy stops the event loop as soon as this returns.
        """
        self.stopped = True
        await super().stop()
        await self._closed.wait()

    async def _crawl_all(self) -> None:
        try:
            # Keep it open until all crawls have ended, so that it is opened only once.
            archive = await SharedArchive.open(self.settings)
        except MatineeError as error:
            self.failure = error
            return
        try:
            await self._start_all()
            await super().join()
        finally:
            await archive.close(drain=not self.stopped)

    async def _watch_crawls(self, watch: Watch) -> None:
        began = time.monotonic()
        while True:
            watch(_state(self.runs, began))
            await asyncio.sleep(_WATCH_INTERVAL)

    async def _start_all(self) -> None:
        for run in self.runs:
            while len(self._active) >= MAX_CRAWLERS and not self.stopped:
                await asyncio.wait(self._active, return_when=asyncio.FIRST_COMPLETED)
            if self.stopped:
                return
            self._begin(run)
            await asyncio.sleep(_START_INTERVAL)

    def _begin(self, run: OutletCrawl) -> None:
        crawler = StoppableCrawler(self.spider_loader.load(run.outlet), self.settings)

        run.crawler, run.began = crawler, time.monotonic()

        def page_done(**_: Any) -> None:
            run.pages += 1

        def item_error(**_: Any) -> None:
            run.item_errors += 1

        # By default Scrapy keeps only weak references to receivers.
        crawler.signals.connect(page_done, signals.item_scraped, weak=False)
        crawler.signals.connect(page_done, signals.item_dropped, weak=False)
        crawler.signals.connect(item_error, signals.item_error, weak=False)
        task = self.crawl(crawler, **self._arguments)
        task.add_done_callback(lambda task: self._over(run, crawler, task))

    def _over(self, run: OutletCrawl, crawler: Crawler, task: asyncio.Task[None]) -> None:
        problem = None if task.cancelled() else task.exception()
        if problem:
            logging.getLogger(run.outlet).error("%s: %s", type(problem).__name__, problem)
        else:
            run.code = exit_code(crawler, run.item_errors)
            run.stats = dict(crawler.stats.get_stats())
            run.reason = run.stats.get("finish_reason")
            pipeline = crawler.get_item_pipeline(ArchivePipeline)
            run.crawl_id = pipeline.crawl_id if pipeline else None
        run.crawler, run.has_ended = None, True
        self._crawl_ended(run)


def _state(runs: Sequence[OutletCrawl], began: float) -> CrawlsState:
    now = time.monotonic()
    running = [
        CrawlState(run.outlet, run.pages, run.new, now - run.began, read_activity(run.crawler))
        for run in runs
        if run.crawler
    ]
    return CrawlsState(
        running,
        outlets=len(runs),
        ended=sum(run.has_ended for run in runs),
        pages=sum(run.pages for run in runs),
        new=sum(run.new for run in runs),
        seconds=now - began,
    )


def settings_for(db: Path, folders: Sequence[Path], given: Mapping[str, str], *, due: bool) -> Settings:
    """The user's settings (SCRAPY_SETTINGS_MODULE) or Matinee's, without what many crawlers cannot afford.

    Args:
        given: settings by name that override all others.
        due: these crawls run by the schedule.
    """
    settings = user_settings()
    lean = {
        "LOG_LEVEL": "WARNING",
        "LOG_INSTALL_ROOT_HANDLER": False,  # `quiet_log` installs one; Scrapy would, again for each crawler
        "LOGSTATS_INTERVAL": 0,
        "STATS_DUMP": False,
        "EXTENSIONS": {**settings.getdict("EXTENSIONS"), "scrapy.extensions.logcount.LogCount": None},
    }
    settings.setdict(lean, priority="project")
    named = os.pathsep.join(map(str, folders))
    ours = {"ARCHIVE_DB": str(db), "CRAWL_DUE": due} | ({"OUTLETS_DIR": named} if named else {})
    settings.setdict({**ours, **given}, priority="cmdline")
    return settings


def quiet_log(settings: Settings) -> None:
    """Log to standard error or LOG_FILE, one line for each event, without the messages in _QUIET_LOGGERS."""
    handler: logging.Handler
    file = settings.get("LOG_FILE")
    handler = logging.FileHandler(file, encoding="utf-8") if file else logging.StreamHandler()
    handler.setFormatter(OneLineFormatter(settings["LOG_FORMAT"], settings["LOG_DATEFORMAT"]))
    handler.setLevel(settings["LOG_LEVEL"])
    logging.root.setLevel(settings["LOG_LEVEL"])
    logging.root.addHandler(handler)
    # By default Scrapy writes two records a page that no handler takes.
    logging.getLogger("scrapy").setLevel(settings["LOG_LEVEL"])
    for name in _QUIET_LOGGERS:
        logging.getLogger(f"scrapy.{name}").setLevel(logging.WARNING)
