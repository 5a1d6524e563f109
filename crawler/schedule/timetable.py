"""The timetable of an archive's outlets: reads their past crawls and computes when each is crawled next."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from crawler.locks import is_locked
from crawler.outlet.interval import format_rounded
from crawler.outlet.load import SHIPPED
from crawler.outlet.outlet import Outlet
from crawler.schedule.due import NextCrawl, PastCrawl, next_crawl

if TYPE_CHECKING:
    from archive.db.store import Store


_MAX_CRAWLS = 60  # past crawls to read: enough for ten successful ones among failures


@dataclass(frozen=True, slots=True)
class ScheduleEntry:
    """One outlet in the timetable.

    Attributes:
        last: its last crawl, of the whole outlet or a part; None if it was never crawled.
        next: when it is crawled next.
        running: a process is crawling it now.
        scheduled: whether `matinee crawl` without a name crawls it. The outlets that come with Matinee are
            scheduled once they have been crawled by name; the user's own always are.
    """

    outlet: Outlet
    last: PastCrawl | None
    next: NextCrawl
    running: bool
    scheduled: bool

    def is_due(self, now: datetime) -> bool:
        """Whether `matinee crawl` without a name crawls it now."""
        return self.scheduled and not self.running and self.next.is_due(now)

    def as_dict(self, now: datetime) -> dict[str, Any]:
        """The entry as JSON can hold it."""
        return {
            "outlet": self.outlet.name,
            "last_crawl": self.last.started_at.isoformat() if self.last else None,
            "end_reason": self.last.end_reason if self.last else None,
            "running": self.running,
            "due": self.is_due(now),
            "due_at": self.next.due_at.isoformat() if self.next.due_at else None,
            "every_seconds": self.next.every.total_seconds(),
            "why": self.next.why,
            "scheduled": self.scheduled,
        }


def timetable(db: Path, outlets: Iterable[Outlet]) -> list[ScheduleEntry]:
    """An entry for each outlet, in their order. Raises ArchiveError."""
    if not db.exists():
        return [_make_entry(outlet, [], db) for outlet in outlets]
    from archive.db.store import Store, translated  # noqa: PLC0415 (sqlite-utils is slow to import)

    with Store.open(db, readonly=True) as store, translated(db):
        return [_make_entry(outlet, _past_crawls(store, outlet.name), db) for outlet in outlets]


def schedule_entry(store: Store, outlet: Outlet) -> ScheduleEntry:
    """The entry of one outlet, from an open archive."""
    return _make_entry(outlet, _past_crawls(store, outlet.name), store.path)


def nothing_due_message(entries: Iterable[ScheduleEntry], now: datetime) -> str:
    """What to print if no outlet is due: which are being crawled, and which is next."""
    scheduled = [entry for entry in entries if entry.scheduled]
    if not scheduled:
        return (
            "No outlet is scheduled: add one with `matinee add URL`, or crawl one that comes with Matinee by"
            " its name."
        )
    message = "Nothing is due."
    if running := [entry.outlet.name for entry in scheduled if entry.running]:
        message += f" Being crawled now: {', '.join(running)}."
    if waiting := [entry for entry in scheduled if not entry.running]:
        first = min(waiting, key=lambda entry: entry.next.due_at or now)
        message += f" Next: {first.outlet.name}, {format_due(first.next.due_at, now)}."
    return message


def format_due(moment: datetime | None, now: datetime) -> str:
    """A time to come, such as `2026-11-22 18:00 UTC (in 5h)`; `now` if it has come."""
    if moment is None or moment <= now:
        return "now"
    return f"{moment.astimezone(UTC):%Y-%m-%d %H:%M} UTC (in {format_rounded(moment - now)})"


def _make_entry(outlet: Outlet, past: list[PastCrawl], db: Path) -> ScheduleEntry:
    last = past[-1] if past else None
    running = last is not None and last.end_reason is None and is_locked(db, outlet.name)
    scheduled = last is not None or outlet.path.parent != SHIPPED
    return ScheduleEntry(outlet, last, next_crawl(past, outlet.interval), running, scheduled)


def _past_crawls(store: Store, outlet: str) -> list[PastCrawl]:
    sql = (
        "select started_at, end_reason, new, limited_to from crawls where outlet = ? order by id desc limit ?"
    )
    rows = store.db.query(sql, (outlet, _MAX_CRAWLS))
    crawls = [
        PastCrawl(
            datetime.fromisoformat(row["started_at"]),
            row["end_reason"],
            row["new"],
            row["limited_to"] is None,
        )
        for row in rows
    ]
    return crawls[::-1]
