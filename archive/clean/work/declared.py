"""What structured data declare of works: which one the review reviews, with its medium, year and ids."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any, cast

from archive.clean.metadata.nodes import Graph, Node, own_nodes, types, value_text, values
from archive.clean.page.page import Page
from archive.clean.vocabulary import fold_name, names_of_words
from archive.clean.work.name_text import PATTERNS, without_year
from archive.model import Medium, Reading, Work

# Types that say too little: such a node may be a shop's product, an event, an organisation.
_VAGUE = frozenset(("thing", "creativework", "product", "creativeworkseries", "event"))
_IDS = {name: re.compile(pattern) for name, pattern in PATTERNS["ids"].items()}
_YEAR, _DAY = PATTERNS.compiled(r"\b({year})\b"), PATTERNS.compiled("{day}")
_ISBN, _ISBN_PRINTED = map(PATTERNS.compiled, ("{isbn}", "{isbn_printed}"))
_MAKERS = {"film": "director", "tv": "creator", "music": "byArtist", "book": "author", "stage": "author"}
_MOST_PEOPLE = 5
_YEAR_KEYS = ("copyrightYear", "dateCreated", "datePublished", "startDate")
_OWN_DATES = ("datePublished", "dateCreated", "dateModified")
_PAGE_OF_WORK = 1  # reviews of a work's node: its one review is the page's


def medium_of_types(node: object) -> Medium | None:
    """The medium that the schema.org types of a node tell."""
    media = names_of_words("media_types")
    names = sorted(name.lower() for name in types(node))
    return cast("Medium | None", next((media[name][0] for name in names if name in media), None))


def is_work(node: Node) -> bool:
    """Whether a node is of a type of works, or of one that says too little."""
    names = {name.lower() for name in types(node)}
    return bool(names) and (names <= _VAGUE or not names.isdisjoint(names_of_words("media_types")))


def reviewed_work(page: Page, headline: str | None) -> Reading[Work] | None:
    """The one work that structured data say the page reviews, or else is about; None for none or several.

    Of several, the one that the headline names.
    """
    for graph in page.graphs:
        works = _works(_reviewed(graph), graph) or _works(_subjects(graph), graph)
        if len(works) > 1:
            named = f" {fold_name(headline or '')} "
            works = {key: work for key, work in works.items() if f" {key} " in named}
        if len(works) == 1:
            work = next(iter(works.values()))
            return Reading(work, graph.source, work.title)
    return None


def _works(nodes: Iterable[Any], graph: Graph) -> dict[str, Work]:
    works: dict[str, Work] = {}
    for node in nodes:
        if work := work_of_node(node, graph):
            works.setdefault(fold_name(work.title), work)
    return works


def declared_work(page: Page, key: str) -> tuple[Work, str] | None:
    """A work that structured data describe by this folded name, and which format does."""
    for graph in page.graphs:
        for node in (*_reviewed(graph), *_subjects(graph), *graph.nodes):
            work = work_of_node(node, graph)
            if work and fold_name(work.title) == key:
                return work, graph.source
    return None


def _reviewed(graph: Graph) -> Iterator[Any]:
    for node in own_nodes(graph.nodes):
        yield from values(node, "itemReviewed", graph.nodes)
        if medium_of_types(node) and len(values(node, "review")) == _PAGE_OF_WORK:
            yield node


def _subjects(graph: Graph) -> Iterator[Any]:
    """Works of a certain medium that an article is about."""
    for node in graph.nodes:
        for key in ("about", "mainEntity"):
            yield from (value for value in values(node, key, graph.nodes) if medium_of_types(value))


def work_of_node(node: Any, graph: Graph) -> Work | None:
    """The work that a node describes; None for a node without a name, or of a type that is no work's."""
    name = value_text(node)
    if not name or not isinstance(node, dict):
        return None
    medium = medium_of_types(node)
    if medium is None and not {kind.lower() for kind in types(node)} <= _VAGUE:
        return None
    whole = next(iter(values(node, "partOfSeries", graph.nodes)), None)
    series = value_text(whole)
    if series and "TVEpisode" in types(node):  # what its recaps are headed by
        if not isinstance(whole, dict):
            return Work(series, None, medium)
        return Work(series, None, medium, _ids(whole), _people(whole, medium, graph))
    if series and fold_name(series) not in fold_name(name):
        name = f"{series}: {name}"
    bare = without_year(name)
    year = _YEAR.search(name[len(bare) :]) if name.startswith(bare) else None
    dates = " ".join(str(node.get(key) or "") for key in _YEAR_KEYS)
    year = year or _YEAR.search(dates)
    when = int(year[1]) if year else None
    released = _released(node, graph)
    if released and when and abs(int(released[:4]) - when) > 1:  # in cinemas again, or another work's
        released = None
    return Work(bare, when, medium, _ids(node), _people(node, medium, graph), released)


def _people(node: Node, medium: str | None, graph: Graph) -> tuple[str, ...]:
    """Who made a work, in the role that tells works of its medium apart."""
    role = _MAKERS.get(medium or "")
    names = (value_text(value) for value in values(node, role, graph.nodes)) if role else ()
    return tuple(dict.fromkeys(name for name in names if name))[:_MOST_PEOPLE]


def _released(node: Node, graph: Graph) -> str | None:
    """The day on which a work came out; None where its node repeats a date of the page's article."""
    events = (event for event in values(node, "releasedEvent", graph.nodes) if isinstance(event, dict))
    given = (
        *(event.get("startDate") for event in events),
        node.get("datePublished"),
        node.get("dateCreated"),
    )
    matches = [match for value in given if (match := _DAY.fullmatch(str(value or "").strip()))]
    if not matches:
        return None
    own = [node for node in own_nodes(graph.nodes) if not medium_of_types(node)]
    articles = {str(node.get(key)).strip()[:16] for node in own for key in _OWN_DATES}  # to the minute
    return next((match[1] for match in matches if match[0][:16] not in articles and _is_day(match[1])), None)


def _is_day(text: str) -> bool:
    try:
        return bool(date.fromisoformat(text))
    except ValueError:
        return False


def _ids(node: Node) -> dict[str, str]:
    """The ids in a node's addresses, and its ISBN."""
    addresses = " ".join(
        str(value) for key in ("sameAs", "@id", "url", "identifier") for value in values(node, key)
    )
    ids = {name: match[1] for name, pattern in _IDS.items() if (match := pattern.search(addresses))}
    isbn = _ISBN.fullmatch(str(node.get("isbn") or "").strip())
    return ids | ({"isbn": _digits(isbn[0])} if isbn else {})


def printed_isbn(page: Page) -> str | None:
    """The one ISBN that the page prints, without hyphens."""
    found = {_digits(one[1]) for block in page.blocks for one in _ISBN_PRINTED.finditer(block.text)}
    found = {isbn for isbn in found if len(isbn) in (10, 13)}
    return found.pop() if len(found) == 1 else None


def _digits(isbn: str) -> str:
    return re.sub(r"[- ]", "", isbn).upper()
