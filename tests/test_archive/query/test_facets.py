"""Counts of values, of the whole archive and of what a query matches."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from archive.db.store import Store
from archive.query.facets import FACETS, Counts, count_values, facets
from archive.query.language.sorting import RANKED, SORTS, Sort, order
from archive.query.matching import matching
from archive.query.search import matching_ids, page_of_counted, search
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


def limited(four: Store, query: str, at_most: int) -> tuple[Counts, dict[str, int]]:
    counts = count_values(four, matching(four, query), names=FACETS, at_most=at_most)
    authors = next(facet for facet in counts.facets if facet.name == "author")
    return counts, {value.value: value.count for value in authors.values}


def test_of_more_than_are_counted_the_last_added_are(four: Store) -> None:
    latest = search(four, "has:title", sort="added", limit=2)
    counts, authors = limited(four, "has:title", 2)
    assert counts.total == 2 and counts.has_more
    assert counts.ids == [hit.record["id"] for hit in latest.hits]
    assert authors == {name: 1 for hit in latest.hits for name in hit.record["authors"]}


@pytest.mark.parametrize(
    "query", ["ballerina", "ballerina kind:review", "kind:review", "zzz", "ballerina OR kind:review"]
)
def test_a_limit_that_is_not_reached_changes_nothing(four: Store, query: str) -> None:
    counts, _ = limited(four, query, 4)
    assert not counts.has_more and counts.total == search(four, query).total
    assert counts.facets == facets(four, query, names=FACETS)


def ranked(four: Store, query: str, sort: Sort | None, now: datetime, at_most: int) -> Counts:
    """The counts of a query with the keys by which its hits are ranked."""
    matched = matching(four, query, now=now)
    ordered = order(sort, has_words=matched.ranking is not None, now=now)
    return count_values(four, matched, at_most=at_most, key=ordered.key if ordered.sort in RANKED else None)


@pytest.mark.parametrize("with_keys", [False, True])
@pytest.mark.parametrize("sort", [None, *SORTS])
@pytest.mark.parametrize(
    "query", ["", "ballerina", "ballerina has:date", "has:date", "ballerina OR kind:review"]
)
def test_pages_of_what_was_counted_are_those_of_a_search(
    four: Store, query: str, sort: Sort | None, with_keys: bool
) -> None:
    now = datetime.now(UTC)
    counts = ranked(four, query, sort, now, 4) if with_keys else limited(four, query, 4)[0]
    cursor = None
    for page in range(2):
        wanted = search(four, query, limit=1, sort=sort, cursor=cursor, now=now)
        shown = page_of_counted(
            four,
            matching(four, query, now=now),
            counts,
            at_most=4,
            limit=1,
            sort=sort,
            cursor=cursor,
            now=now,
        )
        assert (shown.hits, shown.total, shown.next) == (wanted.hits, wanted.total, wanted.next), page
        cursor = wanted.next
        if cursor is None:
            break


@pytest.mark.parametrize("sort", [None, *SORTS])
@pytest.mark.parametrize("query", ["ballerina", ""])
@pytest.mark.parametrize("with_keys", [False, True])
def test_only_orders_that_read_all_are_limited_to_what_was_added_last(
    four: Store, query: str, sort: Sort | None, with_keys: bool
) -> None:
    now = datetime.now(UTC)
    counts = ranked(four, query, sort, now, 1) if with_keys else limited(four, query, 1)[0]
    found = page_of_counted(four, matching(four, query, now=now), counts, at_most=1, sort=sort, now=now)
    ids = [hit.record["id"] for hit in found.hits]
    reads_all = sort == "title" or (bool(query) and sort in (None, "relevance", "fresh"))
    assert found.among == (1 if reads_all else None)
    assert ids == (search_ids(four, query, "added")[:1] if reads_all else search_ids(four, query, sort))


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", 4),
        ("ballerina", 2),
        ("ballerina -record", 2),
        ("kind:review", 3),
        ("kind:review,news outlet:reel", 1),
        ("outlet:r*", 2),
        ("-kind:review", 1),
        ("medium:film", 2),
        ("ball*", None),
        ("ballerina kind:review", None),
        ("has:title", None),
        ("score:>=1", None),
    ],
)
def test_how_many_match_is_told_where_it_need_not_be_looked_for(
    four: Store, query: str, expected: int | None
) -> None:
    counts, _ = limited(four, query, 0)
    assert counts.matching == (None if expected is None else search(four, query).total)


@pytest.mark.parametrize("sort", [None, *SORTS])
@pytest.mark.parametrize("query", ["", "ballerina", "ballerina OR record", "kind:review", "record has:date"])
def test_many_hits_have_the_order_of_few(
    four: Store, query: str, sort: Sort | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    few = [search(four, query, limit=2, offset=offset, sort=sort) for offset in range(3)]
    monkeypatch.setattr("archive.query.search._MANY", 1)
    for offset, wanted in enumerate(few):
        assert search(four, query, limit=2, offset=offset, sort=sort) == wanted
        ids = [hit.record["id"] for hit in wanted.hits]
        assert matching_ids(four, query, limit=2, offset=offset, sort=sort) == ids
        if wanted.next:
            following = search(four, query, limit=1, sort=sort, cursor=wanted.next)
            assert [hit.record["id"] for hit in following.hits] == search_ids(four, query, sort)[
                offset + 2 :
            ][:1]


def search_ids(four: Store, query: str, sort: Sort | None) -> list[int]:
    return [hit.record["id"] for hit in search(four, query, sort=sort).hits]


def test_the_archive_s_counts_follow_what_is_written(db: Path) -> None:
    with Store.open(db) as store:
        before = counts(store)
        with store.transaction():
            store.db.execute("update articles set outlet = 'noise' where outlet = 'reel'")
            store.db.execute("update revisions set kind = null")
        assert counts(store) == before | {"outlet": {"noise": 4}, "kind": {}}
        rows = store.db.execute("select outlet, kind, sum(articles) from _coverage_counts group by 1, 2")
        assert rows.fetchall() == [("noise", "", 4)], "what nothing has any more is not counted as 0"
