"""The page of a person: what somebody wrote, where, and with which scores."""

from __future__ import annotations

from archive.db.store import Store
from archive.people.listing import author_summary, dated_pieces, other_names, roles
from archive.web.pieces import piece_table
from archive.web.reading import Page, PageRequest, number


def person_page(store: Store, request: PageRequest) -> Page:
    """The page of a person; `?page=N` shows page N of the table of the pieces.

    Raises:
        NotFoundError: there is no such person or page.
    """
    person_id = number(store, "people", request.path["id"])
    pieces = dated_pieces(store.db, person_id)
    author = author_summary(store.db, person_id, pieces)
    return Page(
        "person.html",
        author.name,
        {
            "person": author,
            "also": other_names(store.db, author),
            "roles": roles(store.db, person_id),
            "outlets": sorted({piece.outlet for piece in pieces if piece.outlet}),
            **piece_table(store, author.name, pieces, request.first("page")),
        },
    )
