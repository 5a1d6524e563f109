"""The URL by which an article is stored: the page's canonical URL, if it is credible."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from urllib.parse import parse_qsl, urljoin, urlsplit

from archive.clean.page.page import Page, cached_per_page, meta_tags
from archive.urls import registered_domain, strip_tracking

# `/p/5` at the root of a site is the address of an article.
_PAGE_NUMBER = re.compile(r"(?:/(?:page|seite|pagina)|(?<=[^/])/p)[/-]?(\d{1,4})/?$", re.I)
_PAGE_PARAMETERS = frozenset(("page", "paged", "p", "pg", "seite"))


def article_url(page: Page) -> str:
    """The page's canonical URL if it is credible, else its own, without tracking parameters."""
    own = strip_tracking(page.url)
    return next((url for url in _declared(page) if _is_credible(url, own)), own)


def original_url(page: Page) -> str | None:
    """The page of another site that this page declares as its canonical URL: what it is a copy of."""
    return next((url for url in _declared(page) if _is_of_another_site(url, page.url)), None)


@cached_per_page
def _declared(page: Page) -> list[str]:
    """The web addresses that the page declares as its own, without tracking parameters."""
    urls = []
    for printed in dict.fromkeys(_printed(page)):
        with suppress(ValueError):
            url = strip_tracking(urljoin(page.url, printed.strip()))
            if urlsplit(url).scheme in ("http", "https") and urlsplit(url).hostname:
                urls.append(url)
    return urls


def _printed(page: Page) -> Iterator[str]:
    """The values of rel=canonical in HTML, then in the Link header, then of og:url."""
    for element in page.tagged("link"):
        if "canonical" in (element.get("rel") or "").lower().split() and element.get("href"):
            yield element.get("href", "")
    if match := re.search(r"<([^<>]+)>\s*;[^,]*rel=\"?canonical\"?", page.headers.get("link", ""), re.I):
        yield match[1]
    yield from meta_tags(page).get("og:url", [])[:1]


def _is_credible(candidate: str, own: str) -> bool:
    """Whether a canonical URL is of the same site, not the home page, and of the same part of the article."""
    to_home = _is_home(candidate) and not _is_home(own)
    return _same_site(candidate, own) is True and not to_home and _page_number(candidate) == _page_number(own)


def _is_of_another_site(candidate: str, own: str) -> bool:
    """Whether a canonical URL is of a page of another site, and not of its home page."""
    has_domain = "." in (urlsplit(candidate).hostname or "")
    return has_domain and _same_site(candidate, own) is False and not _is_home(candidate)


def _same_site(candidate: str, own: str) -> bool | None:
    """Whether two URLs are of one site; None where that is unknown, as of a file."""
    declared, actual = urlsplit(candidate).hostname, urlsplit(own).hostname
    return registered_domain(declared) == registered_domain(actual) if declared and actual else None


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
