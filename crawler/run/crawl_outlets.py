"""What `matinee crawl` shows of the crawls that it runs, and what they come to together."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol

import click

from archive.terminal import counted, echo_json, on_terminal, safe
from crawler.exit_codes import DONE, FAILED, LOCKED
from crawler.run.parallel import OutletCrawl, ParallelCrawls, settings_for
from crawler.shutdown import end_in_time

_OUTCOMES = ("new", "changed", "same", "worse", "not_article", "failed")


class ProgressDisplay(Protocol):
    """Where crawls say how far they are."""

    def paged(self, run: OutletCrawl) -> None:
        """One more page of an outlet is through."""

    def ended(self, run: OutletCrawl) -> None:
        """An outlet's crawl is over."""


def crawl_outlets(
    db: Path,
    folders: Sequence[Path],
    outlets: Sequence[str],
    arguments: Mapping[str, str],
    settings: Mapping[str, str],
    *,
    due: bool,
    as_json: bool,
) -> int:
    """Crawl outlets by name, side by side. Runs Scrapy: once in a process.

    Args:
        arguments: of every spider.
        settings: as `-s` says them.
        due: the schedule asked for these crawls.

    Returns:
        The exit code; where a signal ended it, 128 and its number.

    Raises:
        MatineeError: the archive cannot be written, or a setting will not do.
    """
    with _progress_display(len(outlets), silent=as_json) as gauge:
        process = _Process(settings_for(db, folders, settings, due=due), outlets, arguments, gauge)
        process.start()
    if process.failure:
        raise process.failure
    if as_json:
        echo_json(crawl_rows(db, process.runs))
    if process.signal:
        click.echo("Stopped; the next crawl goes on from here.", err=True)
        return 128 + process.signal
    return combined_exit_code([run.code for run in process.runs])


def combined_exit_code(codes: Sequence[int]) -> int:
    """The exit code of several crawls: an outlet that another process crawls is no failure beside others."""
    if FAILED in codes:
        return FAILED
    return LOCKED if all(code == LOCKED for code in codes) else DONE


def crawl_rows(db: Path, runs: Sequence[OutletCrawl]) -> list[dict[str, Any]]:
    """The rows of these crawls; of one that has none, how it ended. Raises ArchiveError."""
    from archive.db.store import Store, translated  # noqa: PLC0415

    with Store.open(db, readonly=True) as store, translated(db):
        rows = [store.row("select * from crawls where id = ?", run.crawl_id) for run in runs]
    return [
        {key: _parse_json(value) for key, value in row.items()}
        if row
        else {"outlet": run.outlet, "end_reason": run.reason}
        for run, row in zip(runs, rows, strict=True)
    ]


def _parse_json(value: Any) -> Any:
    """A column's JSON as what it says."""
    return json.loads(value) if isinstance(value, str) and value.startswith(("{", "[")) else value


def crawl_line(run: OutletCrawl) -> str:
    """One outlet's crawl in words."""
    count = run.stats.get
    came = [
        f"{count(f'archive/{name}')} {name.replace('_', ' ')}"
        for name in _OUTCOMES
        if count(f"archive/{name}")
    ]
    kept = count("pages/unchanged", 0)
    came += [f"{kept} not modified"] if kept else []
    requests = counted(count("downloader/request_count", 0), "request")
    ended = (run.reason or "broken off").replace("_", " ")
    return safe(f"{run.outlet}: {ended}, {', '.join(came) or 'nothing new'} ({requests})")


class _Process(ParallelCrawls):
    """Remembers which signal ended it."""

    def __init__(
        self, settings: Any, outlets: Sequence[str], arguments: Mapping[str, str], gauge: ProgressDisplay
    ) -> None:
        super().__init__(settings, outlets, arguments, gauge.paged, gauge.ended)
        self.signal: int = 0

    def _signal_shutdown(self, signum: int, frame: Any) -> None:
        self.signal = signum
        end_in_time(128 + signum)
        super()._signal_shutdown(signum, frame)

    def _signal_kill(self, signum: int, frame: Any) -> None:
        os._exit(128 + (self.signal or signum))  # no more than that is safe within a signal's handler


class _LineDisplay:
    """A line on standard output for each outlet when it is over; nothing where JSON goes there."""

    def __init__(self, *, silent: bool) -> None:
        self.silent = silent

    def paged(self, run: OutletCrawl) -> None:
        pass

    def ended(self, run: OutletCrawl) -> None:
        if not self.silent:
            click.echo(crawl_line(run))


@contextmanager
def _progress_display(outlets: int, *, silent: bool) -> Iterator[ProgressDisplay]:
    lines = _LineDisplay(silent=silent)
    if not on_terminal(error=True):
        yield lines
        return
    from rich.console import Console  # noqa: PLC0415 (needed on a terminal alone)
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn  # noqa: PLC0415

    columns = (TextColumn("Crawling"), BarColumn(), MofNCompleteColumn(), TextColumn("{task.description}"))
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        bar, pages = progress.add_task("outlets", total=outlets), 0

        class Bar:
            def paged(self, run: OutletCrawl) -> None:
                nonlocal pages
                pages += 1
                progress.update(bar, description=f"outlets, {counted(pages, 'page')}")

            def ended(self, run: OutletCrawl) -> None:
                if silent or not on_terminal():
                    lines.ended(run)
                else:  # on the same terminal: above the bar
                    progress.console.print(crawl_line(run), markup=False, highlight=False, soft_wrap=True)
                progress.advance(bar)

        yield Bar()
