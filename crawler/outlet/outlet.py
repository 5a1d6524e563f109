"""Outlets: the publications that we collect from, one TOML file each, named as the outlet is."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from pathlib import Path
from urllib.parse import unquote, urlsplit

from archive.model import Medium
from archive.urls import host_of
from crawler.outlet.interval import DAILY, Rhythm

DAYS = (timedelta(days=1), timedelta(days=7), timedelta(days=30))


@dataclass(frozen=True, slots=True)
class Listing:
    """A page that lists articles.

    Attributes:
        links: CSS selector of the links to articles; None takes every link that the outlet accepts.
        next: CSS selector of the link to the next page; None where there is one page only.
        pages: how many pages to walk at most.
    """

    url: str
    links: str | None = None
    next: str | None = None
    pages: int = 10


@dataclass(frozen=True, slots=True)
class Section:
    """A part of an outlet: the URLs whose path is `path` or stands below it.

    Attributes:
        medium: what it is about, where that differs from the outlet.
        limit: how many articles to take from it in one crawl; None for all.
    """

    path: str
    medium: Medium | None = None
    limit: int | None = None

    def holds(self, path: str) -> bool:
        """Whether the (unquoted) URL path is in this section: `/film` holds `/film/x`, not `/films`."""
        prefix = self.path.rstrip("/")
        return path == prefix or path.startswith(prefix + "/")


@dataclass(frozen=True)
class Outlet:
    """One publication.

    Attributes:
        name: stem of its file; the name of its spider too.
        home: URL of its front page.
        feeds, sitemaps, listings, urls: its sources; `urls` are articles.
        follow: what an article's URL is searched for, one match is enough; empty for everything on its hosts.
        skip: an article's URL must match none of these.
        sections: where given, only articles within one of them are taken.
        hosts: every host it uses: home's, its sources', those its file adds. Lower case, with a port where
            that is not the scheme's own.
        rhythm: how often to crawl it; `every` in its file.
        delay: seconds from an answer to the next request to that host, unless the host asks for more.
        language: BCP 47.
        revisit: ages at which an article is looked at again, conditionally.
        javascript: whether pages that come without their text are drawn by a browser; a CSS selector says
            what to wait for there.
        pages: at most so many of its pages are known to the frontier.
        depth: documents from its file to a sitemap: an index, an index of those, and their sitemaps.
        keep_noarchive: the text of pages that say `noarchive` is kept.
        path: its file.
    """

    name: str
    title: str
    home: str
    path: Path
    feeds: tuple[str, ...] = ()
    sitemaps: tuple[str, ...] = ()
    listings: tuple[Listing, ...] = ()
    urls: tuple[str, ...] = ()
    follow: tuple[re.Pattern[str], ...] = ()
    skip: tuple[re.Pattern[str], ...] = ()
    sections: tuple[Section, ...] = ()
    hosts: tuple[str, ...] = ()
    medium: Medium | None = None
    rhythm: Rhythm = DAILY
    delay: float = 5.0
    language: str | None = None
    revisit: tuple[timedelta, ...] = DAYS
    javascript: bool | str = False
    pages: int = 100_000
    depth: int = 3
    keep_noarchive: bool = False

    @property
    def sources(self) -> int:
        """How many doors there are into it; its list of URLs counts as one."""
        return len(self.feeds) + len(self.sitemaps) + len(self.listings) + bool(self.urls)

    def section_of(self, url: str) -> Section | None:
        """The section that holds the URL, the longest path where several do."""
        path = unquote(urlsplit(url).path)
        held = [section for section in self.sections if section.holds(path)]
        return max(held, key=lambda section: len(section.path), default=None)

    def owns(self, url: str) -> bool:
        """Whether the URL is http(s) on one of the outlet's hosts, with or without `www.`."""
        host = host_of(url)
        return host is not None and _bare(host) in self._bare_hosts

    def stands_on(self, url: str) -> bool:
        """Whether the URL is on a host of its articles: not one at which others keep a feed for it."""
        host = host_of(url)
        return host is not None and _bare(host) in article_hosts(self)

    def accepts(self, url: str) -> bool:
        """Whether the URL may be an article of the outlet's: by host, follow, skip and sections.

        What the file lists under `urls` always may; the outlet's own sources never may.
        """
        if url in self._listed:
            return True
        return (
            self.owns(url)
            and url.rstrip("/") not in self._doors
            and (not self.follow or any(pattern.search(url) for pattern in self.follow))
            and not any(pattern.search(url) for pattern in self.skip)
            and (not self.sections or self.section_of(url) is not None)
        )

    @cached_property
    def _bare_hosts(self) -> frozenset[str]:
        return frozenset(map(_bare, self.hosts))

    @cached_property
    def _listed(self) -> frozenset[str]:
        return frozenset(self.urls)

    @cached_property
    def _doors(self) -> frozenset[str]:
        listings = (listing.url for listing in self.listings)
        return frozenset(url.rstrip("/") for url in (self.home, *self.feeds, *self.sitemaps, *listings))


def article_hosts(outlet: Outlet) -> set[str]:
    """The hosts that articles stand on: a feed or sitemap may be kept at a service that has many outlets."""
    own = {host_of(url) for url in (outlet.home, *article_urls(outlet))}
    kept = {host_of(url) for url in (*outlet.feeds, *outlet.sitemaps)} - own
    return {_bare(host) for host in outlet.hosts if host not in kept}


def article_urls(outlet: Outlet) -> list[str]:
    """The outlet's URLs that stand among its articles."""
    return [*(listing.url for listing in outlet.listings), *outlet.urls]


def _bare(host: str) -> str:
    return host.removeprefix("www.")
