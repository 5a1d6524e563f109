"""Read a site's name, language, feeds and links from one of its pages. Pure."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

import feedparser
from scrapy.http import Response, TextResponse

from archive.folding import fold, squeeze
from archive.urls import registered_domain
from crawler.sources.feed import read_feed
from crawler.sources.links import Link, fetch_key
from crawler.sources.listing import read_listing

_FEED_TYPES = ("application/rss+xml", "application/atom+xml", "application/feed+json", "application/rdf+xml")

_FEED_URL = re.compile(r"(?:^|[/._?=-])(?:rss|atom|feeds?|rdf)(?:[/._&-]|\d?$)", re.IGNORECASE)

_COMMENTS = re.compile(r"comment|kommentar|commentaire|comentario|commenti", re.IGNORECASE)

_TITLE_SEPARATOR = re.compile(r"\s+[|•·»–—-]\s+|\s*[|»]\s*|:\s+")

_SITE_TYPES = ("WebSite", "Organization", "Blog")

_MAX_NAME_LENGTH = 60  # characters of an outlet's name


_USUAL_FEEDS = ("feed/", "rss.xml", "feed.xml", "atom.xml", "feed.json", "index.xml")

_FEEDS_OF_SOFTWARE = {"hugo": "index.xml", "hexo": "atom.xml", "eleventy": "feed/feed.xml", "ghost": "rss/"}


@dataclass(frozen=True, slots=True)
class FeedHeading:
    """What a feed says about itself; None for what it does not say."""

    title: str | None = None
    home: str | None = None
    language: str | None = None


def declared_feeds(page: TextResponse) -> list[str]:
    """URLs of the feeds that the page's head declares, without feeds of comments."""
    urls = []
    for link in page.css('link[rel~="alternate"][href]'):
        kind = link.attrib.get("type", "").partition(";")[0].strip().lower()
        if kind in _FEED_TYPES and not _COMMENTS.search(link.attrib.get("title", "") + link.attrib["href"]):
            urls.append(_absolute(page, link.attrib["href"]))
    return list(dict.fromkeys(filter(None, urls)))


def linked_feeds(page: TextResponse) -> list[str]:
    """URLs of the page's links that lead to feeds, by their URL or because their text says RSS."""
    urls = []
    for link in page.css("a[href]"):
        href, words = link.attrib["href"], " ".join(link.css("::text").getall()).split()
        path = href.partition("://")[2].partition("/")[2] or href
        says_feed = {"rss", "atom", "feed"} & {word.lower().strip("-:()") for word in words}
        if (_FEED_URL.search(path) or says_feed) and not _COMMENTS.search(href):
            urls.append(_absolute(page, href))
    return list(dict.fromkeys(filter(None, urls)))


def usual_feeds(page: TextResponse | None) -> tuple[str, ...]:
    """Where sites have their feed, relative to the front page: first where its own software puts it."""
    generator = page.css("meta[name=generator]::attr(content)").get("").lower() if page else ""
    own = [feed for software, feed in _FEEDS_OF_SOFTWARE.items() if generator.startswith(software)]
    return tuple(dict.fromkeys((*own, *_USUAL_FEEDS)))


def own_links(page: TextResponse) -> list[str]:
    """URLs on the same site that the page links, in the page's order, each once."""
    site = registered_domain(urlsplit(page.url).hostname or "")
    keys = (fetch_key(link.url) for link in read_listing(page).links)
    return list(dict.fromkeys(key for key in keys if key and same_site(key, site)))


def same_site(url: str, site: str) -> bool:
    """Whether the URL belongs to the site with this registered domain."""
    return registered_domain(urlsplit(url).hostname or "") == site


def declared_language(page: TextResponse) -> str | None:
    """The language that the page declares, as it writes it."""
    return page.css("html::attr(lang)").get() or page.css('meta[property="og:locale"]::attr(content)').get()


def site_title(page: TextResponse) -> str | None:
    """The site's name in the page's metadata: a meta tag, or else JSON-LD."""
    for selector in ('meta[property="og:site_name"]', 'meta[name="application-name"]'):
        if name := _name(page.css(f"{selector}::attr(content)").get()):
            return name
    return next(_json_ld_names(page), None)


def shown_name(page: TextResponse) -> str | None:
    """The site's name in `<title>`: the part of it that equals the domain's name, or else the first part."""
    title = page.css("title::text").get() or ""
    parts = [part.strip() for part in _TITLE_SEPARATOR.split(title) if part.strip()]
    label = registered_domain(urlsplit(page.url).hostname or "").partition(".")[0]
    own = [part for part in parts if squeeze(part).removeprefix("the") == squeeze(label).removeprefix("the")]
    return _name(next(iter(own or parts), None))


def feed_links(response: Response) -> tuple[Link, ...]:
    """The links of a feed; () where the response is none."""
    content_type = (response.headers.get("Content-Type") or b"").decode("latin-1")
    return tuple(read_feed(response.body, response.url, content_type).links)


def foreign_host(links: Sequence[Link], home: str) -> str | None:
    """The host that a feed's links lead to, where none of them leads to the site with this front page."""
    site = registered_domain(urlsplit(home).hostname or "")
    hosts = [urlsplit(link.url).hostname or "" for link in links]
    return hosts[0] if hosts and site not in map(registered_domain, hosts) else None


def shows(page: TextResponse, name: str) -> bool:
    """Whether a page has a name in its title, its headings, its header or its pictures' descriptions."""
    texts = page.css("title::text, h1 ::text, h2 ::text, header ::text, img::attr(alt)").getall()
    return squeeze(name) in squeeze(" ".join(texts))


def feed_heading(body: bytes) -> FeedHeading:
    """What a feed says about itself. `body` must be a feed that `read_feed` could read."""
    if body.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        given = json.loads(body.decode("utf-8-sig"))
        return FeedHeading(
            *(_name(_as_text(given.get(key))) for key in ("title", "home_page_url", "language"))
        )
    feed = feedparser.parse(io.BytesIO(body)).feed  # feedparser would take plain bytes for a file name
    return FeedHeading(_name(feed.get("title")), feed.get("link"), feed.get("language"))


def slugify(name: str) -> str:
    """The name as the stem of a file: `the-small-screen`; "" if it has no letter a-z and no digit."""
    return re.sub(r"[^a-z0-9]+", "-", fold(name).encode("ascii", "ignore").decode()).strip("-")


def _json_ld_names(page: TextResponse) -> Iterator[str]:
    for text in page.css('script[type="application/ld+json"]::text').getall():
        try:
            given = json.loads(text)
        except (ValueError, RecursionError):
            continue
        nodes = given if isinstance(given, list) else [given]
        nodes += [node for top in nodes if isinstance(top, dict) for node in _as_list(top.get("@graph"))]
        for node in nodes:
            if not isinstance(node, dict) or not str(node.get("@type")).endswith(_SITE_TYPES):
                continue
            if name := _name(_as_text(node.get("name"))):
                yield name


def _as_list(value: object) -> list[object]:
    return value if isinstance(value, list) else []


def _as_text(value: object) -> str | None:
    return value if isinstance(value, str) else None


def _name(text: str | None) -> str | None:
    """The text on one line; None if it is empty or too long for a name."""
    line = " ".join((text or "").split())
    return line if 0 < len(line) <= _MAX_NAME_LENGTH else None


def _absolute(page: TextResponse, href: str) -> str | None:
    try:
        return fetch_key(urljoin(page.css("base::attr(href)").get() or page.url, href.strip()))
    except ValueError:
        return None
