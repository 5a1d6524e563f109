"""The text of elements as it is rendered, in document order."""

from __future__ import annotations

from collections.abc import Callable
from itertools import islice
from typing import cast

from lxml import etree
from lxml.html import HtmlElement

HIDDEN_TAGS = frozenset({"script", "style", "noscript", "template", "select", "textarea", "iframe", "svg"})
_BREAKS = frozenset((
    "br", "p", "div", "li", "td", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "section",
))  # fmt: skip
_MOST_EVENTS = 600
_TEXTS = etree.XPath("descendant::text()[not(parent::script or parent::style)]")
_PLAIN_TEXTS = etree.XPath(_TEXTS.path, smart_strings=False)


def element_text(element: HtmlElement) -> str:
    """The text of an element, white space folded, a space at each line break.

    Of an element with more than `_MOST_EVENTS` start and end tags, only the beginning.
    """
    parts: list[str] = []
    if not isinstance(element.tag, str):
        return ""
    for event, node in islice(
        etree.iterwalk(element, events=("start", "end", "comment", "pi")), _MOST_EVENTS
    ):
        if node.tag in _BREAKS:
            parts.append(" ")
        if event == "start" and node.tag not in HIDDEN_TAGS:
            parts.append(node.text or "")
        elif event != "start" and node is not element:
            parts.append(node.tail or "")
    return " ".join("".join(parts).split())


def text_nodes(path: etree.XPath, anchor: HtmlElement) -> list[etree._ElementUnicodeResult]:
    """The text nodes that an XPath finds from an element; each knows its parent."""
    result = path(anchor)
    return (
        [text for text in result if isinstance(text, etree._ElementUnicodeResult)]
        if isinstance(result, list)
        else []
    )


def text_nodes_where(
    root: HtmlElement, is_wanted: Callable[[str], bool]
) -> list[etree._ElementUnicodeResult]:
    """The text nodes below an element that `is_wanted` accepts; each knows its parent.

    lxml's strings that know their parent are slow, so plain strings are tested first.
    """
    plain = cast("list[str]", _PLAIN_TEXTS(root))
    indexes = [index for index, text in enumerate(plain) if is_wanted(text)]
    nodes = text_nodes(_TEXTS, root) if indexes else []
    return [nodes[index] for index in indexes]
