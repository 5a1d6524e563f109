"""What the addresses of a site tell: which look like articles, which are sections of coverage. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from archive.clean.kind.vocabulary import SECTIONS
from archive.clean.work.medium import medium_named
from archive.model import Kind, Medium

# Kinds whose sections hold coverage; news and trailers stand in the sections of all else that a paper has.
_WANTED = frozenset(
    ("review", "roundup", "recap", "preview", "interview", "feature", "list", "obituary"),
)

# Pages that list everything, in the languages of the sections.
_ARCHIVES = re.compile(
    r"archives?|archiv|archiv[io]o|arquivo|archief|latest|blog|articles|artikel|アーカイブ"
)

_DEEPEST = 3  # parts of a section's path: /culture/film/reviews

_SLUG_WORDS = 3

_DATED = re.compile(r"/(?:19|20)\d\d/\d{1,2}/")

_NUMBERED = re.compile(r"(?:^|[-_/.])\d{5,}(?:[-_/.]|$)")

_NO_PAGE = re.compile(
    r"\.(?:jpe?g|png|gif|svg|webp|css|js|pdf|zip|mp[34]|xml|rss|atom|json|ico)$", re.IGNORECASE
)

# Parts of paths below which stands no article; also what a proposed outlet file skips.
NO_ARTICLES = (
    "tags?|categor(?:y|ies)|authors?|page|search|login|sign-?in|register|account|subscribe|newsletters?|about"
    "|contact|privacy|terms|impressum|datenschutz|shop"
)

APART = re.compile(rf"/(?:{NO_ARTICLES})(?:/|$)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Place:
    """A section of a site, by its path.

    Attributes:
        path: such as `/culture/film`, unquoted, no slash at the end.
        kind, medium: what its name says; both None for an archive of everything.
        holds: how many addresses of articles stand below it.
        url: the page that lists it, where one is linked.
    """

    path: str
    kind: Kind | None = None
    medium: Medium | None = None
    holds: int = 0
    url: str | None = None

    @property
    def rank(self) -> tuple[bool, bool, int, int]:
        """Reviews first, then works of a medium, then what holds most; of equals the shallower."""
        return (self.kind == "review", bool(self.kind or self.medium), self.holds, -self.path.count("/"))


def path_of(url: str) -> str:
    """The unquoted path of an address; "" where it is none."""
    try:
        return unquote(urlsplit(url).path)
    except ValueError:
        return ""


def looks_like_article(url: str) -> bool:
    """Whether an address has the form of an article's: a date, a number or several words in it."""
    path = path_of(url)
    if _NO_PAGE.search(path) or APART.search(path):
        return False
    slug = path.rstrip("/").rpartition("/")[2]
    return bool(
        (_DATED.search(path) and slug and not slug.isdigit())
        or _NUMBERED.search(slug)
        or len([word for word in re.split(r"[-_]", slug.partition(".")[0]) if word]) >= _SLUG_WORDS
    )


def named_place(path: str) -> Place | None:
    """The section that a path is, by its last part; None for what is no section of coverage."""
    parts = [part for part in path.lower().split("/") if part]
    if not 0 < len(parts) <= _DEEPEST:
        return None
    name, clean = parts[-1], "/" + "/".join(part for part in path.split("/") if part)
    words = re.split(r"[-_+ ]", name)
    kinds = [SECTIONS.get(word) for word in (name, *words)]
    kind = next((kind for kind in kinds if kind in _WANTED), None)
    media = (medium_named(part) for part in reversed(parts))
    medium = next((one for one in media if one), None)
    if len(words) >= _SLUG_WORDS or not (kind or medium_named(name)):
        return Place(clean) if _ARCHIVES.fullmatch(name) else None
    return Place(clean, kind, medium)


def find_places(articles: Iterable[str], links: Iterable[str]) -> list[Place]:
    """The sections of coverage of a site, the likeliest first.

    Args:
        articles: addresses known to be articles'; the paths above them are looked at.
        links: addresses that the site links, which may be pages that list a section.
    """
    held: Counter[str] = Counter()
    for url in articles:
        parts = [part for part in path_of(url).split("/") if part][:-1]
        held.update("/" + "/".join(parts[:depth]) for depth in range(1, min(len(parts), _DEEPEST) + 1))
    pages: dict[str, str] = {}
    for url in links:
        pages.setdefault(path_of(url).rstrip("/"), url)
    places = []
    for path in dict.fromkeys((*pages, *held)):
        place = named_place(path)
        if place and (place.kind or place.medium or path in pages):
            places.append(Place(place.path, place.kind, place.medium, held[path], pages.get(path)))
    return sorted(places, key=lambda place: place.rank, reverse=True)
