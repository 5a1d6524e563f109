"""robots.txt, failing closed: a host that does not say what we may fetch is left alone for this crawl."""

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

LARGEST = 500 * 1024  # bytes that count (RFC 9309, 2.5)


class HostWaits(IgnoreRequest):
    """The host is not to be asked now: it said so, failed, or gave no answer to whether we may fetch.

    Attributes:
        until: aware; when to ask again. None: it was not told.
    """

    def __init__(self, problem: str, until: datetime | None = None) -> None:
        super().__init__(problem)
        self.until = until


class RobotsMiddleware(RobotsTxtMiddleware):
    """Scrapy's, but for what it does without an answer (RFC 9309, 2.3.1), and how long one holds (2.4).

    Scrapy takes a server error's page for rules and an unreachable host for leave, so it fails open. Here
    a 2xx is read, a 4xx means that there are no rules, and everything else (5xx, 429, redirects without
    end, no connection) closes the host: its requests fail with `HostWaits`. An answer holds for a day, in
    the crawl and, from the archive, in those after it; then it is asked for anew.
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self.memory = HostStates.of(crawler)
        self._rules: dict[str, tuple[RobotsText, RobotParser]] = {}
        self._refused: dict[str, str] = {}  # why

    async def robot_parser(self, request: Request) -> RobotParser:
        """The rules of the request's host.


        Raises:
            HostWaits: it gave none.
            Stopped: the crawl ended before it was asked.
        """
        parts = urlparse_cached(request)
        url = f"{parts.scheme}://{parts.netloc}/robots.txt"
        host = await self.memory.host(host_name(request.url))
        async with host.reading:  # by one request at a time; the others find what it got
            if url in self._refused:
                raise HostWaits(self._refused[url])
            robots = host.robots.get(url)
            if robots is None or datetime.now(UTC) - robots.at > ROBOTS_MAX_AGE:
                robots = await self._ask(url, host)
        known, parser = self._rules.get(url, (None, None))
        if known is not robots or parser is None:
            parser = await self._read(host, robots, request)
        return parser

    async def _ask(self, url: str, host: Host) -> RobotsText:
        # Not with the request's own headers: a robots.txt is everybody's.
        meta = {"dont_obey_robotstxt": True}
        asked = Request(url, priority=self.DOWNLOAD_PRIORITY, meta=meta, callback=NO_CALLBACK)
        self._stats.inc_value("robotstxt/request_count")
        try:
            response = await self.crawler.engine.download_async(asked)
        except (HostWaits, Stopped):
            raise
        except Exception as error:
            raise self._closed(url, str(error) or type(error).__name__) from error
        self._stats.inc_value("robotstxt/response_count")
        self._stats.inc_value(f"robotstxt/response_status_count/{response.status}")
        if (rules := rules_of(response)) is None:
            raise self._closed(url, f"HTTP {response.status}")
        robots = RobotsText(url, rules, response.status, datetime.now(UTC))
        await self.memory.note_robots(host, robots)
        return robots

    async def _read(self, host: Host, robots: RobotsText, request: Request) -> RobotParser:
        """The rules in a robots.txt; what this crawl says of its pace, once."""
        if robots.url not in self._rules:
            self._say_pace(host)
        parser: RobotParser = build_from_crawler(self._parserimpl, self.crawler, robots.body)
        self._rules[robots.url] = robots, parser
        await self.crawler.signals.send_catch_log_async(
            signal=signals.robots_parsed, robotparser=parser, request=request
        )
        return parser

    def _say_pace(self, host: Host) -> None:
        """Say that a delay below what the host asks for does not hold; a person who chose it is warned."""
        chosen, outlet = self.memory.delay, getattr(self.crawler.spider, "outlet", None)
        if chosen >= host.asked or not isinstance(outlet, Outlet):
            return
        by_file, by_nobody = chosen == outlet.delay, chosen == outlet.delay == Outlet.delay
        where = f"`delay` in {outlet.path}" if by_file else "the setting DOWNLOAD_DELAY"
        logger.log(
            logging.INFO if by_nobody else logging.WARNING,
            "%s asks for %g s between two requests in its robots.txt, and so it is; %s says %g",
            host.name,
            host.asked,
            "the default" if by_nobody else where,
            chosen,
            extra={"spider": self.crawler.spider},
        )

    def _closed(self, url: str, reason: str) -> HostWaits:
        self._stats.inc_value("robotstxt/closed")
        logger.error(
            "%s gave no answer (%s): nothing is fetched from this host in this crawl; crawl again later",
            url,
            reason,
            extra={"spider": self.crawler.spider},
        )
        self._refused[url] = f"robots.txt gave no answer ({reason}), so the host waits"
        return HostWaits(self._refused[url])


def rules_of(response: Response) -> bytes | None:
    """What to read as robots.txt: the body of a 2xx, nothing for a 4xx, None where the host waits.

    Of a body over `LARGEST` it is the whole lines up to there.
    """
    if 200 <= response.status < 300:
        return first_lines(response.body)
    return b"" if 400 <= response.status < 500 and response.status != 429 else None


def first_lines(body: bytes) -> bytes:
    """The lines of a robots.txt that count: half a rule may say something else than the whole."""
    if len(body) <= LARGEST:
        return body
    end = max(body.rfind(b"\n", 0, LARGEST), body.rfind(b"\r", 0, LARGEST))
    return body[: end + 1]
