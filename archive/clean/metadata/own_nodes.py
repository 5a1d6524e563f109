"""The nodes of a graph that describe the page itself: not its lists, comments or customers' reviews."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from archive.clean.metadata.nodes import Node, resolve, types

# Types that are not the critic's: fact checks, readers' reviews and comments, averages of many ratings.
OTHER_TYPES = frozenset((
    "ClaimReview", "UserReview", "AggregateRating", "EmployerReview", "EmployerAggregateRating",
    "MediaReview", "Comment", "Offer",
))  # fmt: skip

OTHER_PROPERTIES = frozenset((
    "comment", "comments", "itemListElement", "hasPart", "mentions", "relatedLink", "isRelatedTo",
    "isSimilarTo", "workExample", "offers", "author", "publisher", "breadcrumb", "aggregateRating", "image",
    "isPartOf",
))  # fmt: skip

_SOLD_OR_RATED = frozenset((
    "Product", "ProductGroup", "Organization", "LocalBusiness", "Service", "SoftwareApplication", "Brand",
    "Store", "Course", "Recipe",
))  # fmt: skip

_DEEPEST = 6

Nodes = tuple[Node, ...]


def own_nodes(nodes: Nodes) -> Iterator[Node]:
    """The nodes that describe the page itself or its subject, at any depth, outer before inner."""
    return (node for node, _ in _walk(nodes, own=True))


def every_node(nodes: Nodes) -> Iterator[tuple[Node, str | None]]:
    """All nodes, each once, with why it does not describe the page; None for the nodes of `own_nodes`."""
    own = {id(node) for node in own_nodes(nodes)}
    return ((node, None if id(node) in own else reason) for node, reason in _walk(nodes, own=False))


def _walk(nodes: Nodes, *, own: bool) -> Iterator[tuple[Node, str | None]]:
    seen: set[int] = set()
    for node in nodes:
        yield from _explore(node, nodes, 0, None, seen, own=own)


def _explore(
    node: Any, nodes: Nodes, depth: int, reason: str | None, seen: set[int], *, own: bool
) -> Iterator[tuple[Node, str | None]]:
    """A node and those in it, each with why it does not describe the page; with `own` only those that do."""
    if not isinstance(node, dict) or id(node) in seen or depth > _DEEPEST:
        return
    reason = next((f"{name}: not the critic's" for name in sorted(types(node) & OTHER_TYPES)), reason)
    reason = node.get("@foreign", reason)
    if own and reason:
        return
    seen.add(id(node))
    yield node, reason
    for key, value in node.items():
        children = [resolve(child, nodes) for child in (value if isinstance(value, list) else [value])]
        customers = key in ("review", "reviews") and _are_customers(node, children)
        child_reason = "one of its customers' reviews" if customers else reason
        child_reason = f"stands in `{key}`" if key in OTHER_PROPERTIES else child_reason
        for child in () if own and child_reason else children:
            yield from _explore(child, nodes, depth + 1, child_reason, seen, own=own)


def _are_customers(node: Node, reviews: list[Any]) -> bool:
    """Whether a node's reviews are its customers': there are several, or it is sold and averages ratings."""
    return len(reviews) > 1 or ("aggregateRating" in node and bool(types(node) & _SOLD_OR_RATED))
