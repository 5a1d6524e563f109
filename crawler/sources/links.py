"""What the sources give: links, and what was wrong where one could not be read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from archive.errors import MatineeError
from archive.model import Hint
from archive.urls import host_of, strip_tracking
from crawler.sources.traps import without_session

LONGEST = 2000


@dataclass(frozen=True, slots=True)
class Link:
    """A page that a source names.

    Attributes:
        url: absolute, as the source wrote it.
        hint: what the source said of the page, or None.
        lastmod: when the source says that it last changed, as printed there; no publication date.
    """

    url: str
    hint: Hint | None = None
    lastmod: str | None = None


@dataclass(frozen=True, slots=True)
class Onward:
    """Another document of the same kind that a source sends us on to: a sitemap of an index, a next page."""

    url: str
    lastmod: str | None = None


@dataclass(frozen=True, slots=True)
class SourceContent:
    """What one document of a source held.

    Attributes:
        links: in the order of the document, each URL once.
        onward: the next page, where there is one.
        problem: what was wrong with the document, whether or not links could be read; None for nothing.
    """

    links: tuple[Link, ...] = ()
    onward: Onward | None = None
    problem: str | None = None


class SourceError(MatineeError):
    """A source could not be read, or not to its end: links given before it was raised are good.

    Attributes:
        url: of the document.
    """

    def __init__(self, url: str, problem: str, remedy: str = "") -> None:
        super().__init__(f"{url}: {problem}", remedy)
        self.url = url


def fetch_key(url: str) -> str | None:
    """The URL to ask for: one for all spellings that differ only in tracking, session ids and fragment.

    None for what is not to be fetched: another scheme than http(s), no host, a user name or password in it,
    over 2,000 characters. `http` and `https`, with and without `www.`, stay different pages, as they may be.
    """
    try:
        parts = urlsplit(url.strip())
        fetchable = parts.scheme in {"http", "https"} and parts.hostname and parts.username is None
    except ValueError:  # a bad bracket in the host
        return None
    key = without_session(strip_tracking(url))
    return key if fetchable and len(key) <= LONGEST else None


def host_name(url: str) -> str:
    """The host that a URL is on, as the table `hosts` names it; "" where there is none."""
    # What no outlet's file may name, such as an underscore in a label, is a host nevertheless.
    return host_of(url) or urlsplit(url).netloc.lower()


def resolve(base: str, address: str) -> str | None:
    """An address as found at `base`, absolute; None where it is no URL."""
    try:
        return urljoin(base, address.strip())
    except ValueError:
        return None


def unique(links: Iterable[Link]) -> tuple[Link, ...]:
    """Each URL once, the first kept."""
    kept: dict[str, Link] = {}
    for link in links:
        kept.setdefault(link.url, link)
    return tuple(kept.values())
