"""The text of elements as it is rendered, in document order."""

from __future__ import annotations

from itertools import islice

from lxml import etree
from lxml.html import HtmlElement

HIDDEN_TAGS = frozenset({"script", "style", "noscript", "template", "select", "textarea", "iframe", "svg"})
_BREAKS = frozenset((
    "br", "p", "div", "li", "td", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "section",
))  # fmt: skip
_MOST_EVENTS = 600


def element_text(element: HtmlElement) -> str:
    """The text of an element, white space folded, a space at each line break.

    Of an element with more than `_MOST_EVENTS` start and end tags, only the beginning.
    """
    parts: list[str] = []
    if not isinstance(element.tag, str):
        return ""
    if not len(element):  # as most are
        return "" if element.tag in HIDDEN_TAGS else " ".join((element.text or "").split())
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
