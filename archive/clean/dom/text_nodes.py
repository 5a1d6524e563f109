"""The text nodes of a tree in document order, and which stand before, in and after an element."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from lxml.html import HtmlElement

_SILENT = frozenset(("script", "style", "noscript", "title"))


class TextNode(NamedTuple):
    """A run of text that is not blank.

    Attributes:
        text: as in the source.
        element: that it stands in; for a tail, that it follows.
        is_tail: whether it follows the element.
    """

    text: str
    element: HtmlElement
    is_tail: bool

    @property
    def parent(self) -> HtmlElement | None:
        """The element that the text stands in; None for what follows the root."""
        return self.element.getparent() if self.is_tail else self.element


class TextNodes:
    """The text nodes of a tree but those of scripts, styles and titles.

    Attributes:
        nodes: in document order.
    """

    def __init__(self, root: HtmlElement) -> None:
        self.nodes: list[TextNode] = []
        self._spans: dict[HtmlElement, tuple[int, int]] = {}
        starts: list[int] = []
        stack: list[tuple[HtmlElement, Iterator[HtmlElement]]] = []
        self._open(root, starts)
        stack.append((root, iter(root)))
        while stack:
            element, children = stack[-1]
            child = next(children, None)
            if child is not None:
                self._open(child, starts)
                stack.append((child, iter(child)))
                continue
            stack.pop()
            self._spans[element] = (starts.pop(), len(self.nodes))
            if stack and (tail := element.tail) and not tail.isspace() and stack[-1][0].tag not in _SILENT:
                self.nodes.append(TextNode(tail, element, is_tail=True))

    def _open(self, element: HtmlElement, starts: list[int]) -> None:
        starts.append(len(self.nodes))
        text = element.text
        if text and not text.isspace() and element.tag not in _SILENT and isinstance(element.tag, str):
            self.nodes.append(TextNode(text, element, is_tail=False))

    def before(self, element: HtmlElement, most: int) -> Sequence[TextNode]:
        """The last nodes before an element."""
        start = self._spans[element][0]
        return self.nodes[max(0, start - most) : start]

    def inside(self, element: HtmlElement, most: int) -> Sequence[TextNode]:
        """The first nodes in an element."""
        start, end = self._spans[element]
        return self.nodes[start : min(end, start + most)]

    def after(self, element: HtmlElement, most: int) -> Sequence[TextNode]:
        """The first nodes after an element."""
        end = self._spans[element][1]
        return self.nodes[end : end + most]

    def where(self, is_wanted: Callable[[str], bool]) -> Iterator[TextNode]:
        """The nodes whose text is wanted."""
        return (node for node in self.nodes if is_wanted(node.text))
