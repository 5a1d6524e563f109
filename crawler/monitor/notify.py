"""Send a message when an outlet begins to fail or drift, and when it has recovered. Off if NOTIFY is empty.

The table `_notices` holds the state last reported, so that a state is reported once and not after each crawl.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from archive.db.rows import stamp
from archive.db.store import Store, translated
from archive.errors import MatineeError
from archive.terminal import counted
from crawler.monitor.health import Health
from crawler.monitor.read_health import read_health
from crawler.monitor.send_message import send_message

NOTIFY_VARIABLE = "MATINEE_NOTIFY"

REPORTED_STATES = ("failing", "partly", "drift")

_UNKNOWN_STATES = {"running", "interrupted", "never"}  # ended by us, not by the outlet

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class StateChange:
    """An outlet whose state differs from the one last reported."""

    health: Health
    state: tuple[str, ...]

    def __str__(self) -> str:
        explained = "; ".join(map(self.health.explain, self.state)) or "well again"
        urls = [url for drift in self.health.drifts[:1] for url in drift.urls]
        return " ".join([f"{self.health.outlet}: {explained}", *urls])


def notification_target(setting: str | None) -> str:
    """The target of messages: the setting NOTIFY, or else the environment variable; "" to send none."""
    return (setting or os.environ.get(NOTIFY_VARIABLE) or "").strip()


def notify(db: Path, names: Iterable[str], target: str, now: datetime) -> None:
    """Send one message about those of the outlets whose state has changed. Errors are logged, not raised."""
    try:
        changes = _changes(db, names, now)
        if changes:
            send_message(_title(changes), "\n".join(map(str, changes)), target)
            _remember(db, changes, now)
    except MatineeError as error:
        logger.error("%s", error)


def _changes(db: Path, names: Iterable[str], now: datetime) -> list[StateChange]:
    with Store.open(db, readonly=True) as store, translated(db):
        changes = []
        for health in read_health(store, names, {}, now):
            row = store.row("select state from _notices where outlet = ?", health.outlet)
            state = tuple(word for word in health.states if word in REPORTED_STATES)
            if not _UNKNOWN_STATES & set(health.states) and " ".join(state) != (row["state"] if row else ""):
                changes.append(StateChange(health, state))
        return changes


def _remember(db: Path, changes: Sequence[StateChange], now: datetime) -> None:
    with Store.open(db) as store, store.transaction():
        for change in changes:
            row = {"outlet": change.health.outlet, "state": " ".join(change.state), "told_at": stamp(now)}
            store.table("_notices").insert(row, replace=True)


def _title(changes: Sequence[StateChange]) -> str:
    bad = [change.health.outlet for change in changes if change.state]
    if len(bad) == 1:
        return f"Matinee: {bad[0]} needs attention"
    if bad:
        return f"Matinee: {counted(len(bad), 'outlet')} need attention"
    return f"Matinee: {counted(len(changes), 'outlet')} well again"
