"""The nodes of a graph that describe the page itself: not its lists, comments or customers' reviews."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import takewhile
from typing import Any

from archive.clean.metadata.nodes import Node, resolve, types

# Types that are not the critic's: fact checks, readers' reviews and comments, averages of many ratings.
OTHER_TYPES = frozenset((
    "ClaimReview", "UserReview", "AggregateRating", "EmployerReview", "EmployerAggregateRating",
    "MediaReview", "Comment", "Offer",
))  # fmt: skip

_OTHER_PROPERTIES = frozenset((
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
    return (node for node, _ in takewhile(lambda found: found[1] is None, every_node(nodes)))


def every_node(nodes: Nodes) -> Iterator[tuple[Node, str | None]]:
    """All nodes, each once: those of `own_nodes` with None, then the others with what they are instead."""
    seen: set[int] = set()
    others: list[tuple[Any, int, str | None]] = [(node, 0, None) for node in nodes]
    for own in (True, False):
        stack, others = others[::-1], []
        while stack:
            node, depth, reason = stack.pop()
            if not isinstance(node, dict) or id(node) in seen or depth > _DEEPEST:
                continue
            reason = next((f"{name}: not the critic's" for name in sorted(types(node) & OTHER_TYPES)), reason)
            reason = node.get("@foreign", reason)
            if own and reason:
                others.append((node, depth, reason))
                continue
            seen.add(id(node))
            yield node, reason
            children = [(child, depth + 1, why or reason) for child, why in _children(node, nodes)]
            stack += reversed(children)


def _children(node: Node, nodes: Nodes) -> Iterator[tuple[Any, str | None]]:
    """The values of a node's properties, each with why it does not describe the page."""
    for key, value in node.items():
        children = [resolve(child, nodes) for child in (value if isinstance(value, list) else [value])]
        reason = f"stands in `{key}`" if key in _OTHER_PROPERTIES else None
        if key in ("review", "reviews") and _are_customers(node, children):
            reason = "one of its customers' reviews"
        yield from ((child, reason) for child in children)


def _are_customers(node: Node, reviews: list[Any]) -> bool:
    """Whether a node's reviews are its customers': there are several, or it is sold and averages ratings."""
    return len(reviews) > 1 or ("aggregateRating" in node and bool(types(node) & _SOLD_OR_RATED))
