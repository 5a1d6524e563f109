"""When the article was published and when it was last changed, kept apart."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import time, timedelta
from itertools import chain, islice
from typing import cast
from urllib.parse import urlsplit

from lxml import etree
from lxml.html import HtmlElement

from archive.clean.language import declared_languages
from archive.clean.moments import date_in_path, find_dates, parse_machine
from archive.clean.nearby import NEVER, Line, first_lines, nearby, stands_elsewhere, texts, words_of
from archive.clean.page import Page
from archive.clean.structured import articles, metas, types, values
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
_UPDATED_WORD = re.compile(
    r"updated?|modified|edited|revised|reviewed|aktualisiert|geändert|mise?\s+à\s+jour|modifié|actualizado|aggiornato|"
    r"atualizado|bijgewerkt|更新",
    re.I,
)
_PUBLISHED_WORD = re.compile(
    r"publish|posted|publié|publicado|pubblicato|veröffentlicht|gepubliceerd|erschienen|created|公開", re.I
)
_DATE_CLASS = re.compile(
    r"(?:^|[\s_-])(?:published|posted|pub|publish|entry|post|article|blog|story|news|updated|modified|byline)"
    r"(?:[_-]+(?:\w+[_-]+)?)?(?:dates?|time|on|timestamp)(?=$|[\s_-])|(?:^|[\s_-])date(?:[_-]+)?(?:published|posted|updated|line)|"
    r"(?:^|\s)(?:published|dt-published|posted-on|timestamp|dateline)(?=$|\s)|"
    r"(?:^|[\s_-])(?:author|byline)[_-]+(?:info|details?|meta|data|box|wrap(?:per)?|content|text|container)(?=$|[\s_-])",
    re.I,
)
_LABELLED = etree.XPath(
    "//text()[contains(., 'osted') or contains(., 'ublished') or contains(., 'pdated')]"
    "[string-length() < 120][not(parent::script or parent::style)]"
)
_LONGEST_LINE = 180
_LABEL = 40
# The places of a page that say when; a feed's hint beside them.
SOURCES = ("json-ld", "meta", "microdata", "rdfa", "h-entry", "time", "byline", "url")
# Further dates near a headline are those of other articles.
_MOST_PRINTED = 4


@dataclass(frozen=True, slots=True)
class Dates:
    """The two dates of an article; None where the page does not say."""

    published: Reading[Moment] | None = None
    updated: Reading[Moment] | None = None


@dataclass(frozen=True, slots=True)
class _Shown:
    """A date as a reader sees it.

    Attributes:
        is_update: whether its label says that it is the date of a change.
        is_plain: whether nobody could read it as another date: a day, with the month as a word or ISO.
        is_labelled: whether its label says that it is the date of publication.
    """

    is_update: bool
    reading: Reading[Moment]
    is_plain: bool = False
    is_labelled: bool = False


def read_dates(page: Page, title: str | None, *, without: frozenset[str] = frozenset()) -> Dates:
    """Both dates, each from the most trustworthy place that prints it; a © year is no date.

    What is written for machines comes first, but a plain date under the headline that says otherwise is what
    the outlet means. A page that prints only when it was changed is dated by that, with source `updated`.

    Args:
        page: the page.
        title: its headline where known: dates stand near it.
        without: sources left out, of `SOURCES`; `make bench-clean` measures what each is worth.
    """
    meta, languages = metas(page), _languages(page)
    changes = chain(_machine(page, _UPDATED, meta), _marked(page, _UPDATED))
    modified = next((reading for reading in changes if reading.source not in without), None)
    machines = [reading for reading in _machine(page, _PUBLISHED, meta) if reading.source not in without]
    machines = machines or [one for one in _marked(page, _PUBLISHED) if one.source not in without]
    by_url = [] if "url" in without else list(_from_url(page))
    lines = [line for _, line in nearby(page, title).lines()]
    shown = [*_times(page, lines), *islice(_printed(page, lines, languages), _MOST_PRINTED)]
    shown = [one for one in shown if one.reading.source not in without]
    published = _outlets_own(machines, modified, shown, by_url) or next(_others(page, shown, by_url), None)
    if published is None and not shown:
        far = (one for one in _far(page, languages) if one.reading.source not in without)
        shown = list(islice(far, _MOST_PRINTED))
        published = next((s.reading for s in shown if not s.is_update), None)
    changed = next((s.reading for s in shown if s.is_update), None)
    if published is None and changed:
        published = Reading(changed.value, "updated", changed.raw)
    return Dates(published, modified or changed)


def weigh_dates(page: Page, title: str | None) -> Iterator[tuple[bool, Reading[Moment], str | None]]:
    """The places that `read_dates` chooses from: (is it of a change, what it says, what is told of it)."""
    meta, languages = metas(page), _languages(page)
    machine = [*_machine(page, _PUBLISHED, meta), *_marked(page, _PUBLISHED)]
    yield from ((False, reading, None) for reading in machine)
    changed = (*_machine(page, _UPDATED, meta), *_marked(page, _UPDATED))
    yield from ((True, reading, None) for reading in changed)
    lines = [line for _, line in nearby(page, title).lines()]
    near = [*_times(page, lines), *islice(_printed(page, lines, languages), _MOST_PRINTED)]
    for shown in near or islice(_far(page, languages), _MOST_PRINTED):
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
    shown: list[_Shown],
    by_url: list[Reading[Moment]],
) -> Reading[Moment] | None:
    """The machine's date, unless a plain date of another day follows the headline that is not of a change.

    It is passed over where another printed date or the address agrees with the machine, or where it is
    known as the date of change not by JSON-LD alone; what a label calls the day of publication only in the
    first case.
    """
    machine, sources = _not_after(machines, changed), {reading.source for reading in machines}
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


def _same_day(machine: Reading[Moment], printed: Reading[Moment]) -> bool:
    """Whether a printed day can be the machine's somewhere on earth: its time zone may be another."""
    at, day = machine.value.at, printed.value.at.date()
    if machine.value.precision != "second" or at.time() == time():
        return abs((at.date() - day).days) <= 1
    return (at - timedelta(hours=14)).date() <= day <= (at + timedelta(hours=14)).date()


def _others(page: Page, shown: list[_Shown], by_url: list[Reading[Moment]]) -> Iterator[Reading[Moment]]:
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
    marked: etree.XPath


def _marked_as(key: str, microformat: str) -> etree.XPath:
    """What microdata (`itemprop`), RDFa (`property`) or an h-entry (a class) marks up; metas are metas."""
    return etree.XPath(
        f"//*[@itemprop='{key}' or @property='{key}' or @property='schema:{key}'"
        f" or contains(@class, '{microformat}')]"
        "[not(self::meta[@property])]"
    )


_PUBLISHED = _Names("datePublished", _PUBLISHED_META, _marked_as("datePublished", "dt-published"))
_UPDATED = _Names("dateModified", _UPDATED_META, _marked_as("dateModified", "dt-updated"))


def _machine(page: Page, names: _Names, meta: Mapping[str, list[str]]) -> Iterator[Reading[Moment]]:
    """The date as it is written for machines: JSON-LD of the article, then of its page; meta."""
    pages = [node for node in page.nodes if any(kind.endswith("WebPage") for kind in types(node))]
    for node in [*articles(page.nodes), *pages]:
        for value in values(node, names.key):
            yield from _read(page, value, "json-ld")
    for pattern in names.metas:
        for name in meta:
            if pattern.fullmatch(name):
                yield from _read(page, meta[name][0], "meta")


def _marked(page: Page, names: _Names) -> Iterator[Reading[Moment]]:
    """The date as the markup of what is shown calls it."""
    found = cast("list[HtmlElement]", names.marked(page.tree)) if page.tree is not None else []
    for element in found:
        printed = element.get("datetime") or element.get("content") or element.get("title")
        source = "microdata" if element.get("itemprop") else "rdfa" if element.get("property") else "h-entry"
        if source != "h-entry" or not stands_elsewhere(element):
            yield from _read(page, printed or words_of(element)[:60], source)


def _read(page: Page, printed: object, source: str) -> Iterator[Reading[Moment]]:
    if not isinstance(printed, str):
        return
    moment = parse_machine(printed, page.captured_at)
    if moment is None and len(printed) < 60:
        moment = next((m for _, _, m in find_dates(printed, page.captured_at, _languages(page))), None)
    if moment:
        yield Reading(moment, source, printed)


def _languages(page: Page) -> tuple[str, ...]:
    """The page's language, with the region where it says one, then English."""
    declared = list(declared_languages(page))
    first = declared[0].value if declared else "en"
    tags = [(reading.raw or "").strip().lower().replace("_", "-") for reading in declared]
    regional = next((tag[:5] for tag in tags if tag.startswith(f"{first}-")), first)
    return tuple(dict.fromkeys((regional, "en")))


def _times(page: Page, near: Iterable[Line]) -> Iterator[_Shown]:
    """`<time datetime>` near the headline, nearest first."""
    for line in near:
        for element in line.element.iter("time") if line.element is not None else ():
            printed = element.get("datetime") or ""
            if moment := parse_machine(printed, page.captured_at):
                yield _Shown(_is_update(_before(element), _names(element)), Reading(moment, "time", printed))


def _names(element: HtmlElement) -> str:
    parent = element.getparent()
    return f"{element.get('class') or ''} {(parent.get('class') or '') if parent is not None else ''}"


def _before(element: HtmlElement) -> str:
    """The words just before an element, in its own line."""
    words = ""
    for previous in element.itersiblings(preceding=True):
        words = f"{words_of(previous)}{previous.tail or ''} {words}"
        if words.strip():
            return words.strip()[-40:]
    parent = element.getparent()
    return ((parent.text or "") if parent is not None else "").strip()[-40:]


def _is_update(label: str, names: str = "") -> bool:
    if _PUBLISHED_WORD.search(label):
        return False
    return bool(_UPDATED_WORD.search(label) or re.search(r"updated|modified", names, re.I))


def _printed(page: Page, near: Iterable[Line], languages: tuple[str, ...]) -> Iterator[_Shown]:
    """The dates in the lines near the headline. A label may stand on the line before."""
    label = ""
    for line in near:
        text = line.text
        if len(text) <= _LONGEST_LINE:
            end = 0
            found = sorted(find_dates(text, page.captured_at, languages), key=lambda date: date[0])
            for start, printed, moment in found:
                before = text[end:start].strip() or (label if not end else "")
                names = _names(line.element) if line.element is not None else ""
                plain = moment.precision in ("second", "day") and bool(
                    re.search(r"[^\W\d_]{3}|^\d{4}", printed)
                )
                plain = plain and bool(re.search(r"\d{4}", printed))
                labelled = bool(_PUBLISHED_WORD.search(before))
                yield _Shown(_is_update(before, names), Reading(moment, "byline", printed), plain, labelled)
                end = start + len(printed)
        label = text[-40:] if len(text) < 40 else ""


def _far(page: Page, languages: tuple[str, ...]) -> Iterator[_Shown]:
    """Dates elsewhere on the page, where their element's name or their label says what they are."""
    if page.tree is None:
        return
    for element in page.tree.iter("time", "span", "div", "p", "li", "small", "em", "i", "b"):
        is_time = element.tag == "time" and element.get("datetime")
        if (is_time or _DATE_CLASS.search(element.get("class") or "")) and not stands_elsewhere(element):
            yield from _read_far(page, element, languages)
    for text in texts(_LABELLED, page.tree):
        holder = text.getparent()
        if holder is not None and not stands_elsewhere(holder, NEVER):
            line = Line(holder, [" ".join(text.split())])
            rest = first_lines(text)[:1] if len(line.text) < _LABEL else []
            yield from _printed(page, [line, *rest], languages)


def _read_far(page: Page, element: HtmlElement, languages: tuple[str, ...]) -> Iterator[_Shown]:
    names = _names(element)
    if moment := parse_machine(element.get("datetime") or "", page.captured_at):
        yield _Shown(_is_update(_before(element), names), Reading(moment, "time", element.get("datetime")))
    elif len(text := words_of(element)) < _LONGEST_LINE:
        yield from _printed(page, [Line(element, [text])], languages)


def _from_url(page: Page) -> Iterator[Reading[Moment]]:
    found = date_in_path(urlsplit(page.url).path)
    if found and (moment := parse_machine(found[1], page.captured_at)):
        yield Reading(moment, "url", found[0])
