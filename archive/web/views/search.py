"""The search page: a query in the language of docs/search.md, its hits and what they may be narrowed to."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, cast, get_args
from urllib.parse import urlencode

from markupsafe import Markup

from archive.db.store import Store
from archive.errors import MatineeError
from archive.query.facets import facets
from archive.query.language.sorting import Sort
from archive.query.search import Hit, search
from archive.web.reading import Page, PageRequest

_SIZE = 20  # hits on a page

_SPOILERS = "select id from coverage where spoilers = 1 and id in (select value from json_each(?))"


def search_page(store: Store, request: PageRequest) -> Page:
    """`?q=QUERY&sort=SORT&cursor=CURSOR`, of which each may be missing."""
    query = request.first("q")
    sort = cast(Sort, request.first("sort")) if request.first("sort") in get_args(Sort) else None
    values: dict[str, Any] = {"query": query, "sort": sort, "sorts": get_args(Sort)}
    try:
        found = search(
            store, query, limit=_SIZE, sort=sort, cursor=request.first("cursor") or None, now=request.now
        )
        counted = facets(store, found.query, now=request.now)
    except MatineeError as error:
        values |= {"total": None, "hints": [str(error)], "hits": [], "facets": [], "following": None}
        return Page("search.html", "Search", values, status=400)
    values |= {
        "total": found.total,
        "hints": found.query.notes,
        "hits": _shown(store, found.hits),
        "facets": [facet for facet in counted if len(facet.values) > 1 or not query],
        "following": found.next and urlencode({"q": query, "sort": sort or "", "cursor": found.next}),
    }
    return Page("search.html", f"Search: {query}" if query else "Search", values)


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
