"""What is fetched: the key of a URL, and what one crawl takes of the pages there are."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from archive.model import Hint
from crawler.frontier import Lease, Offer, SourceEntry
from crawler.frontier.outlet_sources import find_listing, link_rules_digest, may_go_deeper, named_sources
from crawler.outlet.arguments import Arguments
from crawler.outlet.outlet import Listing, Outlet, Section
from crawler.sources.links import Link, fetch_key
from crawler.spiders.scope import CrawlScope

HOST = "https://outlet.test"
OUTLET = Outlet(
    "outlet", "Outlet", f"{HOST}/", Path("outlet.toml"), feeds=(f"{HOST}/feed",), hosts=("outlet.test",)
)


@pytest.mark.parametrize(
    ("url", "key"),
    [
        (f"{HOST}/a?utm_source=x&id=7&fbclid=1#respond", f"{HOST}/a?id=7"),
        (f" {HOST}/a ", f"{HOST}/a"),
        ("HTTPS://OUTLET.test:443/A", f"{HOST}/A"),
        ("http://outlet.test/a", "http://outlet.test/a"),
        ("https://www.outlet.test/a", "https://www.outlet.test/a"),
        (f"{HOST}/a/", f"{HOST}/a/"),
        (f"{HOST}/?b=2&a=1", f"{HOST}/?b=2&a=1"),
        ("ftp://outlet.test/a", None),
        ("file:///etc/passwd", None),
        ("data:text/html,x", None),
        ("javascript:void(0)", None),
        ("https://user:word@outlet.test/a", None),
        ("https://user@outlet.test/a", None),
        ("https://", None),
        ("/a", None),
        ("http://[bad/", None),
        (f"{HOST}/{'a' * 2000}", None),
    ],
)
def test_fetch_key(url: str, key: str | None) -> None:
    assert fetch_key(url) == key


def test_what_the_outlet_accepts_is_offered_by_its_key() -> None:
    scope = CrawlScope(replace(OUTLET, skip=(re.compile("/tag/"),)), Arguments())
    hint = Hint("feed", title="One")
    assert scope.offer(Link(f"{HOST}/a?utm_source=x", hint, "2024-05-07")) == Offer(
        f"{HOST}/a", hint, "2024-05-07"
    )
    for url in (f"{HOST}/feed", f"{HOST}/tag/x", "https://other.test/a", "mailto:a@outlet.test"):
        assert scope.offer(Link(url)) is None
    assert scope.named_page(f"{HOST}/tag/x") == Offer(f"{HOST}/tag/x", named=True)


def lease(path: str, **columns: Any) -> Lease:
    return Lease(1, HOST + path, "page", host="outlet.test", **columns)


def test_limits_of_sections_and_of_the_crawl() -> None:
    outlet = replace(OUTLET, sections=(Section("/film", limit=2), Section("/music")))
    scope = CrawlScope(outlet, Arguments(limit=3))
    film, music = lease("/film/1", section="/film"), lease("/music/1", section="/music")
    for _ in range(2):
        assert scope.wants(film)
        scope.count_page(film)
    assert not scope.wants(film), "its section is full"
    assert scope.wants(music) and scope.room == 1
    scope.count_page(music)
    assert scope.room == 0
    assert CrawlScope(outlet, Arguments()).room is None


def test_a_crawl_takes_what_it_was_asked_for() -> None:
    since = datetime(2026, 5, 1, tzinfo=UTC)
    scope = CrawlScope(OUTLET, Arguments(section="/music/", since=since))
    assert not scope.wants(lease("/film/1"))
    assert scope.wants(lease("/music/1")), "nobody knows how old it is"
    assert scope.wants(lease("/music/1", published=since))
    assert not scope.wants(lease("/music/1", published=since - timedelta(days=1)))
    scope.waiting_hosts.add("outlet.test")
    assert not scope.wants(lease("/music/1"))
    named = CrawlScope(OUTLET, Arguments(urls=(f"{HOST}/a?utm_source=x",)))
    assert named.wants(lease("/a")) and not named.wants(lease("/b"))


def test_how_deep_a_source_may_lead() -> None:
    listing = Listing(f"{HOST}/reviews", next="a.next", pages=2)
    outlet = replace(OUTLET, listings=(listing,))
    assert list(named_sources(outlet)) == [
        SourceEntry("feed", f"{HOST}/feed"),
        SourceEntry("listing", f"{HOST}/reviews"),
    ]
    first = Lease(1, f"{HOST}/reviews", "listing", source=f"{HOST}/reviews")
    assert find_listing(outlet, first) == listing
    assert may_go_deeper(outlet, first) and not may_go_deeper(outlet, replace(first, depth=2))
    sitemap = Lease(1, f"{HOST}/map.xml", "sitemap", source=f"{HOST}/map.xml")
    assert may_go_deeper(outlet, replace(sitemap, depth=2)) and not may_go_deeper(
        outlet, replace(sitemap, depth=3)
    )


def test_the_rules_for_links_have_a_digest() -> None:
    changed = replace(OUTLET, skip=(re.compile("/tag/"),))
    assert link_rules_digest(OUTLET) == link_rules_digest(replace(OUTLET, title="Another", delay=9.0))
    assert link_rules_digest(OUTLET) != link_rules_digest(changed)
    assert link_rules_digest(changed) != link_rules_digest(replace(OUTLET, follow=(re.compile("/tag/"),)))
