"""RDFa in schema.org's vocabulary as extruct (pyRdfa and rdflib) reads it, in the shape of JSON-LD nodes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from copy import deepcopy
from typing import Any
from urllib.parse import urljoin

from lxml import etree
from lxml.html import HtmlElement

from archive.clean.belonging import others_box
from archive.clean.structured import Node

# Breadcrumbs and images are what most pages mark; building a graph is dear, so only for what says more.
_TELLING = re.compile(
    r"""\stypeof\s*=\s*["']?[^"'>]*\b(?:schema:|https?://schema\.org/)?(?:\w*Article|\w*Posting|\w*Review|Rating"""
    r"""|CreativeWork|Movie|TV\w+|Book|VideoGame|Music\w+|Play)\b""",
)
_SCHEMA = re.compile(r"https?://schema\.org/")
_NAMELESS = "urn:x-place:"
_DEEPEST = 12


def says_rdfa(html: str) -> bool:
    """Whether a page marks more than breadcrumbs with schema.org's words. Fast."""
    return (
        ("typeof=" in html or "typeof =" in html) and "schema" in html and _TELLING.search(html) is not None
    )


def rdfa(tree: HtmlElement, url: str) -> tuple[Node, ...]:
    """The top-level nodes of a tree's own part; () where the graph cannot be built."""
    # rdflib takes as long to import as a hundred pages without RDFa to clean.
    from extruct.rdfa import RDFaExtractor  # noqa: PLC0415
    from extruct.utils import parse_xmldom_html  # noqa: PLC0415

    own = _own_part(tree)
    try:
        order = {urljoin(url, name): place for place, name in enumerate(_named(own))}
        source = etree.tostring(own, encoding="unicode", method="html")
        found = RDFaExtractor().extract_items(parse_xmldom_html(source, "utf-8"), base_url=url)
    except Exception:  # pyRdfa and rdflib raise whatever the page's slips lead to
        return ()
    items = sorted(found, key=lambda item: order.get(str(item.get("@id")), len(order)))
    nodes = [node for item in items if (node := _node(item, order, source))]
    return tuple(_trees(nodes))


def _own_part(tree: HtmlElement) -> HtmlElement:
    """A copy without what is not the article's, as a graph does not tell where its nodes stood."""
    own = deepcopy(tree)
    for element in own.xpath("//script | //style | //svg | //*[@typeof]"):
        if element.get("typeof") is None or others_box(element):
            element.drop_tree()
    for element in own.iter("time"):
        if element.get("datetime") and not element.get("content"):  # pyRdfa knows of no <time>
            element.set("content", element.get("datetime"))
    return own


def _named(own: HtmlElement) -> list[str]:
    """The names of the nodes in the order of the page, which a graph forgets; the nameless are given one."""
    for place, element in enumerate(own.xpath("//*[@typeof]")):
        if not any(element.get(name) for name in ("resource", "about", "href", "src")):
            element.set("resource", f"{_NAMELESS}{place}")
    places = own.xpath("//*[@typeof or @property or @rel]")
    keys = ("resource", "about", "href", "src")
    return list(dict.fromkeys(name for one in places for key in keys if (name := one.get(key))))


def _node(item: dict[str, Any], order: Mapping[str, int], source: str) -> Node | None:
    """An item of expanded JSON-LD with schema.org's names short; None where it has none of these."""
    node: Node = {}
    for key, value in item.items():
        if _SCHEMA.match(key):
            values = [one.get("@value", one) for one in value]
            node[_SCHEMA.sub("", key)] = sorted(values, key=lambda one: _place(one, order, source))
    if not node:
        return None
    node["@type"] = [_SCHEMA.sub("", name) for name in item.get("@type", ()) if _SCHEMA.match(name)]
    return node | ({"@id": item["@id"]} if "@id" in item else {})


def _place(value: Any, order: Mapping[str, int], source: str) -> tuple[int, str]:
    """Where a value stands on the page, to sort by."""
    if isinstance(value, dict):
        return order.get(str(value.get("@id")), len(order)), str(value)
    return source.find(str(value)), str(value)


def _trees(nodes: list[Node]) -> list[Node]:
    """The nodes that no other holds, with those they hold put into them."""
    by_id = {node["@id"]: node for node in nodes if "@id" in node}
    held: set[str] = set()

    def filled(node: Node, above: tuple[str, ...]) -> Node:
        full: Node = {}
        for key, value in node.items():
            full[key] = [put(one, above) for one in value] if isinstance(value, list) else value
        return full

    def put(value: Any, above: tuple[str, ...]) -> Any:
        name = str(value["@id"]) if isinstance(value, dict) and set(value) == {"@id"} else ""
        if name in by_id and name not in above and len(above) < _DEEPEST:
            held.add(name)
            return _anonymous(filled(by_id[name], (*above, name)))
        return name or value

    trees = [(str(node.get("@id")), filled(node, (str(node.get("@id")),))) for node in nodes]
    return [_anonymous(tree) for name, tree in trees if name not in held]


def _anonymous(node: Node) -> Node:
    """A node without a name that only we gave it."""
    named = not str(node.get("@id", _NAMELESS)).startswith((_NAMELESS, "_:"))
    return node if named else {key: value for key, value in node.items() if key != "@id"}
