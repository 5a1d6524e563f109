"""Read one fact from one source: a meta tag, a property of JSON-LD or microdata, or an element by its place.

The whole road reads every source of a fact and weighs them. Here a page says which sources would have given
just what the whole road read (`find_sources.py`), and a fact is read from one source alone (`read_source`).
"""

from __future__ import annotations

import html
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Any

from lxml.html import HtmlElement

from archive.clean.authors.authors import with_kinds
from archive.clean.authors.mentions import MOST_AUTHORS, Mention, mention, node_mentions
from archive.clean.dates.dates import Dates, parse_date
from archive.clean.dates.languages import date_languages
from archive.clean.dates.parse import find_dates
from archive.clean.dom.element_text import short_element_text
from archive.clean.metadata.nodes import Node, value_text, values
from archive.clean.page.page import Page, cached_per_page, meta_tags, title_tag_text
from archive.clean.page.site_names import site_names, without_site
from archive.clean.template.block_places import element_name
from archive.model import Author, Moment, Reading
from archive.places import Fact, Source

NOWHERE: Source = "nowhere"
ELEMENT_KINDS = ("element|", "h1|", "time|")  # how sources begin whose name is the place of an element
_LEVELS = 4  # elements that name a place
_LONGEST = 300  # characters of an element that gives a fact

Authors = tuple[Author, ...]


@dataclass(frozen=True, slots=True)
class PageFacts:
    """The facts of a page that a template gives; None for unknown."""

    title: Reading[str] | None = None
    authors: Reading[Authors] | None = None
    dates: Dates = field(default_factory=Dates)

    @property
    def headline(self) -> str | None:
        """The title as a string."""
        return self.title.value if self.title else None

    @property
    def byline(self) -> str | None:
        """The authors as printed."""
        return self.authors.raw if self.authors else None


def read_facts(page: Page, sources: Mapping[Fact, Source]) -> PageFacts:
    """The facts of a page, each from its own source alone."""
    authors = read_source(page, "authors", sources["authors"])
    if authors is not None and "byline" in sources:
        byline = read_source(page, "byline", sources["byline"])
        authors = Reading(authors.value, authors.source, byline.value if byline else authors.raw)
    return PageFacts(
        title=read_source(page, "title", sources["title"]),
        authors=authors,
        dates=Dates(
            read_source(page, "published", sources["published"]),
            read_source(page, "updated", sources["updated"]),
        ),
    )


def read_source(page: Page, fact: Fact, source: Source) -> Reading[Any] | None:
    """A fact as one source gives it; None where the page does not have the source, or it gives nothing."""
    kind, _, name = source.partition("|")
    if source.startswith(ELEMENT_KINDS):
        element = next(elements_in(page, name), None)
        return None if element is None else _from_element(page, fact, kind, element)
    return _READERS[fact](page, kind, name)


@cached_per_page
def element_place(page: Page, element: HtmlElement) -> str:
    """The place of an element: its name and those of the elements around it."""
    names: list[str] = []
    classes, ids = _classes(page), _ids(page)
    outer: HtmlElement | None = element
    while outer is not None and len(names) < _LEVELS:
        names.append(element_name(str(outer.tag), classes.get(outer), ids.get(outer)))
        outer = outer.getparent()
    return " < ".join(names)


def elements_in(page: Page, place: str) -> Iterator[HtmlElement]:
    """The elements in a place, in document order."""
    own, _, _ = place.partition(" < ")
    named = _by_name(page, own.partition(".")[0].partition("#")[0]).get(own, ())
    return (element for element in named if element_place(page, element) == place)


@cached_per_page
def _by_name(page: Page, tag: str) -> dict[str, list[HtmlElement]]:
    """The elements with a tag by their names, in document order."""
    found: dict[str, list[HtmlElement]] = {}
    classes, ids = _classes(page), _ids(page)
    for element in page.tagged(tag):
        found.setdefault(element_name(tag, classes.get(element), ids.get(element)), []).append(element)
    return found


@cached_per_page
def _classes(page: Page) -> Mapping[HtmlElement, str]:
    """The class attributes of all elements: looked up here they cost a fifth of what the tree takes."""
    return dict(page.attributed("class"))


@cached_per_page
def _ids(page: Page) -> Mapping[HtmlElement, str]:
    return dict(page.attributed("id"))


@cached_per_page
def short_text(_: Page, element: HtmlElement) -> str:
    """The text of an element; "" for one that is too long to give a fact."""
    return short_element_text(element, _LONGEST)


def _from_element(page: Page, fact: Fact, kind: str, element: HtmlElement) -> Reading[Any] | None:
    if kind == "time":
        return next(parse_date(page, element.get("datetime"), "time"), None)
    text = short_text(page, element)
    if not text:
        return None
    if fact == "title":
        title = without_site(page, text, shown=True)
        return Reading(title, "h1", text) if title else None
    if fact == "authors":
        return _authors(page, mention([text], "near element"))
    if fact == "byline":
        return Reading(text, "byline")
    dates = find_dates(text, page.captured_at, date_languages(page))
    printed = next(((raw, moment) for _, raw, moment in sorted(dates, key=itemgetter(0))), None)
    return Reading(printed[1], "byline", printed[0]) if printed else None


def _authors(page: Page, named: Mention) -> Reading[Authors] | None:
    names = with_kinds(named.names[:MOST_AUTHORS], page)
    return Reading(names, named.source, named.raw) if names else None


@cached_per_page
def _nodes(page: Page, kind: str) -> tuple[list[Node], tuple[Node, ...]]:
    """The nodes of the page's article in one format, and all nodes of it."""
    for graph in page.graphs:
        if graph.source == kind:
            return graph.articles, graph.nodes
    return [], ()


def _read_title(page: Page, kind: str, name: str) -> Reading[str] | None:
    if kind == "meta":
        raw = next(iter(meta_tags(page).get(name, ())), None)
    elif kind == "title":
        raw = title_tag_text(page)
    else:
        raw = next((value_text(node.get(name)) for node in _nodes(page, kind)[0][:1]), None)
    title = without_site(page, html.unescape(raw)) if raw else ""
    return Reading(title, kind, raw) if title else None


def _read_authors(page: Page, kind: str, name: str) -> Reading[Authors] | None:
    if kind == "meta":
        contents = meta_tags(page).get(name, [])[:MOST_AUTHORS]
        return _authors(page, mention(contents, "meta", printed=False)) if contents else None
    described, nodes = _nodes(page, kind)
    people = [person for node in described[:1] for person in values(node, name, nodes)]
    named = next(node_mentions(people, kind, site_names(page)), None)
    return _authors(page, named) if named else None


def _read_date(page: Page, kind: str, name: str) -> Reading[Moment] | None:
    if kind == "meta":
        printed = meta_tags(page).get(name, [])[:1]
        return next((date for text in printed for date in parse_date(page, text, "meta")), None)
    described, nodes = _nodes(page, kind)
    dates = (
        date
        for node in described
        for value in values(node, name, nodes)
        for date in parse_date(page, value, kind)
    )
    return next(dates, None)


_READERS: dict[Fact, Callable[[Page, str, str], Reading[Any] | None]] = {
    "title": _read_title,
    "authors": _read_authors,
    "published": _read_date,
    "updated": _read_date,
}
