"""What microdata call a reader's comment is not the author's text, whatever it reads like."""

from __future__ import annotations

from lxml.html import HtmlElement

from archive.clean.comments.names import is_typed_comment, properties
from archive.clean.dom.blocks import Block
from archive.clean.page.page import Page


def comment_blocks(page: Page) -> set[Block]:
    """The blocks in elements that are comments by their type or as a property of what is around them.

    None where these hold most of the page's prose: on a forum's page they are the text.
    """
    marked = {element for name in ("itemprop", "itemtype") for element, _ in page.attributed(name)}
    if not marked:
        return set()
    boxes = page.boxes
    inside = bytearray(len(boxes))
    prose = 0
    for box in boxes:
        if box.element in marked and not inside[box.index] and _is_comment(box.element):
            inside[box.index : box.end] = b"\1" * (box.end - box.index)
            prose += box.prose
    if not boxes or 2 * prose > boxes[0].prose:
        return set()
    return {block for block in page.blocks if inside[block.box.index]}


def _is_comment(element: HtmlElement) -> bool:
    return is_typed_comment(element) or "comment" in properties(element)
