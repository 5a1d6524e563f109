"""What a page says of itself for machines: JSON-LD, meta elements, microdata."""

from __future__ import annotations

import re
from collections import deque
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    pass


Node = dict[str, Any]

MAX_NODES = 2000

_ARTICLE_TYPE = re.compile(r"(?:Article|Posting|BlogPost|Review|Report|AnalysisNewsArticle)$")

# What themes call a post of any sort.
_LOOSELY = frozenset({"CreativeWork"})

_NOT_ARTICLE = frozenset({"ClaimReview", "UserReview", "EmployerReview", "SocialMediaPosting", "JobPosting"})

# Properties that lead away from the article itself: to its comments, its neighbours, its subject.
_ELSEWHERE = frozenset((
    "itemListElement", "comment", "comments", "hasPart", "blogPost", "isPartOf", "relatedLink", "mentions",
    "about", "citation", "itemReviewed", "video", "recordedIn", "author", "creator", "publisher",
    "subjectOf", "significantLink",
))  # fmt: skip


def types(node: Any) -> frozenset[str]:
    """The schema.org types of a node, without their prefix or address."""
    found = node.get("@type") if isinstance(node, dict) else None
    names = found if isinstance(found, list) else [found]
    return frozenset(re.split(r"[/:#]", name)[-1] for name in names if isinstance(name, str))


def resolve(value: Any, nodes: tuple[Node, ...]) -> Any:
    """The node that a bare `{"@id": ...}` points at; any other value as it is."""
    if isinstance(value, dict) and "@id" in value and not (set(value) - {"@id", "@type"}):
        for node in nodes:
            if node.get("@id") == value["@id"] and set(node) - {"@id", "@type"}:
                return node
    return value


def values(node: Node, key: str, nodes: tuple[Node, ...] = ()) -> list[Any]:
    """The values of a property as a list, references resolved among `nodes`; [] where it is absent."""
    found = node.get(key)
    items = found if isinstance(found, list) else [found]
    return [resolve(item, nodes) for item in items if item not in (None, "", {}, [])]


def value_text(value: Any) -> str | None:
    """The words of a value: a string itself, or the name of a node. Unknown is None."""
    if isinstance(value, dict):
        value = value.get("name") or value.get("@value")
    if isinstance(value, list):
        value = value[0] if value else None
    return " ".join(value.split()) or None if isinstance(value, str) else None


def articles(nodes: tuple[Node, ...], also: frozenset[str] = frozenset()) -> list[Node]:
    """The nodes that speak of the page's article, outermost first; not what it lists, cites or reviews.

    `also` are further types that count as one. What stands in a box of others' things does not.
    """
    found: list[Node] = []
    queue: deque[Any] = deque(nodes)
    for _ in range(MAX_NODES):
        if not queue:
            break
        item = queue.popleft()
        if isinstance(item, list):
            queue.extend(item)
        elif isinstance(item, dict):
            if "@whose" in item:
                continue
            kinds = types(item)
            if kinds & also or any(_ARTICLE_TYPE.search(kind) and kind not in _NOT_ARTICLE for kind in kinds):
                found.append(item)
            if "ItemList" not in kinds and "BreadcrumbList" not in kinds:
                queue.extend(v for k, v in item.items() if isinstance(v, dict | list) and k not in _ELSEWHERE)
    return found


def visible_articles(nodes: tuple[Node, ...]) -> list[Node]:
    """`articles` of what is marked up in sight, where themes know no better type for a post.

    Of several side by side the page's own is the one that has the headline in it, if only one has.
    """
    beside = [(node, found) for node in nodes if (found := articles((node,), _LOOSELY))]
    if len(beside) > 1:
        beside = [(node, found) for node, found in beside if "@headed" in node]
        return beside[0][1] if len(beside) == 1 else []
    found = beside[0][1] if beside else []
    return found or [post for node in nodes for post in _only_post(node)]


def _only_post(node: Node) -> list[Node]:
    """The one post of what calls itself a blog; of several, none is known to be the page's."""
    posts = values(node, "blogPost")
    return (
        [post for post in posts if isinstance(post, dict) and "@whose" not in post] if len(posts) == 1 else []
    )
