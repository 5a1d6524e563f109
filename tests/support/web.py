"""A real web on loopback: hosts with pages, and a log of what they were asked."""

from __future__ import annotations

import gzip
import hashlib
import socket
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from xml.sax.saxutils import escape

from tests.support.processes import DEADLINE

SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
NEWS = "http://www.google.com/schemas/sitemap-news/0.9"
PROSE = (
    "The harbour town of the title never appears in daylight, and that is the first of many things this film "
    "gets right. Its hero, a ferry clerk with a talent for small lies, is asked to keep one large one, and "
    "the camera watches her face while she works out what it will cost. Nothing in it is hurried. "
    "When the storm that everybody talks about finally comes, it comes off screen, as a sound behind a door, "
    "and we are left with two people, a lamp, and an argument about a boat that may not exist."
)
ABOUT_US = ("/robots.txt", "/.well-known/tdmrep.json", "/ai.txt")  # what a host says to crawlers


@dataclass(frozen=True)
class Answer:
    """What a path gives."""

    body: bytes = b""
    status: int = 200
    kind: str = "text/html; charset=utf-8"
    headers: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Asked:
    """One request, as it came."""

    path: str
    at: float
    headers: dict[str, str]
    status: int


class Held:
    """An answer that waits until it is released, so that a crawl is where a test wants it at any speed."""

    def __init__(self) -> None:
        self._asked, self._released = threading.Event(), threading.Event()

    def asked(self) -> bool:
        """Whether somebody waits for it."""
        return self._asked.is_set()

    def release(self) -> None:
        self._released.set()

    def wait(self) -> None:
        self._asked.set()
        self._released.wait(DEADLINE)


class Host:
    """A web server on one loopback address; `pages` may be filled while it runs.

    Attributes:
        first: what a path answers before it gives its page, once each.
        held: answers that wait, by path.
        conditional: whether it gives entity tags, and answers 304 to whoever has the page already.
    """

    def __init__(self, address: str) -> None:
        self.pages: dict[str, Answer] = {}
        self.first: dict[str, list[Callable[[], Answer]]] = {}
        self.held: dict[str, Held] = {}
        self.log: list[Asked] = []
        self.conditional = False
        self._reserved: socket.socket | None = None
        host = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                asked = Asked(self.path, time.monotonic(), dict(self.headers), 0)
                host.log.append(asked)  # before the answer, which may take its time
                if self.path in host.held:
                    host.held[self.path].wait()
                answer = host.pages.get(self.path) or Answer(b"<h1>Not found</h1>", 404)
                if waiting := host.first.get(self.path):
                    answer = waiting.pop(0)()
                tag = f'"{hashlib.sha256(answer.body).hexdigest()[:16]}"'
                if host.conditional and answer.status == 200:
                    answer = replace(answer, headers={**answer.headers, "ETag": tag})
                    if self.headers.get("If-None-Match") == tag:
                        answer = replace(answer, status=304, body=b"")
                host.log[host.log.index(asked)] = replace(asked, status=answer.status)
                with suppress(ConnectionError):  # whoever asked may be gone
                    self.answer(answer)

            def answer(self, answer: Answer) -> None:
                self.send_response(answer.status)
                for name, value in {"Content-Type": answer.kind, **answer.headers}.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(answer.body)))
                self.end_headers()
                self.wfile.write(answer.body)

            def log_message(self, *args: Any) -> None:
                pass

        self.server = ThreadingHTTPServer((address, 0), Handler)
        self.url = f"http://{address}:{self.server.server_address[1]}"
        threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True).start()

    def hold(self, path: str) -> Held:
        """Let a path wait with its answer until that is released, or the test is over."""
        self.held[path] = Held()
        return self.held[path]

    def close(self) -> None:
        """Answer no more, and let go of whoever waits."""
        for held in self.held.values():
            held.release()
        self.server.shutdown()
        self.server.server_close()
        if self._reserved:
            self._reserved.close()

    def refuse(self) -> None:
        """Be gone: connections are refused, and nobody else gets the port."""
        self.close()
        self._reserved = socket.socket()
        self._reserved.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self._reserved.bind(self.server.server_address)  # and never listens

    def put(self, path: str, body: str | bytes, **answer: Any) -> str:
        """Set a page; returns its URL."""
        data = body.encode() if isinstance(body, str) else body
        self.pages[path] = Answer(data, **answer)
        return self.url + path

    def article(self, path: str, title: str, head: str = "", **answer: Any) -> str:
        """Set a page that holds an article; returns its URL."""
        prose = "".join(f"<p>{title} {number}. {PROSE}</p>" for number in range(4))
        body = f"<body><article><h1>{title}</h1>{prose}</article></body>"
        return self.put(
            path, f"<html lang=en><head><title>{title}</title>{head}</head>{body}</html>", **answer
        )

    def feed(self, path: str, *links: str, item: str = "", **answer: Any) -> str:
        """Set an RSS feed of these links; returns its URL."""
        items = "".join(f"<item><link>{escape(link)}</link>{item}</item>" for link in links)
        body = f'<rss version="2.0"><channel><title>Feed</title>{items}</channel></rss>'
        return self.put(path, body, **{"kind": "application/rss+xml", **answer})

    def sitemap(self, path: str, *links: str, entry: str = "", root: str = "urlset", **answer: Any) -> str:
        """Set a sitemap of these links, or an index of them with `root="sitemapindex"`; returns its URL."""
        tag = "url" if root == "urlset" else "sitemap"
        entries = "".join(f"<{tag}><loc>{escape(link)}</loc>{entry}</{tag}>" for link in links)
        body = f'<{root} xmlns="{SITEMAP}" xmlns:news="{NEWS}">{entries}</{root}>'.encode()
        packed = gzip.compress(body) if path.endswith(".gz") else body
        return self.put(path, packed, **{"kind": "application/xml", **answer})

    def asked(self, *, robots: bool = False) -> list[str]:
        """Paths in the order in which they were asked for."""
        return [asked.path for asked in self.log if robots or asked.path not in ABOUT_US]
