"""What is known of hosts: one state a host for all crawls of the process, kept in the archive across runs."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from scrapy import signals
from scrapy.crawler import Crawler

from archive.db.rows import Row, stamp
from archive.db.store import Store
from archive.errors import MatineeError
from crawler.politeness.pace import asked_spacing, until_turn
from crawler.storing.pipeline import ArchivePipeline
from crawler.storing.shared_archive import SharedArchive

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class RobotsText:
    """A robots.txt as it was answered.

    Attributes:
        url: asked for, before redirects.
        body: what counts of it; empty where there is none.
    """

    url: str
    body: bytes
    status: int
    at: datetime


@dataclass(eq=False)
class Host:
    """A host, and what it was told or said.

    Attributes:
        turn: held from the moment a request may go out until it is answered.
        answered: when the last request was, by `time.monotonic`; None: it was not asked.
        delay: seconds between requests that the outlets ask for, the longest of all that use the host.
        asked: seconds between requests that its robots.txt asks for.
        not_before: nothing is asked before, for this `reason`.
        failures: requests in a row that it could not answer.
        robots: by the URL that was asked; http and https may have one each.
        reading: held while its robots.txt is asked for.
    """

    name: str
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    answered: float | None = None
    delay: float = 0.0
    asked: float = 0.0
    not_before: datetime | None = None
    reason: str | None = None
    failures: int = 0
    robots: dict[str, RobotsText] = field(default_factory=dict)
    reading: asyncio.Lock = field(default_factory=asyncio.Lock)
    users: set[int] = field(default_factory=set)

    @property
    def spacing(self) -> float:
        """Seconds between two requests."""
        return max(self.delay, self.asked)

    def held(self, now: datetime) -> timedelta:
        """How long it is not to be asked at all."""
        return max(self.not_before - now, timedelta(0)) if self.not_before else timedelta(0)

    def until_turn(self, now: datetime) -> float:
        """Seconds until the next request may go out."""
        spaced = until_turn(self.spacing, self.answered, time.monotonic())
        return max(spaced, self.held(now).total_seconds())


_hosts: dict[str, Host] = {}  # of this process: a host that several outlets use keeps one pace

_memories: dict[Crawler, HostStates] = {}  # of crawls that go on


class HostStates:
    """The hosts that one crawl asks. `Memory.of(crawler)` gives its middlewares the same one.

    Rows of the table `hosts` are read when a host is first asked, and `asked_at` is emptied: where a crawl
    is killed it stays empty, so that the next one knows that nobody knows when the last request went out.
    A crawl without an archive (`matinee clean URL`, a spider that collects nothing) remembers nothing.
    """

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        settings = crawler.settings
        self.agent: str = settings["ROBOTSTXT_USER_AGENT"] or settings["USER_AGENT"]
        self.delay = settings.getfloat("DOWNLOAD_DELAY")
        self._mine: dict[str, asyncio.Future[Host]] = {}
        self._opening: asyncio.Future[SharedArchive] | None = None
        self._failed = False
        crawler.signals.connect(self._closed, signals.spider_closed)

    @classmethod
    def of(cls, crawler: Crawler) -> HostStates:
        """The memory of a crawl."""
        if crawler not in _memories:
            _memories[crawler] = cls(crawler)
        return _memories[crawler]

    async def host(self, name: str) -> Host:
        """A host, with what earlier crawls left of it."""
        if name not in self._mine:
            self._mine[name] = asyncio.ensure_future(self._recall(name))
        return await asyncio.shield(self._mine[name])

    async def note_wait(self, host: Host) -> None:
        """Remember how the host does: its failures, and when it may be asked again."""
        columns = {
            "not_before": _not_before(host.not_before) if host.not_before else None,
            "reason": host.reason,
            "failures": host.failures,
        }
        await self._write(lambda store: _update(store, host.name, **columns))

    async def note_robots(self, host: Host, robots: RobotsText) -> None:
        """Take and remember a robots.txt."""
        self._take_robots(host, robots)
        columns = {
            "robots_url": robots.url,
            "robots": robots.body.decode("utf-8", errors="ignore"),
            "robots_status": robots.status,
            "robots_at": stamp(robots.at),
        }
        await self._write(lambda store: _update(store, host.name, **columns))

    async def _recall(self, name: str) -> Host:
        host = _hosts.setdefault(name, Host(name))
        row = await self._write(lambda store: _open(store, name))
        first = not host.users
        host.users.add(id(self))
        host.delay = max(host.delay, self.delay)
        if row and first:  # what this process knows is younger than what it left in the archive
            self._take_row(host, row)
        return host

    def _take_row(self, host: Host, row: Row) -> None:
        now = datetime.now(UTC)
        asked = datetime.fromisoformat(row["asked_at"]) if row["asked_at"] else now
        answered = time.monotonic() - max(0.0, (now - asked).total_seconds())
        host.answered = max(answered, host.answered or answered)
        host.failures = max(host.failures, row["failures"])
        if row["not_before"]:
            until = datetime.fromisoformat(row["not_before"])
            if until > (host.not_before or now):
                host.not_before, host.reason = until, row["reason"]
        if row["robots_at"] and row["robots_url"] not in host.robots:
            at = datetime.fromisoformat(row["robots_at"])
            self._take_robots(
                host, RobotsText(row["robots_url"], row["robots"].encode(), row["robots_status"], at)
            )

    def _take_robots(self, host: Host, robots: RobotsText) -> None:
        host.robots[robots.url] = robots
        # Its rule holds until the host says otherwise, however old the file is.
        host.asked = max(asked_spacing(known.body, self.agent) for known in host.robots.values())

    async def _write(self, function: Callable[[Store], Any]) -> Any:
        try:
            archive = await self._archive()
            return await archive.write(function) if archive and not self._failed else None
        except MatineeError as error:  # the crawl ends of it: the pipeline writes to the same file
            self._failed = True
            logger.error("%s", error, extra={"spider": self.crawler.spider})
            return None

    async def _archive(self) -> SharedArchive | None:
        if self._opening is None:
            pipeline = self.crawler.get_item_pipeline(ArchivePipeline)
            if pipeline is None or pipeline.archive is None:
                return None
            self._opening = asyncio.ensure_future(SharedArchive.open(self.crawler.settings))
        return await asyncio.shield(self._opening)

    async def _closed(self) -> None:
        """The crawl ended in order: when its hosts were asked last is known."""
        _memories.pop(self.crawler, None)
        asked = [known.result() for known in self._mine.values() if known.done() and not known.exception()]
        for host in asked:
            host.users.discard(id(self))
        ended = {host.name: _asked_at(host) for host in asked if not host.users}
        if self._opening is None:
            return
        await self._write(lambda store: _close(store, ended))
        await (await self._opening).close()


def _open(store: Store, name: str) -> Row | None:
    """The row of a host before a crawl asks it, None where it has none yet."""
    row = store.row("select * from hosts where host = ?", name)
    store.db.execute(
        "insert into hosts (host) values (?) on conflict (host) do update set asked_at = null", (name,)
    )
    return row


def _close(store: Store, ended: dict[str, str | None]) -> None:
    for name, asked_at in ended.items():
        _update(store, name, asked_at=asked_at)


def _update(store: Store, name: str, **columns: Any) -> None:
    pairs = ", ".join(f"{column} = ?" for column in columns)
    store.db.execute(f"update hosts set {pairs} where host = ?", (*columns.values(), name))


def _asked_at(host: Host) -> str | None:
    if host.answered is None:
        return None
    return _not_before(datetime.now(UTC) - timedelta(seconds=time.monotonic() - host.answered))


def _not_before(moment: datetime) -> str:
    """A time as the archive stores it, to the second: the one after, for a wait is not to be cut short."""
    return stamp(moment + timedelta(microseconds=999_999))
