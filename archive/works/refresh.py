"""Keep `works` up to date with what articles say of their works.

The triggers of `coverage` list each article that has changed in `_stale_coverage`. `refresh` finds the names
of these articles, and groups again what shares a title or an id with a name that is new or gone. So an
article with a known name costs a few look-ups, and one with a new name as much as its title has names. No
other code writes `works`, `work_names` or `reviews.work_id`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from archive.folding import fold
from archive.works.corrections import Corrections, read_corrections
from archive.works.former_ids import forget_article, former_of_names
from archive.works.match_titles import LINK, LINKED, match_titles
from archive.works.model import WorkName
from archive.works.name_rows import (
    add_name,
    find_entry,
    find_names,
    folded_people,
    has_catalogue,
    people_of_title,
    read_names,
    write_entry,
)
from archive.works.title_key import title_key
from archive.works.write_works import delete_unused, write_all_released, write_released

if TYPE_CHECKING:
    from sqlite_utils import Database

MOST_UNSURE = 500  # articles without year and ids that are read again when the makers of a work become known

_STALE = """
select s.id, a.id, v.work_id, x.name_id, x.outlet, x.published, x.published_precision, x.rating_score,
    a.outlet, r.published, r.published_precision, v.rating_score,
    v.revision_id, v.work_title, v.work_year, v.work_medium, v.work_ids, v.work_people, r.published
from (select value as id from json_each(?)) s
left join articles a on a.id = s.id
left join revisions r on r.id = a.revision_id
left join reviews v on v.revision_id = r.id
left join _article_works x on x.article_id = s.id
"""

_NAME = """
insert into _article_works (article_id, name_id, outlet, published, published_precision, rating_score)
values (?, ?, ?, ?, ?, ?)
on conflict (article_id) do update set name_id = excluded.name_id, outlet = excluded.outlet,
    published = excluded.published, published_precision = excluded.published_precision,
    rating_score = excluded.rating_score
"""
_STORED_UNTIL, _SHOWN_UNTIL = 8, 12  # columns of `_STALE`: what is stored of the article, and what is to be

# A text that is not shown any more counts for no work.
_UNLINK = """
update reviews set work_id = null where work_id is not null and revision_id in (
    select r.id from revisions r left join articles a on a.id = r.article_id
    left join _article_works x on x.article_id = a.id
    where r.article_id in (select value from json_each(?))
        and (r.id is not a.revision_id or x.name_id is null))
"""


def refresh(db: Database) -> None:
    """Find the works of the articles in `_stale_coverage`. Call it in the transaction that changed them."""
    stale = [row[0] for row in db.execute("select distinct article_id from _stale_coverage")]
    if stale:
        refresh_articles(db, stale)


def refresh_articles(db: Database, articles: Iterable[int], former: Mapping[int, int] | None = None) -> None:
    """Find the works of these articles.

    Args:
        former: by article, the work that it had before a correction that is undone now.
    """
    corrections = read_corrections(db)
    wanted = sorted(articles)
    changes = _Changes(is_first=db.execute("select 1 from work_names limit 1").fetchone() is None)
    _name_articles(db, wanted, corrections, changes)
    unsure = _unsure_articles(db, changes.of_new_people)
    _name_articles(db, unsure, corrections, changes)
    match_titles(db, changes.titles, corrections, changes.works, former_of_names(db, former or {}))
    stale = json.dumps([*wanted, *unsure])
    db.execute(_UNLINK, (stale,))
    db.execute(LINK.format(column="x.article_id"), (stale,))
    write_released(db, changes.names, changes.works)
    if changes.works or changes.is_first:
        delete_unused(db, None if changes.is_first else changes.works)


def match_all(db: Database) -> None:
    """Name and group everything again: after a catalogue was imported, or archives were merged."""
    refresh_articles(db, [row[0] for row in db.execute("select article_id from _article_works")])
    names = read_names(db, "true") if has_catalogue(db) else {}
    for number, name in names.items():
        write_entry(db, number, name, find_entry(db, name))
    titles = {row[0] for row in db.execute("select distinct title_key from work_names")}
    match_titles(db, titles, read_corrections(db), set())
    write_all_released(db)
    delete_unused(db)


@dataclass
class _Changes:
    """What changed with the names of articles.

    Attributes:
        is_first: the archive had no names before.
        titles: of names that are new or gone.
        of_new_people: titles of works whose makers were not known before.
        works: of names that are gone.
        names: that the articles have, or had.
    """

    is_first: bool
    titles: set[str] = field(default_factory=set)
    of_new_people: set[str] = field(default_factory=set)
    works: set[int | None] = field(default_factory=set)
    names: set[int | None] = field(default_factory=set)


def _name_articles(
    db: Database, articles: Iterable[int], corrections: Corrections, changes: _Changes
) -> None:
    """Write which name each article gives its work, and what is shown of the article."""
    rows = db.execute(_STALE, (json.dumps(list(articles)),)).fetchall()
    people: dict[str, frozenset[str]] = {}
    names = {
        row[0]: _name(db, row[1], [*row[_SHOWN_UNTIL:]], corrections, people)
        for row in rows
        if row[1] is not None
    }
    known = find_names(db, filter(None, names.values()))
    left: set[int | None] = set()
    written = []
    for row in rows:
        number, article_id, work_id, before, *stored = row[:_STORED_UNTIL]
        shown, name = row[_STORED_UNTIL:_SHOWN_UNTIL], names.get(number)
        after = _write_name(db, name, known, work_id, changes) if name else None
        if article_id is None:
            forget_article(db, number)
        changes.names |= {before, after}
        if after != before:
            left.add(before)
        if after is None and before is not None:
            db.execute("delete from _article_works where article_id = ?", (number,))
        elif after is not None and (after, *shown) != (before, *stored):
            written.append((number, after, *shown))
    db.conn.executemany(_NAME, written)
    _delete_names(db, left - {None}, changes)


def _write_name(
    db: Database, name: WorkName, known: dict[str, int], work_id: int | None, changes: _Changes
) -> int:
    """The id of a name, which is added if it is new.

    Args:
        known: the ids of names by their signatures; the new one is added to it.
    """
    number = known.get(name.signature)
    if number is not None:
        return number
    if name.people and name.people - people_of_title(db, name.title_key):
        changes.of_new_people.add(name.title_key)
    changes.titles.add(name.title_key)
    # A review of an archive from before there were names has a work, which is to keep its id.
    number = known[name.signature] = add_name(db, name, work_id if changes.is_first else None)
    return number


def _name(
    db: Database,
    article_id: int,
    facts: list[Any],
    corrections: Corrections,
    people: dict[str, frozenset[str]],
) -> WorkName | None:
    """How an article names its work; None if it has none.

    Args:
        people: the makers of the works of a title, by title, as far as they were asked for.
    """
    revision_id, title, year, medium, ids, makers, published = facts
    if revision_id is None:
        return None
    if assigned := corrections.assigned_name(db, article_id):
        return assigned
    if not title:
        return None
    key = title_key(title)
    name = WorkName(
        title,
        key,
        year,
        medium,
        json.loads(ids or "{}"),
        folded_people(json.loads(makers or "[]")),
        written=int(published[:4]) if published else None,
        apart=corrections.apart(db, article_id, key),
    )
    if name.year or name.ids or name.apart:
        return name
    if key not in people:
        people[key] = people_of_title(db, key)
    named = _named_in_text(db, revision_id, people[key])
    return replace(name, named=named)


def _named_in_text(db: Database, revision_id: int, people: frozenset[str]) -> frozenset[str]:
    if not people:
        return people
    (text,) = db.execute("select text from revisions where id = ?", (revision_id,)).fetchone()
    words = f" {fold(text)} "
    return frozenset(person for person in people if f" {fold(person)} " in words)


def _unsure_articles(db: Database, titles: set[str]) -> list[int]:
    """The articles of these titles that may be told by the people whom they name."""
    rows = db.execute(
        "select x.article_id from work_names n join _article_works x on x.name_id = n.id"
        " where n.title_key in (select value from json_each(?)) and n.year is null and n.ids = '{}'"
        f" and n.apart is null order by x.article_id limit {MOST_UNSURE}",
        (json.dumps(sorted(titles)),),
    )
    return [row[0] for row in rows]


def _delete_names(db: Database, names: set[int | None], changes: _Changes) -> None:
    """Delete those of these names that no article has any more."""
    for number in sorted(filter(None, names)):
        if db.execute("select 1 from _article_works where name_id = ?", (number,)).fetchone():
            continue
        changes.titles |= {row[0] for row in db.execute(LINKED, (json.dumps([number]),))}
        title, work_id = db.execute(
            "select title_key, work_id from work_names where id = ?", (number,)
        ).fetchone()
        changes.titles.add(title)
        changes.works.add(work_id)
        # Those that a correction joined with it share no id with it.
        same = "select distinct title_key from work_names where work_id = ?"
        changes.titles |= {row[0] for row in db.execute(same, (work_id,))}
        db.execute("delete from work_names where id = ?", (number,))
