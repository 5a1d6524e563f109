"""Write the catalogue: works with their other titles and ids, which the user imports."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from archive.json_text import to_json
from archive.works.title_key import title_key

if TYPE_CHECKING:
    from sqlite_utils import Database

_COLUMNS = ("title", "year", "medium", "ids", "people", "released")


@dataclass(frozen=True, slots=True)
class CatalogueWork:
    """A work as a file of the catalogue has it.

    Attributes:
        aliases: other titles: the original one, translations.
        ids: by registry; at least one.
        people: who made it.
        released: the day on which it came out.
    """

    title: str
    year: int | None = None
    medium: str | None = None
    ids: Mapping[str, str] = field(default_factory=dict)
    aliases: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    released: str | None = None


def write_work(db: Database, work: CatalogueWork) -> None:
    """Add a work, or what the file says more of one that shares an id."""
    keys = [f"{registry}:{value}" for registry, value in sorted(work.ids.items())]
    entry_id = _known(db, keys)
    if entry_id is None:
        cursor = db.execute(
            f"insert into catalogue ({', '.join(_COLUMNS)}) values (?, ?, ?, ?, ?, ?)",
            tuple(_row(work).values()),
        )
        entry_id = int(cursor.lastrowid or 0)
    else:
        _add_to(db, entry_id, work)
    db.conn.executemany(
        "insert or ignore into catalogue_ids values (?, ?)", ((key, entry_id) for key in keys)
    )
    add_titles(db, entry_id, (work.title, *work.aliases))


def add_titles(db: Database, entry_id: int, titles: Iterable[str]) -> None:
    """Add other titles of an entry."""
    keys = {key for title in titles if (key := title_key(title))}
    db.conn.executemany(
        "insert or ignore into catalogue_names values (?, ?)", ((key, entry_id) for key in sorted(keys))
    )


def entry_with_id(db: Database, key: str) -> int | None:
    """The entry with an id, given as `registry:id`."""
    return _known(db, [key])


def copy_catalogue(db: Database, other: Database) -> bool:
    """Take the entries of another archive's catalogue that are not here. Returns whether there were any."""
    copied = False
    for row in other.query(f"select id, {', '.join(_COLUMNS)} from catalogue order by id"):
        ids = json.loads(row["ids"])
        keys = [f"{registry}:{value}" for registry, value in sorted(ids.items())]
        titles = [
            key
            for (key,) in other.execute(
                "select title_key from catalogue_names where entry_id = ?", (row["id"],)
            )
        ]
        entry_id = _known(db, keys)
        known = {
            key
            for (key,) in db.execute("select title_key from catalogue_names where entry_id = ?", (entry_id,))
        }
        if entry_id is not None and set(titles) <= known and _has_all(db, entry_id, row):
            continue
        copied = True
        people = tuple(json.loads(row["people"]))
        title, year, medium, released = (row[name] for name in ("title", "year", "medium", "released"))
        write_work(db, CatalogueWork(title, year, medium, ids, tuple(titles), people, released))
    return copied


def _has_all(db: Database, entry_id: int, theirs: Mapping[str, object]) -> bool:
    """Whether an entry has what another archive's entry has."""
    return _merged(db, entry_id, theirs) == _stored(db, entry_id)


def _stored(db: Database, entry_id: int) -> tuple[object, ...]:
    sql = f"select {', '.join(_COLUMNS)} from catalogue where id = ?"
    return tuple(db.execute(sql, (entry_id,)).fetchone())


def _known(db: Database, keys: Iterable[str]) -> int | None:
    row = db.execute(
        "select min(entry_id) from catalogue_ids where id in (select value from json_each(?))",
        (json.dumps(list(keys)),),
    ).fetchone()
    return None if row[0] is None else int(row[0])


def _add_to(db: Database, entry_id: int, work: CatalogueWork) -> None:
    db.execute(
        f"update catalogue set ({', '.join(_COLUMNS)}) = (?, ?, ?, ?, ?, ?) where id = ?",
        (*_merged(db, entry_id, _row(work)), entry_id),
    )


def _row(work: CatalogueWork) -> dict[str, object]:
    values = (
        work.title,
        work.year,
        work.medium,
        to_json(dict(work.ids)),
        to_json(work.people),
        work.released,
    )
    return dict(zip(_COLUMNS, values, strict=True))


def _merged(db: Database, entry_id: int, theirs: Mapping[str, object]) -> tuple[object, ...]:
    """The columns of an entry and of another for the same work together, the same in either order."""
    ours = dict(zip(_COLUMNS, _stored(db, entry_id), strict=True))
    first, second = sorted(
        (ours, theirs), key=lambda entry: json.dumps([entry["year"] is None, entry], sort_keys=True)
    )
    ids = {**json.loads(str(second["ids"])), **json.loads(str(first["ids"]))}
    people = json.loads(str(first["people"])) or json.loads(str(second["people"]))
    return (
        first["title"],
        first["year"] or second["year"],
        first["medium"] or second["medium"],
        to_json(ids),
        to_json(people),
        first["released"] or second["released"],
    )
