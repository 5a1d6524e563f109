"""A page as blocks: its runs of text in reading order, each knowing the elements that it stands in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from lxml import etree
from lxml.html import HtmlElement

from archive.words import count_words

HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_CELLS = frozenset({"td", "th"})
# Elements whose text nobody reads.
SILENT = frozenset(
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
# Elements that end the line before them and begin one of their own.
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
_PROSE_WORDS = 8
_PROSE_LINKED = 0.5


@dataclass(slots=True, eq=False)
class Box:
    """An element that holds blocks.

    Attributes:
        element, parent: the element and the box around it (None for the root).
        depth: how many boxes are around it.
        prose: characters of prose in it, at any depth.
        chars, linked: characters of any text in it, and how many of them stand in links.
        first: the block that it begins with.
    """

    element: HtmlElement
    parent: Box | None
    depth: int
    prose: int = 0
    chars: int = 0
    linked: int = 0
    first: Block | None = None

    def around(self) -> Iterator[Box]:
        """This box and those around it, innermost first."""
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
        linked: characters of it that stand in links.
        index: its place on the page.
        is_heading: whether it is the text of a heading.
        is_prose: whether it reads as running text and not as a label or a link.
        key: the text folded for comparing, once it has been needed.
    """

    text: str
    box: Box
    linked: int
    index: int
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
    """Collects text until a block-level element begins or ends."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.boxes: list[Box] = []
        self._here: Box | None = None
        self._parts: list[str] = []
        self._linked = 0
        self._links = 0

    def text(self, value: str | None) -> None:
        if value and self._here is not None:
            self._parts.append(value)
            if self._links:
                self._linked += len(value)

    def flush(self) -> None:
        words = " ".join("".join(self._parts).split())
        if words and self._here is not None:
            self._add(Block(words, self._here, min(self._linked, len(words)), len(self.blocks)))
        self._parts = []
        self._linked = 0

    def _add(self, block: Block) -> None:
        self.blocks.append(block)
        box = block.box
        box.chars += len(block.text)
        box.linked += block.linked
        box.prose += len(block.text) if block.is_prose else 0
        box.first = box.first or block

    def start(self, element: HtmlElement) -> None:
        if element.tag in _BLOCKS:
            # Cells of one row stay one line.
            if element.tag not in _CELLS:
                self.flush()
            elif self._parts:
                self._parts.append(" | ")
            self._here = Box(element, self._here, self._here.depth + 1 if self._here else 0)
            self.boxes.append(self._here)
        elif element.tag == "br":
            self.flush()
        elif element.tag == "a":
            self._links += 1
        self.text(element.text)

    def end(self, element: HtmlElement) -> None:
        if element.tag in _BLOCKS:
            if element.tag not in _CELLS:
                self.flush()
            self._here = self._here.parent if self._here else None
        elif element.tag == "a":
            self._links -= 1


def read_blocks(root: HtmlElement) -> tuple[list[Block], list[Box]]:
    """The blocks of a tree, and the boxes, both in document order."""
    reader = _Reader()
    skipped: HtmlElement | None = None
    walker = etree.iterwalk(root, events=("start", "end", "comment", "pi"))
    for event, element in walker:
        if event == "start" and element.tag in SILENT:
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
    """Add what each box holds to the box around it, the inner ones before the outer."""
    for box in reversed(boxes):
        if box.parent is not None:
            outer = box.parent
            outer.chars += box.chars
            outer.linked += box.linked
            outer.prose += box.prose
            if box.first and (outer.first is None or box.first.index < outer.first.index):
                outer.first = box.first


def inside(boxes: Iterable[Box], outer: set[Box]) -> set[Box]:
    """The boxes (in document order) that are in `outer` or stand in one of them."""
    within: set[Box] = set()
    for box in boxes:
        if box in outer or box.parent in within:
            within.add(box)
    return within
