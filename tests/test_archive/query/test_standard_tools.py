"""What Matinee writes is searched, faceted and sorted by sqlite-utils and Datasette as any database is."""

from __future__ import annotations

import asyncio
import json
import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from archive.db.store import Store
from archive.model import Capture
from archive.query.search import search
from tests.support.forked import run_module
from tests.support.paths import ROOT
from tests.test_archive.conftest import article

SAVED = datetime(2026, 3, 16, tzinfo=UTC)
STATION = "https://kaido.example/ekiin"


@pytest.fixture
def with_japanese(db: Path, add: Callable[..., int]) -> Path:
    page = article(STATION, "雨の駅員", "雨の駅員が切符を切る。Netflixドラマの映画館。")
    add(page, Capture(STATION, SAVED, b"x", outlet="kaido"))
    return db


def sqlite_utils(*arguments: str | Path) -> str:
    done = run_module("sqlite_utils", list(map(str, arguments)), os.environ, ROOT)
    assert done.returncode == 0, done.stderr
    return done.stdout


def asked(db: Path, path: str) -> Any:
    """What Datasette answers to a request, in this process and without a network."""
    from datasette.app import Datasette  # takes a second, which each process of pytest would spend

    async def ask() -> Any:
        datasette = Datasette([str(db)], settings={"num_sql_threads": 1})
        response = await datasette.client.get(path)
        assert response.status_code == 200, response.text
        return response.json() if ".json" in path else response.text

    return asyncio.run(ask())


@contextmanager
def as_another_tool(db: Path) -> Iterator[sqlite3.Connection]:
    """A connection that knows nothing of Matinee, and commits."""
    connection = sqlite3.connect(db)
    with connection:
        yield connection
    connection.close()


@pytest.mark.parametrize(
    ("query", "urls"),
    [
        ("expect", ["https://reel.example/ballerina-expectations"]),
        ("opportunities", ["https://reel.example/reviews/ballerina"]),  # by stem
        ("title:dances", ["https://reel.example/reviews/ballerina"]),
        ("駅員", [STATION]),
        ("駅", [STATION]),
        ("netflix", [STATION]),
        ('"映画 画館"', [STATION]),
    ],
)
def test_sqlite_utils_searches_coverage(with_japanese: Path, query: str, urls: list[str]) -> None:
    found = json.loads(sqlite_utils("search", with_japanese, "coverage", query, "-c", "url"))
    assert [row["url"] for row in found] == urls


def test_sqlite_utils_search_ranks_as_matinee_does(db: Path) -> None:
    found = json.loads(sqlite_utils("search", db, "coverage", "dancer OR water", "-c", "id"))
    with Store.open(db, readonly=True) as store:
        hits = search(store, "dancer OR water").hits
    assert [row["id"] for row in found] == [hit.record["id"] for hit in hits] == [3, 2]


@pytest.mark.parametrize(("query", "count"), [("ballerina", 2), ("駅員", 1), ("water", 1), ("absent", 0)])
def test_datasette_s_search_box(with_japanese: Path, query: str, count: int) -> None:
    page = asked(with_japanese, f"/{with_japanese.stem}/coverage.json?_search={query}&_shape=objects")
    assert page["filtered_table_rows_count"] == count
    html = asked(with_japanese, f"/{with_japanese.stem}/coverage")
    assert 'type="search"' in html


def test_datasette_s_facets_and_sorting(db: Path) -> None:
    facets = (
        "_facet=outlet&_facet=kind&_facet=work_medium&_facet=language&_sort_desc=published&_shape=objects"
    )
    page = asked(db, f"/{db.stem}/coverage.json?{facets}")
    counts = {
        name: {result["value"]: result["count"] for result in facet["results"]}
        for name, facet in page["facet_results"].items()
    }
    assert counts["outlet"]["reel"] == 2
    assert counts["work_medium"] == {"film": 2, "music": 1}
    assert set(counts) == {"outlet", "kind", "work_medium", "language"}
    dates = [row["published"] for row in page["rows"]]
    assert dates == sorted(filter(None, dates), reverse=True) + [None] * dates.count(None)


def test_datasette_links_an_article_to_what_it_is_made_of(db: Path) -> None:
    with Store.open(db, readonly=True) as store:
        keys = {(key.column, key.other_table) for key in store.table("coverage").foreign_keys}
        assert keys == {("id", "articles"), ("duplicate_of", "articles")}
        assert ("first_crawl_id", "crawls") in {
            (key.column, key.other_table) for key in store.table("crawls").foreign_keys
        }
    assert "coverage" in asked(db, f"/{db.stem}/articles/1")


def test_tables_for_matinee_alone_are_told_by_their_names(db: Path) -> None:
    tables = asked(db, f"/{db.stem}.json")["tables"]
    shown = {table["name"] for table in tables if not table["hidden"] and not table["name"].startswith("_")}
    assert shown == {
        *("aliases", "articles", "comments", "authors", "captures", "coverage", "crawls"),
        "exports",
        *("frontier", "hosts"),
        *("reviews", "revision_authors", "revisions", "searches", "stories", "tombstones", "works"),
        *("author_names", "people"),
        *("catalogue", "catalogue_ids", "catalogue_names", "corrections", "work_doubts", "work_names"),
    }
    assert "coverage_fts" not in shown


def test_a_change_by_another_tool_shows_at_the_next_command(with_japanese: Path) -> None:
    """Datasette and sqlite-utils may correct what Matinee read."""
    with as_another_tool(with_japanese) as other:
        other.execute("update works set title = 'Ballerina Redux' where title = 'Ballerina'")
        other.execute("update authors set name = 'Zoe Q. Ortega' where name = 'Zoë Ortega'")
        other.execute("update revisions set kind = 'essay' where id = 1")
    with Store.open(with_japanese, readonly=True) as store:
        row = store.row("select work_title, authors, kind from coverage where id = 1")
        assert row == {
            "work_title": "Ballerina Redux",
            "authors": "Zoe Q. Ortega; Smith; Jones",
            "kind": "essay",
        }
        assert {hit.record["id"] for hit in search(store, "redux").hits} == {1, 2}


def test_an_article_deleted_by_another_tool_is_gone_from_coverage(db: Path) -> None:
    with as_another_tool(db) as other:
        for sql in (
            "delete from reviews where revision_id = 3",
            "delete from revision_authors where revision_id = 3",
            "update captures set article_id = null where article_id = 3",
            "delete from revisions where article_id = 3",
            "delete from articles where id = 3",
        ):
            other.execute(sql)
    with Store.open(db, readonly=True) as store:
        assert store.row("select 1 from coverage where id = 3") is None
        assert search(store, "water").total == 0


def test_an_index_that_another_tool_made_anew_is_completed(with_japanese: Path) -> None:
    sqlite_utils("rebuild-fts", with_japanese, "coverage")
    assert json.loads(sqlite_utils("search", with_japanese, "coverage", "駅員")) == []
    with Store.open(with_japanese, readonly=True) as store:
        assert search(store, "駅員").total == search(store, "opportunity").total == 1


def test_the_index_holds_what_the_table_holds(db: Path) -> None:
    with Store.open(db) as store:
        store.db.execute("insert into coverage_fts (coverage_fts, rank) values ('integrity-check', 1)")
        assert store.table("coverage").detect_fts() == "coverage_fts"
