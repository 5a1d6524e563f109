"""How an outlet fares, from its crawls: pure; rows, drift and the time come in."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal, get_args

from archive.db.rows import Row
from archive.drift.detect import Drift
from crawler.crawl_ending import ending_of

State = Literal["failing", "partly", "drift", "stale", "interrupted", "never", "running", "ok"]

STATES: tuple[State, ...] = get_args(State)  # the worst first

WEEK = timedelta(days=7)

OVERDUE = 3  # times `every` without a crawl that read the outlet


@dataclass(frozen=True, slots=True)
class Health:
    """One outlet on one line.

    Attributes:
        states: words that hold, the worst first; `("ok",)` where nothing is wrong.
        last_success: when the last crawl that read the outlet began, aware.
        last_crawl, ended: when the last one began, and why it ended; None where it did not.
        new: articles in seven days.
        asked, errors: documents and pages that were asked for in these, and those that gave an error or
            nothing.
        due: when the next crawl is due; None where no file names the outlet, or it is due now for the
            first time.
        waiting: pages that are known and were not fetched yet.
        drifts: what drifts.
        problem: the last trouble with a source in the last crawl.
    """

    outlet: str
    states: tuple[State, ...]
    last_success: datetime | None
    last_crawl: datetime | None
    ended: str | None
    new: int
    asked: int
    errors: int
    due: datetime | None
    waiting: int
    drifts: tuple[Drift, ...] = ()
    problem: str | None = None

    @property
    def error_rate(self) -> float | None:
        """Share of what was asked for in seven days that gave an error; None where nothing was."""
        return self.errors / self.asked if self.asked else None

    def why(self, state: str) -> str:
        """A state of the outlet in a few words."""
        if state == "drift":
            return "drift (" + "; ".join(map(str, self.drifts)) + ")"
        if state in {"failing", "partly"}:
            said = ", ".join(filter(None, [self.ended, self.problem]))
            return f"{state} ({said})"
        if state == "stale":
            since = f"since {self.last_success:%Y-%m-%d}" if self.last_success else "ever"
            return f"stale (no success {since})"
        return state

    def as_dict(self) -> dict[str, Any]:
        """The line as JSON can hold it."""

        def iso(moment: datetime | None) -> str | None:
            return moment.isoformat() if moment else None

        return {
            "outlet": self.outlet,
            "states": list(self.states),
            "last_success": iso(self.last_success),
            "last_crawl": iso(self.last_crawl),
            "end_reason": self.ended,
            "new_7_days": self.new,
            "error_rate": None if self.error_rate is None else round(self.error_rate, 4),
            "next_due": iso(self.due),
            "waiting": self.waiting,
            "problem": self.problem,
            "drift": [drift.as_dict() for drift in self.drifts],
        }


def health(
    outlet: str,
    crawls: Sequence[Row],
    *,
    now: datetime,
    last_success: datetime | None = None,
    waiting: int = 0,
    drifts: Sequence[Drift] = (),
    every: timedelta | None = None,
    due: datetime | None = None,
    running: bool = False,
) -> Health:
    """An outlet's health.

    Args:
        crawls: its rows of seven days, and the last one however old, the latest first.
        every: how often it is to be crawled; None where no file says so.
        running: the last crawl is under way.
    """
    last = crawls[0] if crawls else None
    week = [row for row in crawls if now - datetime.fromisoformat(row["started_at"]) <= WEEK]
    statuses: Counter[int] = Counter()
    for row in week:
        statuses.update({int(status): count for status, count in json.loads(row["statuses"]).items()})
    states = [
        *_of_crawl(last, running=running),
        *(["drift"] if drifts else []),
        *(["stale"] if _is_stale(crawls, last_success, every, now) else []),
    ]
    return Health(
        outlet=outlet,
        states=tuple(state for state in STATES if state in states) or ("ok",),
        last_success=last_success,
        last_crawl=datetime.fromisoformat(last["started_at"]) if last else None,
        ended=last["end_reason"] if last else None,
        new=sum(row["new"] for row in week),
        asked=statuses.total(),
        errors=sum(count for status, count in statuses.items() if status == 0 or status >= 400),
        due=due,
        waiting=waiting,
        drifts=tuple(drifts),
        problem=_problem(last),
    )


def _of_crawl(last: Row | None, *, running: bool) -> list[str]:
    if last is None:
        return ["never"]
    if last["end_reason"] is None and running:
        return ["running"]
    state = ending_of(last["end_reason"]).state
    return [state] if state else []


def _is_stale(
    crawls: Sequence[Row], last_success: datetime | None, every: timedelta | None, now: datetime
) -> bool:
    if every is None or not crawls:
        return False
    since = last_success or min(datetime.fromisoformat(row["started_at"]) for row in crawls)
    return now - since > OVERDUE * every


def _problem(last: Row | None) -> str | None:
    doors = json.loads(last["sources"]) if last else {}
    return next((door["problem"] for door in doors.values() if door.get("problem")), None)
