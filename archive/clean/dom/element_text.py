"""The text of elements as it is rendered, in document order."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from lxml import etree
from lxml.html import HtmlElement

from archive.clean.dom.tags import BLOCK_TAGS, UNREAD_TAGS

_HIDDEN = UNREAD_TAGS | {"svg"}
_BREAKS = BLOCK_TAGS | {"br"}
_MOST_EVENTS = 600


def element_text(element: HtmlElement) -> str:
    """The text of an element, white space folded, a space at each line break.

    Of an element with more than `_MOST_EVENTS` start and end tags, only the beginning.
    """
    return " ".join("".join(_texts(element)).split())


def short_element_text(element: HtmlElement, longest: int) -> str:
    """The same where it has no more characters than `longest`; "" for a longer one, which is not read on."""
    texts: list[str] = []
    size = 0  # without white space
    for text in _texts(element):
        texts.append(text)
        size += len("".join(text.split()))
        if size > longest:
            return ""
    folded = " ".join("".join(texts).split())
    return folded if len(folded) <= longest else ""


def _texts(element: HtmlElement) -> Iterator[str]:
    """The texts of an element as in the source, those of hidden elements left out."""
    if not isinstance(element.tag, str):
        return
    if not len(element):  # as most are
        if element.tag not in _HIDDEN:
            yield element.text or ""
        return
    for event, node in islice(
        etree.iterwalk(element, events=("start", "end", "comment", "pi")), _MOST_EVENTS
    ):
        if node.tag in _BREAKS:
            yield " "
        if event == "start" and node.tag not in _HIDDEN:
            yield node.text or ""
        elif event != "start" and node is not element:
            yield node.tail or ""
