"""Read listing pages: a parsed response in, links out."""

from __future__ import annotations

from collections.abc import Iterator

from parsel import Selector
from scrapy.http import TextResponse

from crawler.sources.links import Link, SourceContent, SourceLink, unique_links


def read_listing(page: TextResponse, links: str | None = None, following: str | None = None) -> SourceContent:
    """The links on a listing page, and its next page.

    Args:
        page: the page; its `<base>` is respected.
        links: CSS selector of the links, or of elements that each contain one; None for every link.
        following: CSS selector of the link to the next page; None if there is only one page.

    Returns:
        The links. If `links` matches nothing there is a `problem`: the outlet's template may have changed.
    """
    listed = unique_links(Link(url) for url in _urls(page, links or "a[href]"))
    next_page = next(_urls(page, following), None) if following else None
    problem = f"no link matches `links` = {links!r}" if links and not listed else None
    return SourceContent(listed, SourceLink(next_page) if next_page else None, problem)


def _urls(page: TextResponse, selector: str) -> Iterator[str]:
    for match in page.css(selector):
        href = _href(match)
        if href and not href.startswith(("#", "javascript:", "mailto:", "tel:")):
            try:
                yield page.urljoin(href)
            except ValueError:  # not a valid URL
                continue


def _href(match: Selector) -> str | None:
    """The link of an element or of the first `<a>` in it, or the matched text (`a::attr(href)`)."""
    if isinstance(match.root, str):
        return match.root.strip()
    own: str | None = match.attrib.get("href")
    href = own if own is not None else match.css("a::attr(href)").get()
    return href.strip() if href else None
