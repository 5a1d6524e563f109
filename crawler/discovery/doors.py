"""The doors into an outlet: which documents of its sources are read, and in which order."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from crawler.discovery.links import Onward, fetch_key
from crawler.outlets import Listing, Outlet

_DEEPEST = 3  # an index of sitemaps, an index of those, and their sitemaps: deeper than any that is sound


@dataclass(frozen=True, slots=True)
class Door:
    """One document of a source that is to be read.

    Attributes:
        key: where the outlet file names the source: `feeds`, `sitemaps` or `listings`.
        listing: the listing that it is a page of.
        depth: 1 for the document that the outlet file names, one more for each that leads on.
    """

    key: str
    url: str
    listing: Listing | None = None
    depth: int = 1


class Doors:
    """The doors still to be opened, one after another: those given, then those that they lead on to.

    Attributes:
        reading: whether one was handed out that is not shut yet.
    """

    def __init__(self, doors: Iterable[Door]) -> None:
        self._waiting = deque(doors)
        self._known = {fetch_key(door.url) for door in self._waiting}
        self.reading = False

    def next(self) -> Door | None:
        """The next door, or None while one is being read or when none is left."""
        if self.reading or not self._waiting:
            return None
        self.reading = True
        return self._waiting.popleft()

    def lead_on(self, door: Door, onward: Onward) -> str | None:
        """Note where a door leads, once and within bounds; returns its URL, or None where it is not taken."""
        key = fetch_key(onward.url)
        deepest = door.listing.pages if door.listing else _DEEPEST
        if key is None or key in self._known or door.depth >= deepest:
            return None
        self._known.add(key)
        self._waiting.append(replace(door, url=key, depth=door.depth + 1))
        return key

    def shut(self) -> None:
        """The door that was handed out last was read, or could not be."""
        self.reading = False


def doors_of(outlet: Outlet) -> Iterator[Door]:
    """The doors that an outlet's file names."""
    yield from (Door("feeds", url) for url in outlet.feeds)
    yield from (Door("sitemaps", url) for url in outlet.sitemaps)
    yield from (Door("listings", listing.url, listing) for listing in outlet.listings)
