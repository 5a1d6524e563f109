"""The demo's crawl: every outlet of the press side by side, through the spiders that users have."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import click
from scrapy import signals
from scrapy.crawler import AsyncCrawlerProcess, Crawler
from scrapy.settings import Settings

from archive.terminal import counted, on_terminal
from crawler.crawl_ending import SHUTDOWN
from crawler.demo.press import Press
from crawler.demo.sites import Site
from crawler.logs.one_line import one_line


@dataclass(frozen=True, slots=True)
class Crawled:
    """How the crawl went.

    Attributes:
        seconds: it took.
        warnings: what was logged as a warning or worse, each on one line.
    """

    seconds: float
    warnings: tuple[str, ...]


class Gauge(Protocol):
    """Where the crawl says how far it is."""

    def page(self, site: Site) -> None:
        """One more page of the site is through."""

    def closed(self, site: Site) -> None:
        """The site's spider is done."""


def crawl(press: Press, db: Path) -> Crawled:
    """Crawl the press into `db`, with a bar for each outlet on a terminal and a line for each elsewhere.

    Raises:
        KeyboardInterrupt: Ctrl-C was pressed; Scrapy itself catches it, and ends in order.
    """
    settings = Settings()
    settings.setmodule("crawler.settings", priority="project")
    settings.setdict(
        {
            "ARCHIVE_DB": str(db),
            "OUTLETS_DIR": str(press.outlets_dir),
            "LOG_INSTALL_ROOT_HANDLER": False,
        },
        priority="cmdline",
    )
    began = time.monotonic()
    reasons: set[str] = set()
    with collected_warnings() as warnings, _gauge(press) as gauge:
        process = AsyncCrawlerProcess(settings)
        for name, site in press.sites.items():
            crawler = process.create_crawler(name)
            _watch(crawler, site, gauge, reasons)
            process.crawl(crawler)
        process.start()
    if SHUTDOWN in reasons:
        raise KeyboardInterrupt
    return Crawled(time.monotonic() - began, tuple(warnings))


def _watch(crawler: Crawler, site: Site, gauge: Gauge, reasons: set[str]) -> None:
    """Tell the gauge of the crawler's signals, and why it ended."""

    def through(**_: Any) -> None:
        gauge.page(site)

    def closed(reason: str, **_: Any) -> None:
        gauge.closed(site)
        reasons.add(reason)

    # Scrapy holds its receivers weakly unless told otherwise.
    crawler.signals.connect(through, signals.item_scraped, weak=False)
    crawler.signals.connect(through, signals.item_dropped, weak=False)
    crawler.signals.connect(closed, signals.spider_closed, weak=False)


class _Lines:
    """A line for each outlet when it is done."""

    def __init__(self) -> None:
        self.pages: dict[str, int] = {}

    def page(self, site: Site) -> None:
        self.pages[site.name] = self.pages.get(site.name, 0) + 1

    def closed(self, site: Site) -> None:
        click.echo(f"  {site.title}: {counted(self.pages.get(site.name, 0), 'page')}")


@contextmanager
def _gauge(press: Press) -> Iterator[Gauge]:
    if not on_terminal():
        yield _Lines()
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn  # noqa: PLC0415

    columns = (TextColumn("  {task.description:<16}"), BarColumn(), MofNCompleteColumn(), TextColumn("pages"))
    with Progress(*columns) as progress:
        bars = {
            site.name: progress.add_task(site.title, total=len(site.articles) + len(site.others))
            for site in press.sites.values()
        }

        class Bars:
            def page(self, site: Site) -> None:
                progress.advance(bars[site.name])

            def closed(self, site: Site) -> None:
                progress.refresh()

        yield Bars()


class _OneLine(logging.Handler):
    """Keeps warnings and errors as one line each: no log and no traceback runs through the demo's output."""

    def __init__(self, lines: list[str]) -> None:
        super().__init__(logging.WARNING)
        self.lines = lines

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(one_line(record))


@contextmanager
def collected_warnings() -> Iterator[list[str]]:
    """A list that fills with what is logged as a warning or worse, one line each."""
    lines: list[str] = []
    handler = _OneLine(lines)
    root = logging.getLogger()
    root.addHandler(handler)
    try:
        yield lines
    finally:
        root.removeHandler(handler)
