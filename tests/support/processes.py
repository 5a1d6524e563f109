"""Waiting for other processes and ending them, at any speed of the machine."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable
from typing import Any, Protocol

DEADLINE = 300.0  # seconds after which a test gives up: far more than anything takes on a busy machine
_POLL = 0.02


class Process(Protocol):
    """A process of `subprocess.Popen`, or a forked one."""

    @property
    def pid(self) -> int: ...

    @property
    def returncode(self) -> Any: ...

    def poll(self) -> int | None: ...

    def wait(self, timeout: float) -> int: ...

    def communicate(self, *, timeout: float) -> tuple[Any, Any]: ...

    def send_signal(self, number: int, /) -> None: ...

    def kill(self) -> None: ...


def wait_until(happened: Callable[[], object], process: Process | None = None) -> None:
    """Return when something has happened, or when a process has ended before it could.

    Raises AssertionError after DEADLINE, with what the process printed and where its threads stand.
    """
    until = time.monotonic() + DEADLINE
    while not happened() and (process is None or process.poll() is None):
        if time.monotonic() > until:
            raise AssertionError(f"nothing happened in {DEADLINE:g} s\n{_last_words(process)}")
        time.sleep(_POLL)


def _last_words(process: Process | None) -> str:
    """End a process that hangs. A forked one prints the stacks of its threads: see `fork_server.run`."""
    if process is None:
        return ""
    process.send_signal(signal.SIGUSR2)
    time.sleep(1)
    process.kill()
    return "\n".join(str(stream)[-5000:] for stream in process.communicate(timeout=DEADLINE))


def press_once(process: Process, number: int = signal.SIGINT) -> None:
    """Send a signal to a process that leads its group, and to the group, as a terminal's Ctrl-C does."""
    if process.poll() is None:
        os.killpg(process.pid, number)


def press_until_it_ends(process: Process, number: int = signal.SIGINT) -> None:
    """Send a signal again and again: two that come while the process has no turn arrive as one."""
    until = time.monotonic() + DEADLINE
    while process.poll() is None:
        assert time.monotonic() < until, f"still running after {DEADLINE:g} s"
        press_once(process, number)
        time.sleep(0.3)
