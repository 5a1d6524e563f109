"""Fetch one page as a crawl would: with Scrapy's downloader and the settings, obeying robots.txt."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any

import scrapy
from scrapy import Request
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.http import Response
from scrapy.settings import Settings
from scrapy.spiderloader import SpiderLoader
from twisted.python.failure import Failure

from archive.errors import MatineeError
from archive.model import Capture
from crawler.outlet.load import outlet_folders, usable_outlets
from crawler.outlet.outlet import Outlet
from crawler.politeness.failures import CRAWL_LATER, describe_failure, is_forbidden
from crawler.spiders.responses import capture
from crawler.user_settings import user_agent, user_settings

# Replaces the remedy CRAWL_LATER: no later crawl tries a single page again.
OPEN_IN_BROWSER = "see whether it opens in a browser; saved from there, it can be cleaned as a file"


class FetchError(MatineeError):
    """A page could not be fetched."""

    def __init__(self, url: str, problem: str, remedy: str) -> None:
        super().__init__(f"{url}: {problem}", remedy)
        self.url = url


class PageSpider(scrapy.Spider):
    """Requests one page and appends the response or failure to `results`."""

    name = "matinee-page"

    def __init__(self, url: str, results: list[Response | Failure], **arguments: Any) -> None:
        super().__init__(**arguments)
        self.url, self.results = url, results

    async def start(self) -> AsyncIterator[Request]:
        """Yield the one request."""
        yield Request(self.url, callback=self.parse, errback=self.failed, dont_filter=True)

    def parse(self, response: Response, **_: Any) -> None:
        """Keep the response."""
        self.results.append(response)

    def failed(self, failure: Failure) -> None:
        """Keep the failure."""
        self.results.append(failure)


def fetch(url: str) -> Capture:
    """Fetch a web page as a capture, without storing it. Runs Scrapy, so it works only once in a process.

    The settings are those of `SCRAPY_SETTINGS_MODULE`, or Matinee's own. If an outlet owns the URL, the
    capture gets its name and medium.

    Raises:
        FetchError: robots.txt forbids the page, or it could not be fetched.
    """
    results: list[Response | Failure] = []
    process = AsyncCrawlerProcess(page_settings())
    process.crawl(PageSpider, url=url, results=results)
    process.start()
    answer = results[0] if results else None
    if isinstance(answer, Failure):
        if is_forbidden(answer.value):
            raise FetchError(url, "robots.txt forbids it", "save it from a browser and clean the file")
        problem, remedy = describe_failure(answer.value)
        raise FetchError(url, problem, OPEN_IN_BROWSER if remedy == CRAWL_LATER else remedy)
    if answer is None:
        raise FetchError(url, "the request got no response", "see whether it opens in a browser")
    return capture(answer, _owner(answer.url), None, datetime.now(UTC))


def page_settings() -> Settings:
    """The user's settings or Matinee's, without pipelines and log, which a few pages do not need."""
    settings = user_settings()
    quiet = {
        "ITEM_PIPELINES": {},
        "LOG_ENABLED": False,
        "LOG_INSTALL_ROOT_HANDLER": False,
        "SPIDER_LOADER_CLASS": SpiderLoader,  # no outlet is crawled, so mistakes in their files are no matter
    }
    settings.setdict({**quiet, "USER_AGENT": user_agent(settings)}, priority="cmdline")
    return settings


def _owner(url: str) -> Outlet | None:
    outlets, _ = usable_outlets(outlet_folders())
    return next((outlet for outlet in outlets.values() if outlet.owns(url)), None)
