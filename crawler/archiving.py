"""The archive as the spiders of one process share it: one writer, one pool of cleaning processes."""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

from scrapy.settings import BaseSettings

from archive.errors import MatineeError
from archive.export import record
from archive.ingest import Ingest
from archive.rules.load import rule_folders, sound_rules
from archive.store import Store
from crawler.notify import addresses, tell

logger = logging.getLogger(__name__)
T = TypeVar("T")

_open: dict[Path, Archive] = {}  # of this process: a second writer would only wait for the first


class Archive:
    """An archive that is open for crawls; `Archive.open` gives every crawl of the process the same one.

    When the last of them closes it, whoever NOTIFY names is told what has changed with the outlets.
    """

    def __init__(self, path: Path, settings: BaseSettings) -> None:
        self.path = path
        self.ingest: Ingest
        self.crawled: set[str] = set()  # outlets, by this process
        self._notify = addresses(settings["NOTIFY"])
        self._users = 0
        self._ready = asyncio.ensure_future(self._begin(settings))
        self._reader = ThreadPoolExecutor(1, "archive-reader")  # neither the loop nor the writer waits for it
        self._store: Store | None = None

    @classmethod
    async def open(cls, settings: BaseSettings) -> Archive:
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

    async def close(self) -> None:
        """The last to close it has all that was submitted settled, and the file closed."""
        self._users -= 1
        if self._users:
            return
        del _open[self.path.resolve()]
        if self._store:
            await asyncio.get_running_loop().run_in_executor(self._reader, self._store.close)
        self._reader.shutdown()
        if hasattr(self, "ingest"):
            await asyncio.to_thread(self.ingest.close)
        if self._notify and self.crawled:
            await asyncio.to_thread(tell, self.path, self.crawled, self._notify, datetime.now(UTC))

    async def write(self, function: Callable[[Store], T]) -> T:
        """Run `function(store)` in the writer's thread, in a transaction. Raises ArchiveError."""
        return await asyncio.wrap_future(self.ingest.write(function))

    async def record(self, article_id: int) -> dict[str, Any]:
        """The flat record of an article."""
        return await asyncio.get_running_loop().run_in_executor(self._reader, self._read, article_id)

    async def _begin(self, settings: BaseSettings) -> None:
        workers = _workers(settings)
        rules, errors = await asyncio.to_thread(sound_rules, rule_folders(settings["RULES_DIR"]))
        for error in errors:  # what is collected can be cleaned again; a crawl does not stop for it
            logger.warning("%s", error)
        self.ingest = await asyncio.to_thread(Ingest, self.path, workers=workers, rules=rules)

    def _read(self, article_id: int) -> dict[str, Any]:
        self._store = self._store or Store.open(self.path, readonly=True)
        return record(self._store, article_id)


def _workers(settings: BaseSettings) -> int:
    given = settings["CLEAN_WORKERS"]
    if not re.fullmatch("[1-9][0-9]*", str(given)):
        raise MatineeError(f"CLEAN_WORKERS={given}: no number of processes", "give a whole number from 1 up")
    return int(given)
