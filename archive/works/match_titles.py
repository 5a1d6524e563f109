"""Group the names of some titles again, and write which works they stand for."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from archive.works.corrections import Corrections
from archive.works.former_ids import new_ids
from archive.works.match.group_names import group_names
from archive.works.model import WorkName
from archive.works.name_rows import read_names
from archive.works.write_works import write_groups, write_released

if TYPE_CHECKING:
    from sqlite_utils import Database

_AT_ONCE = 500  # titles whose names are read at once

_Titles = dict[str, dict[int, WorkName]]  # the names of titles, each by id

LINK = """
update reviews set work_id = n.work_id
from _article_works x join work_names n on n.id = x.name_id join articles a on a.id = x.article_id
where reviews.revision_id = a.revision_id and reviews.work_id is not n.work_id
    and {column} in (select value from json_each(?))
"""

# The titles of names that share an id with one of these.
LINKED = """
select distinct n.title_key from _work_name_ids i join _work_name_ids o on o.id = i.id
join work_names n on n.id = o.name_id where i.name_id in (select value from json_each(?))
"""


def match_titles(
    db: Database,
    titles: Iterable[str],
    corrections: Corrections,
    works: set[int | None],
    former: Mapping[int, int] | None = None,
) -> None:
    """Group the names of these titles again, with all that share an id or a correction with one of them.

    Args:
        works: those that names have lost are added to it.
        former: by name, the work that it had before a correction that is undone now.
    """
    done: set[str] = set()
    changed: dict[int, int | None] = {}
    ids = new_ids(db, "work")
    stored: _Titles = {}
    if titles:
        corrections.find_names(db)
    for place, title in enumerate(ordered := sorted(titles)):
        if place % _AT_ONCE == 0:
            stored = {}
            _read_titles(db, ordered[place : place + _AT_ONCE], stored)
        if title in done:
            continue
        names, keys = _connected(db, title, stored, corrections)
        done |= keys
        groups = group_names(names, corrections.hand(names))
        changed |= write_groups(db, names, groups, former or {}, ids)
    if changed:
        db.execute(LINK.format(column="x.name_id"), (json.dumps(sorted(changed)),))
        works |= set(changed.values())
        write_released(db, changed, works)


def _read_titles(db: Database, titles: Iterable[str], stored: _Titles) -> None:
    """Read the names of those of these titles that are not read yet."""
    if missing := sorted({*titles} - stored.keys()):
        stored |= {title: {} for title in missing}
        where = "n.title_key in (select value from json_each(?))"
        for number, name in read_names(db, where, [json.dumps(missing)]).items():
            stored[name.title_key][number] = name


def _connected(
    db: Database, title: str, stored: _Titles, corrections: Corrections
) -> tuple[dict[int, WorkName], set[str]]:
    """The names of a title and of all that is connected with it, and their titles."""
    names: dict[int, WorkName] = {}
    done: set[str] = set()
    waiting = {title}
    while waiting:
        done |= waiting
        _read_titles(db, waiting, stored)
        new_names = {number: name for key in waiting for number, name in stored[key].items()}
        names |= new_names
        waiting = _titles_of_one_id(db, new_names) | corrections.connected_titles(new_names)
        waiting -= done
    return names, done


def _titles_of_one_id(db: Database, names: Mapping[int, WorkName]) -> set[str]:
    """The titles of all names that share an id with one of these."""
    identified = sorted(number for number, name in names.items() if name.ids or name.entry)
    if not identified:
        return set()
    return {row[0] for row in db.execute(LINKED, (json.dumps(identified),))}
