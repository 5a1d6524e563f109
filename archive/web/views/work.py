"""The page of a work: every piece about it, how it was scored, and when it was written about."""

from __future__ import annotations

from archive.db.store import Store
from archive.web.pieces import piece_table
from archive.web.reading import Page, PageRequest, number
from archive.works.listing import dated_pieces, list_doubts, other_titles, work_summary
from archive.works.pieces import outlets_without


def work_page(store: Store, request: PageRequest) -> Page:
    """The page of a work; `?page=N` shows page N of the table of its pieces.

    Raises:
        NotFoundError: there is no such work or page.
    """
    work_id = number(store, "works", request.path["id"])
    pieces = dated_pieces(store.db, work_id)
    work = work_summary(store.db, work_id, pieces)
    return Page(
        "work.html",
        work.title,
        {
            "work": work,
            "also": other_titles(store.db, work),
            "doubts": list_doubts(store.db, work_id),
            "missing": outlets_without(store.db, pieces),
            **piece_table(store, work.title, pieces, request.first("page"), work.released),
        },
    )
