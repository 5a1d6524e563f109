"""An outlet's health from its crawls."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from archive.db.rows import Row, stamp
from crawler.monitor.health import assess_health

NOW = datetime(2026, 6, 10, 12, tzinfo=UTC)
DAY = timedelta(days=1)


def row(age: timedelta, reason: str | None = "finished", new: int = 0, **statuses: int) -> Row:
    return {
        "started_at": stamp(NOW - age),
        "end_reason": reason,
        "new": new,
        "statuses": json.dumps({name.removeprefix("s"): count for name, count in statuses.items()}),
        "sources": json.dumps(
            {"https://a.example/rss": {"problem": "it is gone" if reason == "failed" else None}}
        ),
    }


@pytest.mark.parametrize(
    ("rows", "more", "states"),
    [
        ([], {}, ("never",)),
        ([row(DAY)], {"last_success": NOW - DAY}, ("ok",)),
        ([row(DAY, "partly_failed")], {"last_success": NOW - DAY}, ("partly",)),
        ([row(DAY, "failed"), row(5 * DAY)], {"last_success": NOW - 5 * DAY}, ("failing", "stale")),
        ([row(DAY, "failed")], {}, ("failing",)),
        ([row(4 * DAY, "failed")], {}, ("failing", "stale")),
        ([row(DAY, "killed")], {"last_success": NOW - 2 * DAY}, ("interrupted",)),
        ([row(DAY, None)], {"running": True, "last_success": NOW - 2 * DAY}, ("running",)),
        ([row(DAY, None)], {"last_success": NOW - 2 * DAY}, ("interrupted",)),
        ([row(4 * DAY)], {"last_success": NOW - 4 * DAY}, ("stale",)),
        ([row(4 * DAY)], {"last_success": NOW - 4 * DAY, "every": None}, ("ok",)),
    ],
)
def test_states(rows: list[Row], more: dict[str, Any], states: tuple[str, ...]) -> None:
    assert assess_health("a", rows, now=NOW, **{"every": DAY, **more}).states == states


def test_figures_of_seven_days() -> None:
    rows = [
        row(DAY, new=3, s200=6, s304=2, s500=1, s0=1),
        row(6 * DAY, new=4, s200=10),
        row(8 * DAY, new=90, s404=9),
    ]
    one = assess_health("a", rows, now=NOW, every=DAY)
    assert (one.new, one.requests, one.errors, one.error_rate) == (7, 20, 2, 0.1)


def test_why_names_the_source() -> None:
    one = assess_health("a", [row(DAY, "failed")], now=NOW, every=DAY)
    assert one.explain("failing") == "failing (failed, it is gone)"
    assert json.dumps(one.as_dict())
