"""Send a message when an outlet begins to fail or drift, and when it has recovered. Off if NOTIFY is empty.

The table `_notices` holds the state last reported, so that a state is reported once and not after each crawl.
The target of the messages contains passwords: it is not stored, and the libraries that send may not log.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from archive.db.rows import stamp
from archive.db.store import Store, translated
from archive.errors import MatineeError
from archive.terminal import counted
from crawler.monitor.health import Health
from crawler.monitor.read_health import read_health

NOTIFY_VARIABLE = "MATINEE_NOTIFY"

REPORTED_STATES = ("failing", "partly", "drift")

_UNKNOWN_STATES = {"running", "interrupted", "never"}  # ended by us, not by the outlet

_LOGGERS_WITH_SECRETS = ("apprise", "urllib3", "requests", "requests_oauthlib", "oauthlib")

_TIMEOUT = 5.0  # seconds for each notification service

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
            _send(_title(changes), "\n".join(map(str, changes)), target)
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


def _send(title: str, body: str, target: str) -> None:
    """Send the message. Raises MatineeError, which never contains the target."""
    try:
        from apprise import Apprise, AppriseAsset, AppriseConfig  # noqa: PLC0415 - in the extra `notify`
    except ImportError:
        raise MatineeError("NOTIFY: apprise is not installed", "pip install 'matinee[notify]'") from None
    with _silenced():
        sender = Apprise(asset=AppriseAsset(service_timeout=_TIMEOUT))
        if "://" in target:
            valid = all(sender.add(url) for url in target.split())
        else:
            valid = sender.add(AppriseConfig(target))
        if not valid or not len(sender):
            raise MatineeError(
                "NOTIFY: not a URL that Apprise understands",
                "give Apprise URLs, or a file with one URL a line",
            )
        sent = sender.notify(title=title, body=body)
    if not sent:
        raise MatineeError("NOTIFY: the message could not be sent", "the next crawl tries again")
    logger.info("NOTIFY: %s", title)


@contextmanager
def _silenced() -> Iterator[None]:
    """Silence the libraries that send: they would log URLs with passwords in them."""
    silenced = [logging.getLogger(name) for name in _LOGGERS_WITH_SECRETS]
    levels = [silent.level for silent in silenced]
    for silent in silenced:
        silent.setLevel(logging.CRITICAL + 1)
    try:
        yield
    finally:
        for silent, level in zip(silenced, levels, strict=True):
            silent.setLevel(level)
