"""The critic's rating: in structured data, else as printed. Where it is uncertain, there is none."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

from archive.clean.evidence import Candidate, describe_rating
from archive.clean.metadata.nodes import Graph, Node, types, values
from archive.clean.metadata.own_nodes import OTHER_TYPES, every_node
from archive.clean.page.page import Page
from archive.clean.rating.printed import printed_rating, printed_rating_candidates
from archive.clean.rating.scales import make_rating, parse_number, parse_rating
from archive.model import Rating, Reading

# Types of nodes to which the pages of firms attach stars of their own, without a review.
_FIRM_TYPES = frozenset(("WebPage", "WebSite", "Organization", "LocalBusiness", "LegalService", "Service"))

_STAR_BESTS = (4.0, 5.0, 6.0)
_ASSUMED_BEST, _ASSUMED_WORST = 5.0, 1.0  # schema.org's defaults


def read_rating(page: Page) -> Reading[Rating] | None:
    """The rating that the page's critic gives, read from the raw tree; None for none.

    Sources: `json-ld`, `microdata`, `microformats`, `aria`, `glyphs`, `class`, `text`.
    """
    rated = (
        graph for graph in page.graphs if "reviewRating" in repr(graph.nodes)
    )  # of few pages' many nodes
    ratings = (_graph_rating(graph, page) for graph in rated)
    stated = next(filter(None, ratings), None)
    return _in_stars(stated, page) if stated else printed_rating(page)


def _in_stars(stated: Reading[Rating], page: Page) -> Reading[Rating]:
    """The rating in stars if the page prints it as stars, as structured data cannot say; else unchanged."""
    rating = stated.value
    if rating.scale != "points" or rating.best not in _STAR_BESTS:
        return stated
    printed = printed_rating(page)
    shown = printed.value if printed else None
    same = (
        shown
        and shown.scale == "stars"
        and (shown.value, shown.best or rating.best) == (rating.value, rating.best)
    )
    return replace(stated, value=replace(rating, scale="stars")) if same else stated


def _graph_rating(graph: Graph, page: Page) -> Reading[Rating] | None:
    """The critic's rating in a graph; None where it has none, or several that differ."""
    own = [(node, rating) for node, rating, reason in _stated_ratings(graph) if rating and reason is None]
    if len(own) > 1:
        own = [(node, rating) for node, rating in own if _has_url_of(node, page)] or own
    different = {(rating.value, rating.best, rating.raw) for _, rating in own}
    return Reading(own[0][1], graph.source, own[0][1].raw) if len(different) == 1 else None


def _stated_ratings(graph: Graph) -> Iterator[tuple[Node, Rating | None, str | None]]:
    """Each node that gives a rating, with the rating and why it is not the critic's; None where it is.

    An average of ratings comes without a rating.
    """
    for node, reason in every_node(graph.nodes):
        rating = _node_rating(node, graph) if "reviewRating" in node else None
        is_firm = rating and types(node) & _FIRM_TYPES
        if rating or "AggregateRating" in types(node):
            yield node, rating, reason or ("stars that a firm gives itself" if is_firm else None)


def _node_rating(node: Node, graph: Graph) -> Rating | None:
    """The `reviewRating` of a node; None where it is readers' or foreign, or no rating."""
    rating = next(iter(values(node, "reviewRating", graph.nodes)), None)
    if not isinstance(rating, dict):
        return _make_stated(rating, None, None)
    if types(rating) & OTHER_TYPES or "ratingCount" in rating or "@foreign" in rating:
        return None
    keys = ("ratingValue", "bestRating", "worstRating") if "ratingValue" in rating else ("name", "", "")
    stated = _make_stated(*(_first(rating, key) for key in keys))
    return replace(stated, scale="stars") if stated and _is_printed_as_stars(rating) else stated


def _is_printed_as_stars(rating: Node) -> bool:
    """Whether the text of a microformat's rating is stars, which its value does not say."""
    printed = rating.get("@printed")
    shown = parse_rating(printed) if isinstance(printed, str) else None
    return shown is not None and shown.scale == "stars"


def _first(node: Node, key: str) -> Any:
    return next(iter(values(node, key)), None)


def _has_url_of(node: Node, page: Page) -> bool:
    """Whether a review has this page's URL."""
    path = urlsplit(page.url).path.rstrip("/")
    declared = [node.get("url"), node.get("mainEntityOfPage"), node.get("@id")]
    urls = [
        str(value.get("@id") or value.get("url")) if isinstance(value, dict) else str(value)
        for value in declared
        if value
    ]
    return any(urlsplit(url).path.rstrip("/") == path != "" for url in urls)


def _make_stated(value: Any, best: Any, worst: Any) -> Rating | None:
    """The rating of these properties; by schema.org, an absent best is 5 and an absent worst is 1."""
    raw = _printed(value)
    figure = parse_number(raw)
    if figure is None:
        return parse_rating(raw)
    highest, lowest = parse_number(_printed(best)), parse_number(_printed(worst))
    if figure == 0 and lowest != 0:  # plugins write 0 where nobody has rated
        return None
    if highest is None and figure <= _ASSUMED_BEST:
        highest = _ASSUMED_BEST
    if lowest is None and figure >= _ASSUMED_WORST:
        lowest = _ASSUMED_WORST
    return make_rating(raw, figure, highest, lowest)


def _printed(value: Any) -> str:
    """A text or a number as it is printed; "" for anything else."""
    is_plain = isinstance(value, str | int | float) and not isinstance(value, bool)
    return " ".join(str(value).split()) if is_plain else ""


def rating_candidates(page: Page) -> Iterator[Candidate]:
    """Every rating on the page: the critic's, and others' with the reason why they are not."""
    for graph in page.graphs:
        yield from _graph_candidates(graph)
    yield from printed_rating_candidates(page)


def _graph_candidates(graph: Graph) -> Iterator[Candidate]:
    for node, rating, reason in _stated_ratings(graph):
        if rating:
            yield Candidate(describe_rating(rating), graph.source, raw=rating.raw, note=reason)
        elif (value := _first(node, "ratingValue")) is not None:
            count = _first(node, "ratingCount") or _first(node, "reviewCount")
            note = f"AggregateRating: the sum of {count or 'many'} ratings, not the critic's"
            yield Candidate(str(value), graph.source, note=note)
