"""A process that imports the crawler and the cleaner once, and forks crawls and test workers of itself.

`python -m crawler` needs about a second for its imports, and the fork server of its cleaning workers another.
A forked process runs the same module with its own arguments, environment, folder, streams and session. Its
pid, its signals and its exit code are real. `tests.support.fork_client` asks for them.

`tests.support.forked.ForkServer` starts it with the descriptor of a listening socket. It imports when the
first client comes, and ends when its standard input is closed.
"""

from __future__ import annotations

import atexit
import fcntl
import gc
import importlib
import json
import os
import runpy
import select
import signal
import socket
import sys
import threading
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing import resource_tracker, util
from typing import Any, NoReturn, TextIO

# What a crawl imports, but for settings, and what more a worker process of the tests does. No Twisted
# reactor: Scrapy chooses it in the forked process. No plugin of pytest: pytest rewrites the assertions of
# plugins when it imports them.
IMPORTS = (
    "archive.clean.article",
    "archive.ingest.worker_preload",
    "crawler.cli.main",
    "crawler.loader",
    "crawler.run.crawl_outlets",
    "crawler.run.dry_run",
    "crawler.spiders.outlet",
    "crawler.storing.pipeline",
    "datasette.app",
    "itemadapter.adapter",
    "pytest",
    "scrapy.cmdline",
    "scrapy.core.downloader.handlers.http11",
    "scrapy.pqueues",
    "scrapy.squeues",
    "scrapy.utils.request",
    "tldextract",
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


def serve(listener: socket.socket) -> Request:
    """Fork a process for every client. Returns only in a forked process, the request."""
    stdin = sys.stdin.fileno()
    while True:
        readable, _, _ = select.select([listener, stdin], [], [])
        if stdin in readable:
            _reap()
            raise SystemExit
        _import_once()
        client = listener.accept()[0]
        if os.fork() == 0:
            listener.close()
            return _fork_and_watch(client)
        client.close()
        _reap()


def _import_once() -> None:
    if gc.get_freeze_count():
        return
    for name in IMPORTS:
        importlib.import_module(name)
    from scrapy.settings import default_settings as scrapy_defaults
    from scrapy.utils.misc import walk_modules_iter

    from tests.support.fresh_archives import copy_new_archives

    for name in PACKAGES:
        list(walk_modules_iter(name))
    for classes in (
        scrapy_defaults.DOWNLOADER_MIDDLEWARES_BASE,
        scrapy_defaults.EXTENSIONS_BASE,
        scrapy_defaults.SPIDER_MIDDLEWARES_BASE,
    ):
        for path in classes:
            importlib.import_module(path.rpartition(".")[0])
    copy_new_archives()
    _start_resource_tracker()
    assert "twisted.internet.reactor" not in sys.modules, "an import installed a reactor"
    assert threading.active_count() == 1, "an import started a thread, which a fork would lose"
    gc.freeze()  # so that collections in forked processes leave the shared memory as it is


def _start_resource_tracker() -> None:
    """Start the process that removes semaphores which nobody has removed: one for all forked processes.

    Each of them would start one of its own, a tenth of a second. It does not warn of those that it finds:
    tests kill crawls.
    """
    sys.warnoptions.append("ignore")  # it is started with the options of this interpreter
    resource_tracker.ensure_running()
    sys.warnoptions.pop()


def _reap() -> None:
    with suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass


def _fork_and_watch(client: socket.socket) -> Request:
    """Fork once more. The parent reports pid and exit code, the child returns the request.

    The parent is the process that may wait for the child. It reaps the child when the client has gone, so
    that the pid names no other process before that.
    """
    read, write = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(read)
        os.setsid()
        request = _receive(client)
        client.close()
        os.close(write)  # from now on, a signal finds the process in its session
        return request
    os.close(write)
    os.read(read, 1)
    client.sendall(pid.to_bytes(4, "big"))
    ended = os.waitid(os.P_PID, pid, os.WEXITED | os.WNOWAIT)
    assert ended
    code = ended.si_status if ended.si_code == os.CLD_EXITED else -ended.si_status
    try:
        client.sendall(code.to_bytes(4, "big", signed=True))
        client.recv(1)
        os.waitpid(pid, 0)
    finally:
        os._exit(0)


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
    _keep_a_cleaner_ready()
    runpy.run_module(request.module, run_name="__main__", alter_sys=True)


def _written(number: int, encoding: str, errors: str, *, lines: bool) -> TextIO:
    """A stream of this process, as the interpreter opens it at its start."""
    buffering = 1 if lines else -1
    return open(number, "w", buffering, encoding, errors, closefd=False)


def _keep_a_cleaner_ready() -> None:
    """Fork the process that becomes the fork server of the cleaning workers, should the crawl start it.

    It cannot be forked at that time: the crawl has threads by then. A second server is started as always.
    """
    ours, theirs = socket.socketpair()
    pid = os.fork()
    if pid == 0:
        ours.close()
        _become_server(theirs)
    theirs.close()
    spawn = util.spawnv_passfds

    def start(path: Any, arguments: list[Any], fds: list[int]) -> int:
        if "multiprocessing.forkserver" not in str(arguments[-1]):
            return spawn(path, arguments, fds)
        util.spawnv_passfds = spawn
        blocked = list(map(int, signal.pthread_sigmask(signal.SIG_BLOCK, ())))
        inherited = [*fds, 0, 1, 2]  # the streams too: those of now, as pytest changes them for each test
        message = {"code": arguments[-1], "fds": inherited, "blocked": blocked}
        socket.send_fds(ours, [json.dumps(message).encode()], inherited)
        ours.close()
        return pid

    util.spawnv_passfds = start


def _become_server(orders: socket.socket) -> None:
    """Wait for the start of a fork server, and be it. End if the crawl ends without one."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    received, fds, _, _ = socket.recv_fds(orders, 65536, 16)
    if not received:
        os._exit(0)
    order = json.loads(received)
    # Out of the way of the numbers that the code names, then to these numbers.
    top = max(order["fds"]) + 1
    moved = [fcntl.fcntl(fd, fcntl.F_DUPFD, max(top, 64)) for fd in fds]
    os.closerange(3, max(top, 64))
    for fd, number in zip(moved, order["fds"], strict=True):
        os.dup2(fd, number)
        os.close(fd)
    main = type(sys)("__main__")
    sys.modules["__main__"] = main
    sys.argv[:] = ["-c"]
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.pthread_sigmask(signal.SIG_SETMASK, order["blocked"])
    exec(order["code"], main.__dict__)
    raise SystemExit


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
    with socket.socket(fileno=int(sys.argv[1])) as _listener:
        _request = serve(_listener)
    try:
        run(_request, _base)
        raise SystemExit
    except SystemExit as _exit:
        _end(_exit)
