"""Fetch the files in which a host reserves rights in its pages, once a day, before the first page."""

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

_MAX_AGE = timedelta(days=1)

_MAX_BYTES = 512 * 1024

_Files = dict[str, str | None]


class OptOutMiddleware:
    """Puts the opt-out signals of a page's host into the page's request, as `HOST_SIGNALS` in its meta.

    It requests tdmrep.json and ai.txt once a day from each host, obeying robots.txt and the host's pace. The
    column `hosts.signals` stores them, also if the host has none. If the host does not answer, its pages are
    fetched all the same, and the next crawl requests the files again. OPT_OUT_FILES = False turns this off.
    """

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self._files: dict[str, asyncio.Future[OptOutFiles]] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Scrapy's constructor. Raises NotConfigured if the middleware is turned off."""
        if not crawler.settings.getbool("OPT_OUT_FILES"):
            raise NotConfigured
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        """Add the signals to a request for a page of an outlet's frontier. Other requests are not changed."""
        lease = request.cb_kwargs.get("lease")
        if lease is None or lease.kind != "page":
            return
        parts = urlparse_cached(request)
        origin = f"{parts.scheme}://{parts.netloc}"
        if origin not in self._files:
            self._files[origin] = asyncio.ensure_future(self._files_of_host(origin, host_name(request.url)))
        files = await asyncio.shield(self._files[origin])
        request.meta[HOST_SIGNALS] = files.signals_for(request.url)

    async def _files_of_host(self, origin: str, host: str) -> OptOutFiles:
        """The files stored less than a day ago, else those that the host has now."""
        spider: Any = self.crawler.spider
        archive = spider.leases.archive
        now = datetime.now(UTC)
        files, asked_at = await archive.write(lambda store: _read_files(store, host))
        if asked_at is None or now - asked_at >= _MAX_AGE:
            answers = {name: await self._fetch(origin + path) for name, path in PATHS.items()}
            files |= {name: text for name, (text, answered) in answers.items() if answered}
            if all(answered for _, answered in answers.values()):
                await archive.write(lambda store: _write_files(store, host, files, now))
        return OptOutFiles(files.get(TDMREP), files.get(AI_TXT))

    async def _fetch(self, url: str) -> tuple[str | None, bool]:
        """The text of the file (None if the host has none), and whether the host answered the question."""
        engine = self.crawler.engine
        if engine is None or is_closing(self.crawler):
            return None, False
        # `is_policy`: the crawl's statistics do not count a missing file as an error.
        meta = {"download_maxsize": _MAX_BYTES, "is_policy": True}
        request = Request(url, callback=NO_CALLBACK, meta=meta)
        try:
            return _file_text(await engine.download_async(request))
        except (HostWaits, Stopped):
            return None, False
        except IgnoreRequest:  # robots.txt forbids it, or it redirects to another host
            return None, True
        except Exception:  # the pages of the host fail in the same way, and their error is logged
            return None, False


def _file_text(response: Response) -> tuple[str | None, bool]:
    if 200 <= response.status < 300:
        is_page = b"html" in (response.headers.get("Content-Type") or b"").lower()
        text = (
            response.text if isinstance(response, TextResponse) else response.body.decode("utf-8", "replace")
        )
        return (None if is_page else text), True  # a host that answers with an HTML page has no such file
    return None, 400 <= response.status < 500 and response.status != 429


def _read_files(store: Store, host: str) -> tuple[_Files, datetime | None]:
    row = store.row("select signals from hosts where host = ?", host)
    stored = json.loads(row["signals"]) if row and row["signals"] else {}
    asked_at = datetime.fromisoformat(stored["asked_at"]) if stored else None
    return {name: stored.get(name) for name in PATHS}, asked_at


def _write_files(store: Store, host: str, files: _Files, now: datetime) -> None:
    signals = json.dumps({"asked_at": stamp(now), **files}, ensure_ascii=False)
    store.db.execute(
        "insert into hosts (host, signals) values (?, ?)"
        " on conflict (host) do update set signals = excluded.signals",
        (host, signals),
    )
