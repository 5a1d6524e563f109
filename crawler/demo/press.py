"""Serve the fictional press: one HTTP server for each outlet, each on its own loopback address."""

from __future__ import annotations

import socket
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Lock, Thread
from typing import Any
from urllib.parse import urlsplit

from archive.model import Kind, Moment, Rating, Work
from crawler.demo.sites import Reply, Site, attic, lantern, penfolk, rampe
from crawler.demo.sites.story import Story

BUILDERS: tuple[Callable[[str, datetime], Site], ...] = (
    penfolk.build,
    attic.build,
    lantern.build,
    rampe.build,
)

HOSTS = ("127.0.0.2", "127.0.0.3", "127.0.0.4", "127.0.0.5")


@dataclass(frozen=True, slots=True)
class LoggedRequest:
    """One request that the press received.

    Attributes:
        at: when it came, in seconds of `time.monotonic`.
        host: `host:port`, as in the outlet's URLs.
        path: path and query of the request.
    """

    at: float
    host: str
    path: str
    status: int
    user_agent: str | None


@dataclass(frozen=True, slots=True)
class Expected:
    """What the archive should contain for one article.

    Attributes:
        url: the article's canonical URL.
        published: with the precision that the page gives; its feed may be more precise.
        text: every heading and paragraph, in order.
        furniture: phrases around the article that do not belong to its text.
    """

    outlet: str
    url: str
    title: str
    authors: tuple[str, ...]
    kind: Kind
    published: Moment
    work: Work | None
    rating: Rating | None
    spoilers: bool | None
    language: str
    text: tuple[str, ...]
    furniture: tuple[str, ...]


class Press:
    """The running press. Start it with `Press.start()`.

    Attributes:
        sites: by outlet name.
        outlets_dir: a folder with one outlet file for each.
        log: every request so far, in the order in which they were answered.
    """

    def __init__(
        self, now: datetime, sites: Mapping[str, Site], servers: Mapping[str, _Server], outlets_dir: Path
    ) -> None:
        self.sites = sites
        self.outlets_dir = outlets_dir
        self.log: list[LoggedRequest] = []
        self._now = now
        self._servers = servers

    @classmethod
    @contextmanager
    def start(
        cls, now: datetime | None = None, *, port: int = 0, outlets_dir: Path | None = None
    ) -> Iterator[Press]:
        """Serve until the block is left.

        Args:
            now: aware; the time from which the ages of the stories count. None for the present.
            port: where to listen if it is free; 0 for any.
            outlets_dir: where to write the outlet files, which are deleted at the end, and the folder with
                them if nothing else is in it. None for a temporary folder.

        Raises:
            OSError: no port of the loopback network is free, or the outlet files cannot be written.
        """
        now = now or datetime.now(UTC)
        with ExitStack() as stack:
            sockets = listen(HOSTS, port)
            servers = [stack.enter_context(_Server(listener)) for listener in sockets]
            folder = outlets_dir or Path(tempfile.mkdtemp(prefix="matinee-press-"))
            folder.mkdir(exist_ok=True)
            stack.callback(_remove_if_empty, folder)
            bases = ["http://{}:{}".format(*listener.getsockname()) for listener in sockets]
            sites = {
                site.name: site
                for site in (build(base, now) for build, base in zip(BUILDERS, bases, strict=True))
            }
            for site in sites.values():
                file = folder / f"{site.name}.toml"
                stack.callback(file.unlink, missing_ok=True)
                file.write_text(site.outlet_file, encoding="utf-8")
            press = cls(now, sites, dict(zip(sites, servers, strict=True)), folder)
            for server, site in zip(servers, sites.values(), strict=True):
                stack.enter_context(server.serving(site, press.log))
            yield press

    def correct_a_review(self, at: datetime) -> None:
        """Have The Lantern correct a review at an aware time: the page and its date in the sitemap change."""
        server = self._servers[lantern.NAME]
        server.site = lantern.build(server.site.base, self._now, corrected_at=at)

    @property
    def outlets(self) -> tuple[Path, ...]:
        """The outlet files."""
        return tuple(self.outlets_dir / f"{name}.toml" for name in self.sites)

    def expected(self) -> tuple[Expected, ...]:
        """The expected content of the archive: one entry for each article that a crawl should collect."""
        return tuple(
            _expected(site, path, story)
            for site in self.sites.values()
            for path, story in site.articles.items()
        )


def _remove_if_empty(folder: Path) -> None:
    with suppress(OSError):
        folder.rmdir()


def listen(hosts: tuple[str, ...], wanted: int = 0) -> list[socket.socket]:
    """One listening socket for each host, all on the same port; if that fails, sockets on ports of 127.0.0.1.

    `wanted` is the port to try first; 0 for any. Linux listens on all of 127.0.0.0/8. macOS listens only on
    127.0.0.1, unless configured otherwise.
    """
    for attempt in range(20):
        opened: list[socket.socket] = []
        try:
            for host in hosts:
                port = opened[0].getsockname()[1] if opened else 0 if attempt else wanted
                opened.append(socket.create_server((host, port)))
            return opened
        except OSError:  # the port is taken on one of the hosts, or the host does not exist
            for listener in opened:
                listener.close()
            if not opened and attempt:
                break
    return [socket.create_server(("127.0.0.1", 0)) for _ in hosts]


class _Server(ThreadingHTTPServer):
    """Serves one site on a socket that already listens."""

    daemon_threads = True
    block_on_close = False  # do not wait for clients with idle connections

    def __init__(self, listener: socket.socket) -> None:
        super().__init__(listener.getsockname(), _Handler, bind_and_activate=False)
        self.socket.close()
        self.socket = listener
        self.site: Site
        self._log: list[LoggedRequest]
        self._lock = Lock()

    @contextmanager
    def serving(self, site: Site, log: list[LoggedRequest]) -> Iterator[None]:
        self.site, self._log = site, log
        thread = Thread(target=self.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        try:
            yield
        finally:
            self.shutdown()
            thread.join()

    @property
    def host(self) -> str:
        """`host:port`, as in the site's URLs."""
        return urlsplit(self.site.base).netloc

    def record(self, request: LoggedRequest) -> None:
        """Add a request to the log."""
        with self._lock:
            self._log.append(request)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Ignore clients that close their connection."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version = "MatineePress/1"
    server: _Server

    def do_GET(self) -> None:
        self.received_at = time.monotonic()
        reply = self.server.site.replies.get(without_campaign(self.path))
        if reply is None:
            missing = Reply(b"<!doctype html><title>Not found</title><h1>Not found</h1>", datetime.now(UTC))
            self._answer(HTTPStatus.NOT_FOUND, missing)
        elif unchanged(reply, self.headers.get("If-None-Match"), self.headers.get("If-Modified-Since")):
            self._answer(HTTPStatus.NOT_MODIFIED, reply)
        else:
            self._answer(HTTPStatus.OK, reply)

    do_HEAD = do_GET

    def _answer(self, status: HTTPStatus, reply: Reply) -> None:
        self.server.record(
            LoggedRequest(
                self.received_at, self.server.host, self.path, int(status), self.headers.get("User-Agent")
            )
        )
        self.send_response(status)
        if status != HTTPStatus.NOT_FOUND:
            self.send_header("ETag", reply.etag)
            self.send_header("Last-Modified", reply.last_modified)
        if status == HTTPStatus.NOT_MODIFIED:
            self.end_headers()
            return
        self.send_header("Content-Type", reply.content_type)
        self.send_header("Content-Length", str(len(reply.body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(reply.body)

    def log_message(self, format: str, *args: Any) -> None:
        """Print nothing: the press has its own log."""


def without_campaign(path: str) -> str:
    """The path without tracking parameters: real sites ignore them."""
    bare, _, query = path.partition("?")
    remaining = [part for part in query.split("&") if part and not part.startswith("utm_")]
    return f"{bare}?{'&'.join(remaining)}" if remaining else bare


def unchanged(reply: Reply, if_none_match: str | None, if_modified_since: str | None) -> bool:
    """Whether the client's copy is up to date. The entity tag counts before the date (RFC 9110, 13.2.2)."""
    if if_none_match is not None:
        tags = [tag.strip().removeprefix("W/") for tag in if_none_match.split(",")]
        return "*" in tags or reply.etag in tags
    if if_modified_since is None:
        return False
    try:
        since = parsedate_to_datetime(if_modified_since)
    except ValueError:
        return False
    return since.tzinfo is not None and reply.modified.replace(microsecond=0) <= since


def _expected(site: Site, path: str, story: Story) -> Expected:
    language = "de" if site.name == rampe.NAME else "en"
    return Expected(
        outlet=site.name,
        url=site.base + path,
        title=story.title,
        authors=story.authors,
        kind=story.kind,
        published=_moment(site, story),
        work=story.work,
        rating=story.rating,
        spoilers=story.spoilers,
        language=language,
        text=story.paragraphs,
        furniture=site.furniture,
    )


def _moment(site: Site, story: Story) -> Moment:
    """The date with the precision that the site prints: an age at Penfolk, a day at Die Rampe, else exact."""
    if site.name in (attic.NAME, lantern.NAME):
        return Moment(story.published, "second")
    return Moment(story.published, story.age[1] if site.name == penfolk.NAME else "day")
