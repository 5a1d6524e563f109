"""Which sources of a page would have given just what the whole road read of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import islice, takewhile
from typing import Any, cast

from lxml import etree
from lxml.html import HtmlElement

from archive.clean.dom.blocks import Box
from archive.clean.metadata.graphs import VISIBLE_FORMATS
from archive.clean.page.page import Page, meta_tags
from archive.clean.template.sources import NOWHERE, PageFacts, element_place, read_source, short_text
from archive.model import Moment, Reading
from archive.places import Fact, Source

_NOT_SHOWN = ("noscript", "title", "script", "style")

_TEXTS_WITH = etree.XPath("descendant::text()[contains(., $word)]")

_MOST, _AROUND = 8, 4  # elements that are tried for one fact, and those around a text
_TITLES = ("meta|og:title", "json-ld|headline", "meta|twitter:title", "json-ld|name", "title|")
_CHANGES = ("json-ld|dateModified", "meta|article:modified_time", "meta|og:updated_time")
_OF_CHANGE = re.compile("modif|updat", re.I)
_PROPERTIES = ("json-ld", "microdata", "microformats")


def sources_of_facts(page: Page, facts: PageFacts) -> dict[Fact, tuple[Source, ...]]:
    """For each fact of a page the sources that give just the same, those of the same sort first."""
    title, authors, dates = facts.title, facts.authors, facts.dates
    given: dict[Fact, tuple[Source, ...]] = {
        "title": _sources(page, "title", title, _TITLES),
        "authors": _sources(page, "authors", authors, _author_names(page)) if authors else (NOWHERE,),
        "published": _sources(page, "published", dates.published, _date_names(page, dates.published)),
        "updated": _sources(page, "updated", dates.updated, _of_changes(_date_names(page, dates.updated))),
        "byline": (),
    }
    if dates.updated is None:
        changes = (source for source in _CHANGES if read_source(page, "updated", source) is None)
        given["updated"] = (NOWHERE, *changes)
    if authors and authors.raw:
        given["byline"] = _elements_that_give(page, "byline", _printed(authors), _letters(authors.raw))
    return given


def _sources(
    page: Page, fact: Fact, reading: Reading[Any] | None, declared: Iterable[Source]
) -> tuple[Source, ...]:
    """The sources that give a reading's value: those of the reading's own sort first.

    Where that is JSON-LD or in the head, the elements that print it are not looked for.
    """
    if reading is None:
        return ()
    given = [source for source in declared if _value(read_source(page, fact, source)) == reading.value]
    first = [source for source in given if source.partition("|")[0] == reading.source]
    if first and reading.source not in VISIBLE_FORMATS:
        return tuple(dict.fromkeys((*first, *given)))
    elements = _elements_that_give(page, fact, _printed(reading), reading.value)
    return tuple(dict.fromkeys((*first, *elements, *given)))


def _value(reading: Reading[Any] | None) -> Any:
    return reading.value if reading else None


def _printed(reading: Reading[Any]) -> str:
    """A piece of a fact as the page prints it, by which its elements are found."""
    if isinstance(reading.value, tuple):
        return str(reading.value[0].name)
    return reading.raw or str(reading.value)


def _elements_that_give(page: Page, fact: Fact, printed: str, value: Any) -> tuple[Source, ...]:
    """The sources that are elements and give a value, innermost first."""
    given: dict[Source, bool] = {}
    for element in islice(_elements_with(page, fact, printed), _MOST):
        kind = "h1" if fact == "title" else "time" if _is_dated(fact, element) else "element"
        source = f"{kind}|{element_place(page, element)}"
        if source not in given:
            reading = read_source(page, fact, source)
            given[source] = reading is not None and _same(fact, reading.value, value)
    return tuple(source for source, gives in given.items() if gives)


def _same(fact: Fact, value: Any, wanted: Any) -> bool:
    return bool((_letters(value) if fact == "byline" else value) == wanted)


def _elements_with(page: Page, fact: Fact, printed: str) -> Iterator[HtmlElement]:
    """The elements that print something, and those around each; of a date those of `<time>`, too."""
    if fact == "title":
        yield from page.tagged("h1")
    if fact in ("published", "updated"):
        yield from (element for element in page.tagged("time") if element.get("datetime"))
    for holder in dict.fromkeys(_holders(page, printed)):
        around = islice((holder, *holder.iterancestors()), _AROUND)
        yield from takewhile(lambda element: short_text(page, element), around)


def _holders(page: Page, printed: str) -> Iterator[HtmlElement]:
    """The elements right around the texts that print something."""
    words = printed.split()
    longest = max(words, key=len, default="")  # which few texts of a page have
    wanted = " ".join(words)
    searched: set[Box] = set()  # a box may have thousands of lines, and its texts are looked through at once
    for block in page.blocks:
        if longest not in block.text or not searched.isdisjoint(block.box.ancestors_or_self()):
            continue
        searched.add(block.box)
        for text in cast("list[Any]", _TEXTS_WITH(block.box.element, word=longest)):
            holder = text.getparent().getparent() if text.is_tail else text.getparent()
            if wanted in " ".join(text.split()) and holder.tag not in _NOT_SHOWN:
                yield holder


def _is_dated(fact: Fact, element: HtmlElement) -> bool:
    return fact in ("published", "updated") and element.tag == "time" and bool(element.get("datetime"))


def _author_names(page: Page) -> Iterator[Source]:
    """The sources for machines that may name authors."""
    yield from (f"{kind}|{name}" for kind in _PROPERTIES for name in ("author", "creator"))
    yield from (
        f"meta|{name}" for name in meta_tags(page) if "author" in name or "creator" in name or name == "byl"
    )


def _date_names(page: Page, reading: Reading[Moment] | None) -> Iterator[Source]:
    """The sources for machines that may give a date: the meta tags are those that print it."""
    yield from (f"{kind}|{name}" for kind in _PROPERTIES for name in ("datePublished", "dateModified"))
    if reading is not None:
        day = reading.value.at.strftime("%Y")
        yield from (
            f"meta|{name}"
            for name, contents in meta_tags(page).items()
            if day in contents[0] and len(contents[0]) < 60
        )


def _of_changes(sources: Iterable[Source]) -> list[Source]:
    """Sources of dates, those of a change first: an article that was never changed gives one day twice."""
    return sorted(sources, key=lambda source: _OF_CHANGE.search(source) is None)


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text.lower()))
