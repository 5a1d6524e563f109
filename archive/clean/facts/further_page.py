"""Whether an article goes on at another address: page 2 of 3."""

from __future__ import annotations

import re
from urllib.parse import SplitResult, urljoin, urlsplit

from archive.clean.dom.box_sorts import FOREIGN, is_outside_article
from archive.clean.page.page import Page

_PATH_NUMBER = re.compile(r"(?:/(?:page/?|p)?|[_-](?:page|p|seite)?-?)\d{1,2}(?:\.html?)?/?$", re.I)

_QUERY_NUMBER = re.compile(r"(?:^|&)(?:page|p|pg|seite|pagina|paged)=\d{1,2}(?:&|$)", re.I)

_ENDS_IN_NUMBER = re.compile(r"\d(?:\.html?)?/?(?:[&#].*)?$")


def further_page(page: Page) -> str | None:
    """The address of another page of the same article that this one links to; None for none.

    It is the page's own address with another page number. Pages of comments do not count.
    """
    own = urlsplit(page.url)
    stem = _stem(own.path)
    last = stem.rpartition("/")[2]
    for link, href in page.attributed("href"):
        if not stem and "?" not in href:  # the address is a bare number, and so are those of other pages
            continue
        if (last not in href and href[:1] != "?") or "comment" in href or not _ENDS_IN_NUMBER.search(href):
            continue
        try:
            other = urlsplit(str(urljoin(page.base_url, href.strip())))
        except ValueError:
            continue
        is_link = link.tag == "a" or (link.tag == "link" and link.get("rel") == "next")
        if is_link and _is_further(own, other) and not is_outside_article(link, FOREIGN):
            return other.geturl()
    return None


def _is_further(own: SplitResult, other: SplitResult) -> bool:
    if other.netloc != own.netloc or len(own.path) < 2:
        return False
    if other.path == own.path:
        return other.query != own.query and _QUERY_NUMBER.search(other.query) is not None
    stem = _stem(own.path)
    return bool(stem) and stem == _stem(other.path) and _PATH_NUMBER.search(other.path) is not None


def _stem(path: str) -> str:
    """A path without a page number, a trailing slash or `.html`."""
    return re.sub(r"(?:\.html?)?/?$", "", _PATH_NUMBER.sub("", path))
