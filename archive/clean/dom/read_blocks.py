"""Split a page into blocks: one walk makes blocks, boxes and their marks, as a second would cost as much."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from lxml import etree
from lxml import html as lxml_html
from lxml.html import HtmlElement

from archive.clean.dom.blocks import Block, Box
from archive.clean.dom.inline import CELL_SEPARATOR, PLAIN, STYLES, Cell, Style, read_cell, style_within
from archive.clean.dom.special_blocks import (
    BLANK_LINE,
    holds_data,
    is_caption,
    is_dialog_or_menu,
    is_permalink,
    is_prose_text,
)
from archive.clean.dom.tags import BLOCK_TAGS, CELLS, CONTROLS, EMPHASIS, UNREAD_TAGS
from archive.folding import with_plain_marks
from archive.html.parse_html import xml_text

_CAPTION_LEVELS = 4  # of boxes: what is nested deeper in an element named for captions is a text
_LEAST_PROSE = 200  # characters; where less stands outside of dialogs and menus, these are read, too
_ASKING = frozenset(("email", "password"))
_DIALOGS_AND_MENUS = frozenset(("dialog", "nav"))  # other tags have attributes that say so


class _Reader:
    """Builds the blocks and boxes of a tree in one walk."""

    def __init__(self, *, everything: bool, consent: HtmlElement | None) -> None:
        self._all = everything
        self._consent = consent
        self.blocks: list[Block] = []
        self.boxes: list[Box] = []
        self._box: Box | None = None  # the innermost open one
        self._parts: list[str] = []
        self._styles: list[tuple[int, Style]] = []
        self._cells: list[tuple[int, Cell]] = []
        self._set: list[Style] = [PLAIN]  # how text is in each of the inline elements that are open
        self._linked = self._bold = 0  # characters of the current block in links and in emphasis
        self._links = 0  # links of the current block
        self._in_link = self._in_bold = self._in_pre = 0  # open elements
        self._timed = False  # whether the current block has a <time>
        self._breaks = 0  # `<br>` since the last block; 0 where another element ended it
        self._row: HtmlElement | None = None  # the open row of a data table
        self._data: HtmlElement | None = None  # the open data table

    def read(self, elements: Iterable[HtmlElement]) -> None:
        """Read the elements of a tree, in order. It keeps its own stack: broken markup nests thousands."""
        opened: list[tuple[HtmlElement, str]] = []
        left: list[int] = []  # of each of these how many children are to come
        unread = 0  # elements before this place are not read
        for place, element in enumerate(elements):
            if place < unread:
                continue
            tag, children = element.tag, len(element)
            start = _STARTS.get(tag)
            if start(self, element, tag) if start else isinstance(tag, str):
                if text := element.text:
                    self._text(text)
                if children:
                    opened.append((element, tag))
                    left.append(children)
                    continue
                if tag in _ENDS:
                    _ENDS[tag](self, element, tag)
            elif children:
                unread = place + len(list(element.iter()))
            while opened:
                if tail := element.tail:
                    self._text(tail)
                left[-1] -= 1
                if left[-1]:
                    break
                del left[-1]
                element, tag = opened.pop()  # noqa: PLW2901 - its last child has ended, and so does it
                if tag in _ENDS:
                    _ENDS[tag](self, element, tag)
        self._flush()

    def _text(self, text: str) -> None:
        if self._in_link:
            self._linked += len(text)
        if self._in_bold:
            self._bold += len(text)
        elif not (self._parts or self._in_link or self._in_pre) and text.isspace():
            return  # before a block: most are, the white space between elements
        self._parts.append(text)

    # What opens an element, and says whether anything of it is read.

    def _start_link(self, element: HtmlElement, tag: str) -> bool:
        if self._box is not None and is_permalink(element, self._box.element):
            return False
        self._links += 1
        self._in_link += 1
        return self._start_style(element, tag)

    def _start_style(self, element: HtmlElement, tag: str) -> bool:
        self._set.append(style_within(self._set[-1], element, tag))
        self._styles.append((len(self._parts), self._set[-1]))
        self._in_bold += tag in EMPHASIS
        return True

    def _skip(self, element: HtmlElement, tag: str) -> bool:
        if tag in CONTROLS and self._box is not None and element.get("type") != "hidden":
            self._box.controls += 1
            self._box.asks = self._box.asks or tag == "textarea" or element.get("type") in _ASKING
        return False

    def _break(self, *_: object) -> bool:
        if self._row is None:
            self._flush(breaks=1)
        else:
            self._parts.append(" ")
        return True

    def _start_span(self, element: HtmlElement, _: str) -> bool:
        return bool(element.get("role") != "tooltip")

    def _picture(self, *_: object) -> bool:
        if self._box is not None:
            self._box.pictures += 1
        return True

    def _time(self, *_: object) -> bool:
        self._timed = True
        return True

    def _start_block(self, element: HtmlElement, tag: str) -> bool:
        if element is self._consent:
            return False
        attributes = dict(element.items())
        if (
            (tag in _DIALOGS_AND_MENUS or "role" in attributes or "aria-modal" in attributes)
            and not self._all
            and is_dialog_or_menu(element, attributes)
        ):
            return False
        if tag in CELLS:
            self._separate_cell(element)
        elif self._row is None:
            if (
                self._parts or self._styles or self._cells or self._breaks or self._timed
            ):  # as between few elements
                self._flush()
        else:
            self._parts.append(" ")
        outer = self._box
        classes = attributes.get("class")
        depth, captioned = (outer.depth + 1, outer.captioned) if outer is not None else (0, 0)
        caption = is_caption(tag, classes)
        captioned = _CAPTION_LEVELS if caption else captioned - 1 if captioned else 0
        box = Box(element, tag, outer, depth, len(self.boxes), attributes, classes, caption, captioned)
        self._box = box
        self.boxes.append(box)
        if tag == "pre":
            self._in_pre += 1
        elif tag == "table" and self._data is None and holds_data(element):
            self._data = element
        elif tag == "tr" and self._data is not None:
            self._row = element
        return True

    def _end_link(self, element: HtmlElement, tag: str) -> None:
        self._in_link -= 1
        self._end_style(element, tag)

    def _end_style(self, _: HtmlElement, tag: str) -> None:
        self._in_bold -= tag in EMPHASIS
        self._set.pop()
        self._styles.append((len(self._parts), self._set[-1]))

    def _end_block(self, element: HtmlElement, tag: str) -> None:
        if element is self._row:
            self._flush()
            self._row = None
        elif self._row is None:
            if tag not in CELLS and (
                self._parts or self._styles or self._cells or self._breaks or self._timed
            ):
                self._flush()
        elif tag not in CELLS:
            self._parts.append(" ")
        if tag == "pre":
            self._in_pre -= 1
        elif element is self._data:
            self._data = None
        assert self._box is not None
        box, outer = self._box, self._box.parent
        box.end = len(self.boxes)
        if outer is not None:
            outer.prose += box.prose
            outer.controls += box.controls
            outer.pictures += box.pictures
        self._box = outer

    def _separate_cell(self, element: HtmlElement) -> None:
        """Begin a cell; the cells of a row stay in one block."""
        separated = any(map(str.strip, self._parts))
        self._cells.append((len(self._parts), read_cell(element, separated=separated)))
        if separated:
            self._parts.append(CELL_SEPARATOR)

    def _flush(self, breaks: int = 0) -> None:
        """End the current block; `breaks` counts the `<br>` that ended it."""
        text = "".join(self._parts)
        words = text.split()
        if words and self._box is not None:
            if self._box.tag == "pre" and is_prose_text(self._box.element, text):
                for paragraph in filter(str.strip, BLANK_LINE.split(text)):
                    self._add(paragraph.split(), [paragraph], [])
            else:
                self._add(words, self._parts, self._styles)
            self._breaks = breaks
        else:
            self._breaks = self._breaks + breaks if breaks else 0
        self._parts = []
        self._styles = [(0, self._set[-1])] if len(self._set) > 1 else []
        self._cells = []
        self._linked = self._bold = self._links = 0
        self._timed = False

    def _add(self, words: list[str], parts: list[str], styles: list[tuple[int, Style]]) -> None:
        assert self._box is not None
        box, text = self._box, " ".join(words)
        size = len(text)
        # They are split already; a dash before them is none, and other scripts are counted otherwise.
        is_spaced = text.isascii() or with_plain_marks(text).isascii()
        counted = len(words) if is_spaced and words[0] != "-" else 0
        block = Block(
            text, box, min(self._linked, size), len(self.blocks), parts, styles, self._cells,
            self._breaks == 1, self._row is not None, self._links, min(self._bold, size), self._timed,
            counted,
        )  # fmt: skip
        self.blocks.append(block)
        box.prose += size if block.is_prose else 0


_STARTS: dict[str, Callable[[_Reader, HtmlElement, str], bool]] = {
    **dict.fromkeys(BLOCK_TAGS, _Reader._start_block),
    **dict.fromkeys(STYLES, _Reader._start_style),
    **dict.fromkeys(UNREAD_TAGS, _Reader._skip),
    "a": _Reader._start_link,
    "br": _Reader._break,
    "span": _Reader._start_span,
    "img": _Reader._picture,
    "time": _Reader._time,
}

_ENDS: dict[str, Callable[[_Reader, HtmlElement, str], None]] = {
    **dict.fromkeys(BLOCK_TAGS, _Reader._end_block),
    **dict.fromkeys(STYLES, _Reader._end_style),
    "a": _Reader._end_link,
}


def read_blocks(
    root: HtmlElement,
    elements: Iterable[HtmlElement] | None = None,
    consent: HtmlElement | None = None,
) -> tuple[list[Block], list[Box]]:
    """The blocks of a tree, and the boxes, both in document order.

    Dialogs (consent, sign-up, terms) and menus are left out, unless the page holds nothing else.

    Args:
        root: of the tree.
        elements: it and all in it, in document order, where they are at hand.
        consent: an element that is left out, too.
    """
    for everything in (False, True):
        reader = _Reader(everything=everything, consent=consent)
        reader.read(root.iter() if elements is None else elements)
        if reader.boxes and reader.boxes[0].prose >= _LEAST_PROSE:
            break
    return reader.blocks, reader.boxes


def flat_layout(lines: Sequence[str]) -> tuple[list[Block], list[Box]]:
    """The blocks and boxes of plain text: a paragraph for each line, none of which is blank."""
    body = lxml_html.Element("body")
    for line in lines:
        etree.SubElement(body, "p").text = xml_text(line)
    return read_blocks(body)
