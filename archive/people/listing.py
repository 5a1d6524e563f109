"""Authors as they are listed: articles, outlets, scores."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from archive.errors import MatineeError, NotFoundError, nearest
from archive.people.names import name_parts
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
)
from archive.works.title_key import person_key

if TYPE_CHECKING:
    from sqlite_utils import Database

_BYLINES = (
    "from people p join author_names n on n.person_id = p.id join _article_people x on x.name_id = n.id"
)
# Two names of one byline may be one person's, whose article that is once.
_FIRST = """(x.position = 0 or not exists (
    select 1 from _article_people y join author_names m on m.id = y.name_id
    where y.article_id = x.article_id and y.position < x.position and m.person_id = n.person_id))"""
_FROM = f"{_BYLINES} and {_FIRST}"
_FIGURES = FIGURES.format(outlet="n.outlet")
_PERSON = "p.id, p.name, p.kind"
_PIECES = f"{_FROM} join coverage c on c.id = x.article_id join articles a on a.id = c.id"


@dataclass(frozen=True, slots=True)
class AuthorSummary:
    """A person or an organization with figures of the articles.

    Attributes:
        id: the number in this archive.
        kind: `person`, or `organization` for a staff, a desk, an agency, an outlet.
        articles, outlets: how many articles there are, in how many outlets.
        scores: how many of them have a score, with the mean, the least and the greatest, 0 to 100.
        first, last: dates of publication as stored, of the articles that have one.
    """

    id: int
    name: str
    kind: str
    articles: int
    outlets: int
    scores: int
    score_mean: float | None
    score_min: float | None
    score_max: float | None
    first: str | None
    last: str | None

    def as_dict(self) -> dict[str, Any]:
        """The summary for programs."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class AuthorDetails:
    """All about an author.

    Attributes:
        names: other names in bylines.
        roles: as bylines print them.
        outlets: where the articles stand.
    """

    summary: AuthorSummary
    names: tuple[str, ...]
    roles: tuple[str, ...]
    outlets: tuple[str, ...]
    pieces: tuple[Piece, ...]


def list_authors(
    db: Database,
    *,
    kind: str | None = None,
    outlet: str | None = None,
    name: str | None = None,
    limit: int | None = None,
    offset: int = 0,
) -> list[AuthorSummary]:
    """The authors with the most articles first.

    Args:
        kind: only `person` or only `organization`.
        outlet: only who wrote for this outlet.
        name: only who has a name in bylines with this in it; case, accents and punctuation do not count.
        limit: authors to give; None for all.
        offset: authors with more articles to skip.
    """
    where, params = [], []
    if kind:
        where.append("kind = ?")
        params.append(kind)
    if outlet:
        where.append("id in (select person_id from author_names where outlet = ?)")
        params.append(outlet)
    if name:
        where.append("id in (select person_id from author_names where instr(name_key, ?))")
        params.append(person_key(name))
    listed = most_covered("people", where, "name", limit, offset)
    sql = (
        f"select {_PERSON}, {_FIGURES} {_FROM} where p.id in ({listed}) group by p.id"
        " order by articles desc, p.name, p.id"
    )
    return [_summary(row) for row in db.query(sql, params)]


def author_summary(db: Database, person_id: int, pieces: Sequence[DatedPiece] | None = None) -> AuthorSummary:
    """One author with figures, which are made of the `dated_pieces`."""
    row = db.execute(f"select {_PERSON} from people p where id = ?", (person_id,)).fetchone()
    return AuthorSummary(*row, **figures(dated_pieces(db, person_id) if pieces is None else pieces))


def author_details(db: Database, person_id: int) -> AuthorDetails:
    """All about an author."""
    summary = author_summary(db, person_id)
    rows = db.execute(f"select {PIECE} {_PIECES} where p.id = ? order by {BY_DATE}", (person_id,))
    pieces = tuple(Piece(*row) for row in rows)
    return AuthorDetails(
        summary,
        other_names(db, summary),
        roles(db, person_id),
        tuple(sorted({piece.outlet for piece in pieces if piece.outlet})),
        pieces,
    )


def other_names(db: Database, author: AuthorSummary) -> tuple[str, ...]:
    """The names of an author in bylines beside the fullest."""
    sql = "select distinct name from author_names where person_id = ? order by name"
    return tuple(name for (name,) in db.execute(sql, (author.id,)) if name != author.name)


def roles(db: Database, person_id: int) -> tuple[str, ...]:
    """The roles of an author as bylines print them."""
    sql = f"select distinct x.role {_BYLINES} where p.id = ? and x.role is not null order by 1"
    return tuple(role for (role,) in db.execute(sql, (person_id,)))


def dated_pieces(db: Database, person_id: int) -> list[DatedPiece]:
    """The articles by an author, the latest first and undated ones last."""
    columns = DATED_PIECE.format(outlet="n.outlet")
    sql = f"select {columns} {_FROM} where p.id = ? order by {LATEST_FIRST}"
    return [DatedPiece(*row) for row in db.execute(sql, (person_id,))]


def find_author(db: Database, wanted: str) -> int:
    """The id of an author, given a name in bylines or the number.

    Raises:
        NotFoundError: there is none; the remedy names the nearest.
        MatineeError: there are several; the remedy lists them.
    """
    key = name_parts(wanted).key
    rows = db.execute(
        "select distinct person_id from author_names where name_key = ? and person_id is not null order by 1",
        (key,),
    ).fetchall()
    if not rows and wanted.isdecimal() and len(wanted) < 19:
        rows = db.execute("select id from people where id = ?", (int(wanted),)).fetchall()
    if not rows:
        names = dict(db.execute("select name_key, name from author_names").fetchall())
        close = nearest(key, names)
        remedy = f"the nearest is {names[close]}" if close else "see who there is with `matinee authors`"
        raise NotFoundError(wanted, remedy)
    if len(rows) > 1:
        people = [(number, author_details(db, number)) for (number,) in rows]
        listed = "; ".join(
            f"{number}: {details.summary.name} of {', '.join(details.outlets)}" for number, details in people
        )
        raise MatineeError(f"{wanted}: several authors", f"give the number of one: {listed}")
    return int(rows[0][0])


def has_person(db: Database, person_id: int) -> bool:
    """Whether there is a person with this number, now that names were grouped again."""
    return db.execute("select 1 from people where id = ?", (person_id,)).fetchone() is not None


def own_urls(db: Database, urls: list[str], person_id: int) -> list[str]:
    """The same URLs, if all are of articles by a person. Raises NotFoundError for another's."""
    for url in urls:
        row = db.execute(f"select 1 {_PIECES} where p.id = ? and c.url = ?", (person_id, url)).fetchone()
        if row is None:
            raise NotFoundError(f"{url} among the author's articles", "see them with `matinee author`")
    return urls


def _summary(row: dict[str, Any]) -> AuthorSummary:
    mean = row["score_mean"]
    return AuthorSummary(**{**row, "score_mean": mean if mean is None else round(mean, 1)})
