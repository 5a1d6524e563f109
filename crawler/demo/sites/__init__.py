"""What an outlet of the press is made of: paths and what they answer. Pure; `press` puts it on the wire."""

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
    """What one path answers.

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
        """The HTTP date."""
        return format_datetime(self.modified, usegmt=True)


@dataclass(frozen=True, slots=True)
class Site:
    """One outlet of the press.

    Attributes:
        name: the outlet's name, the stem of its file.
        host: `http://host:port`, with no slash at the end.
        outlet_file: the text of its TOML file.
        replies: by path and query.
        articles: path -> story, of those that a polite crawl should find.
        doors: paths of its feeds, sitemaps and listings: asked for links, not for articles.
        others: paths that a crawl should ask for and find no article at.
        forbidden: paths that are linked and that robots.txt closes.
        in_feed: slugs of the stories whose time of publication a feed gives.
        furniture: what its pages say around the articles; in no text of any article.
    """

    name: str
    title: str
    base: str
    outlet_file: str
    replies: Mapping[str, Reply]
    articles: Mapping[str, Story]
    doors: frozenset[str]
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
