"""Read the JSON-LD scripts of a page into nodes. What is malformed is repaired where that is possible."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from typing import Any

from archive.clean.dom.elements import Elements
from archive.clean.metadata.nodes import MAX_NODES, Node
from archive.html.parse_html import without_bad_escapes, xml_text

# The comments and CDATA marks that old pages put around a script to hide it from old browsers.
_WRAPPING = re.compile(r"^\s*(?://)?\s*(?:<!\[CDATA\[|<!--)|(?://)?\s*(?:\]\]>|-->)\s*$|<!\[CDATA\[|\]\]>")
_LONGEST_REPAIRED = 200_000  # characters; a repair takes about 7 µs for each


def json_ld(elements: Elements, _: str = "") -> tuple[Node, ...]:
    """The JSON-LD nodes of a page, `@graph` and lists flattened; of a malformed script what can be read."""
    scripts = elements.tree.iter("script") if elements.tree is not None else ()
    own = (script for script in scripts if "ld+json" in (script.get("type") or "").lower())
    nodes = [node for script in own for node in _flatten(_parse(script.text or ""))]
    return tuple(nodes[:MAX_NODES])


def _parse(text: str) -> Any:
    """The value of a script; None for no JSON at all."""
    text = xml_text(without_bad_escapes(text))
    if "<!" in text or "]]>" in text or "-->" in text:
        text = _WRAPPING.sub("", text)
    text = text.strip(" ;\r\n\t")
    before, escaped, _ = text.partition("&quot;")
    if escaped and '"' not in before:  # the whole script was escaped as if it were text
        text = html.unescape(text)
    try:
        return json.loads(text, strict=False)
    except (ValueError, RecursionError):
        return _repair(text) if len(text) <= _LONGEST_REPAIRED else None


def _repair(text: str) -> Any:
    """The value of malformed JSON: unescaped quotes, missing or surplus commas, comments, JavaScript."""
    import json_repair  # noqa: PLC0415  # few pages need it

    try:
        return json_repair.repair_json(text, return_objects=True, skip_json_loads=True)
    except (ValueError, RecursionError, TypeError, AttributeError, IndexError, KeyError):
        return None


def _flatten(value: Any) -> Iterator[Node]:
    stack = [value]
    while stack:
        item = stack.pop()
        if isinstance(item, list):
            stack.extend(reversed(item))
        elif isinstance(item, dict):
            if item.keys() - {"@context", "@graph"}:
                yield item
            stack.append(item.get("@graph"))
