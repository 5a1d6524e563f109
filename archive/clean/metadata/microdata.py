"""Read microdata with extruct into the shape of JSON-LD nodes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from lxml import etree
from lxml.html import HtmlElement

from archive.clean.dom.ownership import foreign_container
from archive.clean.metadata.extruct_readers import MicrodataExtractor
from archive.clean.metadata.nodes import MAX_NODES, Node

# Properties of running text, which is no fact. Skipped: rendering them takes most of the time.
_PROSE = frozenset(("articleBody", "reviewBody", "text", "description", "mainContentOfPage", "commentText"))

# Properties whose value is a URL, so that a link's `href` is the value and not its text.
_URLS = frozenset((
    "url", "sameAs", "image", "logo", "thumbnailUrl", "contentUrl", "discussionUrl", "mainEntityOfPage",
    "embedUrl", "license", "item", "significantLink", "relatedLink",
))  # fmt: skip

_LONGEST_NAME = 300  # characters of an item without properties; its text becomes its name
_DEEPEST = 12
_MANY_ITEMS = 300


def microdata(tree: HtmlElement, url: str) -> tuple[Node, ...]:
    """The top-level items of a tree as nodes, at most `MAX_NODES`.

    The first is the page itself; it gets the properties that stand outside of any item.
    """
    try:
        items = _Extractor(add_html_node=True).extract_items(tree, url)
    except (ValueError, RecursionError, TypeError, AttributeError, KeyError):
        return ()
    return tuple(_node(item, 0) for item in items[:MAX_NODES])


class _Extractor(MicrodataExtractor):  # type: ignore[misc]
    """Reads values as pages mean them, where the standard would give a link's URL or nothing."""

    _xp_item = etree.XPath("descendant-or-self::*[@itemscope or self::html]")

    def _extract_properties(self, node: HtmlElement, **kwargs: Any) -> Iterator[tuple[str, Any]]:
        scoped = node.get("itemscope") is not None
        many = len(kwargs["itemids"]) > _MANY_ITEMS
        for element in _own_properties(node) if many else self._xp_prop(node):
            if scoped or not foreign_container(element):
                yield from self._extract_property(element, **kwargs)

    def _extract_property_value(self, node: HtmlElement, force: bool = False, **kwargs: Any) -> Any:
        names = set((node.get("itemprop") or "").split())
        if not force and node.get("itemscope") is None:
            if names & _PROSE:
                return ""
            if node.tag in ("a", "link") and not names & _URLS:
                text = node.get("content") or self._extract_textContent(node)
                return {"@id": node.get("href"), "name": text} if text else node.get("href")
            if node.tag in ("time", "data", "meter"):
                value = node.get("datetime") or node.get("value") or node.get("content")
                return value or self._extract_textContent(node)
            if node.tag == "abbr" and node.get("title") and not node.get("content"):
                return node.get("title")
        try:
            return super()._extract_property_value(node, force=force, **kwargs)
        except ValueError:  # a malformed URL
            return ""

    def _extract_textContent(self, node: HtmlElement) -> str:
        return " ".join("".join(self._xp_clean_text(node)).split())


def _own_properties(node: HtmlElement) -> Iterator[HtmlElement]:
    """What extruct's XPath for properties selects, in time that is linear in the page and not its square."""
    waiting = list(reversed(node))
    while waiting:
        element = waiting.pop()
        if element.get("itemprop") is not None:
            yield element
        if element.get("itemscope") is None:
            waiting.extend(reversed(element))


def _node(item: Any, depth: int) -> Any:
    if isinstance(item, list):
        return [_node(member, depth) for member in item]
    if not isinstance(item, dict) or "htmlNode" not in item or depth > _DEEPEST:
        return item
    element = item["htmlNode"]
    node: Node = {key: _node(value, depth + 1) for key, value in item.get("properties", {}).items()}
    if isinstance(value := item.get("value"), str) and 0 < len(value) <= _LONGEST_NAME:
        node["name"] = value
    page_type = "WebPage" if element.tag == "html" and not item.get("type") else None
    node["@type"] = item.get("type") or page_type or []
    if container := foreign_container(element):
        node["@foreign"] = container
    if depth == 0 and element.tag != "html" and element.find(".//h1") is not None:
        node["@has_h1"] = True
    return node
