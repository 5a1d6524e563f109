"""The process that becomes the fork server of a crawl's cleaning workers, forked before the crawl begins."""

from __future__ import annotations

import fcntl
import json
import os
import signal
import socket
import sys
from multiprocessing import util
from typing import Any


def keep_a_cleaner_ready() -> None:
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
