"""A process that imports the crawler and the cleaner once, and forks crawls and test workers of itself.

`python -m crawler` needs about a second for its imports, and the fork server of its cleaning workers another.
A forked process runs the same module with its own arguments, environment, folder, streams and session. Its
pid, its signals and its exit code are real. `tests.support.fork_client` asks for them.

`tests.support.forked.ForkServer` starts it with the descriptors of two listening sockets. It imports when the
first client comes, and ends when its standard input is closed. At the second socket listens a fork of it that
has let pytest import the tests. It forks the worker processes of pytest, each of which would import them all.
"""

from __future__ import annotations

import atexit
import faulthandler
import importlib
import json
import os
import runpy
import select
import signal
import socket
import sys
import threading
from collections.abc import Generator, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from multiprocessing import resource_tracker
from pathlib import Path
from typing import NoReturn, TextIO

from tests.support.ready_cleaner import keep_a_cleaner_ready
from tests.support.warm_up import fill_caches, lasting, try_a_text

# What a crawl imports, but for settings, and what more a worker process of the tests does. No Twisted
# reactor: Scrapy chooses it in the forked process. No plugin of pytest: pytest rewrites the assertions of
# plugins when it imports them.
IMPORTS = (
    "archive.clean.article",
    "archive.db.database",
    "archive.ingest.workers.worker_preload",
    "archive.people.refresh",
    "archive.works.refresh",
    "crawler.cli.main",
    "crawler.exporters",
    "crawler.loader",
    "crawler.run.crawl_outlets",
    "crawler.run.dry_run",
    "crawler.spiders.outlet",
    "crawler.storing.pipeline",
    "datasette.app",
    "encodings.charmap",
    "itemadapter.adapter",
    "multiprocessing.popen_forkserver",
    "multiprocessing.synchronize",
    "pytest",
    "rensa",
    "resource",
    "scrapy.cmdline",
    "scrapy.core.downloader.handlers.http11",
    "scrapy.dupefilters",
    "scrapy.pqueues",
    "scrapy.squeues",
    "scrapy.utils.request",
    "scrapy.utils.serialize",
    "tldextract",
    "xml.sax.expatreader",
)
PACKAGES = ("crawler.logs", "crawler.politeness", "crawler.scrapy_commands", "scrapy.commands")


@dataclass(frozen=True)
class Request:
    """What to run: `python -m MODULE WORDS...`. `streams` are standard input, output and error."""

    module: str
    words: list[str]
    environment: dict[str, str]
    folder: str
    streams: list[int]


def serve(listener: socket.socket, for_workers: socket.socket, tests: list[str]) -> Request:
    """Fork a process for every client. Returns only in a forked process, the request.

    Args:
        listener: clients who want a process.
        for_workers: clients who want one that has imported the tests.
        tests: what pytest is asked to collect for that.
    """
    first = _wait_for(listener.fileno(), for_workers.fileno())
    _import_once()
    if for_workers.fileno() in first and os.fork() == 0:
        listener.close()
        _import_tests(tests)
        return _fork_for_all(for_workers)
    for_workers.close()
    return _fork_for_all(listener)


def _wait_for(*descriptors: int) -> list[int]:
    """Those that can be read. Ends this process when its standard input is closed."""
    stdin = sys.stdin.fileno()
    readable, _, _ = select.select([stdin, *descriptors], [], [])
    if stdin in readable:
        _end(SystemExit())
    return readable


def _fork_for_all(listener: socket.socket) -> Request:
    watched: dict[int, Generator[int]] = {}  # by what they wait for
    while True:
        for readable in _wait_for(listener.fileno(), *watched):
            if readable == listener.fileno():
                client = listener.accept()[0]
                began, in_session = os.pipe()
                pid = os.fork()
                if pid == 0:
                    for other in watched.values():
                        other.close()
                    listener.close()
                    os.close(began)
                    return _begin(client, in_session)
                os.close(in_session)
                watch = _watch(pid, began, client)
            else:
                watch = watched.pop(readable)
            if (event := next(watch, None)) is not None:
                watched[event] = watch


def _begin(client: socket.socket, in_session: int) -> Request:
    os.setsid()
    with client:
        request = _receive(client)
    os.close(in_session)  # from now on, a signal finds the process in its session
    return request


def _watch(pid: int, began: int, client: socket.socket) -> Generator[int]:
    """Tell a client the pid of a forked process, then its exit code. Yields what to wait for before each.

    The process is reaped when the client has gone, so that the pid names no other process before that.

    Args:
        began: ends when the process leads its session.
    """
    with client:
        with _closing(began):
            yield began
        _tell(client, pid)
        with _closing(os.pidfd_open(pid)) as ended:
            yield ended
        end = os.waitid(os.P_PID, pid, os.WEXITED | os.WNOWAIT)
        assert end
        _tell(client, end.si_status if end.si_code == os.CLD_EXITED else -end.si_status)
        yield client.fileno()
        os.waitpid(pid, 0)


@contextmanager
def _closing(descriptor: int) -> Iterator[int]:
    try:
        yield descriptor
    finally:
        os.close(descriptor)


def _tell(client: socket.socket, number: int) -> None:
    with suppress(ConnectionError):  # nobody asks any more
        client.sendall(number.to_bytes(4, "big", signed=True))


def _import_tests(words: list[str]) -> None:
    """Let pytest import all test modules, so that each worker process of the tests finds them imported.

    A module that fails to import fails again in the workers, which report it. No thread survives a fork but
    that of jemalloc, in PyArrow, which starts it again.
    """
    import pytest

    with lasting():
        pytest.main(["--collect-only", "--no-fork", "-qq", "-n0", *words])
        try_a_text()
    threads = [file.read_text().strip() for file in Path("/proc/self/task").glob("*/comm")]
    assert len(threads) - threads.count("jemalloc_bg_thd") <= 1, f"an import started a thread: {threads}"


def _import_once() -> None:
    with lasting():
        for name in IMPORTS:
            importlib.import_module(name)
        _import_what_scrapy_loads()
        fill_caches()
        _start_resource_tracker()
    assert "twisted.internet.reactor" not in sys.modules, "an import installed a reactor"
    assert threading.active_count() == 1, "an import started a thread, which a fork would lose"


def _import_what_scrapy_loads() -> None:
    from scrapy.settings import default_settings as scrapy_defaults
    from scrapy.utils.misc import walk_modules_iter

    for name in PACKAGES:
        list(walk_modules_iter(name))
    for classes in (
        scrapy_defaults.DOWNLOADER_MIDDLEWARES_BASE,
        scrapy_defaults.EXTENSIONS_BASE,
        scrapy_defaults.SPIDER_MIDDLEWARES_BASE,
    ):
        for path in classes:
            importlib.import_module(path.rpartition(".")[0])


def _start_resource_tracker() -> None:
    """Start the process that removes semaphores which nobody has removed: one for all forked processes.

    Each of them would start one of its own, a tenth of a second. It does not warn of those that it finds:
    tests kill crawls.
    """
    sys.warnoptions.append("ignore")  # it is started with the options of this interpreter
    resource_tracker.ensure_running()
    sys.warnoptions.pop()


def _receive(client: socket.socket) -> Request:
    head, streams, _, _ = socket.recv_fds(client, 8, 3)
    length = int.from_bytes(head, "big")
    body = b""
    while len(body) < length:
        body += client.recv(length - len(body))
    return Request(**json.loads(body), streams=list(streams))


def run(request: Request, base_path: list[str]) -> None:
    """Run the module of a request as the main module of this process, as `python -m` does."""
    os.chdir(request.folder)
    os.environ.clear()
    os.environ.update(request.environment)
    for stream, number in zip(request.streams, (0, 1, 2), strict=True):
        os.dup2(stream, number)
    for stream in set(request.streams):
        os.close(stream)
    sys.stdin = sys.__stdin__ = open(0, closefd=False)  # noqa: SIM115 (it stays open)
    sys.stdout = sys.__stdout__ = _written(1, sys.stdout.encoding, "strict", lines=False)
    sys.stderr = sys.__stderr__ = _written(2, sys.stderr.encoding, "backslashreplace", lines=True)
    added = filter(None, request.environment.get("PYTHONPATH", "").split(os.pathsep))
    sys.path[:] = [request.folder, *added, *base_path]
    sys.argv[:] = [request.module, *request.words]
    signal.signal(signal.SIGINT, signal.default_int_handler)
    faulthandler.register(signal.SIGUSR2, file=2)  # where it hangs: see `tests.support.processes`
    keep_a_cleaner_ready()
    runpy.run_module(request.module, run_name="__main__", alter_sys=True)


def _written(number: int, encoding: str, errors: str, *, lines: bool) -> TextIO:
    """A stream of this process, as the interpreter opens it at its start."""
    buffering = 1 if lines else -1
    return open(number, "w", buffering, encoding, errors, closefd=False)


def _end(request: SystemExit) -> NoReturn:
    """End this process with the exit code that it asked for, and do not free its memory.

    An interpreter that ends frees one object after the other. Each page of memory that this touches is first
    copied from the fork server, which took a third of the CPU time of a short crawl.
    """
    code = request.code
    if code is not None and not isinstance(code, int):
        print(code, file=sys.stderr)
        code = 1
    threading._shutdown()
    atexit._run_exitfuncs()
    for stream in (sys.stdout, sys.stderr):
        with suppress(ValueError):  # the program has closed it
            stream.flush()
    os._exit(code or 0)


if __name__ == "__main__":
    _folder, *_base = sys.path  # `-m` puts the working folder first
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the tests
    _listeners = [socket.socket(fileno=int(number)) for number in sys.argv[1:3]]
    _request = serve(*_listeners, sys.argv[3:])
    try:
        run(_request, _base)
        raise SystemExit
    except SystemExit as _exit:
        _end(_exit)
