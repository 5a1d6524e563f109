"""The boxes and blocks of a page as arrays, for the features of blocks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from archive.clean.dom.blocks import Block, Box
from archive.clean.judge.trees import Floats, Ints

_BIG_WORDS = 12  # a block with fewer is no landmark


@dataclass(slots=True)
class Layout:
    """Boxes and blocks of a page as arrays; boxes without text are left out and the others renumbered.

    Attributes:
        boxes: that hold a block.
        around: the box of each block, that around it, the second and the third; at the top the same again.
        outer, end, depth: of each box: the one around it (-1 at the top), the box after its last, its depth.
        words: of each block.
        prose, sentence: the words of each block that is prose, that is prose and ends as a sentence; else 0.
        is_heading, is_big: whether a block is one, or prose long enough to be a landmark.
        sums: of each box, (boxes, 6): words, prose, linked words, blocks, sentences, headings in it.
    """

    boxes: list[Box]
    around: tuple[Ints, Ints, Ints, Ints]
    outer: Ints
    end: Ints
    depth: Ints
    words: Floats
    prose: Floats
    sentence: Floats
    is_heading: NDArray[np.bool_]
    is_big: NDArray[np.bool_]
    sums: Floats

    @property
    def box(self) -> Ints:
        """The box of each block."""
        return self.around[0]

    def within(self, box: int) -> NDArray[np.bool_]:
        """Whether each block is in a box."""
        inside: NDArray[np.bool_] = (self.box >= box) & (self.box < self.end[box])
        return inside

    def innermost(self, held: Floats, least: float) -> int:
        """The innermost box that holds at least so much; the root where none does."""
        enough = np.nonzero(held >= least)[0]
        return int(enough[np.argmax(self.depth[enough])]) if len(enough) else 0


def lay_out(blocks: Sequence[Block], ends: Floats) -> Layout:
    """The arrays of a page that has at least one block; `ends` says which of them end as a sentence."""
    boxes, box, outer = _held_boxes(blocks)
    depth = np.array([one.depth for one in boxes], np.int32)
    words = np.array([block.words for block in blocks], np.float32)
    heading = np.array([block.is_heading for block in blocks])
    linked = np.array([block.linked / len(block.text) for block in blocks], np.float32)
    is_prose = np.array([block.is_prose for block in blocks])
    prose = np.where(is_prose, words, 0)
    sentence = np.where(ends > 0, prose, 0)
    counted = np.stack([words, prose, linked * words, np.ones(len(words)), sentence, heading], 1)
    end = np.searchsorted([one.index for one in boxes], [one.end for one in boxes]).astype(np.int32)
    parent = _above(outer, box)
    second = _above(outer, parent)
    around = box, parent, second, _above(outer, second)
    is_big, sums = is_prose & (words >= _BIG_WORDS), subtree_sums(counted, box, end)
    return Layout(boxes, around, outer, end, depth, words, prose, sentence, heading, is_big, sums)


def _held_boxes(blocks: Sequence[Block]) -> tuple[list[Box], Ints, Ints]:
    """The boxes that hold a block, in document order; the box of each block, the outer box of each box."""
    held: dict[int, Box] = {}
    for block in blocks:
        box: Box | None = block.box
        while box is not None and box.index not in held:
            held[box.index] = box
            box = box.parent
    boxes = [held[index] for index in sorted(held)]
    number = {box: place for place, box in enumerate(boxes)}
    outer = [number[box.parent] if box.parent is not None else -1 for box in boxes]
    return boxes, np.array([number[block.box] for block in blocks], np.int32), np.array(outer, np.int32)


def _above(outer: Ints, box: Ints) -> Ints:
    above = outer[box]
    return np.where(above < 0, box, above).astype(np.int32)


def subtree_sums(values: NDArray[np.float64], box: Ints, end: Ints) -> Floats:
    """For each box the sums over the blocks in it at any depth: its boxes are numbered in a row."""
    own = np.zeros((len(end) + 1, values.shape[1]))
    np.add.at(own, box + 1, values)
    running = own.cumsum(0)
    sums: Floats = (running[end] - running[:-1]).astype(np.float32)
    return sums


def shift(values: NDArray[np.generic], by: int) -> Floats:
    """The rows `by` places further on; -1 where there is none."""
    shifted = np.full(values.shape, -1, np.float32)
    if by < 0:
        shifted[-by:] = values[:by]
    else:
        shifted[:-by] = values[by:]
    return shifted
