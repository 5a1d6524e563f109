"""Write groups of names as rows of `works`."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence

from sqlite_utils import Database

from archive.works.match.canonical import canonical_row
from archive.works.match.group import Group
from archive.works.model import REGISTRIES, WorkName

_DOUBT = "insert into work_doubts (name_id, work_id, entry_id, reason) values (?, ?, ?, ?)"


def write_groups(
    db: Database, names: Mapping[int, WorkName], groups: Sequence[Group]
) -> dict[int, int | None]:
    """Write the works of all names that are connected. A work keeps its id while one of its names has it.

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
    taken = _works_of_others(db, numbers) if any(before.values()) else set()
    for group, kept_id in _kept_ids(groups, before, taken):
        work_id = work_ids[id(group)] = _write_work(db, group, kept_id)
        for number in sorted(group.names):
            if before[number] != work_id:
                db.execute("update work_names set work_id = ? where id = ?", (work_id, number))
                changed[number] = before[number]
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


def _works_of_others(db: Database, numbers: str) -> set[int]:
    """The works of these names that other names have, too: an undone correction had joined them."""
    rows = db.execute(
        "select work_id from work_names n where id in (select value from json_each(?1)) and exists"
        " (select 1 from work_names o where o.work_id = n.work_id"
        " and o.id not in (select value from json_each(?1)))",
        (numbers,),
    )
    return {work_id for (work_id,) in rows}


def _kept_ids(
    groups: Sequence[Group], before: dict[int, int | None], taken: set[int]
) -> list[tuple[Group, int | None]]:
    """Each group with the work whose id it keeps: the lowest of its names'; larger groups choose first.

    Args:
        taken: works that are no longer to be had.
    """
    choices = []
    for group in sorted(groups, key=lambda group: (-len(group.names), min(group.names))):
        free = {work_id for number in group.names if (work_id := before[number]) and work_id not in taken}
        work_id = min(free, default=None)
        if work_id is not None:
            taken.add(work_id)
        choices.append((group, work_id))
    return choices


def _write_work(db: Database, group: Group, work_id: int | None) -> int:
    row = canonical_row(group, REGISTRIES)
    if work_id is None:
        sql = "insert into works (title, year, medium, ids) values (:title, :year, :medium, :ids)"
        return int(db.execute(sql, row).lastrowid or 0)
    db.execute(
        "update works set title = :title, year = :year, medium = :medium, ids = :ids where id = :id"
        " and (title, year, medium, ids) is not (:title, :year, :medium, :ids)",
        {**row, "id": work_id},
    )
    return work_id


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
