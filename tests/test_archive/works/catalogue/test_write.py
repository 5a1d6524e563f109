"""Entries of the catalogue that several files tell of."""

from __future__ import annotations

from itertools import permutations
from pathlib import Path

from archive.db.store import Store
from archive.works.catalogue.write import CatalogueWork, copy_catalogue, write_work

WORKS = [
    CatalogueWork("Roma", 2018, "film", {"imdb": "tt1"}),
    CatalogueWork(
        "Roma", 2018, None, {"imdb": "tt1", "wikidata": "Q1"}, ("Rom",), ("Ann Lee",), "2018-08-30"
    ),
    CatalogueWork("Heat", 1995, "film", {"imdb": "tt2"}),
]


def entries(db: Path) -> list[tuple[object, ...]]:
    with Store.open(db, readonly=True) as store:
        return store.db.execute(
            "select title, year, medium, ids, people, released, (select group_concat(title_key, '|') from ("
            " select title_key from catalogue_names where entry_id = catalogue.id order by 1))"
            " from catalogue order by title"
        ).fetchall()


def test_files_in_any_order_tell_the_same_of_a_work(tmp_path: Path) -> None:
    for number, order in enumerate(permutations(WORKS)):
        db = tmp_path / f"{number}.db"
        with Store.open(db, create=True) as store, store.transaction():
            for work in order:
                write_work(store.db, work)
        assert entries(db) == [
            ("Heat", 1995, "film", '{"imdb": "tt2"}', "[]", None, "heat"),
            (
                "Roma",
                2018,
                "film",
                '{"imdb": "tt1", "wikidata": "Q1"}',
                '["Ann Lee"]',
                "2018-08-30",
                "rom|roma",
            ),
        ]


def test_copying_a_catalogue_again_changes_nothing(tmp_path: Path) -> None:
    first, second = tmp_path / "a.db", tmp_path / "b.db"
    for db, works in ((first, WORKS[:1]), (second, WORKS[1:])):
        with Store.open(db, create=True) as store, store.transaction():
            for work in works:
                write_work(store.db, work)
    with Store.open(first) as store, Store.open(second) as other:
        for copied in (True, False):
            with store.transaction():
                assert copy_catalogue(store.db, other.db) is copied
        with other.transaction():
            copy_catalogue(other.db, store.db)
    assert entries(first) == entries(second)
