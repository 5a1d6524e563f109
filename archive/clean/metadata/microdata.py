"""Microdata as extruct reads it, in the shape of JSON-LD nodes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from lxml import etree
from lxml.html import HtmlElement

from archive.clean.dom.ownership import others_box
from archive.clean.metadata.extruct_readers import MicrodataExtractor
from archive.clean.metadata.nodes import Node

# What is long and no fact. Rendering it is most of the time that microdata takes.
_PROSE = frozenset(("articleBody", "reviewBody", "text", "description", "mainContentOfPage", "commentText"))

_ADDRESSES = frozenset((
    "url", "sameAs", "image", "logo", "thumbnailUrl", "contentUrl", "discussionUrl", "mainEntityOfPage",
    "embedUrl", "license", "item", "significantLink", "relatedLink",
))  # fmt: skip

_LONGEST = 300  # characters of an item that is nothing but its words

_DEEPEST = 12


def microdata(tree: HtmlElement, url: str) -> tuple[Node, ...]:
    """The top-level items of a tree, the page itself first: what is marked outside of any item is its own."""
    try:
        items = _Extractor(add_html_node=True).extract_items(tree, url)
    except (ValueError, RecursionError, TypeError, AttributeError, KeyError):
        return ()
    return tuple(_node(item, 0) for item in items)


class _Extractor(MicrodataExtractor):  # type: ignore[misc]
    """Reads what pages mean where the standard gives an address or nothing for it."""

    _xp_item = etree.XPath("descendant-or-self::*[@itemscope or self::html]")

    def _extract_properties(self, node: HtmlElement, **found: Any) -> Iterator[tuple[str, Any]]:
        scoped = node.get("itemscope") is not None
        for element in self._xp_prop(node):
            if scoped or not others_box(element):
                yield from self._extract_property(element, **found)

    def _extract_property_value(self, node: HtmlElement, force: bool = False, **found: Any) -> Any:
        names = set((node.get("itemprop") or "").split())
        if not force and node.get("itemscope") is None:
            if names & _PROSE:
                return ""
            if node.tag in ("a", "link") and not names & _ADDRESSES:
                text = node.get("content") or self._extract_textContent(node)
                return {"@id": node.get("href"), "name": text} if text else node.get("href")
            if node.tag in ("time", "data", "meter"):
                stated = node.get("datetime") or node.get("value") or node.get("content")
                return stated or self._extract_textContent(node)
            if node.tag == "abbr" and node.get("title") and not node.get("content"):
                return node.get("title")
        try:
            return super()._extract_property_value(node, force=force, **found)
        except ValueError:  # an address that is none
            return ""

    def _extract_textContent(self, node: HtmlElement) -> str:
        return " ".join("".join(self._xp_clean_text(node)).split())


def _node(item: Any, depth: int) -> Any:
    if isinstance(item, list):
        return [_node(one, depth) for one in item]
    if not isinstance(item, dict) or "htmlNode" not in item or depth > _DEEPEST:
        return item
    element = item["htmlNode"]
    node: Node = {key: _node(value, depth + 1) for key, value in item.get("properties", {}).items()}
    if isinstance(value := item.get("value"), str) and 0 < len(value) <= _LONGEST:
        node["name"] = value
    page = "WebPage" if element.tag == "html" and not item.get("type") else None
    node["@type"] = item.get("type") or page or []
    if whose := others_box(element):
        node["@whose"] = whose
    if depth == 0 and element.tag != "html" and element.find(".//h1") is not None:
        node["@headed"] = True
    return node
