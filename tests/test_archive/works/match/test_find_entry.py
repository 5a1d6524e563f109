"""Which work of the catalogue a name stands for; none where several may."""

from __future__ import annotations

from typing import Any

import pytest

from archive.works.match.find_entry import choose_entry
from archive.works.model import Entry, WorkName

OLD = Entry(1, "Suspiria", 1977, "film", {"imdb": "tt1"}, frozenset({"dario argento"}))
NEW = Entry(2, "Suspiria", 2018, "film", {"imdb": "tt2"}, frozenset({"luca guadagnino"}))
GAME = Entry(3, "Suspiria", 2018, "game", {"wikidata": "Q3"})
ALL = (OLD, NEW, GAME)


def name(**fields: Any) -> WorkName:
    return WorkName(**{"title": "Suspiria", "title_key": "suspiria", "medium": "film", **fields})


@pytest.mark.parametrize(
    ("fields", "entry"),
    [
        ({"year": 1977}, OLD),
        ({"year": 2019}, NEW),  # one apart
        ({"year": 2010}, None),
        ({"year": 2018, "medium": None}, None),  # the film or the game
        ({"written": 2018}, NEW),
        ({"written": 1976}, OLD),
        ({"written": 1990}, None),
        ({"written": 1950}, None),
        ({}, None),
        ({"written": 1990, "named": frozenset({"dario argento"})}, OLD),
        ({"written": 2018, "named": frozenset({"dario argento", "luca guadagnino"})}, NEW),
        ({"written": 2018, "named": frozenset({"dario argento"})}, None),  # of the remake, perhaps
        ({"year": 2018, "people": frozenset({"ann lee"})}, None),
        ({"year": 2018, "ids": {"imdb": "tt9"}}, None),
        ({"year": 2018, "apart": "by hand"}, None),
    ],
)
def test_the_entry_of_a_name(fields: dict[str, Any], entry: Entry | None) -> None:
    assert choose_entry(name(**fields), (), ALL).entry == entry


def test_an_id_decides() -> None:
    assert choose_entry(name(year=2018), (OLD,), ALL).entry == OLD
    assert choose_entry(name(ids={"imdb": "tt1"}), (OLD, NEW), ALL).entry is None


def test_what_is_not_certain_is_listed() -> None:
    assert choose_entry(name(written=1990), (), ALL).others == (OLD,)
    assert choose_entry(name(written=2024), (), ALL).others == (OLD, NEW)
