"""The articles about a work or by an author: as they are listed, and what figures are made of."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import fmean
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sqlite_utils import Database

# Columns of a summary and of a Piece, and the order of pieces, from rows `x` of `_article_works` or
# `_article_people`, `c` of `coverage` and `a` of `articles`. `{outlet}` is the column that has the outlet.
# `duplicate_of` stands behind the text in `coverage`, where it takes longer to read.
FIGURES = """count(*) as articles, count(distinct {outlet}) as outlets, count(x.rating_score) as scores,
    avg(x.rating_score) as score_mean, min(x.rating_score) as score_min, max(x.rating_score) as score_max,
    min(x.published) as first, max(x.published) as last"""
PIECE = """c.id, c.url, c.outlet, c.title, c.published, c.kind, c.rating_score, a.duplicate_of,
    c.published_precision"""
BY_DATE = "c.published is null, c.published, c.id"
DATED_PIECE = "x.article_id, {outlet}, x.published, x.published_precision, x.rating_score"
LATEST_FIRST = "x.published desc, x.article_id desc"

# Goes from each outlet to the next in the indexes, since there are few outlets and many rows of each.
OUTLETS = """
with recursive of_articles (name) as (
    select ''
    union all
    select (select outlet from _coverage_counts where outlet > name order by outlet limit 1)
    from of_articles where name is not null
), of_crawls (name) as (
    select ''
    union all
    select (select outlet from crawls where outlet > name order by outlet limit 1)
    from of_crawls where name is not null
)
select name from of_articles where name <> '' union select name from of_crawls where name <> '' order by 1
"""


@dataclass(frozen=True, slots=True)
class Piece:
    """An article about a work, or by a person.

    Attributes:
        score: 0 to 100.
        duplicate_of: the id of the earliest article with the same text.
        published_precision: as far as `published` is known.
    """

    id: int
    url: str
    outlet: str | None
    title: str | None
    published: str | None
    kind: str | None
    score: float | None
    duplicate_of: int | None
    published_precision: str | None = None


@dataclass(frozen=True, slots=True)
class DatedPiece:
    """What an index has of an article about a work, or by a person.

    Attributes:
        published: as stored, known as far as `precision`.
        score: 0 to 100.
    """

    id: int
    outlet: str | None
    published: str | None
    precision: str | None
    score: float | None


def most_covered(table: str, conditions: Sequence[str], names: str, limit: int | None, offset: int) -> str:
    """SQL for the ids of the works or people that fulfil all conditions, those of most articles first.

    They are found by an index; what is said of them needs their articles.

    Args:
        table: `works` or `people`.
        names: the columns that order those of as many articles.
        limit: how many; None for all.
        offset: how many of the first to skip.
    """
    return (
        f"select id from {table} where {' and '.join(('articles > 0', *conditions))}"
        f" order by articles desc, {names}, id limit {-1 if limit is None else limit:d} offset {offset:d}"
    )


def figures(pieces: Sequence[DatedPiece]) -> dict[str, Any]:
    """The figures of a summary, as `FIGURES` has SQLite count them, of articles that were read anyway."""
    scores = [piece.score for piece in pieces if piece.score is not None]
    dates = [piece.published for piece in pieces if piece.published is not None]
    return {
        "articles": len(pieces),
        "outlets": len({piece.outlet for piece in pieces} - {None}),
        "scores": len(scores),
        "score_mean": round(fmean(scores), 1) if scores else None,
        "score_min": min(scores, default=None),
        "score_max": max(scores, default=None),
        "first": min(dates, default=None),
        "last": max(dates, default=None),
    }


def outlets_without(db: Database, pieces: Iterable[Piece | DatedPiece]) -> tuple[str, ...]:
    """The outlets of the archive that have none of these pieces."""
    covered = {piece.outlet for piece in pieces}
    return tuple([outlet for outlet in outlets(db) if outlet not in covered])


def outlets(db: Database) -> list[str]:
    """The names of the outlets that the archive has articles of, or that were crawled, in order."""
    return [outlet for (outlet,) in db.execute(OUTLETS)]
