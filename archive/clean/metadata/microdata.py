"""Read microdata into the shape of JSON-LD nodes, as pages mean them: a link's text is its name."""

from __future__ import annotations

from typing import Any

from lxml.html import HtmlElement

from archive.clean.dom.beside import UNDESCRIBED
from archive.clean.dom.element_text import element_text
from archive.clean.dom.elements import Elements
from archive.clean.metadata.nodes import MAX_NODES, Node
from archive.clean.vocabulary import word_set
from archive.urls import join_url

_PROSE = word_set("schema", "prose")  # skipped: rendering it takes most of the time
_URLS = word_set("schema", "urls")
_ATTRIBUTES = {
    "time": ("datetime", "value", "content"), "data": ("value", "content"), "meter": ("value", "content"),
    "abbr": ("content", "title"), "object": ("content", "data"),
}  # fmt: skip
# Of data-vocabulary.org, which schema.org replaced.
_OLD_NAMES = {"itemreviewed": "itemReviewed", "dtreviewed": "datePublished", "reviewer": "author"}
_LONGEST_NAME = 300  # characters of an item without properties; its text becomes its name
_DEEPEST = 12


def microdata(elements: Elements, url: str) -> tuple[Node, ...]:
    """The top-level items of a page as nodes, at most `MAX_NODES`; () for one that marks no property.

    The first is the page itself; it gets the properties that stand outside of any item.
    """
    tree = elements.tree
    if tree is None or not elements.attributed("itemprop"):
        return ()
    page: Node = {"@type": tree.get("itemtype") or "WebPage"}
    nodes, depths = {tree: page}, {tree: 0}
    top = [page]
    for element in elements.with_any("itemscope", "itemprop"):
        if element is tree:
            continue
        outer = next(box for box in element.iterancestors() if box in nodes)
        given = (element.get("itemprop") or "").split()
        names = [_OLD_NAMES.get(name, name) for name in given if name[0] != "@"]
        if element.get("itemscope") is None:
            if outer is tree and elements.around(element.getparent()) & UNDESCRIBED:
                continue
            value: Any = _value(element, frozenset(names), url)
        elif depths[outer] >= _DEEPEST:
            continue
        else:
            value = nodes[element] = {"@type": (element.get("itemtype") or "").split()}
            depths[element] = depths[outer] + 1
            if sorts := elements.around(element.getparent()) & UNDESCRIBED:
                value["@foreign"] = f"in {', '.join(sorted(sorts))}"
            if not names:
                top.append(value)
                if element.find(".//h1") is not None:
                    value["@has_h1"] = True
        for name in names:
            nodes[outer].setdefault(name, []).append(value)
    for element, node in nodes.items():
        _complete(node, element)
    return tuple(top[:MAX_NODES])


def _complete(node: Node, element: HtmlElement) -> None:
    """Take single values out of their lists; name an item without properties by its text."""
    properties = {name: values for name, values in node.items() if name[0] != "@"}
    node.update((name, values[0]) for name, values in properties.items() if len(values) == 1)
    text = "" if properties or element.tag == "html" else element_text(element)
    if 0 < len(text) <= _LONGEST_NAME:
        node["name"] = text


def _value(element: HtmlElement, names: frozenset[str], url: str) -> Any:
    """The value that an element gives these properties."""
    if names & _PROSE:
        return ""
    tag, link = element.tag, element.get("href") or element.get("src")
    if tag in ("a", "link", "area") and not names & _URLS:
        text = element.get("content") or element_text(element)
        return {"@id": link, "name": text} if text else link
    for attribute in _ATTRIBUTES.get(tag, ("content",)):
        if printed := element.get(attribute):
            return printed
    return element_text(element) if link is None or tag == "meta" else join_url(url, link)
