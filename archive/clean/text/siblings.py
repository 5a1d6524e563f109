"""Short lines that recur between an author's paragraphs: the names and ratings of a roundup."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import TypeAlias

from archive.clean.dom.blocks import Block, Box

Shape: TypeAlias = tuple[Box | None, str, str | None]  # a line's parent, tag and class

_STARS = re.compile(r"[★☆✩✪✭✮✯⭐🌟½¼¾\ufe0f\s]{2,12}(?:[(\s]*\d(?:[.,]\d)?\s?/\s?\d{1,2}\)?)?")

_FEWEST_KEPT = 2  # siblings that are kept, from which on the others go with them
_MOST_WORDS = 12  # of a line that recurs


def with_siblings(blocks: Sequence[Block], kept: Sequence[bool]) -> list[bool]:
    """Which blocks are kept, with stars beside them, and lines above them half of whose siblings are kept.

    Siblings are short lines that have one parent, one tag and one class.
    """
    shapes = _kept_shapes(blocks, kept)
    taken = list(kept)
    for index in reversed(range(len(taken))):  # the name above a rating goes with the rating
        block = blocks[index]
        if taken[index] or not _is_short(block):
            continue
        if any(taken[index + 1 : index + 2]) and _shape(block) in shapes:
            taken[index] = True
        if any(taken[max(0, index - 1) : index + 2]) and _STARS.fullmatch(block.text):
            taken[index] = True
    return taken


def _kept_shapes(blocks: Sequence[Block], kept: Sequence[bool]) -> set[Shape]:
    """The shapes of short lines half of which are kept."""
    short = [
        (_shape(block), is_kept) for block, is_kept in zip(blocks, kept, strict=True) if _is_short(block)
    ]
    all_, held = Counter(shape for shape, _ in short), Counter(shape for shape, is_kept in short if is_kept)
    return {shape for shape, count in held.items() if count >= _FEWEST_KEPT and count * 2 >= all_[shape]}


def _is_short(block: Block) -> bool:
    return not block.links and not block.is_prose and block.words <= _MOST_WORDS


def _shape(block: Block) -> Shape:
    return block.box.parent, block.box.tag, block.box.classes
