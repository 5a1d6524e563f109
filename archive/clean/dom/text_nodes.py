"""The text nodes of a tree in document order, and which stand before, in and after an element."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from lxml import etree
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
        nodes, spans = self.nodes, self._spans
        open_elements: list[tuple[int, bool]] = []  # how many nodes stand before each, whether it is silent
        silent = False
        for event, element in etree.iterwalk(root, events=("start", "end", "comment", "pi")):
            if event == "start":
                silent = element.tag in _SILENT
                open_elements.append((len(nodes), silent))
                if (text := element.text) and not silent and not text.isspace():
                    nodes.append(TextNode(text, element, False))
            else:
                if event == "end":
                    spans[element] = (open_elements.pop()[0], len(nodes))
                silent = not open_elements or open_elements[-1][1]  # nothing is read after the root
                if (tail := element.tail) and not silent and not tail.isspace():
                    nodes.append(TextNode(tail, element, True))

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
