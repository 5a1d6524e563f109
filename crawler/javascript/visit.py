"""One page in the browser: it gets what our downloader fetched for it, and nothing else."""

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

KINDS = frozenset({"script", "xhr", "fetch"})

MOST = 60  # requests of one page

_KEPT_BYTES = 32 * 1024 * 1024

# What the browser would say of itself, or what our downloader says in its place.
_NOT_PASSED = (
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

_PASSED_BACK = ("content-type", "access-control-")


class Scripts:
    """The scripts of an outlet, which its pages share: each is fetched once in a crawl, within a bound."""

    def __init__(self) -> None:
        self._held: OrderedDict[str, Response] = OrderedDict()
        self._bytes = 0

    def get(self, url: str) -> Response | None:
        """The script, where we have it."""
        return self._held.get(url)

    def keep(self, response: Response, url: str) -> None:
        """Keep it, and let go of the oldest ones beyond the bound."""
        self._held[url] = response
        self._bytes += len(response.body)
        while self._bytes > _KEPT_BYTES:
            self._bytes -= len(self._held.popitem(last=False)[1].body)


class Visit:
    """Answers a page's requests.

    Attributes:
        page: once the browser has opened it.
        trouble: why it cannot have all that it asks for in this crawl, though it may in another.
    """

    def __init__(self, crawler: Crawler, outlet: Outlet, response: Response, scripts: Scripts) -> None:
        self.crawler = crawler
        self.outlet = outlet
        self.response = response
        self.scripts = scripts
        self.page: Page | None = None
        self.trouble: Stopped | HostWaits | None = None
        self._given = False
        self._asked = 0

    async def begin(self, page: Page, _: Request) -> None:
        """Scrapy-playwright's hook: take all of the page's requests over before the first goes out."""
        self.page = page
        await page.route("**/*", self._answer)
        page.on("dialog", lambda dialog: dialog.dismiss())

    async def _answer(self, route: Route) -> None:
        from playwright.async_api import Error  # noqa: PLC0415 - comes with the extra

        asked = route.request
        try:
            if asked.is_navigation_request() and not self._given:
                self._given = True
                await _hand(route, self.response)
            elif self._refuses(asked.method, asked.resource_type, asked.url):
                self._count("refused")
                await route.abort()
            elif answer := await self._fetch(asked.url, asked.resource_type, asked.headers):
                await _hand(route, answer)
            else:
                await route.abort()
        except Error as error:  # the page was closed meanwhile
            logger.debug("%s: %s", asked.url, str(error).partition("\n")[0])

    def _refuses(self, method: str, kind: str, url: str) -> bool:
        return method != "GET" or kind not in KINDS or not self.outlet.owns(url) or self._asked >= MOST

    async def _fetch(self, url: str, kind: str, headers: Mapping[str, str]) -> Response | None:
        """By our downloader, with robots.txt, the host's turn, the outlet's hosts, bounds and redirects."""
        if kind == "script" and (held := self.scripts.get(url)):
            return held
        self._asked += 1
        passed = {name: value for name, value in headers.items() if not name.lower().startswith(_NOT_PASSED)}
        request = Request(url, headers=passed, callback=NO_CALLBACK, dont_filter=True)
        engine = self.crawler.engine
        try:
            assert engine is not None
            response = await engine.download_async(request)
        except (Stopped, HostWaits) as error:
            self.trouble = self.trouble or error
            return None
        except Exception as error:  # of any sort: the page goes without it
            self._count("failed")
            logger.info("%s: not fetched for the browser (%s)", url, str(error) or type(error).__name__)
            return None
        self._count("fetched")
        if kind == "script" and response.status == 200:
            self.scripts.keep(response, url)
        return response

    def _count(self, what: str) -> None:
        self.crawler.stats.inc_value(f"javascript/{what}")


async def _hand(route: Route, response: Response) -> None:
    headers = {
        name.decode("latin-1"): b", ".join(values).decode("latin-1")
        for name, values in response.headers.items()
        if name.decode("latin-1").lower().startswith(_PASSED_BACK)
    }
    given: dict[str, Any] = {"status": response.status, "headers": headers, "body": response.body}
    await route.fulfill(**given)
