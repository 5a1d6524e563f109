"""Stories follow the articles: at every ingest, and in whatever order these come."""

from __future__ import annotations

import random
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.care.check import check, repair_all
from archive.care.merge import merge
from archive.care.removal import find_target
from archive.care.remove import remove
from archive.db.store import Store
from archive.model import Article, Capture
from archive.stories.refresh import VERSION, catch_up, is_current
from tests.support.examples import property_test
from tests.test_archive.conftest import SAVED, article, moment, put
from tests.test_archive.stories.prose import kanji, prose

NIGHT = prose("night", 36)
CUT = "\n".join(NIGHT.splitlines()[:9])
EDITED = NIGHT.replace(NIGHT.split()[40], "edited")

# Copies of two texts, in a script with spaces and in one without, and texts of their own.
PAGES = {
    "https://reel.example/night": ("A night", NIGHT, "2026-03-01"),
    "https://reel.example/amp/night": ("A night", NIGHT, "2026-03-01"),
    "https://noise.example/cut": ("Another headline", CUT, "2026-03-03"),
    "https://screen.example/edited": ("A night", EDITED, "2026-03-02"),
    "https://reel.example/remake": ("A night", prose("remake", 36), "2026-03-01"),
    "https://reel.example/yoru": ("夜", kanji("夜"), "2026-03-05"),
    "https://noise.example/yoru": ("夜", kanji("夜", 20)[:500], "2026-03-04"),
    "https://noise.example/note": ("Note", "A blank note on nothing, by nobody.", "2026-03-04"),
    "https://screen.example/note": ("Note", "A blank note on nothing, by nobody.", "2026-03-04"),
}
STORIES = [
    ["https://noise.example/yoru", "https://reel.example/yoru"],
    [
        *("https://reel.example/night", "https://screen.example/edited"),
        *("https://noise.example/cut", "https://reel.example/amp/night"),  # a form of a page is the last
    ],
]


def page(url: str) -> tuple[Article, Capture]:
    title, text, day = PAGES[url]
    made = article(url, title, text, published=moment(day))
    return made, Capture(url, SAVED, text.encode(), outlet=url.split("//")[1].split(".", maxsplit=1)[0])


def build(path: Path, urls: list[str]) -> Path:
    for url in urls:
        put(path, *page(url))
    return path


def told(db: Path) -> list[list[str]]:
    """The URLs of each story in its order. The archive has no faults."""
    with Store.open(db, readonly=True) as store:
        assert [fault.line() for fault in check(store)] == []
        groups: dict[int, list[str]] = {}
        rows = "select original_id, url from stories join articles on id = article_id order by place"
        for original_id, url in store.db.execute(rows):
            groups.setdefault(original_id, []).append(url)
    return sorted(groups.values(), key=len)


def test_copies_are_grouped_with_how_alike_they_are(tmp_path: Path) -> None:
    db = build(tmp_path / "a.db", list(PAGES))
    assert told(db) == STORIES
    with Store.open(db, readonly=True) as store:
        shares = dict(store.db.execute("select url, alike from stories join articles on id = article_id"))
    assert shares["https://reel.example/night"] == shares["https://reel.example/amp/night"] == 1
    assert 0.7 < shares["https://noise.example/cut"] < 0.8 < shares["https://screen.example/edited"] < 1


@property_test
@given(order=st.permutations(list(PAGES)), cut=st.integers(0, len(PAGES)))
def test_any_order_and_a_merge_give_the_same_stories(
    tmp_path_factory: pytest.TempPathFactory, order: list[str], cut: int
) -> None:
    folder = tmp_path_factory.mktemp("order")
    if cut in (0, len(PAGES)):
        assert told(build(folder / "a.db", order)) == STORIES
        return
    first, second = build(folder / "a.db", order[:cut]), build(folder / "b.db", order[cut:])
    with Store.open(first) as store, Store.open(second, readonly=True) as other:
        merge(store, other)
        merge(store, other)
    assert told(first) == STORIES


def test_a_text_that_changes_leaves_and_joins_stories(tmp_path: Path) -> None:
    db = build(tmp_path / "a.db", list(PAGES))
    made, capture = page("https://noise.example/cut")
    later = replace(capture, captured_at=SAVED + timedelta(days=1), body=b"other")
    put(db, replace(made, text=prose("other", 36)), later)
    assert told(db) == [STORIES[0], [url for url in STORIES[1] if "cut" not in url]]
    put(db, made, replace(capture, captured_at=SAVED + timedelta(days=2)))
    assert told(db) == STORIES


def test_a_removed_original_leaves_the_best_copy(tmp_path: Path) -> None:
    db = build(tmp_path / "a.db", list(PAGES))
    with Store.open(db) as store:
        target = find_target(store, "https://reel.example/night")
        assert target
        removal = remove(store, target, "asked", SAVED)
    assert removal.copies == ("https://reel.example/amp/night",)
    assert removal.near_copies == ("https://noise.example/cut", "https://screen.example/edited")
    assert told(db)[1] == STORIES[1][1:]
    with closing(sqlite3.connect(db)) as connection:
        for table in ("stories", "_story_texts", "_story_links", "_story_bands"):
            (left,) = connection.execute(f"select count(*) from {table} where article_id = 1").fetchone()
            assert not left, table


def test_facts_alone_choose_another_original(tmp_path: Path) -> None:
    db = build(tmp_path / "a.db", list(PAGES))
    with Store.open(db) as store, store.transaction():
        store.db.execute(
            "update revisions set original_url = 'https://reel.example/yoru' where article_id ="
            " (select id from articles where url = 'https://noise.example/yoru')"
        )
    assert told(db)[0] == STORIES[0][::-1]


def test_a_withheld_text_is_in_no_story(tmp_path: Path) -> None:
    db = build(tmp_path / "a.db", ["https://reel.example/night"])
    made, capture = page("https://screen.example/edited")
    put(db, replace(made, withheld=True), replace(capture, withheld=True))
    assert told(db) == []


def test_another_tool_s_changes_and_a_stopped_upgrade_are_caught_up(tmp_path: Path) -> None:
    db = build(tmp_path / "a.db", list(PAGES))
    with closing(sqlite3.connect(db)) as connection:
        connection.execute("update _story_version set version = 0")
        connection.execute("delete from stories")
        connection.commit()
    assert told(db) == STORIES
    with Store.open(db) as store:
        assert is_current(store.db)
        assert store.row("select version from _story_version") == {"version": VERSION}
        with store.db.atomic():
            store.db.execute("insert into _stale_stories select id from articles")
        assert not is_current(store.db)
        catch_up(store.db)
        assert is_current(store.db)
    assert told(db) == STORIES


DAMAGE = [
    "delete from stories where place = 2",
    "update stories set place = 7 where place = 1",
    "delete from _story_texts where article_id = 2",
    "update _story_texts set compared = 'x' where article_id = 3",
    "insert into _story_texts values (99, 'x', null)",
    "delete from _story_bands where article_id = 4",
    "insert into _story_bands values (7, 88)",
    "delete from _story_links where article_id = 1",
    "insert into _story_links values (5, 1, 0.5)",
    "insert into stories values (5, 1, 9, 0.5)",
]


@pytest.mark.parametrize("damage", DAMAGE)
def test_check_finds_and_repairs_what_is_not_as_the_articles_are(tmp_path: Path, damage: str) -> None:
    db = build(tmp_path / "a.db", list(PAGES))
    with closing(sqlite3.connect(db)) as connection:
        connection.execute(damage)
        connection.commit()
    with Store.open(db) as store:
        faults = list(check(store))
        assert faults and all(fault.repairable for fault in faults)
        assert repair_all(store, faults)[1] == []
    assert told(db) == STORIES


def test_work_stays_bounded_where_many_texts_share_a_key(tmp_path: Path) -> None:
    """A text that many have is one story; each new one is compared with twenty."""
    db, many = tmp_path / "a.db", 42
    pick = random.Random(1)
    with Store.open(db, create=True):
        pass
    for number in range(many):
        url = f"https://outlet{number}.example/{pick.random()}"
        put(db, article(url, "A night", NIGHT), Capture(url, SAVED, b"%d" % number, outlet=f"o{number}"))
    assert [len(story) for story in told(db)] == [many]
    with Store.open(db, readonly=True) as store:
        (links,) = store.db.execute("select count(*) from _story_links").fetchone()
    assert links <= 2 * 20 * many < many * (many - 1)
