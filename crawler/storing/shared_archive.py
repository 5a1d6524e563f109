"""The archive as the spiders of one process share it: one writer, one pool of cleaning processes."""

from __future__ import annotations

import asyncio
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
from archive.errors import MatineeError
from archive.export import record
from archive.ingest.ingest import Ingest
from archive.ingest.messages import Outcome
from archive.rules.load import rule_folders, usable_rules
from crawler.monitor.notify import notification_target, notify

logger = logging.getLogger(__name__)

T = TypeVar("T")

_open: dict[Path, SharedArchive] = {}  # of this process: a second writer would only wait for the first


class NotCleanedYet(MatineeError):
    """A page is in the archive, and nobody waits for it to be cleaned."""


class SharedArchive:
    """An archive that is open for crawls; `Archive.open` gives every crawl of the process the same one.

    When the last of them closes it, whoever NOTIFY names is told what has changed with the outlets.
    """

    def __init__(self, path: Path, settings: BaseSettings) -> None:
        self.path = path
        self.ingest: Ingest
        self.crawled: set[str] = set()  # outlets, by this process
        self._notify = notification_target(settings["NOTIFY"])
        self._users = 0
        self._ready = asyncio.ensure_future(self._begin(settings))
        self._reader = ThreadPoolExecutor(1, "archive-reader")  # neither the loop nor the writer waits for it
        self._store: Store | None = None
        self._drain = True
        self._hurried: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    @classmethod
    async def open(cls, settings: BaseSettings) -> SharedArchive:
        """The archive of ARCHIVE_DB; `close` it as often as it was opened.

        Raises:
            MatineeError: it cannot be opened for writing, or CLEAN_WORKERS will not do.
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
        """The last to close it has the file closed.

        Args:
            drain: wait for every page to be cleaned, also those that an earlier process left; the next crawl
                does it otherwise. One user of the archive who does not wait is enough.
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
        if self._notify and self.crawled and self._drain:  # who was told to stop, stops
            await asyncio.to_thread(notify, self.path, self.crawled, self._notify, datetime.now(UTC))

    def stop_waiting(self) -> None:
        """Leave what is not cleaned yet to the next crawl: its bytes are in the archive."""
        if not self._hurried.done():
            self._hurried.set_result(None)

    async def wait_for_outcome(self, submitted: Future[Outcome]) -> Outcome:
        """What came of a capture. Raises ArchiveError, InputError, and Unsettled in a hurry."""
        settling = asyncio.wrap_future(submitted)
        either: set[asyncio.Future[Any]] = {settling, self._hurried}
        await asyncio.wait(either, return_when=asyncio.FIRST_COMPLETED)
        if not settling.done():
            settling.add_done_callback(asyncio.Future.exception)  # nobody asks for it any more
            raise NotCleanedYet("stored", "the next crawl cleans it")
        return settling.result()

    async def write(self, function: Callable[[Store], T]) -> T:
        """Run `function(store)` in the writer's thread, in a transaction. Raises ArchiveError."""
        return await asyncio.wrap_future(self.ingest.write(function))

    async def read(self, function: Callable[[Store], T]) -> T:
        """Run `function(store)` in the thread that reads: it sees what is committed and stalls no writer.

        Raises:
            ArchiveError: the archive cannot be read.
        """
        return await asyncio.get_running_loop().run_in_executor(self._reader, self._read, function)

    async def record(self, article_id: int) -> dict[str, Any]:
        """The flat record of an article."""
        return await self.read(partial(record, article_id=article_id))

    async def _begin(self, settings: BaseSettings) -> None:
        workers = _workers(settings)
        rules, errors = await asyncio.to_thread(usable_rules, rule_folders(settings["RULES_DIR"]))
        for error in errors:  # what is collected can be cleaned again; a crawl does not stop for it
            logger.warning("%s", error)
        self.ingest = await asyncio.to_thread(Ingest, self.path, workers=workers, rules=rules)

    def _read(self, function: Callable[[Store], T]) -> T:
        self._store = self._store or Store.open(self.path, readonly=True)
        with translated(self.path):
            return function(self._store)


def _workers(settings: BaseSettings) -> int:
    given = settings["CLEAN_WORKERS"]
    if not re.fullmatch("[1-9][0-9]*", str(given)):
        raise MatineeError(f"CLEAN_WORKERS={given}: no number of processes", "give a whole number from 1 up")
    return int(given)
