"""The address that an article is known by."""

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
    """The article key: the page's canonical URL where that can be believed, else its own without tracking."""
    own = strip_tracking(page.url)
    for named in _named(page):
        try:
            candidate = strip_tracking(urljoin(page.url, named.strip()))
            if _is_believable(candidate, own):
                return candidate
        except ValueError:
            continue
    return own


def _named(page: Page) -> Iterator[str]:
    """What the page calls its own address: rel=canonical (also as a Link header), then og:url."""
    for element in page.tree.iter("link") if page.tree is not None else ():
        if "canonical" in (element.get("rel") or "").lower().split() and element.get("href"):
            yield element.get("href", "")
    if found := re.search(r"<([^<>]+)>\s*;[^,]*rel=\"?canonical\"?", page.headers.get("link", ""), re.I):
        yield found[1]
    yield from meta_tags(page).get("og:url", [])[:1]


def _is_believable(candidate: str, own: str) -> bool:
    """Whether a canonical is of the same owner, and neither the home page nor another part of the article."""
    there, here = urlsplit(candidate), urlsplit(own)
    if there.scheme not in ("http", "https") or not there.hostname or not here.hostname:
        return False
    if registered_domain(there.hostname) != registered_domain(here.hostname):
        return False
    if _is_home(candidate) and not _is_home(own):
        return False
    return _page_number(candidate) == _page_number(own)


def _is_home(url: str) -> bool:
    parts = urlsplit(url)
    return (
        not parts.query
        and re.fullmatch(r"/*(?:index\.\w+|[a-z]{2}(?:-[a-z]{2})?/?)?", parts.path, re.I) is not None
    )


def _page_number(url: str) -> int:
    """Which part of a paged article a URL is; 1 where it does not say. `?p=` counts only beside a path."""
    parts = urlsplit(url)
    if found := _PAGE_NUMBER.search(parts.path):
        return int(found[1])
    for name, value in parse_qsl(parts.query):
        if name.lower() in _PAGE_PARAMETERS and value.isdigit() and (name != "p" or parts.path.strip("/")):
            return int(value)
    return 1
