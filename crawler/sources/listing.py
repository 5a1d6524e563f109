"""Listing pages: a parsed response in, links out."""

from __future__ import annotations

from collections.abc import Iterator

from parsel import Selector
from scrapy.http import TextResponse

from crawler.sources.links import Link, Onward, SourceContent, unique


def read_listing(page: TextResponse, links: str | None = None, following: str | None = None) -> SourceContent:
    """Links of a listing page and its next page.

    Args:
        page: the page; its `<base>` counts for relative links.
        links: CSS selector of the links, or of elements that hold one each; None for every link.
        following: CSS selector of the link to the next page; None where there is one page only.

    A selector that matches nothing gives a `problem`: outlets change their templates.
    """
    found = unique(Link(url) for url in _urls(page, links or "a[href]"))
    onward = next(_urls(page, following), None) if following else None
    problem = f"no link matches `links` = {links!r}" if links and not found else None
    return SourceContent(found, Onward(onward) if onward else None, problem)


def _urls(page: TextResponse, selector: str) -> Iterator[str]:
    for match in page.css(selector):
        href = _href(match)
        if href and not href.startswith(("#", "javascript:", "mailto:", "tel:")):
            try:
                yield page.urljoin(href)
            except ValueError:  # a link that is no URL is nobody's next page
                continue


def _href(match: Selector) -> str | None:
    """Address of an element, of the first link in it, or the matched value itself (`a::attr(href)`)."""
    if isinstance(match.root, str):
        return match.root.strip()
    own: str | None = match.attrib.get("href")
    href = own if own is not None else match.css("a::attr(href)").get()
    return href.strip() if href else None
