"""Short lines that recur between an author's paragraphs: the names and ratings of a roundup."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from archive.clean.dom.blocks import Block

_STARS = re.compile(r"[★☆✩✪✭✮✯⭐🌟½¼¾\ufe0f\s]{2,12}(?:[(\s]*\d(?:[.,]\d)?\s?/\s?\d{1,2}\)?)?")

_FEWEST_KEPT = 2  # siblings that are kept, from which on the others go with them
_MOST_WORDS = 12  # of a line that recurs


def with_siblings(blocks: Sequence[Block], kept: Sequence[bool]) -> list[bool]:
    """Which blocks are kept, with stars beside them, and lines above them half of whose siblings are kept.

    Siblings are short lines that have one parent, one tag and one class.
    """
    siblings = _kept_siblings(blocks, kept)
    taken = list(kept)
    for index in reversed(range(len(taken))):  # the name above a rating goes with the rating
        block = blocks[index]
        if taken[index] or not _is_short(block):
            continue
        if any(taken[index + 1 : index + 2]):
            own = siblings[_shape(block)]
            taken[index] = sum(own) >= _FEWEST_KEPT and sum(own) * 2 >= len(own)
        if any(taken[max(0, index - 1) : index + 2]) and _STARS.fullmatch(block.text):
            taken[index] = True
    return taken


def _kept_siblings(blocks: Sequence[Block], kept: Sequence[bool]) -> dict[tuple[object, ...], list[bool]]:
    """Of the short lines of each shape, whether they are kept."""
    siblings: dict[tuple[object, ...], list[bool]] = defaultdict(list)
    for block, is_kept in zip(blocks, kept, strict=True):
        if _is_short(block):
            siblings[_shape(block)].append(is_kept)
    return siblings


def _is_short(block: Block) -> bool:
    return not block.links and not block.is_prose and block.words <= _MOST_WORDS


def _shape(block: Block) -> tuple[object, ...]:
    return block.box.parent, block.box.tag, block.box.classes
