"""Read and write names of works, and entries of the catalogue, as rows."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from archive.json_text import to_json
from archive.works.match.find_entry import EntryChoice, choose_entry
from archive.works.model import Entry, WorkName
from archive.works.title_key import person_key

if TYPE_CHECKING:
    from sqlite_utils import Database

MOST_ENTRIES = 200  # of one title that are looked at; a title with more tells nothing

_NAME = """
select n.*, c.title as entry_title, c.year as entry_year, c.medium as entry_medium, c.ids as entry_ids,
    c.people as entry_people
from work_names n left join catalogue c on c.id = n.entry_id
"""


def read_names(db: Database, where: str, params: Sequence[Any] = ()) -> dict[int, WorkName]:
    """The names that fulfil a condition on `n`, by id."""
    cursor = db.execute(f"{_NAME} where {where}", list(params))  # `db.query` makes a savepoint each time
    columns = [column[0] for column in cursor.description]
    rows = (dict(zip(columns, values, strict=True)) for values in cursor)
    return {row["id"]: name_from_row(row) for row in rows}


def name_from_row(row: Mapping[str, Any]) -> WorkName:
    """The name stored as a row of `_NAME`."""
    entry = None
    if row["entry_id"] is not None:
        entry = _entry(
            row["entry_id"],
            *(row[f"entry_{column}"] for column in ("title", "year", "medium", "ids", "people")),
        )
    return WorkName(
        **{key: row[key] for key in ("title", "title_key", "year", "medium", "written", "apart")},
        ids=json.loads(row["ids"]) if row["ids"] != "{}" else {},
        people=_set_of(row["people"]),
        named=_set_of(row["named"]),
        entry=entry,
        stored_signature=row["signature"],
    )


def _set_of(names: str) -> frozenset[str]:
    return frozenset(json.loads(names)) if names != "[]" else frozenset()


def find_names(db: Database, names: Iterable[WorkName]) -> dict[str, int]:
    """The ids of those of these names that articles have already, by their signatures."""
    signatures = json.dumps(sorted({name.signature for name in names}))
    sql = "select signature, id from work_names where signature in (select value from json_each(?))"
    return dict(db.execute(sql, (signatures,)).fetchall())


def add_name(db: Database, name: WorkName, work_id: int | None = None) -> int:
    """Add a name, with the entry that it is in the catalogue. Returns its id."""
    cursor = db.execute(
        "insert into work_names (work_id, signature, title_key, title, year, medium, ids, people, named,"
        " written, apart) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            *(work_id, name.signature, name.title_key, name.title, name.year, name.medium),
            to_json(dict(name.ids)),
            *(to_json(sorted(people)) for people in (name.people, name.named)),
            *(name.written, name.apart),
        ),
    )
    number = int(cursor.lastrowid or 0)
    choice = find_entry(db, name)
    if name.ids or choice.entry or choice.others:
        write_entry(db, number, name, choice)
    return number


def find_entry(db: Database, name: WorkName) -> EntryChoice:
    """What a name is in the catalogue."""
    if name.apart or not has_catalogue(db):
        return EntryChoice()
    by_id = "select entry_id from catalogue_ids where id in (select value from json_each(?))"
    by_title = "select entry_id from catalogue_names where title_key = ?"
    entries = read_entries(db, by_id, json.dumps(id_keys(name.ids)))
    if entries:
        return choose_entry(name, entries, ())
    titled = read_entries(db, by_title, name.title_key)
    return choose_entry(name, (), titled if len(titled) <= MOST_ENTRIES else ())


def has_catalogue(db: Database) -> bool:
    """Whether a catalogue was imported."""
    return db.execute("select 1 from catalogue limit 1").fetchone() is not None


def read_entries(db: Database, ids: str, *params: Any) -> list[Entry]:
    """The entries whose ids a query selects, a few more than `MOST_ENTRIES` at the most; by their content."""
    columns = "id, title, year, medium, ids, people"
    sql = f"select {columns} from catalogue where id in ({ids}) limit {MOST_ENTRIES + 1}"
    entries = [_entry(*row) for row in db.execute(sql, params)]
    return sorted(entries, key=lambda entry: (entry.year or 0, str(entry)))


def write_entry(db: Database, number: int, name: WorkName, choice: EntryChoice) -> bool:
    """Write what a name is in the catalogue, with its ids by that. Returns whether that changed."""
    entry_id = choice.entry.id if choice.entry else None
    others = json.dumps([entry.id for entry in choice.others])
    before = db.execute("select entry_id, entries from work_names where id = ?", (number,)).fetchone()
    ids = set(id_keys({**(choice.entry.ids if choice.entry else {}), **name.ids}))
    if entry_id is not None:
        ids.add(f"catalogue:{entry_id}")
    known = {row[0] for row in db.execute("select id from _work_name_ids where name_id = ?", (number,))}
    if before == (entry_id, others) and ids == known:
        return False
    db.execute("update work_names set entry_id = ?, entries = ? where id = ?", (entry_id, others, number))
    db.execute("delete from _work_name_ids where name_id = ?", (number,))
    db.conn.executemany(
        "insert into _work_name_ids values (?, ?)", ((value, number) for value in sorted(ids))
    )
    return True


def id_keys(ids: Mapping[str, str]) -> list[str]:
    """Ids as `registry:id`."""
    return [f"{registry}:{value}" for registry, value in sorted(ids.items())]


def people_of_title(db: Database, key: str) -> frozenset[str]:
    """Who made the works of a title, as far as pages and catalogue say; folded."""
    people = {
        person
        for (names,) in db.execute(
            "select distinct people from work_names where title_key = ? and people <> '[]'", (key,)
        )
        for person in json.loads(names)
    }
    if has_catalogue(db):
        entries = read_entries(db, "select entry_id from catalogue_names where title_key = ?", key)
        people |= {person for entry in entries[:MOST_ENTRIES] for person in entry.people}
    return frozenset(people)


def folded_people(people: Iterable[str]) -> frozenset[str]:
    """Names of people, folded."""
    return frozenset(filter(None, map(person_key, people)))


def _entry(number: int, *columns: Any) -> Entry:
    title, year, medium, ids, people = columns
    return Entry(number, title, year, medium, json.loads(ids), folded_people(json.loads(people)))
