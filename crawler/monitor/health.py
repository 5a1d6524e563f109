"""Assess the health of an outlet from its crawls. Pure: rows, drift and the time come in as arguments."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal, get_args

from archive.db.rows import Row
from archive.drift.detect import Drift
from archive.ingest.learned.describe_template import ProvenOutlet
from crawler.crawl_ending import find_ending

HealthState = Literal[
    "broken", "failing", "partly", "drift", "stale", "interrupted", "never", "running", "ok"
]

STATES: tuple[HealthState, ...] = get_args(HealthState)  # worst first

WEEK = timedelta(days=7)

STALE_AFTER = 3  # an outlet is stale after so many intervals without a successful crawl


@dataclass(frozen=True, slots=True)
class Health:
    """The health of one outlet.

    Attributes:
        states: the states that apply, worst first; `("ok",)` if nothing is wrong.
        last_success: when the last successful crawl began, aware.
        last_crawl: when the last crawl began, aware.
        end_reason: why the last crawl ended; None if it did not end, or there was none.
        new: new articles in seven days.
        gone: articles whose page is gone.
        requests: documents and pages requested in seven days.
        errors: how many of these requests gave an error or no response.
        next_due: when the next crawl is due; None if the outlet has no file, or was never crawled.
        waiting: known pages that have not been fetched yet.
        drifts: signs that its pages are read worse than before.
        problem: the mistake in the outlet's file, or the first problem with a source in the last crawl.
        proven: the template that its pages are read by; None where they are read the whole road.
    """

    outlet: str
    states: tuple[HealthState, ...]
    last_success: datetime | None
    last_crawl: datetime | None
    end_reason: str | None
    new: int
    gone: int
    requests: int
    errors: int
    next_due: datetime | None
    waiting: int
    drifts: tuple[Drift, ...] = ()
    problem: str | None = None
    proven: ProvenOutlet | None = None

    @property
    def error_rate(self) -> float | None:
        """The share of requests in seven days that failed; None if there were no requests."""
        return self.errors / self.requests if self.requests else None

    def explain(self, state: str) -> str:
        """A state with its reason, such as `failing (failed, HTTP 500)`."""
        if state == "drift":
            return "drift (" + "; ".join(map(str, self.drifts)) + ")"
        if state == "broken":
            return f"broken ({self.problem})"
        if state in {"failing", "partly"}:
            reason = ", ".join(filter(None, [self.end_reason, self.problem]))
            return f"{state} ({reason})"
        if state == "stale":
            since = f"since {self.last_success:%Y-%m-%d}" if self.last_success else "ever"
            return f"stale (no success {since})"
        return state

    def as_dict(self) -> dict[str, Any]:
        """The health as JSON can hold it."""

        def iso(moment: datetime | None) -> str | None:
            return moment.isoformat() if moment else None

        return {
            "outlet": self.outlet,
            "states": list(self.states),
            "last_success": iso(self.last_success),
            "last_crawl": iso(self.last_crawl),
            "end_reason": self.end_reason,
            "new_7_days": self.new,
            "gone": self.gone,
            "error_rate": None if self.error_rate is None else round(self.error_rate, 4),
            "next_due": iso(self.next_due),
            "waiting": self.waiting,
            "problem": self.problem,
            "drift": [drift.as_dict() for drift in self.drifts],
            "proven": self.proven.as_dict() if self.proven else None,
        }


def assess_health(
    outlet: str,
    crawls: Sequence[Row],
    *,
    now: datetime,
    last_success: datetime | None = None,
    waiting: int = 0,
    gone: int = 0,
    drifts: Sequence[Drift] = (),
    every: timedelta | None = None,
    next_due: datetime | None = None,
    running: bool = False,
    proven: ProvenOutlet | None = None,
    mistake: str | None = None,
) -> Health:
    """Assess an outlet's health.

    Args:
        crawls: its crawls of the last seven days, latest first; without any, its last crawl.
        gone: number of its articles whose page is gone.
        every: the interval between two crawls; None if the outlet has no file.
        running: whether the last crawl is still running.
        proven: the template that its pages are read by.
        mistake: in its file, for which it cannot be crawled.
    """
    last = crawls[0] if crawls else None
    week = [row for row in crawls if now - datetime.fromisoformat(row["started_at"]) <= WEEK]
    statuses: Counter[int] = Counter()
    for row in week:
        statuses.update({int(status): count for status, count in json.loads(row["statuses"]).items()})
    states = [
        *(["broken"] if mistake else []),
        *_crawl_states(last, running=running),
        *(["drift"] if drifts else []),
        *(["stale"] if _is_stale(crawls, last_success, every, now) else []),
    ]
    return Health(
        outlet=outlet,
        states=tuple(state for state in STATES if state in states) or ("ok",),
        last_success=last_success,
        last_crawl=datetime.fromisoformat(last["started_at"]) if last else None,
        end_reason=last["end_reason"] if last else None,
        new=sum(row["new"] for row in week),
        gone=gone,
        requests=statuses.total(),
        errors=sum(count for status, count in statuses.items() if status == 0 or status >= 400),
        next_due=next_due,
        waiting=waiting,
        drifts=tuple(drifts),
        problem=mistake or _problem(last),
        proven=proven,
    )


def _crawl_states(last: Row | None, *, running: bool) -> list[str]:
    if last is None:
        return ["never"]
    if last["end_reason"] is None and running:
        return ["running"]
    state = find_ending(last["end_reason"]).state
    return [state] if state else []


def _is_stale(
    crawls: Sequence[Row], last_success: datetime | None, every: timedelta | None, now: datetime
) -> bool:
    if every is None or not crawls:
        return False
    since = last_success or min(datetime.fromisoformat(row["started_at"]) for row in crawls)
    return now - since > STALE_AFTER * every


def _problem(last: Row | None) -> str | None:
    sources = json.loads(last["sources"]) if last else {}
    return next((source["problem"] for source in sources.values() if source.get("problem")), None)
