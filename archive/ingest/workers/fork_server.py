"""The fork server of the processes that clean: it imports the cleaner, which takes a second, once for all.

A command that is sure to need it starts it early: the server then imports while this process does.
"""

from __future__ import annotations

import multiprocessing
import multiprocessing.context
import signal
from multiprocessing import forkserver, resource_tracker

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


def server_id() -> int | None:
    """The process id of the server; None if none was started."""
    pid: int | None = getattr(forkserver._forkserver, "_forkserver_pid", None)
    return pid
