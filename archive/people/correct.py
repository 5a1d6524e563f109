"""Write corrections of authors, undo them, and forget what was removed."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from archive.people.corrections import JOIN, KINDS, SPLIT, read_corrections
from archive.people.refresh import match_blocks, read_names, refresh_articles
from archive.works.former_ids import former_ids, former_of_articles, remember_articles, remember_ids
from archive.works.stored_corrections import (
    StoredCorrection,
    TakenCorrection,
    add_correction,
    corrected_articles,
    described_corrections,
    holds,
    mark_undone,
    rows,
    write_correction,
)

if TYPE_CHECKING:
    from sqlite_utils import Database


def join_people(db: Database, first_id: int, second_id: int, at: str) -> int:
    """Make two people one. Returns the id of the correction."""
    body = {"people": [_person(db, first_id), _person(db, second_id)]}
    is_held = holds(db, JOIN, body)  # then it remembers already who was before it
    number = add_correction(db, JOIN, body, at)
    if not is_held:
        remember_ids(db, number, "person", (first_id, second_id))
    _apply(db, number)
    return number


def split_articles(db: Database, urls: Iterable[str], person_id: int, at: str) -> int:
    """Say that a person's articles are another's of this name. Returns the id of the correction."""
    person = _person(db, person_id)
    body = {"articles": sorted(urls), "keys": person["keys"], "name": person["name"]}
    is_held = holds(db, SPLIT, body)
    number = add_correction(db, SPLIT, body, at)
    if not is_held:
        remember_articles(db, number, "person", dict.fromkeys(corrected_articles(db, number), person_id))
    _apply(db, number)
    return number


def undo(db: Database, correction_id: int, at: str) -> bool:
    """Undo a correction of authors. Returns whether it held."""
    undone = mark_undone(db, correction_id, KINDS, at)
    if undone:
        _apply(db, correction_id, former_ids(db, correction_id), former_of_articles(db, correction_id))
    return undone


def take_correction(db: Database, taken: TakenCorrection) -> None:
    """Make a correction of another archive hold here, or no more."""
    number = write_correction(db, taken)
    if taken.holds and taken.kind == JOIN:
        remember_ids(db, number, "person", _people_named(db, taken.body))
    elif taken.holds:
        remember_articles(db, number, "person", _people_of_articles(db, number, taken.body["keys"]))
    if taken.holds:
        _apply(db, number)
    else:
        _apply(db, number, former_ids(db, number), former_of_articles(db, number))


def _people_named(db: Database, body: Mapping[str, Any]) -> set[int]:
    """The people whom a join names, as this archive has them."""
    specs = {spec for person in body["people"] for spec in person["specs"]}
    keys = [key for person in body["people"] for key in person["keys"]]
    names = read_names(db, "name_key in (select value from json_each(?))", [json.dumps(keys)])
    numbers = json.dumps([number for number, name in names.items() if name.spec in specs])
    sql = "select person_id from author_names where id in (select value from json_each(?))"
    return {row[0] for row in db.execute(sql, (numbers,))} - {None}


def _people_of_articles(db: Database, number: int, keys: Iterable[str]) -> dict[int, int]:
    """Who wrote the articles that a correction names, under one of these names; by article."""
    sql = (
        "select x.article_id, n.person_id from _article_people x join author_names n on n.id = x.name_id"
        " where x.article_id in (select value from json_each(?)) and n.person_id is not null"
        " and n.name_key in (select value from json_each(?))"
    )
    articles = json.dumps(corrected_articles(db, number))
    return dict(db.execute(sql, (articles, json.dumps([*keys]))))


def stored_corrections(db: Database) -> list[StoredCorrection]:
    """The corrections of authors, the latest last; undone ones too."""
    return described_corrections(db, KINDS, _text)


def forget_names(db: Database) -> None:
    """Delete the joins of people of whom no byline is left."""
    for number, _, body, *_ in rows(db, (JOIN,)):
        for person in body["people"]:
            keys = json.dumps(person["keys"])
            known = "select 1 from author_names where name_key in (select value from json_each(?))"
            if db.execute(known, (keys,)).fetchone() is None:
                db.execute("delete from corrections where id = ?", (number,))


def _apply(
    db: Database,
    number: int,
    former: Mapping[int, int] | None = None,
    former_by_article: Mapping[int, int] | None = None,
) -> None:
    """Name and group again whom a correction is about.

    Args:
        former: by name, the people before the correction, if it is undone now.
        former_by_article: the same by article.
    """
    (text,) = db.execute("select body from corrections where id = ?", (number,)).fetchone()
    body = json.loads(text)
    keys = [*body.get("keys", ()), *(key for person in body.get("people", ()) for key in person["keys"])]
    refresh_articles(db, corrected_articles(db, number), former_by_article, frozenset(keys))
    blocks = db.execute(
        "select distinct block from author_names where name_key in (select value from json_each(?))",
        (json.dumps(keys),),
    )
    match_blocks(db, {row[0] for row in blocks}, read_corrections(db), former)


def _person(db: Database, person_id: int) -> dict[str, Any]:
    """A person as a correction remembers it."""
    names = read_names(db, "person_id = ?", [person_id]).values()
    (listed,) = db.execute("select name from people where id = ?", (person_id,)).fetchone()
    return {
        "name": listed,
        "keys": sorted({name.key for name in names}),
        "specs": sorted({name.spec for name in names}),
    }


def _text(kind: str, body: Mapping[str, Any]) -> str:
    if kind == JOIN:
        first, second = body["people"]
        return f"{first['name']} is {second['name']}"
    return f"by another {body['name']}: {', '.join(body['articles'])}"
