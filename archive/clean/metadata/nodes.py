"""Nodes of structured data, and how to find those that describe the page's article.

A node is a dict in the shape of JSON-LD, whichever format it was read from. Microdata add two keys:

| key | value |
|---|---|
| `@foreign` | names the sorts of boxes around an item that is not the article's: `in aside, widget` |
| `@has_h1` | True where the item contains an h1, and so is likely the page's article |
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from functools import cached_property, lru_cache, partial
from itertools import takewhile
from typing import Any

from archive.clean.vocabulary import word_set

Node = dict[str, Any]
MAX_NODES = 2000
_REFERENCE = {"@id", "@type"}  # what a node has that only refers to another
_ARTICLE_TYPE = re.compile(r"(?:Article|Posting|BlogPost|Review|Report)$")
_LOOSE_TYPES = frozenset({"CreativeWork"})  # which themes give to a post of any sort
_NOT_ARTICLE = frozenset(("SocialMediaPosting", "JobPosting"))
OTHER_TYPES = word_set("schema", "not_critics")
_SOLD_OR_RATED = word_set("schema", "sold")
_TO_OTHERS = word_set("schema", "to_others")
_ELSEWHERE = _TO_OTHERS | word_set("schema", "to_subject")
_without_prefix = lru_cache(maxsize=1000)(partial(re.compile(r".*[/:#]", re.S).sub, ""))  # of a type
_DEEPEST = 6  # levels of nodes in nodes that are looked at for the page's own


@dataclass(frozen=True)
class Graph:
    """The nodes of one format."""

    source: str  # `json-ld`, `microdata` or `microformats`
    nodes: tuple[Node, ...]  # top-level nodes in page order; they may hold further ones

    @cached_property
    def articles(self) -> list[Node]:
        """The nodes that describe the page's article, outermost first. Every reader shares them."""
        return articles(self.nodes) if self.source == "json-ld" else _visible_articles(self.nodes)


def json_ld_nodes(graphs: Sequence[Graph]) -> tuple[Node, ...]:
    """The JSON-LD nodes among a page's graphs."""
    return next((graph.nodes for graph in graphs if graph.source == "json-ld"), ())


def types(node: Any) -> frozenset[str]:
    """The schema.org types of a node, without prefix or URL; empty for what is no node."""
    value = node.get("@type") if isinstance(node, dict) else None
    names = value if isinstance(value, list) else [value]
    return frozenset(_without_prefix(name) for name in names if isinstance(name, str))


def resolve(value: Any, nodes: Sequence[Node]) -> Any:
    """The node that a bare `{"@id": ...}` refers to; any other value unchanged."""
    if isinstance(value, dict) and "@id" in value and value.keys() <= _REFERENCE:
        same = (node for node in nodes if node.get("@id") == value["@id"])
        return next((node for node in same if not node.keys() <= _REFERENCE), value)
    return value


def values(node: Node, key: str, nodes: Sequence[Node] = ()) -> list[Any]:
    """The values of a property as a list, also of lists in lists, references resolved among `nodes`."""
    value = node.get(key)
    items = value if isinstance(value, list) else [value]
    if any(isinstance(item, list) for item in items):
        items = [item for value in items for item in (value if isinstance(value, list) else [value])]
    return [resolve(item, nodes) for item in items if item not in (None, "", {}, [])]


def value_text(value: Any) -> str | None:
    """The text of a value: a string itself, a node's name, the first of a list; None for anything else."""
    if isinstance(value, dict):
        value = value.get("name") or value.get("@value")
    if isinstance(value, list):
        value = value[0] if value else None
    return " ".join(value.split()) or None if isinstance(value, str) else None


def is_locked(node: Node) -> bool:
    """Whether a node says that what it describes is not free to read."""
    free = node.get("isAccessibleForFree")
    return free is False or (isinstance(free, str) and free.rpartition("/")[2].lower() in ("false", "no"))


def articles(nodes: Sequence[Node], also: Set[str] = frozenset()) -> list[Node]:
    """The nodes that describe the page's article, outermost first; not what it lists, cites or reviews.

    `also` are types that count as an article besides the usual ones.
    """

    def is_article(kind: str) -> bool:
        return kind in also or (_ARTICLE_TYPE.search(kind) is not None and kind not in _NOT_ARTICLE)

    return [node for node in own_nodes(nodes, _ELSEWHERE) if any(map(is_article, types(node)))]


def _visible_articles(nodes: tuple[Node, ...]) -> list[Node]:
    """`articles` for microdata and microformats, where a plain `CreativeWork` counts as an article too.

    Of several top-level nodes with articles, only one that alone contains an h1 counts.
    """
    groups = [(node, described) for node in nodes if (described := articles((node,), _LOOSE_TYPES))]
    if len(groups) > 1:
        groups = [(node, described) for node, described in groups if "@has_h1" in node]
        return groups[0][1] if len(groups) == 1 else []
    if groups:
        return groups[0][1]
    blogs = [values(node, "blogPost") for node in nodes]  # of several posts it is unknown which is the page's
    only = [posts[0] for posts in blogs if len(posts) == 1]
    return [post for post in only if isinstance(post, dict) and "@foreign" not in post]


def own_nodes(nodes: Sequence[Node], to_others: Set[str] = _TO_OTHERS) -> Iterator[Node]:
    """The nodes that describe the page itself or its subject, at any depth, outer before inner.

    `to_others` are the properties that lead to other things.
    """
    return (node for node, _ in takewhile(lambda found: found[1] is None, every_node(nodes, to_others)))


def every_node(nodes: Sequence[Node], to_others: Set[str] = _TO_OTHERS) -> Iterator[tuple[Node, str | None]]:
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
            children = [(child, depth + 1, why or reason) for child, why in _children(node, nodes, to_others)]
            stack += reversed(children)


def _children(node: Node, nodes: Sequence[Node], to_others: Set[str]) -> Iterator[tuple[Any, str | None]]:
    """The values of a node's properties, each with why it does not describe the page."""
    for key, value in node.items():
        if not isinstance(value, dict | list):  # as most
            continue
        children = [resolve(child, nodes) for child in (value if isinstance(value, list) else [value])]
        reason = f"stands in `{key}`" if key in to_others else None
        if key in ("review", "reviews"):
            is_rated_by_many = "aggregateRating" in node and types(node) & _SOLD_OR_RATED
            if len(children) > 1 or is_rated_by_many:
                reason = "one of its customers' reviews"
        yield from ((child, reason) for child in children)
