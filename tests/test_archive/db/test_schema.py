"""The migrations: strict tables, kept references, and a full-text index in step with what it indexes."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from sqlite_utils import Database
from sqlite_utils.db import Table

from archive.db.schema import migration_names, migrations
from archive.db.store import Store
from archive.works.model import REGISTRIES

PLAIN_FIELDS = (
    *(
        "id",
        "url",
        "captured_url",
        "outlet",
        "title",
        "authors",
        "kind",
        "spoilers",
        "language",
        "text",
        "rights",
    ),
    *(
        "published",
        "published_precision",
        "published_from",
        "updated",
        "word_count",
        "status",
        "duplicate_of",
    ),
    *("captured_at", "capture_sha256", "collective", "gone_at"),
)
RATING_FIELDS = ("raw", "value", "best", "worst", "scale", "score", "conversion", "from")


@pytest.fixture
def db() -> Database:
    database = Database(memory=True)
    migrations.apply(database)
    return database


def test_every_table_is_strict(db: Database) -> None:
    own = [table for table in db.tables if not table.name.startswith(("coverage_fts", "_sqlite"))]
    assert len(own) == 50
    assert all(table.strict for table in own)


def test_applying_again_changes_nothing(db: Database) -> None:
    before = list(db.iterdump())
    migrations.apply(db)
    assert list(db.iterdump()) == before
    assert {migration.name for migration in migrations.applied(db)} == migration_names()


def test_markdown_comes_to_an_archive_that_has_none() -> None:
    old = Database(memory=True)
    migrations.apply(old, stop_before="0003_markdown")
    old.execute("pragma foreign_keys = off")
    row = {
        "article_id": 1,
        "capture_id": 1,
        "text_sha256": "x",
        "text": "t",
        "word_count": 1,
        "status": "complete",
    }
    Table(old, "revisions").insert(row)
    migrations.apply(old)
    assert old.execute("select text, markdown from revisions").fetchall() == [("t", None)]


@pytest.mark.parametrize(
    ("table", "row"),
    [
        ("captures", {"url": "u", "captured_at": "t", "status": "ok", "sha256": "x"}),
        ("captures", {"url": "u", "captured_at": "t", "status": 200, "sha256": "absent"}),
        ("articles", {"url": None}),
        ("articles", {"url": "u", "duplicate_of": 99}),
        ("reviews", {"revision_id": 99}),
    ],
)
def test_rows_that_make_no_sense_are_refused(tmp_path: Path, table: str, row: dict[str, object]) -> None:
    with Store.open(tmp_path / "a.db", create=True) as store, pytest.raises(sqlite3.IntegrityError):
        store.table(table).insert(row)


def test_an_outcome_is_one_of_the_known_words(tmp_path: Path) -> None:
    with Store.open(tmp_path / "a.db", create=True) as store:
        store.table("_bodies").insert({"sha256": "x", "size": 0, "zstd": b""})
        row = {"url": "u", "captured_at": "t", "status": 200, "sha256": "x"}
        store.table("captures").insert({**row, "outcome": "new"})
        with pytest.raises(sqlite3.IntegrityError):
            store.table("captures").insert({**row, "captured_at": "later", "outcome": "splendid"})


def test_the_lookups_of_every_page_use_an_index(db: Database) -> None:
    queries = [
        "select id from articles where url = ''",
        "select id from captures where url = '' and captured_at = '' and sha256 = ''",
        "select id from captures where outcome is null",
        "select id from revisions where article_id = 1 and text_sha256 = ''",
        "select id from works where title = '' collate nocase",
        *(f"select id from works where json_extract(ids, '$.{name}') = ''" for name in REGISTRIES),
        "select a.id from articles a join revisions r on r.id = a.revision_id where r.folded_sha256 = ''",
        "select article_id from aliases where url = ''",
        "select url from aliases where article_id = 1",
        "select * from coverage where id = 1",
    ]
    for query in queries:
        steps = [row[3] for row in db.execute("explain query plan " + query)]
        scans = [step for step in steps if step.startswith("SCAN") and not step.endswith(("_pending", ")"))]
        assert not scans, (query, steps)


def test_coverage_has_the_contract_s_fields_flattened(db: Database) -> None:
    nested = {"work": ("title", "year", "medium", "ids"), "rating": RATING_FIELDS}
    flat = [f"{field}_{part}" for field, parts in nested.items() for part in parts]
    assert set(db["coverage"].columns_dict) == {*PLAIN_FIELDS, *flat}


def test_search_folds_accents_and_word_forms(db: Database) -> None:
    assert isinstance(db["coverage_fts"], Table)
    db.execute("insert into coverage_fts (rowid, title, text) values (1, 'Amélie', 'She dances')")
    found = "select rowid from coverage_fts where coverage_fts match ?"
    assert db.execute(found, ["amelie"]).fetchall() == db.execute(found, ["dancing"]).fetchall() == [(1,)]
