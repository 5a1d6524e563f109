"""Nodes of structured data, and how to find those that describe the page's article.

A node is a dict in the shape of JSON-LD, whichever format it was read from. Microdata add two keys:

| key | value |
|---|---|
| `@foreign` | describes the container around the item that is not the article's: `in <aside>` |
| `@has_h1` | True where the item contains an h1, and so is likely the page's article |
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

Node = dict[str, Any]

MAX_NODES = 2000

_ARTICLE_TYPE = re.compile(r"(?:Article|Posting|BlogPost|Review|Report|AnalysisNewsArticle)$")

# The type that themes give to a post of any sort.
_LOOSE_TYPES = frozenset({"CreativeWork"})

_NOT_ARTICLE = frozenset({"ClaimReview", "UserReview", "EmployerReview", "SocialMediaPosting", "JobPosting"})

# Properties that lead from the article to other things: its comments, related articles, its subject.
_OTHER_THINGS = frozenset((
    "itemListElement", "comment", "comments", "hasPart", "blogPost", "isPartOf", "relatedLink", "mentions",
    "about", "citation", "itemReviewed", "video", "recordedIn", "author", "creator", "publisher",
    "subjectOf", "significantLink",
))  # fmt: skip


@dataclass(frozen=True)
class Graph:
    """The nodes of one format.

    Attributes:
        source: `json-ld`, `microdata` or `microformats`.
        nodes: top-level nodes in page order; they may hold further ones.
    """

    source: str
    nodes: tuple[Node, ...]

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
    return frozenset(_type_name(name) for name in names if isinstance(name, str))


@lru_cache(maxsize=1000)
def _type_name(name: str) -> str:
    return re.split(r"[/:#]", name)[-1]


def resolve(value: Any, nodes: tuple[Node, ...]) -> Any:
    """The node that a bare `{"@id": ...}` refers to; any other value unchanged."""
    if isinstance(value, dict) and "@id" in value and not (set(value) - {"@id", "@type"}):
        for node in nodes:
            if node.get("@id") == value["@id"] and set(node) - {"@id", "@type"}:
                return node
    return value


def values(node: Node, key: str, nodes: tuple[Node, ...] = ()) -> list[Any]:
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


def articles(nodes: tuple[Node, ...], also: frozenset[str] = frozenset()) -> list[Node]:
    """The nodes that describe the page's article, outermost first; not what it lists, cites or reviews.

    Args:
        nodes: of one graph. Nodes marked `@foreign` are passed over.
        also: types that count as an article besides the usual ones.
    """
    described: list[Node] = []
    queue: deque[Any] = deque(nodes)
    for _ in range(MAX_NODES):
        if not queue:
            break
        item = queue.popleft()
        if isinstance(item, list):
            queue.extend(item)
        elif isinstance(item, dict):
            if "@foreign" in item:
                continue
            kinds = types(item)
            if kinds & also or any(_ARTICLE_TYPE.search(kind) and kind not in _NOT_ARTICLE for kind in kinds):
                described.append(item)
            if "ItemList" not in kinds and "BreadcrumbList" not in kinds:
                queue.extend(
                    v for k, v in item.items() if isinstance(v, dict | list) and k not in _OTHER_THINGS
                )
    return described


def _visible_articles(nodes: tuple[Node, ...]) -> list[Node]:
    """`articles` for microdata and microformats, where a plain `CreativeWork` counts as an article too.

    Of several top-level nodes with articles, only one that alone contains an h1 counts.
    """
    groups = [(node, described) for node in nodes if (described := articles((node,), _LOOSE_TYPES))]
    if len(groups) > 1:
        groups = [(node, described) for node, described in groups if "@has_h1" in node]
        return groups[0][1] if len(groups) == 1 else []
    described = groups[0][1] if groups else []
    return described or [post for node in nodes for post in _only_post(node)]


def _only_post(node: Node) -> list[Node]:
    """The post of a node of type Blog if it has exactly one; of several it is unknown which is the page's."""
    posts = values(node, "blogPost") if "blogPost" in node else []
    return [post for post in posts if len(posts) == 1 and isinstance(post, dict) and "@foreign" not in post]
