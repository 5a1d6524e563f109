"""When the article was published and when it was last changed, kept apart."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import time, timedelta
from itertools import chain
from urllib.parse import urlsplit

from archive.clean.dates.parse import date_in_path, find_dates, parse_machine
from archive.clean.dates.shown import Shown, shown_far, shown_near
from archive.clean.facts.language import date_languages
from archive.clean.metadata.nodes import Node, articles, marked_articles, types, values
from archive.clean.page.meta_tags import metas
from archive.clean.page.page import Page
from archive.model import Moment, Reading

# Names of meta elements in order of trust; the patterns take in the spellings of the many content systems.
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


@dataclass(frozen=True, slots=True)
class Dates:
    """The two dates of an article; None where the page does not say."""

    published: Reading[Moment] | None = None
    updated: Reading[Moment] | None = None


def read_dates(page: Page, title: str | None) -> Dates:
    """Both dates, each from the most trustworthy place that prints it; a © year is no date.

    What is written for machines comes first, but a plain date under the headline that says otherwise is what
    the outlet means. A page that prints only when it was changed is dated by that, with source `updated`.

    Args:
        page: the page.
        title: its headline where known: dates stand near it.
    """
    meta = metas(page)
    changes = chain(_machine(page, _UPDATED, meta), _marked(page, _UPDATED))
    modified = next(changes, None)
    machines = list(_machine(page, _PUBLISHED, meta)) or list(_marked(page, _PUBLISHED))
    by_url = list(_from_url(page))
    shown = list(shown_near(page, title))
    published = _outlets_own(machines, modified, shown, by_url)
    published = published or next(_others(page, shown, by_url), None)
    if published is None and not shown:
        shown = list(shown_far(page))
        published = next((s.reading for s in shown if not s.is_update), None)
    changed = next((s.reading for s in shown if s.is_update), None)
    if published is None and changed:
        published = Reading(changed.value, "updated", changed.raw)
    return Dates(published, modified or changed)


def weigh_dates(page: Page, title: str | None) -> Iterator[tuple[bool, Reading[Moment], str | None]]:
    """The places that `read_dates` chooses from: (is it of a change, what it says, what is told of it)."""
    meta = metas(page)
    machine = [*_machine(page, _PUBLISHED, meta), *_marked(page, _PUBLISHED)]
    yield from ((False, reading, None) for reading in machine)
    changed = (*_machine(page, _UPDATED, meta), *_marked(page, _UPDATED))
    yield from ((True, reading, None) for reading in changed)
    near = shown_near(page, title)
    for shown in near or shown_far(page):
        place = "near the headline" if near else "further down the page"
        differs = machine and not _same_day(machine[0], shown.reading)
        doubt = ", not plain enough to overrule" if differs and not shown.is_plain else ""
        yield shown.is_update, shown.reading, place + doubt
    if page.hint and page.hint.published:
        yield from ((False, reading, None) for reading in _read(page, page.hint.published, page.hint.source))
    yield from ((False, reading, None) for reading in _from_url(page))


def _not_after(claims: list[Reading[Moment]], changed: Reading[Moment] | None) -> Reading[Moment] | None:
    """The first of the machine's dates that is not past its own date of change; where all are, the first."""
    sound = (c for c in claims if not changed or c.value.at - changed.value.at <= timedelta(days=1))
    return next(sound, claims[0] if claims else None)


def _outlets_own(
    machines: list[Reading[Moment]],
    changed: Reading[Moment] | None,
    shown: list[Shown],
    by_url: list[Reading[Moment]],
) -> Reading[Moment] | None:
    """The machine's date, unless a plain date of another day follows the headline that is not of a change.

    It is passed over where another printed date or the address agrees with the machine, or where it is
    known as the date of change not by JSON-LD alone; what a label calls the day of publication only in the
    first case.
    """
    machine, sources = _not_after(machines, changed), {reading.source for reading in machines}
    if machine and (local := _local_day(machine, shown, by_url)):
        return local
    plain = [s for s in shown if s.is_plain]
    printed = sorted((s for s in plain if not s.is_update), key=lambda s: not s.is_labelled)
    if machine is None or not printed:
        return machine
    is_said = printed[0].is_labelled
    # JSON-LD alone hardly makes what is printed a day of change: templates fill it in.
    known = [machine, *([changed] if changed and not is_said and sources != {"json-ld"} else [])]
    others = [s.reading for s in (printed if is_said else plain)]
    others += [day for day in by_url if day.value.precision == "day"]
    agrees = any(_same_day(reading, other) for reading in known for other in others)
    return machine if agrees else printed[0].reading


def _local_day(
    machine: Reading[Moment], shown: list[Shown], by_url: list[Reading[Moment]]
) -> Reading[Moment] | None:
    """The day where the outlet is, which its address and a printed date both give, of a moment in UTC."""
    at = machine.value.at
    if machine.value.precision != "second" or at.utcoffset():
        return None
    for addressed in by_url:
        day = addressed.value.at.date()
        if addressed.value.precision == "day" and day != at.date() and _same_day(machine, addressed):
            return next(
                (s.reading for s in shown if not s.is_update and s.reading.value.at.date() == day), None
            )
    return None


def _same_day(machine: Reading[Moment], printed: Reading[Moment]) -> bool:
    """Whether a printed day can be the machine's somewhere on earth: its time zone may be another."""
    at, day = machine.value.at, printed.value.at.date()
    if machine.value.precision != "second" or at.time() == time():
        return abs((at.date() - day).days) <= 1
    return (at - timedelta(hours=14)).date() <= day <= (at + timedelta(hours=14)).date()


def _others(page: Page, shown: list[Shown], by_url: list[Reading[Moment]]) -> Iterator[Reading[Moment]]:
    """The places that count where no machine-readable date stands, best first."""
    published = sorted((s for s in shown if not s.is_update), key=lambda s: not s.is_labelled)
    days = [reading for reading in by_url if reading.value.precision == "day"]
    sure = [s.reading for s in published if s.reading.source == "time" or s.is_plain]
    yield from (reading for reading in sure if any(_same_day(reading, day) for day in days))
    yield from (reading for reading in sure if reading.source == "time" or not days)
    if page.hint and page.hint.published:
        yield from _read(page, page.hint.published, page.hint.source)
    yield from days
    yield from (s.reading for s in published)
    yield from by_url


@dataclass(frozen=True, slots=True)
class _Names:
    """What one of the two dates is called in data."""

    key: str
    metas: tuple[re.Pattern[str], ...]


_PUBLISHED = _Names("datePublished", _PUBLISHED_META)

_UPDATED = _Names("dateModified", _UPDATED_META)


def _machine(page: Page, names: _Names, meta: Mapping[str, list[str]]) -> Iterator[Reading[Moment]]:
    """The date as it is written for machines: JSON-LD of the article, then of its page; meta."""
    for node in [*articles(page.nodes), *_pages(page.nodes)]:
        for value in values(node, names.key):
            yield from _read(page, value, "json-ld")
    for pattern in names.metas:
        for name in meta:
            if pattern.fullmatch(name):
                yield from _read(page, meta[name][0], "meta")


def _marked(page: Page, names: _Names) -> Iterator[Reading[Moment]]:
    """The date as the markup of what is shown calls it: microdata, microformats."""
    for graph in page.marked:
        for node in [*marked_articles(graph.nodes), *_pages(graph.nodes)]:
            for value in values(node, names.key):
                yield from _read(page, value, graph.source)


def _pages(nodes: tuple[Node, ...]) -> list[Node]:
    return [node for node in nodes if any(kind.endswith("WebPage") for kind in types(node))]


def _read(page: Page, printed: object, source: str) -> Iterator[Reading[Moment]]:
    if not isinstance(printed, str):
        return
    moment = parse_machine(printed, page.captured_at)
    if moment is None and len(printed) < 60:
        moment = next((m for _, _, m in find_dates(printed, page.captured_at, date_languages(page))), None)
    if moment:
        yield Reading(moment, source, printed)


def _from_url(page: Page) -> Iterator[Reading[Moment]]:
    found = date_in_path(urlsplit(page.url).path)
    if found and (moment := parse_machine(found[1], page.captured_at)):
        yield Reading(moment, "url", found[0])
