"""The page of a work: every piece about it, how it was scored, and when it was written about."""

from __future__ import annotations

from archive.db.store import Store
from archive.web.pieces import piece_table
from archive.web.reading import Page, PageRequest, number
from archive.works.listing import work_details


def work_page(store: Store, request: PageRequest) -> Page:
    """The page of a work; `?page=N` shows page N of the table of its pieces.

    Raises:
        NotFoundError: there is no such work or page.
    """
    work_id = number(store, "works", request.path["id"])
    details = work_details(store.db, work_id)
    return Page(
        "work.html",
        details.summary.title,
        {
            "work": details.summary,
            "also": details.titles,
            "doubts": details.doubts,
            "missing": details.not_covered,
            **piece_table(store, details.summary.title, details.pieces, request.first("page")),
        },
    )
