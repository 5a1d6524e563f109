"""Worker processes that clean pages: how they start and end, and what runs in them."""

from __future__ import annotations

import faulthandler
import logging
import multiprocessing
import os
import pkgutil
import re
import signal
import threading
from collections.abc import Callable
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, Any

from archive.garbage import collect_rarely
from archive.ingest.workers.fork_server import end_unready_server, note_ready, worker_context
from archive.model import Article, Capture

Clean = Callable[..., Article]  # takes a capture, and `rules`, `learned`, `template`, `places` if given

# A name, so that only the workers import trafilatura.
CLEAN = "archive.clean.article:clean"

CLEAN_SECONDS = 60.0

_POLL_SECONDS = 0.05  # between checks whether the start has ended

# Set only in worker processes: elsewhere the watchdog would end the wrong process.
_seconds_limit: float | None = None

# The worker's file in the folder of notes: the key of the page in work, then the watchdog's traceback.
_notes: IO[str] | None = None

_TIMED_OUT = "Timeout ("  # how faulthandler begins its traceback

_PLACE = re.compile(r'File ".*?\b(archive/clean/[^"]+)", line (\d+)')


@dataclass(frozen=True, slots=True)
class Failure:
    """An error that cleaning raised, as type and message: an exception may not survive pickling."""

    reason: str

    @classmethod
    def from_error(cls, error: BaseException) -> Failure:
        """Describe an error by its type and message, in at most 500 characters."""
        return cls(f"{type(error).__name__}: {error}"[:500])


class Workers:
    """A process pool that starts when first needed, and can be replaced after a process has died.

    Attributes:
        count: number of processes.
        seconds: time limit for a page.
    """

    def __init__(self, clean: Clean | str, count: int | None = None, seconds: float = CLEAN_SECONDS) -> None:
        self.count = count or os.cpu_count() or 1
        self.seconds = seconds
        self._clean = clean
        self._starting: _Start | None = None
        self._notes = TemporaryDirectory(prefix="matinee-workers-", ignore_cleanup_errors=True)

    def start(self, on_started: Callable[[], None]) -> bool:
        """Start the pool if it has not started. Returns at once, while the processes import the cleaner.

        Args:
            on_started: called in another thread when the pool is ready or has failed to start.

        Returns:
            Whether the pool is ready.

        Raises:
            Exception: it failed to start: no memory, no more processes, or the fork server is gone.
        """
        if self._starting is None:
            set_up = (self._clean, self.seconds, self._notes.name)
            self._starting = _Start(self.count, set_up, on_started)
        return self._starting.is_done()

    def submit(self, key: int, capture: Capture, **options: Any) -> Future[Article | Failure]:
        """Clean a capture in a process of the pool, which must have started.

        Args:
            key: what `take_timeouts` calls the capture.

        Raises:
            BrokenProcessPool: a process has died.
            EOFError, OSError: another process could not be started.
        """
        assert self._starting and self._starting.pool
        return self._starting.pool.submit(clean_in_worker, self._clean, capture, key, **options)

    def take_timeouts(self) -> dict[int, Failure]:
        """The captures whose time limit ended a process, by key. Call it when the pool is broken."""
        timeouts = {}
        for note in Path(self._notes.name).iterdir():
            key, _, traceback = note.read_text("utf-8", "replace").partition("\n")
            if _TIMED_OUT in traceback:
                place = _PLACE.search(traceback)
                where = f" (in {place[1]}, line {place[2]})" if place else ""
                timeouts[int(key)] = Failure(f"cleaning it took more than {self.seconds:g} s{where}")
            note.unlink()
        return timeouts

    def has_worked(self) -> bool:
        """Whether this pool ever ran a task. If not, the installation is broken, not a page."""
        probe = self._starting.probe if self._starting else None
        return probe is not None and probe.done() and probe.exception() is None

    def renew(self) -> None:
        """Discard the pool and its tasks; the next page starts a new pool."""
        self._end(wait=False)
        self._starting = None

    def close(self, *, wait: bool) -> None:
        """End the processes; without `wait`, kill them at once. Cancels a start in progress."""
        self._end(wait=wait)
        self._notes.cleanup()

    def _end(self, *, wait: bool) -> None:
        if self._starting is None:
            return
        self._starting.cancel()
        if pool := self._starting.pool:
            running = [] if wait else list((pool._processes or {}).values())
            pool.shutdown(wait=wait, cancel_futures=True)
            for process in running:  # ProcessPoolExecutor.kill_workers() from Python 3.14 on
                process.kill()


class _Start:
    """The start of a pool, in a thread: the fork server answers only when it has imported the cleaner.

    Attributes:
        pool: None until it is ready.
        probe: its first task.
    """

    def __init__(
        self, count: int, set_up: tuple[Clean | str, float, str], on_started: Callable[[], None]
    ) -> None:
        """Args: set_up: the arguments of `set_up_worker`."""
        self.pool: ProcessPoolExecutor | None = None
        self.probe: Future[bool] | None = None
        self._error: Exception | None = None
        self._on_started = on_started
        self._thread = threading.Thread(
            target=self._run, args=(count, set_up), name="archive-workers", daemon=True
        )
        self._thread.start()

    def is_done(self) -> bool:
        """Whether the pool is ready. Raises the error if the start failed."""
        if self._error:
            raise self._error
        return self.pool is not None

    def cancel(self) -> None:
        """Kill the fork server instead of waiting seconds for it to import the cleaner."""
        while self._thread.is_alive():
            end_unready_server()
            self._thread.join(_POLL_SECONDS)  # the thread may be about to start the server

    def _run(self, count: int, set_up: tuple[Clean | str, float, str]) -> None:
        try:
            pool = ProcessPoolExecutor(count, worker_context(), set_up_worker, set_up)
            self.probe = pool.submit(ready)
            note_ready()
            self.pool = pool
        except Exception as error:
            self._error = error
        self._on_started()


def clean_in_worker(clean: Clean | str, capture: Capture, key: int = 0, **options: Any) -> Article | Failure:
    """Clean one capture, in a worker process.

    After the time limit, a C thread writes into the worker's note where the cleaner stands and ends the
    process, even if a regular expression or the parser blocks the interpreter. The process pool then reports
    that it is broken, and the note tells which page it was.
    """
    if _seconds_limit and _notes:
        _notes.seek(0)
        _notes.truncate()
        _notes.write(f"{key}\n")
        _notes.flush()
        faulthandler.dump_traceback_later(_seconds_limit, exit=True, file=_notes)
    try:
        return _resolved(clean)(capture, **options)
    except Exception as error:
        return Failure.from_error(error)
    finally:
        if _seconds_limit:
            faulthandler.cancel_dump_traceback_later()


def set_up_worker(clean: Clean | str, seconds: float, notes: str) -> None:
    """Set up a worker: it ignores Ctrl-C, which the main process handles, and ends when that process ends.

    Imports the cleaner, so that a failing import is raised once here and not for every page.

    Args:
        notes: the folder in which the worker notes which page it cleans.
    """
    global _seconds_limit, _notes  # noqa: PLW0603
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    logging.getLogger("archive.clean").setLevel(logging.CRITICAL)  # the dispatcher logs `Article.unread`
    _seconds_limit = seconds
    _notes = _open_note(Path(notes))
    threading.Thread(target=_end_with_parent, daemon=True).start()
    _resolved(clean)
    collect_rarely()


def _open_note(folder: Path) -> IO[str]:
    try:
        return (folder / str(os.getpid())).open("w", encoding="utf-8")
    except FileNotFoundError:  # the pool was closed while this process started
        os._exit(0)


def ready() -> bool:
    """The first task of a pool: it shows that workers can start."""
    return True


def _resolved(clean: Clean | str) -> Clean:
    function: Clean = pkgutil.resolve_name(clean) if isinstance(clean, str) else clean
    return function


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent:
        parent.join()
        os._exit(1)
