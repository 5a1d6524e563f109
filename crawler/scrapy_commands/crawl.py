"""`scrapy crawl` with an exit code for the result; Scrapy's own command always exits with 0."""

from __future__ import annotations

import argparse

from scrapy import Spider, signals
from scrapy.commands import crawl
from scrapy.crawler import AsyncCrawlerProcess, Crawler
from scrapy.exceptions import UsageError

from crawler.crawl_ending import exit_code
from crawler.exit_codes import FAILED
from crawler.outlet.arguments import ArgumentError, read_arguments
from crawler.shutdown import StoppableCrawler, end_in_time, exit_now, stopping
from crawler.spiders.outlet import OutletSpider


class CrawlCommand(crawl.Command):
    """Scrapy's command with exit codes: 0 done, 1 failed or partly failed, 2 wrong usage, 4 locked."""

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Crawl with one spider until it ends."""
        self._given: dict[str, str] = opts.spargs
        self._begun: Crawler | None = None
        self._item_errors = 0
        super().run(args, opts)
        if self.exitcode == 0 and self._begun:
            self.exitcode = exit_code(self._begun, self._item_errors)
            if self._begun.stats.get_value("finish_reason") is None:  # a second Ctrl-C forced the end
                exit_now(self.exitcode)

    def _create_crawler(self, spidercls: type[Spider] | str) -> Crawler:
        assert self.crawler_process is not None
        if isinstance(spidercls, str):
            spidercls = self.crawler_process.spider_loader.load(spidercls)
        # A handwritten spider may take other arguments.
        if issubclass(spidercls, OutletSpider) and spidercls.__init__ is OutletSpider.__init__:
            try:
                read_arguments(self._given, spidercls.outlet)
            except ArgumentError as error:
                raise UsageError(str(error)) from None
        if isinstance(self.crawler_process, AsyncCrawlerProcess):
            crawler = super()._create_crawler(StoppableCrawler(spidercls, self.settings))  # type: ignore[arg-type]
        else:
            crawler = super()._create_crawler(spidercls)
        crawler.signals.connect(self._count, signals.item_error)
        crawler.signals.connect(self._stop, stopping)
        self._begun = crawler
        return crawler

    def _count(self) -> None:
        self._item_errors += 1

    def _stop(self) -> None:
        end_in_time(FAILED)
