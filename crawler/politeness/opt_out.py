"""The files in which a host says what may be done with its pages: asked for before a day's first page."""

from __future__ import annotations

import asyncio
import json
from datetime import UTC, datetime, timedelta
from typing import Any, Self

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest, NotConfigured
from scrapy.http import Response, TextResponse
from scrapy.http.request import NO_CALLBACK
from scrapy.utils.httpobj import urlparse_cached

from archive.db.rows import stamp
from archive.db.store import Store
from archive.opt_out import AI_TXT
from crawler.politeness.opt_out_files import HOST_SIGNALS, PATHS, TDMREP, OptOutFiles
from crawler.politeness.robots import HostWaits
from crawler.shutdown import Stopped, is_closing
from crawler.sources.links import host_name

_KEPT = timedelta(days=1)

_LARGEST = 512 * 1024

_Files = dict[str, str | None]


class OptOutMiddleware:
    """Puts what a page's host says of its use into the page's request, as `HOST_SIGNALS` in its meta.

    tdmrep.json and ai.txt are asked for once a host and day, as any request is: robots.txt is obeyed and the
    host's pace kept. That there is none is remembered too, in `hosts.signals`. A host that gives no answer is
    asked in the next crawl; its pages are fetched all the same. OPT_OUT_FILES = False turns it off.
    """

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self._hosts: dict[str, asyncio.Future[OptOutFiles]] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """How Scrapy builds it. Raises NotConfigured where it is turned off."""
        if not crawler.settings.getbool("OPT_OUT_FILES"):
            raise NotConfigured
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        """Of the pages of an outlet's frontier; other requests pass."""
        lease = request.cb_kwargs.get("lease")
        if lease is None or lease.kind != "page":
            return
        parts = urlparse_cached(request)
        origin = f"{parts.scheme}://{parts.netloc}"
        if origin not in self._hosts:
            self._hosts[origin] = asyncio.ensure_future(self._declared(origin, host_name(request.url)))
        declared = await asyncio.shield(self._hosts[origin])
        request.meta[HOST_SIGNALS] = declared.of(request.url)

    async def _declared(self, origin: str, host: str) -> OptOutFiles:
        spider: Any = self.crawler.spider
        archive = spider.leases.archive
        now = datetime.now(UTC)
        files, asked_at = await archive.write(lambda store: _read(store, host))
        if asked_at is None or now - asked_at >= _KEPT:
            answers = {name: await self._ask(origin + path) for name, path in PATHS.items()}
            files |= {name: text for name, (text, told) in answers.items() if told}
            if all(told for _, told in answers.values()):
                await archive.write(lambda store: _write(store, host, files, now))
        return OptOutFiles(files.get(TDMREP), files.get(AI_TXT))

    async def _ask(self, url: str) -> tuple[str | None, bool]:
        """The file, None where there is none, and whether the host told."""
        engine = self.crawler.engine
        if engine is None or is_closing(self.crawler):
            return None, False
        # That a host has no such file is no error of the crawl's.
        meta = {"download_maxsize": _LARGEST, "is_policy": True}
        asked = Request(url, callback=NO_CALLBACK, meta=meta)
        try:
            return _file(await engine.download_async(asked))
        except (HostWaits, Stopped):
            return None, False
        except IgnoreRequest:  # robots.txt forbids it, or it leads to somebody else's host
            return None, True
        except Exception:  # whatever hinders it hinders the pages too, and is told of these
            return None, False


def _file(response: Response) -> tuple[str | None, bool]:
    if 200 <= response.status < 300:
        is_page = b"html" in (response.headers.get("Content-Type") or b"").lower()
        text = (
            response.text if isinstance(response, TextResponse) else response.body.decode("utf-8", "replace")
        )
        return (None if is_page else text), True  # a page in its place says only that there is no such file
    return None, 400 <= response.status < 500 and response.status != 429


def _read(store: Store, host: str) -> tuple[_Files, datetime | None]:
    row = store.row("select signals from hosts where host = ?", host)
    kept = json.loads(row["signals"]) if row and row["signals"] else {}
    asked_at = datetime.fromisoformat(kept["asked_at"]) if kept else None
    return {name: kept.get(name) for name in PATHS}, asked_at


def _write(store: Store, host: str, files: _Files, now: datetime) -> None:
    signals = json.dumps({"asked_at": stamp(now), **files}, ensure_ascii=False)
    store.db.execute(
        "insert into hosts (host, signals) values (?, ?)"
        " on conflict (host) do update set signals = excluded.signals",
        (host, signals),
    )
