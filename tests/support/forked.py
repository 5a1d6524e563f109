"""Processes forked from one that has imported the crawler: see `tests.support.fork_server`."""

from __future__ import annotations

import os
import select
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from tests.support.fork_client import ADDRESS, ask, read_number
from tests.support.paths import ROOT
from tests.support.processes import DEADLINE, Process


def can_fork() -> bool:
    """Whether this run of the tests has a fork server."""
    return ADDRESS in os.environ


def run_module(
    module: str, words: Sequence[str], environment: Mapping[str, str], folder: Path
) -> subprocess.CompletedProcess[str]:
    """`python -m MODULE WORDS...` run to its end in a folder: forked if this run of the tests can fork."""
    return _ended(start_module(module, words, environment, folder), [module, *words])


def run_code(
    code: str, words: Sequence[str], environment: Mapping[str, str], folder: Path
) -> subprocess.CompletedProcess[str]:
    """`python -c CODE WORDS...` run to its end in a folder: forked if this run of the tests can fork.

    What it imports may have been imported before.
    """
    return _ended(start_code(code, words, environment, folder), list(words))


def _ended(process: Process, words: list[str]) -> subprocess.CompletedProcess[str]:
    try:
        out, err = process.communicate(timeout=DEADLINE)
    finally:
        process.kill()
    return subprocess.CompletedProcess(words, process.wait(DEADLINE), out, err)


def start_module(
    module: str,
    words: Sequence[str],
    environment: Mapping[str, str],
    folder: Path,
    terminal: int | None = None,
    *,
    merge: bool = False,
) -> Process:
    """`python -m MODULE WORDS...` started in a folder and a session of its own: forked if that can be done.

    Args:
        terminal: the descriptor to read from and write to, instead of no input and of pipes.
        merge: send standard error to standard output.
    """
    if can_fork():
        return ForkedProcess(module, words, environment, folder, terminal, merge=merge)
    return _start(["-m", module, *words], environment, folder, terminal, merge=merge)


def start_code(
    code: str,
    words: Sequence[str],
    environment: Mapping[str, str],
    folder: Path,
    terminal: int | None = None,
    *,
    merge: bool = False,
) -> Process:
    """`python -c CODE WORDS...` started as `start_module` starts a module."""
    command = ["-c", code, *words]
    if can_fork():
        return ForkedProcess("tests.support.run_code", command, environment, folder, terminal, merge=merge)
    return _start(command, environment, folder, terminal, merge=merge)


def _start(
    command: Sequence[str],
    environment: Mapping[str, str],
    folder: Path,
    terminal: int | None = None,
    *,
    merge: bool = False,
) -> subprocess.Popen[str]:
    output = subprocess.PIPE if terminal is None else terminal
    return subprocess.Popen(
        [sys.executable, *command],
        stdin=subprocess.DEVNULL if terminal is None else terminal,
        stdout=output,
        stderr=subprocess.STDOUT if merge else output,
        text=True,
        cwd=folder,
        env=environment,
        start_new_session=True,
    )


# NumPy's threads would not survive a fork. In huge pages, a forked process has fewer to copy and to ask for.
_FOR_FORKS = {"OPENBLAS_NUM_THREADS": "1", "GLIBC_TUNABLES": "glibc.malloc.hugetlb=1"}


class ForkServer:
    """The fork server of a run of the tests. It imports nothing before it is first used.

    Attributes:
        for_workers: the address at which it forks processes that have imported the tests.
    """

    def __init__(self, tests: Sequence[str]) -> None:
        """Args: tests: what pytest collects in this run."""
        self._folder = tempfile.TemporaryDirectory(prefix="matinee-tests-")
        environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
        address, self.for_workers = (str(Path(self._folder.name, name)) for name in ("forks", "workers"))
        with socket.socket(socket.AF_UNIX) as listener, socket.socket(socket.AF_UNIX) as for_workers:
            numbers = []
            for each, name in ((listener, address), (for_workers, self.for_workers)):
                each.bind(name)
                each.listen(64)
                numbers.append(each.fileno())
            self._process = subprocess.Popen(
                [sys.executable, "-m", "tests.support.fork_server", *map(str, numbers), *tests],
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
                pass_fds=numbers,
                cwd=ROOT,
                env={**environment, **_FOR_FORKS},
            )
        os.environ[ADDRESS] = address

    def close(self) -> None:
        """End it. Processes that it forked run on."""
        del os.environ[ADDRESS]
        assert self._process.stdin
        self._process.stdin.close()
        self._process.wait()
        self._folder.cleanup()


class ForkedProcess:
    """`python -m MODULE WORDS...` in a forked process, with the methods of `subprocess.Popen` that tests use.

    Attributes:
        pid: of the process, which leads a session of its own.
        returncode: None while it runs; -N where signal N ended it.
    """

    def __init__(
        self,
        module: str,
        words: Sequence[str],
        environment: Mapping[str, str],
        folder: Path,
        terminal: int | None = None,
        *,
        merge: bool = False,
    ) -> None:
        """Start it: see `start_module`."""
        self.returncode: int | None = None
        self._words = list(words)
        self._readers: list[_Reader] = []
        if terminal is None:
            streams = [os.open(os.devnull, os.O_RDONLY), self._read_pipe()]
            streams.append(streams[1] if merge else self._read_pipe())
        else:
            streams = [os.dup(terminal)] * 3
        self._server = ask(module, words, environment, str(folder), streams, address=os.environ[ADDRESS])
        for stream in set(streams):
            os.close(stream)
        self.pid = read_number(self._server)

    def poll(self) -> int | None:
        """The exit code, or None while it runs."""
        with suppress(subprocess.TimeoutExpired):
            self.wait(0)
        return self.returncode

    def wait(self, timeout: float) -> int:
        """Wait for the end. Raises TimeoutExpired after `timeout` seconds."""
        if self.returncode is None:
            if not select.select([self._server], [], [], timeout)[0]:
                raise subprocess.TimeoutExpired(self._words, timeout)
            self.returncode = read_number(self._server)
            self._server.close()
        return self.returncode

    def communicate(self, timeout: float) -> tuple[str, str]:
        """What it printed, when it and all that hold its streams have ended. Raises TimeoutExpired."""
        until = time.monotonic() + timeout
        for reader in self._readers:
            reader.join(max(0, until - time.monotonic()))
            if reader.is_alive():
                raise subprocess.TimeoutExpired(self._words, timeout)
        self.wait(max(0, until - time.monotonic()))
        out, err = (*(reader.text for reader in self._readers), "", "")[:2]
        return out, err

    def send_signal(self, number: int) -> None:
        """Send a signal if it still runs."""
        if self.poll() is None:
            os.kill(self.pid, number)

    def kill(self) -> None:
        """End it at once."""
        self.send_signal(signal.SIGKILL)

    def _read_pipe(self) -> int:
        """Start to read a new pipe, and return the end to write to."""
        read, write = os.pipe()
        self._readers.append(_Reader(read))
        return write


class _Reader(threading.Thread):
    """Reads a stream to its end, so that the process never waits for a reader."""

    def __init__(self, end: int) -> None:
        super().__init__(daemon=True)
        self._end = end
        self.text = ""
        self.start()

    def run(self) -> None:
        with open(self._end) as stream:  # noqa: PTH123 (a file descriptor)
            self.text = stream.read()
