"""The articles about a work or by an author: as they are listed, and what figures are made of."""

from __future__ import annotations

from dataclasses import dataclass

# Columns of a summary and of a Piece, and the order of pieces, from rows `x` of `_article_works` or
# `_article_people`, `c` of `coverage` and `a` of `articles`. `{outlet}` is the column that has the outlet.
# `duplicate_of` stands behind the text in `coverage`, where it takes longer to read.
FIGURES = """count(*) as articles, count(distinct {outlet}) as outlets, count(x.rating_score) as scores,
    avg(x.rating_score) as score_mean, min(x.rating_score) as score_min, max(x.rating_score) as score_max,
    min(x.published) as first, max(x.published) as last"""
PIECE = "c.id, c.url, c.outlet, c.title, c.published, c.kind, c.rating_score, a.duplicate_of"
BY_DATE = "c.published is null, c.published, c.id"
DATED_PIECE = "x.article_id, {outlet}, x.published, x.published_precision, x.rating_score"
LATEST_FIRST = "x.published desc, x.article_id desc"


@dataclass(frozen=True, slots=True)
class Piece:
    """An article about a work, or by a person.

    Attributes:
        score: 0 to 100.
        duplicate_of: the id of the earliest article with the same text.
    """

    id: int
    url: str
    outlet: str | None
    title: str | None
    published: str | None
    kind: str | None
    score: float | None
    duplicate_of: int | None


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
