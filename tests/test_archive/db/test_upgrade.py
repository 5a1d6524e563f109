"""Archives of earlier versions: opened, upgraded in one transaction, and read as they were.

`archives/archive-0006.db.gz` was made by the version before 0007: the demo's crawl, pages with boilerplate
that was learned, a page in Japanese, one whose text is withheld, and a revision without Markdown. Beside it
stands what that version exported of it. Every page in it is fictional.

Long because every step that has shipped is held to what it always did.
"""

from __future__ import annotations

import gzip
import hashlib
import os
import re
import signal
import sqlite3
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import pytest
import zstandard
from sqlite_utils import Database

from archive.care.check import check
from archive.db.light_database import APPLICATION_ID, step_names
from archive.db.schema import migration_names, migrations
from archive.db.store import Store
from archive.errors import ArchiveError
from archive.export import export, records
from archive.ingest.reclean import reclean
from archive.model import Capture, Review
from archive.query.search import search
from tests.support.forked import run_code
from tests.test_archive.conftest import article, put

ARCHIVES = Path(__file__).parent / "archives"
ROOT = Path(__file__).resolve().parents[3]
SCHEMA = "select type, name, tbl_name, sql from sqlite_master order by type, name"

# What the schema is after each step that has shipped. A step that changes it is a new one.
SHIPPED = {
    "0001_first": "8af333689bacd125",
    "0002_furniture": "81181302d6ed158e",
    "0003_markdown": "2cfec4db3a26710b",
    "0004_frontier": "9b911ae5f54e33f1",
    "0005_schedule": "0ab565bb9b68f0b4",
    "0005_signals": "dcb1e8ed808f2afb",
    "0006_watch": "4b08688b207c4803",
    "0007_names": "2b9622d4c50e5a4b",
    "0008_coverage": "658e64d2319dd147",
    "0009_comments": "01d6ea16cfba81e4",
    "0010_templates": "d7a6e087260fc0a4",
    "0011_kind": "019c4ed0590291ac",
    "0012_collective": "327cce431213173e",
    "0013_moves": "5027a337bf7d567d",
    "0014_gone": "5027a337bf7d567d",
    "0015_spellings": "5027a337bf7d567d",
    "0016_tombstones": "652d382a8c261332",
    "0017_original_url": "5700166f1a91416c",
    "0018_stories": "f2f8a2f723d0f11b",
    "0019_works": "a056774e4a47ecfb",
    "0020_people": "baa5e065a3d4a53d",
    "0021_dictionaries": "da9f6af58baf675d",
    "0022_exports": "5e896f82417ead38",
    "0023_searches": "a4cb9279ad61428b",
    "0024_outlet_dates": "ccf242fa0ed966c0",
    "0025_former_ids": "1ef42ead931152cc",
    "0026_former_article_ids": "c730d33b22e3eb5c",
    "0027_lists": "7376f357d4c7cd6a",
    "0028_body_levels": "24039f2295eb79f4",
    "0029_counted_lists": "6347143ce5d69606",
    "0030_released": "4b966c08db80e395",
    "0031_missing": "68968ad2b17b560a",
    "0032_medium": "68968ad2b17b560a",
}


@pytest.fixture
def old(tmp_path: Path) -> Path:
    path = tmp_path / "old.db"
    path.write_bytes(gzip.decompress((ARCHIVES / "archive-0006.db.gz").read_bytes()))
    return path


def schema_of(db: Database) -> list[tuple[str, ...]]:
    return [row for row in db.execute(SCHEMA) if not row[2].startswith(("_sqlite", "sqlite_"))]


@cache
def schema_hashes() -> dict[str, str]:
    """What the schema is after each step, as one new archive takes them all."""
    names, hashes = step_names(), {}
    db = Database(memory=True)
    for place, name in enumerate(names, 1):
        migrations.apply(db, stop_before=names[place:])
        hashes[name] = hashlib.sha256(repr(schema_of(db)).encode()).hexdigest()[:16]
    return hashes


@pytest.mark.parametrize("name", SHIPPED)
def test_a_shipped_step_does_what_it_always_did(name: str) -> None:
    assert schema_hashes()[name] == SHIPPED[name]


def test_every_step_is_frozen_and_numbered_apart() -> None:
    assert set(SHIPPED) == migration_names()
    numbers = [name[:4] for name in step_names() if name != "0005_signals"]  # shipped with a number twice
    assert len(set(numbers)) == len(numbers)
    assert numbers == [f"{number:04}" for number in range(1, len(numbers) + 1)]


def test_the_steps_make_the_schema_of_the_archive_that_was_made_by_them(old: Path) -> None:
    made = Database(memory=True)
    migrations.apply(made, stop_before="0007_names")
    assert schema_of(Database(old)) == schema_of(made)


def test_an_upgraded_archive_has_the_schema_of_a_new_one(old: Path, tmp_path: Path) -> None:
    with Store.open(old) as upgraded, Store.open(tmp_path / "new.db", create=True) as new:
        assert schema_of(upgraded.db) == schema_of(new.db)
        assert upgraded.db.execute("pragma integrity_check").fetchall() == [("ok",)]
        assert upgraded.db.execute("pragma foreign_key_check").fetchall() == []


@pytest.mark.parametrize("readonly", [True, False])
@pytest.mark.parametrize("name", ["archive-0006.jsonl", "archive-0006.markdown.jsonl", "archive-0006.csv"])
def test_an_upgraded_archive_exports_what_it_exported(
    old: Path, tmp_path: Path, name: str, readonly: bool
) -> None:
    out = tmp_path / name
    with Store.open(old, readonly=readonly) as store:
        export(records(store, markdown=".markdown" in name), out)
    before = gzip.decompress((ARCHIVES / f"{name}.gz").read_bytes())
    assert without_later_fields(out.read_bytes()) == with_joined_work(before)


def with_joined_work(exported: bytes) -> bytes:
    """An export of that version, whose two articles about one series are about one work now.

    One of them did not give its year and id.
    """
    joined = exported
    for before, after in (
        (
            b'"title": "Quarter Past Nowhere", "year": null, "medium": "tv", "ids": {}',
            b'"title": "Quarter Past Nowhere", "year": 2026, "medium": "tv", "ids": {"tmdb": "99000301"}',
        ),
        (
            b"Quarter Past Nowhere,,tv,{}",
            b'Quarter Past Nowhere,2026,tv,"{""tmdb"": ""99000301""}"',
        ),
    ):
        assert joined.count(before) <= 1
        joined = joined.replace(before, after)
    assert joined != exported
    return joined


def without_later_fields(exported: bytes) -> bytes:
    """An export without its last fields, which archives of that version did not have and which are empty."""
    if exported.startswith(b"{"):
        later = b', "collective": [], "gone_at": null}\n'
        assert exported.count(later) == exported.count(b"\n")
        return exported.replace(later, b"}\n")
    assert exported.count(b",,\r\n") == exported.count(b"\r\n") - 1
    return exported.replace(b",collective,gone_at\r\n", b"\r\n").replace(b",,\r\n", b"\r\n")


def test_an_upgraded_archive_is_searched(old: Path) -> None:
    with Store.open(old, readonly=True) as store:
        assert {hit.record["url"] for hit in search(store, "駅員").hits} == {
            "https://kaido.example/eiga/ame-no-ekiin"
        }
        assert search(store, "lighthouse").total
        withheld = search(store, "title: locked").hits
        assert [hit.snippet for hit in withheld] == [""]
        assert search(store, "chamber").total == 0, "a withheld text is not indexed"


def test_an_upgraded_archive_keeps_the_values_of_renamed_columns(old: Path) -> None:
    before = sqlite3.connect(old)
    revision = ", ".join(column[1] for column in before.execute("pragma table_info(revisions)"))
    pairs = (
        ("select id, round, part from crawls", "select id, first_crawl_id, limited_to from crawls"),
        ("select id, doubt from articles", "select id, doubtful_reason from articles"),
        (
            "select id, looks, round from frontier",
            "select id, unchanged_in_a_row, read_for_crawl_id from frontier",
        ),
        (
            "select outlet, key, place from furniture",
            "select outlet, key, position from _learned_boilerplate",
        ),
        ("select * from bodies", "select sha256, size, zstd from _bodies"),
        ("select * from page_lines", "select * from _page_lines"),
        ("select * from revisions", f"select {revision} from revisions"),
    )
    rows = [before.execute(sql).fetchall() for sql, _ in pairs]
    before.close()
    assert all(rows)
    with Store.open(old) as store:
        assert [store.db.execute(sql).fetchall() for _, sql in pairs] == rows


@pytest.mark.parametrize("last", [name for name in SHIPPED if name >= "0006"])
def test_an_archive_of_each_schema_is_sound_after_its_upgrade(old: Path, last: str) -> None:
    """As it was when that step was the newest: upgraded to it, and not further."""
    names = step_names()
    earlier = Database(old)
    migrations.apply(earlier, stop_before=names[names.index(last) + 1 :])
    earlier.close()
    with Store.open(old) as store:
        assert [fault.line() for fault in check(store)] == []
        kept = store.db.execute("select id from captures join _bodies using (sha256) where zstd <> x''")
        bodies = [store.capture(capture_id).body for (capture_id,) in kept.fetchall()]
        assert len(bodies) > 20 and all(bodies)
        assert store.table("articles").count > 10


@pytest.mark.parametrize("last", [name for name in SHIPPED if name < "0006"])
def test_an_archive_of_the_first_schemas_is_sound_after_its_upgrade(tmp_path: Path, last: str) -> None:
    """No archive of these was kept: this one has the rows that every version wrote."""
    path, names = tmp_path / "old.db", step_names()
    old = Database(path)
    migrations.apply(old, stop_before=names[names.index(last) + 1 :])
    with old.atomic():
        old.execute(f"pragma application_id = {APPLICATION_ID}")
        body, text = b"<p>The first words of it.</p>", "The first words of it."
        sha256 = hashlib.sha256(body).hexdigest()
        row = (sha256, len(body), zstandard.compress(body))
        old.execute("insert into bodies (sha256, size, zstd) values (?, ?, ?)", row)
        old.execute("insert into articles (id, url, revision_id) values (1, 'https://reel.example/a', 1)")
        old.execute(
            "insert into captures (id, url, captured_at, status, sha256, outcome, article_id)"
            " values (1, 'https://reel.example/a', '2026-03-15T12:00:00+00:00', 200, ?, 'new', 1)",
            (sha256,),
        )
        old.execute(
            "insert into revisions (id, article_id, capture_id, text_sha256, title, text, word_count, status)"
            " values (1, 1, 1, ?, 'A', ?, 5, 'complete')",
            (hashlib.sha256(text.encode()).hexdigest(), text),
        )
        old.execute("insert into reviews (revision_id) values (1)")
    old.close()
    with Store.open(path) as store:
        assert [fault.line() for fault in check(store)] == []
        assert store.capture(1).body == body
        assert search(store, "words").total == 1


def test_an_upgraded_archive_is_cleaned_again_and_nobody_asked_for_its_comments(old: Path) -> None:
    assert reclean(old, workers=1).exit_code == 0
    with Store.open(old, readonly=True) as store:
        assert search(store, "映画館").total == 1
        assert store.db.execute("select distinct keep_comments from captures").fetchall() == [(0,)]
        assert store.db.execute("select distinct comment_count from articles").fetchall() == [(None,)]
        assert store.table("comments").count == 0


@pytest.mark.parametrize("readonly", [True, False])
def test_an_upgrade_that_fails_leaves_the_old_archive(
    old: Path, readonly: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = sorted(sqlite3.connect(old).iterdump())
    monkeypatch.setattr(migrations, "_migrations", [*migrations._migrations])

    @migrations(name="9998_bad")
    def bad(db: Database) -> None:
        db.execute("insert into absent values (1)")

    with pytest.raises(ArchiveError, match="no such table: absent"):
        Store.open(old, readonly=readonly)
    assert sorted(sqlite3.connect(old).iterdump()) == before


def test_an_upgrade_that_is_killed_leaves_the_old_archive(old: Path) -> None:
    """Killed when everything is done but the commit; the next one to open it begins anew."""
    before = sorted(sqlite3.connect(old).iterdump())
    script = """
import os, signal, sys
from archive.db.schema import migrations
from archive.db.store import Store

@migrations(name="9998_killed")
def killed(db):
    os.kill(os.getpid(), signal.SIGKILL)

Store.open(sys.argv[1])
"""
    process = run_code(script, [str(old)], os.environ, ROOT)
    assert process.returncode == -signal.SIGKILL
    assert sorted(sqlite3.connect(old).iterdump()) == before
    with Store.open(old) as store:
        assert search(store, "lighthouse").total


@pytest.mark.parametrize("name", ["old.db", "new.db"])
def test_an_archive_can_be_vacuumed_and_dumped(old: Path, tmp_path: Path, name: str) -> None:
    path, copy = tmp_path / name, tmp_path / "copy.db"
    with Store.open(path, create=True) as store:
        store.db.execute("vacuum")
        store.db.execute("vacuum into ?", [str(copy)])
        dump = "\n".join(store.db.iterdump())
    with Store.open(path) as store, Store.open(copy) as other:
        assert schema_of(other.db) == schema_of(store.db)
        assert other.table("coverage").count == store.table("coverage").count
    assert "CREATE TABLE works" in dump


def test_comments_stand_at_the_columns_that_they_explain(old: Path) -> None:
    """`alter table add column` puts a column between the one before it and the comment on that."""
    with Store.open(old) as store:
        (sql,) = store.db.execute("select sql from sqlite_master where name = 'revisions'").fetchone()
    assert re.search(r"rights text not null default '\{\}', +-- JSON object\n", sql)
    assert re.search(r"markdown text, +-- the text in Markdown", sql)


def test_an_upgrade_finds_pages_that_are_gone_and_duplicates_in_another_style(old: Path) -> None:
    db = Database(old)
    ids = [
        row[0] for row in db.execute("select id from articles where duplicate_of is null order by id limit 4")
    ]
    texts = ("It\u2019s \u201cover\u201d \u2013 at last.", 'It\'s "over" -- at last.')
    for article_id, text in zip(ids, texts, strict=False):
        text_sha256 = hashlib.sha256(text.encode()).hexdigest()
        db.execute(
            "update revisions set text = ?, text_sha256 = ?"
            " where id = (select revision_id from articles where id = ?)",
            (text, text_sha256, article_id),
        )
    (sha256,) = db.execute("select sha256 from bodies limit 1").fetchone()
    crawl_id = db["crawls"].insert({"outlet": "paper", "started_at": "2027-01-01", "worse": 4}).last_pk
    for article_id, statuses in ((ids[2], (404, 410)), (ids[3], (404, 503))):
        for day, status in enumerate(statuses, 1):
            db["captures"].insert(
                {
                    **{
                        "url": f"https://gone.example/{article_id}",
                        "captured_at": f"2027-01-0{day}T00:00:00+00:00",
                    },
                    **{"status": status, "sha256": sha256, "crawl_id": crawl_id, "outcome": "worse"},
                    "article_id": article_id,
                }
            )
    db.close()
    with Store.open(old, readonly=True) as store:
        rows = {row["id"]: row for row in store.db.query("select id, duplicate_of, gone_at from coverage")}
        assert rows[ids[1]]["duplicate_of"] == ids[0]
        assert rows[ids[2]]["gone_at"] == "2027-01-01T00:00:00+00:00"
        assert rows[ids[3]]["gone_at"] is None
        outcomes = store.db.execute("select outcome from captures where url like 'https://gone%' order by id")
        assert [row[0] for row in outcomes] == ["gone", "gone", "gone", "worse"]
        assert store.db.execute("select worse, gone from crawls where id = ?", (crawl_id,)).fetchone() == (
            1,
            3,
        )


def test_an_upgrade_writes_the_medium_of_articles_without_a_work_to_their_rows(tmp_path: Path) -> None:
    path = tmp_path / "archive.db"
    url = "https://reel.example/a-talk"
    talk = article(url, "A talk", "We walked and talked.", review=Review(medium="film"))
    put(path, talk, Capture(url, datetime(2026, 3, 16, tzinfo=UTC), b"<p>"))
    with sqlite3.connect(path) as before:  # as versions before this step wrote it
        before.execute("update coverage set work_medium = null")
        before.execute("delete from _sqlite_migrations where name = '0032_medium'")
    before.close()
    with Store.open(path) as store:
        with store.transaction():  # each brings the rows up to date
            pass
        assert store.db.execute("select work_title, work_medium from coverage").fetchall() == [(None, "film")]
