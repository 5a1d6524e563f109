"""Split a page into blocks: its runs of text in reading order, each with the elements around it.

Long because one walk makes blocks, boxes and their marks together: a second would cost as much as the first.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml.html import HtmlElement

from archive.clean.dom.inline import CELL_SEPARATOR, END_MARKS, STYLES, Cell, Mark, cell_mark, opening_mark
from archive.clean.dom.special_blocks import (
    BLANK_LINE,
    holds_data,
    is_caption,
    is_dialog,
    is_menu,
    is_permalink,
    is_prose_text,
)
from archive.clean.dom.tags import BLOCK_TAGS, CELLS, CONTROLS, EMPHASIS, HEADINGS, UNREAD_TAGS
from archive.word_count import count_words

_PROSE_WORDS = 8  # a block with fewer is a label

_CAPTION_LEVELS = 4  # of boxes: what is nested deeper in an element named for captions is a text

_ASKING = frozenset(("email", "password"))

_LEAST_PROSE = 200  # characters; where less stands outside of dialogs and menus, these are read, too

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
        classes: its class attribute.
        is_caption: whether it is the caption of a figure or a table, or a credit.
        captioned: to how many levels of boxes, this one included, such a caption around it reaches down.
    """

    element: HtmlElement
    tag: str
    parent: Box | None
    depth: int
    index: int
    end: int = 0
    prose: int = 0
    asks: bool = False
    controls: int = 0
    pictures: int = 0
    classes: str | None = None
    is_caption: bool = False
    captioned: int = 0

    def ancestors_or_self(self) -> Iterator[Box]:
        """This box and the boxes around it, innermost first."""
        box: Box | None = self
        while box is not None:
            yield box
            box = box.parent


@dataclass(slots=True, eq=False)
class Block:
    """One run of text: a paragraph, a heading, a list item, a table row, a line before a `<br>`.

    Attributes:
        text: white space folded.
        box: the innermost block-level element around it.
        linked: how many of its characters are in links.
        index: its position among the page's blocks, from 0.
        parts, marks: its text nodes as in the source, and the marks before them, as (index of the part,
            mark).
        joined: whether only a single `<br>` separates it from the block before.
        in_row: whether it is a row of a data table.
        links, bold, timed: how many links it has, characters in emphasis, whether it has a `<time>`.
        words: how many words it has; 0 to have them counted.
        is_heading: whether it is the text of a heading.
        is_prose: whether it is running text, not a label or mostly links.
    """

    text: str
    box: Box
    linked: int
    index: int
    parts: list[str] = field(default_factory=list, repr=False)
    marks: list[tuple[int, Mark | Cell]] = field(default_factory=list, repr=False)
    joined: bool = False
    in_row: bool = False
    links: int = 0
    bold: int = 0
    timed: bool = False
    words: int = 0
    is_heading: bool = field(init=False)
    is_prose: bool = field(init=False)

    def __post_init__(self) -> None:
        self.is_heading = self.box.tag in HEADINGS
        words = self.words = self.words or count_words(self.text)
        self.is_prose = (
            not self.is_heading and words >= _PROSE_WORDS and self.linked <= _PROSE_LINKED * len(self.text)
        )


class _Reader:
    """Builds the blocks and boxes of a tree in one walk."""

    def __init__(self, *, everything: bool) -> None:
        self._all = everything
        self.blocks: list[Block] = []
        self.boxes: list[Box] = []
        self._box: Box | None = None  # the innermost open one
        self._parts: list[str] = []
        self._marks: list[tuple[int, Mark | Cell]] = []
        self._open: list[Mark] = []  # of the inline elements that are open
        self._linked = self._bold = 0  # characters of the current block in links and in emphasis
        self._links = 0  # links of the current block
        self._in_link = self._in_bold = self._in_pre = 0  # open elements
        self._timed = False  # whether the current block has a <time>
        self._breaks = 0  # `<br>` since the last block; 0 where another element ended it
        self._row: HtmlElement | None = None  # the open row of a data table
        self._data: HtmlElement | None = None  # the open data table

    def read(self, root: HtmlElement) -> None:
        """Read a tree. It keeps its own stack: broken markup nests thousands of elements."""
        open_elements: list[tuple[HtmlElement, str, Iterator[HtmlElement]]] = []
        if self._start(root, root.tag):
            open_elements.append((root, root.tag, iter(root)))
        while open_elements:
            element, tag, children = open_elements[-1]
            child = next(children, None)
            if child is None:
                open_elements.pop()
                self._end(element, tag)
                if open_elements and (tail := element.tail):
                    self._text(tail)
                continue
            tag = child.tag
            if self._start(child, tag):
                if len(child):
                    open_elements.append((child, tag, iter(child)))
                    continue
                self._end(child, tag)
            if tail := child.tail:
                self._text(tail)
        self._flush()

    def _start(self, element: HtmlElement, tag: str) -> bool:
        """Open an element and add its text; False where nothing of it is read."""
        if tag in BLOCK_TAGS:
            if not self._all and (is_dialog(element, tag) or (tag == "nav" and is_menu(element))):
                return False
            self._start_block(element, tag)
        elif tag in STYLES:
            if tag == "a" and self._box is not None and is_permalink(element, self._box.element):
                return False
            self._start_style(element, tag)
        elif tag in UNREAD_TAGS or not isinstance(tag, str):
            if tag in CONTROLS and self._box is not None and element.get("type") != "hidden":
                self._box.controls += 1
                self._box.asks = self._box.asks or tag == "textarea" or element.get("type") in _ASKING
            return False
        elif tag == "br":
            if self._row is None:
                self._flush(breaks=1)
            else:
                self._parts.append(" ")
        elif tag == "span" and element.get("role") == "tooltip":
            return False
        elif tag == "img" and self._box is not None:
            self._box.pictures += 1
        self._timed = self._timed or tag == "time"
        if text := element.text:
            self._text(text)
        return True

    def _end(self, element: HtmlElement, tag: str) -> None:
        """Close an element; its tail is added by the caller."""
        if tag in BLOCK_TAGS:
            self._end_block(element, tag)
        elif tag in STYLES:
            self._in_link -= tag == "a"
            self._in_bold -= tag in EMPHASIS
            self._open.pop()
            self._marks.append((len(self._parts), END_MARKS[tag]))

    def _text(self, text: str) -> None:
        if self._in_link:
            self._linked += len(text)
        if self._in_bold:
            self._bold += len(text)
        elif not (self._parts or self._in_link or self._in_pre) and text.isspace():
            return  # before a block: most are, the white space between elements
        self._parts.append(text)

    def _start_style(self, element: HtmlElement, tag: str) -> None:
        mark = opening_mark(element, tag)
        self._open.append(mark)
        self._marks.append((len(self._parts), mark))
        self._links += tag == "a"
        self._in_link += tag == "a"
        self._in_bold += tag in EMPHASIS

    def _start_block(self, element: HtmlElement, tag: str) -> None:
        self._separate(element, tag)
        outer = self._box
        box = Box(element, tag, outer, outer.depth + 1 if outer else 0, len(self.boxes))
        box.classes = element.get("class")
        box.is_caption = is_caption(tag, box.classes)
        if box.is_caption:
            box.captioned = _CAPTION_LEVELS
        elif outer is not None and outer.captioned:
            box.captioned = outer.captioned - 1
        self._box = box
        self.boxes.append(box)
        if tag == "pre":
            self._in_pre += 1
        elif tag == "table" and self._data is None and holds_data(element):
            self._data = element
        elif tag == "tr" and self._data is not None:
            self._row = element

    def _end_block(self, element: HtmlElement, tag: str) -> None:
        if element is self._row:
            self._flush()
            self._row = None
        elif tag not in CELLS:
            self._separate(element, tag)
        self._in_pre -= tag == "pre"
        if element is self._data:
            self._data = None
        assert self._box is not None
        self._box.end = len(self.boxes)
        self._box = self._box.parent

    def _separate(self, element: HtmlElement, tag: str) -> None:
        """End the current block before or after an element; the cells of a row stay in one block."""
        if not self._parts and not self._marks and not self._timed and tag not in CELLS and self._row is None:
            self._breaks = 0  # as between most elements
        elif tag in CELLS:
            separated = any(map(str.strip, self._parts))
            self._marks.append((len(self._parts), cell_mark(element, separated=separated)))
            if separated:
                self._parts.append(CELL_SEPARATOR)
        elif self._row is not None:
            self._parts.append(" ")
        else:
            self._flush()

    def _flush(self, breaks: int = 0) -> None:
        """End the current block; `breaks` counts the `<br>` that ended it."""
        if not self._parts:  # as between most elements
            self._breaks = self._breaks + breaks if breaks else 0
            if self._marks or self._timed:
                self._start_anew()
            return
        text = "".join(self._parts)
        words = text.split()
        if words and self._box is not None:
            if self._box.tag == "pre" and is_prose_text(self._box.element, text):
                self._add_paragraphs(text)
            else:
                self._add(words, self._parts, self._marks)
            self._breaks = breaks
        else:
            self._breaks = self._breaks + breaks if breaks else 0
        self._parts = []
        self._start_anew()

    def _start_anew(self) -> None:
        self._marks = [(0, mark) for mark in self._open] if self._open else []
        self._linked = self._bold = self._links = 0
        self._timed = False

    def _add_paragraphs(self, text: str) -> None:
        """Add the paragraphs of a text that blank lines divide."""
        for paragraph in BLANK_LINE.split(text):
            if words := paragraph.split():
                self._add(words, [paragraph], [])

    def _add(self, words: list[str], parts: list[str], marks: list[tuple[int, Mark | Cell]]) -> None:
        assert self._box is not None
        box, text = self._box, " ".join(words)
        size = len(text)
        # They are split already; a dash before them is none, and other scripts are counted otherwise.
        counted = len(words) if text.isascii() and words[0] != "-" else 0
        block = Block(
            text,
            box,
            min(self._linked, size),
            len(self.blocks),
            parts,
            marks,
            self._breaks == 1,
            self._row is not None,
            self._links,
            min(self._bold, size),
            self._timed,
            counted,
        )
        self.blocks.append(block)
        box.prose += size if block.is_prose else 0


def read_blocks(root: HtmlElement) -> tuple[list[Block], list[Box]]:
    """The blocks of a tree, and the boxes, both in document order.

    Dialogs (consent, sign-up, terms) and menus are left out, unless the page holds nothing else.
    """
    for everything in (False, True):
        reader = _Reader(everything=everything)
        reader.read(root)
        _sum_up(reader.boxes)
        if reader.boxes and reader.boxes[0].prose >= _LEAST_PROSE:
            break
    return reader.blocks, reader.boxes


def _sum_up(boxes: list[Box]) -> None:
    """Add the counts of each box to the box around it, from the innermost outwards."""
    for box in reversed(boxes):
        if box.parent is not None:
            outer = box.parent
            outer.prose += box.prose
            outer.controls += box.controls
            outer.pictures += box.pictures
