"""The doors into an outlet: which documents of its sources are read, and in which order."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
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
    """The doors still to be opened: first those that the outlet names, then those they lead on to.

    Attributes:
        reading: how many were handed out and are not shut yet.
    """

    def __init__(self, outlet: Outlet) -> None:
        self._named = deque(_doors_of(outlet))
        self._onward: deque[Door] = deque()
        self._known = {fetch_key(door.url) for door in self._named}
        self.reading = 0

    def next(self, onward: bool = False) -> Door | None:
        """The next door that the outlet names or, with `onward`, that one of those led to; else None."""
        waiting = self._onward if onward else self._named
        if not waiting:
            return None
        self.reading += 1
        return waiting.popleft()

    def lead_on(self, door: Door, onward: Onward) -> str | None:
        """Note where a door leads, once and within bounds; returns its URL, or None where it is not taken."""
        key = fetch_key(onward.url)
        deepest = door.listing.pages if door.listing else _DEEPEST
        if key is None or key in self._known or door.depth >= deepest:
            return None
        self._known.add(key)
        self._onward.append(replace(door, url=key, depth=door.depth + 1))
        return key

    def shut(self) -> None:
        """A door was read, or could not be."""
        self.reading -= 1


def _doors_of(outlet: Outlet) -> Iterator[Door]:
    yield from (Door("feeds", url) for url in outlet.feeds)
    yield from (Door("sitemaps", url) for url in outlet.sitemaps)
    yield from (Door("listings", listing.url, listing) for listing in outlet.listings)
