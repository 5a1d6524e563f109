"""When to look at a page again, and when to ask again for what failed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from crawler.schedule.retries import wait_for_next_crawl, wait_in_crawl
from crawler.schedule.revisit import changed_since_fetch, next_revisit, parse_date

NOW = datetime(2026, 5, 10, 12, tzinfo=UTC)
DAY = timedelta(days=1)
PLAN = (DAY, 7 * DAY, 30 * DAY)


@pytest.mark.parametrize(
    ("published", "look"),
    [
        (NOW, NOW + DAY),
        (NOW - timedelta(hours=20), NOW + timedelta(hours=4)),
        (NOW - 2 * DAY, NOW + 5 * DAY),
        (NOW - 7 * DAY, NOW + 23 * DAY),
        (NOW - 30 * DAY, None),
        (None, NOW + DAY),
        (NOW + 400 * DAY, NOW + DAY),  # a date in the future is a mistake
    ],
)
def test_the_plan_counts_from_publication(published: datetime | None, look: datetime | None) -> None:
    assert next_revisit(published, PLAN, NOW) == look


def test_without_a_plan_nothing_is_looked_at_again() -> None:
    assert next_revisit(NOW, (), NOW) is None


@pytest.mark.parametrize(
    ("printed", "moment"),
    [
        ("2026-05-01", datetime(2026, 5, 1, tzinfo=UTC)),
        ("2026-05-01T10:00:00+02:00", datetime(2026, 5, 1, 8, tzinfo=UTC)),
        ("2026-05-01T10:00:00.5Z", datetime(2026, 5, 1, 10, 0, 0, 500000, tzinfo=UTC)),
        ("Fri, 01 May 2026 10:00:00 GMT", datetime(2026, 5, 1, 10, tzinfo=UTC)),
        ("yesterday", None),
        ("0001-01-01T00:00:00+14:00", None),
        ("", None),
        (None, None),
    ],
)
def test_dates_as_sources_print_them(printed: str | None, moment: datetime | None) -> None:
    assert parse_date(printed) == moment


def test_only_a_later_date_is_news() -> None:
    asked = (NOW - DAY).isoformat()
    assert changed_since_fetch(NOW.isoformat(), asked, 0, NOW)
    assert not changed_since_fetch((NOW - 2 * DAY).isoformat(), asked, 0, NOW)
    assert not changed_since_fetch((NOW + 9 * DAY).isoformat(), asked, 0, NOW), (
        "nobody has changed it next week"
    )
    assert not changed_since_fetch(NOW.isoformat(), None, 0, NOW), "never asked for: it waits already"
    assert not changed_since_fetch(NOW.isoformat(), asked, 5, NOW), "after so many looks in vain, 32 hours"


def test_waits_double_and_end() -> None:
    assert [wait_in_crawl(tries, 5).total_seconds() for tries in range(3)] == [10, 20, 40]
    assert [wait_for_next_crawl(tries) // timedelta(hours=1) for tries in (0, 1, 2, 99)] == [1, 2, 4, 168]
