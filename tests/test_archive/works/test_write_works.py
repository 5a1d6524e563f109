"""When a work came out: by its articles, by the catalogue, and as either changes."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

from click.testing import CliRunner

from archive.care.removal import find_target
from archive.care.remove import remove
from archive.commands.work import work as work_command
from archive.commands.works import works as works_command
from archive.db.store import Store
from archive.works.catalogue.write import CatalogueWork, write_work
from archive.works.refresh import match_all
from tests.test_archive.works.pages import SEEN, Piece, put

FIRST, OTHER = "2025-06-06", "2025-06-13"
TIDE = [
    Piece("a", "Low Tide", 2025, released=FIRST, day="2025-06-01"),
    Piece("b", "Low Tide", 2025, released=FIRST, outlet="noise", day="2025-06-06"),
    Piece("c", "Low Tide", 2025, released=OTHER, outlet="stage", day="2025-07-02"),
    Piece("d", "Low Tide", 2025, outlet="lamp"),
    Piece("e", "Night Ferry", 2024, outlet="lamp"),
]


def released(db: Path) -> dict[str, str | None]:
    with Store.open(db, readonly=True) as store:
        return dict(store.db.execute("select title, released from works").fetchall())


def test_the_day_that_most_articles_give_counts(tmp_path: Path) -> None:
    for number, pieces in enumerate((TIDE, TIDE[::-1])):
        db = put(tmp_path / f"{number}.db", pieces)
        assert released(db) == {"Low Tide": FIRST, "Night Ferry": None}


def test_a_day_far_from_the_year_of_the_work_does_not_count(tmp_path: Path) -> None:
    again = Piece("a", "Suspiria", ids={"imdb": "tt0076786"}, released="2025-10-01")
    db = put(tmp_path / "a.db", [again])
    assert released(db) == {"Suspiria": "2025-10-01"}
    put(db, [Piece(name, "Suspiria", 1977, ids={"imdb": "tt0076786"}) for name in ("b", "c")])
    assert released(db) == {"Suspiria": None}


def test_it_changes_with_the_articles(tmp_path: Path) -> None:
    db = put(tmp_path / "a.db", TIDE)
    put(db, [replace(TIDE[0], released=OTHER)], day=16)
    assert released(db)["Low Tide"] == OTHER
    with Store.open(db) as store:
        for piece in (TIDE[0], TIDE[2]):
            target = find_target(store, piece.url)
            assert target
            remove(store, target, "the author asked", SEEN)
    assert released(db)["Low Tide"] == FIRST


def test_a_corrected_work_has_the_day_of_its_articles(tmp_path: Path) -> None:
    db = put(tmp_path / "a.db", TIDE)
    run = CliRunner().invoke
    assert run(work_command, ["Night Ferry", "--assign", TIDE[2].url, "--db", str(db)]).exit_code == 0
    assert released(db) == {"Low Tide": FIRST, "Night Ferry": OTHER}
    assert run(works_command, ["--undo", "1", "--db", str(db)]).exit_code == 0
    assert released(db) == {"Low Tide": FIRST, "Night Ferry": None}


def test_the_catalogue_counts_more_than_pages(tmp_path: Path) -> None:
    db = put(tmp_path / "a.db", TIDE)
    with Store.open(db) as store, store.transaction():
        write_work(store.db, CatalogueWork("Low Tide", 2025, "film", {"imdb": "tt1234567"}))
        match_all(store.db)
    assert released(db)["Low Tide"] == FIRST
    with Store.open(db) as store, store.transaction():
        write_work(
            store.db, CatalogueWork("Low Tide", 2025, "film", {"imdb": "tt1234567"}, released="2025-05-16")
        )
        match_all(store.db)
    assert released(db)["Low Tide"] == "2025-05-16"


def test_the_commands_say_it(tmp_path: Path) -> None:
    db = put(tmp_path / "a.db", TIDE)
    shown = CliRunner().invoke(work_command, ["Low Tide", "--db", str(db)]).output
    assert f"released: {FIRST}, 1 piece before, 2 since that day\n" in shown
    listed = json.loads(CliRunner().invoke(works_command, ["--json", "--db", str(db)]).output)
    assert [work["released"] for work in listed] == [FIRST, None]
