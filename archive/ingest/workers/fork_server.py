"""The fork server of the processes that clean: it imports the cleaner, which takes a second, once for all.

A command that is sure to need it starts it early: the server then imports while this process does.
"""

from __future__ import annotations

import multiprocessing
import multiprocessing.context
import os
import signal
from contextlib import suppress
from multiprocessing import forkserver, resource_tracker

# The process id of the server that has imported the cleaner.
_ready: int | None = None


def block_ctrl_c() -> None:
    """Block SIGINT in this thread, and in the threads and processes that it starts.

    Only the main thread handles Ctrl-C. If another thread received the signal, the main thread would not wake
    up from waiting for a future.
    """
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})


def worker_context() -> multiprocessing.context.BaseContext:
    """Fork processes from the server, which is started; spawn them if the OS cannot."""
    has_server = start_server()
    return multiprocessing.get_context("forkserver" if has_server else "spawn")


def start_server() -> bool:
    """Start the server unless it runs. Returns at once, and whether the OS can have one."""
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return False
    forkserver.set_forkserver_preload(["archive.ingest.workers.worker_preload"])
    mask = signal.pthread_sigmask(signal.SIG_BLOCK, ())
    try:
        resource_tracker.ensure_running()  # first, because it unblocks signals
        block_ctrl_c()  # or Ctrl-C would end the server during its imports
        forkserver.ensure_running()
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, mask)
    return True


def note_ready() -> None:
    """Note that the server has imported the cleaner: it has started a process."""
    global _ready  # noqa: PLW0603
    _ready = _server_id()


def end_unready_server() -> None:
    """Kill the server if it is still importing. One that is ready serves other pools, too."""
    if (server := _server_id()) and server != _ready:
        with suppress(ProcessLookupError):
            os.kill(server, signal.SIGKILL)


def _server_id() -> int | None:
    pid: int | None = getattr(forkserver._forkserver, "_forkserver_pid", None)
    return pid
