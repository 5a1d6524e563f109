"""How soon a host may be asked again, and which addresses are not of the public internet."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from ipaddress import ip_address

import pytest

from crawler.politeness.pace import backoff, parse_retry_after, robots_spacing, seconds_until_turn
from crawler.politeness.public_addresses import non_public_kind
from crawler.politeness.robots import MAX_BYTES, cut_to_limit

NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("rules", "seconds"),
    [
        ("", 0),
        ("User-agent: *\nCrawl-delay: 2.5", 2.5),
        ("User-agent: *\nCrawl-delay: 9\nUser-agent: matinee\nCrawl-delay: 3", 3),
        ("User-agent: other\nCrawl-delay: 9", 0),
        ("User-agent: *\nRequest-rate: 5/1m", 12),
        ("User-agent: *\nRequest-rate: 1/20 0900-1700", 20),
        ("User-agent: *\nCrawl-delay: 7\nRequest-rate: 1/5", 7),
        ("User-agent: *\nCrawl-delay: soon\nRequest-rate: 0/5", 0),
        ("\ufeffUser-agent: *\nCrawl-delay: 4", 4),
    ],
)
def test_what_a_robots_txt_asks_for(rules: str, seconds: float) -> None:
    assert robots_spacing(rules.encode(), "Matinee") == seconds


@pytest.mark.parametrize(
    ("header", "wait"),
    [
        (None, None),
        ("", None),
        ("soon", None),
        ("-5", None),
        ("²", None),
        ("0", timedelta(0)),
        (" 120 ", timedelta(minutes=2)),
        ("9" * 400, timedelta(days=30)),
        ("Sun, 01 Mar 2026 12:01:30 GMT", timedelta(seconds=90)),
        ("Sun, 01 Mar 2026 13:00:00 +0100", timedelta(0)),
        ("Sun Mar  1 12:00:05 2026", timedelta(seconds=5)),
        ("Sun, 01 Mar 2020 12:00:00 GMT", timedelta(0)),
        ("Fri, 31 Dec 9999 23:59:59 GMT", timedelta(days=30)),
    ],
)
def test_retry_after(header: str | None, wait: timedelta | None) -> None:
    assert parse_retry_after(header, NOW) == wait


def test_failures_in_a_row_are_given_more_and_more_time() -> None:
    assert [backoff(count, 5).total_seconds() for count in range(1, 5)] == [10, 20, 40, 60]
    hours = [backoff(count, 5) / timedelta(hours=1) for count in (5, 6, 7, 9, 10, 5000)]
    assert hours == [1, 2, 4, 16, 24, 24]
    assert backoff(4, 0) == timedelta(0) and backoff(4, 1e9) == timedelta(minutes=1)


@pytest.mark.parametrize(
    ("answered", "now", "left"),
    [(None, 100.0, 0.0), (100.0, 100.0, 5.0), (100.0, 103.0, 2.0), (100.0, 107.0, 0.0), (200.0, 100.0, 5.0)],
)
def test_a_turn_is_counted_from_the_answer(answered: float | None, now: float, left: float) -> None:
    assert seconds_until_turn(5.0, answered, now) == left


def test_half_a_rule_does_not_count() -> None:
    line = b"Disallow: /x\n"
    whole = line * (MAX_BYTES // len(line) + 1)
    kept = cut_to_limit(whole)
    assert len(kept) <= MAX_BYTES < len(kept) + len(line) and kept.endswith(b"/x\n")
    assert cut_to_limit(line) == line
    assert cut_to_limit(b"x" * (MAX_BYTES + 1)) == b"", "no line, no rule"


@pytest.mark.parametrize(
    ("address", "kind"),
    [
        ("127.0.0.1", "loopback"),
        ("127.9.9.9", "loopback"),
        ("0.0.0.0", "loopback"),
        ("::1", "loopback"),
        ("::ffff:127.0.0.1", "loopback"),
        ("169.254.169.254", "link-local"),
        ("fe80::1", "link-local"),
        ("10.1.2.3", "private"),
        ("172.16.0.1", "private"),
        ("192.168.1.1", "private"),
        ("fc00::1", "private"),
        ("2002:0a00:0001::", "private"),
        ("100.64.0.1", "reserved"),
        ("224.0.0.1", "reserved"),
        ("93.184.215.14", None),
        ("2606:4700::1111", None),
    ],
)
def test_kinds_of_addresses(address: str, kind: str | None) -> None:
    assert non_public_kind(ip_address(address)) == kind
