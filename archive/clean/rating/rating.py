"""The critic's rating: from JSON-LD, microdata and microformats first, then as printed. Never invented."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

from archive.clean.evidence import Candidate, describe_rating
from archive.clean.metadata.nodes import Graph, Node, types, values
from archive.clean.metadata.own_nodes import OTHER_TYPES, every_node, own_nodes
from archive.clean.page.page import Page
from archive.clean.rating.printed import printed_rating, printed_rating_candidates
from archive.clean.rating.scales import make_rating, parse_number, parse_rating
from archive.model import Rating, Reading

# To which a firm's page gives its own stars: its widget says what the page is, and nothing of a review.
_OF_FIRMS = frozenset(("WebPage", "WebSite", "Organization", "LocalBusiness", "LegalService", "Service"))

_STARS_COUNT_TO = (4.0, 5.0, 6.0)

_ASSUMED_BEST, _ASSUMED_WORST = 5.0, 1.0  # by schema.org, where a page names none


def read_rating(page: Page) -> Reading[Rating] | None:
    """The rating that the page's critic gives, read from the raw tree; None where the page gives none.

    Sources: `json-ld`, `microdata`, `microformats`, `aria`, `glyphs`, `class`, `text`.
    """
    stated = (_from_graph(graph, page) for graph in page.graphs)
    marked = next(filter(None, stated), None)
    return _counted(marked, page) if marked else printed_rating(page)


def _counted(marked: Reading[Rating], page: Page) -> Reading[Rating]:
    """A marked rating, and that it counts stars where the page prints it as stars: markup cannot say so."""
    rating = marked.value
    if rating.scale != "points" or rating.best not in _STARS_COUNT_TO:
        return marked
    printed = printed_rating(page)
    shown = printed.value if printed else None
    same = (
        shown
        and shown.scale == "stars"
        and (shown.value, shown.best or rating.best) == (rating.value, rating.best)
    )
    return replace(marked, value=replace(rating, scale="stars")) if same else marked


def _from_graph(graph: Graph, page: Page) -> Reading[Rating] | None:
    found = [
        (node, rating)
        for node in own_nodes(graph.nodes)
        if "reviewRating" in node
        and not types(node) & _OF_FIRMS
        and (rating := _node_rating(node, graph)) is not None
    ]
    if len(found) > 1:
        found = [(node, rating) for node, rating in found if _is_of(node, page)] or found
    ratings = {(rating.value, rating.best, rating.raw) for _, rating in found}
    return Reading(found[0][1], graph.source, found[0][1].raw) if len(ratings) == 1 else None


def _node_rating(node: Node, graph: Graph) -> Rating | None:
    rating = next(iter(values(node, "reviewRating", graph.nodes)), None)
    if not isinstance(rating, dict):
        return _structured(rating, None, None)
    if types(rating) & OTHER_TYPES or "ratingCount" in rating or "@foreign" in rating:
        return None
    keys = ("ratingValue", "bestRating", "worstRating") if "ratingValue" in rating else ("name", "", "")
    read = _structured(*(_first(rating, key) for key in keys))
    return replace(read, scale="stars") if read and _printed_as_stars(rating) else read


def _printed_as_stars(rating: Node) -> bool:
    """Whether the words of a microformat's rating are stars: its value alone cannot say so."""
    printed = rating.get("@printed")
    shown = parse_rating(printed) if isinstance(printed, str) else None
    return shown is not None and shown.scale == "stars"


def _first(node: Node, key: str) -> Any:
    return next(iter(values(node, key)), None)


def _is_of(node: Node, page: Page) -> bool:
    """Whether a review names this page as its address."""
    here = urlsplit(page.url).path.rstrip("/")
    named = [node.get("url"), node.get("mainEntityOfPage"), node.get("@id")]
    addresses = [
        str(one.get("@id") or one.get("url")) if isinstance(one, dict) else str(one) for one in named if one
    ]
    return any(urlsplit(address).path.rstrip("/") == here != "" for address in addresses)


def _structured(value: Any, best: Any, worst: Any) -> Rating | None:
    """A rating from properties; schema.org takes best and worst for 5 and 1 where they are absent."""
    raw = (
        " ".join(str(value).split())
        if isinstance(value, str | int | float) and not isinstance(value, bool)
        else ""
    )
    figure = parse_number(raw)
    if figure is None:
        return parse_rating(raw)
    highest, lowest = _figure(best), _figure(worst)
    if figure == 0 and lowest != 0:  # what plugins print where nobody rated
        return None
    if highest is None and figure <= _ASSUMED_BEST:
        highest = _ASSUMED_BEST
    if lowest is None and figure >= _ASSUMED_WORST:
        lowest = _ASSUMED_WORST
    return make_rating(raw, figure, highest, lowest)


def _figure(value: Any) -> float | None:
    return (
        parse_number(str(value))
        if isinstance(value, str | int | float) and not isinstance(value, bool)
        else None
    )


def rating_candidates(page: Page) -> Iterator[Candidate]:
    """Every rating on the page: the critic's, and those of others with what tells them apart."""
    for graph in page.graphs:
        yield from _weigh_graph(graph)
    yield from printed_rating_candidates(page)


def _weigh_graph(graph: Graph) -> Iterator[Candidate]:
    for node, why in every_node(graph.nodes):
        if "reviewRating" in node and (rating := _node_rating(node, graph)):
            yield Candidate(describe_rating(rating), graph.source, raw=rating.raw, note=why)
        elif "AggregateRating" in types(node) and (value := _first(node, "ratingValue")) is not None:
            count = _first(node, "ratingCount") or _first(node, "reviewCount")
            note = f"AggregateRating: the sum of {count or 'many'} ratings, not the critic's"
            yield Candidate(str(value), graph.source, note=note)
