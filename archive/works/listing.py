"""Works as they are listed: pieces, outlets, scores, and what is in doubt."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from archive.errors import MatineeError, NotFoundError, nearest
from archive.works.model import REGISTRIES, described
from archive.works.pieces import (
    BY_DATE,
    DATED_PIECE,
    FIGURES,
    LATEST_FIRST,
    PIECE,
    DatedPiece,
    Piece,
    figures,
    most_covered,
    outlets_without,
)
from archive.works.title_key import title_key

if TYPE_CHECKING:
    from sqlite_utils import Database

_NEAR = 2_000  # titles to compare with one that is not there

_FROM = "from works w join work_names n on n.work_id = w.id join _article_works x on x.name_id = n.id"
_FIGURES = FIGURES.format(outlet="x.outlet")
_WORK = "w.id, w.title, w.year, w.medium, w.ids, w.released"
_PIECES = f"{_FROM} join coverage c on c.id = x.article_id join articles a on a.id = c.id"
_DATED_PIECES = f"""
select {DATED_PIECE.format(outlet="x.outlet")} from work_names n join _article_works x on x.name_id = n.id
where n.work_id = ? order by {LATEST_FIRST}
"""

# The indexes of `works` have these expressions.
_WITH_ID = "select id from works where " + " or ".join(
    f"json_extract(ids, '$.{registry}') = ?1" for registry in REGISTRIES
)

_DOUBTS = """
select n.work_id, w.title, w.year, w.medium, w.ids, d.work_id as other_id,
    coalesce(o.title, c.title) as other_title, coalesce(o.year, c.year) as other_year,
    coalesce(o.medium, c.medium) as other_medium, coalesce(o.ids, c.ids) as other_ids, d.reason,
    (select json_group_array(url) from (
        select a.url from work_names m join _article_works x on x.name_id = m.id
        join articles a on a.id = x.article_id where m.work_id = n.work_id order by a.url limit 3)) as urls
from work_doubts d join work_names n on n.id = d.name_id join works w on w.id = n.work_id
    left join works o on o.id = d.work_id left join catalogue c on d.work_id is null and c.id = d.entry_id
"""
_DOUBTS_ABOUT = """d.rowid in (select rowid from work_doubts where work_id = :work union all
    select m.rowid from work_names own join work_doubts m on m.name_id = own.id where own.work_id = :work)"""


@dataclass(frozen=True, slots=True)
class WorkSummary:
    """A work with figures of its articles.

    Attributes:
        id: its number in this archive.
        ids: by registry.
        articles, outlets: how many articles there are, of how many outlets.
        scores: how many of them have a score, with the mean, the least and the greatest, 0 to 100.
        first, last: dates of publication as stored, of the articles that have one.
        released: the day on which it came out; None where only its year is known, or not even that.
    """

    id: int
    title: str
    year: int | None
    medium: str | None
    ids: dict[str, str]
    articles: int
    outlets: int
    scores: int
    score_mean: float | None
    score_min: float | None
    score_max: float | None
    first: str | None
    last: str | None
    released: str | None = None

    def __str__(self) -> str:
        return described(self.title, self.year, self.medium, self.ids)

    def as_dict(self) -> dict[str, Any]:
        """The summary for programs."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Doubt:
    """A work that may be another one, too.

    Attributes:
        other: the work that it may be.
        other_id: the number of that; None if only the catalogue has it.
        reason: why it is in doubt.
        urls: the first articles about the work.
    """

    work: str
    work_id: int
    other: str
    other_id: int | None
    reason: str
    urls: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WorkDetails:
    """All about a work.

    Attributes:
        titles: other titles that articles give it.
        covered: the outlets that wrote about it; `not_covered` are the archive's others.
    """

    summary: WorkSummary
    titles: tuple[str, ...]
    pieces: tuple[Piece, ...]
    covered: tuple[str, ...]
    not_covered: tuple[str, ...]
    doubts: tuple[Doubt, ...]


def list_works(
    db: Database,
    *,
    medium: str | None = None,
    outlet: str | None = None,
    name: str | None = None,
    limit: int | None = None,
    offset: int = 0,
) -> list[WorkSummary]:
    """The works with the most articles first.

    Args:
        outlet: only works that this outlet wrote about.
        name: only works with this in a title; case, accents and punctuation do not count.
        limit: works to give; None for all.
        offset: works with more articles to skip.
    """
    where, params = [], []
    if medium:
        where.append("medium = ?")
        params.append(medium)
    if outlet:
        where.append(
            "id in (select x.work_id from articles b join reviews x on x.revision_id = b.revision_id"
            " where b.outlet = ?)"
        )
        params.append(outlet)
    if name:
        where.append("id in (select work_id from work_names where instr(title_key, ?))")
        params.append(title_key(name))
    listed = most_covered("works", where, "title, year", limit, offset)
    sql = (
        f"select {_WORK}, {_FIGURES} {_FROM} where w.id in ({listed}) group by w.id"
        " order by articles desc, w.title, w.year, w.id"
    )
    return [_summary(row) for row in db.query(sql, params)]


def work_summary(db: Database, work_id: int, pieces: Sequence[DatedPiece] | None = None) -> WorkSummary:
    """One work with its figures, which are made of its `dated_pieces`."""
    row = db.execute(f"select {_WORK} from works w where id = ?", (work_id,)).fetchone()
    number, title, year, medium, ids, released = row
    shown = figures(dated_pieces(db, work_id) if pieces is None else pieces)
    return WorkSummary(number, title, year, medium, json.loads(ids), **shown, released=released)


def work_details(db: Database, work_id: int) -> WorkDetails:
    """All about a work."""
    summary = work_summary(db, work_id)
    pieces = db.execute(f"select {PIECE} {_PIECES} where w.id = ? order by {BY_DATE}", (work_id,))
    articles = tuple(Piece(*row) for row in pieces)
    covered = sorted({piece.outlet for piece in articles if piece.outlet})
    return WorkDetails(
        summary,
        other_titles(db, summary),
        articles,
        tuple(covered),
        outlets_without(db, articles),
        tuple(list_doubts(db, work_id)),
    )


def other_titles(db: Database, work: WorkSummary) -> tuple[str, ...]:
    """The titles that articles give a work beside its own."""
    titles = db.execute("select distinct title from work_names where work_id = ? order by title", (work.id,))
    return tuple(title for (title,) in titles if title != work.title)


def dated_pieces(db: Database, work_id: int) -> list[DatedPiece]:
    """The articles about a work, the latest first and undated ones last."""
    return [DatedPiece(*row) for row in db.execute(_DATED_PIECES, (work_id,))]


def list_doubts(db: Database, work_id: int | None = None) -> list[Doubt]:
    """What is in doubt, of all works or of one. Of two works that may be one, each is named once."""
    doubts, seen = [], set()
    where = "true" if work_id is None else _DOUBTS_ABOUT
    order = "n.work_id, d.work_id, other_year, other_title, d.entry_id"
    rows = db.execute(f"{_DOUBTS} where {where} order by {order}", {"work": work_id})
    for number, *named, reason, urls in rows:
        work, (other_id, *other) = named[:4], named[4:]
        pair = frozenset((number, other_id or f"{other[0]}{other[3]}"))
        if pair not in seen:
            seen.add(pair)
            doubts.append(
                Doubt(_named(*work), number, _named(*other), other_id, reason, tuple(json.loads(urls)))
            )
    return doubts


def _named(title: str, year: int | None, medium: str | None, ids: str) -> str:
    """A work in words, as its row has it."""
    return described(title, year, medium, json.loads(ids))


def find_work(db: Database, wanted: str) -> int:
    """The id of a work, given its title, "title (year)", an id of a registry or its number.

    Raises:
        NotFoundError: there is none; the remedy names the nearest.
        MatineeError: there are several; the remedy lists them.
    """
    works = _by_title(db, wanted)
    if not works and (dated := re.fullmatch(r"(.+?)\s*\(((?:1[5-9]|20)\d\d)\)", wanted.strip())):
        works = [work for work in _by_title(db, dated[1]) if work.year == int(dated[2])]
    if not works:
        works = _by_id(db, wanted)
    if not works:
        raise NotFoundError(wanted, _remedy(db, wanted))
    if len(works) > 1:
        listed = "; ".join(f"{work.id}: {work}" for work in works)
        raise MatineeError(f"{wanted}: several works", f"give the number of one: {listed}")
    return works[0].id


def first_name(db: Database, work_id: int) -> int:
    """The lowest id of the names that stand for a work."""
    return int(db.execute("select min(id) from work_names where work_id = ?", (work_id,)).fetchone()[0])


def work_with_name(db: Database, name_id: int) -> int | None:
    """The work that a name stands for; None if no article has the name any more."""
    row = db.execute("select work_id from work_names where id = ?", (name_id,)).fetchone()
    return row and int(row[0])


def _by_title(db: Database, title: str) -> list[WorkSummary]:
    rows = db.execute(
        "select distinct work_id from work_names where title_key = ? and work_id is not null"
        " union select n.work_id from catalogue_names c join work_names n on n.entry_id = c.entry_id"
        " where c.title_key = ? order by 1",
        (title_key(title), title_key(title)),
    ).fetchall()
    return [work_summary(db, number) for (number,) in rows]


def _by_id(db: Database, wanted: str) -> list[WorkSummary]:
    rows = db.execute(_WITH_ID, (wanted,)).fetchall()
    if not rows and wanted.isdecimal() and len(wanted) < 19:
        rows = db.execute("select id from works where id = ?", (int(wanted),)).fetchall()
    return [work_summary(db, number) for (number,) in rows]


def _remedy(db: Database, wanted: str) -> str:
    key = title_key(wanted)
    rows = db.execute(
        "select title_key, title from (select * from work_names where title_key >= ?"
        " order by title_key limit ?)"
        " union select title_key, title from (select * from work_names where title_key < ?"
        " order by title_key desc limit ?)",
        (key[:1], _NEAR, key, _NEAR),
    )
    titles = dict(rows.fetchall())
    close = nearest(key, titles)
    return f"the nearest is {titles[close]}" if close else "see what there is with `matinee works`"


def _summary(row: dict[str, Any]) -> WorkSummary:
    mean = row["score_mean"]
    return WorkSummary(
        **{**row, "ids": json.loads(row["ids"]), "score_mean": mean if mean is None else round(mean, 1)}
    )
