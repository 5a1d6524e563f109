"""Split a page into blocks: its runs of text in reading order, each with the elements around it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from lxml import etree
from lxml.html import HtmlElement

from archive.clean.dom.inline import CELL_SEPARATOR, STYLES, Cell, Mark, cell_mark, opening_mark
from archive.word_count import count_words

HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})

_CELLS = frozenset({"td", "th"})

# Elements whose text is not shown as text.
UNREAD_TAGS = frozenset(
    {
        "script",
        "style",
        "noscript",
        "template",
        "math",
        "head",
        "iframe",
        "object",
        "embed",
        "canvas",
        "audio",
    }
    | {"video", "map", "select", "option", "datalist", "textarea", "input", "progress", "meter"}
)

# Block-level elements: they end the line before them and start a new one.
_BLOCKS = frozenset(
    {"address", "article", "aside", "blockquote", "body", "button", "caption", "center", "dd", "details"}
    | {"dialog", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "header", "hgroup"}
    | {
        "hr",
        "html",
        "label",
        "legend",
        "li",
        "main",
        "menu",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "summary",
        "svg",
        "table",
    }
    | {"tbody", "tfoot", "thead", "tr", "ul"}
    | HEADINGS
    | _CELLS
)

_PROSE_WORDS = 8  # a block with fewer is a label

_PROSE_LINKED = 0.5  # a block with a larger share of its characters in links is navigation

# A table that contains one of these is a page layout, not data.
_LAYOUT = ("table", "ul", "ol", "dl", "form", "blockquote", "pre", *sorted(HEADINGS))

_CELL_CHARS = 500  # with a longer cell, a table is a page layout


@dataclass(slots=True, eq=False)
class Box:
    """A block-level element.

    Attributes:
        element, parent: the element and the box around it (None for the root).
        depth: how many boxes are around it.
        prose: characters in its prose blocks, at any depth.
        chars, linked: characters in all its blocks, and how many of them are in links.
        first: its first block; None where it has no text.
    """

    element: HtmlElement
    parent: Box | None
    depth: int
    prose: int = 0
    chars: int = 0
    linked: int = 0
    first: Block | None = None

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
        is_heading: whether it is the text of a heading.
        is_prose: whether it is running text, not a label or mostly links.
        key: the text folded for comparison; "" until it is first needed.
    """

    text: str
    box: Box
    linked: int
    index: int
    parts: list[str] = field(default_factory=list, repr=False)
    marks: list[tuple[int, Mark | Cell]] = field(default_factory=list, repr=False)
    joined: bool = False
    in_row: bool = False
    is_heading: bool = field(init=False)
    is_prose: bool = field(init=False)
    key: str = field(default="", repr=False)

    def __post_init__(self) -> None:
        self.is_heading = self.box.element.tag in HEADINGS
        words = count_words(self.text)
        self.is_prose = (
            not self.is_heading and words >= _PROSE_WORDS and self.linked <= _PROSE_LINKED * len(self.text)
        )


class _Reader:
    """Builds the blocks and boxes of a tree from its start and end events."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.boxes: list[Box] = []
        self._box: Box | None = None  # the innermost open one
        self._parts: list[str] = []
        self._marks: list[tuple[int, Mark | Cell]] = []
        self._open: list[Mark] = []  # of the inline elements that are open
        self._linked = 0  # characters of the current block that are in links
        self._links = 0  # open `<a>` elements
        self._breaks = 0  # `<br>` since the last block; 0 where another element ended it
        self._row: HtmlElement | None = None  # the open row of a data table
        self._data: HtmlElement | None = None  # the open data table

    def text(self, value: str | None) -> None:
        """Add a text node to the current block."""
        if value and self._box is not None:
            self._parts.append(value)
            if self._links:
                self._linked += len(value)

    def flush(self, breaks: int = 0) -> None:
        """End the current block; `breaks` counts the `<br>` that ended it."""
        words = " ".join("".join(self._parts).split()) if self._parts else ""
        if words and self._box is not None:
            self._add(words)
            self._breaks = breaks
        else:
            self._breaks = self._breaks + breaks if breaks else 0
        self._parts = []
        self._marks = [(0, mark) for mark in self._open]
        self._linked = 0

    def _add(self, words: str) -> None:
        assert self._box is not None
        box, joined, in_row = self._box, self._breaks == 1, self._row is not None
        linked = min(self._linked, len(words))
        block = Block(words, box, linked, len(self.blocks), self._parts, self._marks, joined, in_row)
        self.blocks.append(block)
        box.chars += len(block.text)
        box.linked += block.linked
        box.prose += len(block.text) if block.is_prose else 0
        box.first = box.first or block

    def start(self, element: HtmlElement) -> None:
        """Open an element and add its text."""
        tag = element.tag
        if tag in _BLOCKS:
            self._end_block(element)
            self._box = Box(element, self._box, self._box.depth + 1 if self._box else 0)
            self.boxes.append(self._box)
            if tag == "table" and self._data is None and _holds_data(element):
                self._data = element
            elif tag == "tr" and self._data is not None:
                self._row = element
        elif tag == "br" and self._row is None:
            self.flush(breaks=1)
        elif tag == "br":
            self._parts.append(" ")
        elif tag in STYLES:
            mark = opening_mark(element)
            self._open.append(mark)
            self._marks.append((len(self._parts), mark))
            self._links += tag == "a"
        self.text(element.text)

    def end(self, element: HtmlElement) -> None:
        """Close an element; its tail is added by the caller."""
        tag = element.tag
        if tag in _BLOCKS:
            if element is self._row:
                self.flush()
                self._row = None
            elif tag not in _CELLS:
                self._end_block(element)
            if element is self._data:
                self._data = None
            self._box = self._box.parent if self._box else None
        elif tag in STYLES and self._open:
            self._open.pop()
            self._links -= tag == "a"
            self._marks.append((len(self._parts), Mark(STYLES[tag], end=True)))

    def _end_block(self, element: HtmlElement) -> None:
        """End the current block before or after an element; the cells of a row stay in one block."""
        if element.tag in _CELLS:
            separated = any(map(str.strip, self._parts))
            self._marks.append((len(self._parts), cell_mark(element, separated=separated)))
            if separated:
                self._parts.append(CELL_SEPARATOR)
        elif self._row is not None:
            self._parts.append(" ")
        else:
            self.flush()


def _holds_data(table: HtmlElement) -> bool:
    """Whether a table holds data, in rows of several cells, and is not used to lay out the page."""
    if next(table.iterdescendants(*_LAYOUT), None) is not None:
        return False
    cells = list(table.iterdescendants(*_CELLS))
    if max((sum(map(len, cell.itertext())) for cell in cells), default=0) > _CELL_CHARS:
        return False
    return any(len(row) > 1 for row in table.iterdescendants("tr"))


def read_blocks(root: HtmlElement) -> tuple[list[Block], list[Box]]:
    """The blocks of a tree, and the boxes, both in document order."""
    reader = _Reader()
    skipped: HtmlElement | None = None
    walker = etree.iterwalk(root, events=("start", "end", "comment", "pi"))
    for event, element in walker:
        if event == "start" and element.tag in UNREAD_TAGS:
            skipped = element
            walker.skip_subtree()
        elif event == "start":
            reader.start(element)
        else:
            if event == "end" and element is not skipped:
                reader.end(element)
            if element is not root:
                reader.text(element.tail)
    reader.flush()
    _sum_up(reader.boxes)
    return reader.blocks, reader.boxes


def _sum_up(boxes: list[Box]) -> None:
    """Add the counts of each box to the box around it, from the innermost outwards."""
    for box in reversed(boxes):
        if box.parent is not None:
            outer = box.parent
            outer.chars += box.chars
            outer.linked += box.linked
            outer.prose += box.prose
            if box.first and (outer.first is None or box.first.index < outer.first.index):
                outer.first = box.first


def boxes_inside(boxes: Iterable[Box], outer: set[Box]) -> set[Box]:
    """The boxes that are in `outer` or inside one of them. `boxes` are in document order."""
    within: set[Box] = set()
    for box in boxes:
        if box in outer or box.parent in within:
            within.add(box)
    return within
