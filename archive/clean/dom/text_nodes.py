"""The text nodes of a tree in document order: those before, in and after an element."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import islice
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

    Few are asked for, so each question walks from where it begins and no further than it must.
    """

    def __init__(self, root: HtmlElement) -> None:
        self._root = root

    def before(self, element: HtmlElement, most: int) -> list[TextNode]:
        """The last nodes before an element."""
        return list(islice(self._backwards(element), most))[::-1]

    def inside(self, element: HtmlElement, most: int) -> list[TextNode]:
        """The first nodes in an element."""
        return list(islice(_inside(element), most))

    def after(self, element: HtmlElement, most: int) -> list[TextNode]:
        """The first nodes after an element."""
        return list(islice(self._forwards(element), most))

    def where(self, is_wanted: Callable[[str], bool]) -> Iterator[TextNode]:
        """The nodes whose text is wanted."""
        return (node for node in _inside(self._root) if is_wanted(node.text))

    def _forwards(self, element: HtmlElement) -> Iterator[TextNode]:
        for outer in self._path(element):
            yield from _tail(outer)
            for sibling in outer.itersiblings():
                yield from _inside(sibling)
                yield from _tail(sibling)

    def _backwards(self, element: HtmlElement) -> Iterator[TextNode]:
        for outer in self._path(element):
            for sibling in outer.itersiblings(preceding=True):
                yield from _tail(sibling)
                yield from reversed(list(_inside(sibling)))
            yield from _text(outer.getparent())

    def _path(self, element: HtmlElement) -> Iterator[HtmlElement]:
        """An element and those around it, but the root."""
        while element is not self._root:
            yield element
            element = element.getparent()


def _inside(element: HtmlElement) -> Iterator[TextNode]:
    for event, inner in etree.iterwalk(element, events=("start", "end", "comment", "pi")):
        if event == "start":
            yield from _text(inner)
        elif inner is not element:
            yield from _tail(inner)


def _text(element: HtmlElement) -> tuple[TextNode, ...]:
    text = element.text
    if not text or text.isspace() or element.tag in _SILENT:
        return ()
    return (TextNode(text, element, False),)


def _tail(element: HtmlElement) -> tuple[TextNode, ...]:
    text = element.tail
    if not text or text.isspace() or element.getparent().tag in _SILENT:
        return ()
    return (TextNode(text, element, True),)
