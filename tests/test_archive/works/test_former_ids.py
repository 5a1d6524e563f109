"""Ids that groups of names keep or have again, and what is stored for that of articles."""

from __future__ import annotations

from pathlib import Path

import pytest

from archive.care.removal import find_target
from archive.care.remove import remove
from archive.db.store import Store
from archive.ingest.moving.merge_articles import merge_articles
from archive.works.correct import join_works, undo
from archive.works.former_ids import choose_ids
from tests.test_archive.works.pages import SEEN, Piece, put

PIECES = [
    Piece("a", "Heat", 1995),
    Piece("b", "Ronin", 1998),
    Piece("c", "Ronin", 1998, outlet="noise"),
    Piece("d", "Jaws", 1975),
]
FORMER = "select article_id, former_id from _former_article_ids order by article_id"


def test_a_group_with_a_new_name_does_not_come_before_one_that_had_the_id() -> None:
    groups = [{1}, {2, 3, 4}]
    before = {1: 5, 2: 5, 3: 5, 4: None}
    assert dict(choose_ids(groups, before, {1: 5}, set())) == {0: 5, 1: None}


def test_nothing_is_stored_of_an_article_that_is_removed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where the correction does not name the article, so that it stays."""
    monkeypatch.setattr("archive.works.correct.MOST_ARTICLES", 1)
    with Store.open(put(tmp_path / "a.db", PIECES)) as store:
        with store.transaction():
            join_works(store.db, 1, 2, "2026-03-16T12:00:00+00:00")
        assert store.db.execute(FORMER).fetchall() == [(1, 1), (2, 2), (3, 2)]
        target = find_target(store, PIECES[1].url)
        assert target
        remove(store, target, "the author asked", SEEN)
        assert store.db.execute(FORMER).fetchall() == [(1, 1), (3, 2)]


def test_a_work_has_its_id_again_though_one_of_its_articles_was_removed_meanwhile(tmp_path: Path) -> None:
    with Store.open(put(tmp_path / "a.db", PIECES)) as store:
        with store.transaction():
            number = join_works(store.db, 2, 1, "2026-03-16T12:00:00+00:00")
        target = find_target(store, PIECES[2].url)
        assert target
        remove(store, target, "the author asked", SEEN)
        with store.transaction():
            assert undo(store.db, number, "2026-03-17T12:00:00+00:00")
        titles = store.db.execute("select id, title from works order by id").fetchall()
        assert titles == [(1, "Heat"), (2, "Ronin"), (3, "Jaws")]


def test_articles_that_become_one_have_one_former_work(tmp_path: Path) -> None:
    with Store.open(put(tmp_path / "a.db", PIECES)) as store:
        with store.transaction():
            join_works(store.db, 1, 2, "2026-03-16T12:00:00+00:00")
        with store.transaction():
            merge_articles(store, 2, 3, PIECES[1].url, "2026-03-16T12:00:00+00:00")
        assert store.db.execute(FORMER).fetchall() == [(1, 1), (2, 2)]
        with store.transaction():
            store.db.execute("delete from _former_article_ids where article_id = 1")
            merge_articles(store, 1, 2, PIECES[0].url, "2026-03-16T12:00:00+00:00")
        assert store.db.execute(FORMER).fetchall() == [(1, 2)]
