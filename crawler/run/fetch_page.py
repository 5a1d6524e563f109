"""One page fetched with the manners of a crawl: Scrapy's downloader, our settings, robots.txt obeyed."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any

import scrapy
from scrapy import Request
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.http import Response
from scrapy.settings import Settings
from twisted.python.failure import Failure

from archive.errors import MatineeError
from archive.model import Capture
from crawler.outlet.load import outlet_folders, usable_outlets
from crawler.outlet.outlet import Outlet
from crawler.politeness.failures import CRAWL_LATER, describe_failure, is_forbidden
from crawler.spiders.responses import capture
from crawler.user_settings import user_agent, user_settings

# There is no next crawl that would try a single page again.
OPEN_IN_BROWSER = "see whether it opens in a browser; saved from there, it can be cleaned as a file"


class FetchError(MatineeError):
    """A page could not be fetched."""

    def __init__(self, url: str, problem: str, remedy: str) -> None:
        super().__init__(f"{url}: {problem}", remedy)
        self.url = url


class PageSpider(scrapy.Spider):
    """Asks for one page and keeps what came of it."""

    name = "matinee-page"

    def __init__(self, url: str, came: list[Response | Failure], **arguments: Any) -> None:
        super().__init__(**arguments)
        self.url, self.came = url, came

    async def start(self) -> AsyncIterator[Request]:
        """The one request."""
        yield Request(self.url, callback=self.parse, errback=self.failed, dont_filter=True)

    def parse(self, response: Response, **_: Any) -> None:
        """Keep the page."""
        self.came.append(response)

    def failed(self, failure: Failure) -> None:
        """Keep why there is none."""
        self.came.append(failure)


def fetch(url: str) -> Capture:
    """Fetch a page of the web, as a capture that is stored nowhere. Runs Scrapy: once in a process.

    The settings are those of `SCRAPY_SETTINGS_MODULE`, or Matinee's own. An outlet that owns the address says
    what it covers.

    Raises:
        FetchError: robots.txt forbids it, or the host gave no page.
    """
    came: list[Response | Failure] = []
    process = AsyncCrawlerProcess(page_settings())
    process.crawl(PageSpider, url=url, came=came)
    process.start()
    answer = came[0] if came else None
    if isinstance(answer, Failure):
        if is_forbidden(answer.value):
            raise FetchError(url, "robots.txt forbids it", "save it from a browser and clean the file")
        problem, remedy = describe_failure(answer.value)
        raise FetchError(url, problem, OPEN_IN_BROWSER if remedy == CRAWL_LATER else remedy)
    if answer is None:
        raise FetchError(url, "nothing came of the request", "see whether it opens in a browser")
    return capture(answer, _owner(answer.url), None, datetime.now(UTC))


def page_settings() -> Settings:
    """The user's settings or ours, but for what a few pages have no use of: pipelines and a log."""
    settings = user_settings()
    quiet = {"ITEM_PIPELINES": {}, "LOG_ENABLED": False, "LOG_INSTALL_ROOT_HANDLER": False}
    settings.setdict({**quiet, "USER_AGENT": user_agent(settings)}, priority="cmdline")
    return settings


def _owner(url: str) -> Outlet | None:
    outlets, _ = usable_outlets(outlet_folders())
    return next((outlet for outlet in outlets.values() if outlet.owns(url)), None)
