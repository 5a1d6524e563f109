"""What microdata call a reader's comment is not the author's text, whatever it reads like."""

from __future__ import annotations

from collections.abc import Sequence

from archive.clean.comments.names import is_typed_comment, properties
from archive.clean.dom.blocks import Block, Box


def comment_blocks(blocks: Sequence[Block], boxes: Sequence[Box]) -> set[Block]:
    """The blocks in elements that are comments by their type or as a property of what is around them.

    None where these hold most of the page's prose: on a forum's page they are the text.
    """
    inside = bytearray(len(boxes))
    prose = 0
    for box in boxes:
        if not inside[box.index] and _is_comment(box):
            inside[box.index : box.end] = b"\1" * (box.end - box.index)
            prose += box.prose
    if not boxes or 2 * prose > boxes[0].prose:
        return set()
    return {block for block in blocks if inside[block.box.index]}


def _is_comment(box: Box) -> bool:
    element = box.element
    if element.get("itemprop") is None and element.get("itemtype") is None:
        return False
    return is_typed_comment(element) or "comment" in properties(element)
