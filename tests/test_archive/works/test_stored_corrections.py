"""Corrections, and their undoing, that another archive brings."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.test_archive.works.pages import Piece, put
from tests.test_archive.works.test_corrections import merged, run, undo_all, work_ids


def test_works_have_their_ids_again_when_the_undoing_of_a_join_arrives_by_merge(tmp_path: Path) -> None:
    db = put(tmp_path / "a.db", [Piece("a", "The Zone of Interest", 2023), Piece("b", "Cold War", 2018)])
    before = work_ids(db)
    run(db, "The Zone of Interest", "--join", "Cold War")
    other = Path(shutil.copy(db, tmp_path / "other.db"))
    undo_all(other)
    put(db, [Piece("c", "Heat", 1995)])
    merged(db, other)
    after = work_ids(db)
    assert after.pop("Heat") not in before.values()
    assert after == before
    merged(db, other)
    assert {**work_ids(db), "Heat": 0} == {**before, "Heat": 0}


@pytest.mark.parametrize("correction", [("--join", "Cold War"), ("--split", "https://reel.example/a")])
def test_works_have_their_ids_again_when_a_correction_that_arrived_by_merge_is_undone(
    tmp_path: Path, correction: tuple[str, str]
) -> None:
    """Whether it is undone here or there; the other archive has other ids."""
    pieces = [Piece("a", "The Zone of Interest", 2023), Piece("b", "Cold War", 2018)]
    db, other = put(tmp_path / "a.db", pieces), put(tmp_path / "other.db", [])
    for piece in (Piece("c", "Heat", 1995), *reversed(pieces)):
        put(other, [piece])
    put(db, [Piece("c", "Heat", 1995)])
    before = work_ids(db)
    assert run(other, "The Zone of Interest", *correction).exit_code == 0
    merged(db, other)
    twin = Path(shutil.copy(db, tmp_path / "twin.db"))
    undo_all(twin)
    assert work_ids(twin) == before
    undo_all(other)
    merged(db, other)
    assert work_ids(db) == before
