"""What a page says of itself for machines: JSON-LD, meta elements, microdata."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from extruct.jsonld import JsonLdExtractor
from lxml import etree
from lxml.html import HtmlElement

from archive.clean.once import once

if TYPE_CHECKING:
    from archive.clean.page import Page

Node = dict[str, Any]

_MOST_NODES = 2000
# What old pages put round a script so that older browsers would not show it.
_WRAPPING = re.compile(r"^\s*(?://)?\s*(?:<!\[CDATA\[|<!--)|(?://)?\s*(?:\]\]>|-->)\s*$|<!\[CDATA\[|\]\]>")
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


def json_ld(tree: HtmlElement | None) -> tuple[Node, ...]:
    """The JSON-LD nodes of a tree, `@graph` and lists flattened. A broken script loses only itself."""
    nodes: list[Node] = []
    for script in tree.iter("script") if tree is not None else ():
        if "ld+json" in (script.get("type") or "").lower():
            nodes.extend(_flatten(_script_items(script.text or "")))
    return tuple(nodes[:_MOST_NODES])


def _script_items(text: str) -> list[Any]:
    script = etree.Element("script", type="application/ld+json")
    try:
        script.text = _WRAPPING.sub("", text).rstrip(" ;\n")
        return list(JsonLdExtractor().extract_items(script))
    except (ValueError, RecursionError, TypeError, AttributeError, IndexError):
        return []


def _flatten(items: list[Any]) -> Iterator[Node]:
    queue = deque(items)
    while queue:
        item = queue.popleft()
        if isinstance(item, list):
            queue.extendleft(reversed(item))
        elif isinstance(item, dict):
            if set(item) - {"@context", "@graph"}:
                yield item
            graph = item.get("@graph")
            queue.extendleft(reversed(graph) if isinstance(graph, list) else [graph])


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


def text_of(value: Any) -> str | None:
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
    for _ in range(_MOST_NODES):
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


def marked_articles(nodes: tuple[Node, ...]) -> list[Node]:
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


@once
def metas(page: Page) -> dict[str, list[str]]:
    """The page's meta elements: `property`, `name`, `itemprop` or `http-equiv` in lower case -> contents.

    Those of microdata only where they stand in the head: in the body they speak of the item around them.
    """
    found: dict[str, list[str]] = {}
    for element in page.tree.iter("meta") if page.tree is not None else ():
        content = " ".join((element.get("content") or "").split())
        if content:
            parent = element.getparent()
            in_head = parent is not None and parent.tag == "head"
            for attribute in ("property", "name", "http-equiv", *(["itemprop"] if in_head else [])):
                for key in (element.get(attribute) or "").lower().split():
                    found.setdefault(key, []).append(content)
    return found
