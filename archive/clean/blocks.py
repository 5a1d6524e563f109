"""A page as blocks: its runs of text in reading order, each knowing the elements that it stands in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree
from lxml.html import HtmlElement

# Elements whose text nobody reads.
SILENT = frozenset(
    "script style noscript template math head iframe object embed canvas audio video map select option datalist "
    "textarea input progress meter".split()
)
# Elements that end the line before them and begin one of their own.
_BLOCK = frozenset(
    "address article aside blockquote body button caption center dd details dialog div dl dt fieldset figcaption figure "
    "footer form h1 h2 h3 h4 h5 h6 header hgroup hr html label legend li main menu nav ol p pre section summary svg table "
    "tbody td tfoot th thead tr ul".split()
)
HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_PROSE_WORDS = 8
_PROSE_LINKED = 0.5


@dataclass(slots=True, eq=False)
class Box:
    """An element that holds blocks.

    Attributes:
        element, parent: the element and the box around it (None for the root).
        prose: characters of prose in it, at any depth.
        chars, linked: characters of any text in it, and how many of them stand in links.
        first: the block that it begins with.
    """

    element: HtmlElement
    parent: Box | None
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
    """

    text: str
    box: Box
    linked: int = 0
    key: str = field(default="", repr=False)

    @property
    def tag(self) -> str:
        """Tag of the innermost block-level element."""
        return str(self.box.element.tag)

    @property
    def is_heading(self) -> bool:
        return self.box.element.tag in HEADINGS

    @property
    def is_prose(self) -> bool:
        """Whether it reads as running text and not as a label or a link."""
        if self.linked > _PROSE_LINKED * len(self.text) or self.box.element.tag in HEADINGS:
            return False
        return self.text.count(" ") >= _PROSE_WORDS - 1


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
        if self._parts and self._here is not None:
            words = " ".join("".join(self._parts).split())
            if words:
                self._add(Block(words, self._here, min(self._linked, len(words))))
            self._parts = []
            self._linked = 0

    def _add(self, block: Block) -> None:
        self.blocks.append(block)
        size, prose = len(block.text), len(block.text) if block.is_prose else 0
        for box in block.box.around():
            box.chars += size
            box.linked += block.linked
            box.prose += prose
            if box.first is None:
                box.first = block

    def start(self, element: HtmlElement) -> None:
        if element.tag in _BLOCK:
            # Cells of one row stay one line.
            if element.tag in ("td", "th") and self._parts:
                self._parts.append(" | ")
            elif element.tag not in ("td", "th"):
                self.flush()
            self._here = Box(element, self._here)
            self.boxes.append(self._here)
        elif element.tag == "br":
            self.flush()
        elif element.tag == "a":
            self._links += 1
        self.text(element.text)

    def end(self, element: HtmlElement) -> None:
        if element.tag in _BLOCK:
            if element.tag not in ("td", "th"):
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
        if event == "start":
            if element.tag in SILENT:
                skipped = element
                walker.skip_subtree()
            else:
                reader.start(element)
        elif event == "end":
            if element is skipped:
                skipped = None
            else:
                reader.end(element)
            if element is not root:
                reader.text(element.tail)
        else:
            reader.text(element.tail)
    reader.flush()
    return reader.blocks, reader.boxes
