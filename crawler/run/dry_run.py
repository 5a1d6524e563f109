"""`matinee crawl --dry-run`: print what a crawl would request, and when, as far as the archive knows."""

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


PRINTED_REQUESTS = 10  # requests printed for each outlet; JSON contains all


@dataclass(frozen=True, slots=True)
class PlannedRequest:
    """One request that a crawl would send.

    Attributes:
        what: `feed`, `sitemap`, `listing` or `page`.
        again: the URL was fetched before; the request is conditional if the site gave a validator.
        at: the earliest time, by the delay and the host's wait. Response times are not included.
    """

    what: str
    url: str
    again: bool
    at: datetime


@dataclass(frozen=True, slots=True)
class PlannedCrawl:
    """The requests that one outlet's crawl would send.

    Attributes:
        begins: when the crawl would begin.
        requests: in order. Sources may lead to more pages.
        later: number of pages that become due after that.
        soonest: when the first of those becomes due; None if there is none.
    """

    entry: ScheduleEntry
    begins: datetime
    requests: tuple[PlannedRequest, ...]
    later: int
    soonest: datetime | None

    def as_dict(self, now: datetime) -> dict[str, Any]:
        """The plan as a dict for JSON."""
        return {
            **self.entry.as_dict(now),
            "begins": self.begins.isoformat(),
            "requests": [
                {
                    "what": request.what,
                    "url": request.url,
                    "again": request.again,
                    "at": request.at.isoformat(),
                }
                for request in self.requests
            ],
            "later": self.later,
            "later_from": self.soonest.isoformat() if self.soonest else None,
        }


def plan_requests(
    db: Path, entry: ScheduleEntry, arguments: Mapping[str, str], now: datetime, *, named: bool
) -> PlannedCrawl:
    """Plan a crawl with these arguments.

    The crawl is planned in the archive's own frontier, in a transaction that is rolled back.

    Args:
        named: the user named the outlet, so the crawl begins now; else it begins when it is due.

    Raises:
        ArchiveError: the archive cannot be opened for writing.
    """
    from archive.db.store import Store  # noqa: PLC0415 (sqlite-utils is slow to import)

    begins = now if named or entry.is_due(now) else entry.next.due_at or now
    with (
        TemporaryDirectory() as folder,
        Store.open(db if db.exists() else Path(folder, "none.db"), create=True) as store,
    ):
        try:
            with store.transaction():
                raise _Rollback(_plan(store, entry, read_arguments(arguments, entry.outlet), begins))
        except _Rollback as rollback:
            return rollback.plan


def echo_plan(plans: Iterable[PlannedCrawl], now: datetime) -> None:
    """Print the requests that would be sent."""
    for plan in plans:
        entry = plan.entry
        state = "being crawled by another process" if entry.running else format_due(plan.begins, now)
        to_read = sum(request.what != "page" for request in plan.requests)
        counts = [counted(to_read, "source"), counted(len(plan.requests) - to_read, "page")]
        click.echo(safe(f"{entry.outlet.name}: {state}: {' and '.join(counts)}"))
        for request in plan.requests[:PRINTED_REQUESTS]:
            kind = f"{request.what} again" if request.again else request.what
            click.echo("  " + safe(f"{request.at.astimezone(UTC):%Y-%m-%d %H:%M:%S}  {kind} {request.url}"))
        if len(plan.requests) > PRINTED_REQUESTS:
            click.echo(f"  and {len(plan.requests) - PRINTED_REQUESTS:,} more")
        if plan.later:
            soonest = format_due(plan.soonest, now)
            click.echo(f"  {counted(plan.later, 'page')} to fetch later, the first at {soonest}")
    click.echo("Sources may lead to more pages. Dry run: no requests were sent.")


class _Rollback(Exception):
    """Rolls the planning transaction back, and carries the plan out of it."""

    def __init__(self, plan: PlannedCrawl) -> None:
        super().__init__()
        self.plan = plan


def _plan(store: Store, entry: ScheduleEntry, arguments: Arguments, begins: datetime) -> PlannedCrawl:
    outlet = entry.outlet
    row = {"outlet": outlet.name, "started_at": stamp(begins)}
    crawl_id = int(store.table("crawls").insert(row).last_rowid or 0)
    scope, frontier = CrawlScope(outlet, arguments), Frontier(store, outlet.name)
    scope.open(frontier, crawl_id, begins)
    leases = list(_leased_sources(scope, frontier, crawl_id, begins))
    leases += _leased_pages(scope, frontier, crawl_id, begins)
    rows = store.db.query("select host, not_before from hosts where not_before is not null")
    waits = {row["host"]: datetime.fromisoformat(row["not_before"]) for row in rows}
    later, soonest = frontier.pages.count_later(begins)
    return PlannedCrawl(
        entry, begins, tuple(_with_times(leases, outlet.delay, waits, begins)), later, soonest
    )


def _leased_sources(scope: CrawlScope, frontier: Frontier, crawl_id: int, now: datetime) -> Iterator[Lease]:
    room = scope.room
    if room is not None and frontier.pages.count_due(now, scope.wants, room) >= room:
        return  # a limited crawl reads no sources if enough pages are due
    while lease := frontier.sources.next(crawl_id):
        yield lease


def _leased_pages(scope: CrawlScope, frontier: Frontier, crawl_id: int, now: datetime) -> Iterator[Lease]:
    while scope.room != 0 and (leases := frontier.pages.next(crawl_id, now, scope.wants, scope.room or 500)):
        for lease in leases:
            if scope.wants(lease):  # earlier pages may have used up its section's limit
                scope.count_page(lease)
                yield lease


def _with_times(
    leases: Iterable[Lease], delay: float, waits: Mapping[str, datetime], now: datetime
) -> Iterator[PlannedRequest]:
    """Requests with their earliest times. The first request to each host is for its robots.txt."""
    free: dict[str, datetime] = {}
    for lease in leases:
        at = free.get(lease.host) or max(now, waits.get(lease.host, now)) + timedelta(seconds=delay)
        yield PlannedRequest(lease.kind, lease.url, lease.sha256 is not None, at)
        free[lease.host] = at + timedelta(seconds=delay)
