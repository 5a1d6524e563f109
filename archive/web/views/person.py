"""The page of a person: what somebody wrote, where, and with which scores."""

from __future__ import annotations

from archive.db.store import Store
from archive.people.listing import author_details
from archive.web.pieces import piece_table
from archive.web.reading import Page, PageRequest, number


def person_page(store: Store, request: PageRequest) -> Page:
    """The page of a person; `?page=N` shows page N of the table of the pieces.

    Raises:
        NotFoundError: there is no such person or page.
    """
    details = author_details(store.db, number(store, "people", request.path["id"]))
    return Page(
        "person.html",
        details.summary.name,
        {
            "person": details.summary,
            "also": [name for name in details.names if name != details.summary.name],
            "roles": details.roles,
            "outlets": details.outlets,
            **piece_table(store, details.summary.name, details.pieces, request.first("page")),
        },
    )
