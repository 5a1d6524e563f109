"""Keep `people` up to date with the bylines of articles, as `archive.works.refresh` keeps works.

`refresh` finds the names in the bylines of the articles in `_stale_coverage`, and groups again the names that
share a family name and an initial with one that is new or gone. No other code writes `people` or
`author_names`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Set
from typing import TYPE_CHECKING, Any

from archive.people.corrections import PeopleCorrections, read_corrections
from archive.people.group_people import full_name, group_people
from archive.people.names import AuthorName, role_in
from archive.works.former_ids import choose_ids, new_ids, used_ids

if TYPE_CHECKING:
    from sqlite_utils import Database

_BYLINES = """
select s.id, ra.position, u.name, ra.collective, a.outlet, r.byline,
    r.published, r.published_precision, v.rating_score
from (select value as id from json_each(?)) s
join articles a on a.id = s.id
join revisions r on r.id = a.revision_id
join revision_authors ra on ra.revision_id = r.id
join authors u on u.id = ra.author_id and trim(u.name) <> ''
left join reviews v on v.revision_id = r.id
order by s.id, ra.position
"""

_STORED = """
select article_id, position, name_id, role, published, published_precision, rating_score from _article_people
where article_id in (select value from json_each(?)) order by article_id, position
"""

_Row = tuple[int, int, int, str | None, str | None, str | None, float | None]


def refresh(db: Database) -> None:
    """Find the people of the articles in `_stale_coverage`. Call it in the transaction that changed them."""
    stale = [row[0] for row in db.execute("select distinct article_id from _stale_coverage")]
    if stale:
        refresh_articles(db, stale)


def refresh_articles(
    db: Database,
    articles: Iterable[int],
    former: Mapping[int, int] | None = None,
    keys: Set[str] = frozenset(),
) -> None:
    """Find the people of these articles.

    Args:
        former: by article, the person that it had before a correction that is undone now.
        keys: of the names of that person.
    """
    corrections = read_corrections(db)
    wanted = json.dumps(sorted(articles))
    blocks: set[str] = set()
    before: list[_Row] = db.execute(_STORED, (wanted,)).fetchall()
    bylines = db.execute(_BYLINES, (wanted,)).fetchall()
    authors = [
        AuthorName(name, outlet, bool(collective), corrections.apart(db, article_id, name))
        for article_id, _, name, collective, outlet, *_ in bylines
    ]
    known = _name_ids(db, authors, blocks)
    after: list[_Row] = [
        (article_id, position, known[author], role_in(byline, name), *shown)
        for author, (article_id, position, name, _, _, byline, *shown) in zip(authors, bylines, strict=True)
    ]
    if before == after:
        return
    gone, new = [*set(before) - set(after)], [*set(after) - set(before)]
    db.conn.executemany(
        "delete from _article_people where article_id = ? and position = ?",
        ((row[0], row[1]) for row in gone),
    )
    db.conn.executemany("insert into _article_people values (?, ?, ?, ?, ?, ?, ?)", new)
    _delete_names(db, {row[2] for row in gone}, blocks)
    match_blocks(db, blocks, corrections, _former_of_names(db, former or {}, keys))


def match_all(db: Database) -> None:
    """Name and group everybody again: after archives were merged."""
    refresh_articles(db, [row[0] for row in db.execute("select distinct article_id from _article_people")])
    blocks = {row[0] for row in db.execute("select distinct block from author_names")}
    match_blocks(db, blocks, read_corrections(db))


def match_blocks(
    db: Database,
    blocks: Iterable[str],
    corrections: PeopleCorrections,
    former: Mapping[int, int] | None = None,
) -> None:
    """Group the names of these blocks again, with those that a correction connects with them.

    Args:
        former: by name, the person that it had before a correction that is undone now.
    """
    done: set[str] = set()
    waiting = set(blocks)
    ids = new_ids(db, "person")
    if waiting:
        corrections.find_names(db)
    for block in sorted(waiting):
        if block in done:
            continue
        names, connected = _connected(db, block, corrections)
        done |= connected
        _write_people(db, names, group_people(names, corrections.joined(names)), former or {}, ids)


def _former_of_names(db: Database, former: Mapping[int, int], keys: Set[str]) -> dict[int, int]:
    """The people that articles had, by those of the names in their bylines that have these keys."""
    if not former:
        return {}
    names = db.execute(
        "select x.article_id, x.name_id, n.name_key from _article_people x join author_names n"
        " on n.id = x.name_id where x.article_id in (select value from json_each(?))",
        (json.dumps(sorted(former)),),
    )
    return {name_id: former[article_id] for article_id, name_id, key in names if key in keys}


def read_names(db: Database, where: str, params: Iterable[Any] = ()) -> dict[int, AuthorName]:
    """The names that fulfil a condition, by id."""
    sql = f"select id, name, outlet, collective, apart from author_names where {where}"
    return {
        number: AuthorName(name, outlet, bool(collective), apart)
        for number, name, outlet, collective, apart in db.execute(sql, list(params))
    }


def _connected(
    db: Database, block: str, corrections: PeopleCorrections
) -> tuple[dict[int, AuthorName], set[str]]:
    names: dict[int, AuthorName] = {}
    done: set[str] = set()
    waiting = {block}
    while waiting:
        done |= waiting
        new_names = read_names(db, "block in (select value from json_each(?))", [json.dumps(sorted(waiting))])
        names |= new_names
        waiting = corrections.connected_blocks(new_names) - done
    return names, done


def _name_ids(db: Database, names: Iterable[AuthorName], blocks: set[str]) -> dict[AuthorName, int]:
    """The ids of names, which are added if they are new."""
    by_signature = {name.signature: name for name in names}
    sql = "select signature, id from author_names where signature in (select value from json_each(?))"
    known: dict[str, int] = dict(db.execute(sql, (json.dumps([*by_signature]),)).fetchall())
    for signature, name in by_signature.items():
        if signature in known:
            continue
        blocks.add(name.block)
        cursor = db.execute(
            "insert into author_names (signature, name, name_key, block, outlet, collective, apart)"
            " values (?, ?, ?, ?, ?, ?, ?)",
            (signature, name.name, name.key, name.block, name.outlet, int(name.collective), name.apart),
        )
        known[signature] = int(cursor.lastrowid or 0)
    return {name: known[signature] for signature, name in by_signature.items()}


def _delete_names(db: Database, names: Iterable[int], blocks: set[str]) -> None:
    """Delete those of these names that stand in no byline any more."""
    for number in sorted(names):
        if db.execute("select 1 from _article_people where name_id = ?", (number,)).fetchone():
            continue
        block, person_id = db.execute(
            "select block, person_id from author_names where id = ?", (number,)
        ).fetchone()
        blocks.add(block)
        same = "select distinct block from author_names where person_id = ?"  # joined with it by hand
        blocks |= {row[0] for row in db.execute(same, (person_id,))}
        db.execute("delete from author_names where id = ?", (number,))
        db.execute(
            "delete from people where id = ?1"
            " and not exists (select 1 from author_names where person_id = ?1)",
            (person_id,),
        )


def _write_people(
    db: Database,
    names: dict[int, AuthorName],
    groups: list[frozenset[int]],
    former: Mapping[int, int],
    ids: Iterator[int],
) -> None:
    """Write the people of names. A person keeps the id while one of the names has it."""
    numbers = json.dumps(sorted(names))
    before: dict[int, int | None] = dict(
        db.execute(
            "select id, person_id from author_names where id in (select value from json_each(?))", (numbers,)
        )
    )
    had = {person_id for person_id in before.values() if person_id is not None}
    taken = _people_of_others(db, had, numbers) if had else set()
    taken |= used_ids(db, "person", former.values()) - {*before.values()}
    used: set[int] = set()
    for index, kept_id in choose_ids(groups, before, former, taken):
        group = groups[index]
        person_id = next(ids) if kept_id is None else kept_id
        members = [names[number] for number in group]
        row = (full_name(members), "organization" if any(name.collective for name in members) else "person")
        db.execute(
            "insert into people (id, name, kind) values (?, ?, ?)"
            " on conflict (id) do update set name = excluded.name, kind = excluded.kind",
            (person_id, *row),
        )
        used.add(person_id)
        db.conn.executemany(
            "update author_names set person_id = ? where id = ? and person_id is not ?",
            ((person_id, number, person_id) for number in sorted(group)),
        )
    if unused := had - used:
        db.execute(
            "delete from people where id in (select value from json_each(?))"
            " and not exists (select 1 from author_names n where n.person_id = people.id)",
            (json.dumps(sorted(unused)),),
        )


def _people_of_others(db: Database, people: set[int], numbers: str) -> set[int]:
    """Those of these people whom names have that are none of these, by their numbers in JSON."""
    rows = db.execute(
        "select person_id from author_names where person_id in (select value from json_each(?1))"
        " and id not in (select value from json_each(?2))",
        (json.dumps(sorted(people)), numbers),
    )
    return {row[0] for row in rows}
