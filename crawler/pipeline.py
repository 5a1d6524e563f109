"""Captures into the archive, off the event loop; records out of it."""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any, Self

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.exceptions import DropItem
from scrapy.settings import BaseSettings

from archive.errors import InputError, MatineeError
from archive.export import record
from archive.ingest import Ingest, Outcome
from archive.model import Capture
from archive.rows import stamp
from archive.rules.load import rule_folders, sound_rules
from archive.store import Store

logger = logging.getLogger(__name__)


class ArchivePipeline:
    """Takes `Capture` items in, and puts the flat record of their article in their place.

    What is no article is dropped, and so is a second capture of an article that this crawl gave already.
    Items of other kinds pass. An archive that cannot be opened or written closes the spider: `archive_error`.
    """

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.path = Path(crawler.settings["ARCHIVE_DB"])
        self.given: set[int] = set()
        self.ingest: Ingest | None = None
        self.crawl_id: int | None = None
        self._begun: asyncio.Future[None] | None = None
        self._closing: asyncio.Future[None] | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """How Scrapy builds it."""
        pipeline = cls(crawler)
        # Only this signal tells why the spider closed; it comes after the last item.
        crawler.signals.connect(pipeline.spider_closed, signals.spider_closed)
        return pipeline

    async def begin(self) -> None:
        """Open or make the archive and begin a crawl in it, once.

        An outlet's spider calls this before its first request; for other spiders the first capture does. When
        the spider is opened would be too early: `scrapy shell` and `fetch` open spiders, and collect nothing.

        Raises:
            MatineeError: the archive cannot be opened for writing, or CLEAN_WORKERS will not do.
        """
        if self._begun is None:
            self._begun = asyncio.ensure_future(self._open())
        await asyncio.shield(self._begun)

    async def _open(self) -> None:
        workers = _workers(self.crawler.settings)
        rules, errors = await asyncio.to_thread(sound_rules, rule_folders(self.crawler.settings["RULES_DIR"]))
        for error in errors:  # what is collected can be cleaned again; a crawl does not stop for it
            logger.warning("%s", error, extra={"spider": self.crawler.spider})
        self.ingest = await asyncio.to_thread(Ingest, self.path, workers=workers, rules=rules)
        self.reader = _Reader(self.path)
        self.crawl_id = await asyncio.wrap_future(self.ingest.write(self._add_crawl))

    async def process_item(self, item: Any) -> Any:
        """The record of the capture's article. Raises DropItem where there is none."""
        if not isinstance(item, Capture):
            return item
        try:
            await self.begin()
            assert self.ingest
            outcome = await asyncio.wrap_future(self.ingest.submit(item, self.crawl_id))
            self.crawler.stats.inc_value(f"archive/{outcome.outcome}")
            return await self.reader.record(self._article(outcome))
        except InputError as error:  # this capture alone
            raise DropItem(str(error), log_level="ERROR") from None
        except MatineeError as error:
            self._give_up(error)
            raise DropItem(str(error), log_level="DEBUG") from None

    def _article(self, outcome: Outcome) -> int:
        """Id of the article to give out for a capture."""
        if outcome.article_id is None:
            words = (outcome.outcome.replace("_", " "), outcome.page_type, outcome.reason)
            level = "ERROR" if outcome.outcome == "failed" else "INFO"
            raise DropItem(", ".join(filter(None, words)), log_level=level)
        if outcome.article_id in self.given and outcome.outcome != "changed":
            raise DropItem(f"article {outcome.article_id} again", log_level="DEBUG")
        self.given.add(outcome.article_id)
        return outcome.article_id

    def _give_up(self, error: MatineeError) -> None:
        self.crawler.stats.inc_value("archive/unwritten")
        if self._closing is None:
            logger.error("%s", error, extra={"spider": self.crawler.spider})
            # Not awaited: the engine closes when this very item is done.
            closing = self.crawler.engine.close_spider_async(reason="archive_error")
            self._closing = asyncio.ensure_future(closing)

    async def spider_closed(self, reason: str) -> None:
        """End the crawl in the archive and close it."""
        if self.ingest is None:
            return
        try:
            await asyncio.wrap_future(self.ingest.write(partial(self._end_crawl, reason)))
        except MatineeError as error:
            self.crawler.stats.inc_value("archive/unwritten")
            logger.error("%s", error, extra={"spider": self.crawler.spider})
        finally:
            await self.reader.close()
            await asyncio.to_thread(self.ingest.close)
            self._sum_up()

    def _sum_up(self) -> None:
        stats = self.crawler.stats.get_stats()
        found = _counts(stats, "archive/") or "nothing new"
        pages = _counts(stats, "pages/") or "none"
        logger.info("%s: %s (pages: %s)", self.path, found, pages, extra={"spider": self.crawler.spider})

    def _add_crawl(self, store: Store) -> int:
        """In the writer's thread."""
        spider = self.crawler.spider
        row = {"outlet": spider.name if spider else "", "started_at": stamp(datetime.now(UTC))}
        return int(store.table("crawls").insert(row).last_rowid or 0)

    def _end_crawl(self, reason: str, store: Store) -> None:
        """In the writer's thread. The outcomes were counted as they came."""
        requests = self.crawler.stats.get_value("downloader/request_count", 0)
        store.db.execute(
            "update crawls set ended_at = ?, end_reason = ?, requests = ?,"
            " captures = (select count(*) from captures where crawl_id = crawls.id) where id = ?",
            (stamp(datetime.now(UTC)), reason, requests, self.crawl_id),
        )


def _workers(settings: BaseSettings) -> int:
    given = settings["CLEAN_WORKERS"]
    if not re.fullmatch("[1-9][0-9]*", str(given)):
        raise MatineeError(f"CLEAN_WORKERS={given}: no number of processes", "give a whole number from 1 up")
    return int(given)


def _counts(stats: Mapping[str, Any], prefix: str) -> str:
    """The statistics under a prefix, in words: `3 not article, 12 new`"""
    found = {key.removeprefix(prefix): count for key, count in stats.items() if key.startswith(prefix)}
    return ", ".join(f"{found[name]} {name.replace('_', ' ')}" for name in sorted(found))


class _Reader:
    """Reads records in a thread of its own, by a connection of its own: neither loop nor writer waits."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._thread = ThreadPoolExecutor(1, "archive-reader")
        self._store: Store | None = None

    async def record(self, article_id: int) -> dict[str, Any]:
        return await asyncio.get_running_loop().run_in_executor(self._thread, self._read, article_id)

    def _read(self, article_id: int) -> dict[str, Any]:
        self._store = self._store or Store.open(self._path, readonly=True)
        return record(self._store, article_id)

    def _shut(self) -> None:
        if self._store:
            self._store.close()

    async def close(self) -> None:
        await asyncio.get_running_loop().run_in_executor(self._thread, self._shut)
        self._thread.shutdown()
