"""A message when an outlet begins to fail or to drift, and when that is over; off where NOTIFY is empty.

What was told last is a row of `_notices`, so that a state is told once and not with every crawl. Where
messages go to holds passwords: it is kept out of the archive, and nothing that sends them may log.
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
from crawler.monitor.read_health import healths

ENVIRONMENT = "MATINEE_NOTIFY"

TOLD = ("failing", "partly", "drift")

_UNCLEAR = {"running", "interrupted", "never"}  # says nothing of the outlet

_TALKATIVE = ("apprise", "urllib3", "requests", "requests_oauthlib", "oauthlib")

_PATIENCE = 5.0  # seconds for each service

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Change:
    """An outlet whose state is not what was told last."""

    health: Health
    state: tuple[str, ...]

    def __str__(self) -> str:
        said = "; ".join(map(self.health.why, self.state)) or "well again"
        urls = [url for drift in self.health.drifts[:1] for url in drift.urls]
        return " ".join([f"{self.health.outlet}: {said}", *urls])


def addresses(setting: str | None) -> str:
    """Where messages go to: what the setting NOTIFY says, or else the environment; empty for nowhere."""
    return (setting or os.environ.get(ENVIRONMENT) or "").strip()


def notify(db: Path, names: Iterable[str], where: str, now: datetime) -> None:
    """Send one message of all these outlets whose state has changed; what goes wrong is logged."""
    try:
        changes = _changes(db, names, now)
        if changes:
            _send(_title(changes), "\n".join(map(str, changes)), where)
            _note(db, changes, now)
    except MatineeError as error:
        logger.error("%s", error)


def _changes(db: Path, names: Iterable[str], now: datetime) -> list[Change]:
    with Store.open(db, readonly=True) as store, translated(db):
        found = []
        for health in healths(store, names, {}, now):
            row = store.row("select state from _notices where outlet = ?", health.outlet)
            state = tuple(word for word in health.states if word in TOLD)
            if not _UNCLEAR & set(health.states) and " ".join(state) != (row["state"] if row else ""):
                found.append(Change(health, state))
        return found


def _note(db: Path, changes: Sequence[Change], now: datetime) -> None:
    with Store.open(db) as store, store.transaction():
        for change in changes:
            row = {"outlet": change.health.outlet, "state": " ".join(change.state), "told_at": stamp(now)}
            store.table("_notices").insert(row, replace=True)


def _title(changes: Sequence[Change]) -> str:
    bad = [change.health.outlet for change in changes if change.state]
    if len(bad) == 1:
        return f"Matinee: {bad[0]} needs a look"
    if bad:
        return f"Matinee: {counted(len(bad), 'outlet')} need a look"
    return f"Matinee: {counted(len(changes), 'outlet')} well again"


def _send(title: str, body: str, where: str) -> None:
    """Raises MatineeError, which does not say where to."""
    try:
        from apprise import Apprise, AppriseAsset, AppriseConfig  # noqa: PLC0415 - of the extra `notify`
    except ImportError:
        raise MatineeError("NOTIFY: apprise is not installed", "pip install 'matinee[notify]'") from None
    with _silence():
        sender = Apprise(asset=AppriseAsset(service_timeout=_PATIENCE))
        if "://" in where:
            sound = all(sender.add(url) for url in where.split())
        else:
            sound = sender.add(AppriseConfig(where))
        if not sound or not len(sender):
            raise MatineeError(
                "NOTIFY: no address in it that Apprise understands",
                "give its URLs, or a file with one a line",
            )
        sent = sender.notify(title=title, body=body)
    if not sent:
        raise MatineeError("NOTIFY: the message was not taken", "the next crawl tries again")
    logger.info("NOTIFY: %s", title)


@contextmanager
def _silence() -> Iterator[None]:
    """Libraries that send would log addresses, with the passwords in them."""
    loggers = [logging.getLogger(name) for name in _TALKATIVE]
    levels = [one.level for one in loggers]
    for one in loggers:
        one.setLevel(logging.CRITICAL + 1)
    try:
        yield
    finally:
        for one, level in zip(loggers, levels, strict=True):
            one.setLevel(level)
