"""Counts of values, of the whole archive and of what a query matches."""

from __future__ import annotations

import pytest

from archive.db.store import Store
from archive.query.facets import FACETS, facets
from archive.query.search import search
from archive.query.selection import Selection


def counts(four: Store, query: str = "", **more: object) -> dict[str, dict[str, int]]:
    counted = facets(four, query, names=FACETS, **more)  # type: ignore[arg-type]
    return {facet.name: {value.value: value.count for value in facet.values} for facet in counted}


def test_the_whole_archive(four: Store) -> None:
    assert counts(four) == {
        "outlet": {"noise": 2, "reel": 2},
        "kind": {"review": 2, "preview": 1},
        "medium": {"film": 2, "music": 1},
        "work": {"Ballerina": 2, "Low Water": 1},
        "author": {"Decider TV": 1, "Smith; Jones": 1, "Zoe Ortega": 1, "Zoë Ortega": 1},
        "lang": {"de": 1, "en": 2},
        "year": {"2024": 1, "2025": 2},
        "score": {"80-100": 1},
        "status": {"complete": 3, "excerpt": 1},
    }


def test_what_matches(four: Store) -> None:
    assert counts(four, "ballerina")["kind"] == {"preview": 1, "review": 1}
    assert counts(four, "kind:review")["author"] == {"Smith; Jones": 1, "Zoe Ortega": 1, "Zoë Ortega": 1}
    assert counts(four, "ballerina", selection=Selection(kinds=("review",)))["outlet"] == {"reel": 1}
    assert all(not values for values in counts(four, "zzz").values())
    assert len(counts(four, most=1)["author"]) == 1
    assert facets(four, "ballerina", names=()) == []


@pytest.mark.parametrize("query", ["", "ballerina OR record"])
def test_the_query_of_a_value_finds_what_was_counted(four: Store, query: str) -> None:
    for facet in facets(four, query, names=FACETS):
        for value in facet.values:
            narrower = f"({query}) {value.query}" if query else value.query
            total = search(four, narrower).total
            # Names are counted as printed, and found without regard to accents.
            assert total >= value.count if facet.name == "author" else total == value.count, value
