"""Recognise a page that lists articles, and find CSS selectors for its articles and next page. Pure."""

from __future__ import annotations

import re
from collections import defaultdict
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

# Where pages are numbered and none is called the next: the number after the one that is shown.
_NUMBER_SELECTORS = (
    "[aria-current] + a",
    "li:has([aria-current]) + li a",
    *(f"[class*=pag] {shown} + a" for shown in ("span", "strong", "b", "em", ".current", ".active")),
    *(f"[class*=pag] li[class*={shown}] + li a" for shown in ("current", "active")),
)

# What links to the next page, or to older posts, are called.
_NEXT = (
    r"next|older|(?:load|show) more|more|weiter|nächste|ältere|mehr laden|suivante?s?|plus anciens?"
    r"|charger plus|siguientes?|(?:más )?antiguas|cargar más|próxim[ao]s?|seguintes?|mais antig[ao]s"
    r"|carregar mais|successiv[aei]|più vecchi|carica altro|volgende|oudere|meer laden"
    r"|nästa|äldre|neste|næste|eldre|ældre|seuraavat?|vanhemmat|następna|starsze|další|starší|sonraki|следующая|далее|дальше|ранее|наступна"
    r"|次|次の|次へ|もっと見る|下一?[页頁]|다음|더 보기"
)
_PAGES = (
    r"pages?|posts|articles|entries|reviews|stories|seite|beiträge|artikel|einträge|página|entradas|artículos"
    r"|postagens|pagina|articoli|berichten|sida|side|inlägg|innlegg|indlæg|strona|wpisy|stránka|příspěvky"
    r"|sivu|страница|записи|ページ|페이지"
)
_NEXT_WORDS = re.compile(rf"\W*(?:(?:{_PAGES}) ?)?(?:{_NEXT})(?: ?(?:{_PAGES}))?\W*", re.IGNORECASE)

_LONGEST_LABEL = 24  # characters of such a link
_SPOILS_SELECTOR = re.compile(r"[\d'\\]")  # numbers are other ones on the next page; the others need escapes

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

    below = set(_headings_below(page, known))

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


def _headings_below(page: TextResponse, known: Collection[str]) -> Iterator[str]:
    """The URLs in headings that lie just below the page's own: `/reviews/parasite` on the page `/reviews/`.

    A review may be called by one word, the name of a work, so that its URL has not the form of an article's.
    Where no article is known, they may lie below any folder that a front page has several of.
    """
    folders: defaultdict[str, list[str]] = defaultdict(list)
    in_heading = " or ".join(f"ancestor::{tag} or .//{tag}" for tag in ("h2", "h3", "h4"))
    for link in page.xpath(f"//a[@href][{in_heading}]"):
        key = fetch_key(page.urljoin(link.attrib["href"]))
        path = url_path(key or "").rstrip("/")
        if key and not is_list_address(key) and section_at(path) is None:
            folders[path.rpartition("/")[0]].append(key)
    above = url_path(page.url).rstrip("/")
    for folder, keys in folders.items():
        if folder and (folder == above or (not (above or known) and len({*keys}) >= MIN_ARTICLES)):
            yield from keys


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
    for selector in (*_NEXT_SELECTORS, *_selectors_by_label(page), *_NUMBER_SELECTORS):
        following = read_listing(page, following=selector).next_page
        key = fetch_key(following.url) if following else None
        leads_on = key and key != fetch_key(page.url) and key not in articles
        if leads_on and (selector not in _NUMBER_SELECTORS or _text(page.css(selector)[0]).isdigit()):
            return selector
    return None


def _text(link: Selector) -> str:
    """What a link is called, white space folded."""
    return " ".join("".join(link.css("::text").getall()).split())


def _selectors_by_label(page: TextResponse) -> Iterator[str]:
    """Selectors of links that are called the next page, in words or for screen readers."""
    for link in page.css("a[href]"):
        called = {
            ":contains('{}')": _text(link),
            "[aria-label='{}']": link.attrib.get("aria-label", ""),
            "[title='{}']": link.attrib.get("title", ""),
        }
        for condition, label in called.items():
            is_next = len(label) <= _LONGEST_LABEL and _NEXT_WORDS.fullmatch(label)
            if is_next and not _SPOILS_SELECTOR.search(label):
                yield f"{_around(link)}a{condition.format(label)}"


def _around(link: Selector) -> str:
    """The start of a selector: the class of an element close around a link, or nothing."""
    for above in link.xpath("ancestor::*[position() <= 2]")[::-1]:
        if names := _classes(above):
            return f".{names[0]} "
    return ""
