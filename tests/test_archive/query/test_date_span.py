"""Dates as they are typed."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from archive.query.date_span import read_span

NOW = datetime(2026, 3, 18, 12, tzinfo=UTC)  # a Wednesday


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2024", "2024-01-01T00:00:00", "2024-12-31T23:59:59"),
        ("2024-02", "2024-02-01T00:00:00", "2024-02-29T23:59:59"),
        ("20240517", "2024-05-17T00:00:00", "2024-05-17T23:59:59"),
        (" 2024-05-17 ", "2024-05-17T00:00:00", "2024-05-17T23:59:59"),
        ("2024-05-17T10:30:00Z", "2024-05-17T10:30:00", "2024-05-17T10:30:00"),
        ("2024-05-17 10:30+02:00", "2024-05-17T08:30:00", "2024-05-17T08:30:00"),
        ("yesterday", "2026-03-17T00:00:00", "2026-03-17T23:59:59"),
        ("3 days ago", "2026-03-15T00:00:00", "2026-03-15T23:59:59"),
        ("a year ago", "2025-03-18T00:00:00", "2025-03-18T23:59:59"),
        ("last week", "2026-03-09T00:00:00", "2026-03-15T23:59:59"),
        ("last month", "2026-02-01T00:00:00", "2026-02-28T23:59:59"),
        ("last year", "2025-01-01T00:00:00", "2025-12-31T23:59:59"),
        ("May 2024", "2024-05-01T00:00:00", "2024-05-31T23:59:59"),
        ("17 May 2024", "2024-05-17T00:00:00", "2024-05-17T23:59:59"),
    ],
)
def test_read(text: str, first: str, last: str) -> None:
    span = read_span(text, NOW)
    assert (span.first.isoformat(), span.last.isoformat()) == (f"{first}+00:00", f"{last}+00:00")


@pytest.mark.parametrize(
    "text", ["", "05/06/2024", "12", "2024-13", "2024-02-30", "0000", "soonish", "99999", "-"]
)
def test_refused(text: str) -> None:
    with pytest.raises(ValueError):
        read_span(text, NOW)
