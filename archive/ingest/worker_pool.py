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
from contextlib import suppress
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

_BREAKING_OFF = 0.05  # seconds between two looks whether a start has ended

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
    """A process pool that starts when it is first needed, and can be made anew when a process has died.

    Attributes:
        count: of processes.
        seconds: that a page may take.
    """

    def __init__(self, clean: Clean | str, count: int | None = None, seconds: float = CLEAN_SECONDS) -> None:
        self.count = count or os.cpu_count() or 1
        self.seconds = seconds
        self._clean = clean
        self._starting: _Start | None = None

    def start(self, then: Callable[[], None]) -> bool:
        """Start the pool unless that is done; returns at once, while the processes import the cleaner.

        Args:
            then: called when the pool can be used or has failed to start, in another thread.

        Returns:
            Whether the pool can be used.

        Raises:
            Exception: it failed to start: no memory, no more processes, or the fork server is gone.
        """
        if self._starting is None:
            self._starting = _Start(self.count, self._clean, self.seconds, then)
        return self._starting.is_done()

    def submit(self, capture: Capture, **given: Any) -> Future[Article | Failure]:
        """Clean a capture in one of the processes of a pool that has started.

        Raises:
            BrokenProcessPool: one of them has died.
            EOFError, OSError: another could not be started.
        """
        assert self._starting and self._starting.pool
        return self._starting.pool.submit(work, self._clean, capture, **given)

    def can_start(self) -> bool:
        """Whether the present pool ever ran anything: tells a broken installation from a deadly page."""
        probe = self._starting.probe if self._starting else None
        return probe is not None and probe.done() and probe.exception() is None

    def renew(self) -> None:
        """Drop the pool and what is in it; the next page starts a fresh one."""
        self.close(wait=False)
        self._starting = None

    def close(self, *, wait: bool) -> None:
        """End the processes; without `wait` at once, whatever they are at. A start is broken off."""
        if self._starting is None:
            return
        self._starting.break_off()
        if pool := self._starting.pool:
            running = [] if wait else list((pool._processes or {}).values())
            pool.shutdown(wait=wait, cancel_futures=True)
            for process in running:  # ProcessPoolExecutor.kill_workers() from Python 3.14 on
                process.kill()


class _Start:
    """The start of a pool, in a thread: the fork server answers only when it has imported the cleaner.

    Attributes:
        pool: None until it can be used.
        probe: the first task in it.
    """

    def __init__(self, count: int, clean: Clean | str, seconds: float, then: Callable[[], None]) -> None:
        self.pool: ProcessPoolExecutor | None = None
        self.probe: Future[bool] | None = None
        self._error: Exception | None = None
        self._then = then
        self._server_before = _server_pid()
        self._thread = threading.Thread(
            target=self._run, args=(count, clean, seconds), name="archive-workers", daemon=True
        )
        self._thread.start()

    def is_done(self) -> bool:
        """Whether the pool can be used. Raises what hindered the start."""
        if self._error:
            raise self._error
        return self.pool is not None

    def break_off(self) -> None:
        """Do not wait for the fork server to import the cleaner, which may take seconds: end it."""
        while self._thread.is_alive():
            # One that was there before has imported it already, and other pools of this process use it.
            if (server := _server_pid()) and server != self._server_before:
                with suppress(ProcessLookupError):
                    os.kill(server, signal.SIGKILL)
            self._thread.join(_BREAKING_OFF)  # it may just be starting the server

    def _run(self, count: int, clean: Clean | str, seconds: float) -> None:
        try:
            pool = ProcessPoolExecutor(count, _context(), begin, (clean, seconds))
            self.probe = pool.submit(ready)
            self.pool = pool
        except Exception as error:
            self._error = error
        self._then()


def block_ctrl_c() -> None:
    """Block SIGINT in this thread, and in the threads and processes that it starts.

    The main thread alone handles Ctrl-C. A signal that another thread receives does not wake it up where it
    waits for a future.
    """
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})


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
    """Set a worker up: it ignores Ctrl-C, which the main process handles, and ends when that one does.

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


def _server_pid() -> int | None:
    pid: int | None = getattr(forkserver._forkserver, "_forkserver_pid", None)
    return pid


def _start_server() -> None:
    """Start the server with Ctrl-C blocked, for it and all its children: it would end while it imports."""
    resource_tracker.ensure_running()  # beforehand, as it unblocks what was blocked
    block_ctrl_c()
    forkserver.ensure_running()
