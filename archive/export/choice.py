"""Which of the articles that a query and filters match go into an export: conditions in SQL, and samples."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, ClassVar

from archive.db.store import Store
from archive.errors import MatineeError
from archive.export.options.rights_filter import reasons_against
from archive.query.language.query import Query
from archive.query.matching import Sql, matching
from archive.query.records import records_where
from archive.query.selection import EVERYTHING, Selection, register_fold

# All that an expression needs that only reads.
_READING = {
    sqlite3.SQLITE_SELECT,
    sqlite3.SQLITE_READ,
    sqlite3.SQLITE_FUNCTION,
    sqlite3.SQLITE_RECURSIVE,
}

_LARGEST = 2**63 - 1  # number that SQLite takes


class WhereError(MatineeError):
    """--where is not a condition on the table `coverage`."""

    exit_code: ClassVar[int] = 2

    def __init__(self, where: str, problem: str) -> None:
        remedy = 'write an SQL expression on the columns of `coverage`, such as "rating_score >= 80"'
        super().__init__(f"--where {where!r}: {problem.rstrip('.')}", remedy)


@dataclass(frozen=True, slots=True)
class Choice:
    """What goes into an export. All given parts must let an article through.

    Attributes:
        query: in the query language, or understood.
        where: an SQL expression on the columns of `coverage`; "" for none.
        min_words: of the text; None for any.
        respect_opt_out: leave out articles whose rights have an `opt_out`.
        without_signals: leave out articles of which a capture came with one of these signals.
        licenses: leave out articles whose page names none of these; `*` stands for anything. () for any.
        sample: how many articles to take by chance of those that all other parts let through; None for all.
        seed: another number takes another sample. The same one takes the same articles, by their URLs.
        all_revisions: give each text that these articles had, and not only the one that they show.
    """

    query: str | Query = ""
    selection: Selection = EVERYTHING
    where: str = ""
    min_words: int | None = None
    respect_opt_out: bool = False
    without_signals: tuple[str, ...] = ()
    licenses: tuple[str, ...] = ()
    sample: int | None = None
    seed: int = 0
    all_revisions: bool = False

    @property
    def is_everything(self) -> bool:
        """Whether every article goes into the export."""
        asked = self.query.strip() if isinstance(self.query, str) else self.query.node
        limits = (self.where, self.min_words, self.respect_opt_out, self.without_signals, self.licenses)
        return not (asked or any(limits) or self.sample is not None or self.selection != EVERYTHING)


@dataclass(frozen=True, slots=True)
class Chosen:
    """An SQL condition on `coverage` with its parameters.

    Attributes:
        left_out: how many articles each filter of rights leaves out, by its reason; some count several times.
    """

    condition: str
    parameters: list[object]
    left_out: Mapping[str, int] = field(default_factory=dict)


def chosen(store: Store, choice: Choice) -> Chosen:
    """The articles of a choice.

    Raises:
        QueryError: the query has a condition that could not be read.
        WhereError: `where` is not a condition.
    """
    condition, parameters = matching(
        store, choice.query, choice.selection, besides=_besides(store, choice)
    ).condition()
    left_out: dict[str, int] = {}
    let_through = condition, parameters
    for reason, (against, its_parameters) in reasons_against(
        store, choice.respect_opt_out, choice.without_signals, choice.licenses
    ):
        sql = f"select count(*) from coverage where ({let_through[0]}) and {against}"
        with where_errors(choice):
            (left_out[reason],) = store.db.execute(sql, [*let_through[1], *its_parameters]).fetchone()
        condition = f"({condition}) and not {against}"
        parameters = [*parameters, *its_parameters]
    if choice.sample is not None:
        store.db.conn.create_function("sample_rank", 2, _sample_rank, deterministic=True)
        ranked = f"select id from coverage where {condition} order by sample_rank(?, url), id limit ?"
        condition = f"id in ({ranked})"
        parameters = [*parameters, str(choice.seed), min(choice.sample, _LARGEST)]
    return Chosen(condition, parameters, left_out)


def count_chosen(store: Store, choice: Choice, taken: Chosen) -> int:
    """The number of records of a choice."""
    ids = f"select id from coverage where {taken.condition}"
    source = f"revisions where article_id in ({ids})" if choice.all_revisions else f"({ids})"
    (count,) = store.db.execute(f"select count(*) from {source}", taken.parameters).fetchone()
    return int(count)


def chosen_records(
    store: Store, choice: Choice, taken: Chosen, *, markdown: bool = False, printed: bool = False
) -> Iterator[dict[str, Any]]:
    """The flat records of the articles of a choice, by id, or of all their revisions; read lazily.

    Raises:
        WhereError: `where` fails for an article.
    """
    found = records_where(
        store,
        taken.condition,
        taken.parameters,
        markdown=markdown,
        printed=printed,
        all_revisions=choice.all_revisions,
    )
    with where_errors(choice):
        yield from found


@contextmanager
def where_errors(choice: Choice) -> Iterator[None]:
    """Raise WhereError if the condition of a choice fails for an article while the block reads articles."""
    try:
        yield
    except sqlite3.OperationalError as error:
        if choice.where and error.sqlite_errorname == "SQLITE_ERROR":
            raise WhereError(choice.where, str(error)) from error
        raise


def _besides(store: Store, choice: Choice) -> Sql:
    clauses: list[str] = []
    parameters: list[object] = []
    if choice.min_words is not None:
        clauses.append("word_count >= ?")
        parameters.append(min(choice.min_words, _LARGEST))
    if choice.where:
        register_fold(store.db.conn)
        _check_where(store.db.conn, choice.where)
        clauses.append(f"(\n{choice.where}\n)")  # on lines of its own, since it may end in a comment
    return " and ".join(clauses) or "true", parameters


def _check_where(db: sqlite3.Connection, where: str) -> None:
    """Raise WhereError unless a text is one whole SQL expression that reads only.

    `1) or (1` would end our parenthesis, and `1 limit 2` is more than an expression: the one does not stand
    without a parenthesis, the other not in one.
    """
    if not where.strip():
        raise WhereError(where, "it is blank")
    db.set_authorizer(lambda action, *_: sqlite3.SQLITE_OK if action in _READING else sqlite3.SQLITE_DENY)
    try:
        for form in (f"\n{where}\n", f"(\n{where}\n)"):
            db.execute(f"explain select 1 from coverage where {form}")
    except (sqlite3.Error, sqlite3.Warning, ValueError) as error:
        raise WhereError(where, str(error)) from error
    finally:
        db.set_authorizer(None)


def _sample_rank(seed: str, url: str) -> int:
    """A number that depends on nothing but these two; evenly spread over SQLite's integers."""
    key = hashlib.blake2b(f"{seed} {url}".encode(errors="surrogatepass"), digest_size=8)
    return int.from_bytes(key.digest(), signed=True)
