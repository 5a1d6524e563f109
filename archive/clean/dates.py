"""When the article was published and when it was last changed, kept apart."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from archive.clean.language import declared_languages
from archive.clean.moments import find_dates, parse_machine
from archive.clean.nearby import Line, nearby, words_of
from archive.clean.page import Page
from archive.clean.structured import articles, metas, types, values
from archive.model import Moment, Reading

_PUBLISHED_META = tuple(
    """article:published_time og:article:published_time article:published og:published_time datepublished
    parsely-pub-date sailthru.date cxenseparse:recs:publishtime article.published published_time publish-date
    publishdate publication_date publicationdate citation_publication_date citation_online_date dc.date.issued dcterms.issued
    dcterms.created dc.date.created dc.date dcterms.date pubdate article_date_original originalpublicationdate date""".split()
)
_UPDATED_META = tuple(
    """article:modified_time og:article:modified_time og:updated_time datemodified article:modified dcterms.modified
    dc.date.modified last-modified lastmod modified_time revision_date""".split()
)
_UPDATED_WORD = re.compile(
    r"(?:last\s+)?(?:updated?|modified|edited|revised|reviewed|aktualisiert|geändert|mis\s+à\s+jour|mise\s+à\s+jour|modifié|actualizado|aggiornato|atualizado|bijgewerkt|更新)",
    re.I,
)
_PUBLISHED_WORD = re.compile(
    r"publish|posted|publié|publicado|pubblicato|veröffentlicht|gepubliceerd|erschienen|created|公開", re.I
)
_URL_DATE = re.compile(r"/((?:19|20)\d\d)[/-]?(0[1-9]|1[0-2])(?:[/-]?([0-2]\d|3[01]))?(?=[/_-]|$)")
_TIME_CLASS = re.compile(
    r"publish|posted|entry-date|post-date|post__date|dt-published|article-date|byline|timestamp|date-?line",
    re.I,
)
_ELSEWHERE_CLASS = re.compile(
    r"comment|related|recommend|sidebar|widget|popular|trending|latest|recent|teaser|footer|carousel|card|event",
    re.I,
)
_LONGEST_LINE = 180


@dataclass(frozen=True, slots=True)
class Dates:
    """The two dates of an article; None where the page does not say."""

    published: Reading[Moment] | None = None
    updated: Reading[Moment] | None = None


def read_dates(page: Page, title: str | None) -> Dates:
    """Both dates, each from the most trustworthy place that prints it; a © year is no date."""
    published, updated = list(_machine(page, _PUBLISHED)), list(_machine(page, _UPDATED))
    lines = list(nearby(page, title).lines())
    for is_update, reading in (
        *_times(page, [line for _, line in lines]),
        *_printed(page, [line for _, line in lines]),
    ):
        (updated if is_update else published).append(reading)
    if page.hint and page.hint.published:
        published.extend(_read(page, page.hint.published, page.hint.source))
    published.extend(_from_url(page))
    return Dates(published[0] if published else None, updated[0] if updated else None)


@dataclass(frozen=True, slots=True)
class _Names:
    """What one of the two dates is called in data."""

    key: str
    metas: tuple[str, ...]


_PUBLISHED = _Names("datePublished", _PUBLISHED_META)
_UPDATED = _Names("dateModified", _UPDATED_META)


def _machine(page: Page, names: _Names) -> Iterator[Reading[Moment]]:
    """The date as it is written for machines: JSON-LD of the article, then of its page; meta; microdata."""
    pages = [node for node in page.nodes if any(kind.endswith("WebPage") for kind in types(node))]
    for node in [*articles(page.nodes), *pages]:
        for value in values(node, names.key):
            yield from _read(page, value, "json-ld")
    meta = metas(page)
    for name in names.metas:
        for content in meta.get(name, [])[:1]:
            yield from _read(page, content, "meta")
    for element in page.tree.iter("time", "span", "abbr", "div", "p") if page.tree is not None else ():
        if names.key in (element.get("itemprop") or "").split():
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


def _times(page: Page, near: list[Line]) -> Iterator[tuple[bool, Reading[Moment]]]:
    """`<time datetime>` near the headline, or classed as the article's."""
    if page.tree is None:
        return
    close = {line.element for line in near}
    for element in page.tree.iter("time"):
        around = [element, *element.iterancestors()][:4]
        near_by = any(outer in close for outer in around)
        names = " ".join(outer.get("class") or "" for outer in around[:2])
        if not near_by and (not _TIME_CLASS.search(names) or _stands_elsewhere(element)):
            continue
        printed = element.get("datetime") or ""
        moment = parse_machine(printed, page.captured_at)
        if moment:
            label = _label_before(element)
            yield _is_update(label, names), Reading(moment, "time", printed)


def _label_before(element: HtmlElement) -> str:
    """The words just before an element, in its own line."""
    parent, previous = element.getparent(), element.getprevious()
    words = (
        (previous.tail or words_of(previous))
        if previous is not None
        else (parent.text if parent is not None else "")
    )
    return (words or "")[-40:]


def _is_update(label: str, names: str = "") -> bool:
    return bool(
        _UPDATED_WORD.search(label) or re.search(r"updated|modified", names, re.I)
    ) and not _PUBLISHED_WORD.search(label)


def _printed(page: Page, near: list[Line]) -> Iterator[tuple[bool, Reading[Moment]]]:
    """Dates as a reader sees them in the lines near the headline."""
    languages = _languages(page)
    for line in near:
        text = line.text
        if len(text) > _LONGEST_LINE:
            continue
        end = 0
        for start, printed, moment in sorted(
            find_dates(text, page.captured_at, languages), key=lambda found: found[0]
        ):
            yield _is_update(text[end:start]), Reading(moment, "byline", printed)
            end = start + len(printed)


def _stands_elsewhere(element: HtmlElement) -> bool:
    return any(
        outer.tag in ("footer", "aside", "nav")
        or _ELSEWHERE_CLASS.search(f"{outer.get('class') or ''} {outer.get('id') or ''}")
        for outer in list(element.iterancestors())[:7]
        if outer.tag not in ("body", "html")
    )


def _from_url(page: Page) -> Iterator[Reading[Moment]]:
    found = _URL_DATE.search(urlsplit(page.url).path)
    if found:
        printed = "-".join(part for part in found.groups() if part)
        if moment := parse_machine(printed, page.captured_at):
            yield Reading(moment, "url", found.group().strip("/"))
