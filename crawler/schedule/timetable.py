"""The timetable of an archive's outlets: past crawls read from it, and what the schedule makes of them."""

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
from crawler.schedule.due import NextCrawl, PastCrawl, next_crawl_of

if TYPE_CHECKING:
    from archive.db.store import Store


_LONGEST = 60  # crawls read back: enough for ten good ones among failures


@dataclass(frozen=True, slots=True)
class Entry:
    """One outlet's line.

    Attributes:
        last: its last crawl, of a part or the whole.
        turn: when it is crawled next.
        running: a process crawls it now.
        chosen: its file is a person's own, or one of those that come with Matinee and was crawled before.
    """

    outlet: Outlet
    last: PastCrawl | None
    turn: NextCrawl
    running: bool
    chosen: bool

    def is_due(self, now: datetime) -> bool:
        """Whether a crawl that names nobody takes it."""
        return self.chosen and not self.running and self.turn.is_due(now)

    def as_dict(self, now: datetime) -> dict[str, Any]:
        """The entry as JSON can hold it."""
        return {
            "outlet": self.outlet.name,
            "last_crawl": self.last.started_at.isoformat() if self.last else None,
            "end_reason": self.last.end_reason if self.last else None,
            "running": self.running,
            "due": self.is_due(now),
            "due_at": self.turn.due_at.isoformat() if self.turn.due_at else None,
            "every_seconds": self.turn.every.total_seconds(),
            "why": self.turn.why,
            "scheduled": self.chosen,
        }


def timetable(db: Path, outlets: Iterable[Outlet]) -> list[Entry]:
    """What the archive says of these outlets, in their order. Raises ArchiveError."""
    if not db.exists():
        return [_entry(outlet, [], db) for outlet in outlets]
    from archive.db.store import Store, translated  # noqa: PLC0415 (sqlite-utils is slow to import)

    with Store.open(db, readonly=True) as store, translated(db):
        return [_entry(outlet, _past(store, outlet.name), db) for outlet in outlets]


def entry(store: Store, outlet: Outlet) -> Entry:
    """What an open archive says of one outlet."""
    return _entry(outlet, _past(store, outlet.name), store.path)


def next_words(entries: Iterable[Entry], now: datetime) -> str:
    """What to say where nothing is due: who is next."""
    ahead = [entry for entry in entries if entry.chosen]
    if not ahead:
        return (
            "No outlet is scheduled: write a file for one, or crawl one that comes with Matinee by its name."
        )
    running = [entry.outlet.name for entry in ahead if entry.running]
    said = f" Under way: {', '.join(running)}." if running else ""
    waiting = [entry for entry in ahead if not entry.running]
    if waiting:
        soonest = min(waiting, key=lambda entry: entry.turn.due_at or now)
        said += f" Next: {soonest.outlet.name}, {when(soonest.turn.due_at, now)}."
    return f"Nothing is due.{said}"


def when(moment: datetime | None, now: datetime) -> str:
    """A time to come in words: `2026-11-22 18:00 UTC (in 5h)`"""
    if moment is None or moment <= now:
        return "now"
    return f"{moment.astimezone(UTC):%Y-%m-%d %H:%M} UTC (in {format_rounded(moment - now)})"


def _entry(outlet: Outlet, past: list[PastCrawl], db: Path) -> Entry:
    last = past[-1] if past else None
    running = last is not None and last.end_reason is None and is_locked(db, outlet.name)
    chosen = last is not None or outlet.path.parent != SHIPPED
    return Entry(outlet, last, next_crawl_of(past, outlet.interval), running, chosen)


def _past(store: Store, outlet: str) -> list[PastCrawl]:
    sql = "select started_at, end_reason, new, part from crawls where outlet = ? order by id desc limit ?"
    rows = store.db.query(sql, (outlet, _LONGEST))
    crawls = [
        PastCrawl(
            datetime.fromisoformat(row["started_at"]), row["end_reason"], row["new"], row["part"] is None
        )
        for row in rows
    ]
    return crawls[::-1]
