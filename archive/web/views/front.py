"""The front page: what is new, what changed this week, and ways into the archive."""

from __future__ import annotations

from archive.db.store import Store
from archive.query.figures.overview import (
    added_since,
    changes_since,
    counts_by,
    latest,
    totals,
    week_ago,
    works_since,
)
from archive.web.reading import Page, PageRequest


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
            "outlets": counts_by(store, "outlet", limit=12),
            "kinds": counts_by(store, "kind"),
            "media": counts_by(store, "work_medium"),
        },
    )
