"""An outlet of the press: its paths and the response to each. Pure; `crawler.demo.press` serves it."""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime

from crawler.demo.sites.story import Story


@dataclass(frozen=True, slots=True)
class Reply:
    """The response to one path.

    Attributes:
        modified: aware UTC; when the page last changed, for `Last-Modified`.
    """

    body: bytes
    modified: datetime
    content_type: str = "text/html; charset=utf-8"

    @property
    def etag(self) -> str:
        """A strong validator of the body."""
        return f'"{hashlib.sha256(self.body).hexdigest()[:20]}"'

    @property
    def last_modified(self) -> str:
        """`modified` as an HTTP date."""
        return format_datetime(self.modified, usegmt=True)


@dataclass(frozen=True, slots=True)
class Site:
    """One outlet of the press.

    Attributes:
        name: the outlet's name, the stem of its file.
        base: `http://host:port`, with no slash at the end.
        outlet_file: the text of its TOML file.
        replies: the response by path and query.
        articles: the stories that a polite crawl should find, by path.
        source_paths: paths of its feeds, sitemaps and listings.
        others: paths that a crawl should request and that are not articles.
        forbidden: paths that are linked and that robots.txt forbids.
        in_feed: slugs of the stories whose publication time is in a feed.
        furniture: phrases around the articles on its pages; none is in an article's text.
    """

    name: str
    title: str
    base: str
    outlet_file: str
    replies: Mapping[str, Reply]
    articles: Mapping[str, Story]
    source_paths: frozenset[str]
    others: frozenset[str] = frozenset()
    forbidden: frozenset[str] = frozenset()
    in_feed: frozenset[str] = frozenset()
    furniture: tuple[str, ...] = ()


def page(markup: str, modified: datetime) -> Reply:
    """An HTML page."""
    return Reply(markup.encode(), modified)


def xml(markup: str, modified: datetime, content_type: str = "application/xml; charset=utf-8") -> Reply:
    """A feed or sitemap."""
    return Reply(markup.encode(), modified, content_type)


def gzipped(markup: str, modified: datetime) -> Reply:
    """A sitemap as a .gz file: compressed content, not a compressed transfer."""
    return Reply(gzip.compress(markup.encode(), mtime=0), modified, "application/x-gzip")


def robots(markup: str, modified: datetime) -> Reply:
    """A robots.txt."""
    return Reply(markup.encode(), modified, "text/plain; charset=utf-8")


def slices(stories: tuple[Story, ...], size: int) -> list[tuple[Story, ...]]:
    """The pages of a paginated listing."""
    return [stories[start : start + size] for start in range(0, len(stories), size)]
