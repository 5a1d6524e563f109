"""`matinee crawl --dry-run`: what a crawl would ask for, and when, as far as the archive knows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import click

from archive.db.rows import stamp
from archive.terminal import counted, safe
from crawler.frontier import Frontier, Lease
from crawler.outlet.arguments import Arguments, read_arguments
from crawler.schedule.timetable import ScheduleEntry, format_due
from crawler.spiders.scope import CrawlScope

if TYPE_CHECKING:
    from archive.db.store import Store


PRINTED_REQUESTS = 10  # requests of an outlet that are printed; JSON has them all


@dataclass(frozen=True, slots=True)
class PlannedRequest:
    """One request to come.

    Attributes:
        what: `feed`, `sitemap`, `listing` or `page`.
        again: it was asked for before; where it gave a validator, it is asked for conditionally.
        at: no sooner than that: the delay and what the host asked for are kept. Answers take time on top.
    """

    what: str
    url: str
    again: bool
    at: datetime


@dataclass(frozen=True, slots=True)
class PlannedCrawl:
    """What one outlet's crawl would do.

    Attributes:
        begins: when it would begin.
        steps: requests in their order. Sources may lead to more pages.
        later: pages whose time has not come, and when that of the first does.
    """

    entry: ScheduleEntry
    begins: datetime
    steps: tuple[PlannedRequest, ...]
    later: int
    soonest: datetime | None

    def as_dict(self, now: datetime) -> dict[str, Any]:
        """The outlook as JSON can hold it."""
        return {
            **self.entry.as_dict(now),
            "begins": self.begins.isoformat(),
            "requests": [
                {"what": step.what, "url": step.url, "again": step.again, "at": step.at.isoformat()}
                for step in self.steps
            ],
            "later": self.later,
            "later_from": self.soonest.isoformat() if self.soonest else None,
        }


def plan_requests(
    db: Path, entry: ScheduleEntry, arguments: Mapping[str, str], now: datetime, *, named: bool
) -> PlannedCrawl:
    """What a crawl with these arguments would do: now where it is named, else when it is due.

    The crawl is rehearsed in the archive's frontier, in a transaction that is taken back.

    Raises:
        ArchiveError: the archive cannot be opened for writing.
    """
    from archive.db.store import Store  # noqa: PLC0415 (sqlite-utils is slow to import)

    begins = now if named or entry.is_due(now) else entry.next.due_at or now
    with (
        TemporaryDirectory() as nowhere,
        Store.open(db if db.exists() else Path(nowhere, "none.db"), create=True) as store,
    ):
        try:
            with store.transaction():
                raise _Rollback(_plan(store, entry, read_arguments(arguments, entry.outlet), begins))
        except _Rollback as undo:
            return undo.outlook


def echo_plan(outlooks: Iterable[PlannedCrawl], now: datetime) -> None:
    """Print what would be fetched."""
    for outlook in outlooks:
        entry = outlook.entry
        state = "being crawled by another process" if entry.running else format_due(outlook.begins, now)
        to_read = sum(step.what != "page" for step in outlook.steps)
        counts = [counted(to_read, "source"), counted(len(outlook.steps) - to_read, "page")]
        click.echo(safe(f"{entry.outlet.name}: {state}: {' and '.join(counts)}"))
        for step in outlook.steps[:PRINTED_REQUESTS]:
            kind = f"{step.what} again" if step.again else step.what
            click.echo("  " + safe(f"{step.at.astimezone(UTC):%Y-%m-%d %H:%M:%S}  {kind} {step.url}"))
        if len(outlook.steps) > PRINTED_REQUESTS:
            click.echo(f"  and {len(outlook.steps) - PRINTED_REQUESTS:,} more")
        if outlook.later:
            soonest = format_due(outlook.soonest, now)
            click.echo(f"  {counted(outlook.later, 'page')} to look at later, {soonest} first")
    click.echo("Sources may lead to more pages. Nothing was asked of anybody.")


class _Rollback(Exception):
    """Takes back what a rehearsal wrote."""

    def __init__(self, outlook: PlannedCrawl) -> None:
        super().__init__()
        self.outlook = outlook


def _plan(store: Store, entry: ScheduleEntry, asked: Arguments, begins: datetime) -> PlannedCrawl:
    outlet = entry.outlet
    row = {"outlet": outlet.name, "started_at": stamp(begins)}
    crawl_id = int(store.table("crawls").insert(row).last_rowid or 0)
    agenda, frontier = CrawlScope(outlet, asked), Frontier(store, outlet.name)
    agenda.open(frontier, crawl_id, begins)
    leases = [*_sources(agenda, frontier, crawl_id, begins), *_pages(agenda, frontier, crawl_id, begins)]
    rows = store.db.query("select host, not_before from hosts where not_before is not null")
    waits = {row["host"]: datetime.fromisoformat(row["not_before"]) for row in rows}
    later, soonest = frontier.pages.count_later(begins)
    return PlannedCrawl(
        entry, begins, tuple(_with_times(leases, outlet.delay, waits, begins)), later, soonest
    )


def _sources(agenda: CrawlScope, frontier: Frontier, crawl_id: int, now: datetime) -> Iterator[Lease]:
    room = agenda.room
    if room is not None and frontier.pages.count_due(now, agenda.wants, room) >= room:
        return  # a limited crawl opens no more doors than it needs
    while lease := frontier.sources.next(crawl_id):
        yield lease


def _pages(agenda: CrawlScope, frontier: Frontier, crawl_id: int, now: datetime) -> Iterator[Lease]:
    while agenda.room != 0 and (
        leases := frontier.pages.next(crawl_id, now, agenda.wants, agenda.room or 500)
    ):
        for lease in leases:
            if agenda.wants(lease):  # those before may have filled its section
                agenda.count_page(lease)
                yield lease


def _with_times(
    leases: Iterable[Lease], delay: float, waits: Mapping[str, datetime], now: datetime
) -> Iterator[PlannedRequest]:
    """Requests with their earliest times; robots.txt goes first on each host."""
    free: dict[str, datetime] = {}
    for lease in leases:
        at = free.get(lease.host) or max(now, waits.get(lease.host, now)) + timedelta(seconds=delay)
        yield PlannedRequest(lease.kind, lease.url, lease.sha256 is not None, at)
        free[lease.host] = at + timedelta(seconds=delay)
