"""The critic's rating: in structured data, else as printed. Where it is uncertain, there is none."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from archive.clean.evidence import Candidate, describe_rating
from archive.clean.metadata.nodes import OTHER_TYPES, Graph, Node, every_node, types, values
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
    stated = next(filter(None, map(_graph_rating, page.graphs)), None)
    if stated and (stated.value.scale != "points" or stated.value.best not in _STAR_BESTS):
        return stated
    printed = printed_rating(page)
    if stated is None or printed is None or printed.value.scale != "stars":
        return stated or printed
    # The page prints as stars what structured data cannot say to be stars.
    figures = (printed.value.value, printed.value.best or stated.value.best)
    same = figures == (stated.value.value, stated.value.best)
    return replace(stated, value=replace(stated.value, scale="stars")) if same else stated


def rating_candidates(page: Page) -> Iterator[Candidate]:
    """Every rating on the page: the critic's, and others' with the reason why they are not."""
    for graph in page.graphs:
        for node, rating, reason in _stated_ratings(graph):
            if rating:
                yield Candidate(describe_rating(rating), graph.source, raw=rating.raw, note=reason)
            elif value := _printed(node, "ratingValue"):
                count = _printed(node, "ratingCount") or _printed(node, "reviewCount") or "many"
                note = f"AggregateRating: the sum of {count} ratings, not the critic's"
                yield Candidate(value, graph.source, note=note)
    yield from printed_rating_candidates(page)


def _graph_rating(graph: Graph) -> Reading[Rating] | None:
    """The critic's rating in a graph; None where it has none, or several that differ."""
    if "reviewRating" not in repr(graph.nodes):  # as on most pages, which have many nodes
        return None
    own = [rating for _, rating, reason in _stated_ratings(graph) if rating and reason is None]
    differ = len({(rating.value, rating.best, rating.raw) for rating in own}) != 1
    return None if differ else Reading(own[0], graph.source, own[0].raw)


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
    stated = next(iter(values(node, "reviewRating", graph.nodes)), None)
    rating = stated if isinstance(stated, dict) else {"ratingValue": stated}
    if types(rating) & OTHER_TYPES or "ratingCount" in rating or "@foreign" in rating:
        return None
    raw = _printed(rating, "ratingValue" if "ratingValue" in rating else "name")
    value, best, worst = map(
        parse_number, (raw, _printed(rating, "bestRating"), _printed(rating, "worstRating"))
    )
    if value is None:
        return parse_rating(raw)
    if value == 0 and worst != 0:  # plugins write 0 where nobody has rated
        return None
    if best is None and value <= _ASSUMED_BEST:
        best = _ASSUMED_BEST
    if worst is None and value >= _ASSUMED_WORST:
        worst = _ASSUMED_WORST
    return make_rating(raw, value, best, worst)


def _printed(node: Node, key: str) -> str:
    """The first text or number of a property as it is printed; "" for anything else."""
    value = next(iter(values(node, key)), None)
    return " ".join(str(value).split()) if isinstance(value, str | int | float) else ""
