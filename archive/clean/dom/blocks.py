"""The blocks of a page, its runs of text in reading order, and the boxes: the elements around them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from itertools import accumulate

from lxml.html import HtmlElement

from archive.clean.dom.inline import Cell, Style
from archive.clean.dom.tags import HEADINGS
from archive.word_count import count_words

PROSE_WORDS = 8  # a block with fewer is a label
_PROSE_LINKED = 0.5  # a block with a larger share of its characters in links is navigation


@dataclass(slots=True, eq=False)
class Box:
    """A block-level element.

    Attributes:
        element, tag, parent: the element, its name, and the box around it (None for the root).
        depth: how many boxes are around it.
        index, end: its position among the page's boxes, from 0, and that after the last box inside it.
        prose: characters in its prose blocks, at any depth.
        asks: whether a control of its own asks for an address, a password or a comment.
        controls, pictures: form controls and pictures in it, at any depth.
        attributes, classes: of the element, and of these its class.
        is_caption: whether it is the caption of a figure or a table, or a credit.
        captioned: to how many levels of boxes, this one included, such a caption around it reaches down.
    """

    element: HtmlElement
    tag: str
    parent: Box | None
    depth: int
    index: int
    attributes: Mapping[str, str] = field(default_factory=dict, repr=False)
    classes: str | None = None
    is_caption: bool = False
    captioned: int = 0
    end: int = 0
    prose: int = 0
    asks: bool = False
    controls: int = 0
    pictures: int = 0

    def ancestors_or_self(self) -> list[Box]:
        """This box and the boxes around it, innermost first."""
        boxes, outer = [self], self.parent
        while outer is not None:
            boxes.append(outer)
            outer = outer.parent
        return boxes

    def nearest(self, tags: Set[str]) -> Box | None:
        """The innermost of this box and those around it that has one of these tags; None for none."""
        return next((box for box in self.ancestors_or_self() if box.tag in tags), None)

    def holds(self, other: Box) -> bool:
        """Whether another box is this one or in it, at any depth."""
        return self.index <= other.index < self.end

    def total(self, totals: Sequence[int]) -> int:
        """What the blocks in this box have together, by `running_totals`."""
        return totals[self.end] - totals[self.index]


@dataclass(slots=True, eq=False)
class Block:
    """One run of text: a paragraph, a heading, a list item, a table row, a line before a `<br>`.

    Attributes:
        text: white space folded.
        box: the innermost block-level element around it.
        linked: how many of its characters are in links.
        index: its position among the page's blocks, from 0.
        parts, styles: its text nodes as in the source, and how they are set, as (index of the first, style).
        cells: of a row, as (index of the first part, cell).
        joined: whether only a single `<br>` separates it from the block before.
        in_row: whether it is a row of a data table.
        links, bold, timed: how many links it has, characters in emphasis, whether it has a `<time>`.
        words: how many words it has; 0 to have them counted.
        is_heading: whether it is the text of a heading.
        in_caption: whether it is of the caption or the credit of a figure.
        is_prose: whether it is running text, not a label or mostly links.
    """

    text: str
    box: Box
    linked: int
    index: int
    parts: list[str] = field(default_factory=list, repr=False)
    styles: list[tuple[int, Style]] = field(default_factory=list, repr=False)
    cells: list[tuple[int, Cell]] = field(default_factory=list, repr=False)
    joined: bool = False
    in_row: bool = False
    links: int = 0
    bold: int = 0
    timed: bool = False
    words: int = 0
    is_heading: bool = field(init=False)
    is_prose: bool = field(init=False)
    in_caption: bool = field(init=False)

    def __post_init__(self) -> None:
        self.is_heading = self.box.tag in HEADINGS
        self.in_caption = self.box.captioned > 0
        words = self.words = self.words or count_words(self.text)
        self.is_prose = (
            not self.is_heading and words >= PROSE_WORDS and self.linked <= _PROSE_LINKED * len(self.text)
        )


def inside(boxes: Sequence[Box], some: Iterable[Box]) -> bytearray:
    """Of each box of a page whether it is, or stands in, one of some of them: 1 or 0."""
    marks = bytearray(len(boxes))
    for box in some:
        marks[box.index : box.end] = b"\1" * (box.end - box.index)
    return marks


def running_totals(boxes: Sequence[Box], blocks: Iterable[Block], numbers: Iterable[int]) -> list[int]:
    """What the blocks before each box have together, and last what all have; see `Box.total`.

    The boxes are all of a page's, the blocks some of it, and each of these has one of the numbers.
    """
    own = [0] * (len(boxes) + 1)  # of the box before
    for block, number in zip(blocks, numbers, strict=True):
        own[block.box.index + 1] += number
    return list(accumulate(own))
