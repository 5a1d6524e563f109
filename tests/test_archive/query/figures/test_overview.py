"""The works that most is written about, counted by work and not by title."""

from __future__ import annotations

from pathlib import Path

from archive.db.store import Store
from archive.query.figures.overview import works_in_outlet, works_since
from tests.test_archive.works.pages import Piece, put

FIRST = {"imdb": "tt0000001"}
REMAKE = {"imdb": "tt0000002"}


def test_two_works_of_one_title_are_two(tmp_path: Path) -> None:
    db = put(
        tmp_path / "archive.db",
        [
            Piece("first", "Night Ferry", 1951, ids=FIRST),
            Piece("first", "Night Ferry", 1951, ids=FIRST, outlet="noise"),
            Piece("remake", "Night Ferry", 2024, ids=REMAKE),
            Piece("again", "Night Ferry", 2024, ids=REMAKE, text="It moves slowly and never arrives."),
            Piece("alone", "Low Tide", 2024),
            Piece("none", None),
        ],
    )
    with Store.open(db, readonly=True) as store:
        every = [(work["title"], work["articles"]) for work in works_since(store, "2026-03-01")]
        reel = works_in_outlet(store, "reel")
        years = [store.row("select year from works where id = ?", work["id"]) for work in reel]
        assert works_since(store, "2026-04-01") == []
    assert every == [("Night Ferry", 2), ("Night Ferry", 2)]
    assert [(work["title"], work["articles"]) for work in reel] == [
        ("Night Ferry", 2),
        ("Low Tide", 1),
        ("Night Ferry", 1),
    ]
    assert years == [{"year": 2024}, {"year": 2024}, {"year": 1951}]
