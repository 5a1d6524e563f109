"""The date of publication and the date of the last change, kept apart."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import time, timedelta
from urllib.parse import urlsplit

from archive.clean.dates.languages import date_languages
from archive.clean.dates.machine import date_in_path, parse_machine
from archive.clean.dates.parse import find_dates
from archive.clean.dates.shown import ShownDate, dates_elsewhere, dates_near_headline, dates_of_post
from archive.clean.metadata.nodes import Node, types, values, visible_articles
from archive.clean.page.meta_tags import meta_tags
from archive.clean.page.page import Page
from archive.model import Moment, Reading

# Names of meta tags, the most reliable first. The patterns cover the spellings of many content systems.
_PUBLISHED_META = (
    re.compile(
        r"(?:og:)?article[:.]published(?:_time)?|og:published_time|datepublished|parsely-pub-date|sailthru\.date"
    ),
    re.compile(
        r"(?:.*[:._-])?(?:date)?(?:publish(?:ed)?|publication|pub)[-_.:]?(?:date|time|on|at|datetime)*"
    ),
    re.compile(
        r"(?:dc|dcterms|citation)[._](?:date(?:[._](?:issued|created))?|issued|created|online_date)|article_date_original|date"
    ),
)

_UPDATED_META = (
    re.compile(r"(?:og:)?article[:.]modified(?:_time)?|og:updated_time|datemodified"),
    re.compile(
        r"(?:.*[:._-])?(?:last[-_]?)?(?:modified|updated?|mod)[-_.:]?(?:date|time|on|at|datetime)*|revision_date"
    ),
)


PRECISIONS = ("second", "day", "month", "year")  # finest first
_DAY = 10  # characters of a day in ISO 8601


@dataclass(frozen=True, slots=True)
class Dates:
    """The two dates of an article; None where the page does not say."""

    published: Reading[Moment] | None = None
    updated: Reading[Moment] | None = None


def read_dates(page: Page, title: str | None) -> Dates:
    """Both dates, each from the most reliable place that has it. The year of a © is not a date.

    Dates in metadata come first, unless an unambiguous date near the headline contradicts them. A page that
    only says when it was changed gets that as its date of publication, with the source `updated`.

    Args:
        page: the page.
        title: its headline where known: dates stand near it.
    """
    modified = next(_changes(page), None)
    in_metadata = list(_read_metadata(page, _PUBLISHED))
    in_url = list(_read_url(page))
    shown = dates_near_headline(page, title)
    stated = in_metadata or list(_read_visible_markup(page, _PUBLISHED))
    published = _choose(stated, modified, shown, in_url)
    published = published or next(_without_metadata(page, shown, in_url), None)
    if published is None and not shown:
        shown = dates_elsewhere(page)
        published = next((date.reading for date in shown if not date.is_update), None)
    published = published or next(iter(in_url), None)
    published = _finest(page, title, in_metadata, published) if published else None
    changed = next((date.reading for date in shown if date.is_update), None)
    if published is None and changed:
        published = Reading(changed.value, "updated", changed.raw)
    return Dates(published, modified or changed)


def date_candidates(page: Page, title: str | None) -> Iterator[tuple[bool, Reading[Moment], str | None]]:
    """The dates that `read_dates` chooses from: (whether it is of a change, the date, a note for people)."""
    in_metadata = [*_read_metadata(page, _PUBLISHED), *_read_visible_markup(page, _PUBLISHED)]
    yield from ((False, reading, None) for reading in in_metadata)
    yield from ((True, reading, None) for reading in _changes(page))
    near = dates_near_headline(page, title)
    for shown in near or dates_elsewhere(page):
        place = "near the headline" if near else "further down the page"
        differs = in_metadata and not _is_same_day(in_metadata[0], shown.reading)
        doubt = ", not plain enough to overrule" if differs and not shown.is_plain else ""
        yield shown.is_update, shown.reading, place + doubt
    yield from ((False, reading, None) for reading in (*_read_hint(page), *_read_url(page)))


def _not_after_change(
    published: list[Reading[Moment]], changed: Reading[Moment] | None
) -> Reading[Moment] | None:
    """The first date of publication that is not after the date of change; where all are, the first."""
    possible = (
        reading
        for reading in published
        if not changed or reading.value.at - changed.value.at <= timedelta(days=1)
    )
    return next(possible, published[0] if published else None)


def _choose(
    in_metadata: list[Reading[Moment]],
    changed: Reading[Moment] | None,
    shown: list[ShownDate],
    in_url: list[Reading[Moment]],
) -> Reading[Moment] | None:
    """The date of publication in the metadata, unless an unambiguous date near the headline contradicts it.

    The metadata stands where another printed date or the URL agrees with it, or where a printed date is its
    date of change and it is not JSON-LD alone. Against a date labelled as that of publication, it stands only
    where another such date or the URL agrees with it.
    """
    stated, sources = _not_after_change(in_metadata, changed), {reading.source for reading in in_metadata}
    if stated and (local := _local_day(stated, shown, in_url)):
        return local
    plain = [date for date in shown if date.is_plain]
    printed = sorted((date for date in plain if not date.is_update), key=lambda date: not date.is_labelled)
    if stated is None or not printed:
        return stated
    is_labelled = printed[0].is_labelled
    # Templates fill in the date of change in JSON-LD, so it alone does not make a printed date one of change.
    known = [stated, *([changed] if changed and not is_labelled and sources != {"json-ld"} else [])]
    others = [date.reading for date in (printed if is_labelled else plain)]
    others += [day for day in in_url if day.value.precision == "day"]
    agrees = any(_is_same_day(reading, other) for reading in known for other in others)
    return stated if agrees else printed[0].reading


def _local_day(
    stated: Reading[Moment], shown: list[ShownDate], in_url: list[Reading[Moment]]
) -> Reading[Moment] | None:
    """The printed date, where the URL agrees with it and the metadata differs only by stating it in UTC."""
    at = stated.value.at
    if stated.value.precision != "second" or at.utcoffset():
        return None
    for reading in in_url:
        day = reading.value.at.date()
        if reading.value.precision == "day" and day != at.date() and _is_same_day(stated, reading):
            local = (date.reading for date in shown if not date.is_update)
            return next((date for date in local if date.value.at.date() == day), None)
    return None


def _is_same_day(stated: Reading[Moment], printed: Reading[Moment]) -> bool:
    """Whether a printed day can be the stated moment's in some time zone, as the outlet's is unknown."""
    at, day = stated.value.at, printed.value.at.date()
    if stated.value.precision != "second" or at.time() == time():
        return abs((at.date() - day).days) <= 1
    return (at - timedelta(hours=14)).date() <= day <= (at + timedelta(hours=14)).date()


def _without_metadata(
    page: Page, shown: list[ShownDate], in_url: list[Reading[Moment]]
) -> Iterator[Reading[Moment]]:
    """The dates of publication of a page whose metadata has none, the most reliable first."""
    published = [date for date in shown if not date.is_update]
    published.sort(key=lambda date: not date.is_labelled)
    days = [reading for reading in in_url if reading.value.precision == "day"]
    sure = [date.reading for date in published if date.reading.source == "time" or date.is_plain]
    yield from (reading for reading in sure if any(_is_same_day(reading, day) for day in days))
    yield from (reading for reading in sure if reading.source == "time" or not days)
    yield from _read_hint(page)
    yield from days
    yield from (date.reading for date in published)


def _finest(
    page: Page, title: str | None, in_metadata: list[Reading[Moment]], chosen: Reading[Moment]
) -> Reading[Moment]:
    """The finest of a page's dates that agree with the day or month that was chosen."""
    length = {"day": 10, "month": 7}.get(chosen.value.precision)
    if length is None:
        return chosen
    elsewhere = [] if length == _DAY else dates_elsewhere(page)
    shown = [*dates_near_headline(page, title), *elsewhere, *dates_of_post(page)]
    others = [*in_metadata, *_read_hint(page), *(date.reading for date in shown if not date.is_update)]
    finer = [other for other in others if other.value.iso()[:length] == chosen.value.iso()[:length]]
    return min((chosen, *finer), key=lambda reading: PRECISIONS.index(reading.value.precision))


@dataclass(frozen=True, slots=True)
class _Names:
    """The names of one of the two dates in metadata: its schema.org property and its meta tags."""

    key: str
    meta_names: tuple[re.Pattern[str], ...]


_PUBLISHED = _Names("datePublished", _PUBLISHED_META)

_UPDATED = _Names("dateModified", _UPDATED_META)


def _read_metadata(page: Page, names: _Names) -> Iterator[Reading[Moment]]:
    """The dates in JSON-LD, of the article and then of its page, and in meta tags."""
    for node in [*page.articles, *_web_pages(page.nodes)]:
        for value in values(node, names.key):
            yield from parse_date(page, value, "json-ld")
    meta = meta_tags(page)
    for pattern in names.meta_names:
        for name in meta:
            if pattern.fullmatch(name):
                yield from parse_date(page, meta[name][0], "meta")


def _read_visible_markup(page: Page, names: _Names) -> Iterator[Reading[Moment]]:
    """The dates in microdata and microformats."""
    for graph in page.visible_graphs:
        for node in [*visible_articles(graph.nodes), *_web_pages(graph.nodes)]:
            for value in values(node, names.key):
                yield from parse_date(page, value, graph.source)


def _web_pages(nodes: tuple[Node, ...]) -> list[Node]:
    return [node for node in nodes if any(kind.endswith("WebPage") for kind in types(node))]


def parse_date(page: Page, printed: object, source: str) -> Iterator[Reading[Moment]]:
    """The date in a string, as a machine format or as people write it; nothing for anything else."""
    if not isinstance(printed, str):
        return
    moment = parse_machine(printed, page.captured_at)
    if moment is None and len(printed) < 60:
        moment = next((m for _, _, m in find_dates(printed, page.captured_at, date_languages(page))), None)
    if moment:
        yield Reading(moment, source, printed)


def _changes(page: Page) -> Iterator[Reading[Moment]]:
    """The dates of the last change in metadata, then in the markup of visible elements."""
    yield from _read_metadata(page, _UPDATED)
    yield from _read_visible_markup(page, _UPDATED)


def _read_hint(page: Page) -> Iterator[Reading[Moment]]:
    """The date of publication in the feed or sitemap."""
    if page.hint:
        yield from parse_date(page, page.hint.published, page.hint.source)


def _read_url(page: Page) -> Iterator[Reading[Moment]]:
    match = date_in_path(urlsplit(page.url).path)
    if match and (moment := parse_machine(match[1], page.captured_at)):
        yield Reading(moment, "url", match[0])
