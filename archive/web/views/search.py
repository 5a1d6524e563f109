"""The search page: a query in the language of docs/search.md, its hits and what they may be narrowed to."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, cast, get_args
from urllib.parse import urlencode

from markupsafe import Markup

from archive.db.store import Store
from archive.errors import MatineeError
from archive.query.facets import Counts, count_values
from archive.query.language.sorting import RANKED, Sort, order
from archive.query.language.to_text import dates_in_words
from archive.query.matching import matching
from archive.query.near_names import unknown_names
from archive.query.search import Hit, SearchPage, page_of_counted
from archive.query.selection import EVERYTHING
from archive.web.reading import Page, PageRequest

_SIZE = 20  # hits on a page
_MOST = 3_000  # articles that are counted and put in order, where all would take too long
_FEW_NAMES, _NAMED = 5_000, ("works", "people")

_SPOILERS = "select id from coverage where spoilers = 1 and id in (select value from json_each(?))"


def search_page(store: Store, request: PageRequest) -> Page:
    """`?q=QUERY&sort=SORT&cursor=CURSOR&near=yes`, of which each may be missing."""
    query = request.first("q")
    sort = cast(Sort, request.first("sort")) if request.first("sort") in get_args(Sort) else None
    values: dict[str, Any] = {"query": query, "sort": sort, "sorts": get_args(Sort)}
    try:
        counts, found = _search(store, request, sort)
    except MatineeError as error:
        values |= {"total": None, "hints": [str(error)], "hits": [], "facets": [], "following": None}
        return Page("search.html", "Search", values, status=400)
    asked = {"q": query, "sort": sort or ""}
    values |= {
        "total": found.total if counts.matching is None else counts.matching,
        "is_more": counts.matching is None,
        "counted": found.total if counts.has_more else None,
        "ordered": found.among,
        "newest": urlencode({"q": query, "sort": "newest"}),
        "hits": _shown(store, found.hits),
        "facets": [facet for facet in counts.facets if len(facet.values) > 1 or not query],
        "following": found.next and urlencode({**asked, "cursor": found.next}),
    }
    near = found.total == 0 and (request.first("near") == "yes" or _has_few_names(store))
    values["hints"] = _hints(store, found, near=near)
    values["near"] = None if near else urlencode({**asked, "near": "yes"})
    return Page("search.html", f"Search: {query}" if query else "Search", values)


def _search(store: Store, request: PageRequest, sort: Sort | None) -> tuple[Counts, SearchPage]:
    matched = matching(store, request.first("q"), now=request.now)
    ordered = order(sort, has_words=matched.ranking is not None, now=request.now)
    key = ordered.key if ordered.sort in RANKED else None
    counts = count_values(store, matched, at_most=_MOST, key=key)
    cursor = request.first("cursor") or None
    return counts, page_of_counted(
        store, matched, counts, at_most=_MOST, limit=_SIZE, sort=sort, cursor=cursor, now=request.now
    )


def _hints(store: Store, found: SearchPage, *, near: bool) -> list[str]:
    """How the query was read, and what to ask instead if nothing matches.

    Args:
        near: compare its names with those in the archive.
    """
    other_names = unknown_names(store, EVERYTHING, found.query) if near else []
    dates = [] if found.total else dates_in_words(found.query.node)
    return [*found.query.notes, *other_names, *dates]


def _has_few_names(store: Store) -> bool:
    """Whether a name can be compared with all others while somebody waits for a page."""
    sql = f"select count(*) from (select 1 from {{}} limit {_FEW_NAMES + 1})"
    return all(store.db.execute(sql.format(name)).fetchone()[0] <= _FEW_NAMES for name in _NAMED)


def _shown(store: Store, hits: Sequence[Hit]) -> list[dict[str, Any]]:
    """Hits with their snippets as HTML. Of a piece that warns of spoilers, no passage is shown."""
    ids = json.dumps([hit.record["id"] for hit in hits])
    rows = store.db.execute(_SPOILERS, (ids,))
    folded = {row[0] for row in rows}
    return [
        {
            **hit.record,
            "warns": hit.record["id"] in folded,
            "snippet": None
            if hit.snippet is None or hit.record["id"] in folded
            else Markup(hit.as_dict()["snippet"]),
        }
        for hit in hits
    ]
