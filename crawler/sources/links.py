"""What reading a source gives: links, or the problem why it could not be read; and the URLs to fetch."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import unquote, urljoin, urlsplit

from archive.errors import MatineeError
from archive.model import Hint
from archive.urls import host_of, strip_tracking
from crawler.sources.traps import strip_session

MAX_URL_LENGTH = 2000


@dataclass(frozen=True, slots=True)
class Link:
    """A link to a page in a source.

    Attributes:
        url: absolute, as the source wrote it.
        hint: what the source says about the page; None if nothing.
        lastmod: the date of the page's last change, as the source prints it. Not the publication date.
    """

    url: str
    hint: Hint | None = None
    lastmod: str | None = None


@dataclass(frozen=True, slots=True)
class SourceLink:
    """A link to another document of the same source: a sitemap in an index, the next page of a listing."""

    url: str
    lastmod: str | None = None


@dataclass(frozen=True, slots=True)
class SourceContent:
    """What one document of a source contains.

    Attributes:
        links: in the order of the document, each URL once.
        next_page: the next page of a listing; None if there is none.
        problem: what is wrong with the document; links may have been read all the same. None if it is fine.
    """

    links: tuple[Link, ...] = ()
    next_page: SourceLink | None = None
    problem: str | None = None


class SourceError(MatineeError):
    """A source could not be read, or not to its end. Links given before the error are good.

    Attributes:
        url: of the document.
    """

    def __init__(self, url: str, problem: str, remedy: str = "") -> None:
        super().__init__(f"{url}: {problem}", remedy)
        self.url = url


def fetch_key(url: str) -> str | None:
    """The URL to request: the same for all spellings of a URL, whatever its tracking, session and fragment.

    None for a URL that is never requested: not http(s), no host, with a user name or password, or over 2,000
    characters as a person reads it. `http` and `https`, with and without `www.`, stay different: their pages
    may differ.
    """
    try:
        parts = urlsplit(url.strip())
        fetchable = parts.scheme in {"http", "https"} and parts.hostname and parts.username is None
    except ValueError:  # a bad bracket in the host
        return None
    key = strip_session(strip_tracking(url))
    is_short = len(key) <= MAX_URL_LENGTH or len(unquote(key)) <= MAX_URL_LENGTH
    return key if fetchable and is_short else None


def host_name(url: str) -> str:
    """The URL's host as the table `hosts` names it; "" if it has none."""
    # `host_of` refuses names that an outlet file may not use, such as one with an underscore.
    return host_of(url) or urlsplit(url).netloc.lower()


def resolve(base: str, address: str) -> str | None:
    """The absolute URL of an address found at `base`; None if it cannot be parsed."""
    try:
        return urljoin(base, address.strip())
    except ValueError:
        return None


def unique_links(links: Iterable[Link]) -> tuple[Link, ...]:
    """The links without repeated URLs; the first link to each URL stays."""
    by_url: dict[str, Link] = {}
    for link in links:
        by_url.setdefault(link.url, link)
    return tuple(by_url.values())
