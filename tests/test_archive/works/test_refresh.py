"""Which articles come to stand under one work, in whatever order they are stored."""

from __future__ import annotations

import random
from dataclasses import replace
from itertools import islice, permutations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.care.check import check, repair_all
from archive.db.store import Store
from archive.ingest.moving.merge_articles import merge_articles
from archive.works.listing import list_doubts
from tests.support.examples import property_test
from tests.test_archive.works.pages import Piece, put, together, works


def faults(db: Path) -> list[str]:
    with Store.open(db, readonly=True) as store:
        return [fault.line() for fault in check(store)]


def doubts(db: Path) -> list[tuple[str, str]]:
    with Store.open(db, readonly=True) as store:
        return [(doubt.work, doubt.other) for doubt in list_doubts(store.db)]


SUSPIRIA = [
    Piece("a", "Suspiria", 1977, people=("Dario Argento",), written=1977),
    Piece("b", "Suspiria", 2018, people=("Luca Guadagnino",), written=2018),
    Piece("c", "SUSPIRIA", written=2018),  # what was new then
    Piece("d", "Suspiria", written=1978),
    Piece("e", "Suspiria", written=2024, text="Dario Argento paints in red."),  # whom it names
    Piece("f", "Suspiria", written=2024),  # cannot be told
]


def test_a_remake_is_told_from_its_original(tmp_path: Path) -> None:
    db = put(tmp_path / "a.db", SUSPIRIA)
    assert together(db) == {"a d e", "b c", "f"}
    assert doubts(db) == [
        ("Suspiria, film", "Suspiria (1977), film"),
        ("Suspiria, film", "Suspiria (2018), film"),
    ]
    assert faults(db) == []


@pytest.mark.parametrize("seed", range(12))
def test_the_order_of_the_articles_does_not_matter(tmp_path: Path, seed: int) -> None:
    pieces = [*SUSPIRIA]
    random.Random(seed).shuffle(pieces)
    db = put(tmp_path / "a.db", pieces)
    assert together(db) == {"a d e", "b c", "f"}


def test_an_id_joins_titles_in_two_languages(tmp_path: Path) -> None:
    pieces = [
        Piece("a", "The Zone of Interest", 2023, ids={"imdb": "tt7160372"}, written=2024),
        Piece(
            "b",
            "La zona de interés",
            ids={"imdb": "tt7160372", "wikidata": "Q1"},
            outlet="butaca",
            written=2024,
        ),
        Piece("c", "Zona de interesse", ids={"wikidata": "Q1"}, outlet="palco", written=2024),
        Piece("d", "La Zona de Interes", outlet="butaca", written=2024),
        Piece("e", "The Zone", 2023, written=2024),
    ]
    for number, order in enumerate(islice(permutations(pieces), 0, None, 17)):
        db = put(tmp_path / f"{number}.db", order)
        assert together(db) == {"a b c d", "e"}
    with Store.open(db, readonly=True) as store:
        rows = store.db.execute(
            "select distinct work_title, work_year, work_ids from coverage where work_title like '%inter%'"
        )
        assert rows.fetchall() == [("The Zone of Interest", 2023, '{"imdb": "tt7160372", "wikidata": "Q1"}')]


def test_other_ids_media_makers_and_years_keep_a_title_apart(tmp_path: Path) -> None:
    db = put(
        tmp_path / "a.db",
        [
            Piece("film", "Wicked", 2024),
            Piece("musical", "Wicked", 2024, "stage"),
            Piece("original", "Pinocchio", 2022, ids={"imdb": "tt1488589"}),
            Piece("other", "Pinocchio", 2022, ids={"imdb": "tt4593060"}),
            Piece("either", "Pinocchio", 2022),
            Piece("hers", "Home", 2020, "music", people=("Ann Lee",)),
            Piece("his", "Home", 2020, "music", people=("Bob Stone",)),
            Piece("old", "Little Women", 1994),
            Piece("new", "Little Women", 2019),
        ],
    )
    assert len(together(db)) == 9
    assert {work for work, _ in doubts(db)} == {"Pinocchio (2022), film"}


def test_years_that_are_one_apart_are_one_film_but_for_a_third(tmp_path: Path) -> None:
    assert together(put(tmp_path / "a.db", [Piece("a", "Aftersun", 2022), Piece("b", "Aftersun", 2023)])) == {
        "a b"
    }
    three = [Piece(str(year), "Alone", year) for year in (2020, 2021, 2022)]
    assert together(put(tmp_path / "b.db", three)) == {"2020", "2021", "2022"}


def test_without_any_year_the_dates_decide(tmp_path: Path) -> None:
    pieces = [
        Piece("a", "Interstellar", written=2014),
        Piece("b", "Interstellar", written=2015, outlet="noise"),
        Piece("c", "interstellar!"),
        Piece("d", "Stalker", written=2001),
        Piece("e", "Stalker", written=2019),
    ]
    db = put(tmp_path / "a.db", pieces)
    assert together(db) == {"a b c", "d", "e"}
    assert len(doubts(db)) == 1


def test_a_title_and_a_date_alone_join_nothing(tmp_path: Path) -> None:
    db = put(
        tmp_path / "a.db",
        [Piece("a", "And", medium=None, written=2025), Piece("b", "And", medium="tv", written=2026)],
    )
    assert together(db) == {"a", "b"} and len(doubts(db)) == 1


def test_a_late_article_is_in_doubt_and_an_older_one_is_about_something_else(tmp_path: Path) -> None:
    db = put(
        tmp_path / "a.db",
        [Piece("a", "Jaws", 1975), Piece("b", "Jaws", written=2020), Piece("c", "Jaws", written=1960)],
    )
    assert together(db) == {"a", "b", "c"}
    assert ("Jaws, film", "Jaws (1975), film") in doubts(db) or ("Jaws (1975), film", "Jaws, film") in doubts(
        db
    )


def test_a_reading_that_changes_leaves_nothing_behind(tmp_path: Path) -> None:
    db = put(tmp_path / "a.db", [Piece("a", "Heat", 1995), Piece("b", "Heat", 1995)])
    put(db, [Piece("b", "Ronin", 1998, text="It moves fast and never stumbles. Again.")], day=16)
    assert works(db) == {"a": 0, "b": 1}
    put(db, [Piece("a", "Ronin", 1998, text="It moves fast and never stumbles. Again.")], day=16)
    assert together(db) == {"a b"}
    with Store.open(db, readonly=True) as store:
        assert [row[0] for row in store.db.execute("select title from works")] == ["Ronin"]
        assert [row[0] for row in store.db.execute("select title from work_names")] == ["Ronin"]
    assert faults(db) == []


PIECES = st.lists(
    st.builds(
        Piece,
        path=st.just(""),
        title=st.sampled_from(["Dune", "DUNE", "Duna"]),
        year=st.sampled_from([None, 1984, 2020, 2021]),
        medium=st.sampled_from([None, "film", "tv"]),
        ids=st.sampled_from(
            [{}, {"imdb": "tt1"}, {"imdb": "tt2"}, {"wikidata": "Q1"}, {"imdb": "tt1", "wikidata": "Q1"}]
        ),
        people=st.sampled_from([(), ("David Lynch",)]),
        written=st.sampled_from([None, 1985, 2003, 2021]),
        text=st.sampled_from(["It moves.", "David Lynch made one, too."]),
    ),
    min_size=2,
    max_size=6,
)


@property_test
@given(pieces=PIECES, data=st.data())
def test_any_order_gives_the_same_works(
    tmp_path_factory: pytest.TempPathFactory, pieces: list[Piece], data: st.DataObject
) -> None:
    pieces = [replace(piece, path=f"p{number}") for number, piece in enumerate(pieces)]
    folder = tmp_path_factory.mktemp("order")
    first = put(folder / "a.db", pieces)
    second = put(folder / "b.db", data.draw(st.permutations(pieces)))
    assert together(first) == together(second)
    assert coverage(first) == coverage(second)
    assert sorted(map(sorted, doubts(first))) == sorted(map(sorted, doubts(second)))


def coverage(db: Path) -> list[tuple[object, ...]]:
    with Store.open(db, readonly=True) as store:
        return store.db.execute(
            "select url, work_title, work_year, work_medium, work_ids from coverage order by url"
        ).fetchall()


def test_links_that_another_program_broke_are_found_and_mended(tmp_path: Path) -> None:
    db = put(
        tmp_path / "a.db", [Piece("a", "Heat", 1995), Piece("b", "Heat", 1995), Piece("c", "Ronin", 1998)]
    )
    with Store.open(db) as store:
        store.db.execute("pragma foreign_keys = off")
        store.db.execute("delete from _stale_coverage")
        store.db.execute("delete from _article_works where article_id = 1")
        store.db.execute("update reviews set work_id = 1 where revision_id = 3")
        store.db.execute("insert into works (title) values ('Nothing')")
        store.db.execute("delete from _stale_coverage")
        store.db.conn.commit()
    problems = faults(db)
    assert [line for line in problems if "is not linked to its work" in line] and len(problems) >= 3
    with Store.open(db) as store:
        repaired, left = repair_all(store, list(check(store)))
    assert repaired and left == []
    assert together(db) == {"a b", "c"}


def test_the_work_of_an_older_article_that_becomes_one_with_another_goes(tmp_path: Path) -> None:
    kept = Piece("a", "Heat")
    db = put(tmp_path / "a.db", [kept])
    put(db, [Piece("b", "Ronin")], day=14)
    with Store.open(db) as store:
        with store.transaction():
            merge_articles(store, 1, 2, kept.url, "2026-03-16T12:00:00+00:00")
        assert store.db.execute("select title from works").fetchall() == [("Heat",)]
        assert [fault.line() for fault in check(store)] == []
