"""Recognise by their URLs a site's articles and its sections of coverage. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from urllib.parse import unquote, urlsplit

from archive.clean.vocabulary import kind_named, medium_named
from archive.model import Kind, Medium
from crawler.add_outlet.list_addresses import is_list_address

# Sections of these kinds hold coverage. News and trailers are left out: all other sections have news too.
_COVERAGE_KINDS = frozenset(
    ("review", "roundup", "recap", "preview", "interview", "feature", "list", "obituary"),
)

# Names of pages that list all articles of a site, in the languages of the labels.
_EVERYTHING = re.compile(
    r"archives?|archiv|archiv[io]o|arquivo|archief|latest|blog|articles|artikel|アーカイブ"
)

_MAX_DEPTH = 3  # parts of a section's path: /culture/film/reviews

_SLUG_WORDS = 3

_DATED = re.compile(r"/(?:19|20)\d\d/\d{1,2}/")

_NUMBERED = re.compile(r"(?:^|[-_/.])\d{5,}(?:[-_/.]|$)")

_FILE_ENDING = re.compile(
    r"\.(?:jpe?g|png|gif|svg|webp|css|js|pdf|zip|mp[34]|xml|rss|atom|json|ico)$", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class SiteSection:
    """A section of a site, known by its path.

    Attributes:
        path: such as `/culture/film`, unquoted, without a slash at the end.
        kind, medium: what its name says; both None for a page that lists everything.
        article_count: how many of the known article URLs lie below it.
        url: the page of the section; None if the site links none.
    """

    path: str
    kind: Kind | None = None
    medium: Medium | None = None
    article_count: int = 0
    url: str | None = None

    @property
    def rank(self) -> tuple[bool, bool, int, int]:
        """Sort key, the best section last: reviews, a named kind or medium, more articles, a short path."""
        named = bool(self.kind or self.medium)
        return (self.kind == "review", named, self.article_count, -self.path.count("/"))


def url_path(url: str) -> str:
    """The unquoted path of a URL; "" if it cannot be parsed."""
    try:
        return unquote(urlsplit(url).path)
    except ValueError:
        return ""


def looks_like_article(url: str) -> bool:
    """Whether the URL has the form of an article's: a date, a long number or several words in its path."""
    path = url_path(url)
    if _FILE_ENDING.search(path) or is_list_address(url):
        return False
    slug = path.rstrip("/").rpartition("/")[2]
    return bool(
        (_DATED.search(path) and slug and not slug.isdigit())
        or _NUMBERED.search(slug)
        or len([word for word in re.split(r"[-_]", slug.partition(".")[0]) if word]) >= _SLUG_WORDS
    )


def section_at(path: str) -> SiteSection | None:
    """The section at a path, recognised by the path's last part; None if it is no section of coverage."""
    parts = [part for part in path.lower().split("/") if part]
    if not 0 < len(parts) <= _MAX_DEPTH:
        return None
    name, clean = parts[-1], "/" + "/".join(part for part in path.split("/") if part)
    words = re.split(r"[-_+ ]", name)
    kinds = [kind_named(word) for word in (name, *words)]
    kind = next((kind for kind in kinds if kind in _COVERAGE_KINDS), None)
    media = (medium_named(part) for part in reversed(parts))
    medium: Medium | None = next(filter(None, media), None)
    if len(words) >= _SLUG_WORDS or not (kind or medium_named(name)):
        return SiteSection(clean) if _EVERYTHING.fullmatch(name) else None
    return SiteSection(clean, kind, medium)


def find_sections(articles: Iterable[str], links: Iterable[str]) -> list[SiteSection]:
    """The sections of coverage of a site, the most likely first.

    Args:
        articles: URLs known to be articles; each path above them may be a section.
        links: URLs that the site links; each may be the page of a section.
    """
    counts: Counter[str] = Counter()
    for url in articles:
        parts = [part for part in url_path(url).split("/") if part][:-1]
        counts.update("/" + "/".join(parts[:depth]) for depth in range(1, min(len(parts), _MAX_DEPTH) + 1))
    pages: dict[str, str] = {}
    for url in sorted(links, key=lambda url: "?" in url):  # with a query it may be a later page of a list
        pages.setdefault(url_path(url).rstrip("/"), url)
    sections = []
    for path in dict.fromkeys((*pages, *counts)):
        section = section_at(path)
        if section and (section.kind or section.medium or path in pages):
            sections.append(replace(section, article_count=counts[path], url=pages.get(path)))
    return sorted(sections, key=lambda section: section.rank, reverse=True)


def topmost(sections: Iterable[SiteSection]) -> list[SiteSection]:
    """The sections that lie below none of those before them."""
    outer: list[SiteSection] = []
    for section in sections:
        if not any(section.path.startswith(other.path + "/") for other in outer):
            outer.append(section)
    return outer
