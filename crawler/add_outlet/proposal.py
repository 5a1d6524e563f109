"""Propose what an outlet's file should say, from the survey of its site. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from archive.clean.vocabulary import medium_named
from archive.config import InvalidConfig, language
from archive.model import Article, Medium
from archive.urls import host_of, registered_domain
from crawler.add_outlet import front_page
from crawler.add_outlet.article_urls import SiteSection, url_path
from crawler.add_outlet.list_addresses import skip_patterns
from crawler.add_outlet.listings import ListingPage
from crawler.add_outlet.survey import Survey, SurveyedSource

LISTING_PAGES = 3  # pages of a listing that a proposed file has crawled

_MAX_TITLE_WORDS = 4

_MIN_ARTICLES = 2  # a section with fewer articles is not proposed


@dataclass(frozen=True, slots=True)
class Proposal:
    """The keys of a proposed outlet file; without `sections` the whole site is crawled.

    Attributes:
        delay: seconds between two requests; None to leave the key out.
        robots_delay: seconds that the site's robots.txt asks for.
    """

    title: str
    home: str
    feeds: tuple[SurveyedSource, ...] = ()
    sitemaps: tuple[SurveyedSource, ...] = ()
    listings: tuple[ListingPage, ...] = ()
    sections: tuple[SiteSection, ...] = ()
    hosts: tuple[str, ...] = ()
    skip: tuple[str, ...] = ()
    medium: Medium | None = None
    language: str | None = None
    delay: float | None = None
    robots_delay: float | None = None

    @property
    def source_count(self) -> int:
        """How many feeds, sitemaps and listings it has."""
        return len(self.feeds) + len(self.sitemaps) + len(self.listings)


def propose(
    survey: Survey, samples: Sequence[Article], delay: float | None, robots_delay: float | None
) -> Proposal:
    """Propose an outlet from the survey of its site.

    Args:
        samples: cleaned articles of the site.
        delay: seconds between two requests that the user asked for; `robots_delay` wins if it is longer.
    """
    title = _title(survey)
    feeds = [feed for feed in survey.feeds if _same_site(feed.articles, survey.home)]
    sitemaps = [
        source for source in survey.sitemaps if source.sitemap or _same_site(source.articles, survey.home)
    ]
    articles = _same_site(survey.articles, survey.home)
    sections = _sections(survey.sections, articles)
    listings = [listing for listing in survey.listings if not sections or _within(listing.url, sections)]
    pace = max(delay, robots_delay or 0.0) if delay is not None else robots_delay
    return Proposal(
        title=title,
        home=survey.home,
        feeds=tuple(feeds),
        sitemaps=tuple(sitemaps),
        listings=tuple(listings or (survey.listings if not feeds and not sitemaps else ())),
        sections=tuple(sections),
        hosts=_hosts(survey, articles),
        skip=skip_patterns(url for feed in feeds for url in feed.articles),
        medium=_medium(title, sections, samples),
        language=_language(survey, samples),
        delay=pace if pace is not None and (delay is not None or pace > 5) else None,
        robots_delay=robots_delay,
    )


def candidate_names(title: str, home: str) -> list[str]:
    """Names that an outlet may have, the best first: its title if that is short, then forms of its host."""
    host = (urlsplit(home).hostname or "").removeprefix("www.")
    label = front_page.slugify(registered_domain(host).rpartition(".")[0] or host)
    by_title = front_page.slugify(title)
    is_short = by_title and by_title.count("-") < _MAX_TITLE_WORDS
    names = [by_title if is_short else "", label, f"{label}-{front_page.slugify(host)}"]
    return list(dict.fromkeys(filter(None, names)))


def _same_site(urls: Iterable[str], home: str) -> list[str]:
    site = registered_domain(urlsplit(home).hostname or "")
    return [url for url in urls if front_page.same_site(url, site)]


def _title(survey: Survey) -> str:
    declared = front_page.site_title(survey.front) if survey.front else None
    shown = front_page.shown_name(survey.front) if survey.front else None
    heading = survey.heading.title
    if heading and survey.front and not front_page.shows(survey.front, heading):
        heading = None  # a feed's title that the site shows nowhere is the one that its maker ships
    return (
        declared
        or heading
        or shown
        or survey.heading.title
        or (urlsplit(survey.home).hostname or survey.home)
    )


def _sections(sections: Iterable[SiteSection], articles: Sequence[str]) -> list[SiteSection]:
    """The sections of coverage, if they hold less than half of the site's articles; else none.

    A site that is mostly coverage is crawled as a whole.
    """
    coverage = [section for section in sections if section.kind or section.medium]
    counted = [replace(section, article_count=_article_count(section, articles)) for section in coverage]
    counted = [section for section in counted if section.article_count >= _MIN_ARTICLES]
    outer = [
        section
        for section in counted
        if not any(section.path.startswith(other.path + "/") for other in counted)
    ]
    inside = sum(section.article_count for section in outer)
    return outer if inside * 2 < len(articles) else []


def _article_count(section: SiteSection, articles: Iterable[str]) -> int:
    return sum(url_path(url).startswith(section.path + "/") for url in articles)


def _within(url: str, sections: Iterable[SiteSection]) -> bool:
    path = url_path(url).rstrip("/") + "/"
    return any(path.startswith(section.path + "/") for section in sections)


def _hosts(survey: Survey, articles: Sequence[str]) -> tuple[str, ...]:
    """Hosts that have at least a quarter of the articles and that no other key of the file names."""
    named = {host_of(url) for url in (survey.home, *(listing.url for listing in survey.listings))}
    bare = {(host or "").removeprefix("www.") for host in named}
    counts = Counter(filter(None, map(host_of, articles)))
    return tuple(
        host
        for host, count in counts.items()
        if count * 4 >= len(articles) and host.removeprefix("www.") not in bare
    )


def _medium(title: str, sections: Sequence[SiteSection], samples: Iterable[Article]) -> Medium | None:
    """The outlet's one medium, which its title or a section names; None if the evidence names several.

    What the samples are about only speaks against it: a magazine's last three reviews may all be of films.
    """
    works = [article.review.work for article in samples]
    in_samples = {work.value.medium for work in works if work and work.value.medium}
    named: set[Medium | None] = {section.medium for section in sections if section.medium}
    named = named or {medium_named(title)}
    return named.pop() if len(named | in_samples) == 1 else None


def _language(survey: Survey, samples: Sequence[Article]) -> str | None:
    """The language that the site declares; if no sample is written in it, what most are written in."""
    declared = (survey.front and front_page.declared_language(survey.front)) or survey.heading.language
    tag = _language_tag(declared)
    written = Counter(article.language.value for article in samples if article.language)
    if written and (tag is None or tag.partition("-")[0].lower() not in written):
        return written.most_common(1)[0][0]
    return tag


def _language_tag(text: str | None) -> str | None:
    try:
        tag: str = language((text or "").strip().replace("_", "-"))
    except InvalidConfig:
        return None
    return tag
