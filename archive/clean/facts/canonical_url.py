"""The URL by which an article is stored: the page's canonical URL, if it is credible."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, urlsplit

from archive.clean.page.page import Page, cached_per_page, meta_tags
from archive.urls import is_web_address, join_url, registered_domain, strip_tracking

# `/p/5` at the root of a site is the address of an article.
_PAGE_NUMBER = re.compile(r"(?:/(?:page|seite|pagina)|(?<=[^/])/p)[/-]?(\d{1,4})/?$", re.I)
_PAGE_PARAMETERS = frozenset(("page", "paged", "p", "pg", "seite"))
_HOME = re.compile(r"/*(?:index\.\w+|[a-z]{2}(?:-[a-z]{2})?/?)?", re.I)
_LINK_HEADER = re.compile(r"<([^<>]+)>\s*;[^,]*rel=\"?canonical\"?", re.I)


def article_url(page: Page) -> str:
    """The page's canonical URL if it is credible, else its own, without tracking parameters."""
    own = strip_tracking(page.url)
    return next((url for url in _declared(page) if _is_credible(url, own)), own)


def original_url(page: Page) -> str | None:
    """The page of another site that this page declares as its canonical URL: what it is a copy of."""
    return next((url for url in _declared(page) if _is_of_another_site(url, page.url)), None)


@cached_per_page
def _declared(page: Page) -> list[str]:
    """The web addresses that the page declares as its own: in HTML, in the Link header, in og:url."""
    rels = ((link, rel.lower().split()) for link, rel in page.attributed("rel") if link.tag == "link")
    printed = [link.get("href") for link, rel in rels if "canonical" in rel]
    printed += _LINK_HEADER.findall(page.headers.get("link", ""))[:1]
    printed += meta_tags(page).get("og:url", [])[:1]
    urls = [strip_tracking(join_url(page.url, address)) for address in dict.fromkeys(printed) if address]
    return [url for url in urls if is_web_address(url)]


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
    return not parts.query and _HOME.fullmatch(parts.path) is not None


def _page_number(url: str) -> int:
    """The page number that a URL of a paged article has, else 1. `?p=` counts only if there is a path."""
    parts = urlsplit(url)
    if match := _PAGE_NUMBER.search(parts.path):
        return int(match[1])
    names = _PAGE_PARAMETERS if parts.path.strip("/") else _PAGE_PARAMETERS - {"p"}
    numbers = (value for name, value in parse_qsl(parts.query) if name.lower() in names)
    return int(next(filter(str.isdecimal, numbers), 1))
