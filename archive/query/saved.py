"""Saved searches: queries with a name, and the articles that are new to each since it was last looked at."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from archive.db.rows import stamp
from archive.db.store import Store
from archive.errors import MatineeError, NotFoundError, did_you_mean
from archive.query.matching import matching
from archive.query.search import Hit, hits_by_id, matching_ids

_NAME = re.compile(r"\w[\w-]{0,79}")


@dataclass(frozen=True, slots=True)
class SavedSearch:
    """A query with a name.

    Attributes:
        query: in the query language, as typed.
        saved_at: ISO 8601, UTC.
        alerted_at: when its alerts were last shown; None if never.
    """

    name: str
    query: str
    saved_at: str
    alerted_at: str | None


def save_search(store: Store, name: str, query: str, at: datetime) -> int:
    """Save a query, in place of one with the same name. What it matches now is no news.

    Args:
        name: letters, digits, `_` and `-`.
        at: now, aware.

    Returns:
        How many articles match now.

    Raises:
        MatineeError: the name has other characters.
        QueryError: the query has a condition that could not be read.
    """
    if not _NAME.fullmatch(name):
        raise MatineeError(f"{name}: not a name for a search", "use letters, digits, - and _")
    matching(store, query, now=at)
    with store.transaction():
        store.db.execute("delete from searches where name = ?", (name,))
        row = {"name": name, "query": query, "saved_at": stamp(at), "alerted_at": None}
        store.table("searches").insert(row)
        ids = matching_ids(store, query, now=at)
        _add_alerted(store, name, ids)
    return len(ids)


def forget_search(store: Store, name: str) -> None:
    """Forget a saved search. Raises NotFoundError if there is none of this name."""
    saved_search(store, name)
    with store.transaction():
        store.db.execute("delete from searches where name = ?", (name,))


def saved_search(store: Store, name: str) -> SavedSearch:
    """The search of this name. Raises NotFoundError, with the nearest name, if there is none."""
    searches = {search.name: search for search in saved_searches(store)}
    if name in searches:
        return searches[name]
    raise NotFoundError(f"saved search {name}", did_you_mean(name, searches, "`matinee save` lists them"))


def saved_searches(store: Store) -> Iterator[SavedSearch]:
    """All saved searches, by name."""
    rows = store.db.execute("select name, query, saved_at, alerted_at from searches order by name")
    return (SavedSearch(*row) for row in rows.fetchall())


def new_hits(store: Store, search: SavedSearch, now: datetime) -> list[Hit]:
    """What a search matches and has not shown yet, the newest first.

    That is new articles, and known ones that match only now, as when a rating was found.
    """
    known = store.db.execute("select article_id from _alerted where search = ?", (search.name,))
    shown = {row[0] for row in known}
    ids = matching_ids(store, search.query, sort="newest", now=now)
    return hits_by_id(store, [number for number in ids if number not in shown], search.query, now)


def mark_alerted(store: Store, search: SavedSearch, ids: Iterable[int], at: datetime) -> None:
    """Note that these articles are no news for a search any more."""
    with store.transaction():
        _add_alerted(store, search.name, ids)
        store.db.execute("update searches set alerted_at = ? where name = ?", (stamp(at), search.name))


def copy_searches(store: Store, other: Store, at: datetime) -> None:
    """Take the searches of another archive whose names this one lacks."""
    names = {search.name for search in saved_searches(store)}
    for search in saved_searches(other):
        if search.name not in names:
            save_search(store, search.name, search.query, at)


def _add_alerted(store: Store, name: str, ids: Iterable[int]) -> None:
    store.db.conn.executemany(
        "insert or ignore into _alerted (search, article_id) select ?, id from articles where id = ?",
        ((name, number) for number in ids),
    )
