"""The browser that renders pages in one outlet's crawl: opened for the first page that needs it."""

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

from crawler.javascript.visit import ScriptCache, Visit
from crawler.outlet.outlet import Outlet
from crawler.shutdown import Stopped

if TYPE_CHECKING:
    from scrapy_playwright.handler import ScrapyPlaywrightDownloadHandler


logger = logging.getLogger(__name__)

_POLL_SECONDS = 0.25  # how often to check, while a page is rendered, whether the crawl is ending

_CLOSE_TIMEOUT = 5.0  # seconds that a page may take to close; then the browser is closed

_ONE_PAGE = asyncio.Semaphore(1)  # one page at a time in this process: each takes some hundred MB


class Browser:
    """Renders pages that came without their text.

    Args:
        crawler: its downloader fetches what the pages request.
        outlet: the outlet of the pages.
        closing: returns whether the crawl is ending.
    """

    def __init__(self, crawler: Crawler, outlet: Outlet, closing: Callable[[], bool]) -> None:
        self.crawler = crawler
        self.outlet = outlet
        self._closing = closing
        self._scripts = ScriptCache()
        self._context_numbers = count(1)
        self._opened: asyncio.Future[ScrapyPlaywrightDownloadHandler] | None = None

    async def render(self, response: Response) -> Response:
        """The page after its scripts have run; unchanged if the browser fails, which is logged.

        Raises:
            Stopped: the crawl ended before the page was rendered.
            HostWaits: the page requested something from a host that must be left alone now.
        """
        async with _ONE_PAGE:
            task = asyncio.ensure_future(self._render(response))
            while not (await asyncio.wait({task}, timeout=_POLL_SECONDS))[0]:
                if self._closing():
                    task.cancel()
                    with suppress(asyncio.CancelledError):
                        await task
                    raise Stopped("the crawl ends")
        self.crawler.stats.inc_value("javascript/pages")
        return task.result()

    async def close(self) -> None:
        """Close the browser if it was opened."""
        if self._opened:
            handler = await self._opened
            with suppress(TimeoutError):
                await asyncio.wait_for(handler.close(), _CLOSE_TIMEOUT)

    async def _render(self, response: Response) -> Response:
        from playwright.async_api import Error  # noqa: PLC0415 - in the extra `javascript`

        limit = self.crawler.settings.getfloat("JAVASCRIPT_TIMEOUT")
        visit = Visit(self.crawler, self.outlet, response, self._scripts)
        try:
            async with asyncio.timeout(
                limit + _CLOSE_TIMEOUT
            ):  # an endless script blocks even Playwright's timeouts
                html = await self._load(visit, limit)
        except (Error, TimeoutError) as error:
            self.crawler.stats.inc_value("javascript/undrawn")
            reason = str(error).partition("\n")[0] or f"no end within {limit:g} s"
            logger.warning("%s: not rendered by the browser (%s); stored as it came", response.url, reason)
            return response
        finally:
            await self._close_page(visit)
        headers = response.headers.copy()
        for name in ("Content-Length", "Content-Type"):
            headers.pop(name, None)
        headers["Content-Type"] = "text/html; charset=utf-8"
        headers["X-Matinee-Drawn"] = "chromium"  # marks that these are not the bytes that the server sent
        return HtmlResponse(response.url, response.status, headers, html.encode(), request=response.request)

    async def _load(self, visit: Visit, limit: float) -> str:
        """The page's HTML once its scripts have finished, or after `limit` seconds."""
        from playwright.async_api import TimeoutError as PlaywrightTimeout  # noqa: PLC0415

        handler = await self._handler()
        until = asyncio.get_running_loop().time() + limit
        request = Request(visit.response.url, meta=self._meta(visit, limit), dont_filter=True)
        with suppress(PlaywrightTimeout):
            await handler.download_request(request)
        assert visit.page is not None
        left = max(1.0, until - asyncio.get_running_loop().time()) * 1000
        selector = self.outlet.javascript if isinstance(self.outlet.javascript, str) else None
        try:
            if selector:
                await visit.page.wait_for_selector(selector, state="attached", timeout=left)
            else:
                await visit.page.wait_for_load_state("networkidle", timeout=left)
        except PlaywrightTimeout:
            why = f"nothing on it matches {selector}" if selector else "it keeps sending requests"
            logger.info("%s: not finished after %g s (%s); used as it is", visit.response.url, limit, why)
        if visit.error:
            raise visit.error
        content: str = await visit.page.content()
        return content

    def _meta(self, visit: Visit, limit: float) -> dict[str, Any]:
        context = {
            "user_agent": self.crawler.settings["USER_AGENT"],
            "service_workers": "block",
            "accept_downloads": False,
            "locale": self.outlet.language or "en",
        }
        return {
            "playwright": True,
            "playwright_include_page": True,  # `_close_page` closes it with its cookies and storage
            "playwright_context": f"{self.outlet.name}-{next(self._context_numbers)}",
            "playwright_context_kwargs": context,
            "playwright_page_init_callback": visit.intercept_requests,
            "playwright_page_goto_kwargs": {"wait_until": "domcontentloaded", "timeout": limit * 1000},
        }

    async def _close_page(self, visit: Visit) -> None:
        """Close the page with its cookies and storage; if it does not answer, close the browser."""
        if visit.page is None:
            return
        try:
            await asyncio.wait_for(visit.page.context.close(), _CLOSE_TIMEOUT)
        except Exception as error:  # the browser may have crashed
            logger.debug("%s: %s", visit.response.url, error)
            handler = await self._handler()
            with suppress(Exception):
                await asyncio.wait_for(handler.browser.close(), _CLOSE_TIMEOUT)

    async def _handler(self) -> ScrapyPlaywrightDownloadHandler:
        if self._opened is None:
            self._opened = asyncio.ensure_future(self._open())
        return await asyncio.shield(self._opened)

    async def _open(self) -> ScrapyPlaywrightDownloadHandler:
        from scrapy_playwright.handler import ScrapyPlaywrightDownloadHandler  # noqa: PLC0415

        handler = ScrapyPlaywrightDownloadHandler.from_crawler(self.crawler)
        # scrapy-playwright launches the browser when the engine starts. We launch it only now, because most
        # crawls need no browser.
        self.crawler.signals.disconnect(handler._maybe_launch_in_thread, signals.engine_started)
        await handler._maybe_launch_in_thread()
        return handler
