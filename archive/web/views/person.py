"""The page of a person: what somebody wrote, where, and with which scores."""

from __future__ import annotations

from archive.db.store import Store
from archive.people.listing import author_details
from archive.web.pieces import piece_figures, pieces
from archive.web.reading import Page, PageRequest, number


def person_page(store: Store, request: PageRequest) -> Page:
    """The page of a person.

    Raises:
        NotFoundError: there is no such person.
    """
    details = author_details(store.db, number(store, "people", request.path["id"]))
    rows = pieces(store, details.pieces)
    return Page(
        "person.html",
        details.summary.name,
        {
            "person": details.summary,
            "also": [name for name in details.names if name != details.summary.name],
            "roles": details.roles,
            "outlets": details.outlets,
            "pieces": rows,
            **piece_figures(details.summary.name, rows),
        },
    )
