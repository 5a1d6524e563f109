"""Read the JSON-LD scripts of a page into nodes, tolerating what is malformed."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator
from typing import Any

from lxml import etree
from lxml.html import HtmlElement

from archive.clean.metadata.extruct_readers import JsonLdExtractor
from archive.clean.metadata.nodes import MAX_NODES, Node
from archive.parse_html import without_bad_escapes, xml_text

# The comments and CDATA marks that old pages put around a script to hide it from old browsers.
_WRAPPING = re.compile(r"^\s*(?://)?\s*(?:<!\[CDATA\[|<!--)|(?://)?\s*(?:\]\]>|-->)\s*$|<!\[CDATA\[|\]\]>")


def json_ld(tree: HtmlElement | None) -> tuple[Node, ...]:
    """The JSON-LD nodes of a tree, `@graph` and lists flattened.

    Scripts that cannot be parsed are skipped.
    """
    nodes: list[Node] = []
    for script in tree.iter("script") if tree is not None else ():
        if "ld+json" in (script.get("type") or "").lower():
            nodes.extend(_flatten(_script_items(without_bad_escapes(script.text or ""))))
    return tuple(nodes[:MAX_NODES])


def _script_items(text: str) -> list[Any]:
    script = etree.Element("script", type="application/ld+json")
    try:
        script.text = xml_text(_WRAPPING.sub("", text)).rstrip(" ;\n")
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
