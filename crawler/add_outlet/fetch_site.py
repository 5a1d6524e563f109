"""A site surveyed with the manners of a crawl: Scrapy's downloader, our settings, page after page."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import scrapy
from protego import Protego
from scrapy import Request, signals
from scrapy.crawler import AsyncCrawlerProcess, Crawler
from scrapy.http import Response

from archive.clean.article import clean
from archive.model import Article, Capture, Hint
from archive.rules.load import load_rules
from crawler.add_outlet.survey import Asker, Survey, survey
from crawler.crawl_ending import SHUTDOWN
from crawler.politeness.failures import LATER, is_forbidden, trouble, trouble_of
from crawler.politeness.pace import spacing_of
from crawler.run.fetch_page import FetchError, page_settings
from crawler.sources.sitemap import LARGEST
from crawler.spiders.responses import capture

_FORBIDDEN = "leave the site alone, or ask its people"

_AT_ONCE = "see whether it opens in a browser, and try again later"


@dataclass(slots=True)
class Surveyed:
    """What came of it.

    Attributes:
        samples: articles cleaned, with the captures that they are from.
        robots_delay: seconds between two requests that robots.txt of the given host asks for.
        requests: how many were sent, robots.txt counted.
        error: why there is no survey.
    """

    found: Survey | None = None
    samples: list[tuple[Capture, Article]] = field(default_factory=list)
    robots_delay: float | None = None
    requests: int = 0
    error: BaseException | None = None


def survey_site(url: str, *, delay: float | None, say: Callable[[str], None]) -> Surveyed:
    """Look a site over. Runs Scrapy: once in a process.

    Args:
        url: a page of the site, or a feed of its.
        delay: seconds between two requests to one host; None: as the settings say. A longer Crawl-delay wins.
        say: gets each address before it is asked for.

    Raises:
        FetchError: `url` gave no page.
        KeyboardInterrupt: Ctrl-C was pressed.
    """
    settings = page_settings()
    if delay is not None:
        settings.set("DOWNLOAD_DELAY", delay, priority="cmdline")
    came = Surveyed()
    ended: list[str] = []

    def closed(reason: str, **_: Any) -> None:
        ended.append(reason)

    process = AsyncCrawlerProcess(settings)
    crawler = process.create_crawler(SurveySpider)
    crawler.signals.connect(closed, signals.spider_closed, weak=False)
    process.crawl(crawler, url=url, came=came, say=say)
    process.start()
    came.requests = crawler.stats.get_value("downloader/request_count", 0) if crawler.stats else 0
    if SHUTDOWN in ended:
        raise KeyboardInterrupt
    if came.error:
        raise came.error
    return came


class SurveySpider(scrapy.Spider):
    """Asks for one page after the other, as the survey goes."""

    name = "matinee-add"

    def __init__(self, url: str, came: Surveyed, say: Callable[[str], None], **arguments: Any) -> None:
        super().__init__(**arguments)
        self.url, self.came, self.say = url, came, say
        self.sitemaps: list[str] = []
        self.rules = load_rules(())

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> SurveySpider:
        """How Scrapy builds it."""
        spider = super().from_crawler(crawler, *args, **kwargs)
        crawler.signals.connect(spider._robots, signals.robots_parsed)
        return spider

    async def start(self) -> AsyncIterator[Request]:
        """The whole survey; Scrapy's scheduler gets nothing to do."""
        try:
            asker = Asker(self._ask)
            given = await self._given(asker)
            self.came.found = await survey(given, asker, lambda: self.sitemaps, self._is_article)
        except Exception as error:  # told to whoever began the process
            self.came.error = error
        nothing: tuple[Request, ...] = ()
        for request in nothing:
            yield request

    async def _given(self, asker: Asker) -> Response:
        """The page that a person named. Raises FetchError."""
        asker.spend(self.url)
        try:
            response = await self._ask(self.url)
        except Exception as error:
            if is_forbidden(error):
                raise FetchError(self.url, "robots.txt forbids it", _FORBIDDEN) from error
            problem, remedy = trouble(error)
            raise FetchError(self.url, problem, _AT_ONCE if remedy in ("", LATER) else remedy) from error
        if not 200 <= response.status < 300:
            problem, remedy = trouble_of(response.status)
            raise FetchError(self.url, problem, _AT_ONCE if remedy == LATER else remedy)
        return response

    async def _ask(self, url: str) -> Response:
        self.say(url)
        assert self.crawler.engine
        return await self.crawler.engine.download_async(Request(url, meta={"download_maxsize": LARGEST}))

    def _robots(self, robotparser: Any, request: Request) -> None:
        """Keep what robots.txt says beside its rules: Scrapy's parser does not hand its sitemaps on."""
        rules = getattr(robotparser, "rp", None)
        if not isinstance(rules, Protego):
            return
        self.sitemaps += [url for url in rules.sitemaps if url not in self.sitemaps]
        if asked := spacing_of(rules, self.crawler.settings["ROBOTSTXT_USER_AGENT"] or "*"):
            self.came.robots_delay = max(asked, self.came.robots_delay or 0.0)

    def _is_article(self, response: Response, hint: Hint | None) -> bool:
        captured = capture(response, None, hint, datetime.now(UTC))
        article = clean(captured, rules=self.rules.of(captured))
        if article.gate.is_article:
            self.came.samples.append((captured, article))
        return article.gate.is_article
