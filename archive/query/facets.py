"""How many of the articles that a search matches have each value of a fact."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, get_args

from archive.db.store import Store
from archive.query.language.nodes import And, Name, Node, Period, Range, Test, Word
from archive.query.language.query import Query
from archive.query.language.to_text import to_text
from archive.query.matching import Matching, matching
from archive.query.selection import EVERYTHING, Selection

FacetName = Literal["outlet", "kind", "medium", "work", "author", "lang", "year", "score", "status"]
FACETS: tuple[FacetName, ...] = get_args(FacetName)
USUAL: tuple[FacetName, ...] = ("outlet", "kind", "medium", "year", "score")

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
    matched = matching(store, query, selection, now)
    return [Facet(name, tuple(_values(name, rows, most))) for name, rows in _counts(store, matched, names)]


def _counts(
    store: Store, matched: Matching, names: Sequence[FacetName]
) -> list[tuple[FacetName, list[tuple[Any, int]]]]:
    """Each fact with its values and their counts."""
    source, parameters = matched.source()
    if source == "from coverage where true":  # an index of each column is faster than all rows
        return [(name, store.db.execute(_whole(name)).fetchall()) for name in names]
    source, parameters = matched.source(rows=True)
    columns = ", ".join([*(f"{_COLUMNS[name]} as {name}" for name in names if name in _COLUMNS), "id"])
    parts = [
        f"select {place}, {name}, count(*) from matched where {name} is not null group by 2"
        if name in _COLUMNS
        else f"select {place}, name, count(*) from matched join {_AUTHORS} using (id) group by 2"
        for place, name in enumerate(names)
    ]
    sql = f"with matched as materialized (select {columns} {source}) {' union all '.join(parts)}"
    counted: dict[int, list[tuple[Any, int]]] = {place: [] for place in range(len(names))}
    for place, value, count in store.db.execute(sql, parameters) if names else ():
        counted[place].append((value, count))
    return [(name, counted[place]) for place, name in enumerate(names)]


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

_WHOLE = {"year": _YEARS, "score": _SCORES}


def _whole(name: str) -> str:
    """The statement that counts the values of a fact in the whole archive."""
    if name in _WHOLE:
        return _WHOLE[name]
    if name not in _COLUMNS:
        return f"select name, count(*) from {_AUTHORS} group by 1"
    column = _COLUMNS[name]
    return f"select {column} as value, count(*) from coverage where value is not null group by 1"


def _values(name: str, rows: list[tuple[Any, int]], most: int) -> list[FacetValue]:
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
