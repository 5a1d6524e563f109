"""Words and dates together: listing the articles of some years first changes nothing but the time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from archive.db.store import Store
from archive.ingest.storing.store_capture import store_capture
from archive.model import Capture
from archive.query import matching as room
from archive.query.facets import facets
from archive.query.matching import matching
from archive.query.search import search
from archive.query.selection import Selection
from tests.test_archive.conftest import SAVED, article, moment

NOW = datetime(2026, 3, 15, tzinfo=UTC)
DATES = ("2024-12-31T23:30:00", "2025", "2025-06", "2025-06-06", "2025-12-31T23:59:59", "2026-01-01", None)


@pytest.fixture(scope="module")
def dated(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """An article about a ferry for each date."""
    path: Path = tmp_path_factory.mktemp("dated") / "archive.db"
    with Store.open(path, create=True) as store, store.transaction():
        for number, date in enumerate(DATES):
            url = f"https://reel.example/{number}"
            facts = {"published": moment(date)} if date else {}
            capture = Capture(url, SAVED, url.encode(), outlet="reel")
            found = article(url, f"Ferry {number}", f"A night ferry, {number}", **facts)
            store_capture(store, store.add_capture(capture).id, capture, found)
    with Store.open(path, readonly=True) as store:
        yield store


def few(monkeypatch: pytest.MonkeyPatch, hits: int, dated: int) -> None:
    monkeypatch.setattr(room, "_MANY_HITS", hits)
    monkeypatch.setattr(room, "_FEW_DATED", dated)


@pytest.mark.parametrize(
    ("query", "selection"),
    [
        ("ferry date:2025", Selection()),
        ("ferry date:2025-06", Selection()),
        ("ferry after:2025-07", Selection()),
        ("ferry before:2025-06-07", Selection()),
        ("ferry date:2025 -3 sort", Selection()),
        ("ferry date:2025 after:2025-06", Selection()),
        ("ferry (date:2024 OR date:2026)", Selection()),
        ("ferry -date:2025", Selection()),
        ("ferry OR date:2025", Selection()),
        ("ferry", Selection(since=datetime(2025, 6, 6, tzinfo=UTC))),
        ("ferry date:2025", Selection(until=datetime(2025, 3, 1, tzinfo=UTC))),
        ("ferry date:2025", Selection(one_per_story=True)),
        ("title:ferry date:2025", Selection()),
    ],
)
def test_the_hits_are_the_same(
    dated: Store, monkeypatch: pytest.MonkeyPatch, query: str, selection: Selection
) -> None:
    def found() -> tuple[object, ...]:
        pages = [search(dated, query, selection, sort=sort, now=NOW) for sort in (None, "newest", "title")]
        listed = [(page.total, [hit.record["id"] for hit in page.hits]) for page in pages]
        return (*listed, facets(dated, query, selection, now=NOW))

    usual = found()
    few(monkeypatch, hits=1, dated=100)
    assert found() == usual


def test_years_are_listed_for_many_hits_and_few_dates(dated: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    def years(query: str) -> tuple[str, str] | None:
        return matching(dated, query, now=NOW).years

    assert years("ferry date:2025") is None  # few hits
    few(monkeypatch, hits=2, dated=100)
    assert years("ferry date:2025") == ("2025", "2025~")
    assert years("ferry after:2025-07") == ("2025", "~")
    assert years("ferry before:2025") == ("", "2024~")
    assert years("ferry date:2025 date:2024") == ("2025", "2024~")
    assert [years(query) for query in ("ferry", "date:2025", "fer* date:2025", "ferry OR date:2025")] == [
        None
    ] * 4
    few(monkeypatch, hits=2, dated=3)
    assert years("ferry date:2025") is None  # too many dates
