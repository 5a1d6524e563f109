"""Asks the fork server of the tests for `python -m MODULE WORDS...`: see `tests.support.fork_server`.

Run as a script it stands for such a program: `python -S fork_client.py ADDRESS MODULE WORDS...` passes on its
folder, environment and streams, and ends as the forked process ends. It imports little, so that it starts
quickly.
"""

from __future__ import annotations

import json
import os
import signal
import socket
import sys
from collections.abc import Mapping, Sequence

# Where the fork server of this run of the tests listens. All processes that the tests start inherit it.
ADDRESS = "MATINEE_TEST_FORK_SERVER"


def ask(
    module: str,
    words: Sequence[str],
    environment: Mapping[str, str],
    folder: str,
    streams: Sequence[int],
    *,
    address: str,
) -> socket.socket:
    """Ask for a process. The socket tells its pid, then its exit code: `read_number` reads them.

    Args:
        streams: standard input, output and error.
        address: where the fork server listens.
    """
    server = socket.socket(socket.AF_UNIX)
    server.connect(address)
    request = {"module": module, "words": list(words), "environment": dict(environment), "folder": folder}
    body = json.dumps(request).encode()
    socket.send_fds(server, [len(body).to_bytes(8, "big")], list(streams))
    server.sendall(body)
    return server


def read_number(server: socket.socket) -> int:
    """Read the pid or the exit code; -N where signal N ended the process."""
    answer = server.recv(4, socket.MSG_WAITALL)
    if len(answer) < 4:  # read as a number it were pid 0, which is all of our own group to a signal
        raise RuntimeError("the fork server of the tests has ended, or failed to fork")
    return int.from_bytes(answer, "big", signed=True)


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for pytest, which ends its workers
    _folder = os.getcwd()  # noqa: PTH109 (pathlib takes long to import)
    _server = ask(sys.argv[2], sys.argv[3:], os.environ, _folder, (0, 1, 2), address=sys.argv[1])
    read_number(_server)
    _code = read_number(_server)
    sys.exit(_code if _code >= 0 else 128 - _code)  # as a shell tells of a signal
