"""The health of an archive's outlets, read from it; what is due is the schedule's to say."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from archive.drift import Drift
from archive.recent import drift_of, outlets_crawled
from archive.rows import Row, stamp
from archive.store import Store
from crawler.health import STATES, WEEK, Health, health, is_success
from crawler.outlets import SHIPPED, Outlet

_ROWS = "select id, started_at, end_reason, new, statuses, sources, drift from crawls where outlet = ?"
_FORGOTTEN = timedelta(days=1)  # a crawl without an end that is older: its process was killed


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
    last_success = _last_success(store, name)
    running = bool(rows) and now - datetime.fromisoformat(rows[0]["started_at"]) < _FORGOTTEN
    return health(
        name,
        rows,
        now=now,
        last_success=last_success,
        waiting=_waiting(store, name),
        drifts=_drifts(store, name, rows),
        every=outlet.every if outlet else None,
        due=next_due(rows, outlet),
        running=running,
    )


def next_due(rows: Sequence[Row], outlet: Outlet | None) -> datetime | None:
    """When an outlet is to be crawled next. Until the schedule says so: its rhythm after the last crawl."""
    if outlet is None or not rows:
        return None
    return datetime.fromisoformat(rows[0]["started_at"]) + outlet.every


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
    began = next((row["started_at"] for row in rows if is_success(row["end_reason"])), None)
    return datetime.fromisoformat(began) if began else None


def _waiting(store: Store, name: str) -> int:
    row = store.row(
        "select count(*) as pages from frontier where outlet = ? and kind = 'page'"
        " and state in ('pending', 'leased')",
        name,
    )
    return int(row["pages"]) if row else 0


def _drifts(store: Store, name: str, rows: Sequence[Row]) -> list[Drift]:
    return drift_of(store, name, rows[0]["drift"]) if rows else []
