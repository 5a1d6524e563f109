"""What one page of a site says of the site: its name, language, feeds and links. Pure."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

import feedparser
from scrapy.http import TextResponse

from archive.folding import fold, squeeze
from archive.urls import registered_domain
from crawler.sources.links import fetch_key
from crawler.sources.listing import read_listing

_FEED_TYPES = ("application/rss+xml", "application/atom+xml", "application/feed+json", "application/rdf+xml")

_FEED_ADDRESS = re.compile(r"(?:^|[/._?=-])(?:rss|atom|feeds?|rdf)(?:[/._&-]|\d?$)", re.IGNORECASE)

_COMMENTS = re.compile(r"comment|kommentar|commentaire|comentario|commenti", re.IGNORECASE)

_PIECES = re.compile(r"\s+[|•·»–—-]\s+|\s*[|»]\s*|:\s+")

_SITE_TYPES = ("WebSite", "Organization", "Blog")

_LONGEST = 60  # characters of an outlet's name


@dataclass(frozen=True, slots=True)
class Heading:
    """What a feed says of itself; None where it does not."""

    title: str | None = None
    home: str | None = None
    language: str | None = None


def declared_feeds(page: TextResponse) -> list[str]:
    """Feeds that the page's head names, but those of comments."""
    found = []
    for link in page.css('link[rel~="alternate"][href]'):
        kind = link.attrib.get("type", "").partition(";")[0].strip().lower()
        if kind in _FEED_TYPES and not _COMMENTS.search(link.attrib.get("title", "") + link.attrib["href"]):
            found.append(_absolute(page, link.attrib["href"]))
    return list(dict.fromkeys(filter(None, found)))


def linked_feeds(page: TextResponse) -> list[str]:
    """Feeds that the page links as a reader sees it: addresses that look so, and links that say RSS."""
    found = []
    for link in page.css("a[href]"):
        href, words = link.attrib["href"], " ".join(link.css("::text").getall()).split()
        path = href.partition("://")[2].partition("/")[2] or href
        says = {"rss", "atom", "feed"} & {word.lower().strip("-:()") for word in words}
        if (_FEED_ADDRESS.search(path) or says) and not _COMMENTS.search(href):
            found.append(_absolute(page, href))
    return list(dict.fromkeys(filter(None, found)))


def own_links(page: TextResponse) -> list[str]:
    """The pages of the same site that the page links, in its order, each once."""
    site = registered_domain(urlsplit(page.url).hostname or "")
    keys = (fetch_key(link.url) for link in read_listing(page).links)
    return list(dict.fromkeys(key for key in keys if key and same_site(key, site)))


def same_site(url: str, site: str) -> bool:
    """Whether an address is of the site with this registered domain."""
    return registered_domain(urlsplit(url).hostname or "") == site


def language_of(page: TextResponse) -> str | None:
    """The language that the page declares, as it writes it."""
    return page.css("html::attr(lang)").get() or page.css('meta[property="og:locale"]::attr(content)').get()


def site_title(page: TextResponse) -> str | None:
    """The site's name: as the page declares it, for machines."""
    for selector in ('meta[property="og:site_name"]', 'meta[name="application-name"]'):
        if found := _name(page.css(f"{selector}::attr(content)").get()):
            return found
    return next(_names_in_json(page), None)


def shown_name(page: TextResponse) -> str | None:
    """The site's name as its `<title>` has it: the piece that its host's name is of, or else the first."""
    pieces = [piece.strip() for piece in _PIECES.split(page.css("title::text").get() or "") if piece.strip()]
    label = registered_domain(urlsplit(page.url).hostname or "").partition(".")[0]
    own = [
        piece for piece in pieces if squeeze(piece).removeprefix("the") == squeeze(label).removeprefix("the")
    ]
    return _name(next(iter(own or pieces), None))


def feed_heading(body: bytes) -> Heading:
    """What a feed that could be read says of itself."""
    if body.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        given = json.loads(body.decode("utf-8-sig"))
        return Heading(*(_name(_text(given.get(key))) for key in ("title", "home_page_url", "language")))
    feed = feedparser.parse(io.BytesIO(body)).feed  # the bytes alone it takes for a file name
    return Heading(_name(feed.get("title")), feed.get("link"), feed.get("language"))


def slug_of(name: str) -> str:
    """A name as a file's stem may be: `the-small-screen`; "" where nothing of it is a letter a-z."""
    return re.sub(r"[^a-z0-9]+", "-", fold(name).encode("ascii", "ignore").decode()).strip("-")


def _names_in_json(page: TextResponse) -> Iterator[str]:
    for text in page.css('script[type="application/ld+json"]::text').getall():
        try:
            given = json.loads(text)
        except (ValueError, RecursionError):
            continue
        nodes = given if isinstance(given, list) else [given]
        nodes += [node for top in nodes if isinstance(top, dict) for node in _listed(top.get("@graph"))]
        for node in nodes:
            if not isinstance(node, dict) or not str(node.get("@type")).endswith(_SITE_TYPES):
                continue
            if name := _name(_text(node.get("name"))):
                yield name


def _listed(value: object) -> list[object]:
    return value if isinstance(value, list) else []


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None


def _name(text: str | None) -> str | None:
    """Text on one line; None where there is none, or too much of it for a name."""
    line = " ".join((text or "").split())
    return line if 0 < len(line) <= _LONGEST else None


def _absolute(page: TextResponse, href: str) -> str | None:
    try:
        return fetch_key(urljoin(page.css("base::attr(href)").get() or page.url, href.strip()))
    except ValueError:
        return None
