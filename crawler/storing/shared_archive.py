"""The archive that all spiders of a process share: it has one writer and one pool of cleaning processes."""

from __future__ import annotations

import asyncio
import json
import logging
import re
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from scrapy.settings import BaseSettings

from archive.db.store import Store, translated
from archive.errors import MatineeError, NotFoundError
from archive.ingest.ingest import Ingest
from archive.ingest.workers.messages import Outcome
from archive.query.records import records_where
from archive.rules.load import rule_folders, usable_rules
from crawler.monitor.notify import notification_target, notify

logger = logging.getLogger(__name__)

T = TypeVar("T")

_open: dict[Path, SharedArchive] = {}  # by path: a second writer in this process would wait for the first


class NotCleanedYet(MatineeError):
    """A page is stored in the archive and is left to the next crawl for cleaning."""


class SharedArchive:
    """An archive that is open for crawls; `open` returns the same one to every crawl of a process.

    When the last crawl closes it, a notification about changes in the outlets' health is sent to NOTIFY.
    """

    def __init__(self, path: Path, settings: BaseSettings) -> None:
        self.path = path
        self.ingest: Ingest
        self.crawled: set[str] = set()  # names of the outlets that this process has crawled
        self._notify = notification_target(settings["NOTIFY"])
        self._users = 0
        self._ready = asyncio.ensure_future(self._begin(settings))
        self._reader = ThreadPoolExecutor(1, "archive-reader")  # reading delays neither event loop nor writer
        self._store: Store | None = None
        self._wanted: tuple[list[int], asyncio.Task[dict[int, dict[str, Any]]]] | None = None
        self._drain = True
        self._no_more_waiting: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    @classmethod
    async def open(cls, settings: BaseSettings) -> SharedArchive:
        """The archive of ARCHIVE_DB. Call `close` once for each `open`.

        Raises:
            MatineeError: it cannot be opened for writing, or CLEAN_WORKERS is not a number.
        """
        path = Path(settings["ARCHIVE_DB"]).resolve()
        archive = _open.get(path)
        if archive is None:
            archive = _open[path] = cls(Path(settings["ARCHIVE_DB"]), settings)
        archive._users += 1
        try:
            await asyncio.shield(archive._ready)
        except BaseException:
            await archive.close()
            raise
        return archive

    async def close(self, *, drain: bool = True) -> None:
        """Give up the archive; the last caller closes the file.

        Args:
            drain: wait until every page is cleaned, also those left by earlier processes. If any caller
                passes False, nothing is waited for, and the next crawl cleans the rest.
        """
        self._users -= 1
        self._drain = self._drain and drain
        if self._users:
            return
        del _open[self.path.resolve()]
        if self._store:
            await asyncio.get_running_loop().run_in_executor(self._reader, self._store.close)
        self._reader.shutdown()
        if hasattr(self, "ingest"):
            await asyncio.to_thread(self.ingest.close, drain=self._drain)
        if self._notify and self.crawled and self._drain:  # a crawl that is told to stop must end quickly
            await asyncio.to_thread(notify, self.path, self.crawled, self._notify, datetime.now(UTC))

    def stop_waiting(self) -> None:
        """End every `wait_for_outcome` now. The next crawl cleans the pages, whose bytes are stored."""
        if not self._no_more_waiting.done():
            self._no_more_waiting.set_result(None)

    async def wait_for_outcome(self, submitted: Future[Outcome]) -> Outcome:
        """The outcome of a submitted capture.

        Raises:
            ArchiveError: the archive cannot be written.
            InputError: the capture cannot be stored.
            NotCleanedYet: `stop_waiting` was called before the capture was cleaned.
        """
        outcome = asyncio.wrap_future(submitted)
        either: set[asyncio.Future[Any]] = {outcome, self._no_more_waiting}
        await asyncio.wait(either, return_when=asyncio.FIRST_COMPLETED)
        if not outcome.done():
            # Retrieve a later exception, so that asyncio does not log it as never retrieved.
            outcome.add_done_callback(asyncio.Future.exception)
            raise NotCleanedYet("stored", "the next crawl cleans it")
        return outcome.result()

    async def write(self, function: Callable[[Store], T]) -> T:
        """Run `function(store)` in the writer's thread, in a transaction. Raises ArchiveError."""
        return await asyncio.wrap_future(self.ingest.write(function))

    async def read(self, function: Callable[[Store], T]) -> T:
        """Run `function(store)` in the reading thread. It sees committed data and does not delay the writer.

        Raises:
            ArchiveError: the archive cannot be read.
        """
        return await asyncio.get_running_loop().run_in_executor(self._reader, self._read, function)

    async def record(self, article_id: int) -> dict[str, Any]:
        """The flat record of an article. Articles are stored in batches, and a batch is read at once.

        Raises:
            NotFoundError: there is no such article.
        """
        if self._wanted is None:
            self._wanted = [], asyncio.ensure_future(self._read_wanted())
        ids, reading = self._wanted
        ids.append(article_id)
        records = await asyncio.shield(reading)
        if article_id not in records:
            raise NotFoundError(f"article {article_id}", "it was removed meanwhile")
        return records[article_id]

    async def _read_wanted(self) -> dict[int, dict[str, Any]]:
        """The records that all have asked for before the event loop came to this, by id."""
        assert self._wanted
        (ids, _), self._wanted = self._wanted, None
        return await self.read(partial(_records, ids=ids))

    async def _begin(self, settings: BaseSettings) -> None:
        workers = _workers(settings)
        rules, errors = await asyncio.to_thread(usable_rules, rule_folders(settings["RULES_DIR"]))
        for error in errors:  # no reason to stop the crawl: pages can be cleaned again with mended rules
            logger.warning("%s", error)
        self.ingest = await asyncio.to_thread(Ingest, self.path, workers=workers, rules=rules)

    def _read(self, function: Callable[[Store], T]) -> T:
        self._store = self._store or Store.open(self.path, readonly=True)
        with translated(self.path):
            return function(self._store)


def _records(store: Store, ids: list[int]) -> dict[int, dict[str, Any]]:
    records = records_where(store, "id in (select value from json_each(?))", [json.dumps(ids)])
    return {record["id"]: record for record in records}


def _workers(settings: BaseSettings) -> int:
    value = settings["CLEAN_WORKERS"]
    if not re.fullmatch("[1-9][0-9]*", str(value)):
        problem = f"CLEAN_WORKERS={value}: not a number of processes"
        raise MatineeError(problem, "give a whole number from 1 up")
    return int(value)
