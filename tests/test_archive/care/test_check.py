"""Archives with one fault each: the line that `matinee check` prints, and what a repair makes of it.

Long because every kind of fault is a case of its own.
"""

from __future__ import annotations

import gzip
import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

from archive.care.check import CHECKS, check, repair_all
from archive.care.checks.file import file_fault
from archive.commands.check import check_
from archive.db.store import Store
from archive.export import records
from archive.model import Article, Capture
from tests.test_archive.conftest import SAVED, article, put

OLD = Path(__file__).parents[1] / "db/archives/archive-0006.db.gz"
ADDED = article("https://noise.example/jp", "夜の電車", "静かな夜の電車の映画だった。とても良い。")


@pytest.fixture
def db(db: Path) -> Path:
    """The archive of four, with a text in a script without spaces, an alias and a row of the frontier."""
    put(db, ADDED, Capture(ADDED.url, SAVED + timedelta(days=1), b"<p>jp", outlet="noise"))
    alter(
        db,
        "insert into crawls (outlet, started_at) values ('noise', '2026-03-15T12:00:00+00:00');"
        "insert into aliases values ('https://noise.example/old', 5, '2026-03-15T12:00:00+00:00');"
        "insert into frontier (outlet, url, host, kind, state, found_at)"
        " values ('noise', 'https://noise.example/next', 'noise.example', 'page', 'pending', '2026')",
    )
    return db


def alter(db: Path, script: str) -> None:
    """Change an archive as a tool that knows nothing of its rules does."""
    with closing(sqlite3.connect(db)) as connection:
        connection.executescript(script)


def lines(db: Path) -> list[str]:
    with Store.open(db, readonly=True) as store:
        return [fault.line() for fault in check(store)]


def exported(db: Path) -> list[dict[str, object]]:
    with Store.open(db, readonly=True) as store:
        return list(records(store))


def test_a_sound_archive_has_no_faults(db: Path) -> None:
    assert lines(db) == []


def test_an_archive_of_an_earlier_version_is_sound_once_it_is_upgraded(tmp_path: Path) -> None:
    old = tmp_path / "old.db"
    old.write_bytes(gzip.decompress(OLD.read_bytes()))
    assert lines(old) == []


@pytest.mark.parametrize(
    ("addresses", "texts", "script"),
    [
        (("/caf%c3%a9", "/caf%C3%A9"), ("Tea is served.", "Tea is served cold."), ""),
        (
            ("/amp/tea", "/tea"),
            ("Tea is served.", "Tea is served."),
            "update captures set url = 'https://noise.example/amp/tea' where id = 7",
        ),
    ],
    ids=["spellings", "canonical"],
)
def test_articles_that_are_one_page_become_one(
    db: Path, addresses: tuple[str, str], texts: tuple[str, str], script: str
) -> None:
    old, url = (f"https://noise.example{path}" for path in addresses)
    for day, (address, text) in enumerate(zip((old, url), texts, strict=True), 2):
        page = article(address, "Tea", text)
        put(db, page, Capture(address, SAVED + timedelta(days=day), address.encode(), outlet="noise"))
    alter(db, script)
    assert lines(db) == [f"articles 6: is the same page as article 7, {url} (--repair mends it)"]
    with Store.open(db) as store:
        repaired, left = repair_all(store, list(check(store)))
        assert len(repaired) == 1 and left == []
        (kept,) = store.db.query("select id, url, text from coverage where id >= 6")
        assert kept == {"id": 6, "url": url, "text": texts[1]}
        assert list(store.db.query("select url from aliases where article_id = 6")) == [{"url": old}]


def test_copies_of_a_text_at_two_addresses_stay_two_articles(db: Path) -> None:
    for day, path in enumerate(("/amp/tea", "/tea"), 2):
        page = article(f"https://noise.example{path}", "Tea", "Tea is served.")
        put(db, page, Capture(page.url, SAVED + timedelta(days=day), path.encode(), outlet="noise"))
    assert lines(db) == []


# With a repair that brings back what was there.
MENDED = {
    "body of no capture": (
        "insert into _bodies (sha256, size, zstd) values ('ff', 1, x'')",
        "_bodies ff: ",
    ),
    "crawl": ("update captures set crawl_id = 9 where id = 1", "captures 1: crawl_id names no row of crawls"),
    "alias": (
        "insert into aliases select url, 1, '2026' from articles where id = 2",
        "aliases https://reel.example/ballerina-expectations: is the URL of an article",
    ),
    "alias of no article": (
        "insert into aliases values ('https://reel.example/gone', 77, '2026')",
        "aliases https://reel.example/gone: article_id names no row of articles",
    ),
    "lines of no article": (
        "insert into _page_lines values (77, 'reel', '[]')",
        "_page_lines 77: article_id names no row of articles",
    ),
    "author of no revision": (
        "insert into revision_authors (revision_id, position, author_id) values (88, 3, 1)",
        "revision_authors 88 3: revision_id names no row of revisions",
    ),
    "frontier": (
        "insert into frontier (outlet, url, host, kind, state, found_at)"
        " values ('nobody', 'https://x.example/', 'x.example', 'page', 'pending', '2026')",
        "frontier 2: belongs to an outlet that was never crawled",
    ),
    "review": ("delete from reviews where revision_id = 4", "revisions 4: has no row in reviews"),
    "shown revision": (
        "update articles set revision_id = null where id = 2",
        "articles 2: shows no revision of its own",
    ),
    "revision of another article": (
        "update articles set revision_id = 1 where id = 2",
        "articles 2: shows no revision of its own",
    ),
    "duplicate": (
        "update articles set duplicate_of = 1 where id = 3",
        "articles 3: duplicate_of must be null",
    ),
    "folded hash": (
        "update revisions set folded_sha256 = 'x' where id = 1",
        "revisions 1: folded_sha256 does not match its text",
    ),
    "coverage": (
        "update coverage set title = 'Another', outlet = null where id = 1",
        "coverage 1: is not what its article has (outlet, title)",
    ),
    "missing coverage": ("delete from coverage where id = 5", "coverage 5: is missing"),
    "counts of the archive": (
        "update _coverage_counts set articles = articles + 1",
        "_coverage_counts: does not count what coverage has",
    ),
    "count of a work": (
        "update works set articles = articles + 1 where id = (select min(id) from works)",
        "works 1: has another number of articles",
    ),
    "count of a person": (
        "update people set articles = 0 where id = (select min(id) from people)",
        "people 1: has another number of articles",
    ),
    "a work's list": (
        "update _article_works set published = '1999' where article_id = 1",
        "articles 1: is listed with another outlet, date or score",
    ),
    "an author's list": (
        "update _article_people set rating_score = 1 where article_id = 1",
        "articles 1: is listed with another outlet, date or score",
    ),
    "coverage of no article": (
        "insert into coverage select 99, url, captured_url, outlet, title, authors, published,"
        " published_precision, published_from, updated, kind, work_title, work_year, work_medium, work_ids,"
        " rating_raw, rating_value, rating_best, rating_worst, rating_scale, rating_score,"
        " rating_conversion, rating_from, spoilers, language, text, word_count, status, duplicate_of,"
        " captured_at, capture_sha256, rights, collective, gone_at from coverage where id = 1",
        "coverage 99: belongs to no article that shows a text",
    ),
    "index without a text": (
        "insert into coverage_fts (coverage_fts, rowid, title, text, authors, work_title)"
        " select 'delete', id, title, text, authors, work_title from coverage where id = 1",
        "coverage_fts: does not hold the words of coverage",
    ),
    "index with another text": (
        "insert into coverage_fts (rowid, title, text, authors, work_title) values (6, 'x', 'y', 'z', '')",
        "coverage_fts: does not hold the words of coverage",
    ),
    "index without the parts of runs": (
        "insert into coverage_fts (coverage_fts) values ('rebuild');"
        "insert into coverage_fts (rowid, title) values (0, 'parts of unspaced runs')",
        "coverage_fts: does not hold the words of coverage",
    ),
}


@pytest.mark.parametrize("name", MENDED)
def test_a_repair_mends_the_fault(db: Path, name: str) -> None:
    script, line = MENDED[name]
    before = exported(db)
    alter(db, f"pragma foreign_keys = off; {script}; delete from _stale_coverage")
    shown = lines(db)
    assert any(found.startswith(line) for found in shown), shown
    assert all("--repair mends it" in found for found in shown if found.startswith(line))
    with Store.open(db) as store:
        repaired, left = repair_all(store, list(check(store)))
    assert repaired and left == []
    assert lines(db) == []
    assert exported(db) == before


# Without one, or with one that leaves the rest to the next cleaning.
LOST = {
    "size": ("update _bodies set size = size + 1", "has 5 bytes, not 6 (restore a backup)"),
    "bytes": ("update _bodies set zstd = x'0102030405'", "is damaged"),
    "other bytes": (
        "update _bodies set (zstd, size) = (select b.zstd, b.size from captures c"
        " join _bodies b using (sha256) where c.id = 5)"
        " where sha256 = (select sha256 from captures where id = 1)",
        "does not match its hash (restore a backup)",
    ),
    "body": ("delete from _bodies", "captures 1: sha256 names no row of _bodies (restore a backup)"),
    "text": (
        "update revisions set text = 'Other words.' where id = 1",
        "revisions 1: text does not match its hash (restore a backup)",
    ),
    "capture": (
        "update revisions set capture_id = 99 where id = 1",
        "revisions 1: capture_id names no row of captures (restore a backup)",
    ),
}


@pytest.mark.parametrize("name", LOST)
def test_what_is_lost_needs_a_backup(db: Path, name: str) -> None:
    script, line = LOST[name]
    alter(db, f"pragma foreign_keys = off; {script}")
    assert any(line in found for found in lines(db)), lines(db)
    with Store.open(db) as store:
        repair_all(store, list(check(store)))
    assert any(line in found for found in lines(db))


def test_what_shows_no_article_is_cleaned_again(db: Path) -> None:
    alter(
        db,
        "pragma foreign_keys = off; update captures set article_id = null where id = 1;"
        "delete from articles where id = 3",
    )
    assert [line.partition(" (")[0] for line in lines(db)] == [
        "captures 3: article_id names no row of articles",
        "revisions 3: article_id names no row of articles",
        "captures 1: showed an article, but leads to none",
    ]
    with Store.open(db) as store:
        repair_all(store, list(check(store)))
        assert store.pending() == [1, 3]
    assert lines(db) == []


def test_a_damaged_page_of_the_file_is_a_fault(db: Path) -> None:
    with closing(sqlite3.connect(db)) as connection:
        connection.execute("pragma wal_checkpoint(truncate)")
        size = connection.execute("pragma page_size").fetchone()[0]
        (page,) = connection.execute("select rootpage from sqlite_master where name = '_bodies'").fetchone()
    with db.open("r+b") as file:
        file.seek((page - 1) * size)
        file.write(os.urandom(200))
    assert any(line.startswith("file: ") and "restore a backup" in line for line in lines(db)), lines(db)


def test_an_index_of_the_file_is_built_again() -> None:
    assert file_fault("row 4 missing from index captures_outlet").repairable
    assert not file_fault("Page 4: btreeInitPage() returns error code 11").repairable


def test_a_crawl_may_go_on_while_an_archive_is_checked(db: Path) -> None:
    before_coverage = list(CHECKS).index("coverage")
    with Store.open(db, readonly=True) as store:
        faults = check(store, progress=lambda done, total: write(db) if done == before_coverage else None)
        assert list(faults) == []


def write(db: Path) -> None:
    made: Article = article("https://reel.example/later", "Later", "A text that came while it was checked.")
    put(db, made, Capture(made.url, SAVED, b"later", outlet="reel"))


Check = Callable[..., tuple[int, str]]


def test_the_command_prints_faults_and_ends_with_1(db: Path) -> None:
    alter(db, "delete from coverage where id = 5; update revisions set text = 'Other.' where id = 1")

    def run(*options: str) -> tuple[int, str]:
        result = CliRunner().invoke(check_, ["--db", str(db), *options])
        return result.exit_code, result.output

    code, output = run()
    assert code == 1 and "coverage 5: is missing (--repair mends it)" in output
    code, output = run("--repair")
    assert code == 1 and output.splitlines()[-1].startswith("1 fault left, ")
    assert "repaired: coverage 5: is missing" in output
    assert "revisions 1: text does not match its hash (restore a backup)" in output
    code, output = run("--json")
    assert code == 1 and '"repairable": false' in output
