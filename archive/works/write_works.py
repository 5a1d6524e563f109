"""Write groups of names as rows of `works`, and when these came out."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from archive.works.former_ids import choose_ids, used_ids
from archive.works.match.canonical import canonical_row
from archive.works.match.group import Group
from archive.works.model import REGISTRIES, WorkName
from archive.works.name_rows import has_catalogue

if TYPE_CHECKING:
    from sqlite_utils import Database

# The catalogue counts more than pages. Of pages, those count whose year is that of the work or one beside it:
# another is that of a release in cinemas again, or of another work of this title.
_BY_CATALOGUE = """(select c.released from work_names n join catalogue c on c.id = n.entry_id
    where n.work_id = w.id and c.released is not null group by 1 order by count(*) desc, 1 limit 1)"""
_BY_PAGES = """(select v.work_released from reviews v where v.work_id = w.id and v.work_released is not null
    and ifnull(abs(w.year - cast(substr(v.work_released, 1, 4) as integer)) <= 1, true)
    group by 1 order by count(*) desc, 1 limit 1)"""
_WRITE_RELEASED = """
update works set released = found.released
from (select w.id, {released} as released from works w where w.id in ({ids})) as found
where works.id = found.id and works.released is not found.released
"""
_WORKS_OF_NAMES = """select work_id from work_names where id in (select value from json_each(?))
    union select value from json_each(?)"""

_DOUBT = "insert into work_doubts (name_id, work_id, entry_id, reason) values (?, ?, ?, ?)"


def write_groups(
    db: Database,
    names: Mapping[int, WorkName],
    groups: Sequence[Group],
    former: Mapping[int, int],
    ids: Iterator[int],
) -> dict[int, int | None]:
    """Write the works of all names that are connected. A work keeps its id while one of its names has it.

    Args:
        former: by name, the work that it had before a correction that is undone now.
        ids: of new works.

    Returns:
        The names whose work is another now, each with the work that it had.
    """
    numbers = json.dumps(sorted(names))
    rows = db.execute(
        "select id, work_id, entries from work_names where id in (select value from json_each(?))", (numbers,)
    ).fetchall()
    before = {number: work_id for number, work_id, _ in rows}
    entries = {number: json.loads(others) for number, _, others in rows}
    changed: dict[int, int | None] = {}
    work_ids: dict[int, int] = {}  # by the group's identity in this process
    is_new = not any(before.values())
    taken = set() if is_new else _works_of_others(db, numbers)
    taken |= used_ids(db, "work", former.values()) - {*before.values()}
    for index, kept_id in choose_ids([group.names.keys() for group in groups], before, former, taken):
        group = groups[index]
        work_id = work_ids[id(group)] = next(ids) if kept_id is None else kept_id
        _write_work(db, group, work_id)
        for number in sorted(group.names):
            if before[number] != work_id:
                db.execute("update work_names set work_id = ? where id = ?", (work_id, number))
                changed[number] = before[number]
    if not is_new:
        db.execute("delete from work_doubts where name_id in (select value from json_each(?))", (numbers,))
    for group in groups:
        _write_doubts(db, group, work_ids, entries)
    return changed


def delete_unused(db: Database, works: Iterable[int | None] | None = None) -> None:
    """Delete those of these works that no name stands for; of all works, if None are given."""
    ids = "" if works is None else "id in (select value from json_each(?)) and "
    params = () if works is None else (json.dumps(sorted({*works} - {None})),)
    db.execute(
        f"delete from works where {ids}not exists (select 1 from work_names n where n.work_id = works.id)"
        " and not exists (select 1 from reviews v where v.work_id = works.id)",
        params,
    )


def write_released(db: Database, names: Iterable[int | None], works: Iterable[int | None] = ()) -> None:
    """Write when the works of these names, and these works, came out: the day that most articles give."""
    given = [json.dumps(sorted({*numbers} - {None})) for numbers in (names, works)]
    _write_released(db, _WORKS_OF_NAMES, given)


def write_all_released(db: Database) -> None:
    """The same of all works."""
    _write_released(db, "select id from works")


def _write_released(db: Database, ids: str, params: Sequence[str] = ()) -> None:
    released = f"coalesce({_BY_CATALOGUE}, {_BY_PAGES})" if has_catalogue(db) else _BY_PAGES
    db.execute(_WRITE_RELEASED.format(released=released, ids=ids), params)


def _works_of_others(db: Database, numbers: str) -> set[int]:
    """The works of these names that other names have, too: an undone correction had joined them."""
    rows = db.execute(
        "select work_id from work_names n where id in (select value from json_each(?1)) and exists"
        " (select 1 from work_names o where o.work_id = n.work_id"
        " and o.id not in (select value from json_each(?1)))",
        (numbers,),
    )
    return {work_id for (work_id,) in rows}


def _write_work(db: Database, group: Group, work_id: int) -> None:
    db.execute(
        "insert into works (id, title, year, medium, ids) values (:id, :title, :year, :medium, :ids)"
        " on conflict (id) do update set title = :title, year = :year, medium = :medium, ids = :ids"
        " where (title, year, medium, ids) is not (:title, :year, :medium, :ids)",
        {**canonical_row(group, REGISTRIES), "id": work_id},
    )


def _write_doubts(
    db: Database, group: Group, work_ids: dict[int, int], entries: dict[int, list[int]]
) -> None:
    """Write what a group may be, too: for its first name, so that the doubts go with it."""
    first = min(group.names)
    for other, reason in group.doubts:
        db.execute(_DOUBT, (first, work_ids[id(other)], None, reason))
    identified = any(name.entry or name.known_ids for name in group.names.values())
    if not identified and not group.is_apart:
        for entry_id in sorted({entry_id for number in group.names for entry_id in entries[number]}):
            db.execute(_DOUBT, (first, None, entry_id, "several works of the catalogue have this title"))
