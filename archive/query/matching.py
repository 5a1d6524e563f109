"""What a query and a selection match together, as SQL."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from archive.db.coverage import COLUMNS
from archive.db.store import Store
from archive.errors import MatineeError, NotFoundError
from archive.query.language.nodes import And, Node, Period, Range, Test
from archive.query.language.parse import LONGEST, parse
from archive.query.language.query import Query
from archive.query.language.sql import Conditions, conditions
from archive.query.lookup import find_article
from archive.query.selection import EVERYTHING, Selection, best_of_each_story, register_fold

_ADDRESS = re.compile(r"https?://\S+", re.IGNORECASE)

_SAVED = re.compile(r"(?<![^\s(-])saved:([\w-]+)")

# The index has a row 0 that belongs to no article (see archive/db/coverage.py).
_HITS = "(select rowid as id, rank from coverage_fts where coverage_fts match ? and rowid > 0{among})"
# `+` keeps SQLite from looking up each of the articles in the index.
_HITS_AMONG = """(select rowid as id, rank from coverage_fts
    where coverage_fts match ? and rowid >= ? and +rowid in (select value from json_each(?)))"""
# Where the dates that are asked for leave few articles and the words many, these few are listed first: a hit
# that is not among them is passed over without being looked up.
_AMONG_DATED = """ and +rowid in (
    select id from coverage indexed by coverage_published where published >= ? and published < ?)"""
_MANY_HITS, _FEW_DATED = 5_000, 20_000
_COUNT_HITS = "select count(*) from (select 1 from coverage_fts where coverage_fts match ? limit ?)"
_COUNT_DATED = """select count(*) from (
    select 1 from coverage indexed by coverage_published where published >= ? and published < ? limit ?)"""
_RANKED = "(select rowid as hit, rank from coverage_fts where coverage_fts match ?)"


def columns_beside(*known: str) -> re.Pattern[str]:
    """What finds in SQL the columns of `coverage` that are none of these."""
    return re.compile(rf"\b(?:{'|'.join(sorted({*COLUMNS} - {*known}))})\b")


# The index of `coverage` that has what facets, orders and most conditions ask of an article.
_FACTS = "coverage_facts"
_FACTS_COLUMNS = (
    "id outlet kind work_medium published published_precision rating_raw rating_score spoilers language "
    "status work_year duplicate_of"
)
_BESIDE_FACTS = columns_beside(*_FACTS_COLUMNS.split())

Sql = tuple[str, list[object]]


@dataclass(frozen=True, slots=True)
class Matching:
    """Articles to find.

    Attributes:
        query: as understood.
        selection: must match as well.
        besides: one more condition on `coverage` that must match, with its parameters.
        ids: of articles that match, to which it is limited; None for all.
        years: the first and the last year of all that match, if few articles are of these years beside those
            that have the words; None if that is not so, or not known.
    """

    query: Query
    selection: Selection
    asked: Conditions
    besides: Sql = ("true", [])
    ids: Sequence[int] | None = None
    years: tuple[str, str] | None = None

    @property
    def is_everything(self) -> bool:
        """Whether every article of the archive matches."""
        return self.source() == ("from coverage where true", [])

    @property
    def ranking(self) -> str | None:
        """A MATCH expression that ranks the articles and marks the words of the query; None without words."""
        return self.asked.ranking

    def among(self, ids: Sequence[int] | None) -> Matching:
        """The same of some articles that match alone, without another look at its conditions; None is all."""
        return replace(self, ids=ids)

    def condition(self) -> Sql:
        """One condition on `coverage`, with its parameters."""
        condition, parameters = self._wanted()
        if self.asked.expression is None:
            return condition, parameters
        words = "id in (select rowid from coverage_fts where coverage_fts match ?)"
        return f"{words} and {condition}", [self.asked.expression, *parameters]

    def source(self, *, ranked: bool = False, columns: str = "", index: str | None = None) -> Sql:
        """A FROM and a WHERE clause that give `id`.

        Args:
            ranked: give `rank` as well, if there is a `ranking`.
            columns: expressions on the columns of `coverage` that are to be given as well.
            index: of `coverage`, in whose order SQLite looks for the first that match. Not for ranks.
        """
        if index is not None:
            return self._in_order(index)
        if self.asked.expression is not None and (ranked or self.ids is None):
            return self._hits(columns)
        condition, parameters = self._wanted()
        if ranked and self.ranking is not None:
            source = f"from coverage left join {_RANKED} on hit = id where {condition}"
            return source, [self.ranking, *parameters]
        by_facts = _by_facts(columns) if self.ids is not None else ""
        return f"from coverage {by_facts}where {condition}", parameters

    def _hits(self, columns: str) -> Sql:
        """`source`, beginning with the full-text index."""
        condition, parameters = self._wanted()
        source = _HITS.format(among=_AMONG_DATED if self.years else "")
        first: list[object] = [self.asked.expression, *(self.years or ())]
        if self.ids is not None:
            source = _HITS_AMONG
            first = [self.asked.expression, min(self.ids, default=0), *parameters]
            condition, parameters = "true", []
        if condition == "true" and not columns:  # then only the index is read
            return f"from {source}", first
        by_facts = _by_facts(f"{columns} {condition}")
        return f"from {source} join coverage {by_facts}using (id) where {condition}", [*first, *parameters]

    def _in_order(self, index: str) -> Sql:
        """`source`, in the order of an index."""
        condition, parameters = self._wanted()
        source = f"from coverage indexed by {index} where {condition}"
        if self.asked.expression is None:
            return source, parameters
        # `+` keeps SQLite from looking up the article of each row in the full-text index.
        words = "+id in (select rowid from coverage_fts where coverage_fts match ?)"
        return f"{source} and {words}", [*parameters, self.asked.expression]

    def _wanted(self) -> Sql:
        """What fulfils the filters; with `one_per_story`, of articles that tell one story the best alone."""
        if self.ids is not None:
            return "id in (select value from json_each(?))", [json.dumps(list(self.ids))]
        condition, parameters = self.filters()
        if self.selection.one_per_story:
            return best_of_each_story(condition, parameters, self.asked.expression)
        return condition, parameters

    def filters(self) -> Sql:
        """All conditions beside the words: of the selection, of the query, and those given besides."""
        condition, parameters = self.selection.where()
        if self.asked.condition != "true":
            condition = (
                self.asked.condition if condition == "true" else f"{condition} and {self.asked.condition}"
            )
            parameters = [*parameters, *self.asked.parameters]
        if self.besides[0] != "true":
            condition = f"({condition}) and {self.besides[0]}"
            parameters = [*parameters, *self.besides[1]]
        return condition, parameters


def _by_facts(sql: str) -> str:
    """What makes SQLite read articles of known ids from `_FACTS`; "" if that lacks a column of the SQL."""
    return "" if _BESIDE_FACTS.search(sql) else f"indexed by {_FACTS} "


def read_query(store: Store, text: str, now: datetime | None = None) -> Query:
    """The meaning of a text. An address that an article has or had means that article.

    Args:
        text: in the query language; `saved:NAME` stands for the saved search of that name.
        now: aware; "last month" counts from it. None is the present.

    Raises:
        NotFoundError: there is no saved search of that name.
        MatineeError: a saved search contains itself.
    """
    if _ADDRESS.fullmatch(text.strip()):
        try:
            number = find_article(store, text.strip())
        except NotFoundError:
            pass
        else:
            return Query(Test("id", Range(number, number)))
    return parse(_with_saved(store, text, (), {}), now or datetime.now(UTC))


def _with_saved(store: Store, text: str, inside: tuple[str, ...], known: dict[str, str]) -> str:
    """A query with the saved searches that it names written out.

    Args:
        inside: the searches that this text is a part of.
        known: searches that were written out before, so that each is once, however often it is named.
    """

    def written_out(match: re.Match[str]) -> str:
        name = match[1]
        if name in inside:
            raise MatineeError(f"saved search {name}: contains itself", f"save it without saved:{inside[-1]}")
        if name not in known:
            row = store.row("select query from searches where name = ?", name)
            if row is None:
                raise NotFoundError(f"saved search {name}", "`matinee save` lists them")
            known[name] = _with_saved(store, str(row["query"]), (*inside, name), known)[:LONGEST]
        return f"({known[name]})"

    return _SAVED.sub(written_out, text)


def matching(
    store: Store,
    query: str | Query,
    selection: Selection = EVERYTHING,
    now: datetime | None = None,
    besides: Sql = ("true", []),
) -> Matching:
    """What a query and a selection match.

    Raises:
        QueryError: the query has a condition that could not be read.
    """
    register_fold(store.db.conn)
    understood = (read_query(store, query, now) if isinstance(query, str) else query).sound()
    asked = conditions(understood.node)
    years = _years_of_few(store, asked, _periods(understood.node, selection))
    return Matching(understood, selection, asked, besides, years=years)


def _periods(node: Node | None, selection: Selection) -> Iterator[tuple[datetime | None, datetime | None]]:
    """The times from which to which all that match were published, as far as the query says."""
    yield selection.since, selection.until
    for part in node.nodes if isinstance(node, And) else (node,):
        if isinstance(part, Test) and isinstance(part.value, Period):
            yield part.value.since, part.value.until


def _years_of_few(
    store: Store, asked: Conditions, periods: Iterable[tuple[datetime | None, datetime | None]]
) -> tuple[str, str] | None:
    """What `Matching.years` says, as the index of dates compares it."""
    given = list(periods)
    first = max((since.isoformat()[:4] for since, _ in given if since), default="")
    last = min((f"{until.isoformat()[:4]}~" for _, until in given if until), default="~")
    # To look for the beginning of a word that many words have takes long, and is not to be done twice.
    if (first, last) == ("", "~") or asked.expression is None or "*" in asked.expression:
        return None
    (hits,) = store.db.execute(_COUNT_HITS, (asked.expression, _MANY_HITS)).fetchone()
    if hits < _MANY_HITS:
        return None
    (dated,) = store.db.execute(_COUNT_DATED, (first, last, _FEW_DATED)).fetchone()
    return (first, last) if dated < _FEW_DATED else None
