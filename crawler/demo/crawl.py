"""The demo's crawl: all outlets of the press in parallel, with the spiders that users have."""

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
class DemoCrawl:
    """The result of the demo's crawl.

    Attributes:
        seconds: how long it took.
        warnings: what was logged as a warning or worse, each on one line.
    """

    seconds: float
    warnings: tuple[str, ...]


class ProgressDisplay(Protocol):
    """Shows the crawl's progress."""

    def page(self, site: Site) -> None:
        """Show that one more page of the site was processed."""

    def closed(self, site: Site) -> None:
        """Show that the site's spider has finished."""


def crawl(press: Press, db: Path) -> DemoCrawl:
    """Crawl the press into `db`. Shows a progress bar for each outlet on a terminal, else a line for each.

    Raises:
        KeyboardInterrupt: Ctrl-C was pressed. Scrapy catches it and ends in order; then it is raised.
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
    end_reasons: set[str] = set()
    with collected_warnings() as warnings, _progress_display(press) as display:
        process = AsyncCrawlerProcess(settings)
        for name, site in press.sites.items():
            crawler = process.create_crawler(name)
            _connect(crawler, site, display, end_reasons)
            process.crawl(crawler)
        process.start()
    if SHUTDOWN in end_reasons:
        raise KeyboardInterrupt
    return DemoCrawl(time.monotonic() - began, tuple(warnings))


def _connect(crawler: Crawler, site: Site, display: ProgressDisplay, end_reasons: set[str]) -> None:
    """Have the crawler's signals update the display and add its end reason."""

    def page_processed(**_: Any) -> None:
        display.page(site)

    def closed(reason: str, **_: Any) -> None:
        display.closed(site)
        end_reasons.add(reason)

    # Scrapy keeps weak references by default, and these functions have no other reference.
    crawler.signals.connect(page_processed, signals.item_scraped, weak=False)
    crawler.signals.connect(page_processed, signals.item_dropped, weak=False)
    crawler.signals.connect(closed, signals.spider_closed, weak=False)


class _LinePerOutlet:
    """Prints a line for each outlet when its spider has finished."""

    def __init__(self) -> None:
        self.pages: dict[str, int] = {}

    def page(self, site: Site) -> None:
        self.pages[site.name] = self.pages.get(site.name, 0) + 1

    def closed(self, site: Site) -> None:
        click.echo(f"  {site.title}: {counted(self.pages.get(site.name, 0), 'page')}")


@contextmanager
def _progress_display(press: Press) -> Iterator[ProgressDisplay]:
    if not on_terminal():
        yield _LinePerOutlet()
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


class _WarningCollector(logging.Handler):
    """Collects warnings and errors as lines, so that no log interrupts the demo's output."""

    def __init__(self, lines: list[str]) -> None:
        super().__init__(logging.WARNING)
        self.lines = lines

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(one_line(record))


@contextmanager
def collected_warnings() -> Iterator[list[str]]:
    """Yields a list to which warnings and errors are added while the block runs, one line each."""
    lines: list[str] = []
    handler = _WarningCollector(lines)
    root = logging.getLogger()
    root.addHandler(handler)
    try:
        yield lines
    finally:
        root.removeHandler(handler)
