"""The health of an archive's outlets, read from it; what is due is the schedule's to say."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from archive.db.rows import Row, stamp
from archive.db.store import Store
from archive.drift.recent_pages import drift_of, outlets_crawled
from crawler.crawl_ending import ending_of
from crawler.locks import is_locked
from crawler.monitor.health import STATES, WEEK, Health, health
from crawler.outlet.load import SHIPPED
from crawler.outlet.outlet import Outlet
from crawler.schedule.timetable import entry

_ROWS = "select id, started_at, end_reason, new, statuses, sources, drift from crawls where outlet = ?"


def watched(store: Store, outlets: Mapping[str, Outlet]) -> list[str]:
    """Names of a person's own outlets and of all that were ever crawled."""
    own = {name for name, outlet in outlets.items() if outlet.path.parent != SHIPPED}
    return sorted(own | set(outlets_crawled(store)))


def healths(store: Store, names: Iterable[str], outlets: Mapping[str, Outlet], now: datetime) -> list[Health]:
    """The health of these outlets, the worst first."""
    found = [_health(store, name, outlets.get(name), now) for name in names]
    return sorted(found, key=lambda one: (STATES.index(one.states[0]), one.outlet))


def _health(store: Store, name: str, outlet: Outlet | None, now: datetime) -> Health:
    rows = _rows(store, name, now)
    known = entry(store, outlet) if outlet else None
    return health(
        name,
        rows,
        now=now,
        last_success=_last_success(store, name),
        waiting=_waiting(store, name),
        drifts=drift_of(store, name, rows[0]["drift"]) if rows else [],
        every=known.turn.every if known else None,
        due=known.turn.due_at if known else None,
        # A spider without a file has no lock to ask for.
        running=known.running if known else is_locked(store.path, name),
    )


def _rows(store: Store, name: str, now: datetime) -> list[Row]:
    """The crawls of the last seven days, and the last one however old; the latest first."""
    week = list(
        store.db.query(
            f"{_ROWS} and started_at >= ? order by started_at desc, id desc", (name, stamp(now - WEEK))
        )
    )
    return week or list(store.db.query(f"{_ROWS} order by started_at desc, id desc limit 1", (name,)))


def _last_success(store: Store, name: str) -> datetime | None:
    rows = store.db.query(
        "select started_at, end_reason from crawls where outlet = ? order by started_at desc, id desc",
        (name,),
    )
    began = next((row["started_at"] for row in rows if ending_of(row["end_reason"]).success), None)
    return datetime.fromisoformat(began) if began else None


def _waiting(store: Store, name: str) -> int:
    row = store.row(
        "select count(*) as pages from frontier where outlet = ? and kind = 'page'"
        " and state in ('pending', 'leased')",
        name,
    )
    return int(row["pages"]) if row else 0
