"""The sources that an outlet's file names, and its rules for their links."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from crawler.frontier import Lease, SourceEntry
from crawler.outlet.outlet import Listing, Outlet

# The key of the outlet's file that names sources of each kind.
SOURCE_KEYS = {"feed": "feeds", "sitemap": "sitemaps", "listing": "listings"}


def named_sources(outlet: Outlet) -> Iterator[SourceEntry]:
    """The sources in an outlet's file."""
    yield from (SourceEntry("feed", url) for url in outlet.feeds)
    yield from (SourceEntry("sitemap", url) for url in outlet.sitemaps)
    yield from (SourceEntry("listing", listing.url) for listing in outlet.listings)


def find_listing(outlet: Outlet, lease: Lease) -> Listing | None:
    """The listing in the outlet's file that a document belongs to; None if it is no listing page."""
    return next((listing for listing in outlet.listings if listing.url == lease.source), None)


def may_go_deeper(outlet: Outlet, lease: Lease) -> bool:
    """Whether further documents named in this one are read; the outlet's file limits the depth."""
    listing = find_listing(outlet, lease)
    return lease.depth < (listing.pages if listing else outlet.depth)


def link_rules_digest(outlet: Outlet) -> str:
    """A digest of the outlet's rules for links. If it changes, even an unchanged source is read again."""
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
