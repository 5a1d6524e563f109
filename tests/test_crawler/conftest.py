"""A real web on loopback: hosts with pages, a log of what they were asked, and `scrapy crawl` on them."""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import pytest
from sqlite_utils import Database

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


class Host:
    """A web server on one loopback address; `pages` may be filled while it runs.

    Attributes:
        first: what a path answers before it gives its page, once each.
        conditional: whether it gives entity tags, and answers 304 to whoever has the page already.
    """

    def __init__(self, address: str) -> None:
        self.pages: dict[str, Answer] = {}
        self.first: dict[str, list[Callable[[], Answer]]] = {}
        self.log: list[Asked] = []
        self.conditional = False
        host = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                asked = Asked(self.path, time.monotonic(), dict(self.headers), 0)
                host.log.append(asked)  # before the answer, which may take its time
                answer = host.pages.get(self.path) or Answer(b"<h1>Not found</h1>", 404)
                if waiting := host.first.get(self.path):
                    answer = waiting.pop(0)()
                tag = f'"{hashlib.sha256(answer.body).hexdigest()[:16]}"'
                if host.conditional and answer.status == 200:
                    answer = replace(answer, headers={**answer.headers, "ETag": tag})
                    if self.headers.get("If-None-Match") == tag:
                        answer = replace(answer, status=304, body=b"")
                host.log[host.log.index(asked)] = replace(asked, status=answer.status)
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


def rows_of(path: Path, sql: str) -> list[dict[str, Any]]:
    """What a query gives of an archive."""
    db = Database(path)
    try:
        return list(db.query(sql))
    finally:
        db.close()


@dataclass
class Crawl:
    """How a crawl ended, and what it left."""

    code: int
    log: str
    db: Path
    records: list[dict[str, Any]]

    def rows(self, sql: str) -> list[dict[str, Any]]:
        return rows_of(self.db, sql)

    @property
    def last(self) -> dict[str, Any]:
        """The row of the crawl."""
        return self.rows("select * from crawls order by id desc limit 1")[0]

    def lines(self, word: str) -> list[str]:
        """Lines of the log with this word in them."""
        return [line for line in self.log.splitlines() if word in line]


@pytest.fixture
def host() -> Iterator[Callable[..., Host]]:
    """Makes hosts: `host()`, `host("127.0.0.2")`."""
    hosts: list[Host] = []

    def make(address: str = "127.0.0.1") -> Host:
        hosts.append(Host(address))
        return hosts[-1]

    yield make
    for made in hosts:
        made.server.shutdown()
        made.server.server_close()


@pytest.fixture
def crawl(tmp_path: Path) -> Callable[..., Crawl]:
    """Runs `scrapy crawl`: `crawl(toml, "-a", "limit=1")`, where `toml` is the text of an outlet file."""
    folder = tmp_path / "outlets"
    folder.mkdir()

    def run(
        toml: str,
        *args: str,
        delay: float = 0,
        db: str = "t.db",
        name: str = "paper",
        disk: int = 0,
        until: Callable[[], bool] | None = None,
        presses: int = 1,
        press: signal.Signals = signal.SIGINT,
    ) -> Crawl:
        """Write the outlet file and crawl.

        Args:
            disk: KiB that may be written to one file, 0 for what there is.
            until: when to press Ctrl-C.
            presses: how often.
            press: or another signal.
        """
        (folder / f"{name}.toml").write_text(f'title = "Paper"\ndelay = {delay}\n{toml}')
        out = tmp_path / "out.jsonl"
        out.unlink(missing_ok=True)
        command = [sys.executable, "-m", "scrapy", "crawl", name, "-s", f"ARCHIVE_DB={tmp_path / db}"]
        # The files of the host's own are asked for where a test is about them.
        command += [
            "-s",
            "OPT_OUT_FILES=0",
            "-s",
            "CLEAN_WORKERS=1",
            "-s",
            "RETRY_TIMES=1",
            "-O",
            str(out),
            *args,
        ]
        if disk:
            command = ["sh", "-c", f'ulimit -f {disk * 2}; exec "$@"', "sh", *command]
        process = subprocess.Popen(
            command,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            cwd=tmp_path,
            env={**os.environ, "MATINEE_OUTLETS": str(folder), "SCRAPY_SETTINGS_MODULE": "crawler.settings"},
            start_new_session=True,
        )
        try:
            while until and not until() and process.poll() is None:
                time.sleep(0.02)
            for _ in range(presses if until else 0):
                os.killpg(process.pid, press)  # as a terminal does: its workers hear it too
                time.sleep(0.3)
            log = process.communicate(timeout=120)[0]
        finally:
            process.kill()
        records = [json.loads(line) for line in out.read_text().splitlines()] if out.exists() else []
        return Crawl(process.returncode, log, tmp_path / db, records)

    return run
