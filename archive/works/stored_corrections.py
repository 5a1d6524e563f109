"""The table `corrections`: what people corrected of works and authors. Written, undone, copied, listed."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from archive.json_text import to_json

if TYPE_CHECKING:
    from sqlite_utils import Database


_ARTICLES = """
select a.id from _correction_articles x join articles a on a.url = x.url where x.correction_id = ?1
union
select l.article_id from _correction_articles x join aliases l on l.url = x.url where x.correction_id = ?1
"""


@dataclass(frozen=True, slots=True)
class StoredCorrection:
    """A correction as it is listed.

    Attributes:
        kind: what it does, such as `join-works`.
        text: what was corrected, for people.
        made_at, undone_at: times as stored; `undone_at` is None while it holds.
    """

    id: int
    kind: str
    text: str
    made_at: str
    undone_at: str | None


@dataclass(frozen=True, slots=True)
class TakenCorrection:
    """A correction of another archive, with the later times of both.

    Attributes:
        made_at, undone_at: as in `StoredCorrection`.
    """

    kind: str
    body: Mapping[str, Any]
    made_at: str
    undone_at: str | None

    @property
    def holds(self) -> bool:
        """Whether it was not undone since it was made."""
        return _holds(self.made_at, self.undone_at)

    @property
    def at(self) -> str:
        """When it was made, or undone since."""
        return max(self.made_at, self.undone_at or "")


def add_correction(db: Database, kind: str, body: Mapping[str, Any], at: str) -> int:
    """Write a correction, or make one that was undone hold again. Returns its id."""
    text = to_json(body)
    db.execute(
        "insert into corrections (kind, body, made_at) values (?, ?, ?)"
        " on conflict (kind, body) do update set made_at = excluded.made_at, undone_at = null",
        (kind, text, at),
    )
    return write_articles(db, kind, text)


def holds(db: Database, kind: str, body: Mapping[str, Any]) -> bool:
    """Whether a correction is stored and not undone."""
    sql = (
        "select 1 from corrections where kind = ? and body = ? and (undone_at is null or undone_at < made_at)"
    )
    return db.execute(sql, (kind, to_json(body))).fetchone() is not None


def mark_undone(db: Database, correction_id: int, kinds: Iterable[str], at: str) -> bool:
    """Mark a correction of one of these kinds as undone. Returns whether it held."""
    done = db.execute(
        "update corrections set undone_at = max(?, made_at) where id = ?"
        " and kind in (select value from json_each(?)) and (undone_at is null or undone_at < made_at)",
        (at, correction_id, json.dumps([*kinds])),
    )
    return done.rowcount > 0


def rows(db: Database, kinds: Iterable[str]) -> list[tuple[int, str, dict[str, Any], str, str | None]]:
    """The corrections of these kinds, the latest last: id, kind, body, when made, when undone."""
    stored = db.execute(
        "select id, kind, body, made_at, undone_at from corrections"
        " where kind in (select value from json_each(?)) order by made_at, id",
        (json.dumps([*kinds]),),
    )
    return [(number, kind, json.loads(body), *times) for number, kind, body, *times in stored]


def described_corrections(
    db: Database, kinds: Iterable[str], text: Callable[[str, dict[str, Any]], str]
) -> list[StoredCorrection]:
    """The corrections of these kinds, the latest last, with a text made of kind and body; undone ones too."""
    return [
        StoredCorrection(number, kind, text(kind, body), made_at, undone_at)
        for number, kind, body, made_at, undone_at in rows(db, kinds)
    ]


def corrected_articles(db: Database, correction_id: int) -> list[int]:
    """The ids of the articles that a correction names."""
    return [row[0] for row in db.execute(_ARTICLES, (correction_id,))]


def merge_corrections(db: Database, other: Database) -> tuple[list[TakenCorrection], bool]:
    """Take the corrections of another archive. Of one that both have, the last word counts.

    Returns:
        Those that are to hold now, or hold no more, in the order of time; they are not written yet. Then
        whether any other has changed.
    """
    taken, changed = [], False
    for kind, text, *theirs in other.execute("select kind, body, made_at, undone_at from corrections"):
        sql = "select made_at, undone_at from corrections where kind = ? and body = ?"
        ours = db.execute(sql, (kind, text)).fetchone()
        made_at, undone_at = (
            max(one or "", other or "") for one, other in zip(ours or theirs, theirs, strict=True)
        )
        correction = TakenCorrection(kind, json.loads(text), made_at, undone_at or None)
        if ours == (made_at, undone_at or None):
            continue
        if correction.holds == (ours is not None and _holds(*ours)):
            write_correction(db, correction)
            changed = True
        else:
            taken.append(correction)
    return sorted(taken, key=lambda one: (one.at, one.kind, to_json(one.body))), changed


def write_correction(db: Database, correction: TakenCorrection) -> int:
    """Write a correction with its times. Returns its id."""
    number = add_correction(db, correction.kind, correction.body, correction.made_at)
    db.execute("update corrections set undone_at = ? where id = ?", (correction.undone_at, number))
    return number


def _holds(made_at: str, undone_at: str | None) -> bool:
    return undone_at is None or undone_at < made_at


def write_articles(db: Database, kind: str, text: str) -> int:
    """Write which articles a stored correction names. Returns its id."""
    body = json.loads(text)
    works = [body["work"]] if "work" in body else body.get("works", [])
    urls = {*body.get("articles", ()), *(url for work in works for url in work["articles"])}
    (number,) = db.execute("select id from corrections where kind = ? and body = ?", (kind, text)).fetchone()
    db.conn.executemany(
        "insert or ignore into _correction_articles values (?, ?)", ((url, number) for url in sorted(urls))
    )
    return int(number)
