"""The URL by which an article is stored: the page's canonical URL, if it is credible."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import parse_qsl, urljoin, urlsplit

from archive.clean.page.meta_tags import meta_tags
from archive.clean.page.page import Page
from archive.urls import registered_domain, strip_tracking

_PAGE_NUMBER = re.compile(r"/(?:page|seite|pagina|p)[/-]?(\d{1,4})/?$", re.I)

_PAGE_PARAMETERS = frozenset(("page", "paged", "p", "pg", "seite"))


def article_url(page: Page) -> str:
    """The page's canonical URL if it is credible, else its own, without tracking parameters."""
    own = strip_tracking(page.url)
    for declared in _declared(page):
        try:
            candidate = strip_tracking(urljoin(page.url, declared.strip()))
            if _is_credible(candidate, own):
                return candidate
        except ValueError:
            continue
    return own


def original_url(page: Page) -> str | None:
    """The page of another site that this page declares as its canonical URL: what it is a copy of."""
    for declared in _declared(page):
        try:
            candidate = strip_tracking(urljoin(page.url, declared.strip()))
            if _is_of_another_site(candidate, page.url):
                return candidate
        except ValueError:
            continue
    return None


def _declared(page: Page) -> Iterator[str]:
    """The URLs that the page declares as its own: rel=canonical in HTML, in the Link header, then og:url."""
    for element in page.tagged("link"):
        if "canonical" in (element.get("rel") or "").lower().split() and element.get("href"):
            yield element.get("href", "")
    if match := re.search(r"<([^<>]+)>\s*;[^,]*rel=\"?canonical\"?", page.headers.get("link", ""), re.I):
        yield match[1]
    yield from meta_tags(page).get("og:url", [])[:1]


def _is_credible(candidate: str, own: str) -> bool:
    """Whether a canonical URL is of the same site, not the home page, and of the same part of the article."""
    declared, actual = urlsplit(candidate), urlsplit(own)
    if declared.scheme not in ("http", "https") or not declared.hostname or not actual.hostname:
        return False
    if registered_domain(declared.hostname) != registered_domain(actual.hostname):
        return False
    if _is_home(candidate) and not _is_home(own):
        return False
    return _page_number(candidate) == _page_number(own)


def _is_of_another_site(candidate: str, own: str) -> bool:
    """Whether a canonical URL is of a page of another site, and not of its home page."""
    declared, actual = urlsplit(candidate), urlsplit(own)
    if (
        declared.scheme not in ("http", "https")
        or "." not in (declared.hostname or "")
        or not actual.hostname
    ):
        return False
    is_same = registered_domain(declared.hostname or "") == registered_domain(actual.hostname)
    return not is_same and not _is_home(candidate)


def _is_home(url: str) -> bool:
    parts = urlsplit(url)
    return (
        not parts.query
        and re.fullmatch(r"/*(?:index\.\w+|[a-z]{2}(?:-[a-z]{2})?/?)?", parts.path, re.I) is not None
    )


def _page_number(url: str) -> int:
    """The page number that a URL of a paged article has, else 1. `?p=` counts only if there is a path."""
    parts = urlsplit(url)
    if match := _PAGE_NUMBER.search(parts.path):
        return int(match[1])
    for name, value in parse_qsl(parts.query):
        if name.lower() in _PAGE_PARAMETERS and value.isdigit() and (name != "p" or parts.path.strip("/")):
            return int(value)
    return 1
