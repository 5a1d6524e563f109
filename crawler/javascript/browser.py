"""The browser of one outlet's crawl: opened when the first page needs it, one page at a time."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from contextlib import suppress
from itertools import count
from typing import TYPE_CHECKING, Any

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.http import HtmlResponse, Response

from crawler.javascript.visit import Scripts, Visit
from crawler.outlet.outlet import Outlet
from crawler.shutdown import Stopped

if TYPE_CHECKING:
    from scrapy_playwright.handler import ScrapyPlaywrightDownloadHandler


logger = logging.getLogger(__name__)

_SLICE = 0.25  # seconds after which a page that is drawn looks whether the crawl still goes on

_CLOSING = 5.0  # seconds that a page may take to close; then its browser is closed

_ONE = asyncio.Semaphore(1)  # page of this process: a page in the browser takes some hundred MB


class Browser:
    """Draws pages that came without their text.

    Args:
        crawler: whose downloader fetches what pages ask for.
        outlet: theirs.
        closing: says whether the crawl ends.
    """

    def __init__(self, crawler: Crawler, outlet: Outlet, closing: Callable[[], bool]) -> None:
        self.crawler = crawler
        self.outlet = outlet
        self._closing = closing
        self._scripts = Scripts()
        self._numbers = count(1)
        self._opened: asyncio.Future[ScrapyPlaywrightDownloadHandler] | None = None

    async def draw(self, response: Response) -> Response:
        """The page as its scripts leave it; as it came where the browser fails, which is logged.

        Raises:
            Stopped: the crawl ends first.
            HostWaits: the host gave the page, and is to be left before the page has all that it asks for.
        """
        async with _ONE:
            task = asyncio.ensure_future(self._draw(response))
            while not (await asyncio.wait({task}, timeout=_SLICE))[0]:
                if self._closing():
                    task.cancel()
                    with suppress(asyncio.CancelledError):
                        await task
                    raise Stopped("the crawl ends")
        self.crawler.stats.inc_value("javascript/pages")
        return task.result()

    async def close(self) -> None:
        """Close the browser, if there is one."""
        if self._opened:
            handler = await self._opened
            with suppress(TimeoutError):
                await asyncio.wait_for(handler.close(), _CLOSING)

    async def _draw(self, response: Response) -> Response:
        from playwright.async_api import Error  # noqa: PLC0415 - comes with the extra

        limit = self.crawler.settings.getfloat("JAVASCRIPT_TIMEOUT")
        visit = Visit(self.crawler, self.outlet, response, self._scripts)
        try:
            async with asyncio.timeout(limit + _CLOSING):  # a page whose script never ends answers nothing
                drawn = await self._look(visit, limit)
        except (Error, TimeoutError) as error:
            self.crawler.stats.inc_value("javascript/undrawn")
            said = str(error).partition("\n")[0] or f"no end within {limit:g} s"
            logger.warning("%s: not drawn by the browser (%s); kept as it came", response.url, said)
            return response
        finally:
            await self._leave(visit)
        headers = response.headers.copy()
        for name in ("Content-Length", "Content-Type"):
            headers.pop(name, None)
        headers["Content-Type"] = "text/html; charset=utf-8"
        headers["X-Matinee-Drawn"] = "chromium"  # these are not the bytes that the server sent
        return HtmlResponse(response.url, response.status, headers, drawn.encode(), request=response.request)

    async def _look(self, visit: Visit, limit: float) -> str:
        from playwright.async_api import TimeoutError as Unsettled  # noqa: PLC0415

        handler = await self._handler()
        until = asyncio.get_running_loop().time() + limit
        request = Request(visit.response.url, meta=self._meta(visit, limit), dont_filter=True)
        with suppress(Unsettled):
            await handler.download_request(request)
        assert visit.page is not None
        left = max(1.0, until - asyncio.get_running_loop().time()) * 1000
        selector = self.outlet.javascript if isinstance(self.outlet.javascript, str) else None
        try:
            if selector:
                await visit.page.wait_for_selector(selector, state="attached", timeout=left)
            else:
                await visit.page.wait_for_load_state("networkidle", timeout=left)
        except Unsettled:
            why = f"nothing on it matches {selector}" if selector else "it goes on asking"
            logger.info("%s: taken as it stands after %g s, for %s", visit.response.url, limit, why)
        if visit.trouble:
            raise visit.trouble
        content: str = await visit.page.content()
        return content

    def _meta(self, visit: Visit, limit: float) -> dict[str, Any]:
        kept = {
            "user_agent": self.crawler.settings["USER_AGENT"],
            "service_workers": "block",
            "accept_downloads": False,
            "locale": self.outlet.language or "en",
        }
        return {
            "playwright": True,
            "playwright_include_page": True,  # ours to close, with all that it kept
            "playwright_context": f"{self.outlet.name}-{next(self._numbers)}",
            "playwright_context_kwargs": kept,
            "playwright_page_init_callback": visit.begin,
            "playwright_page_goto_kwargs": {"wait_until": "domcontentloaded", "timeout": limit * 1000},
        }

    async def _leave(self, visit: Visit) -> None:
        """Close the page with its cookies and storage; where it does not answer, its browser."""
        if visit.page is None:
            return
        try:
            await asyncio.wait_for(visit.page.context.close(), _CLOSING)
        except Exception as error:  # a browser that died has no page to close
            logger.debug("%s: %s", visit.response.url, error)
            handler = await self._handler()
            with suppress(Exception):
                await asyncio.wait_for(handler.browser.close(), _CLOSING)

    async def _handler(self) -> ScrapyPlaywrightDownloadHandler:
        if self._opened is None:
            self._opened = asyncio.ensure_future(self._open())
        return await asyncio.shield(self._opened)

    async def _open(self) -> ScrapyPlaywrightDownloadHandler:
        from scrapy_playwright.handler import ScrapyPlaywrightDownloadHandler  # noqa: PLC0415

        handler = ScrapyPlaywrightDownloadHandler.from_crawler(self.crawler)
        # It would be launched with the engine, which runs long since; most crawls never come this far.
        self.crawler.signals.disconnect(handler._maybe_launch_in_thread, signals.engine_started)
        await handler._maybe_launch_in_thread()
        return handler
