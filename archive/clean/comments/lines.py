"""The text of an element as lines."""

from __future__ import annotations

from collections.abc import Callable

from lxml import etree
from lxml.html import HtmlElement

from archive.clean.dom.tags import BLOCK_TAGS, UNREAD_TAGS

_LONGEST = 20_000  # characters of a comment


def lines_of(element: HtmlElement, is_left_out: Callable[[HtmlElement], bool]) -> str:
    """The text of an element, one line for each paragraph, without the elements that are left out.

    A very long text is cut.
    """
    parts, length = [_folded(element.text)], 0
    walk = etree.iterwalk(element, events=("start", "end", "comment", "pi"))
    for event, node in walk:
        if node is element:
            continue
        parts.append("\n" if node.tag in BLOCK_TAGS or node.tag == "br" else "")
        if event != "start":
            parts.append(_folded(node.tail))
        elif node.tag in UNREAD_TAGS or is_left_out(node):
            parts.append(" ")
            walk.skip_subtree()
        else:
            parts.append(_folded(node.text))
        length += len(parts[-1])
        if length > _LONGEST:
            break
    lines = (" ".join(line.split()) for line in "".join(parts).split("\n"))
    return "\n".join(filter(None, lines))[:_LONGEST]


def _folded(text: str | None) -> str:
    """A text without line breaks: those of the source are no lines of the page."""
    return text.replace("\n", " ").replace("\r", " ") if text else ""
