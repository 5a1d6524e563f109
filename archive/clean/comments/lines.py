"""The text of an element as lines."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from lxml.html import HtmlElement

from archive.clean.dom.tags import BLOCK_TAGS, UNREAD_TAGS

_LONGEST = 20_000  # characters of a comment


def lines_of(element: HtmlElement, is_left_out: Callable[[HtmlElement], bool]) -> str:
    """The text of an element, one line for each paragraph, without the elements that are left out.

    It keeps its own stack, because broken markup nests thousands of elements. A very long text is cut.
    """
    parts = [_folded(element.text)]
    length = 0
    open_elements: list[tuple[HtmlElement, Iterator[HtmlElement]]] = [(element, iter(element))]
    while open_elements and length < _LONGEST:
        parent, children = open_elements[-1]
        child = next(children, None)
        if child is None:
            open_elements.pop()
            if open_elements:
                parts.append(_break(parent) + _folded(parent.tail))
        elif not isinstance(child.tag, str) or child.tag in UNREAD_TAGS or is_left_out(child):
            parts.append((_break(child) or " ") + _folded(child.tail))
        else:
            parts.append(_break(child) + _folded(child.text))
            open_elements.append((child, iter(child)))
        length += len(parts[-1])
    lines = (" ".join(line.split()) for line in "".join(parts).split("\n"))
    return "\n".join(filter(None, lines))[:_LONGEST]


def _folded(text: str | None) -> str:
    """A text without line breaks: those of the source are no lines of the page."""
    return text.replace("\n", " ").replace("\r", " ") if text else ""


def _break(element: HtmlElement) -> str:
    return "\n" if element.tag in BLOCK_TAGS or element.tag == "br" else ""
