"""What a crawl waits for, from the state of its hosts."""

from __future__ import annotations

import asyncio
import time
from datetime import UTC, datetime, timedelta

import pytest

from crawler.politeness.host_state import Host
from crawler.run.crawl_state import waiting_for

NOW = datetime(2025, 5, 17, 12, tzinfo=UTC)


def host(*, busy: bool, delay: float = 0.0, waits: int = 0, reason: str | None = None) -> Host:
    """A host whose pause has just begun, at any speed. `busy`: a request waits for its turn or its answer."""
    made = Host("a.test", delay=delay, last_response=time.monotonic() + 3600, reason=reason)
    if busy:
        asyncio.run(made.turn.acquire())
    if waits:
        made.not_before = NOW + timedelta(seconds=waits)
    return made


@pytest.mark.parametrize(
    ("hosts", "requests", "words"),
    [
        ([], 1, "None"),
        ([host(busy=False, delay=900.0)], 1, "None"),
        ([host(busy=True)], 1, "waiting for an answer"),
        ([host(busy=True, delay=900.0)], 1, "pausing for 15 min 0 s"),
        ([host(busy=True, delay=900.0), host(busy=True)], 2, "waiting for an answer"),
        ([host(busy=True, waits=45, reason="HTTP 503")], 1, "backing off for 45 s (HTTP 503)"),
        ([host(busy=False, waits=45)], 0, "backing off for 45 s (it failed)"),
        ([host(busy=True), host(busy=False, waits=45)], 1, "waiting for an answer"),
        ([host(busy=True)], 0, "None"),  # another outlet's request
    ],
)
def test_what_a_crawl_waits_for(hosts: list[Host], requests: int, words: str) -> None:
    assert str(waiting_for(hosts, NOW, requests)) == words
