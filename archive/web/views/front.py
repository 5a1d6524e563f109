"""The front page: what is new, what changed this week, and ways into the archive."""

from __future__ import annotations

from archive.db.store import Store
from archive.query.facets import facets
from archive.query.figures.overview import (
    added_since,
    changes_since,
    latest,
    totals,
    week_ago,
    works_since,
)
from archive.web.reading import Page, PageRequest

_MOST = 12  # values of a fact


def front_page(store: Store, request: PageRequest) -> Page:
    """The front page."""
    since = week_ago(request.now)
    return Page(
        "front.html",
        "Coverage",
        {
            "totals": totals(store),
            "latest": latest(store),
            "added": added_since(store, since),
            "changes": changes_since(store, since),
            "works": works_since(store, since),
            "facets": facets(store, names=("outlet", "kind", "medium"), most=_MOST, now=request.now),
        },
    )
