"""Obey robots.txt. If a host gives no answer to it, nothing is fetched from the host in this crawl."""

from __future__ import annotations

import logging
from datetime import UTC, datetime

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response
from scrapy.http.request import NO_CALLBACK
from scrapy.robotstxt import RobotParser
from scrapy.utils.httpobj import urlparse_cached
from scrapy.utils.misc import build_from_crawler

from crawler.outlet.outlet import Outlet
from crawler.politeness.host_state import Host, HostStates, RobotsText
from crawler.schedule.retries import ROBOTS_MAX_AGE
from crawler.shutdown import Stopped
from crawler.sources.links import host_name

logger = logging.getLogger(__name__)

MAX_BYTES = 500 * 1024  # the rest of a robots.txt is ignored (RFC 9309, 2.5)


class HostWaits(IgnoreRequest):
    """No request may be sent to the host now: it asked to wait, failed, or its robots.txt gave no answer.

    Attributes:
        until: aware; when to try again. None if unknown.
    """

    def __init__(self, problem: str, until: datetime | None = None) -> None:
        super().__init__(problem)
        self.until = until


class RobotsMiddleware(RobotsTxtMiddleware):
    """Scrapy's middleware, except if robots.txt cannot be fetched (RFC 9309, 2.3.1) or grows old (2.4).

    Scrapy fails open: it reads the page of a server error as rules, and allows everything on a host that
        cannot
    be reached. Here a 2xx response is read and a 4xx means that there are no rules. Everything else (5xx,
    429, endless redirects, no connection) closes the host: requests to it fail with `HostWaits`. A robots.txt
    is used for a day, also by later crawls, which read it from the archive. Then it is fetched again.
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self.hosts = HostStates.for_crawler(crawler)
        self._rules: dict[str, tuple[RobotsText, RobotParser]] = {}
        self._refused: dict[str, str] = {}  # the reason by the URL of robots.txt

    async def robot_parser(self, request: Request) -> RobotParser:
        """The rules of the request's host.

        Raises:
            HostWaits: its robots.txt gave no answer.
            Stopped: the crawl ended before robots.txt was requested.
        """
        parts = urlparse_cached(request)
        url = f"{parts.scheme}://{parts.netloc}/robots.txt"
        host = await self.hosts.get(host_name(request.url))
        async with host.robots_lock:  # one request fetches robots.txt, those that waited find it
            if url in self._refused:
                raise HostWaits(self._refused[url])
            robots = host.robots.get(url)
            if robots is None or datetime.now(UTC) - robots.at > ROBOTS_MAX_AGE:
                robots = await self._fetch(url, host)
        known, parser = self._rules.get(url, (None, None))
        if known is not robots or parser is None:
            parser = await self._parse(host, robots, request)
        return parser

    async def _fetch(self, url: str, host: Host) -> RobotsText:
        # Without the page request's headers, which may be a subscriber's.
        meta = {"dont_obey_robotstxt": True}
        request = Request(url, priority=self.DOWNLOAD_PRIORITY, meta=meta, callback=NO_CALLBACK)
        self._stats.inc_value("robotstxt/request_count")
        try:
            response = await self.crawler.engine.download_async(request)
        except (HostWaits, Stopped):
            raise
        except Exception as error:
            raise self._close_host(url, str(error) or type(error).__name__) from error
        self._stats.inc_value("robotstxt/response_count")
        self._stats.inc_value(f"robotstxt/response_status_count/{response.status}")
        if (rules := robots_body(response)) is None:
            raise self._close_host(url, f"HTTP {response.status}")
        robots = RobotsText(url, rules, response.status, datetime.now(UTC))
        await self.hosts.save_robots(host, robots)
        return robots

    async def _parse(self, host: Host, robots: RobotsText, request: Request) -> RobotParser:
        """The rules in a robots.txt. The first time, the delay that it asks for is logged."""
        if robots.url not in self._rules:
            self._log_delay(host)
        parser: RobotParser = build_from_crawler(self._parserimpl, self.crawler, robots.body)
        self._rules[robots.url] = robots, parser
        await self.crawler.signals.send_catch_log_async(
            signal=signals.robots_parsed, robotparser=parser, request=request
        )
        return parser

    def _log_delay(self, host: Host) -> None:
        """Log that robots.txt asks for a longer delay than we have: as a warning if the user chose ours."""
        chosen, outlet = self.hosts.delay, getattr(self.crawler.spider, "outlet", None)
        if chosen >= host.robots_delay or not isinstance(outlet, Outlet):
            return
        by_file, is_default = chosen == outlet.delay, chosen == outlet.delay == Outlet.delay
        where = f"`delay` in {outlet.path}" if by_file else "the setting DOWNLOAD_DELAY"
        logger.log(
            logging.INFO if is_default else logging.WARNING,
            "%s asks for %g s between two requests in its robots.txt, which is obeyed; %s says %g",
            host.name,
            host.robots_delay,
            "the default" if is_default else where,
            chosen,
            extra={"spider": self.crawler.spider},
        )

    def _close_host(self, url: str, reason: str) -> HostWaits:
        self._stats.inc_value("robotstxt/closed")
        logger.error(
            "%s gave no answer (%s): nothing is fetched from this host in this crawl; crawl again later",
            url,
            reason,
            extra={"spider": self.crawler.spider},
        )
        self._refused[url] = f"robots.txt gave no answer ({reason}), so the host waits"
        return HostWaits(self._refused[url])


def robots_body(response: Response) -> bytes | None:
    """The text of robots.txt: the body of a 2xx, empty for a 4xx, None if the host gave no answer."""
    if 200 <= response.status < 300:
        return cut_to_limit(response.body)
    return b"" if 400 <= response.status < 500 and response.status != 429 else None


def cut_to_limit(body: bytes) -> bytes:
    """The complete lines within the first `MAX_BYTES`: half a rule may mean something else than the whole."""
    if len(body) <= MAX_BYTES:
        return body
    end = max(body.rfind(b"\n", 0, MAX_BYTES), body.rfind(b"\r", 0, MAX_BYTES))
    return body[: end + 1]
