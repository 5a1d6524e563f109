"""The state of each host: shared by all crawls of the process, and kept in the archive between runs."""

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
from crawler.politeness.pace import robots_spacing, seconds_until_turn
from crawler.storing.pipeline import ArchivePipeline
from crawler.storing.shared_archive import SharedArchive

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class RobotsText:
    """A robots.txt that was fetched.

    Attributes:
        url: the URL requested, before redirects.
        body: the rules; empty if there are none.
        at: aware; when it was fetched.
    """

    url: str
    body: bytes
    status: int
    at: datetime


@dataclass(eq=False)
class Host:
    """The state of one host.

    Attributes:
        turn: locked from the moment a request may be sent until its response has come.
        last_response: when the last response came, by `time.monotonic`; None if there was none.
        delay: seconds between two requests that outlets ask for: the longest of all that use the host.
        robots_delay: seconds between two requests that its robots.txt asks for.
        not_before: no request is sent before this time, for this `reason`.
        failures: how many requests in a row the host could not answer.
        robots: its robots.txt by URL; http and https may differ.
        robots_lock: locked while its robots.txt is fetched.
        crawls: ids of the `HostStates` that use the host.
    """

    name: str
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    last_response: float | None = None
    delay: float = 0.0
    robots_delay: float = 0.0
    not_before: datetime | None = None
    reason: str | None = None
    failures: int = 0
    robots: dict[str, RobotsText] = field(default_factory=dict)
    robots_lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    crawls: set[int] = field(default_factory=set)

    @property
    def spacing(self) -> float:
        """Seconds between two requests."""
        return max(self.delay, self.robots_delay)

    def remaining_wait(self, now: datetime) -> timedelta:
        """The time left until `not_before`."""
        return max(self.not_before - now, timedelta(0)) if self.not_before else timedelta(0)

    def seconds_until_turn(self, now: datetime) -> float:
        """Seconds until the next request may be sent."""
        spaced = seconds_until_turn(self.spacing, self.last_response, time.monotonic())
        return max(spaced, self.remaining_wait(now).total_seconds())


_hosts: dict[str, Host] = {}  # all hosts of this process: outlets that share a host share its pace

_host_states: dict[Crawler, HostStates] = {}  # of the crawls that are running


class HostStates:
    """The hosts that one crawl uses. `HostStates.for_crawler` gives all its middlewares the same object.

    A host's row in the table `hosts` is read before its first request, and `asked_at` is set to null until
    the crawl ends. If the crawl is killed it stays null: the next crawl then knows that the time of the last
    request is unknown. A crawl without an archive (`matinee clean URL`) stores nothing.
    """

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        settings = crawler.settings
        self.agent: str = settings["ROBOTSTXT_USER_AGENT"] or settings["USER_AGENT"]
        self.delay = settings.getfloat("DOWNLOAD_DELAY")
        self._loaded: dict[str, asyncio.Future[Host]] = {}
        self._opening: asyncio.Future[SharedArchive] | None = None
        self._failed = False
        crawler.signals.connect(self._closed, signals.spider_closed)

    @classmethod
    def for_crawler(cls, crawler: Crawler) -> HostStates:
        """The one object of this crawl."""
        if crawler not in _host_states:
            _host_states[crawler] = cls(crawler)
        return _host_states[crawler]

    @classmethod
    def running(cls, crawler: Crawler) -> HostStates | None:
        """The object of this crawl, if it runs and has made one."""
        return _host_states.get(crawler)

    @property
    def hosts(self) -> list[Host]:
        """The hosts that the crawl has used so far."""
        return [
            future.result()
            for future in self._loaded.values()
            if future.done() and not future.cancelled() and not future.exception()
        ]

    async def get(self, name: str) -> Host:
        """The state of a host, including what earlier crawls stored."""
        if name not in self._loaded:
            self._loaded[name] = asyncio.ensure_future(self._load(name))
        return await asyncio.shield(self._loaded[name])

    async def save_wait(self, host: Host) -> None:
        """Store the host's failures and the time until which it must be left alone."""
        columns = {
            "not_before": stamp(round_up(host.not_before)) if host.not_before else None,
            "reason": host.reason,
            "failures": host.failures,
        }
        await self._write(lambda store: _update(store, host.name, **columns))

    async def save_robots(self, host: Host, robots: RobotsText) -> None:
        """Apply and store the host's robots.txt."""
        self._apply_robots(host, robots)
        columns = {
            "robots_url": robots.url,
            "robots": robots.body.decode("utf-8", errors="ignore"),
            "robots_status": robots.status,
            "robots_at": stamp(robots.at),
        }
        await self._write(lambda store: _update(store, host.name, **columns))

    async def _load(self, name: str) -> Host:
        host = _hosts.setdefault(name, Host(name))
        row = await self._write(lambda store: _open_host(store, name))
        first = not host.crawls
        host.crawls.add(id(self))
        host.delay = max(host.delay, self.delay)
        if row and first:  # once another crawl uses the host, the state in memory is newer than the row
            self._apply_row(host, row)
        return host

    def _apply_row(self, host: Host, row: Row) -> None:
        now = datetime.now(UTC)
        asked_at = datetime.fromisoformat(row["asked_at"]) if row["asked_at"] else now
        last_response = time.monotonic() - max(0.0, (now - asked_at).total_seconds())
        host.last_response = max(last_response, host.last_response or last_response)
        host.failures = max(host.failures, row["failures"])
        if row["not_before"]:
            until = datetime.fromisoformat(row["not_before"])
            if until > (host.not_before or now):
                host.not_before, host.reason = until, row["reason"]
        if row["robots_at"] and row["robots_url"] not in host.robots:
            at = datetime.fromisoformat(row["robots_at"])
            self._apply_robots(
                host, RobotsText(row["robots_url"], row["robots"].encode(), row["robots_status"], at)
            )

    def _apply_robots(self, host: Host, robots: RobotsText) -> None:
        host.robots[robots.url] = robots
        # An old file still sets the delay, until a new one replaces it.
        host.robots_delay = max(robots_spacing(known.body, self.agent) for known in host.robots.values())

    async def _write(self, function: Callable[[Store], Any]) -> Any:
        try:
            archive = await self._archive()
            return await archive.write(function) if archive and not self._failed else None
        except MatineeError as error:  # the pipeline writes to the same file and will end the crawl
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
        """Store when each host had its last request, if no other crawl of this process uses it."""
        _host_states.pop(self.crawler, None)
        loaded = self.hosts
        for host in loaded:
            host.crawls.discard(id(self))
        asked_at = {host.name: _asked_at(host) for host in loaded if not host.crawls}
        if self._opening is None:
            return
        await self._write(lambda store: _close_hosts(store, asked_at))
        await (await self._opening).close()


def _open_host(store: Store, name: str) -> Row | None:
    """The row of a host (None if it had none); its `asked_at` is null from now on."""
    row = store.row("select * from hosts where host = ?", name)
    store.db.execute(
        "insert into hosts (host) values (?) on conflict (host) do update set asked_at = null", (name,)
    )
    return row


def _close_hosts(store: Store, asked_at: dict[str, str | None]) -> None:
    for name, moment in asked_at.items():
        _update(store, name, asked_at=moment)


def _update(store: Store, name: str, **columns: Any) -> None:
    pairs = ", ".join(f"{column} = ?" for column in columns)
    store.db.execute(f"update hosts set {pairs} where host = ?", (*columns.values(), name))


def _asked_at(host: Host) -> str | None:
    if host.last_response is None:
        return None
    age = timedelta(seconds=time.monotonic() - host.last_response)
    return stamp(round_up(datetime.now(UTC) - age))


def round_up(moment: datetime) -> datetime:
    """The time rounded up to a second, as the archive stores it, so that no wait is cut short."""
    return (moment + timedelta(microseconds=999_999)).replace(microsecond=0)
