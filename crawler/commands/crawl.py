"""`scrapy crawl`, with an exit code that says how it went: Scrapy's own ends with 0 whatever happened."""

from __future__ import annotations

import argparse

from scrapy import Spider, signals
from scrapy.commands import crawl
from scrapy.crawler import Crawler
from scrapy.exceptions import UsageError

from crawler.arguments import ArgumentError, read_arguments
from crawler.spiders.outlet import OutletSpider

# Reasons for which a crawl ended before it was whole. Limits that a user set (CLOSESPIDER_*) are none.
FAILED = {
    None,  # forced to end, before it could say why
    "archive_error",
    "closespider_errorcount",
    "failed",
    "memusage_exceeded",
    "partly_failed",
    "shutdown",
    "start_error",
}


class Command(crawl.Command):
    """Scrapy's command; exit codes: 0 done, 1 failed or partly failed, 2 wrong usage."""

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Crawl with one spider, to the end."""
        self._given: dict[str, str] = opts.spargs
        self._begun: Crawler | None = None
        self._item_errors = 0
        super().run(args, opts)
        if self.exitcode == 0 and self._begun and (self._item_errors or _failed(self._begun)):
            self.exitcode = 1

    def _create_crawler(self, spidercls: type[Spider] | str) -> Crawler:
        crawler = super()._create_crawler(spidercls)
        spider = crawler.spidercls
        # A spider written by hand may take other arguments.
        if issubclass(spider, OutletSpider) and spider.__init__ is OutletSpider.__init__:
            try:
                read_arguments(self._given, spider.outlet)
            except ArgumentError as error:
                raise UsageError(str(error)) from None
        crawler.signals.connect(self._count, signals.item_error)
        self._begun = crawler
        return crawler

    def _count(self) -> None:
        self._item_errors += 1


def _failed(crawler: Crawler) -> bool:
    value = crawler.stats.get_value
    broken = ("spider_exceptions/count", "archive/unwritten")
    return value("finish_reason") in FAILED or any(value(count) for count in broken)
