"""Which ids groups of names keep, and which come back when a correction of works or people is undone."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping, Sequence, Set
from itertools import count
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from sqlite_utils import Database


Kind = Literal["work", "person"]

_FORMER = ("_former_ids", "_former_article_ids")
_TABLES = {"work": ("works", "work_names", "work_id"), "person": ("people", "author_names", "person_id")}


def remember_ids(db: Database, correction_id: int, kind: Kind, ids: Collection[int]) -> None:
    """Store which names these works or people have, before a correction changes that."""
    _, names, column = _TABLES[kind]
    db.execute("delete from _former_ids where correction_id = ?", (correction_id,))  # it was undone before
    db.execute(
        f"insert into _former_ids select ?, ?, id, {column} from {names}"
        f" where {column} in (select value from json_each(?))",
        (correction_id, kind, json.dumps(sorted(ids))),
    )


def former_ids(db: Database, correction_id: int) -> dict[int, int]:
    """By name, the ids that works or people had before a correction."""
    return dict(
        db.execute("select name_id, former_id from _former_ids where correction_id = ?", (correction_id,))
    )


def remember_articles(db: Database, correction_id: int, kind: Kind, former: Mapping[int, int]) -> None:
    """Store which work or person articles have, before a correction takes them out of it.

    Args:
        former: by article, the work or the person.
    """
    db.execute("delete from _former_article_ids where correction_id = ?", (correction_id,))
    db.conn.executemany(
        "insert into _former_article_ids values (?, ?, ?, ?)",
        [(correction_id, kind, article_id, former_id) for article_id, former_id in sorted(former.items())],
    )


def former_of_articles(db: Database, correction_id: int) -> dict[int, int]:
    """By article, the work or the person that a correction has taken it out of."""
    return dict(
        db.execute(
            "select article_id, former_id from _former_article_ids where correction_id = ?", (correction_id,)
        )
    )


def forget_article(db: Database, article_id: int) -> None:
    """Delete what is stored of an article that is gone: a later article may get its id."""
    db.execute("delete from _former_article_ids where article_id = ?", (article_id,))


def move_article(db: Database, kept_id: int, dropped_id: int) -> None:
    """Give an article what is stored of another that becomes one with it. What it has itself stays."""
    sql = "update or ignore _former_article_ids set article_id = ? where article_id = ?"
    db.execute(sql, (kept_id, dropped_id))
    forget_article(db, dropped_id)


def used_ids(db: Database, kind: Kind, ids: Collection[int]) -> set[int]:
    """Those of these ids that a work or a person has."""
    if not ids:
        return set()
    table, *_ = _TABLES[kind]
    sql = f"select id from {table} where id in (select value from json_each(?))"
    return {row[0] for row in db.execute(sql, (json.dumps(sorted(ids)),))}


def new_ids(db: Database, kind: Kind) -> Iterator[int]:
    """Ids that no work or person has, nor will have again when a correction is undone.

    Meanwhile, nobody else may add any.
    """
    table, *_ = _TABLES[kind]
    used = f"select max(id) as id from {table}"
    formers = [f"select max(former_id) from {name} where kind = ?1" for name in _FORMER]
    sql = f"select ifnull(max(id), 0) + 1 from ({' union all '.join([used, *formers])})"
    yield from count(db.execute(sql, (kind,)).fetchone()[0])


def choose_ids(
    groups: Sequence[Set[int]],
    before: Mapping[int, int | None],
    former: Mapping[int, int],
    taken: Set[int],
) -> list[tuple[int, int | None]]:
    """Which id each group of names gets: the lowest that one of its names has, or had before a correction.

    A group whose names had the id before the correction comes first, then a larger one.

    Args:
        before: the id that each name has now.
        former: the id that names had before a correction that is undone now.
        taken: ids that others have, and that are not to be had. Only one that a name had before the
            correction and has now is its own: the others have it by the correction.

    Returns:
        The index of each group with its id, None for a new one, in the order in which they chose.
    """

    def rank(index: int) -> tuple[bool, int, int]:
        group = groups[index]
        had_it = any(number in former and former[number] == before[number] for number in group)
        return not had_it, -len(group), min(group)

    names = [name for group in groups for name in group]
    taken = taken - {former[name] for name in names if name in former and former[name] == before[name]}
    chosen = []
    for index in sorted(range(len(groups)), key=rank):
        now = {number for name in groups[index] if (number := before[name])} - taken
        once = {former[name] for name in groups[index] if name in former} - taken
        item_id = min(now, default=None) or min(once, default=None)
        if item_id is not None:
            taken |= {item_id}
        chosen.append((index, item_id))
    return chosen


def former_of_names(db: Database, former: Mapping[int, int]) -> dict[int, int]:
    """The works that articles had, by the names that they give their works now."""
    if not former:
        return {}
    names = db.execute(
        "select article_id, name_id from _article_works where article_id in (select value from json_each(?))",
        (json.dumps(sorted(former)),),
    )
    return {name_id: former[article_id] for article_id, name_id in names}
