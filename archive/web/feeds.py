"""Feeds of a search, a work and a person, at addresses that feed readers keep."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from archive.db.rows import stamp
from archive.db.store import Store
from archive.feeds.feed import entries, feed
from archive.feeds.write import WRITERS, Format, search_feed
from archive.people import listing as people
from archive.web.reading import PageRequest, number
from archive.works import listing as works
from archive.works.pieces import DatedPiece

_MOST = 50  # entries


def search_feed_of(store: Store, request: PageRequest) -> bytes:
    """The newest articles that `?q=QUERY` matches.

    Raises:
        QueryError: the query has a condition that could not be read.
    """
    return search_feed(store, request.first("q"), form=_form(request), limit=_MOST, now=request.now)


def work_feed(store: Store, request: PageRequest) -> bytes:
    """The newest pieces about a work. Raises NotFoundError if there is no such work."""
    work_id = number(store, "works", request.path["id"])
    found = works.dated_pieces(store.db, work_id)
    return _feed(store, request, works.work_summary(store.db, work_id, found).title, found)


def person_feed(store: Store, request: PageRequest) -> bytes:
    """The newest pieces of a person. Raises NotFoundError if there is no such person."""
    person_id = number(store, "people", request.path["id"])
    found = people.dated_pieces(store.db, person_id)
    return _feed(store, request, people.author_summary(store.db, person_id, found).name, found)


def _feed(store: Store, request: PageRequest, name: str, found: Sequence[DatedPiece]) -> bytes:
    chosen = entries(store, [piece.id for piece in found[:_MOST]])
    return WRITERS[_form(request)](feed(chosen, name, name, stamp(request.now)))


def _form(request: PageRequest) -> Format:
    return cast(Format, request.path["form"])
