"""Corrections by hand: they hold whatever is read later, in every archive, until they are undone."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

from archive.care.check import check
from archive.care.merge import merge
from archive.care.removal import find_target
from archive.care.remove import purge, remove
from archive.commands.work import work
from archive.commands.works import works as works_command
from archive.db.store import Store
from archive.works.correct import assign_articles, join_works, split_articles, undo
from archive.works.refresh import match_all
from tests.support.examples import property_test
from tests.test_archive.works.pages import SEEN, Piece, put, together

PIECES = [
    Piece("a", "The Zone of Interest", 2023, written=2024),
    Piece("b", "La zona de interés", 2023, written=2024, outlet="butaca"),
    Piece("c", "Heat", 1995, written=1995),
    Piece("d", "Heat", 1995, written=1996, outlet="butaca"),
]
BEFORE = {"a", "b", "c d"}


@pytest.fixture
def db(tmp_path: Path) -> Path:
    return put(tmp_path / "a.db", PIECES)


def run(db: Path, *words: str) -> Result:
    return CliRunner().invoke(work, [*words, "--db", str(db)])


def undo_all(db: Path) -> None:
    with Store.open(db, readonly=True) as store:
        numbers = [row[0] for row in store.db.execute("select id from corrections")]
    for number in numbers:
        assert CliRunner().invoke(works_command, ["--undo", str(number), "--db", str(db)]).exit_code == 0


def read_again(db: Path, *pieces: Piece) -> None:
    """As reclean or a refetch: other texts and other readings of pages."""
    put(db, [replace(piece, text=f"{piece.text} Again.") for piece in pieces], day=16)


def merged(db: Path, other: Path) -> None:
    with Store.open(db) as store, Store.open(other, readonly=True) as source:
        merge(store, source)
        assert [fault.line() for fault in check(store)] == []


def test_joined_works_are_one_until_that_is_undone(db: Path) -> None:
    done = run(db, "The Zone of Interest", "--join", "La zona de interes")
    assert done.exit_code == 0 and "also: The Zone of Interest" in done.output
    assert together(db) == {"a b", "c d"}
    put(db, [Piece("e", "La Zona de Interés", 2023, written=2024)])
    assert together(db) == {"a b e", "c d"}
    undo_all(db)
    assert together(db) == {"a", "b e", "c d"}
    assert run(db, "The Zone of Interest", "--join", "La zona de interes").exit_code == 0
    assert together(db) == {"a b e", "c d"}


def work_ids(db: Path) -> dict[str, int]:
    with Store.open(db, readonly=True) as store:
        return dict(store.db.execute("select title, id from works"))


@pytest.mark.parametrize(
    "titles", [("The Zone of Interest", "Cold War"), ("Cold War", "The Zone of Interest")]
)
def test_works_have_their_ids_again_when_a_join_is_undone(tmp_path: Path, titles: tuple[str, str]) -> None:
    """Also where one has more names than the other, and where a new work came in between."""
    db = put(tmp_path / "a.db", [Piece("a", "The Zone of Interest", 2023)])
    put(db, [Piece("b", "Cold War", 2018), Piece("c", "Cold War", 2018, ids={"imdb": "tt6543652"})])
    before = work_ids(db)
    run(db, titles[0], "--join", titles[1])
    put(db, [Piece("d", "Heat", 1995)])
    assert len(work_ids(db)) == 2
    undo_all(db)
    after = work_ids(db)
    assert after.pop("Heat") not in before.values()
    assert after == before


ASSIGNED = [
    Piece("a", "Heat", 1995),
    Piece("b", "Heat", 1995, outlet="butaca"),
    Piece("c", "Ronin", 1998),
    Piece("d", None),
]


@pytest.fixture(scope="module")
def assigned(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return put(tmp_path_factory.mktemp("assigned") / "a.db", ASSIGNED)


STEPS = st.tuples(
    st.sampled_from(["join", "split", "assign"]),
    st.sets(st.sampled_from([piece.url for piece in ASSIGNED]), min_size=1),
    st.integers(0, 9),
    st.integers(0, 9),
)


@property_test
@given(st.lists(STEPS, min_size=1, max_size=3), st.booleans())
def test_works_have_their_ids_again_when_corrections_are_undone(
    assigned: Path, steps: list[tuple[str, set[str], int, int]], is_work_added: bool
) -> None:
    """Undone from the last to the first; also where a work lost its last article and another came in."""
    db = Path(shutil.copy(assigned, assigned.with_name("copy.db")))
    before = work_ids(db)
    numbers = []
    with Store.open(db) as store:
        for step in steps:
            with store.transaction():
                numbers += correct(store, *step, at=f"2026-03-15T12:00:{len(numbers):02}+00:00")
    if is_work_added:
        put(db, [Piece("f", "Jaws", 1975)])
    with Store.open(db) as store:
        for number in reversed(numbers):
            with store.transaction():
                assert undo(store.db, number, "2026-03-16T12:00:00+00:00")
        assert [fault.line() for fault in check(store)] == []
    after = work_ids(db)
    assert after.pop("Jaws", 0) not in before.values()
    assert after == before


def correct(store: Store, kind: str, urls: set[str], first: int, second: int, *, at: str) -> list[int]:
    """Make a correction of the works with these places in the list, if it says anything new."""
    works = [row[0] for row in store.db.execute("select id from works order by id")]
    first_id, second_id = works[first % len(works)], works[second % len(works)]
    if kind == "join" and first_id == second_id:
        return []
    (corrections,) = store.db.execute("select count(*) from corrections").fetchone()
    if kind == "join":
        number = join_works(store.db, first_id, second_id, at)
    elif kind == "split":
        number = split_articles(store.db, urls, at)
    else:
        number = assign_articles(store.db, urls, first_id, at)
    return [number] if number > corrections else []


def test_a_join_wins_over_later_readings(db: Path) -> None:
    run(db, "The Zone of Interest", "--join", "La zona de interes")
    read_again(db, replace(PIECES[1], year=2020))  # the year is read otherwise
    assert together(db) == {"a b", "c d"}
    read_again(db, replace(PIECES[1], title="Heat", year=1995))  # and so is the title
    assert together(db) == {"a b", "c d"}
    undo_all(db)
    assert together(db) == {"a", "b c d"}


def test_split_articles_are_about_a_work_of_their_own(db: Path) -> None:
    assert run(db, "Heat", "--split", PIECES[3].url).exit_code == 0
    assert together(db) == {"a", "b", "c", "d"}
    put(db, [Piece("e", "Heat", 1995, written=1996)])
    read_again(db, PIECES[3])
    assert together(db) == {"a", "b", "c e", "d"}
    undo_all(db)
    assert together(db) == {"a", "b", "c d e"}


def test_an_article_is_assigned_to_a_work(db: Path) -> None:
    put(db, [Piece("n", None)])
    assert run(db, "Heat", "--assign", PIECES[1].url, "--assign", "https://reel.example/n").exit_code == 0
    assert together(db) == {"a", "b c d n"}
    read_again(db, PIECES[1])
    assert together(db) == {"a", "b c d n"}
    undo_all(db)
    assert together(db) == BEFORE


def test_a_work_that_an_article_is_assigned_to_keeps_its_id_and_what_its_pages_say(tmp_path: Path) -> None:
    db = put(tmp_path / "a.db", [Piece("a", "Heat", 1995, ids={"imdb": "tt0113277"}), Piece("n", None)])
    before = run(db, "Heat").output.splitlines()[0]
    assert run(db, "Heat", "--assign", "https://reel.example/n").exit_code == 0
    assert run(db, "Heat").output.splitlines()[0] == before
    put(db, [Piece("e", "Fuego contra fuego", 1995, ids={"imdb": "tt0113277"})])
    put(db, [Piece("f", "Heat", 1995, people=("Michael Mann",))])
    assert together(db) == {"a e f n"}
    undo_all(db)
    assert together(db) == {"a e f"}
    assert run(db, "Heat").output.startswith("1: ")


def test_an_assignment_is_undone_alone_if_the_work_was_assigned_more(tmp_path: Path) -> None:
    db = put(tmp_path / "a.db", [Piece("a", "Heat", 1995), Piece("b", "Jaws", 1975), Piece("n", None)])
    assert run(db, "Heat", "--assign", "https://reel.example/b").exit_code == 0
    assert run(db, "Heat", "--assign", "https://reel.example/n").exit_code == 0
    assert together(db) == {"a b n"}
    assert CliRunner().invoke(works_command, ["--undo", "1", "--db", str(db)]).exit_code == 0
    assert together(db) == {"a n", "b"}


def test_an_assignment_stays_with_a_work_whose_article_gets_another_title(tmp_path: Path) -> None:
    pieces = [Piece("a", "Heat", 1995), Piece("b", "Jaws", 1975), Piece("n", None)]
    db = put(tmp_path / "a.db", pieces)
    assert run(db, "Heat", "--assign", "https://reel.example/n").exit_code == 0
    read_again(db, replace(pieces[0], title="Jaws", year=1975))
    assert together(db) == {"a n", "b"}


def test_an_article_is_assigned_to_a_new_work(db: Path) -> None:
    words = ("Manhunter", "--new", "--year", "1986", "--medium", "film", "--assign", PIECES[3].url)
    assert run(db, *words).exit_code == 0
    assert together(db) == {"a", "b", "c", "d"}
    put(db, [Piece("m", "Manhunter", 1986)])
    assert together(db) == {"a", "b", "c", "d m"}
    shown = run(db, "manhunter (1986)")
    assert "Manhunter (1986), film" in shown.output and "not covered by: none" in shown.output


def test_works_that_are_distinct_are_not_joined_and_not_in_doubt(tmp_path: Path) -> None:
    db = put(tmp_path / "a.db", [Piece("a", "Jaws", 1975), Piece("b", "Jaws", written=2020)])
    listed = CliRunner().invoke(works_command, ["--ambiguous", "--db", str(db)])
    assert "the year is not known; written in 2020, the work is of 1975" in listed.output
    assert run(db, "1", "--distinct", "2").exit_code == 0
    assert together(db) == {"a", "b"}
    assert (
        "No work is in doubt." in CliRunner().invoke(works_command, ["--ambiguous", "--db", str(db)]).output
    )


def test_corrections_go_along_when_archives_are_merged(db: Path, tmp_path: Path) -> None:
    other = Path(shutil.copy(db, tmp_path / "other.db"))
    run(db, "The Zone of Interest", "--join", "La zona de interes")
    run(other, "Heat", "--split", PIECES[3].url)
    both = Path(shutil.copy(other, tmp_path / "both.db"))
    merged(both, db)
    merged(db, other)
    assert together(db) == together(both) == {"a b", "c", "d"}
    merged(db, both)
    assert together(db) == {"a b", "c", "d"}
    undo_all(both)
    merged(db, both)
    assert together(db) == BEFORE, "the last word counts"


def test_matching_everything_again_keeps_corrections(db: Path) -> None:
    run(db, "The Zone of Interest", "--join", "La zona de interes")
    run(db, "Heat", "--split", PIECES[3].url)
    with Store.open(db) as store, store.transaction():
        match_all(store.db)
    assert together(db) == {"a b", "c", "d"}


def test_a_removed_article_leaves_no_word_in_corrections(db: Path) -> None:
    run(db, "The Zone of Interest", "--join", "La zona de interes")
    run(db, "Heat", "--split", PIECES[1].url)
    with Store.open(db) as store:
        target = find_target(store, PIECES[1].url)
        assert target
        remove(store, target, "asked", SEEN, keep_urls=False)
        purge(store)
        assert [fault.line() for fault in check(store)] == []
    assert b"butaca.example/b" not in db.read_bytes()
    assert b"zona de inter" not in db.read_bytes().lower()
    assert "a" in together(db)


def test_wrong_wishes_say_what_to_do(db: Path) -> None:
    assert "the nearest is Heat" in str(run(db, "Heet").exception)
    assert run(db, "Heat", "--join", "heat").exit_code == 2
    assert "is not about this work" in str(run(db, "Heat", "--split", PIECES[0].url).exception)
    assert run(db, "Ronin", "--new").exit_code == 2
    put(db, [Piece("f", "Heat", 2013)])
    assert "give the number of one" in str(run(db, "Heat").exception)
    undone = CliRunner().invoke(works_command, ["--undo", "9", "--db", str(db)])
    assert undone.exit_code == 1 and "correction 9" in undone.output
