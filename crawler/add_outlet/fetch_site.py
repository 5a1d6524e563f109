"""Survey a site with Scrapy's downloader and our settings, as politely as in a crawl: one page at a time."""

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
from crawler.add_outlet.survey import LimitedFetcher, Survey, run_survey
from crawler.crawl_ending import SHUTDOWN
from crawler.politeness.failures import CRAWL_LATER, describe_failure, describe_status, is_forbidden
from crawler.politeness.pace import rules_spacing
from crawler.run.fetch_page import FetchError, page_settings
from crawler.sources.sitemap import MAX_BYTES
from crawler.spiders.responses import capture

_FORBIDDEN = "do not crawl this site, or ask its owners for permission"

_RETRY = "check whether it opens in a browser, and try again later"


@dataclass(slots=True)
class SurveyResult:
    """The outcome of a survey.

    Attributes:
        survey: what was found; None if `error` is set.
        samples: cleaned articles, each with its capture.
        robots_delay: seconds between two requests that the site's robots.txt asks for.
        requests: how many requests were sent, including those for robots.txt.
        error: why the survey failed.
    """

    survey: Survey | None = None
    samples: list[tuple[Capture, Article]] = field(default_factory=list)
    robots_delay: float | None = None
    requests: int = 0
    error: BaseException | None = None


def survey_site(url: str, *, delay: float | None, on_request: Callable[[str], None]) -> SurveyResult:
    """Survey a site. Runs Scrapy's reactor, so it works only once in a process.

    Args:
        url: a page of the site, or one of its feeds.
        delay: seconds between two requests to one host; None for the setting DOWNLOAD_DELAY. A longer
            Crawl-delay wins.
        on_request: called with each URL before it is requested.

    Raises:
        FetchError: `url` could not be fetched.
        KeyboardInterrupt: Ctrl-C was pressed.
    """
    settings = page_settings()
    if delay is not None:
        settings.set("DOWNLOAD_DELAY", delay, priority="cmdline")
    result = SurveyResult()
    end_reasons: list[str] = []

    def closed(reason: str, **_: Any) -> None:
        end_reasons.append(reason)

    process = AsyncCrawlerProcess(settings)
    crawler = process.create_crawler(SurveySpider)
    crawler.signals.connect(closed, signals.spider_closed, weak=False)
    process.crawl(crawler, url=url, result=result, on_request=on_request)
    process.start()
    result.requests = crawler.stats.get_value("downloader/request_count", 0) if crawler.stats else 0
    if SHUTDOWN in end_reasons:
        raise KeyboardInterrupt
    if result.error:
        raise result.error
    return result


class SurveySpider(scrapy.Spider):
    """Fetches the pages that the survey asks for, one after the other, and fills in a `SurveyResult`."""

    name = "matinee-add"

    def __init__(
        self, url: str, result: SurveyResult, on_request: Callable[[str], None], **arguments: Any
    ) -> None:
        super().__init__(**arguments)
        self.url, self.result, self.on_request = url, result, on_request
        self.sitemaps: list[str] = []
        self.rules = load_rules(())

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> SurveySpider:
        """Scrapy's constructor."""
        spider = super().from_crawler(crawler, *args, **kwargs)
        crawler.signals.connect(spider._read_robots, signals.robots_parsed)
        return spider

    async def start(self) -> AsyncIterator[Request]:
        """Run the whole survey. It downloads directly, so no request is left for Scrapy's scheduler."""
        try:
            fetcher = LimitedFetcher(self._download)
            given = await self._fetch_given(fetcher)
            self.result.survey = await run_survey(given, fetcher, lambda: self.sitemaps, self._is_article)
        except Exception as error:  # `survey_site` raises it once Scrapy has ended
            self.result.error = error
        nothing: tuple[Request, ...] = ()
        for request in nothing:
            yield request

    async def _fetch_given(self, fetcher: LimitedFetcher) -> Response:
        """The page that the user named. Raises FetchError."""
        fetcher.count(self.url)
        try:
            response = await self._download(self.url)
        except Exception as error:
            if is_forbidden(error):
                raise FetchError(self.url, "robots.txt forbids it", _FORBIDDEN) from error
            problem, remedy = describe_failure(error)
            raise FetchError(self.url, problem, _RETRY if remedy in ("", CRAWL_LATER) else remedy) from error
        if not 200 <= response.status < 300:
            problem, remedy = describe_status(response.status)
            raise FetchError(self.url, problem, _RETRY if remedy == CRAWL_LATER else remedy)
        return response

    async def _download(self, url: str) -> Response:
        self.on_request(url)
        assert self.crawler.engine
        return await self.crawler.engine.download_async(Request(url, meta={"download_maxsize": MAX_BYTES}))

    def _read_robots(self, robotparser: Any, request: Request) -> None:
        """Keep the sitemaps and the delay that robots.txt names: Scrapy's parser gives only the rules."""
        rules = getattr(robotparser, "rp", None)
        if not isinstance(rules, Protego):
            return
        self.sitemaps += [url for url in rules.sitemaps if url not in self.sitemaps]
        if delay := rules_spacing(rules, self.crawler.settings["ROBOTSTXT_USER_AGENT"] or "*"):
            self.result.robots_delay = max(delay, self.result.robots_delay or 0.0)

    def _is_article(self, response: Response, hint: Hint | None) -> bool:
        captured = capture(response, None, hint, datetime.now(UTC))
        article = clean(captured, rules=self.rules.rule_for(captured))
        if article.gate.is_article:
            self.result.samples.append((captured, article))
        return article.gate.is_article
