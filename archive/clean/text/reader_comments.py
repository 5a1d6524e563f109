"""What microdata call a reader's comment is not the author's text, whatever it reads like."""

from __future__ import annotations

from archive.clean.comments.names import is_typed_comment, properties
from archive.clean.dom.blocks import Block, Box
from archive.clean.page.page import Page


def comment_blocks(page: Page) -> set[Block]:
    """The blocks in elements that are comments by their type or as a property of what is around them.

    None where these hold most of the page's prose: on a forum's page they are the text.
    """
    if not (page.attributed("itemprop") or page.attributed("itemtype")):
        return set()
    boxes = page.boxes
    inside = bytearray(len(boxes))
    prose = 0
    for box in boxes:
        if not inside[box.index] and _is_comment(box):
            inside[box.index : box.end] = b"\1" * (box.end - box.index)
            prose += box.prose
    if not boxes or 2 * prose > boxes[0].prose:
        return set()
    return {block for block in page.blocks if inside[block.box.index]}


def _is_comment(box: Box) -> bool:
    return is_typed_comment(box.element) or "comment" in properties(box.element)
