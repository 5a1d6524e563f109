"""Dictionaries of outlets: made while pages come in, needed by bodies, and never lost."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import zstandard

from archive.care.backup import backup
from archive.care.check import check, repair_all
from archive.care.merge import merge
from archive.care.removal import find_target
from archive.care.remove import purge, remove
from archive.db.bodies.dictionaries import (
    FEWEST_CAPTURES,
    GROWTH,
    MOST_GROWTH,
    Dictionaries,
    NewDictionary,
    add_dictionary,
    is_due,
)
from archive.db.store import Store
from archive.errors import ArchiveError
from archive.ingest.ingest import Ingest
from archive.model import Capture
from tests.support.processes import DEADLINE
from tests.test_archive import cleaners

NOON = datetime(2026, 3, 15, 12, tzinfo=UTC)
SITE = "https://reel.example"
MENU = "".join(f"|!menu item {number} {random.Random(number).random()}" for number in range(200))


def page(number: int, outlet: str = "reel", secret: str = "") -> Capture:
    words = random.Random(number).sample(["ballerina", "moves", "fast", "never", "stumbles", "quarter"], 4)
    body = f"Title {number}|By Ann|A text {number} {' '.join(words)} {secret}{MENU}".replace("|", "\n")
    return Capture(f"{SITE}/{number}", NOON + timedelta(hours=number), body.encode(), outlet=outlet)


def submit(db: Path, captures: Iterable[Capture]) -> Path:
    with ThreadPoolExecutor(1) as threads, Ingest(db, threads, clean=cleaners.clean) as ingest:
        for capture in captures:
            ingest.submit(capture).result(DEADLINE)
    return db


def values(db: Path, sql: str) -> list[object]:
    with Store.open(db, readonly=True) as store:
        return [row[0] for row in store.db.execute(sql)]


def bodies(db: Path) -> dict[str, bytes]:
    """The bytes of every capture by URL; reading them compares hashes."""
    with Store.open(db, readonly=True) as store:
        rows = store.db.execute("select url, sha256 from captures").fetchall()
        return {url: store.body(sha256) for url, sha256 in rows}


def faults(db: Path) -> list[str]:
    with Store.open(db, readonly=True) as store:
        return [fault.line() for fault in check(store)]


def alter(db: Path, script: str) -> None:
    with closing(sqlite3.connect(db)) as connection:
        connection.executescript(script)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive with a dictionary: made after the first pages, used by the next."""
    db = submit(tmp_path_factory.mktemp("made") / "archive.db", map(page, range(FEWEST_CAPTURES)))
    return submit(db, map(page, range(FEWEST_CAPTURES, FEWEST_CAPTURES + 6)))


@pytest.fixture
def db(made: Path, tmp_path: Path) -> Path:
    with Store.open(made, readonly=True) as store:
        backup(store, tmp_path / "archive.db")
    return tmp_path / "archive.db"


def test_the_next_pages_use_the_dictionary(db: Path) -> None:
    assert values(db, "select outlet from _dictionaries") == ["reel"]
    assert values(db, "select count(*) from _bodies where dictionary_id is null") == [FEWEST_CAPTURES]
    alone, with_dictionary = values(
        db, "select avg(length(zstd)) from _bodies group by dictionary_id is not null order by 1 desc"
    )
    assert isinstance(alone, float) and isinstance(with_dictionary, float) and with_dictionary * 5 < alone
    assert bodies(db) == {page(number).url: page(number).body for number in range(FEWEST_CAPTURES + 6)}
    assert faults(db) == []


def test_when_a_dictionary_is_due() -> None:
    assert not is_due(FEWEST_CAPTURES - 1, None) and is_due(FEWEST_CAPTURES, None)
    assert not is_due(FEWEST_CAPTURES * GROWTH - 1, FEWEST_CAPTURES)
    assert is_due(FEWEST_CAPTURES * GROWTH, FEWEST_CAPTURES)
    assert is_due(10_000 + MOST_GROWTH, 10_000) and not is_due(9_999 + MOST_GROWTH, 10_000)


def test_pages_of_other_outlets_do_not_use_it(db: Path) -> None:
    submit(db, [page(900, "noise")])
    sql = f"select dictionary_id from _bodies join captures using (sha256) where url = '{SITE}/900'"
    assert values(db, sql) == [None]


def test_pages_that_do_not_resemble_each_other_get_none(tmp_path: Path) -> None:
    random_pages = (
        Capture(f"{SITE}/{n}", NOON, random.Random(n).randbytes(900).hex().encode(), outlet="reel")
        for n in range(FEWEST_CAPTURES)
    )
    db = submit(tmp_path / "archive.db", random_pages)
    assert values(db, "select count(*) from _dictionaries") == [0]


def test_a_needed_dictionary_is_not_deleted(db: Path) -> None:
    with (
        Store.open(db) as store,
        pytest.raises(ArchiveError, match="FOREIGN KEY"),
        store.transaction(),
    ):
        store.db.execute("delete from _dictionaries")
    assert faults(db) == []


@pytest.mark.parametrize(
    ("damage", "problem"),
    [
        ("delete from _dictionaries", "dictionary_id names no row of _dictionaries"),
        ("update _dictionaries set zstd = x'00'", "needs the dictionary 1, which is damaged"),
        ("update _dictionaries set sha256 = 'ff'", "needs the dictionary 1, which does not match its hash"),
    ],
)
def test_a_lost_dictionary_is_found_and_not_repaired_away(db: Path, damage: str, problem: str) -> None:
    alter(db, f"pragma foreign_keys = off; {damage}")
    assert any(problem in fault for fault in faults(db))
    with Store.open(db) as store:
        repair_all(store, list(check(store)))
        assert store.db.execute("select count(*) from _bodies where dictionary_id is not null").fetchone()[0]
        with pytest.raises(ArchiveError, match="needs the dictionary 1"):
            store.capture(FEWEST_CAPTURES + 1)
    submit(db, [page(950)])  # pages are stored all the same
    assert values(db, f"select outcome from captures where url = '{SITE}/950'") == ["new"]


def test_a_merge_takes_the_dictionaries(db: Path, tmp_path: Path) -> None:
    other = submit(tmp_path / "other.db", [page(700)])
    for _ in range(2):
        with Store.open(db, readonly=True) as source, Store.open(other) as store:
            merge(store, source)
    assert bodies(other) == {**bodies(db), page(700).url: page(700).body}
    assert values(other, "select count(*) from _dictionaries") == [1]
    assert faults(other) == []


def test_a_removed_page_leaves_the_dictionaries(tmp_path: Path) -> None:
    secrets = [page(number, secret=f"vorkosigan{number}") for number in range(FEWEST_CAPTURES)]
    db = submit(submit(tmp_path / "archive.db", secrets), map(page, range(20, 30)))
    before = bodies(db)
    removed = [capture.url for capture in secrets if in_dictionaries(db, b"vorkosigan", capture)]
    assert removed, "the dictionary consists of pages"
    with Store.open(db) as store:
        for url in removed:
            target = find_target(store, url)
            assert target
            remove(store, target, "asked", NOON)
        purge(store)
    contents = b"".join(dictionary_contents(db))
    assert not any(before[url] in contents for url in removed)
    assert bodies(db) == {url: body for url, body in before.items() if url not in removed}
    assert faults(db) == []


def in_dictionaries(db: Path, word: bytes, capture: Capture) -> bool:
    return word in capture.body and any(capture.body in content for content in dictionary_contents(db))


def dictionary_contents(db: Path) -> Iterator[bytes]:
    with Store.open(db, readonly=True) as store:
        for (dictionary_id,) in store.db.execute("select id from _dictionaries").fetchall():
            dictionary = store.dictionaries.get(dictionary_id)
            assert dictionary
            yield dictionary.content


def test_an_outlet_that_is_removed_takes_its_dictionaries_along(db: Path) -> None:
    shared = page(1)
    submit(db, [Capture(f"{SITE}/same", NOON, shared.body, outlet="noise")])
    with Store.open(db) as store:
        target = find_target(store, "reel")
        assert target
        remove(store, target, "asked", NOON)
        purge(store)
    assert values(db, "select count(*) from _dictionaries") == [0]
    assert bodies(db) == {f"{SITE}/same": shared.body}
    assert faults(db) == []


def test_dictionaries_stay_in_memory_up_to_their_bytes(tmp_path: Path) -> None:
    with Store.open(tmp_path / "archive.db", create=True) as store:
        with store.transaction():
            first, second = (
                add_dictionary(store.db, NewDictionary(outlet, content, zstandard.compress(content), (), 8))
                for outlet, content in (("reel", b"a" * 1000), ("screen", b"b" * 1000))
            )
        roomy, narrow = Dictionaries(store.db, 2000), Dictionaries(store.db, 1999)
        before = [roomy.get(first), roomy.get(second), narrow.get(first), narrow.get(second)]
        assert roomy.get(first) is before[0] and roomy.get(second) is before[1]
        assert narrow.get(second) is before[3]
        assert narrow.get(first) is not before[2] and narrow.get(first) == before[2]
