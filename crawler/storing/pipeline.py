"""The item pipeline: it stores captures in the archive, off the event loop, and returns article records."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any, Self

from filelock import FileLock
from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import DropItem
from scrapy.http import Response

from archive.db.outcomes import OUTCOME_WORDS, count_words, describe_outcome
from archive.db.rows import Row, stamp
from archive.db.store import Store
from archive.drift.recent_pages import NO_DRIFT, drift_json
from archive.errors import InputError, MatineeError
from archive.ingest.workers.messages import Outcome
from archive.model import Capture
from crawler.crawl_ending import ARCHIVE_ERROR
from crawler.frontier import Frontier
from crawler.frontier.crawl_stats import (
    DRIFT_STAT,
    STATUS_PREFIX,
    UNANSWERED_STAT,
    end_crawl,
    ended_crawl_row,
)
from crawler.locks import acquire_lock
from crawler.outlet.arguments import Arguments
from crawler.outlet.outlet import Outlet
from crawler.shutdown import CLEANING_GRACE, stopping
from crawler.storing.shared_archive import NotCleanedYet, SharedArchive

logger = logging.getLogger(__name__)


class ArchivePipeline:
    """Stores each `Capture` item and replaces it with the flat record of its article.

    A capture that is no article is dropped, and so is one of an article that this crawl already returned,
    unless it changed. Items of other types pass through. If the archive cannot be opened or written, the
    spider is closed with the reason `archive_error`.

    A spider may have three methods that are called here: `also_write(capture)` returns a function that writes
    in the transaction of the bytes, `gone(capture)` hears of a page that says that its article is gone, and
    `archived(capture, record)` receives the record.
    """

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.path = Path(crawler.settings["ARCHIVE_DB"])
        self.returned: set[int] = set()
        self.archive: SharedArchive | None = None
        self.crawl_id: int | None = None
        self._begun: asyncio.Future[None] | None = None
        self._closing: asyncio.Future[None] | None = None
        self._lock: FileLock | None = None
        self._timer: asyncio.TimerHandle | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Scrapy's constructor."""
        pipeline = cls(crawler)
        # Only this signal gives the reason why the spider closed. It is sent after the last item.
        crawler.signals.connect(pipeline.spider_closed, signals.spider_closed)
        crawler.signals.connect(pipeline.stop, stopping)
        crawler.signals.connect(pipeline.count_status, signals.response_received)
        return pipeline

    def count_status(self, response: Response, request: Request) -> None:
        """Count a response by its status."""
        # Not robots.txt and opt-out files: it is normal that a site has none.
        if not (request.meta.get("dont_obey_robotstxt") or request.meta.get("is_policy")):
            self.crawler.stats.inc_value(f"{STATUS_PREFIX}{response.status}")

    async def begin(self) -> None:
        """Open or create the archive and begin a crawl in it. Further calls do nothing.

        An outlet's spider calls this before its first request; for other spiders the first capture does. It
        is not done when the spider opens, because `scrapy shell` and `fetch` open spiders to collect nothing.

        Raises:
            LockedError: another process is crawling the outlet into this archive.
            MatineeError: the archive cannot be opened for writing, or CLEAN_WORKERS is not a number.
        """
        if self._begun is None:
            self._begun = asyncio.ensure_future(self._open())
        await asyncio.shield(self._begun)

    async def _open(self) -> None:
        self.archive = await SharedArchive.open(self.crawler.settings)
        spider = self.crawler.spider
        if spider and isinstance(getattr(spider, "outlet", None), Outlet):
            self._lock = await asyncio.to_thread(acquire_lock, self.path, spider.name)
        self.crawl_id = await self.archive.write(self._add_crawl)
        if self.crawler.spider:
            self.archive.crawled.add(self.crawler.spider.name)

    async def process_item(self, item: Any) -> Any:
        """The record of the capture's article. Raises DropItem if there is none."""
        if not isinstance(item, Capture):
            return item
        spider: Any = self.crawler.spider
        try:
            await self.begin()
            assert self.archive
            also_write = spider.also_write(item) if hasattr(spider, "also_write") else None
            # Pages marked noarchive are kept only if the outlet's file says so.
            keep = getattr(getattr(spider, "outlet", None), "keep_noarchive", False)
            submitted = self.archive.ingest.submit(item, self.crawl_id, also_write, keep_noarchive=keep)
            outcome = await self.archive.wait_for_outcome(submitted)
            self.crawler.stats.inc_value(f"archive/{outcome.outcome}")
            if outcome.article_id is not None and outcome.outcome in ("missing", "gone", "worse"):
                word, url = describe_outcome(outcome.outcome), item.url
                if outcome.outcome != "worse":
                    url = next(iter(item.redirected_from), url)
                    if hasattr(spider, "gone"):
                        spider.gone(item)
                logger.info("%s: %s (%s)", url, word, outcome.reason, extra={"spider": spider})
            record = await self.archive.record(self._article(outcome))
            if hasattr(spider, "archived"):
                spider.archived(item, record)
            return record
        except NotCleanedYet as error:
            raise DropItem(str(error), log_level="INFO") from None
        except InputError as error:  # concerns only this capture
            raise DropItem(str(error), log_level="ERROR") from None
        except MatineeError as error:
            self._give_up(error)
            raise DropItem(str(error), log_level="DEBUG") from None

    def _article(self, outcome: Outcome) -> int:
        """The id of the article whose record is returned. Raises DropItem if there is none."""
        if outcome.article_id is None:
            parts = (describe_outcome(outcome.outcome), outcome.page_type, outcome.reason)
            level = "ERROR" if outcome.outcome == "failed" else "INFO"
            raise DropItem(", ".join(filter(None, parts)), log_level=level)
        if outcome.article_id in self.returned and outcome.outcome != "changed":
            raise DropItem(f"article {outcome.article_id} again", log_level="DEBUG")
        self.returned.add(outcome.article_id)
        return outcome.article_id

    def _give_up(self, error: MatineeError) -> None:
        self.crawler.stats.inc_value("archive/unwritten")
        if self._closing is None:
            logger.error("%s", error, extra={"spider": self.crawler.spider})
            # Not awaited: the engine closes only after this item is done.
            closing = self.crawler.engine.close_spider_async(reason=ARCHIVE_ERROR)
            self._closing = asyncio.ensure_future(closing)

    def stop(self) -> None:
        """Handle the signal to end the crawl: wait only a few more seconds for pages to be cleaned."""
        if self.archive and self._timer is None:
            self._timer = asyncio.get_running_loop().call_later(CLEANING_GRACE, self.archive.stop_waiting)

    async def spider_closed(self, reason: str) -> None:
        """End the crawl in the archive and close it."""
        if self._begun:  # the spider may be closed while the archive is still being opened
            await asyncio.wait({self._begun})
        if self.archive is None:
            return
        try:
            if self.crawl_id is not None:
                await self._end_crawl(reason)
        except MatineeError as error:
            self.crawler.stats.inc_value("archive/unwritten")
            logger.error("%s", error, extra={"spider": self.crawler.spider})
        finally:
            if self._timer:
                self._timer.cancel()
            await self.archive.close(drain=self._timer is None)
            if self._lock:
                self._lock.release()
            self._log_summary()

    def _log_summary(self) -> None:
        stats = self.crawler.stats.get_stats()
        counts = {name: stats.get(f"archive/{name}", 0) for name in OUTCOME_WORDS}
        others = {key: count for key, count in stats.items() if key.removeprefix("archive/") not in counts}
        outcomes = ", ".join(filter(None, [count_words(counts), _counts(others, "archive/")]))
        pages = _counts(stats, "pages/") or "none"
        logger.info(
            "%s: %s (pages: %s)",
            self.path,
            outcomes or "nothing new",
            pages,
            extra={"spider": self.crawler.spider},
        )

    def _add_crawl(self, store: Store) -> int:
        """Add the crawl's row; returns its id. Runs in the writer's thread."""
        spider = self.crawler.spider
        row: dict[str, Any] = {
            "outlet": spider.name if spider else "",
            "started_at": stamp(datetime.now(UTC)),
        }
        arguments = getattr(spider, "arguments", None)
        if isinstance(arguments, Arguments) and not self.crawler.settings.getbool("CRAWL_DUE"):
            row["limited_to"] = arguments.part()
        return int(store.table("crawls").insert(row).last_rowid or 0)

    async def _end_crawl(self, reason: str) -> None:
        """Complete the crawl's row and release its leases."""
        assert self.archive
        spider: Any = self.crawler.spider
        log = getattr(spider, "crawl_log", None)
        # A copy for the writer's thread, because the statistics go on changing in this one.
        stats = dict(self.crawler.stats.get_stats())
        row = ended_crawl_row(stats, log.sources if log else None, datetime.now(UTC))
        outlet = spider.name if spider else ""
        if spider:
            row["drift"] = await self.archive.read(partial(drift_json, outlet=outlet))
            if row["drift"] != NO_DRIFT:
                signs = ", ".join(drift["sign"] for drift in json.loads(row["drift"]))
                self.crawler.stats.set_value(DRIFT_STAT, signs)

        def write(store: Store) -> Row:
            Frontier(store, outlet).release()
            end_crawl(store, self.crawl_id or 0, reason, row, unanswered=stats.get(UNANSWERED_STAT, 0))
            return store.row("select new, changed, same from crawls where id = ?", self.crawl_id) or {}

        # What was new at first may have turned out to be a known article at another address.
        for name, count in (await self.archive.write(write)).items():
            if count != stats.get(f"archive/{name}", 0):
                self.crawler.stats.set_value(f"archive/{name}", count)


def _counts(stats: Mapping[str, Any], prefix: str) -> str:
    """The statistics under a prefix as text: `12 fetched, 3 error`."""
    counts = {key.removeprefix(prefix): count for key, count in stats.items() if key.startswith(prefix)}
    return ", ".join(f"{counts[name]} {name.replace('_', ' ')}" for name in sorted(counts))
