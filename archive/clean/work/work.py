"""The work that a page is about: as named for machines, in the headline, in the opening. Never a guess."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from archive.clean.metadata.nodes import Graph, Node, types, value_text, values
from archive.clean.metadata.own_nodes import own_nodes
from archive.clean.page.page import Page, title_tag_text
from archive.clean.work.headline import is_sure
from archive.clean.work.infobox import ISBN, book_with_isbn, names_with_data
from archive.clean.work.medium import TYPES, medium_judged, medium_of
from archive.clean.work.name_rules import NameCandidate, Words, name_candidates
from archive.clean.work.names import medium_said, part_year, year_labelled, year_of
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


@dataclass(frozen=True, slots=True)
class WorkCandidate:
    """A work that one place on the page names.

    Attributes:
        note: what place that is, in words.
        refused: why it cannot be taken, or None.
        ends: whether no later candidate can be taken either.
    """

    reading: Reading[Work]
    note: str
    refused: str | None = None
    ends: bool = False


def read_work(page: Page, text: str, title: str | None, *, rated: bool = False) -> Reading[Work] | None:
    """The work that the page is about, or None where it names none or is about something else.

    Args:
        rated: whether the page gives a rating: its headline then speaks of the work.

    Sources: `json-ld`, `microdata`, `microformats`, `title`, `text`.
    """
    for candidate in work_candidates(page, text, title, rated=rated):
        if candidate.refused is None:
            return candidate.reading
        if candidate.ends:
            return None
    return None


def weigh_work(
    page: Page, text: str, title: str | None, *, rated: bool = False
) -> Iterator[tuple[Work, str, str | None]]:
    """All that `read_work` chooses from, in its order: (work, source, why not it or else which place)."""
    for candidate in work_candidates(page, text, title, rated=rated):
        yield candidate.reading.value, candidate.reading.source, candidate.refused or candidate.note


def work_candidates(page: Page, text: str, title: str | None, *, rated: bool) -> Iterator[WorkCandidate]:
    """Every work that the page names, the most trusted place first; each is read when it is asked for."""
    medium = medium_of(page, text, title)
    for graph in page.graphs:
        yield from _from_graph(graph, title, text, title_tag_text(page), medium)
    if book := book_with_isbn(page):
        work = Work(book[0], None, "book", {"isbn": book[1]})
        yield WorkCandidate(Reading(work, "text", book[0]), "printed with its ISBN")
    words = Words(page, text, title or "", medium, rated)
    for name in name_candidates(words):
        yield _from_name(name, words)


def _from_graph(
    graph: Graph, title: str | None, text: str, shown: str, medium: Medium | None
) -> Iterator[WorkCandidate]:
    for nodes, note in (
        (_reviewed(graph), "what the review says it reviews"),
        (_subjects(graph), "its subject"),
    ):
        works = {work.title: work for node in nodes if (work := _node_work(node, graph, medium))}
        fit = set(works)
        if len(works) > 1 and title:
            fit = {name for name in works if fold(name) in fold(title)}
        for name, work in works.items():
            refused = None if name in fit else "one of several, and the headline does not name it"
            if name in fit and len(fit) > 1:
                refused = "one of several, and the headline does not tell which"
            dated = work
            if refused is None and work.year is None:
                dated = replace(work, year=year_of(name, title or "", shown) or year_labelled(text))
            yield WorkCandidate(Reading(dated, graph.source, name), note, refused)


def _from_name(name: NameCandidate, words: Words) -> WorkCandidate:
    """The work that has this name, with its medium and year; refused where nothing says that it is a work."""
    page, text, title = words.page, words.text, words.title
    labelled = (
        medium for other, medium in names_with_data(page) if medium and fold(other) == fold(name.name)
    )
    medium = next(labelled, None) or name.medium or medium_said(name.name, words.told)
    unknown = medium is None
    if medium is None and name.source == "title" and (words.judged or is_sure(title)):
        medium = medium_judged(page, text)
        unknown = medium is None and not (name.rated or is_sure(title))  # a tent, a service
    year = year_of(name.name, title, text, title_tag_text(page)) or year_labelled(text)
    refused = name.refused or ("nothing says what kind of work it is" if unknown else None)
    reading = Reading(Work(name.name, year, medium), name.source, name.name)
    return WorkCandidate(reading, name.note, refused, ends=unknown and name.refused is None)


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
