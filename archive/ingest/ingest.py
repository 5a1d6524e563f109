"""The way into an archive: captures go in from any thread, one thread writes them."""

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
from archive.ingest.learned_boilerplate import LearnedBoilerplate, study
from archive.ingest.messages import AlsoWrite, CleanAgain, Close, Message, NewCapture, Outcome, Write
from archive.ingest.worker_pool import CLEAN, CLEAN_SECONDS, Clean, block_ctrl_c
from archive.ingest.writer import Writer
from archive.model import Capture
from archive.opt_out import forbids_keeping, page_signals
from archive.rules.model import Rules

__all__ = ["Ingest", "Outcome"]

T = TypeVar("T")


class Ingest:
    """Take captures into an archive: `with Ingest("archive.db") as ingest: ingest.submit(capture).result()`.

    One thread reads what pages say of their use, and another holds the only writing connection. The bytes of
    a capture are committed before it is cleaned, unless its page forbids to keep them; what an earlier
    process left uncleaned is cleaned first.
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
        rules: Rules | None = None,
    ) -> None:
        """Open or make the archive.

        Args:
            path: of the archive.
            executor: where pages are cleaned; None makes a process pool.
            workers: processes of that pool, or how many the executor has; None: one a core.
            clean: the cleaner, or its name as `package.module:function`.
            seconds: that a page may take in a pool of our own.
            trial: only to find out what cleaning again would do: `reclean` writes nothing.
            rules: by which the pages of some hosts are read.

        Raises:
            ArchiveError: the archive cannot be opened for writing.
        """
        self._path = Path(path)
        self._inbox: SimpleQueue[Message] = SimpleQueue()
        self._lock = threading.Lock()  # so that nothing is put in the inbox after its last reading
        self._closing = False
        self._furniture = LearnedBoilerplate()  # used in the writer's thread alone
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
                furniture=self._furniture,
                rules=rules,
            ),
            trial=trial,
        )
        opened: Future[None] = Future()
        self._thread = threading.Thread(
            target=self._run, args=(writer, opened), name="archive-writer", daemon=True
        )
        self._thread.start()
        try:
            opened.result()
        except BaseException:  # also Ctrl-C: nobody else will close this Ingest
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
        """Take in a capture; never blocks, and parses nothing in the caller's thread.

        Args:
            crawl_id: the crawl that counts it.
            also_write: `also_write(store, capture_id)` runs in the transaction that commits the bytes; for a
                withheld page, in the one that commits its facts.
            keep_noarchive: a page that says `noarchive` is kept as any other. Else it is withheld: cleaned
                from memory, and no byte of it is written. If the process ends before that, nothing is left.

        Returns:
            A future of its Outcome. It raises ArchiveError where the archive could not be written, and
            InputError where a row cannot hold this capture (a lone surrogate in its URL); a page that cannot
            be cleaned is no error but the outcome `failed`.
        """
        future: Future[Outcome] = Future()
        future.set_running_or_notify_cancel()  # what is on its way into the archive cannot be called back
        message = NewCapture(capture, crawl_id, future, also_write)
        with self._lock:
            self._refuse_if_closing()
            self._signal_reader.submit(self._read_signals, message, keep_noarchive)
        return future

    def reclean(self, capture_id: int) -> Future[Outcome]:
        """Clean a stored capture again, by today's rules; never blocks.

        Returns:
            A future of its Outcome: `changed`, `same`, `worse` (left as it was), `not_article`, `failed`, or
            `new` where it made no article before. It raises ArchiveError as that of `submit` does.
        """
        future: Future[Outcome] = Future()
        future.set_running_or_notify_cancel()
        self._post(CleanAgain(capture_id, future), future)
        return future

    def learn(self, outlets: Iterable[str]) -> set[str]:
        """Learn outlets' furniture from what is stored, in this thread; only writing waits for the writer.

        Returns:
            The keys of lines that are treated otherwise now.
        """
        with translated(self._path), Store.open(self._path, readonly=True) as reader:
            found = [study(reader, outlet) for outlet in outlets]

        def in_writer(store: Store) -> set[str]:
            return set().union(*(self._furniture.write(store, findings) for findings in found))

        return self.write(in_writer).result()

    def write(self, function: Callable[[Store], T]) -> Future[T]:
        """Run `function(store)` in the writer's thread, in a transaction of its own."""
        future: Future[T] = Future()
        future.set_running_or_notify_cancel()
        self._post(Write(function, future), future)
        return future

    def close(self, drain: bool = True) -> None:
        """Settle all that was submitted; without `drain`, keep the bytes for the next Ingest to clean."""
        with self._lock:
            is_first, self._closing = not self._closing, True
        if is_first:
            self._signal_reader.shutdown()  # what was submitted reaches the inbox before the last message
            self._inbox.put(Close(drain))
        self._thread.join()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close(drain=kind is None or issubclass(kind, Exception))  # Ctrl-C is not kept waiting

    def _read_signals(self, message: NewCapture, keep_noarchive: bool) -> None:
        """Hand a capture on to the writer with what its page says of its use; in the reader's thread."""
        try:
            capture = message.capture
            signals = tuple(dict.fromkeys((*page_signals(capture), *capture.signals)))
            withheld = forbids_keeping(signals) and not keep_noarchive
            message = replace(message, capture=replace(capture, signals=signals, withheld=withheld))
        except Exception as error:
            message.future.set_exception(error)
            return
        self._post(message, message.future, is_submitted=True)

    def _post(
        self, message: NewCapture | CleanAgain | Write, future: Future[T], *, is_submitted: bool = False
    ) -> None:
        """Put a message into the writer's inbox; where the writer has failed, give its error.

        Args:
            is_submitted: it was taken in before this Ingest was closed.
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
