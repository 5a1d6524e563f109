"""robots.txt, failing closed: a host that does not say what we may fetch is left alone for this crawl."""

from __future__ import annotations

import asyncio
import logging
from datetime import datetime

from scrapy import Request, signals
from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response
from scrapy.http.request import NO_CALLBACK
from scrapy.robotstxt import RobotParser
from scrapy.utils.httpobj import urlparse_cached
from scrapy.utils.misc import build_from_crawler

from crawler.stopping import Stopped

logger = logging.getLogger(__name__)


class HostWaits(IgnoreRequest):
    """The host is not to be asked now: it said so, failed, or gave no answer to whether we may fetch.

    Attributes:
        until: aware; when to ask again. None: it was not told.
    """

    def __init__(self, problem: str, until: datetime | None = None) -> None:
        super().__init__(problem)
        self.until = until


class RobotsMiddleware(RobotsTxtMiddleware):
    """Scrapy's, but for what it does without an answer (RFC 9309, 2.3.1).

    Scrapy takes a server error's page for rules and an unreachable host for leave, so it fails open. Here
    a 2xx is read, a 4xx means that there are no rules, and everything else (5xx, 429, redirects without
    end, no connection) closes the host: its requests fail with `HostWaits`.
    """

    _answers: dict[str, asyncio.Future[RobotParser]]

    async def robot_parser(self, request: Request) -> RobotParser:
        """The rules of the request's host, asked for once. Raises HostWaits where it gave none."""
        if not hasattr(self, "_answers"):
            self._answers = {}
        netloc = urlparse_cached(request).netloc
        if netloc not in self._answers:
            self._answers[netloc] = asyncio.ensure_future(self._ask(request))
            # Whoever waited for it may have been stopped before.
            self._answers[netloc].add_done_callback(lambda asked: asked.cancelled() or asked.exception())
        return await asyncio.shield(self._answers[netloc])

    async def _ask(self, request: Request) -> RobotParser:
        parts = urlparse_cached(request)
        asked = Request(
            f"{parts.scheme}://{parts.netloc}/robots.txt",
            priority=self.DOWNLOAD_PRIORITY,
            meta={"dont_obey_robotstxt": True},
            callback=NO_CALLBACK,
        )
        self._stats.inc_value("robotstxt/request_count")
        try:
            response = await self.crawler.engine.download_async(asked)
        except Stopped:
            raise
        except Exception as error:
            raise self._closed(asked.url, str(error) or type(error).__name__) from error
        self._stats.inc_value("robotstxt/response_count")
        self._stats.inc_value(f"robotstxt/response_status_count/{response.status}")
        if (rules := rules_of(response)) is None:
            raise self._closed(asked.url, f"HTTP {response.status}")
        parser: RobotParser = build_from_crawler(self._parserimpl, self.crawler, rules)
        await self.crawler.signals.send_catch_log_async(
            signal=signals.robots_parsed, robotparser=parser, request=request
        )
        return parser

    def _closed(self, url: str, reason: str) -> HostWaits:
        self._stats.inc_value("robotstxt/closed")
        logger.error(
            "%s gave no answer (%s): nothing is fetched from this host in this crawl; crawl again later",
            url,
            reason,
            extra={"spider": self.crawler.spider},
        )
        return HostWaits(f"robots.txt gave no answer ({reason}), so the host waits")


def rules_of(response: Response) -> bytes | None:
    """What to read as robots.txt: the body of a 2xx, nothing for a 4xx, None where the host waits."""
    if 200 <= response.status < 300:
        return response.body
    return b"" if 400 <= response.status < 500 and response.status != 429 else None
