"""The outlet: a publication that Matinee collects from, described by one TOML file of the same name."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from pathlib import Path
from urllib.parse import unquote, urlsplit

from archive.model import Declared, Kind, Medium
from archive.urls import host_of, normalize_url, strip_tracking
from crawler.outlet.interval import DAILY, CrawlInterval

_ESCAPED = re.compile(r"%[0-9A-F]{2}")

DEFAULT_REVISIT = (timedelta(days=1), timedelta(days=7), timedelta(days=30))


@dataclass(frozen=True, slots=True)
class Listing:
    """A page that lists articles.

    Attributes:
        links: CSS selector of the links to articles; None for every link that the outlet accepts.
        next: CSS selector of the link to the next page; None if there is only one page.
        pages: how many pages to fetch at most.
    """

    url: str
    links: str | None = None
    next: str | None = None
    pages: int = 10


@dataclass(frozen=True, slots=True)
class Section:
    """A part of an outlet: the URLs whose path is `path` or lies below it.

    Attributes:
        medium: the medium of its articles; None for the outlet's medium.
        kind: the kind of coverage that they are; None for the outlet's kind.
        limit: how many of its articles to fetch in one crawl; None for all.
    """

    path: str
    medium: Medium | None = None
    kind: Kind | None = None
    limit: int | None = None

    def contains(self, path: str) -> bool:
        """Whether the (unquoted) URL path is in this section: `/film` contains `/film/x`, not `/films`."""
        prefix = self.path.rstrip("/")
        return path == prefix or path.startswith(prefix + "/")


@dataclass(frozen=True)
class Outlet:
    """One publication. All attributes but name, path and hosts are keys of its file.

    Attributes:
        name: the name of its file without `.toml`, and of its spider.
        title: its name for readers.
        home: URL of its front page.
        feeds, sitemaps, listings, urls: its sources; `urls` are articles.
        follow: an article's URL must match one of these; empty accepts every URL on its hosts.
        skip: an article's URL must match none of these.
        sections: if given, only articles in one of them are crawled.
        hosts: the hosts of its home and sources, and those of the key `hosts`; lower case, with the port
            unless it is the scheme's default.
        medium: the medium of its articles, where it is one.
        kind: the kind of coverage that they are, where it is one; else each page is judged.
        interval: how often to crawl it; the key `every`.
        delay: seconds between a response and the next request to the same host, unless robots.txt asks for
            more.
        language: BCP 47.
        revisit: ages at which an article is requested again, conditionally.
        javascript: whether a browser renders pages that come without their text; a CSS selector names the
            element to wait for.
        pages: how many of its pages the frontier may hold.
        depth: how many levels of nested sitemaps to read.
        keep_noarchive: whether to keep the text of pages that say `noarchive`.
        keep_comments: whether to store the readers' comments of its articles, apart from the text.
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
    kind: Kind | None = None
    interval: CrawlInterval = DAILY
    delay: float = 5.0
    language: str | None = None
    revisit: tuple[timedelta, ...] = DEFAULT_REVISIT
    javascript: bool | str = False
    pages: int = 100_000
    depth: int = 3
    keep_noarchive: bool = False
    keep_comments: bool = False

    @property
    def source_count(self) -> int:
        """How many sources it has; `urls` counts as one."""
        return len(self.feeds) + len(self.sitemaps) + len(self.listings) + bool(self.urls)

    def find_section(self, url: str) -> Section | None:
        """The section that contains the URL; if several do, the one with the longest path."""
        path = unquote(urlsplit(url).path)
        sections = [section for section in self.sections if section.contains(path)]
        return max(sections, key=lambda section: len(section.path), default=None)

    def declares(self, url: str) -> Declared:
        """What the file says of the page at a URL: its section's medium and kind, or else the outlet's."""
        section = self.find_section(url)
        return Declared(
            (section and section.medium) or self.medium,
            (section and section.kind) or self.kind,
        )

    def owns(self, url: str) -> bool:
        """Whether the URL is http(s) on one of the outlet's hosts, with or without `www.`."""
        host = host_of(url)
        return host is not None and _bare(host) in self._bare_hosts

    def has_articles_on(self, url: str) -> bool:
        """Whether the URL is on a host that has its articles, not only its feed or sitemap."""
        host = host_of(url)
        return host is not None and _bare(host) in article_hosts(self)

    def accepts(self, url: str) -> bool:
        """Whether the URL may be an article of the outlet, by host, follow, skip and sections.

        URLs that the file lists under `urls` always are accepted; the outlet's home and sources never are. A
        pattern may be written as a person reads the URL (`/für/`) or as it is requested (`/f%C3%BCr/`).
        """
        normal = normalize_url(url)
        if strip_tracking(normal) in self._listed:
            return True
        spellings = {url, normal, unquote(normal), _ESCAPED.sub(lambda match: match[0].lower(), normal)}
        return (
            self.owns(url)
            and normal.rstrip("/") not in self._source_urls
            and (not self.follow or _any_match(self.follow, spellings))
            and not _any_match(self.skip, spellings)
            and (not self.sections or self.find_section(url) is not None)
        )

    @cached_property
    def _bare_hosts(self) -> frozenset[str]:
        return frozenset(map(_bare, self.hosts))

    @cached_property
    def _listed(self) -> frozenset[str]:
        return frozenset(map(strip_tracking, self.urls))

    @cached_property
    def _source_urls(self) -> frozenset[str]:
        listings = (listing.url for listing in self.listings)
        urls = (self.home, *self.feeds, *self.sitemaps, *listings)
        return frozenset(normalize_url(url).rstrip("/") for url in urls)


def article_hosts(outlet: Outlet) -> set[str]:
    """The outlet's hosts without those that only serve its feed or sitemap.

    A service such as FeedBurner serves the feeds of many outlets.
    """
    own = {host_of(url) for url in (outlet.home, *article_urls(outlet))}
    services = {host_of(url) for url in (*outlet.feeds, *outlet.sitemaps)} - own
    return {_bare(host) for host in outlet.hosts if host not in services}


def article_urls(outlet: Outlet) -> list[str]:
    """URLs in the outlet's file that are on the hosts of its articles: listings and `urls`."""
    return [*(listing.url for listing in outlet.listings), *outlet.urls]


def _any_match(patterns: Iterable[re.Pattern[str]], spellings: Collection[str]) -> bool:
    return any(pattern.search(spelling) for pattern in patterns for spelling in spellings)


def _bare(host: str) -> str:
    return host.removeprefix("www.")
