"""Recognise a page that lists articles, and find CSS selectors for its articles and next page. Pure."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from parsel import Selector
from scrapy.http import TextResponse

from crawler.add_outlet.article_urls import looks_like_article, section_at, url_path
from crawler.add_outlet.list_addresses import is_list_address
from crawler.add_outlet.main_column import LinkGroup, main_links
from crawler.sources.links import fetch_key
from crawler.sources.listing import read_listing

_LEAST_IN_WIDGET = 2  # articles

MIN_ARTICLES = 3  # a page with fewer articles is no listing

_MIN_RECALL = 0.8  # the least share of the page's articles that a selector must match

_MIN_PRECISION = 0.75  # the least share of articles among the links that a selector matches

_STABLE_CLASS = re.compile(r"[A-Za-z][A-Za-z_-]{2,40}")  # no digits: generated names change with each release

# Where makers of sites put the link to the next page, the surest first; then the signs that such links show.
_NEXT_SELECTORS = (
    "a[rel~=next]",
    "link[rel~=next]",
    ".nav-previous a",
    "a.next",
    ".next a",
    ".pagination-next a",
    "a.wp-block-query-pagination-next",
    "a.older-posts",
    "a.blog-pager-older-link",
    "a.weiter",
    *(f"[class*=pag] a:contains('{sign}')" for sign in ("»", "›", "→", "Older", "Next")),
    "nav a:contains('⟩')",
)

_COMMON_SELECTORS = (
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
class ListingPage:
    """A page that lists articles.

    Attributes:
        articles: their URLs, in the order of the page.
        links: CSS selector that matches the links to them and little else; None if none was found.
        next: CSS selector of the link to the next page; None if there is no next page.
    """

    url: str
    articles: tuple[str, ...]
    links: str | None = None
    next: str | None = None


def detect_listing(
    page: TextResponse,
    known: Collection[str],
    excluded: Collection[str] = (),
    elsewhere: Collection[LinkGroup] = (),
) -> ListingPage | None:
    """The page as a listing; None if its main column lists too few articles.

    Args:
        known: URLs that are known to be articles.
        excluded: URLs of pages that are no articles, whatever they look like, such as sections of the site.
        elsewhere: groups of links on other pages of the site. Of one article, with its author and section,
            they are no widget: two lists may have it.
    """

    below = set(_headings_below(page))

    def is_article(key: str) -> bool:
        return key not in excluded and (key in known or looks_like_article(key) or key in below)

    widgets = [group for group in elsewhere if sum(map(is_article, group[2])) >= _LEAST_IN_WIDGET]
    own = main_links(page, widgets)
    articles = set(filter(is_article, own))
    if len(articles) < MIN_ARTICLES:
        return None
    links = _best_selector(page, articles, excluded)
    matched = _matched_urls(page, links) if links else own
    listed = [key for key in dict.fromkeys(matched) if links or key in articles]
    return ListingPage(page.url, tuple(listed), links, _next_selector(page, articles))


def _headings_below(page: TextResponse) -> Iterator[str]:
    """The URLs in headings that lie just below the page's own: `/reviews/parasite` on the page `/reviews/`.

    A review may be called by one word, the name of a work, so that its URL has not the form of an article's.
    """
    above = url_path(page.url).rstrip("/")
    for link in page.xpath(
        "//a[@href][ancestor::h2 or ancestor::h3 or ancestor::h4 or .//h2 or .//h3 or .//h4]"
    ):
        key = fetch_key(page.urljoin(link.attrib["href"]))
        path = url_path(key or "").rstrip("/")
        if (
            key
            and above
            and path.rpartition("/")[0] == above
            and not is_list_address(key)
            and section_at(path) is None
        ):
            yield key


def _best_selector(page: TextResponse, articles: set[str], excluded: Collection[str]) -> str | None:
    """The selector that matches the articles best; among equals the first, common selectors before others."""
    scores: dict[str, float] = {}
    for selector in dict.fromkeys((*_COMMON_SELECTORS, *_selectors_by_class(page, articles))):
        matched = set(_matched_urls(page, selector))
        hits = len(matched & articles)
        # A selector that matches a section or an author's page is wrong. A link that merely looks unlike an
        # article is not: articles may have short slugs.
        is_wrong = matched & set(excluded) or any(map(is_list_address, matched))
        enough = hits >= max(MIN_ARTICLES, _MIN_RECALL * len(articles))
        if enough and hits >= _MIN_PRECISION * len(matched) and not is_wrong:
            scores[selector] = 2 * hits / (len(matched) + len(articles))
    return max(scores, key=lambda selector: scores[selector], default=None)


def _selectors_by_class(page: TextResponse, articles: set[str]) -> Iterator[str]:
    """Selectors made from the classes of the links to articles and of the three elements around each."""
    for link in page.css("a[href]"):
        if fetch_key(page.urljoin(link.attrib["href"])) not in articles:
            continue
        yield from (f"a.{name}" for name in _classes(link))
        for above in link.xpath("ancestor::*[position() <= 3]"):
            yield from (f".{name} a" for name in _classes(above))


def _classes(element: Selector) -> list[str]:
    return [name for name in element.attrib.get("class", "").split() if _STABLE_CLASS.fullmatch(name)]


def _matched_urls(page: TextResponse, selector: str) -> list[str]:
    links = read_listing(page, selector).links
    return [key for link in links if (key := fetch_key(link.url))]


def _next_selector(page: TextResponse, articles: Collection[str]) -> str | None:
    """The first selector whose link leads to another page that is no article."""
    for selector in _NEXT_SELECTORS:
        following = read_listing(page, following=selector).next_page
        key = fetch_key(following.url) if following else None
        if key and key != fetch_key(page.url) and key not in articles:
            return selector
    return None
