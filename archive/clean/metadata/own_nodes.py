"""The page's own part of one of its graphs: not its lists, its comments, its customers' reviews."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from archive.clean.metadata.nodes import Node, resolve, types

# Not the critic's: fact checks, readers, sums of many.
OTHER_TYPES = frozenset(
    [
        "ClaimReview",
        "UserReview",
        "AggregateRating",
        "EmployerReview",
        "EmployerAggregateRating",
        "MediaReview",
        "Comment",
        "Offer",
    ]
)

OTHER_PROPERTIES = frozenset(
    [
        "comment",
        "comments",
        "itemListElement",
        "hasPart",
        "mentions",
        "relatedLink",
        "isRelatedTo",
        "isSimilarTo",
        "workExample",
        "offers",
        "author",
        "publisher",
        "breadcrumb",
        "aggregateRating",
        "image",
        "isPartOf",
    ]
)

_FOR_SALE = frozenset(
    [
        "Product",
        "ProductGroup",
        "Organization",
        "LocalBusiness",
        "Service",
        "SoftwareApplication",
        "Brand",
        "Store",
        "Course",
        "Recipe",
    ]
)

_DEEPEST = 6

Nodes = tuple[Node, ...]


def own_nodes(nodes: Nodes) -> Iterator[Node]:
    """The nodes that speak of the page itself or its subject, at any depth, outer before inner."""
    for node in nodes:
        yield from _descend(node, nodes, 0)


def _descend(node: Any, nodes: Nodes, depth: int) -> Iterator[Node]:
    if not isinstance(node, dict) or types(node) & OTHER_TYPES or "@whose" in node or depth > _DEEPEST:
        return
    yield node
    for key, value in node.items():
        below = [resolve(one, nodes) for one in (value if isinstance(value, list) else [value])]
        if key in OTHER_PROPERTIES or (key in ("review", "reviews") and _are_customers(node, below)):
            continue
        for one in below:
            yield from _descend(one, nodes, depth + 1)


def every_node(nodes: Nodes) -> Iterator[tuple[Node, str | None]]:
    """All nodes, each once, with why it does not speak of the page itself; None for those of `own_nodes`."""
    own = {id(node) for node in own_nodes(nodes)}
    seen: set[int] = set()
    for node in nodes:
        for found, why in _explore(node, nodes, 0, "not in the page's own part", seen):
            yield found, None if id(found) in own else why


def _explore(node: Any, nodes: Nodes, depth: int, why: str, seen: set[int]) -> Iterator[tuple[Node, str]]:
    if not isinstance(node, dict) or id(node) in seen or depth > _DEEPEST:
        return
    seen.add(id(node))
    why = next((f"{name}: not the critic's" for name in sorted(types(node) & OTHER_TYPES)), why)
    why = node.get("@whose", why)
    yield node, why
    for key, value in node.items():
        below = [resolve(one, nodes) for one in (value if isinstance(value, list) else [value])]
        customers = key in ("review", "reviews") and _are_customers(node, below)
        inner = "one of its customers' reviews" if customers else why
        inner = f"stands in `{key}`" if key in OTHER_PROPERTIES else inner
        for one in below:
            yield from _explore(one, nodes, depth + 1, inner, seen)


def _are_customers(node: Node, reviews: list[Any]) -> bool:
    """Many reviews of one thing, or one of a thing for sale that sums up its ratings, are its customers'."""
    return len(reviews) > 1 or ("aggregateRating" in node and bool(types(node) & _FOR_SALE))
