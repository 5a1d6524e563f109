"""The words around a form that asks a reader for something: to sign up, to log in, to comment."""

from __future__ import annotations

from collections.abc import Sequence

from archive.clean.dom.blocks import Block, Box

_PROMPT_CHARS = 300  # a form and the words around it are a prompt while they are no longer than this


def prompt_blocks(blocks: Sequence[Block], boxes: Sequence[Box]) -> set[Block]:
    """The blocks of the prompts on a page: in the widest short box around each form that asks."""
    asking = [box for box in boxes if box.asks]
    if not asking:
        return set()
    chars = _chars(blocks, boxes)
    prompted = bytearray(len(boxes))
    for box in asking:
        widest = box
        while widest.parent is not None and chars[widest.parent.index] <= _PROMPT_CHARS:
            widest = widest.parent
        if chars[widest.index] <= _PROMPT_CHARS:
            prompted[widest.index : widest.end] = b"\1" * (widest.end - widest.index)
    return {block for block in blocks if prompted[block.box.index]}


def _chars(blocks: Sequence[Block], boxes: Sequence[Box]) -> list[int]:
    """The characters in each box, at any depth."""
    chars = [0] * len(boxes)
    for block in blocks:
        chars[block.box.index] += len(block.text)
    for box in reversed(boxes):
        if box.parent is not None:
            chars[box.parent.index] += chars[box.index]
    return chars
