"""What a page says of itself for machines: JSON-LD, meta elements, microdata."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from extruct.jsonld import JsonLdExtractor
from lxml import etree
from lxml.html import HtmlElement

Node = dict[str, Any]

_JSON_LD = etree.XPath(
    "descendant-or-self::script[contains(translate(@type, 'LDJSON', 'ldjson'), 'ld+json')]"
)
_MOST_NODES = 2000


def json_ld(tree: HtmlElement | None) -> tuple[Node, ...]:
    """The JSON-LD nodes of a tree, `@graph` and lists flattened. A broken script loses only itself."""
    if tree is None:
        return ()
    nodes: list[Node] = []
    for script in _JSON_LD(tree):
        nodes.extend(_flatten(_script_items(script)))
    return tuple(nodes[:_MOST_NODES])


def _script_items(script: HtmlElement) -> list[Any]:
    clean = etree.Element("script", type="application/ld+json")
    try:
        clean.text = (script.text or "").replace("<![CDATA[", "").replace("]]>", "").strip().rstrip(";")
        return list(JsonLdExtractor().extract_items(clean))
    except (ValueError, RecursionError, TypeError, AttributeError, IndexError):
        return []


def _flatten(items: list[Any]) -> Iterator[Node]:
    queue = list(items)
    while queue:
        item = queue.pop(0)
        if isinstance(item, list):
            queue[:0] = item
        elif isinstance(item, dict):
            if set(item) - {"@context", "@graph"}:
                yield item
            graph = item.get("@graph")
            queue[:0] = graph if isinstance(graph, list) else [graph]


def types(node: Any) -> frozenset[str]:
    """The schema.org types of a node, without their prefix or address."""
    found = node.get("@type") if isinstance(node, dict) else None
    names = found if isinstance(found, list) else [found]
    return frozenset(name.rsplit("/", 1)[-1].rsplit(":", 1)[-1] for name in names if isinstance(name, str))


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
    return [resolve(item, nodes) for item in items if item not in (None, "", {})]


def walk(nodes: tuple[Node, ...]) -> Iterator[Node]:
    """Every node at any depth, outer before inner, each nested object once."""
    queue: list[Any] = list(nodes)
    seen = 0
    while queue and seen < _MOST_NODES:
        item = queue.pop(0)
        if isinstance(item, dict):
            seen += 1
            yield item
            queue.extend(value for value in item.values() if isinstance(value, dict | list))
        elif isinstance(item, list):
            queue.extend(item)
