"""How many of the articles that a search matches have each value of a fact."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, get_args

from archive.db.store import Store
from archive.query.language.nodes import And, Name, Node, Period, Range, Test, Word
from archive.query.language.query import Query
from archive.query.language.to_text import to_text
from archive.query.matching import Matching, columns_beside, matching
from archive.query.selection import EVERYTHING, Selection

FacetName = Literal["outlet", "kind", "medium", "work", "author", "lang", "year", "score", "status"]
FACETS: tuple[FacetName, ...] = get_args(FacetName)
USUAL: tuple[FacetName, ...] = ("outlet", "kind", "medium", "year", "score")

_BATCH = 10_000  # articles whose values are counted together
_Values = list[tuple[Any, int]]
_BAND = 20  # points of a score that are counted together; 100 belongs to the last band

_COLUMNS: dict[str, str] = {
    "outlet": "outlet",
    "kind": "kind",
    "medium": "work_medium",
    "work": "work_title",
    "lang": "substr(language, 1, instr(language || '-', '-') - 1)",  # `en` counts `en-GB`, as `lang:en` finds
    "year": "substr(published, 1, 4)",
    "score": f"min(cast(rating_score as integer) / {_BAND} * {_BAND}, {100 - _BAND})",
    "status": "status",
}
_IN_ORDER = frozenset(("year", "score"))  # the others have the most frequent first
_AUTHORS = """(select a.id, u.name from articles a
    join revision_authors ra on ra.revision_id = a.revision_id join authors u on u.id = ra.author_id)"""


@dataclass(frozen=True, slots=True)
class FacetValue:
    """A value of a fact.

    Attributes:
        value: as shown.
        count: articles.
        query: the condition in the query language that takes these articles.
    """

    value: str
    count: int
    query: str


@dataclass(frozen=True, slots=True)
class Facet:
    """The values of a fact: the most frequent first, years and scores in their order."""

    name: FacetName
    values: tuple[FacetValue, ...]


@dataclass(frozen=True, slots=True)
class Counts:
    """How many articles match, and how many of them have each value of a fact.

    Attributes:
        total: articles that were counted.
        ids: of these, the last added first; None if all that match were to be counted.
        has_more: whether more match than were counted.
        matching: how many match; None if they would have to be looked at one by one.
        keys: of `ids`, in an order of hits that was asked for; None if they were not read.
    """

    total: int
    facets: list[Facet]
    ids: list[int] | None = None
    has_more: bool = False
    matching: int | None = None
    keys: list[Any] | None = None


def facets(
    store: Store,
    query: str | Query = "",
    selection: Selection = EVERYTHING,
    *,
    names: Sequence[FacetName] = USUAL,
    most: int = 10,
    now: datetime | None = None,
) -> list[Facet]:
    """Count the values of facts among the articles that a query and a selection match.

    Args:
        names: the facts.
        most: values of each; of years the latest.
        now: aware; "last month" counts from it. None is the present.

    Raises:
        QueryError: the query has a condition that could not be read.
    """
    return count_values(store, matching(store, query, selection, now), names=names, most=most).facets


def count_values(
    store: Store,
    matched: Matching,
    *,
    names: Sequence[FacetName] = USUAL,
    most: int = 10,
    at_most: int | None = None,
    key: str | None = None,
) -> Counts:
    """How many articles match, and how many of them have each value of a fact.

    Args:
        names, most: as in `facets`.
        at_most: articles to count: if more match, those that were added last. None counts all.
        key: an expression on `rank` by which they are to be put in order afterwards. It is read with
            `at_most`, of words alone, so that the full-text index is gone through once.
    """
    if matched.is_everything:
        (total,) = store.db.execute("select count(*) from coverage").fetchone()
        counted = _count_whole(store, names)
        return Counts(total, _facets({name: counted[name] for name in names}, most), matching=total)
    columns = [name for name in names if name in _COLUMNS]
    expressions = [_COLUMNS[name] for name in columns]
    key = key if matched.asked.expression is not None else None
    source, parameters = matched.source(columns=" ".join((*expressions, key or "")))
    keys = None
    if at_most is None:
        ids, has_more = None, False
        every = f"select {', '.join((*expressions, 'id'))} {source}"
        total, counted = _count_rows(_batches(store.db.execute(every, parameters)), columns)
    else:
        latest = f"select {', '.join((*expressions, key or 'null', 'id'))} {source} order by id desc limit ?"
        rows = store.db.execute(latest, [*parameters, at_most + 1]).fetchall()
        rows, has_more = rows[:at_most], len(rows) > at_most
        ids, keys = [row[-1] for row in rows], [row[-2] for row in rows] if key else None
        total, counted = _count_rows([rows], columns)
    if "author" in names:
        counted["author"] = _count_authors(store, matched.among(ids))
    number = quick_count(store, matched) if has_more else total
    shown = _facets({name: counted[name] for name in names}, most)
    return Counts(total, shown, ids, has_more, number, keys)


def quick_count(store: Store, matched: Matching) -> int | None:
    """How many articles match, if the full-text index or the counts of `coverage` alone tell; else None."""
    condition, parameters = matched.filters()
    words = matched.asked.expression
    if words is None and not _BESIDE_COUNTS.search(condition):
        sql = f"select ifnull(sum(articles), 0) from ({_COUNTED}) where {condition}"
    elif words is not None and condition == "true" and "*" not in words:
        sql, parameters = (
            "select count(*) from coverage_fts where coverage_fts match ? and rowid > 0",
            [words],
        )
    else:
        return None
    return int(store.db.execute(sql, parameters).fetchone()[0])


def _batches(cursor: sqlite3.Cursor) -> Iterator[list[tuple[Any, ...]]]:
    while rows := cursor.fetchmany(_BATCH):
        yield rows


def _count_rows(
    batches: Iterable[list[tuple[Any, ...]]], names: Sequence[FacetName]
) -> tuple[int, dict[FacetName, _Values]]:
    """The number of rows, and how many have each value. A row has a column for each name, and one more."""
    counters = {name: Counter[Any]() for name in names}
    total = 0
    for rows in batches:
        total += len(rows)
        for counter, values in zip(counters.values(), zip(*rows, strict=True), strict=False):
            counter.update(values)
    return total, {name: _known(counter) for name, counter in counters.items()}


def _count_authors(store: Store, matched: Matching) -> _Values:
    source, parameters = matched.source()
    sql = (
        f"with matched as (select id {source}) select name, count(*) from matched join {_AUTHORS} using (id)"
    )
    return store.db.execute(f"{sql} group by 1", parameters).fetchall()


def _count_whole(store: Store, names: Sequence[FacetName]) -> dict[FacetName, _Values]:
    """The values of the whole archive, read from indexes."""
    counted = {name: store.db.execute(_whole(name)).fetchall() for name in names if name not in _TOGETHER}
    together = [name for name in names if name in _TOGETHER]
    if together:
        counters = {name: Counter[Any]() for name in _TOGETHER}
        for *values, count in store.db.execute(_COUNTS):
            for name, value in zip(_TOGETHER, values, strict=True):
                counters[name][value or None] += count
        counted |= {name: _known(counters[name]) for name in together}
    return counted


def _known(counter: Counter[Any]) -> _Values:
    return [(value, count) for value, count in counter.items() if value is not None]


# Of the whole archive: from year to year in the index of dates, and of scores each once.
_YEARS = """
with recursive years (year) as (
    select substr(min(published), 1, 4) from coverage
    union all
    select (select substr(min(published), 1, 4) from coverage where published >= year || '~')
    from years where year is not null
)
select year, (select count(*) from coverage where published >= year and published < year || '~')
from years where year is not null
"""
_SCORES = f"""
select {_COLUMNS["score"]} as value, sum(articles) from (
    select rating_score, count(*) as articles from coverage
    where rating_score is not null group by rating_score
) group by value
"""

# Counted as articles are written: see the triggers of `coverage`.
_TOGETHER: tuple[FacetName, ...] = ("outlet", "kind", "medium")
_COUNTS = "select outlet, kind, medium, articles from _coverage_counts"

_COUNTED = """
select nullif(outlet, '') as outlet, nullif(kind, '') as kind, nullif(medium, '') as work_medium, articles
from _coverage_counts
"""
_BESIDE_COUNTS = columns_beside("outlet", "kind", "work_medium")

_WHOLE = {"year": _YEARS, "score": _SCORES}


def _whole(name: str) -> str:
    """The statement that counts the values of a fact in the whole archive."""
    if name in _WHOLE:
        return _WHOLE[name]
    if name not in _COLUMNS:
        return f"select name, count(*) from {_AUTHORS} group by 1"
    column = _COLUMNS[name]
    return f"select {column} as value, count(*) from coverage where value is not null group by 1"


def _facets(counted: Mapping[FacetName, _Values], most: int) -> list[Facet]:
    return [Facet(name, tuple(_chosen(name, rows, most))) for name, rows in counted.items()]


def _chosen(name: str, rows: _Values, most: int) -> list[FacetValue]:
    if name in _IN_ORDER:
        chosen = sorted(rows, key=lambda row: row[0])[-most:]
    else:
        chosen = sorted(rows, key=lambda row: (-row[1], str(row[0])))[:most]
    return [
        FacetValue(_shown(name, value), count, to_text(_condition(name, value))) for value, count in chosen
    ]


def _shown(name: str, value: Any) -> str:
    return _band(value) if name == "score" else str(value)


def _band(low: int) -> str:
    return f"{low}-{100 if low + _BAND >= 100 else low + _BAND - 1}"


def _condition(name: str, value: Any) -> Node:
    match name:
        case "score":
            low = Test("score", Range(low=value))
            high = Test("score", Range(high=value + _BAND, below=True))
            return low if value + _BAND >= 100 else And((low, high))
        case "year":
            return Test("date", Period(value))
        case "outlet" | "work" | "author":
            return Test(name, Name(value, exact=True))
    return Test(name, Word(value))
