"""Store captures in an archive: any thread submits them, one thread writes them."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from queue import SimpleQueue
from types import TracebackType
from typing import Self, TypeVar

from archive.db.store import Store, translated
from archive.ingest.dispatcher import Dispatcher
from archive.ingest.learned.boilerplate import LearnedBoilerplate, study
from archive.ingest.workers.fork_server import block_ctrl_c
from archive.ingest.workers.messages import (
    AlsoWrite,
    CleanAgain,
    Close,
    Message,
    NewCapture,
    Outcome,
    ReplayAll,
    Write,
)
from archive.ingest.workers.worker_pool import CLEAN, CLEAN_SECONDS, Clean
from archive.ingest.writer import Writer
from archive.model import Capture, Declared
from archive.opt_out import forbids_keeping, page_signals
from archive.rules.model import Rules

__all__ = ["Ingest", "Outcome"]

T = TypeVar("T")


class Ingest:
    """Store captures in an archive: `with Ingest("archive.db") as ingest: ingest.submit(capture).result()`.

    One thread reads the opt-out signals of pages, and another owns the only writing connection. The bytes of
    a capture are committed before it is cleaned, unless its page forbids keeping them. Captures that an
    earlier process left uncleaned are cleaned first.
    """

    def __init__(
        self,
        path: str | Path,
        executor: Executor | None = None,
        *,
        workers: int | None = None,
        clean: Clean | str = CLEAN,
        seconds: float = CLEAN_SECONDS,
        trial: bool = False,
        in_order: bool = False,
        rules: Rules | None = None,
    ) -> None:
        """Open the archive, or create it.

        Args:
            path: of the archive.
            executor: cleans the pages; None creates a process pool.
            workers: number of processes of that pool, or workers of the executor; None: one per core.
            clean: the cleaner, or its name as `package.module:function`.
            seconds: time limit for a page in our own process pool.
            trial: `reclean` returns outcomes but writes nothing.
            in_order: store pages in the order in which they were submitted, however slow one is. Otherwise
                one that takes more than two seconds longer than the next is passed by it.
            rules: site rules for cleaning.

        Raises:
            ArchiveError: the archive cannot be opened for writing.
        """
        self._path = Path(path)
        self._inbox: SimpleQueue[Message] = SimpleQueue()
        self._lock = threading.Lock()  # so that no message enters the inbox after its last reading
        self._closing = False
        self._boilerplate = LearnedBoilerplate()  # used only in the writer's thread
        # One thread, so that captures reach the writer in the order in which they were submitted.
        self._signal_reader = ThreadPoolExecutor(1, "archive-signals", block_ctrl_c)
        self._failure: BaseException | None = None
        writer = Writer(
            self._inbox,
            lambda: Dispatcher(
                executor,
                workers,
                clean,
                seconds,
                post=self._inbox.put,
                boilerplate=self._boilerplate,
                rules=rules,
            ),
            trial=trial,
            in_order=in_order,
        )
        opened: Future[None] = Future()
        self._thread = threading.Thread(
            target=self._run, args=(writer, opened), name="archive-writer", daemon=True
        )
        self._thread.start()
        try:
            opened.result()
        except BaseException:  # also on Ctrl-C: the caller has no Ingest to close
            self.close(drain=False)
            raise

    def submit(
        self,
        capture: Capture,
        crawl_id: int | None = None,
        also_write: AlsoWrite | None = None,
        *,
        keep_noarchive: bool = True,
    ) -> Future[Outcome]:
        """Store and clean a capture. Never blocks, and parses nothing in the caller's thread.

        Args:
            crawl_id: the crawl that counts it.
            also_write: `also_write(store, capture_id)` runs in the transaction that commits the bytes; for a
                withheld page, in the one that commits its facts.
            keep_noarchive: store `noarchive` pages like any other. Otherwise they are withheld: cleaned from
                memory, without writing a byte. If the process ends before that, nothing of them remains.

        Returns:
            A future of its Outcome. It raises ArchiveError if the archive could not be written, and
            InputError if a row cannot hold this capture (a lone surrogate in its URL). A page that cannot
            be cleaned raises no error: its outcome is `failed`.
        """
        future: Future[Outcome] = Future()
        future.set_running_or_notify_cancel()  # a submitted capture cannot be cancelled
        message = NewCapture(capture, crawl_id, future, also_write)
        with self._lock:
            self._refuse_if_closing()
            self._signal_reader.submit(self._read_signals, message, keep_noarchive)
        return future

    def reclean(self, capture_id: int, declared: Declared | None = None) -> Future[Outcome]:
        """Clean a stored capture again, with the current cleaner and rules. Never blocks.

        Args:
            declared: what its outlet's file says of the page by now, which the capture then says, too; None
                leaves what it says.

        Returns:
            A future of its Outcome: `changed`, `same`, `worse` (not changed), `not_article`, `failed`, or
            `new` if it had no article before. It raises ArchiveError if the archive could not be written.
        """
        future: Future[Outcome] = Future()
        future.set_running_or_notify_cancel()
        self._post(CleanAgain(capture_id, future, declared), future)
        return future

    def replay(self) -> None:
        """Decide again on articles whose captures were stored in another order than they were made.

        Call it when all outcomes are there. `close` waits for it.
        """
        with self._lock:
            self._refuse_if_closing()
            if self._failure is None:
                self._inbox.put(ReplayAll())

    def learn(self, outlets: Iterable[str]) -> set[str]:
        """Learn outlets' boilerplate from stored pages. Studies run in this thread, the writer writes them.

        Returns:
            The keys of lines that are now treated differently.
        """
        with translated(self._path), Store.open(self._path, readonly=True) as reader:
            studies = [study(reader, outlet) for outlet in outlets]

        def write_all(store: Store) -> set[str]:
            return set().union(*(self._boilerplate.write(store, findings) for findings in studies))

        return self.write(write_all).result()

    def write(self, function: Callable[[Store], T]) -> Future[T]:
        """Run `function(store)` in the writer's thread, in its own transaction."""
        future: Future[T] = Future()
        future.set_running_or_notify_cancel()
        self._post(Write(function, future), future)
        return future

    def close(self, drain: bool = True) -> None:
        """Store everything submitted. Without `drain`, leave uncleaned captures to the next Ingest."""
        with self._lock:
            is_first, self._closing = not self._closing, True
        if is_first:
            self._signal_reader.shutdown()  # so that all submitted captures enter the inbox before Close
            self._inbox.put(Close(drain))
        self._thread.join()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close(drain=kind is None or issubclass(kind, Exception))  # do not delay Ctrl-C

    def _read_signals(self, message: NewCapture, keep_noarchive: bool) -> None:
        """Add the page's opt-out signals to a capture and send it to the writer. Runs in its own thread."""
        try:
            capture = message.capture
            signals = tuple(dict.fromkeys((*page_signals(capture), *capture.signals)))
            withheld = forbids_keeping(signals) and not keep_noarchive
            if signals != capture.signals or withheld != capture.withheld:
                message = replace(message, capture=replace(capture, signals=signals, withheld=withheld))
        except Exception as error:
            message.future.set_exception(error)
            return
        self._post(message, message.future, is_submitted=True)

    def _post(
        self, message: NewCapture | CleanAgain | Write, future: Future[T], *, is_submitted: bool = False
    ) -> None:
        """Put a message into the writer's inbox. If the writer has failed, set its error on the future.

        Args:
            is_submitted: it was submitted before this Ingest was closed.
        """
        with self._lock:
            if not is_submitted:
                self._refuse_if_closing()
            if self._failure is None:
                self._inbox.put(message)
                return
        future.set_exception(self._failure)

    def _refuse_if_closing(self) -> None:
        if self._closing:
            raise RuntimeError("this Ingest is closed")

    def _run(self, writer: Writer, opened: Future[None]) -> None:
        block_ctrl_c()
        try:
            with Store.open(self._path, create=True) as store, translated(self._path):
                opened.set_result(None)
                writer.run(store)
        except BaseException as error:
            if not opened.done():
                opened.set_exception(error)
                return
            with self._lock:
                self._failure = error
            writer.refuse(error)
