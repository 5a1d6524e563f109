"""A thread with its own connection, in which outlets' pages are studied while others are stored."""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

from archive.db.store import Store, translated
from archive.ingest.learned.boilerplate import Findings, study


class StudyThread:
    """Studies outlets one after the other, so that the writer need not wait. Reads committed data."""

    def __init__(self) -> None:
        self._thread = ThreadPoolExecutor(1, "archive-study")
        self._store: Store | None = None  # opened and closed in the thread
        self._studies: set[Future[Findings]] = set()
        self._closed = False

    def study(self, path: Path, outlet: str) -> Future[Findings]:
        """Study an outlet of the archive at a path. The future raises ArchiveError if it cannot be read."""
        future = self._thread.submit(self._study, path, outlet)
        self._studies.add(future)
        future.add_done_callback(self._studies.discard)
        return future

    def close(self) -> None:
        """Cancel the studies that have not begun, and close the connection. Further calls do nothing."""
        if self._closed:
            return
        self._closed = True
        for future in list(self._studies):
            future.cancel()
        self._thread.submit(self._close_store)
        self._thread.shutdown()

    def _study(self, path: Path, outlet: str) -> Findings:
        with translated(path):
            try:
                self._store = self._store or Store.open(path, readonly=True)
                return study(self._store, outlet)
            except BaseException:
                self._close_store()  # the next study opens it again
                raise

    def _close_store(self) -> None:
        store, self._store = self._store, None
        if store:
            with suppress(Exception):
                store.close()
