"""What an outlet's file should say, by what was found of the site. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from archive.clean.work.medium import medium_named
from archive.config import InvalidConfig, language
from archive.model import Article, Medium
from archive.urls import host_of, registered_domain
from crawler.add_outlet import front_page as clues
from crawler.add_outlet.article_urls import NO_ARTICLES, Place, path_of
from crawler.add_outlet.listings import Listed
from crawler.add_outlet.survey import SAMPLES, Survey, SurveyedSource

PAGES = 3  # of a listing

SKIP = rf"/(?:{NO_ARTICLES})(?:/|$)"

_NAME_WORDS = 4

_FEW = 2  # articles that make a section one to take


@dataclass(frozen=True, slots=True)
class Proposal:
    """An outlet as its file would say it; `sections` is empty where everything is taken."""

    title: str
    home: str
    feeds: tuple[SurveyedSource, ...] = ()
    sitemaps: tuple[SurveyedSource, ...] = ()
    listings: tuple[Listed, ...] = ()
    sections: tuple[Place, ...] = ()
    hosts: tuple[str, ...] = ()
    skip: tuple[str, ...] = ()
    medium: Medium | None = None
    language: str | None = None
    delay: float | None = None
    robots_delay: float | None = None

    @property
    def sources(self) -> int:
        """How many doors there are into it."""
        return len(self.feeds) + len(self.sitemaps) + len(self.listings)


def propose(
    found: Survey, samples: Sequence[Article], delay: float | None, robots_delay: float | None
) -> Proposal:
    """The outlet's file by what was found.

    Args:
        samples: articles of the site, cleaned.
        delay: seconds between two requests that a person asked for; never proposed below `robots_delay`.
    """
    title = _title(found)
    feeds = [door for door in found.feeds if _own(door.articles, found.home)]
    sitemaps = [door for door in found.sitemaps if door.part or _own(door.articles, found.home)]
    articles = _own(found.articles, found.home)
    sections = _sections(found.places, articles)
    listings = [listed for listed in found.listings if not sections or _within(listed.url, sections)]
    open_door = bool(sitemaps) or any(listed.links is None for listed in listings)
    pace = max(delay, robots_delay or 0.0) if delay is not None else robots_delay
    return Proposal(
        title=title,
        home=found.home,
        feeds=tuple(feeds),
        sitemaps=tuple(sitemaps),
        listings=tuple(listings or (found.listings if not feeds and not sitemaps else ())),
        sections=tuple(sections),
        hosts=_hosts(found, articles),
        skip=(SKIP,) if open_door and not any(re.search(SKIP, url) for url in articles) else (),
        medium=_medium(title, sections, samples),
        language=_language(found, samples),
        delay=pace if pace is not None and (delay is not None or pace > 5) else None,
        robots_delay=robots_delay,
    )


def names_for(title: str, home: str) -> list[str]:
    """File stems that an outlet may have, the best first."""
    host = (urlsplit(home).hostname or "").removeprefix("www.")
    label = clues.slug_of(registered_domain(host).rpartition(".")[0] or host)
    by_title = clues.slug_of(title)
    short = by_title and by_title.count("-") < _NAME_WORDS
    return list(
        dict.fromkeys(filter(None, [by_title if short else "", label, f"{label}-{clues.slug_of(host)}"]))
    )


def _own(urls: Iterable[str], home: str) -> list[str]:
    site = registered_domain(urlsplit(home).hostname or "")
    return [url for url in urls if clues.same_site(url, site)]


def _title(found: Survey) -> str:
    declared = clues.site_title(found.front) if found.front else None
    shown = clues.shown_name(found.front) if found.front else None
    return declared or found.heading.title or shown or (urlsplit(found.home).hostname or found.home)


def _sections(places: Iterable[Place], articles: Sequence[str]) -> list[Place]:
    """The sections to keep to, where most of what the site publishes is no coverage; else none."""
    wanted = [place for place in places if (place.kind or place.medium)]
    held = [replace(place, holds=_held(place, articles)) for place in wanted]
    held = [place for place in held if place.holds >= _FEW]
    apart = [one for one in held if not any(one.path.startswith(other.path + "/") for other in held)]
    inside = sum(place.holds for place in apart)
    return apart if inside * 2 < len(articles) else []


def _held(place: Place, articles: Iterable[str]) -> int:
    return sum(path_of(url).startswith(place.path + "/") for url in articles)


def _within(url: str, sections: Iterable[Place]) -> bool:
    path = path_of(url).rstrip("/") + "/"
    return any(path.startswith(place.path + "/") for place in sections)


def _hosts(found: Survey, articles: Sequence[str]) -> tuple[str, ...]:
    """Hosts of a good part of the articles that none of the file's other keys names."""
    named = {host_of(url) for url in (found.home, *(listed.url for listed in found.listings))}
    bare = {(host or "").removeprefix("www.") for host in named}
    counted = Counter(filter(None, map(host_of, articles)))
    return tuple(
        host
        for host, count in counted.items()
        if count * 4 >= len(articles) and host.removeprefix("www.") not in bare
    )


def _medium(title: str, sections: Sequence[Place], samples: Iterable[Article]) -> Medium | None:
    """The medium of all: where all samples are of one, or the site's name or its sections say it, too."""
    works = [article.review.work for article in samples]
    seen = Counter(work.value.medium for work in works if work and work.value.medium)
    kept = {place.medium for place in sections if place.medium}
    named = medium_named(title)
    media = {*seen, *kept}
    if len(media) > 1:
        return None
    one = next(iter(media), named)
    return one if one == named or kept or seen.total() >= SAMPLES else None


def _language(found: Survey, samples: Sequence[Article]) -> str | None:
    """What the texts are in, with the region that the site declares."""
    declared = (found.front and clues.language_of(found.front)) or found.heading.language
    tag = _tag(declared)
    read = Counter(article.language.value for article in samples if article.language)
    likely = read.most_common(1)[0][0] if read else None
    if likely and (tag is None or tag.partition("-")[0].lower() != likely):
        return likely
    return tag


def _tag(text: str | None) -> str | None:
    try:
        tag: str = language((text or "").strip().replace("_", "-"))
    except InvalidConfig:
        return None
    return tag
