"""Read the health of outlets from the archive. When they are due comes from the schedule."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from archive.db.rows import Row, stamp
from archive.db.store import Store
from archive.drift.recent_pages import current_drift, outlets_crawled
from archive.ingest.learned.describe_template import proven_outlet
from crawler.crawl_ending import find_ending
from crawler.locks import is_locked
from crawler.monitor.health import STATES, WEEK, Health, assess_health
from crawler.outlet.load import SHIPPED
from crawler.outlet.outlet import Outlet
from crawler.schedule.timetable import schedule_entry

_CRAWLS = "select id, started_at, end_reason, new, statuses, sources, drift from crawls where outlet = ?"


def monitored_outlets(
    store: Store, outlets: Mapping[str, Outlet], mistakes: Mapping[str, str] | None = None
) -> list[str]:
    """The names of the user's own outlets and of all outlets that were ever crawled, sorted.

    Args:
        mistakes: those in outlet files that cannot be used, by the outlet's name.
    """
    own = {name for name, outlet in outlets.items() if outlet.path.parent != SHIPPED}
    return sorted(own | set(mistakes or ()) | set(outlets_crawled(store)))


def read_health(
    store: Store,
    names: Iterable[str],
    outlets: Mapping[str, Outlet],
    now: datetime,
    mistakes: Mapping[str, str] | None = None,
) -> list[Health]:
    """The health of these outlets, worst first.

    Args:
        mistakes: those in outlet files that cannot be used, by the outlet's name.
    """
    wrong = mistakes or {}
    healths = [_outlet_health(store, name, outlets.get(name), now, wrong.get(name)) for name in names]
    return sorted(healths, key=lambda health: (STATES.index(health.states[0]), health.outlet))


def _outlet_health(
    store: Store, name: str, outlet: Outlet | None, now: datetime, mistake: str | None
) -> Health:
    rows = _recent_crawls(store, name, now)
    entry = schedule_entry(store, outlet) if outlet else None
    return assess_health(
        name,
        rows,
        now=now,
        last_success=_last_success(store, name),
        waiting=_waiting(store, name),
        gone=_gone(store, name),
        drifts=current_drift(store, name, rows[0]["drift"]) if rows else [],
        every=entry.next.every if entry else None,
        next_due=entry.next.due_at if entry else None,
        running=entry.running if entry else is_locked(store.path, name),
        proven=proven_outlet(store, name),
        mistake=mistake,
    )


def _recent_crawls(store: Store, name: str, now: datetime) -> list[Row]:
    """The crawls of the last seven days, latest first; without any, the last crawl."""
    week = list(
        store.db.query(
            f"{_CRAWLS} and started_at >= ? order by started_at desc, id desc", (name, stamp(now - WEEK))
        )
    )
    return week or list(store.db.query(f"{_CRAWLS} order by started_at desc, id desc limit 1", (name,)))


def _last_success(store: Store, name: str) -> datetime | None:
    rows = store.db.query(
        "select started_at, end_reason from crawls where outlet = ? order by started_at desc, id desc",
        (name,),
    )
    began = next((row["started_at"] for row in rows if find_ending(row["end_reason"]).success), None)
    return datetime.fromisoformat(began) if began else None


def _gone(store: Store, name: str) -> int:
    row = store.row("select count(*) as gone from articles where outlet = ? and gone_at is not null", name)
    return int(row["gone"]) if row else 0


def _waiting(store: Store, name: str) -> int:
    row = store.row(
        "select count(*) as pages from frontier where outlet = ? and kind = 'page'"
        " and state in ('pending', 'leased')",
        name,
    )
    return int(row["pages"]) if row else 0
