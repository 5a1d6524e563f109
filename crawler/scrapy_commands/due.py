"""`scrapy due`: list every outlet with its last crawl and when the next is due."""

from __future__ import annotations

import argparse
import json
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import ClassVar

import click
from scrapy.commands import ScrapyCommand

from archive.errors import MatineeError
from archive.terminal import safe, table
from crawler.crawl_ending import KILLED
from crawler.outlet.interval import format_rounded
from crawler.outlet.load import outlet_folders, usable_outlets
from crawler.schedule.timetable import ScheduleEntry, format_due, timetable


class DueCommand(ScrapyCommand):
    """The command. Exit codes: 0 done, 1 mistake in an outlet file or unreadable archive, 2 wrong usage."""

    requires_project = True
    requires_crawler_process = False
    default_settings: ClassVar = {"LOG_ENABLED": False}

    def short_desc(self) -> str:
        """The description in Scrapy's list of commands."""
        return "List outlets with their last crawl and when the next is due"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add --json."""
        super().add_options(parser)
        parser.add_argument("--json", action="store_true", help="print a list of objects")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Print the timetable."""
        try:
            self._show(opts)
        except BrokenPipeError:  # the reader has closed the pipe, as `head` does
            sys.stdout = None  # else Python flushes it at exit and fails again

    def _show(self, opts: argparse.Namespace) -> None:
        assert self.settings is not None
        now = datetime.now(UTC)
        outlets, errors = usable_outlets(outlet_folders(self.settings.get("OUTLETS_DIR")))
        problems: list[MatineeError] = [*errors]
        try:
            entries = timetable(Path(self.settings["ARCHIVE_DB"]), outlets.values())
        except MatineeError as error:
            entries = []
            problems.append(error)
        if opts.json:
            click.echo(json.dumps([entry.as_dict(now) for entry in entries], ensure_ascii=False, indent=2))
        else:
            table(
                ["outlet", "last crawl", "ended", "every", "next due"],
                (_row(entry, now) for entry in entries),
            )
        for problem in problems:
            click.echo(f"Error: {safe(str(problem))}", err=True)
        self.exitcode = 1 if problems else 0


def _row(entry: ScheduleEntry, now: datetime) -> list[object]:
    last = f"{entry.last.started_at.astimezone(UTC):%Y-%m-%d %H:%M}" if entry.last else None
    ended = "running" if entry.running else entry.last and (entry.last.end_reason or KILLED)
    due = format_due(entry.next.due_at, now) if entry.scheduled else "after a crawl by name"
    interval = entry.outlet.interval
    every = f"{interval} (now {format_rounded(entry.next.every)})" if interval.bounds else str(interval)
    return [entry.outlet.name, last, ended, every, due]
