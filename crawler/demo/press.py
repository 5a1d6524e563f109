"""The fictional press on the wire: one HTTP server an outlet, each on a loopback host of its own."""

from __future__ import annotations

import socket
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
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
class Asked:
    """One request that the press was sent.

    Attributes:
        at: seconds of a clock that only goes forward.
        host: `host:port`, as the outlet's URLs have it.
        path: with its query, as asked.
    """

    at: float
    host: str
    path: str
    status: int
    user_agent: str | None


@dataclass(frozen=True, slots=True)
class Expected:
    """What an archive should say of one article.

    Attributes:
        url: the article's key.
        published: in the precision that the page itself gives; its feed may be finer.
        text: every heading and paragraph, in order.
        furniture: phrases of the page around it, none of which belongs to the text.
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
        log: every request so far, in the order of their answers.
    """

    def __init__(self, sites: Mapping[str, Site], outlets_dir: Path) -> None:
        self.sites = sites
        self.outlets_dir = outlets_dir
        self.log: list[Asked] = []

    @classmethod
    @contextmanager
    def start(cls, now: datetime | None = None) -> Iterator[Press]:
        """Serve until the block is left.

        Args:
            now: aware; what the press takes for the present, and counts the ages of its stories from.

        Raises:
            OSError: no port of the loopback network can be had.
        """
        now = now or datetime.now(UTC)
        with ExitStack() as stack:
            sockets = listen(HOSTS)
            servers = [stack.enter_context(_Server(listener)) for listener in sockets]
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="matinee-press-")))
            bases = [
                f"http://{host}:{port}" for host, port in (listener.getsockname() for listener in sockets)
            ]
            sites = {
                site.name: site
                for site in (build(base, now) for build, base in zip(BUILDERS, bases, strict=True))
            }
            for site in sites.values():
                (folder / f"{site.name}.toml").write_text(site.outlet_file, encoding="utf-8")
            press = cls(sites, folder)
            for server, site in zip(servers, sites.values(), strict=True):
                stack.enter_context(server.serving(site, press.log))
            yield press

    @property
    def outlets(self) -> tuple[Path, ...]:
        """The outlet files."""
        return tuple(self.outlets_dir / f"{name}.toml" for name in self.sites)

    def expected(self) -> tuple[Expected, ...]:
        """The truth, one for each article that a crawl should collect."""
        return tuple(
            _expected(site, path, story)
            for site in self.sites.values()
            for path, story in site.articles.items()
        )


def listen(hosts: tuple[str, ...]) -> list[socket.socket]:
    """One listening socket a host, all on one free port; where the others cannot be had, ports of 127.0.0.1.

    Linux answers on the whole of 127.0.0.0/8, macOS on 127.0.0.1 alone unless told otherwise.
    """
    for _ in range(20):
        opened: list[socket.socket] = []
        try:
            for host in hosts:
                port = opened[0].getsockname()[1] if opened else 0
                opened.append(socket.create_server((host, port)))
            return opened
        except OSError:  # the port is taken on one of the hosts, or there is no such host
            for listener in opened:
                listener.close()
            if not opened:
                break
    return [socket.create_server(("127.0.0.1", 0)) for _ in hosts]


class _Server(ThreadingHTTPServer):
    """Answers from one site, from a socket that already listens."""

    daemon_threads = True
    block_on_close = False  # a client's idle connection must not keep the press open

    def __init__(self, listener: socket.socket) -> None:
        super().__init__(listener.getsockname(), _Handler, bind_and_activate=False)
        self.socket.close()
        self.socket = listener
        self.site: Site
        self._log: list[Asked]
        self._lock = Lock()

    @contextmanager
    def serving(self, site: Site, log: list[Asked]) -> Iterator[None]:
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

    def note(self, asked: Asked) -> None:
        """Remember a request."""
        with self._lock:
            self._log.append(asked)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that hangs up is no news."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version = "MatineePress/1"
    server: _Server

    def do_GET(self) -> None:
        self.came = time.monotonic()
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
        self.server.note(
            Asked(self.came, self.server.host, self.path, int(status), self.headers.get("User-Agent"))
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
        """The press keeps its own log and prints none."""


def without_campaign(path: str) -> str:
    """The path without tracking parameters: real sites answer with and without them alike."""
    bare, _, query = path.partition("?")
    kept = [part for part in query.split("&") if part and not part.startswith("utm_")]
    return f"{bare}?{'&'.join(kept)}" if kept else bare


def unchanged(reply: Reply, if_none_match: str | None, if_modified_since: str | None) -> bool:
    """Whether the client's copy still holds. An entity tag outranks a date (RFC 9110, 13.2.2)."""
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
    """Penfolk prints an age and Die Rampe a day; the other two are exact."""
    if site.name in (attic.NAME, lantern.NAME):
        return Moment(story.published, "second")
    return Moment(story.published, story.age[1] if site.name == penfolk.NAME else "day")
