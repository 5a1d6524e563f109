"""Read one fact from one source: a meta tag, a property of JSON-LD or microdata, or an element by its place.

The whole road reads every source of a fact and weighs them. Here a page says which sources would have given
just what the whole road read (`sources_of_facts`), and a fact is read from one source alone (`read_source`).
"""

from __future__ import annotations

import html
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from operator import itemgetter
from typing import Any, cast

from lxml import etree
from lxml.html import HtmlElement

from archive.clean.authors.authors import with_kinds
from archive.clean.authors.mentions import MOST_AUTHORS, Mention, mention, node_mentions
from archive.clean.dates.dates import Dates, parse_date
from archive.clean.dates.languages import date_languages
from archive.clean.dates.parse import find_dates
from archive.clean.dom.element_text import element_text
from archive.clean.metadata.nodes import Node, value_text, values, visible_articles
from archive.clean.page.meta_tags import meta_tags
from archive.clean.page.page import Page, cached_per_page, title_tag_text
from archive.clean.page.site_names import site_names, without_site
from archive.clean.template.block_places import element_name
from archive.model import Author, Moment, Reading
from archive.parse_html import xml_text
from archive.places import Fact, Source

NOWHERE: Source = "nowhere"
ELEMENT_KINDS = ("element", "h1", "time")  # of sources whose name is the place of an element
_LEVELS = 4  # elements that name a place
_LONGEST = 300  # characters of an element that gives a fact
_LONGEST_DATE = 60  # characters

_TEXTS_WITH = etree.XPath(
    "//text()[contains(., $word)][not(parent::script or parent::style or parent::noscript or parent::title)]"
)

_MOST, _AROUND = 8, 4  # elements that are tried for one fact, and those around a text
_TITLES = ("meta|og:title", "json-ld|headline", "meta|twitter:title", "json-ld|name", "title|")
_CHANGES = ("json-ld|dateModified", "meta|article:modified_time", "meta|og:updated_time")

_KINDS = {"element": "byline", "time": "time", "title": "title"}  # `Reading.source` of a kind of source

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
    if kind in ELEMENT_KINDS:
        element = next(elements_in(page, name), None)
        return None if element is None else _from_element(page, fact, kind, element)
    return _READERS[fact](page, kind, name)


def sources_of_facts(page: Page, facts: PageFacts) -> dict[Fact, tuple[Source, ...]]:
    """For each fact of a page the sources that give just the same, those of the same sort first."""
    title, authors, dates = facts.title, facts.authors, facts.dates
    given: dict[Fact, tuple[Source, ...]] = {
        "title": _sources(page, "title", title, _TITLES),
        "authors": _sources(page, "authors", authors, _author_names(page)) if authors else (NOWHERE,),
        "published": _sources(page, "published", dates.published, _date_names(page, dates.published)),
        "updated": _sources(page, "updated", dates.updated, _date_names(page, dates.updated)),
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
    """The sources that give a reading's value: those of the reading's own sort first."""
    if reading is None:
        return ()
    elements = _elements_that_give(page, fact, _printed(reading), reading.value)
    given = [source for source in declared if _value(read_source(page, fact, source)) == reading.value]
    own = reading.source if reading.source not in ("byline", "h1", "time") else None
    first = [source for source in given if source.partition("|")[0] == own]
    rest = [source for source in given if source not in first]
    return tuple(dict.fromkeys((*first, *elements, *rest) if own else (*elements, *rest)))


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
        source = f"{kind}|{element_place(element)}"
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
    words = printed.split()
    longest = max(words, key=len, default="")  # which few texts of a page have
    if page.tree is None or xml_text(longest) != longest:  # a feed may hold what no text of a page can
        return
    wanted = " ".join(words)
    for text in cast("list[Any]", _TEXTS_WITH(page.tree, word=longest)):
        element = text.getparent().getparent() if text.is_tail else text.getparent()
        for _ in range(_AROUND if wanted in " ".join(text.split()) else 0):
            if element is not None and isinstance(element.tag, str):
                yield element
                element = element.getparent()


def _is_dated(fact: Fact, element: HtmlElement) -> bool:
    return fact in ("published", "updated") and element.tag == "time" and bool(element.get("datetime"))


def element_place(element: HtmlElement) -> str:
    """The place of an element: its name and those of the elements around it."""
    names: list[str] = []
    outer: HtmlElement | None = element
    while outer is not None and len(names) < _LEVELS:
        names.append(element_name(str(outer.tag), outer.get("class"), outer.get("id")))
        outer = outer.getparent()
    return " < ".join(names)


def elements_in(page: Page, place: str) -> Iterator[HtmlElement]:
    """The elements in a place, in document order."""
    own, _, _ = place.partition(" < ")
    named = _by_name(page, own.partition(".")[0].partition("#")[0]).get(own, ())
    return (element for element in named if element_place(element) == place)


@cached_per_page
def _by_name(page: Page, tag: str) -> dict[str, list[HtmlElement]]:
    """The elements with a tag by their names, in document order."""
    found: dict[str, list[HtmlElement]] = {}
    for element in page.tagged(tag):
        found.setdefault(element_name(tag, element.get("class"), element.get("id")), []).append(element)
    return found


def _from_element(page: Page, fact: Fact, kind: str, element: HtmlElement) -> Reading[Any] | None:
    if kind == "time":
        return next(parse_date(page, element.get("datetime"), "time"), None)
    text = element_text(element)
    if not text or len(text) > _LONGEST:
        return None
    if fact == "title":
        title = without_site(page, text)
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
            nodes = graph.nodes
            return (page.articles if kind == "json-ld" else visible_articles(nodes)), nodes
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

_PROPERTIES = ("json-ld", "microdata", "microformats")


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


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text.lower()))
