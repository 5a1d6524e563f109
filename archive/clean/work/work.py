"""The work that a page is about: as named for machines, in the headline, in the opening. Never a guess."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from typing import Any

from archive.clean.kind.section import covers_works, kind_beside, section_kind
from archive.clean.kind.vocabulary import MANY, kind_of_title, says_review
from archive.clean.metadata.nodes import Graph, Node, types, value_text, values
from archive.clean.metadata.own_nodes import own_nodes
from archive.clean.page.page import Page, title_tag_headline, title_tag_text
from archive.clean.work.headline import (
    is_of_concert,
    is_sure,
    name_in_address,
    name_in_headline,
    name_reviewed,
)
from archive.clean.work.infobox import (
    ISBN,
    book_with_isbn,
    labels_in,
    medium_labelled,
    name_titled,
    names_with_data,
)
from archive.clean.work.medium import TYPES, medium_judged, medium_likely, medium_of, medium_spoken
from archive.clean.work.mentions import book_printed, name_in_corners
from archive.clean.work.names import (
    Telling,
    clean_name,
    is_name,
    medium_said,
    name_called,
    name_in_opening,
    name_set_apart,
    part_year,
    with_article,
    year_labelled,
    year_of,
)
from archive.clean.work.score import Agreed, name_agreed, of_another
from archive.folding import fold
from archive.model import Medium, Reading, Work

# Types that say too little: such a node is a work where the page's words say what it is.
_UNTYPED = frozenset(("thing", "creativework", "product", "creativeworkseries", "event"))

_IDS = {
    "imdb": re.compile(r"\b(tt\d{6,})\b"),
    "wikidata": re.compile(r"wikidata\.org/(?:wiki|entity)/(Q\d+)"),
    "tmdb": re.compile(r"themoviedb\.org/(?:movie|tv)/(\d+)"),
    "musicbrainz": re.compile(r"musicbrainz\.org/[a-z-]+/([0-9a-f-]{36})"),
}

_YEAR = re.compile(r"\b(1[89]\d\d|20\d\d)\b")

_OF_MANY = re.compile(
    rf"\b{MANY}\b|"
    r"(?:&|\band) more$|"
    r"\b(?:winners|nominees|nominations|nominierung\w*|nominaciones|shortlist|longlist)\b|"
    r"\b(?:best|worst|greatest|every|ranked|top \d+)\b|^(?:the )?\d{1,3} [a-z]",
    re.I,
)

_SAID = re.compile(r"[‘“„«\"][^’”“»\"]+[’”“»\"]")

_MOST_MARKED = 60

_COVERING = ("preview", "interview", "trailer", "recap")  # kinds of pieces that are about a work

_END = 900  # characters of either end of a text

_BRIEF = 400  # characters of the beginning

_SURE = 6  # points of a name that most places agree on


def read_work(page: Page, text: str, title: str | None, *, rated: bool = False) -> Reading[Work] | None:
    """The work that the page is about, or None where it names none or is about something else.

    Args:
        rated: whether the page gives a rating: its headline then speaks of the work.

    Sources: `json-ld`, `microdata`, `microformats`, `title`, `text`.
    """
    medium = medium_of(page, text, title)
    shown = title_tag_text(page)
    stated = (_from_graph(graph, title, text, shown, medium) for graph in page.graphs)
    named = next(filter(None, stated), None) or _book(page)
    return named or _from_words(page, text, title or "", medium, rated=rated)


def weigh_work(page: Page, text: str, title: str | None) -> Iterator[tuple[Work, str, str | None]]:
    """The places that `read_work` asks, in its order: (work, source, what is told of it)."""
    medium = medium_of(page, text, title)
    for graph in page.graphs:
        for nodes, note in (
            (_reviewed(graph), "what the review says it reviews"),
            (_subjects(graph), "its subject"),
        ):
            for node in nodes:
                if work := _node_work(node, graph, medium):
                    yield work, graph.source, note
    told, headline, section = Telling(text), title or "", section_kind(page)
    reviewed = section is not None and section.value == "review"
    named: tuple[tuple[str | None, str, str], ...] = (
        (_emphasised(page, headline), "title", "in italics in the headline"),
        (name_in_headline(headline, told, medium, reviewed=reviewed), "title", "a name in the headline"),
        (name_in_address(page.url, headline, told), "title", "a name in the address and the headline"),
        (medium and name_in_opening(told), "text", "a name in the opening"),
        (medium and name_set_apart(_marked(page), told), "text", "a name in italics in the text"),
    )
    agreed = _agreed(page, text, headline, told, medium, judged=reviewed)
    if agreed:
        named = (
            *named,
            (agreed.name, "text", f"{agreed.points} points: what marks it and what agrees with it"),
        )
    for name, source, note in named:
        if name and (known := medium or medium_said(name, told)):
            listed = source == "text" and _OF_MANY.search(headline)
            told_of = "the headline speaks of many works" if listed else note
            yield Work(name, year_of(name, headline, text), known), source, told_of


def _from_graph(
    graph: Graph, title: str | None, text: str, shown: str, medium: Medium | None
) -> Reading[Work] | None:
    for candidates in (_reviewed(graph), _subjects(graph)):
        works = {work.title: work for node in candidates if (work := _node_work(node, graph, medium))}
        if len(works) > 1 and title:
            works = {name: work for name, work in works.items() if fold(name) in fold(title)}
        if len(works) == 1:
            work = next(iter(works.values()))
            if work.year is None:
                work = replace(work, year=year_of(work.title, title or "", shown) or year_labelled(text))
            return Reading(work, graph.source, work.title)
    return None


def _reviewed(graph: Graph) -> Iterator[Any]:
    """What a review says that it reviews, and a work that holds its one review."""
    for node in own_nodes(graph.nodes):
        yield from values(node, "itemReviewed", graph.nodes)
        if _medium_by_type(node) and len(values(node, "review")) == 1:
            yield node


def _subjects(graph: Graph) -> Iterator[Any]:
    """Works that an article is about, and those that the page declares beside it."""
    for node in graph.nodes:
        for key in ("about", "mainEntity"):
            yield from (one for one in values(node, key, graph.nodes) if _medium_by_type(one))
        if _medium_by_type(node):
            yield node


def _medium_by_type(node: Any) -> Medium | None:
    return next((TYPES[name.lower()] for name in sorted(types(node)) if name.lower() in TYPES), None)


def _node_work(node: Any, graph: Graph, medium: Medium | None) -> Work | None:
    name = value_text(node)
    if not name or not isinstance(node, dict):
        return None
    known = _medium_by_type(node)
    if known is None and (medium is None or not {one.lower() for one in types(node)} <= _UNTYPED):
        return None
    whole = next(iter(values(node, "partOfSeries", graph.nodes)), None)
    series = value_text(whole)
    if series and "TVEpisode" in types(node):  # what its recaps are headed by
        return Work(series, None, known, _ids(whole) if isinstance(whole, dict) else {})
    if series and fold(series) not in fold(name):
        name = f"{series}: {name}"
    name, year = part_year(name)
    return Work(name, year or _node_year(node), known or medium, _ids(node))


def _node_year(node: Node) -> int | None:
    for key in ("copyrightYear", "dateCreated", "datePublished", "startDate"):
        found = _YEAR.search(str(node.get(key) or ""))
        if found:
            return int(found[1])
    return None


def _ids(node: Node) -> dict[str, str]:
    """The ids in a node's addresses, and its ISBN."""
    addresses = " ".join(
        str(one) for key in ("sameAs", "@id", "url", "identifier") for one in values(node, key)
    )
    found = {name: match[1] for name, pattern in _IDS.items() if (match := pattern.search(addresses))}
    isbn = ISBN.fullmatch(str(node.get("isbn") or "").strip())
    if isbn:
        found["isbn"] = re.sub(r"[- ]", "", isbn[0]).upper()
    return found


def _book(page: Page) -> Reading[Work] | None:
    found = book_with_isbn(page)
    return Reading(Work(found[0], None, "book", {"isbn": found[1]}), "text", found[0]) if found else None


def _from_words(
    page: Page, text: str, title: str, medium: Medium | None, *, rated: bool
) -> Reading[Work] | None:
    if kind_of_title(title) == "obituary":  # of a person, whose works it names
        return None
    told = Telling(text)
    section = section_kind(page) or kind_beside(page, title)
    among_reviews = section is not None and section.value == "review"
    judged = rated or (among_reviews and not _OF_MANY.search(title))  # one rating is of one work
    shown = title_tag_headline(page)
    shown = shown if says_review(shown) and not _OF_MANY.search(shown) else ""
    judged = judged or (bool(shown) and not _OF_MANY.search(title))
    reviewed = judged or (medium is not None and says_review(title)) or is_sure(title)
    if reviewed and is_of_concert(title):
        return None
    in_title = (
        (name_titled(page) if reviewed or medium else None)
        or _emphasised(page, title)
        or (name_reviewed(title, shown) if kind_of_title(title) is None else None)
        or name_in_headline(
            title,
            told,
            medium,
            address=name_in_address(page.url, title, told),
            reviewed=reviewed,
            rated=rated,
        )
        or name_called(told, title)
    )
    if in_title is None and shown and rated and medium and says_review(shown):
        in_title = name_in_headline(shown, told, medium, reviewed=True, rated=True)
    if in_title and of_another(in_title, title):
        in_title = None
    in_title = in_title and with_article(in_title, title, told)
    rated_at_all, rated = rated, rated and in_title is not None
    if in_title is None and shown:
        in_title = name_in_headline(shown, told, medium, reviewed=True)
    name = in_title
    if name is None and not (
        _OF_MANY.search(_SAID.sub(" ", title)) or kind_of_title(title) in ("list", "roundup")
    ):
        name = name_in_corners(text) or (name_in_opening(told) if medium else None)
        agreed = _agreed(page, text, title, told, medium, judged=judged) if name is None else None
        if agreed:
            medium = medium or _medium_of_agreed(page, text, title, agreed, rated=rated_at_all)
            name = agreed.name if medium else None
        name = name or (name_set_apart(_marked(page), told) if medium else None)
    if name is None:
        return None
    labelled = next((of for one, of in names_with_data(page) if of and fold(one) == fold(name)), None)
    medium = labelled or medium or medium_said(name, told)
    if medium is None and name == name_in_corners(text):
        medium = medium_judged(page, text)
    if medium is None and in_title and (judged or is_sure(title)):
        medium = medium_judged(page, text)
        if medium is None and not (rated or is_sure(title)):  # a tent, a service
            return None
    elif medium is None:
        return None
    year = year_of(name, title, text, title_tag_text(page)) or year_labelled(text)
    return Reading(Work(name, year, medium), "title" if in_title else "text", name)


def _agreed(
    page: Page, text: str, title: str, told: Telling, medium: Medium | None, *, judged: bool
) -> Agreed | None:
    """What the page agrees on, where anything speaks of works at all."""
    covered = medium is not None or covers_works(page)
    kind = kind_beside(page, title)
    asked = kind_of_title(title) in _COVERING or (kind is not None and kind.value in _COVERING)
    asked = asked or book_printed(page, title) is not None
    likely, spoken = medium_likely(text), medium_spoken(text, title)
    if not (covered or judged or asked or likely or spoken):
        ends = f"{text[:_END]}\n{text[-_END:]}"
        if medium_labelled(labels_in(ends)) is None:
            return None
    covered = covered and kind_of_title(title) != "interview"
    agreed = name_agreed(page, text, title, told, covered=covered)
    if agreed is None or (agreed.faint and _OF_MANY.search(agreed.name)):
        return None
    if not (covered or judged or asked or likely) and agreed.name not in text[:_BRIEF]:
        return None  # a work that an article about something else names
    return agreed if judged or asked or not agreed.faint or spoken else None  # goods are repeated too


def _medium_of_agreed(page: Page, text: str, title: str, agreed: Agreed, *, rated: bool) -> Medium | None:
    """The medium where nothing on the page but its words tells it: the surer the name, the fewer of them."""
    sure = agreed.points >= _SURE
    section = section_kind(page) or kind_beside(page, title)
    covered = sure and (
        kind_of_title(title) in _COVERING or (section is not None and section.value in _COVERING)
    )
    return (
        agreed.medium
        or (medium_likely(text) or medium_spoken(text, title) if sure else None)
        or (medium_judged(page, text) if rated or covered or (sure and covers_works(page)) else None)
    )


def _emphasised(page: Page, title: str) -> str | None:
    """The one name in italics in the headline."""
    for heading in page.tree.iter("h1") if page.tree is not None and title else ():
        if fold(heading.text_content()) == fold(title):
            names = {clean_name(one.text_content()) for one in heading.iter("em", "i", "cite")} - {
                "",
                clean_name(title),
            }
            if len(names) == 1 and is_name(name := names.pop()):
                return name
    return None


def _marked(page: Page) -> Iterator[str]:
    """What stands in italics on the page."""
    for element in islice(page.tree.iter("em", "i", "cite"), _MOST_MARKED) if page.tree is not None else ():
        yield " ".join(element.text_content().split())
