"""The people of an archive: found at every ingest, corrected by hand, merged, removed."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from archive.care.check import check, repair_all
from archive.care.merge import merge
from archive.care.removal import find_target
from archive.care.remove import purge, remove
from archive.commands.authors import author, authors
from archive.db.store import Store
from archive.model import Author
from archive.people.listing import author_details, author_summary, dated_pieces, find_author
from archive.query.search import search
from archive.query.selection import Selection
from tests.test_archive.works.pages import SEEN, Piece, put

STAFF = Author("Reel Staff", "organization")
PIECES = [
    Piece("a", "Heat", authors=(Author("Jane Q. Doe"), STAFF), score=80, written=2020),
    Piece("b", "Ronin", authors=(Author("Jane Doe"),), score=40, written=2021),
    Piece("c", "Alien", authors=(Author("JANE Q. DOE"),), outlet="noise", written=2022),
    Piece("d", "Dune", authors=(Author("Bo Reed"),), outlet="noise"),
]


@pytest.fixture
def db(tmp_path: Path) -> Path:
    return put(tmp_path / "a.db", PIECES)


def run(db: Path, *words: str) -> Result:
    return CliRunner().invoke(author, [*words, "--db", str(db)])


def listed(db: Path) -> dict[str, Any]:
    done = CliRunner().invoke(authors, ["--json", "--db", str(db)])
    with Store.open(db, readonly=True) as store:
        assert [fault.line() for fault in check(store)] == []
    return {f"{one['name']} {one['articles']}": one for one in json.loads(done.output)}


def undo_all(db: Path) -> None:
    with Store.open(db, readonly=True) as store:
        numbers = [row[0] for row in store.db.execute("select id from corrections")]
    for number in numbers:
        assert CliRunner().invoke(authors, ["--undo", str(number), "--db", str(db)]).exit_code == 0


def test_authors_are_listed_with_figures(db: Path) -> None:
    found = listed(db)
    assert set(found) == {"Jane Q. Doe 3", "Bo Reed 1", "Reel Staff 1"}
    jane = found["Jane Q. Doe 3"]
    assert (jane["outlets"], jane["scores"], jane["score_mean"], jane["score_min"]) == (2, 2, 60.0, 40.0)
    assert (jane["first"], jane["last"]) == ("2020-06-01", "2022-06-01")
    assert found["Reel Staff 1"]["kind"] == "organization"
    shown = run(db, "jane doe").output
    assert (
        "also: JANE Q. DOE; Jane Doe" in shown and "score: 60, 40-80 of 2" in shown and "noise, reel" in shown
    )


def test_an_article_whose_byline_has_two_names_of_a_person_is_one_piece(tmp_path: Path) -> None:
    both = (Author("Jane Doe"), Author("Jane Q. Doe"))
    with Store.open(put(tmp_path / "a.db", [Piece("a", "Heat", authors=both)])) as store:
        ((person_id,),) = store.db.execute("select id from people").fetchall()
        assert [piece.id for piece in dated_pieces(store.db, person_id)] == [1]
        assert [piece.id for piece in author_details(store.db, person_id).pieces] == [1]


def test_a_search_by_author_finds_other_names_of_the_person(db: Path) -> None:
    with Store.open(db, readonly=True) as store:
        assert search(store, "", Selection(authors=("Jane Doe",))).total == 3
        assert search(store, "", Selection(authors=("bo*",))).total == 1


def test_a_byline_that_changes_leaves_nothing_behind(db: Path) -> None:
    put(db, [replace(PIECES[3], authors=(Author("Bo M. Reed"),), text="It is another text by now.")], day=16)
    assert set(listed(db)) == {"Jane Q. Doe 3", "Bo M. Reed 1", "Reel Staff 1"}


def test_joined_authors_are_one_until_that_is_undone(db: Path) -> None:
    assert run(db, "Jane Doe", "--join", "Bo Reed").exit_code == 0
    assert set(listed(db)) == {"Jane Q. Doe 4", "Reel Staff 1"}
    put(db, [Piece("e", "Jaws", authors=(Author("Bo Reed"),))])
    assert set(listed(db)) == {"Jane Q. Doe 5", "Reel Staff 1"}
    undo_all(db)
    assert set(listed(db)) == {"Jane Q. Doe 3", "Bo Reed 2", "Reel Staff 1"}
    assert "Nothing" not in CliRunner().invoke(authors, ["--corrections", "--db", str(db)]).output


@pytest.mark.parametrize("pieces", [[PIECES[3], *PIECES[:3]], PIECES])
def test_authors_have_their_ids_again_when_a_join_is_undone(tmp_path: Path, pieces: list[Piece]) -> None:
    """Whoever came first; also where one has more names, and where a new author came in between."""
    db = put(tmp_path / "a.db", pieces)
    before = {name: one["id"] for name, one in listed(db).items()}
    assert run(db, "Jane Doe", "--join", "Bo Reed").exit_code == 0
    put(db, [Piece("e", "Jaws", authors=(Author("Ada Poe"),))])
    undo_all(db)
    after = {name: one["id"] for name, one in listed(db).items()}
    assert after.pop("Ada Poe 1") not in before.values()
    assert after == before


def test_authors_have_their_ids_again_when_the_split_of_their_only_article_is_undone(db: Path) -> None:
    before = {name: one["id"] for name, one in listed(db).items()}
    assert run(db, "Bo Reed", "--split", PIECES[3].url).exit_code == 0
    put(db, [Piece("e", "Jaws", authors=(Author("Ada Poe"),))])
    undo_all(db)
    after = {name: one["id"] for name, one in listed(db).items()}
    assert after.pop("Ada Poe 1") not in before.values()
    assert after == before


def test_split_articles_are_another_person_s_whatever_is_read_later(db: Path) -> None:
    assert run(db, "Jane Doe", "--split", PIECES[2].url).exit_code == 0
    assert set(listed(db)) == {"Jane Q. Doe 2", "JANE Q. DOE 1", "Bo Reed 1", "Reel Staff 1"}
    put(db, [replace(PIECES[2], text="It is another text by now.")], day=16)
    assert set(listed(db)) == {"Jane Q. Doe 2", "JANE Q. DOE 1", "Bo Reed 1", "Reel Staff 1"}
    assert "give the number of one" in str(run(db, "Jane Q. Doe").exception)
    undo_all(db)
    assert "Jane Q. Doe 3" in listed(db)


def test_corrections_go_along_when_archives_are_merged(db: Path, tmp_path: Path) -> None:
    other = Path(shutil.copy(db, tmp_path / "other.db"))
    run(db, "Jane Doe", "--join", "Bo Reed")
    run(other, "Jane Doe", "--split", PIECES[2].url)
    both = Path(shutil.copy(other, tmp_path / "both.db"))
    for target, source in ((both, db), (db, other)):
        with Store.open(target) as store, Store.open(source, readonly=True) as theirs:
            merge(store, theirs)
    assert set(listed(db)) == set(listed(both)) == {"Jane Q. Doe 3", "JANE Q. DOE 1", "Reel Staff 1"}


@pytest.mark.parametrize(
    "correction", [("Jane Doe", "--join", "Bo Reed"), ("Bo Reed", "--split", PIECES[3].url)]
)
def test_authors_have_their_ids_again_when_a_correction_and_its_undoing_arrive_by_merge(
    db: Path, tmp_path: Path, correction: tuple[str, str, str]
) -> None:
    other = Path(shutil.copy(db, tmp_path / "other.db"))
    before = {name: one["id"] for name, one in listed(db).items()}
    assert run(other, *correction).exit_code == 0
    merged(db, other)
    put(db, [Piece("e", "Jaws", authors=(Author("Ada Poe"),))])
    undo_all(other)
    merged(db, other)
    after = {name: one["id"] for name, one in listed(db).items()}
    assert after.pop("Ada Poe 1") not in before.values()
    assert after == before


def test_an_article_with_two_names_of_one_person_is_one_article(tmp_path: Path) -> None:
    both = (Author("Jane Doe"), Author("Jane Q. Doe", "senior critic"))
    db = put(tmp_path / "a.db", [Piece("a", "Heat", authors=both), Piece("b", "Jaws", authors=both[:1])])
    assert set(listed(db)) == {"Jane Q. Doe 2"}
    with Store.open(db, readonly=True) as store:
        author = author_details(store.db, find_author(store.db, "Jane Doe"))
        assert author.summary == author_summary(store.db, author.summary.id)
        assert (author.summary.articles, len(author.pieces)) == (2, 2)
        assert len(dated_pieces(store.db, author.summary.id)) == 2


def merged(db: Path, other: Path) -> None:
    with Store.open(db) as store, Store.open(other, readonly=True) as source:
        merge(store, source)
        assert [fault.line() for fault in check(store)] == []


def test_a_removed_person_leaves_no_byte(db: Path) -> None:
    run(db, "Jane Doe", "--join", "Bo Reed")
    with Store.open(db) as store:
        target = find_target(store, PIECES[3].url)
        assert target
        remove(store, target, "asked", SEEN)
        purge(store)
    assert set(listed(db)) == {"Jane Q. Doe 3", "Reel Staff 1"}
    assert b"bo reed" not in db.read_bytes().lower()


def test_links_that_another_program_broke_are_found_and_mended(db: Path) -> None:
    with Store.open(db) as store:
        store.db.execute("delete from _article_people where article_id = 1")
        store.db.conn.commit()
        faults = list(check(store))
        assert "is not linked to its authors" in faults[0].line()
        assert repair_all(store, faults)[1] == []
    assert "Jane Q. Doe 3" in listed(db)


def test_wrong_wishes_say_what_to_do(db: Path) -> None:
    assert "the nearest is Bo Reed" in str(run(db, "Bo Read").exception)
    assert run(db, "Jane Doe", "--join", "Jane Q. Doe").exit_code == 2
    assert "among the author's articles" in str(run(db, "Bo Reed", "--split", PIECES[0].url).exception)
    assert CliRunner().invoke(authors, ["--undo", "9", "--db", str(db)]).exit_code == 1
