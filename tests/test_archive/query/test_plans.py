"""How SQLite carries out what people ask: by an index, whatever the size of the archive."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from archive.db.coverage import COLUMNS
from archive.db.store import Store
from archive.errors import NotFoundError
from archive.query.lookup import find_article
from archive.query.search import search
from archive.query.selection import Selection, register_fold


@pytest.fixture
def store(db: Path) -> Iterator[Store]:
    with Store.open(db) as opened:
        register_fold(opened.db.conn)
        yield opened


def plan(store: Store, sql: str, parameters: list[object]) -> list[str]:
    return [row[3] for row in store.db.execute(f"explain query plan {sql}", parameters)]


@pytest.mark.parametrize(
    "wanted",
    [
        {"since": datetime(2025, 6, 1, tzinfo=UTC)},
        {"until": datetime(2025, 6, 1, tzinfo=UTC)},
        {"since": datetime(2025, 6, 1, tzinfo=UTC), "until": datetime(2025, 7, 1, tzinfo=UTC)},
        {"outlets": ("reel",)},
        {"kinds": ("review",)},
        {"media": ("film",)},
        {"statuses": ("complete",)},
        {"min_score": 80.0},
    ],
)
def test_a_filter_uses_an_index(store: Store, wanted: dict[str, object]) -> None:
    condition, parameters = Selection(**wanted).where()
    steps = plan(store, f"select id from coverage where {condition}", parameters)
    few_values = {"media", "statuses"} & wanted.keys()  # each stands in many articles
    reading = "SCAN coverage USING COVERING INDEX" if few_values else "SEARCH coverage USING"
    assert all(step.startswith(reading) for step in steps), steps


SORTED = ("outlet", "published", "kind", "work_title", "rating_score", "captured_at")


@pytest.mark.parametrize("column", [*SORTED, "work_year", "work_medium", "language", "status", "spoilers"])
def test_facets_use_an_index(store: Store, column: str) -> None:
    steps = plan(
        store, f"select {column}, count(*) from coverage where {column} is not null group by {column}", []
    )
    assert "COVERING INDEX" in steps[0]


@pytest.mark.parametrize("column", SORTED)
def test_sorting_uses_an_index(store: Store, column: str) -> None:
    (ordered,) = plan(store, f"select * from coverage order by {column} desc limit 101", [])
    assert "USING INDEX" in ordered


def test_the_latest_articles_are_not_sorted(store: Store) -> None:
    steps = plan(store, "select id from coverage where true order by published desc, id limit 20", [])
    assert not [step for step in steps if "TEMP B-TREE" in step], steps


def test_dates_are_compared_as_far_as_they_are_known(store: Store) -> None:
    """The conditions that indexes serve take what comparing the known characters takes."""
    dates = [
        *((f"{year}-01-01", "year") for year in range(2023, 2027)),
        *((f"2025-{month:02}-01", "month") for month in range(1, 13)),
        *((f"2025-0{month}-{day}", "day") for month in (5, 6) for day in (10, 11, 30)),
        *((f"2025-06-10T{hour}:30:00+00:00", "second") for hour in ("00", "12", "23")),
        ("2025-12-31T23:59:59+00:00", "second"),
        (None, None),
    ]
    row = store.row("select * from coverage where id = 1")
    assert row is not None
    store.db.execute("pragma foreign_keys = off")
    store.db.execute("delete from coverage")
    rows = [
        {**row, "id": number, "published": date, "published_precision": precision}
        for number, (date, precision) in enumerate(dates, 1)
    ]
    store.db.conn.executemany(
        f"insert into coverage values ({', '.join(f':{name}' for name in COLUMNS)})", rows
    )
    known = {"year": 4, "month": 7, "day": 10, "second": 19}
    start = datetime(2025, 6, 10, 12, 30, tzinfo=UTC)
    steps = [timedelta(days=days, seconds=more) for days in range(-600, 600, 20) for more in (-1, 0, 1)]
    moments = [start + step for step in steps] + [datetime(2025, 1, 1, tzinfo=UTC)]
    for moment in moments:
        text = moment.isoformat(timespec="seconds")
        pairs = [
            (number, date[: known[p]], text[: known[p]]) for number, (date, p) in enumerate(dates, 1) if p
        ]
        assert taken(store, since=moment) == {number for number, date, other in pairs if date >= other}
        assert taken(store, until=moment) == {number for number, date, other in pairs if date <= other}


def taken(store: Store, **wanted: datetime) -> set[int]:
    condition, parameters = Selection(**wanted).where()
    return {row[0] for row in store.db.execute(f"select id from coverage where {condition}", parameters)}


def test_a_page_of_hits_is_read_in_a_few_statements(store: Store, add: Callable[..., int]) -> None:
    """As many for four hits as for one."""
    counts = []
    for query in ("record", "film OR record OR opportunity OR dancer"):
        statements: list[str] = []
        store.db.conn.set_trace_callback(statements.append)
        hits = search(store, query).hits
        store.db.conn.set_trace_callback(None)
        asked = [statement for statement in statements if "coverage_fts match" in statement]
        counts.append((len(hits), len(asked)))
    (few, once), (many, often) = counts
    assert few < many
    assert once == often


def test_the_nearest_url_is_found_without_reading_all(store: Store) -> None:
    store.db.execute("pragma foreign_keys = off")
    urls = (
        f"https://large.example/{year}/{n}-a-film" for year, n in itertools.product(range(40), range(500))
    )
    store.db.conn.executemany("insert into articles (url) values (?)", ((url,) for url in urls))
    store.db.conn.commit()
    statements: list[str] = []
    store.db.conn.set_trace_callback(statements.append)
    with pytest.raises(NotFoundError, match=r"the nearest is https://large\.example/7/123-a-film"):
        find_article(store, "http://www.large.example/7/123-a-fim")
    store.db.conn.set_trace_callback(None)
    assert statements
    for statement in statements:
        for step in plan(store, statement, []):
            assert step.startswith("SEARCH"), (statement, step)
