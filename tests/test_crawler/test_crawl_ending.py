"""How a crawl can end: every module that asks gets the same answer."""

from __future__ import annotations

import ast
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from crawler import crawl_ending
from crawler.crawl_ending import Retry, find_ending
from crawler.exit_codes import DONE, FAILED, LOCKED
from crawler.monitor.health import assess_health
from crawler.outlet.interval import CrawlInterval
from crawler.schedule.due import PastCrawl, next_crawl
from tests.support.paths import ROOT

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)

# reason, exit code, success, state in `matinee status`, why the next crawl is due
ENDINGS = [
    ("finished", DONE, True, "ok", "rhythm"),
    ("closespider_pagecount", DONE, True, "ok", "rhythm"),
    ("the user's own", DONE, True, "ok", "rhythm"),
    ("partly_failed", FAILED, True, "partly", "rhythm"),
    ("failed", FAILED, False, "failing", "failed"),
    ("start_error", FAILED, False, "failing", "failed"),
    ("memusage_exceeded", FAILED, False, "failing", "failed"),
    ("closespider_errorcount", FAILED, False, "failing", "failed"),
    ("archive_error", FAILED, False, "failing", "interrupted"),
    ("shutdown", FAILED, False, "interrupted", "interrupted"),
    ("cancelled", DONE, False, "interrupted", "interrupted"),
    ("killed", FAILED, False, "interrupted", "interrupted"),
    (None, FAILED, False, "interrupted", "interrupted"),
]


@pytest.mark.parametrize(("reason", "code", "success", "state", "why"), ENDINGS)
def test_an_ending_is_the_same_for_all(
    reason: str | None, code: int, success: bool, state: str, why: str
) -> None:
    ending = find_ending(reason)
    assert (ending.exit_code, ending.success) == (code, success)
    row: dict[str, Any] = {"started_at": NOON.isoformat(), "end_reason": reason, "new": 0}
    row |= {"statuses": "{}", "sources": "{}"}
    assert assess_health("paper", [row], now=NOON).states == (state,)
    assert next_crawl([PastCrawl(NOON, reason)], CrawlInterval(timedelta(days=1))).why == why


def test_a_locked_crawl_has_a_code_of_its_own() -> None:
    assert find_ending("locked").exit_code == LOCKED
    assert not find_ending("locked").success


def test_a_killed_crawl_counts_from_the_second_time_on() -> None:
    killed = [PastCrawl(NOON + timedelta(hours=number), "killed") for number in range(2)]
    assert find_ending("killed").retry is Retry.AT_ONCE_THE_FIRST_TIME
    assert next_crawl(killed, CrawlInterval(timedelta(days=1))).why == "failed"


def test_reasons_are_spelled_in_one_module() -> None:
    reasons = {reason for reason, *_ in ENDINGS} & set(crawl_ending._ENDINGS) - {"finished", "failed", None}
    spelled = {
        f"{file.relative_to(ROOT)}: {node.value}"
        for file in (ROOT / "crawler").rglob("*.py")
        if file.name != "crawl_ending.py"
        for node in ast.walk(ast.parse(file.read_text()))
        if isinstance(node, ast.Constant) and node.value in reasons
    }
    assert not spelled
