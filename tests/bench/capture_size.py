"""The bytes that captures take in an archive, against warcio's .warc.gz of the same captures, in one run.

    .venv/bin/python -m tests.bench.capture_size

Measures the demo's outlets, generated blogs that look like WordPress's, and the hosts of ../shared/corpus and
../shared/reviews with several pages. An archive takes the captures as a crawl does, with dictionaries made on
the way, and is compacted then. Counted are the compressed bodies with their dictionaries; in the last column
the pages of the file that hold these, the rows of the captures and all their indexes. The .warc.gz has one
compressed `response` record for each capture.
"""

from __future__ import annotations

import random
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from archive.care.storage.compact import compact
from archive.db.store import Store
from archive.importing.warc import read_warc
from archive.ingest.ingest import Ingest
from archive.model import Article, Capture, Gate
from crawler.demo.press import BUILDERS
from tests.bench.table import print_table
from tests.support.paths import SHARED

NOON = datetime(2026, 3, 15, 12, tzinfo=UTC)
FEWEST_PAGES = 4  # of a host in the shared material
POSTS = (10, 100, 1000)  # of the generated blogs
TABLES = ("_bodies", "_dictionaries", "captures")
HEADERS = {
    "content-type": "text/html; charset=utf-8",
    "server": "nginx",
    "date": "Sun, 15 Mar 2026 12:00:00 GMT",
    "link": '<https://blog.example/wp-json/>; rel="https://api.w.org/"',
    "cache-control": "max-age=600",
}


def not_read(capture: Capture, **_options: Any) -> Article:
    """No page is cleaned: the bench is about bytes."""
    return Article(url=capture.url, text="", gate=Gate("listing", False))


def demo_outlets() -> Iterator[tuple[str, list[Capture]]]:
    """The pages of each outlet of the demo."""
    for build in BUILDERS:
        site = build("http://127.0.0.2:8000", NOON)
        pages = {path: reply.body for path, reply in site.replies.items() if "html" in reply.content_type}
        yield f"demo: {site.name}", captures(site.name, pages.items())


def blogs() -> Iterator[tuple[str, list[Capture]]]:
    """Blogs of many sizes."""
    for posts in POSTS:
        yield f"blog, {posts} posts", captures(f"blog{posts}", blog(posts))


def blog(posts: int) -> Iterator[tuple[str, bytes]]:
    """Posts in a template of 60 kB like those of WordPress: styles, scripts, menu, widgets, footer."""
    chance = random.Random(2026)
    syllables = [a + b for a in "bdfgklmnprstvz" for b in "aeiou"]
    words = ["".join(chance.choices(syllables, k=chance.randint(1, 4))) for _ in range(6000)]
    weights = [1 / (place + 3) for place in range(len(words))]

    def prose(count: int) -> str:
        return " ".join(chance.choices(words, weights, k=count)).capitalize() + "."

    style = "\n".join(
        f".wp-block-{word}{{margin:{chance.randint(0, 40)}px;color:#{chance.randrange(1 << 24):06x}}}"
        for word in words[:700]
    )
    menu = "".join(
        f'<li class="menu-item menu-item-{n}"><a href="/{w}/">{w}</a></li>' for n, w in enumerate(words[:90])
    )
    titles = [prose(6) for _ in range(posts)]
    for number, title in enumerate(titles):
        widgets = "".join(
            f'<li><a href="/{n}/">{titles[n]}</a></li>' for n in range(max(0, number - 10), number)
        )
        body = "".join(f"<p>{prose(chance.randint(30, 90))}</p>\n" for _ in range(chance.randint(5, 14)))
        page = (
            f"<!doctype html><html><head><title>{title}</title><style>{style}</style>\n"
            f'<link rel="canonical" href="https://blog.example/{number}/"></head>\n'
            f'<body class="post-template-default single postid-{number}"><nav><ul>{menu}</ul></nav>\n'
            f'<article id="post-{number}"><h1 class="entry-title">{title}</h1>\n<div>{body}</div></article>\n'
            f'<aside><ul>{widgets}</ul></aside><footer><form id="{chance.randrange(1 << 40):x}"></form>\n'
            f"<script>{style[:9000]}</script></footer></body></html>\n"
        )
        yield f"/{number}/", page.encode()


def shared_hosts() -> Iterator[tuple[str, list[Capture]]]:
    """The hosts of the shared material with several pages, each as one outlet."""
    pages: dict[str, dict[str, Capture]] = defaultdict(dict)
    for path in (*sorted((SHARED / "corpus").glob("*.warc.gz")), SHARED / "reviews" / "pages.warc.gz"):
        for capture in read_warc(path) if path.exists() else ():
            pages[urlsplit(capture.url).hostname or ""][capture.url] = capture
    for host, by_url in sorted(pages.items(), key=lambda item: (-len(item[1]), item[0])):
        if len(by_url) >= FEWEST_PAGES:
            made = captures(host, ((url, capture.body) for url, capture in by_url.items()))
            yield f"{host[:26]}, {len(made)}", made


def captures(outlet: str, pages: Iterable[tuple[str, bytes]]) -> list[Capture]:
    """Captures of an outlet's pages, one a minute."""
    return [
        Capture(
            f"https://{outlet}.example{path}" if path.startswith("/") else path,
            NOON + timedelta(minutes=number),
            body,
            headers=HEADERS,
            content_type=HEADERS["content-type"],
            outlet=outlet,
        )
        for number, (path, body) in enumerate(pages)
    ]


def warc_size(pages: list[Capture]) -> int:
    """Bytes of the .warc.gz that warcio writes of captures."""
    out = BytesIO()
    writer = WARCWriter(out, gzip=True)
    for capture in pages:
        head = StatusAndHeaders("200 OK", list(capture.headers.items()), protocol="HTTP/1.1")
        date = capture.captured_at.strftime("%Y-%m-%dT%H:%M:%SZ")
        record = writer.create_warc_record(
            capture.url,
            "response",
            BytesIO(capture.body),
            http_headers=head,
            warc_headers_dict={"WARC-Date": date},
        )
        writer.write_record(record)
    return out.tell()


def sizes(db: Path) -> tuple[int, int]:
    """Bytes of bodies and dictionaries; bytes of the file's pages for captures, bodies and dictionaries."""
    with Store.open(db, readonly=True) as store:
        (payload,) = store.db.execute(
            "select ifnull(sum(length(zstd)), 0) + (select ifnull(sum(length(zstd)), 0) from _dictionaries)"
            " from _bodies"
        ).fetchone()
        marks = ", ".join("?" * len(TABLES))
        (pages,) = store.db.execute(
            "select ifnull(sum(pgsize), 0) from dbstat where aggregate = 1 and name in"
            f" (select name from sqlite_master where tbl_name in ({marks}))",
            TABLES,
        ).fetchone()
    return payload, pages


def measure(folder: Path, pages: list[Capture]) -> tuple[int, int, int, int]:
    """Bytes of the .warc.gz; of the bodies as crawled; of bodies and of the file's pages, compacted."""
    db = folder / "archive.db"
    db.unlink(missing_ok=True)
    with ThreadPoolExecutor(1) as threads, Ingest(db, threads, clean=not_read) as ingest:
        for capture in pages:
            ingest.submit(capture).result()
    crawled, _ = sizes(db)
    with Store.open(db) as store:
        compact(store, NOON)
    return warc_size(pages), crawled, *sizes(db)


def main() -> None:
    rows = []
    totals: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    with tempfile.TemporaryDirectory() as folder:
        for group, outlets in (
            ("all of the demo", demo_outlets()),
            ("all blogs", blogs()),
            (f"all hosts of {FEWEST_PAGES}+ pages", shared_hosts()),
        ):
            for name, pages in outlets:
                figures = measure(Path(folder), pages)
                totals[group] = [a + b for a, b in zip(totals[group], figures, strict=True)]
                rows.append((name, figures))
                print(".", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    every = [*rows, *totals.items()]
    print_table(
        ("captures", ".warc.gz, kB", "as crawled", "compacted", "with rows"),
        [
            (name, [f"{warc / 1000:,.0f}", *(f"{size / warc:.3f}" for size in ours)])
            for name, (warc, *ours) in every
        ],
        first=34,
    )


if __name__ == "__main__":
    main()
