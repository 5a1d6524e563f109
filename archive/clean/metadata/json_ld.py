"""JSON-LD scripts of a page, read leniently into nodes."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator
from typing import Any

from lxml import etree
from lxml.html import HtmlElement

from archive.clean.metadata.extruct_readers import JsonLdExtractor
from archive.clean.metadata.nodes import MAX_NODES, Node

# What old pages put round a script so that older browsers would not show it.
_WRAPPING = re.compile(r"^\s*(?://)?\s*(?:<!\[CDATA\[|<!--)|(?://)?\s*(?:\]\]>|-->)\s*$|<!\[CDATA\[|\]\]>")


def json_ld(tree: HtmlElement | None) -> tuple[Node, ...]:
    """The JSON-LD nodes of a tree, `@graph` and lists flattened. A broken script loses only itself."""
    nodes: list[Node] = []
    for script in tree.iter("script") if tree is not None else ():
        if "ld+json" in (script.get("type") or "").lower():
            nodes.extend(_flatten(_script_items(script.text or "")))
    return tuple(nodes[:MAX_NODES])


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
