"""One page in the browser. Our downloader fetches everything that it requests."""

from __future__ import annotations

import logging
from collections import OrderedDict
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import Response
from scrapy.http.request import NO_CALLBACK

from crawler.outlet.outlet import Outlet
from crawler.politeness.robots import HostWaits
from crawler.shutdown import Stopped

if TYPE_CHECKING:
    from playwright.async_api import Page, Route


logger = logging.getLogger(__name__)

ALLOWED_KINDS = frozenset({"script", "xhr", "fetch"})

MAX_REQUESTS = 60  # per page

_MAX_CACHE_BYTES = 32 * 1024 * 1024

# Headers of the browser that are not sent: they identify it, or our downloader sets its own.
_HEADERS_NOT_SENT = (
    "user-agent",
    "cookie",
    "host",
    "referer",
    "origin",
    "accept-encoding",
    "accept-language",
    "if-",
    "sec-",
)

_HEADERS_RETURNED = ("content-type", "access-control-")


class ScriptCache:
    """The scripts that an outlet's pages share. Each is fetched once in a crawl."""

    def __init__(self) -> None:
        self._by_url: OrderedDict[str, Response] = OrderedDict()
        self._bytes = 0

    def get(self, url: str) -> Response | None:
        """The script at this URL if it is in the cache."""
        return self._by_url.get(url)

    def add(self, response: Response, url: str) -> None:
        """Add a script, and drop the oldest ones if the cache is full."""
        self._by_url[url] = response
        self._bytes += len(response.body)
        while self._bytes > _MAX_CACHE_BYTES:
            self._bytes -= len(self._by_url.popitem(last=False)[1].body)


class Visit:
    """Answers the requests of one page.

    Attributes:
        page: the browser's page; None until it is open.
        error: why a request could not be sent in this crawl. A later crawl may send it.
    """

    def __init__(self, crawler: Crawler, outlet: Outlet, response: Response, scripts: ScriptCache) -> None:
        self.crawler = crawler
        self.outlet = outlet
        self.response = response
        self.scripts = scripts
        self.page: Page | None = None
        self.error: Stopped | HostWaits | None = None
        self._page_sent = False
        self._requests = 0

    async def intercept_requests(self, page: Page, _: Request) -> None:
        """Answer all of the page's requests from now on. Scrapy-playwright calls it before the first one."""
        self.page = page
        await page.route("**/*", self._answer)
        page.on("dialog", lambda dialog: dialog.dismiss())

    async def _answer(self, route: Route) -> None:
        from playwright.async_api import Error  # noqa: PLC0415 - in the extra `javascript`

        request = route.request
        try:
            if request.is_navigation_request() and not self._page_sent:
                self._page_sent = True
                await _fulfil(route, self.response)
            elif self._refuses(request.method, request.resource_type, request.url):
                self._count("refused")
                await route.abort()
            elif response := await self._fetch(request.url, request.resource_type, request.headers):
                await _fulfil(route, response)
            else:
                await route.abort()
        except Error as error:  # the page was closed meanwhile
            logger.debug("%s: %s", request.url, str(error).partition("\n")[0])

    def _refuses(self, method: str, kind: str, url: str) -> bool:
        is_allowed = method == "GET" and kind in ALLOWED_KINDS and self.outlet.owns(url)
        return not is_allowed or self._requests >= MAX_REQUESTS

    async def _fetch(self, url: str, kind: str, headers: Mapping[str, str]) -> Response | None:
        """Fetch with our downloader and all its rules: robots.txt, throttle, the outlet's hosts, limits."""
        if kind == "script" and (cached := self.scripts.get(url)):
            return cached
        self._requests += 1
        sent = {
            name: value for name, value in headers.items() if not name.lower().startswith(_HEADERS_NOT_SENT)
        }
        request = Request(url, headers=sent, callback=NO_CALLBACK, dont_filter=True)
        engine = self.crawler.engine
        try:
            assert engine is not None
            response = await engine.download_async(request)
        except (Stopped, HostWaits) as error:
            self.error = self.error or error
            return None
        except Exception as error:  # the page is rendered without this response
            self._count("failed")
            logger.info("%s: not fetched for the browser (%s)", url, str(error) or type(error).__name__)
            return None
        self._count("fetched")
        if kind == "script" and response.status == 200:
            self.scripts.add(response, url)
        return response

    def _count(self, what: str) -> None:
        self.crawler.stats.inc_value(f"javascript/{what}")


async def _fulfil(route: Route, response: Response) -> None:
    """Give the browser a response."""
    headers = {
        name.decode("latin-1"): b", ".join(values).decode("latin-1")
        for name, values in response.headers.items()
        if name.decode("latin-1").lower().startswith(_HEADERS_RETURNED)
    }
    arguments: dict[str, Any] = {"status": response.status, "headers": headers, "body": response.body}
    await route.fulfill(**arguments)
