"""A page that lists articles: the selectors of its articles and of its next page. Pure."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from parsel import Selector
from scrapy.http import TextResponse

from crawler.add_outlet.article_urls import APART, looks_like_article, path_of
from crawler.sources.links import fetch_key
from crawler.sources.listing import read_listing

FEWEST = 3  # articles that make a page one that lists them

_COVERED, _PURE = 0.8, 0.75  # of the articles that a selector takes, and of what it takes the articles

_PLAIN_CLASS = re.compile(r"[A-Za-z][A-Za-z_-]{2,40}")  # no digits: generated names change with each release

_NEXT = (
    "a[rel~=next]",
    "link[rel~=next]",
    ".nav-previous a",
    "a.next",
    ".next a",
    ".pagination-next a",
    "a.weiter",
)

_COMMON = (
    "article h2 a",
    "article h3 a",
    "main h2 a",
    "main h3 a",
    "h2 a",
    "h3 a",
    "a:has(h2)",
    "a:has(h3)",
    "article a",
    "a[rel=bookmark]",
)


@dataclass(frozen=True, slots=True)
class Listed:
    """A page that lists articles.

    Attributes:
        articles: their addresses, in the order of the page.
        links: CSS selector that takes these and hardly anything else; None where none was found.
        next: CSS selector of the link to its next page; None where there is none.
    """

    url: str
    articles: tuple[str, ...]
    links: str | None = None
    next: str | None = None


def read_list(page: TextResponse, known: Collection[str], apart: Collection[str] = ()) -> Listed | None:
    """What a page lists; None where it lists too few articles.

    Args:
        known: addresses of articles.
        apart: addresses of the site's own pages, such as its sections: no articles, whatever they look like.
    """
    own = [key for link in read_listing(page).links if (key := fetch_key(link.url))]
    articles = {key for key in own if key not in apart and (key in known or looks_like_article(key))}
    if len(articles) < FEWEST:
        return None
    links = _best(page, articles, apart)
    taken = _taken(page, links) if links else own
    listed = [key for key in dict.fromkeys(taken) if links or key in articles]
    return Listed(page.url, tuple(listed), links, _next(page))


def _best(page: TextResponse, articles: set[str], apart: Collection[str]) -> str | None:
    """The selector that takes the articles best; of equals the earliest, and the common ones first."""
    scores: dict[str, float] = {}
    for selector in dict.fromkeys((*_COMMON, *_near(page, articles))):
        taken = set(_taken(page, selector))
        hits = len(taken & articles)
        # A slug of two words may be an article's. A section, or a page of an author, is none.
        spoilt = taken & set(apart) or any(APART.search(path_of(url)) for url in taken)
        if hits >= max(FEWEST, _COVERED * len(articles)) and hits >= _PURE * len(taken) and not spoilt:
            scores[selector] = 2 * hits / (len(taken) + len(articles))
    return max(scores, key=lambda selector: scores[selector], default=None)


def _near(page: TextResponse, articles: set[str]) -> Iterator[str]:
    """Selectors by the classes of the links to articles and of what they stand in."""
    for link in page.css("a[href]"):
        if fetch_key(page.urljoin(link.attrib["href"])) not in articles:
            continue
        yield from (f"a.{name}" for name in _classes(link))
        for above in link.xpath("ancestor::*[position() <= 3]"):
            yield from (f".{name} a" for name in _classes(above))


def _classes(element: Selector) -> list[str]:
    return [name for name in element.attrib.get("class", "").split() if _PLAIN_CLASS.fullmatch(name)]


def _taken(page: TextResponse, selector: str) -> list[str]:
    links = read_listing(page, selector).links
    return [key for link in links if (key := fetch_key(link.url))]


def _next(page: TextResponse) -> str | None:
    return next((selector for selector in _NEXT if read_listing(page, following=selector).onward), None)
