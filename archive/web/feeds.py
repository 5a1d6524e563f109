"""Feeds of a search, a work and a person, at addresses that feed readers keep."""

from __future__ import annotations

from typing import cast

from archive.db.rows import stamp
from archive.db.store import Store
from archive.feeds.feed import entries, feed
from archive.feeds.write import WRITERS, Format, search_feed
from archive.people.listing import author_details
from archive.web.reading import PageRequest, number
from archive.works.listing import work_details
from archive.works.pieces import Piece

_MOST = 50  # entries


def search_feed_of(store: Store, request: PageRequest) -> bytes:
    """The newest articles that `?q=QUERY` matches.

    Raises:
        QueryError: the query has a condition that could not be read.
    """
    return search_feed(store, request.first("q"), form=_form(request), limit=_MOST, now=request.now)


def work_feed(store: Store, request: PageRequest) -> bytes:
    """The newest pieces about a work. Raises NotFoundError if there is no such work."""
    details = work_details(store.db, number(store, "works", request.path["id"]))
    return _feed(store, request, details.summary.title, details.pieces)


def person_feed(store: Store, request: PageRequest) -> bytes:
    """The newest pieces of a person. Raises NotFoundError if there is no such person."""
    details = author_details(store.db, number(store, "people", request.path["id"]))
    return _feed(store, request, details.summary.name, details.pieces)


def _feed(store: Store, request: PageRequest, name: str, pieces: tuple[Piece, ...]) -> bytes:
    newest = sorted(pieces, key=lambda piece: (piece.published or "", piece.id), reverse=True)[:_MOST]
    chosen = entries(store, [piece.id for piece in newest])
    return WRITERS[_form(request)](feed(chosen, name, name, stamp(request.now)))


def _form(request: PageRequest) -> Format:
    return cast(Format, request.path["form"])
