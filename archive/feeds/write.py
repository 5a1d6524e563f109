"""Write a feed of what a query matches."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Literal

from archive.db.rows import stamp
from archive.db.store import Store
from archive.feeds.atom import atom
from archive.feeds.feed import Feed, entries, feed
from archive.feeds.json_feed import json_feed
from archive.query.language.query import Query
from archive.query.language.sorting import Sort
from archive.query.matching import read_query
from archive.query.search import matching_ids
from archive.query.selection import EVERYTHING, Selection

Format = Literal["atom", "json"]
WRITERS: dict[Format, Callable[[Feed], bytes]] = {"atom": atom, "json": json_feed}


def search_feed(
    store: Store,
    query: str | Query,
    selection: Selection = EVERYTHING,
    *,
    form: Format = "atom",
    title: str | None = None,
    limit: int = 50,
    sort: Sort = "newest",
    whole: bool = False,
    now: datetime,
) -> bytes:
    """A feed of the articles that a query and a selection match.

    Args:
        title: None makes one of the query.
        limit: entries.
        whole: with whole texts instead of excerpts.
        now: aware; "last month" counts from it.

    Raises:
        QueryError: the query has a condition that could not be read.
    """
    understood = read_query(store, query, now) if isinstance(query, str) else query
    ids = matching_ids(store, understood, selection, limit=limit, sort=sort, now=now)
    chosen = entries(store, ids, whole=whole)
    name = str(understood) if selection == EVERYTHING else f"{understood} {selection_text(selection)}".strip()
    return WRITERS[form](feed(chosen, name, title, stamp(now)))


def selection_text(selection: Selection) -> str:
    """The filters of a selection as a person writes them, for the title of a feed."""
    given = ((name, getattr(selection, name)) for name in selection.__slots__)
    return " ".join(
        f"{name}={','.join(value) if isinstance(value, tuple) else value}" for name, value in given if value
    )
