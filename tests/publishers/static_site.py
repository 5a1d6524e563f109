"""A folder of files served on loopback, with a log of what was asked."""

from __future__ import annotations

import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from tests.publishers.publisher import Answer


class StaticSite:
    """Serves a folder as hosts of static sites do: index.html for a folder, 404 for what is not there."""

    def __init__(self, server: ThreadingHTTPServer, log: list[Answer]) -> None:
        self.url = url_of(server)
        self._server, self._log = server, log
        threading.Thread(target=server.serve_forever, daemon=True).start()

    def answers(self) -> list[Answer]:
        """What was answered so far, in order."""
        return list(self._log)

    def close(self) -> None:
        """Stop serving."""
        self._server.shutdown()
        self._server.server_close()


def url_of(server: ThreadingHTTPServer) -> str:
    """The URL of a server's root, without a slash at its end."""
    host, port = server.server_address[:2]
    return f"http://{host!s}:{port}"


def reserve(address: str, folder: Path) -> tuple[ThreadingHTTPServer, list[Answer]]:
    """A server on a free port of the address, which a generator must know before it builds the folder."""
    log: list[Answer] = []

    class Handler(SimpleHTTPRequestHandler):
        def log_request(self, code: object = "-", size: object = "-") -> None:
            log.append(Answer(self.path, int(str(getattr(code, "value", code)))))

        def log_message(self, *_: object) -> None:
            """Errors are in the log of requests."""

        def list_directory(self, path: object) -> None:  # type: ignore[override]
            self.send_error(404)

    server = ThreadingHTTPServer((address, 0), partial(Handler, directory=str(folder)))
    server.daemon_threads = True
    return server, log
