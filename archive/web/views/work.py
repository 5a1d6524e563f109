"""The page of a work: every piece about it, how it was scored, and when it was written about."""

from __future__ import annotations

from archive.db.store import Store
from archive.web.pieces import piece_figures, pieces
from archive.web.reading import Page, PageRequest, number
from archive.works.listing import work_details


def work_page(store: Store, request: PageRequest) -> Page:
    """The page of a work.

    Raises:
        NotFoundError: there is no such work.
    """
    work_id = number(store, "works", request.path["id"])
    details = work_details(store.db, work_id)
    rows = pieces(store, details.pieces)
    return Page(
        "work.html",
        details.summary.title,
        {
            "work": details.summary,
            "also": details.titles,
            "doubts": details.doubts,
            "missing": details.not_covered,
            "pieces": rows,
            **piece_figures(details.summary.title, rows),
        },
    )
