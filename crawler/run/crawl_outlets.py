"""Run `matinee crawl`: show progress, print the results, and combine the exit codes."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import click

from archive.terminal import echo_json, live_lines
from crawler.exit_codes import DONE, FAILED, LOCKED
from crawler.run.crawl_line import crawl_line
from crawler.run.crawl_state import CrawlsState
from crawler.run.parallel import OutletCrawl, ParallelCrawls, settings_for
from crawler.run.progress_lines import progress_lines
from crawler.shutdown import end_in_time


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
    """Crawl outlets by name in parallel. Runs Scrapy, so it can be called only once in a process.

    Args:
        arguments: spider arguments, the same for every spider.
        settings: the settings given with `-s`.
        due: these crawls run by the schedule.

    Returns:
        The exit code; 128 plus the signal number if a signal ended the crawls.

    Raises:
        MatineeError: the archive cannot be written, or a setting is wrong.
    """
    display = _Display(db, silent=as_json)
    with live_lines(display.lines) as are_shown:
        watch = display.watch if are_shown else None
        process = _Process(
            settings_for(db, folders, settings, due=due), outlets, arguments, display.crawl_ended, watch
        )
        process.start()
    if process.failure:
        raise process.failure
    if as_json:
        echo_json(crawl_rows(db, process.runs))
    if process.signal:
        click.echo("Stopped. The next crawl continues from here.", err=True)
        return 128 + process.signal
    return combined_exit_code([run.code for run in process.runs])


def combined_exit_code(codes: Sequence[int]) -> int:
    """The exit code of several crawls. LOCKED only if every outlet was locked by another process."""
    if FAILED in codes:
        return FAILED
    return LOCKED if all(code == LOCKED for code in codes) else DONE


def crawl_rows(db: Path, runs: Sequence[OutletCrawl]) -> list[dict[str, Any]]:
    """The rows of these crawls; for a crawl without a row, its outlet and reason. Raises ArchiveError."""
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
    """The value of a column, parsed if it is a JSON object or array."""
    return json.loads(value) if isinstance(value, str) and value.startswith(("{", "[")) else value


class _Process(ParallelCrawls):
    """Parallel crawls that store the number of the signal that ended them; 0 if none did."""

    signal: int = 0

    def _signal_shutdown(self, signum: int, frame: Any) -> None:
        self.signal = signum
        end_in_time(128 + signum)
        super()._signal_shutdown(signum, frame)

    def _signal_kill(self, signum: int, frame: Any) -> None:
        os._exit(128 + (self.signal or signum))  # anything more is unsafe in a signal handler


class _Display:
    """Prints a line for each crawl that ends, and gives the lines that a terminal shows meanwhile.

    Args:
        silent: print no line, because JSON goes to standard output.
    """

    def __init__(self, db: Path, *, silent: bool) -> None:
        self.db = db
        self.silent = silent
        self._state: CrawlsState | None = None

    def crawl_ended(self, run: OutletCrawl) -> None:
        if not self.silent:
            click.echo(crawl_line(run, self.db))

    def watch(self, state: CrawlsState) -> None:
        self._state = state  # replaced as a whole: another thread reads it

    def lines(self, columns: int, rows: int) -> list[str]:
        return progress_lines(self._state, columns, rows) if self._state else ["Starting"]
