"""Worker processes that clean pages: their making, their end, and what runs in them."""

from __future__ import annotations

import faulthandler
import multiprocessing
import multiprocessing.context
import os
import pkgutil
import signal
import threading
from collections.abc import Callable
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import forkserver, resource_tracker
from pathlib import Path
from typing import IO, Any

from archive.model import Article, Capture

Clean = Callable[..., Article]  # of a capture; with `rules` and `learned` where there are any for it

CLEAN = (
    "archive.clean.article:clean"  # a name, so that trafilatura is imported in the workers and nowhere else
)

CLEAN_SECONDS = 60.0

# Set in our own worker processes only: elsewhere the watchdog would end the wrong process.
_limit: float | None = None

_nowhere: IO[str] | None = None


@dataclass(frozen=True, slots=True)
class Failure:
    """Cleaning raised an error: its type and message. An exception itself may not survive pickling."""

    reason: str

    @classmethod
    def of(cls, error: BaseException) -> Failure:
        """What to say of an error."""
        return cls(f"{type(error).__name__}: {error}"[:500])


class Workers:
    """A process pool that starts with its first page and can be made anew after one of its processes died.

    Attributes:
        count: of processes.
        seconds: that a page may take.
    """

    def __init__(self, clean: Clean | str, count: int | None = None, seconds: float = CLEAN_SECONDS) -> None:
        self.count = count or os.cpu_count() or 1
        self.seconds = seconds
        self._clean = clean
        self._pool: ProcessPoolExecutor | None = None

    def submit(self, capture: Capture, **given: Any) -> Future[Article | Failure]:
        """Clean a capture in one of the processes. Raises BrokenProcessPool where one has died."""
        if self._pool is None:
            self._pool = ProcessPoolExecutor(self.count, _context(), begin, (self._clean, self.seconds))
            self._probe = self._pool.submit(ready)
        return self._pool.submit(work, self._clean, capture, **given)

    def can_start(self) -> bool:
        """Whether the present pool ever ran anything: tells a broken installation from a deadly page."""
        return self._probe.done() and self._probe.exception() is None

    def renew(self) -> None:
        """Drop the pool and what is in it; the next page starts a fresh one."""
        self.close(wait=False)
        self._pool = None

    def close(self, *, wait: bool) -> None:
        """End the processes; without `wait` at once, whatever they are at."""
        if self._pool:
            running = [] if wait else list((self._pool._processes or {}).values())
            self._pool.shutdown(wait=wait, cancel_futures=True)
            for process in running:  # ProcessPoolExecutor.kill_workers() from Python 3.14 on
                process.kill()


def work(clean: Clean | str, capture: Capture, **given: Any) -> Article | Failure:
    """Clean one capture; runs in a worker.

    The watchdog is a C thread that ends the process even where a regular expression or the parser holds the
    interpreter; the process pool then reports itself broken.
    """
    if _limit and _nowhere:
        faulthandler.dump_traceback_later(_limit, exit=True, file=_nowhere)
    try:
        return _resolved(clean)(capture, **given)
    except Exception as error:
        return Failure.of(error)
    finally:
        if _limit:
            faulthandler.cancel_dump_traceback_later()


def begin(clean: Clean | str, seconds: float) -> None:
    """First thing in a worker: Ctrl-C is the main process's affair, but none outlives that one.

    A cleaner that cannot be imported raises here and not at every page.
    """
    global _limit, _nowhere  # noqa: PLW0603
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _limit = seconds
    _nowhere = Path(os.devnull).open("w", encoding="ascii")  # noqa: SIM115
    threading.Thread(target=_end_with_parent, daemon=True).start()
    _resolved(clean)


def ready() -> bool:
    """The first task of a pool."""
    return True


def _resolved(clean: Clean | str) -> Clean:
    function: Clean = pkgutil.resolve_name(clean) if isinstance(clean, str) else clean
    return function


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent:
        parent.join()
        os._exit(1)


def _context() -> multiprocessing.context.BaseContext:
    """Fork processes from a small server that has imported the cleaner once, where there is such a thing."""
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["archive.ingest.worker_preload"])
    _start_server()
    return context


def _start_server() -> None:
    """Start the server with Ctrl-C blocked, for itself and all it forks: it would end it while it imports."""
    resource_tracker.ensure_running()  # beforehand, as it unblocks what was blocked
    blocked = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        forkserver.ensure_running()
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, blocked)
