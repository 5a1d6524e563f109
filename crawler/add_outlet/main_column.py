"""Which links of a page stand in its main column: not in menus, widgets and pagers. Pure."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from itertools import islice
from typing import TypeAlias

from lxml.html import HtmlElement
from scrapy.http import TextResponse

from archive.clean.dom.beside import box_sorts
from crawler.sources.links import fetch_key

# The tag and classes of an element that holds several links, and their URLs.
LinkGroup: TypeAlias = tuple[str, str, frozenset[str]]

_LEAST = 3  # links of a group

_LEVELS = 12  # elements around a link that are looked at

_ASIDE_TAGS = frozenset(("nav", "aside", "footer"))

_ASIDE_ROLES = frozenset(("navigation", "complementary", "contentinfo", "search"))

_ASIDE_SORTS = frozenset(("widget", "crumbs"))

_PAGER = re.compile(
    r"(?:^|[\s_-])(?:pager|paging|paginat\w*|pagenav\w*|page-(?:nav|numbers?|navigation)|nav-(?:links|previous|next)"
    r"|older|newer|next|prev(?:ious)?)(?:$|[\s_-])",
    re.I,
)

_NUMBER_LAST = re.compile(r"\d+/?(?:\.\w+)?$")


def main_links(page: TextResponse, elsewhere: Collection[LinkGroup] = ()) -> list[str]:
    """The URLs of the links in the main column, in the order of the page, each once.

    Args:
        elsewhere: the groups of links of other pages of the site: one that is the same here is a widget.
    """
    widgets = {url for group in set(link_groups(page)).intersection(elsewhere) for url in group[2]}
    urls = (
        url
        for link, url in _links(page)
        if not _is_aside(link) and not is_pager(link, url) and not (url in widgets and not _in_main(link))
    )
    return list(dict.fromkeys(urls))


def link_groups(page: TextResponse) -> Iterator[LinkGroup]:
    """The groups of links on a page: for each link the closest element around it that holds three."""
    for box in dict.fromkeys(box for link, _ in _links(page) if (box := _group_of(link)) is not None):
        urls = frozenset(url for inner in box.iter("a") if (url := _url(page, inner)))
        yield box.tag, box.get("class") or "", urls


def is_pager(link: HtmlElement, url: str) -> bool:
    """Whether a link leads to another page of the same list."""
    if {"next", "prev"} & set((link.get("rel") or "").lower().split()):
        return True
    text = "".join(link.itertext()).strip()
    if text and not any(map(str.isalpha, text)) and _NUMBER_LAST.search(url):
        return True
    around = (link, *islice(link.iterancestors(), 2))
    return any(_PAGER.search(f"{outer.get('class') or ''} {outer.get('id') or ''}") for outer in around)


def _links(page: TextResponse) -> Iterator[tuple[HtmlElement, str]]:
    for link in page.selector.root.iter("a"):
        if url := _url(page, link):
            yield link, url


def _url(page: TextResponse, link: HtmlElement) -> str | None:
    href = (link.get("href") or "").strip()
    if not href or href.startswith(("#", "javascript:", "mailto:", "tel:")):
        return None
    try:
        return fetch_key(page.urljoin(href))
    except ValueError:  # not a valid URL
        return None


def _group_of(link: HtmlElement) -> HtmlElement | None:
    for box in islice(link.iterancestors(), _LEVELS):
        if sum(1 for _ in islice(box.iter("a"), _LEAST)) == _LEAST:
            return None if box.tag in ("body", "html") else box
    return None


def _is_aside(link: HtmlElement) -> bool:
    return any(
        outer.tag in _ASIDE_TAGS
        or outer.get("role") in _ASIDE_ROLES
        or not _ASIDE_SORTS.isdisjoint(box_sorts(outer))
        for outer in link.iterancestors()
        if outer.tag not in ("body", "html")
    )


def _in_main(link: HtmlElement) -> bool:
    return any(outer.tag == "main" or outer.get("role") == "main" for outer in link.iterancestors())
