"""When the article was published and when it was last changed, kept apart."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from urllib.parse import urlsplit

from lxml import etree
from lxml.html import HtmlElement

from archive.clean.language import declared_languages
from archive.clean.moments import find_dates, parse_machine
from archive.clean.nearby import Line, nearby, stands_elsewhere, texts, words_of
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
_URL_DATE = re.compile(r"/((?:19|20)\d\d)[/-]?(0[1-9]|1[0-2])(?:[/-]?([0-2]\d|3[01]))?(?=[/_+-]|$)")
_DATE_CLASS = re.compile(
    r"(?:^|[\s_-])(?:published|posted|pub|publish|entry|post|article|blog|story|news|updated|modified|byline)"
    r"(?:[_-]+(?:\w+[_-]+)?)?(?:dates?|time|on|timestamp)(?=$|[\s_-])|(?:^|[\s_-])date(?:[_-]+)?(?:published|posted|updated|line)|"
    r"(?:^|\s)(?:published|dt-published|posted-on|timestamp|dateline)(?=$|\s)",
    re.I,
)
_LABELLED = etree.XPath(
    "//text()[contains(., 'osted') or contains(., 'ublished') or contains(., 'pdated')]"
    "[string-length() < 120][not(parent::script or parent::style)]"
)
_LONGEST_LINE = 180
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
    """

    is_update: bool
    reading: Reading[Moment]
    is_plain: bool = False


def read_dates(page: Page, title: str | None) -> Dates:
    """Both dates, each from the most trustworthy place that prints it; a © year is no date.

    What is written for machines comes first, but a plain date under the headline that says otherwise is what
    the outlet means. A page that prints only when it was changed is dated by that, with source `updated`.
    """
    meta, languages = metas(page), _languages(page)
    machine = next(_machine(page, _PUBLISHED, meta), None)
    lines = [line for _, line in nearby(page, title).lines()]
    shown = [*_times(page, lines), *islice(_printed(page, lines, languages), _MOST_PRINTED)]
    modified = next(_machine(page, _UPDATED, meta), None)
    published = _outlets_own(machine, modified, shown) or next(_others(page, shown), None)
    if published is None and not shown:
        shown = list(islice(_far(page, languages), _MOST_PRINTED))
        published = next((s.reading for s in shown if not s.is_update), None)
    changed = next((s.reading for s in shown if s.is_update), None)
    if published is None and changed:
        published = Reading(changed.value, "updated", changed.raw)
    return Dates(published, modified or changed)


def weigh_dates(page: Page, title: str | None) -> Iterator[tuple[bool, Reading[Moment], str | None]]:
    """The places that `read_dates` chooses from: (is it of a change, what it says, what is told of it)."""
    meta, languages = metas(page), _languages(page)
    machine = list(_machine(page, _PUBLISHED, meta))
    yield from ((False, reading, None) for reading in machine)
    yield from ((True, reading, None) for reading in _machine(page, _UPDATED, meta))
    lines = [line for _, line in nearby(page, title).lines()]
    near = [*_times(page, lines), *islice(_printed(page, lines, languages), _MOST_PRINTED)]
    for shown in near or islice(_far(page, languages), _MOST_PRINTED):
        place = "near the headline" if near else "further down the page"
        doubt = ", not plain enough to overrule" if machine and not shown.is_plain else ""
        yield shown.is_update, shown.reading, place + doubt
    if page.hint and page.hint.published:
        yield from ((False, reading, None) for reading in _read(page, page.hint.published, page.hint.source))
    yield from ((False, reading, None) for reading in _from_url(page))


def _outlets_own(
    machine: Reading[Moment] | None, changed: Reading[Moment] | None, shown: list[_Shown]
) -> Reading[Moment] | None:
    """The machine's date, unless a plain date of another day follows the headline that is not of a change.

    A day more or less is only the time zone.
    """
    printed = next((s.reading for s in shown if s.is_plain and not s.is_update), None)
    if machine is None or printed is None:
        return machine
    known = [reading for reading in (machine, changed) if reading]
    agrees = any(_apart(s.reading, reading) <= 1 for s in shown if s.is_plain for reading in known)
    return machine if agrees else printed


def _apart(one: Reading[Moment], other: Reading[Moment]) -> int:
    """Days between two readings, each in the offset that it was printed in."""
    return abs((one.value.at.date() - other.value.at.date()).days)


def _others(page: Page, shown: list[_Shown]) -> Iterator[Reading[Moment]]:
    """The places that count where no machine-readable date stands, best first."""
    published = [s for s in shown if not s.is_update]
    yield from (s.reading for s in published if s.reading.source == "time" or s.is_plain)
    if page.hint and page.hint.published:
        yield from _read(page, page.hint.published, page.hint.source)
    by_url = list(_from_url(page))
    yield from (reading for reading in by_url if reading.value.precision == "day")
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
    """The date as it is written for machines: JSON-LD of the article, then of its page; meta; microdata."""
    pages = [node for node in page.nodes if any(kind.endswith("WebPage") for kind in types(node))]
    for node in [*articles(page.nodes), *pages]:
        for value in values(node, names.key):
            yield from _read(page, value, "json-ld")
    for pattern in names.metas:
        for name in meta:
            if pattern.fullmatch(name):
                yield from _read(page, meta[name][0], "meta")
    marked = page.tree.iterfind(f".//*[@itemprop='{names.key}']") if page.tree is not None else ()
    for element in marked:
        printed = element.get("datetime") or element.get("content") or element.get("title")
        yield from _read(page, printed or words_of(element)[:60], "microdata")


def _read(page: Page, printed: object, source: str) -> Iterator[Reading[Moment]]:
    if not isinstance(printed, str):
        return
    moment = parse_machine(printed, page.captured_at)
    if moment is None and len(printed) < 60:
        moment = next((m for _, _, m in find_dates(printed, page.captured_at, _languages(page))), None)
    if moment:
        yield Reading(moment, source, printed)


def _languages(page: Page) -> tuple[str, ...]:
    declared = next(declared_languages(page), None)
    return tuple(dict.fromkeys((declared.value if declared else "en", "en")))


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
                yield _Shown(_is_update(before, names), Reading(moment, "byline", printed), plain)
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
        if holder is not None and not stands_elsewhere(holder):
            yield from _printed(page, [Line(holder, [" ".join(text.split())])], languages)


def _read_far(page: Page, element: HtmlElement, languages: tuple[str, ...]) -> Iterator[_Shown]:
    names = _names(element)
    if moment := parse_machine(element.get("datetime") or "", page.captured_at):
        yield _Shown(_is_update(_before(element), names), Reading(moment, "time", element.get("datetime")))
    elif len(text := words_of(element)) < _LONGEST_LINE:
        yield from _printed(page, [Line(element, [text])], languages)


def _from_url(page: Page) -> Iterator[Reading[Moment]]:
    found = _URL_DATE.search(urlsplit(page.url).path)
    if found:
        printed = "-".join(part for part in found.groups() if part)
        if moment := parse_machine(printed, page.captured_at):
            yield Reading(moment, "url", found.group().strip("/"))
