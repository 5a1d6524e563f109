"""The date of publication and the date of the last change, kept apart."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import time, timedelta
from functools import lru_cache
from urllib.parse import urlsplit

from archive.clean.dates.languages import date_languages
from archive.clean.dates.parse import PATTERNS, date_in_path, find_dates, parse_machine
from archive.clean.dates.shown import ShownDate, dates_elsewhere, dates_near_headline, dates_of_post
from archive.clean.metadata.nodes import Node, types, values
from archive.clean.page.page import Page, meta_tags
from archive.model import PRECISIONS, Moment, Reading

_MONTH, _DAY = 7, 10  # characters of ISO 8601
_SOURCES = ("json-ld", "meta", "microdata", "microformats")  # the most reliable first


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
    stated, modified = list(_stated(page, "datePublished")), next(_stated(page, "dateModified"), None)
    in_url, shown = list(_read_url(page)), dates_near_headline(page, title)
    days = [reading for reading in in_url if reading.value.precision == "day"]
    if stated:
        chosen: Reading[Moment] | None = _choose(stated, modified, shown, days)
    else:
        chosen = next(_without_metadata(page, shown, days), None)
    if chosen is None and not shown:
        shown = dates_elsewhere(page, title)
        chosen = next((date.reading for date in _published(shown)), None)
    chosen = chosen or next(iter(in_url), None)
    printed_change = next((date.reading for date in shown if date.is_update), None)
    if chosen is not None:
        chosen = _finest(page, title, chosen, [*stated, *(date.reading for date in _published(shown))])
    elif printed_change is not None:
        chosen = Reading(printed_change.value, "updated", printed_change.raw)
    return Dates(chosen, modified or printed_change)


def date_candidates(page: Page, title: str | None) -> Iterator[tuple[bool, Reading[Moment], str | None]]:
    """The dates that `read_dates` chooses from: (whether it is of a change, the date, a note for people)."""
    stated = list(_stated(page, "datePublished"))
    yield from ((False, reading, None) for reading in stated)
    yield from ((True, reading, None) for reading in _stated(page, "dateModified"))
    near = dates_near_headline(page, title)
    for shown in near or dates_elsewhere(page, title):
        place = "near the headline" if near else "further down the page"
        differs = stated and not _is_same_day(stated[0], shown.reading)
        doubt = ", not plain enough to overrule" if differs and not shown.is_plain else ""
        yield shown.is_update, shown.reading, place + doubt
    yield from ((False, reading, None) for reading in (*_read_hint(page), *_read_url(page)))


def _choose(
    stated: list[Reading[Moment]],
    changed: Reading[Moment] | None,
    shown: list[ShownDate],
    days: list[Reading[Moment]],
) -> Reading[Moment]:
    """The stated date of publication, unless an unambiguous date near the headline contradicts it.

    It stands where another printed date or the URL agrees with it, or where a printed date is its date of
    change and it is not JSON-LD alone. Against a date labelled as that of publication, it stands only where
    another such date or the URL agrees with it.
    """
    possible = (one for one in stated if not changed or one.value.at - changed.value.at <= timedelta(days=1))
    first = next(possible, stated[0])
    if local := _local_day(first, shown, days):
        return local
    plain = [date for date in shown if date.is_plain]
    printed = _published(plain)
    if not printed:
        return first
    is_labelled = printed[0].is_labelled
    # Templates fill in the date of change in JSON-LD, so it alone does not make a printed date one of change.
    known, is_json_ld = [first], all(reading.source == "json-ld" for reading in stated)
    known += [changed] if changed and not is_labelled and not is_json_ld else []
    others = [*(date.reading for date in (printed if is_labelled else plain)), *days]
    agrees = any(_is_same_day(reading, other) for reading in known for other in others)
    return first if agrees else printed[0].reading


def _local_day(
    stated: Reading[Moment], shown: list[ShownDate], days: list[Reading[Moment]]
) -> Reading[Moment] | None:
    """The printed date, where the URL agrees with it and the metadata differs only by stating it in UTC."""
    at = stated.value.at
    if stated.value.precision != "second" or at.utcoffset():
        return None
    local = {day.value.at.date() for day in days if _is_same_day(stated, day)} - {at.date()}
    dates = (date.reading for date in _published(shown))
    return next((reading for reading in dates if reading.value.at.date() in local), None)


def _is_same_day(stated: Reading[Moment], printed: Reading[Moment]) -> bool:
    """Whether a printed day can be the stated moment's in some time zone, as the outlet's is unknown."""
    at, day = stated.value.at, printed.value.at.date()
    if stated.value.precision != "second" or at.time() == time():
        return abs((at.date() - day).days) <= 1
    return (at - timedelta(hours=14)).date() <= day <= (at + timedelta(hours=14)).date()


def _without_metadata(
    page: Page, shown: list[ShownDate], days: list[Reading[Moment]]
) -> Iterator[Reading[Moment]]:
    """The dates of publication of a page whose metadata has none, the most reliable first."""
    printed = _published(shown)
    sure = [date.reading for date in printed if date.reading.source == "time" or date.is_plain]
    yield from (reading for reading in sure if any(_is_same_day(reading, day) for day in days))
    yield from (reading for reading in sure if reading.source == "time" or not days)
    yield from (*_read_hint(page), *days, *(date.reading for date in printed))


def _finest(
    page: Page, title: str | None, chosen: Reading[Moment], others: list[Reading[Moment]]
) -> Reading[Moment]:
    """The finest of a page's dates that agree with the day or month that was chosen."""
    length = {"day": _DAY, "month": _MONTH}.get(chosen.value.precision)
    if length is None:
        return chosen
    others = [*others, *(date.reading for date in _published(dates_of_post(page, title))), *_read_hint(page)]
    finer = [other for other in others if other.value.iso()[:length] == chosen.value.iso()[:length]]
    return min((chosen, *finer), key=lambda reading: PRECISIONS.index(reading.value.precision))


def _published(shown: list[ShownDate]) -> list[ShownDate]:
    """Those of publication, the ones with a label first."""
    return sorted((date for date in shown if not date.is_update), key=lambda date: not date.is_labelled)


def _stated(page: Page, key: str) -> Iterator[Reading[Moment]]:
    """The dates in JSON-LD, of the article and then of its page, in meta tags, in visible markup.

    Args:
        key: their property in schema.org.
    """
    graphs, meta = page.graphs, meta_tags(page)
    places = [
        (graph.source, node) for graph in graphs for node in (*graph.articles, *_web_pages(graph.nodes))
    ]
    given = [(source, value) for source, node in places for value in values(node, key)]
    ranked = [(rank, meta[name][0]) for name in meta if (rank := _rank(key, name)) is not None]
    metas = [("meta", value) for _, value in sorted(ranked, key=lambda one: one[0])]
    for source, value in sorted((*given, *metas), key=lambda one: _SOURCES.index(one[0])):
        yield from parse_date(page, value, source)


@lru_cache(maxsize=5_000)  # pages have few names of meta tags
def _rank(key: str, name: str) -> int | None:
    """How reliable a meta tag is for a date, 0 for the most; None for one without such a date."""
    names = PATTERNS["meta"][key]
    return next((rank for rank, pattern in enumerate(names) if re.fullmatch(pattern, name)), None)


def _web_pages(nodes: tuple[Node, ...]) -> list[Node]:
    return [node for node in nodes if any(kind.endswith("WebPage") for kind in types(node))]


def parse_date(page: Page, printed: object, source: str) -> Iterator[Reading[Moment]]:
    """The date in a string, as a machine format or as people write it; nothing for anything else."""
    if isinstance(printed, int):  # seconds since 1970
        printed = str(printed)
    if not isinstance(printed, str):
        return
    moment = parse_machine(printed, page.captured_at)
    if moment is None and len(printed) < 60:
        moment = next((m for _, _, m in find_dates(printed, page.captured_at, date_languages(page))), None)
    if moment:
        yield Reading(moment, source, printed)


def _read_hint(page: Page) -> Iterator[Reading[Moment]]:
    """The date of publication in the feed or sitemap."""
    if page.hint:
        yield from parse_date(page, page.hint.published, page.hint.source)


def _read_url(page: Page) -> Iterator[Reading[Moment]]:
    if dated := date_in_path(urlsplit(page.url).path, page.captured_at):
        yield Reading(dated[1], "url", dated[0])
