"""The doors into an outlet, and by which rules links are taken through them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from crawler.frontier import Lease, SourceEntry
from crawler.outlet.outlet import Listing, Outlet

SOURCE_KEYS = {
    "feed": "feeds",
    "sitemap": "sitemaps",
    "listing": "listings",
}  # where the outlet's file names them


def named_sources(outlet: Outlet) -> Iterator[SourceEntry]:
    """The doors that an outlet's file names."""
    yield from (SourceEntry("feed", url) for url in outlet.feeds)
    yield from (SourceEntry("sitemap", url) for url in outlet.sitemaps)
    yield from (SourceEntry("listing", listing.url) for listing in outlet.listings)


def find_listing(outlet: Outlet, lease: Lease) -> Listing | None:
    """The listing that a document is a page of, as the outlet's file has it."""
    return next((listing for listing in outlet.listings if listing.url == lease.source), None)


def may_go_deeper(outlet: Outlet, lease: Lease) -> bool:
    """Whether a document of a source may lead on to another: there are bounds to how deep."""
    listing = find_listing(outlet, lease)
    return lease.depth < (listing.pages if listing else outlet.depth)


def link_rules_digest(outlet: Outlet) -> str:
    """A digest of the rules for links: where they change, an unchanged source is read anew."""
    rules = (
        [pattern.pattern for pattern in (*outlet.follow, *outlet.skip)],
        len(outlet.follow),
        outlet.sections,
        outlet.hosts,
        outlet.listings,
        outlet.pages,
        outlet.depth,
    )
    return hashlib.sha256(repr(rules).encode()).hexdigest()[:16]
