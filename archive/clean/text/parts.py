"""A text as typed parts in order, from which plain text and Markdown are written."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import inf
from typing import Literal, NamedTuple, TypeAlias

from lxml.html import HtmlElement

from archive.clean.boilerplate.lines import Line
from archive.clean.dom.blocks import Block, Box
from archive.clean.dom.inline import Cell, Run, read_cells, read_runs
from archive.clean.dom.tags import HEADINGS

# The items of lists, each with its number from 0.
Counted: TypeAlias = dict[HtmlElement, dict[HtmlElement, int]]
PartKind = Literal["heading", "paragraph", "row", "caption", "preformatted"]

# An element that holds this share of the page's prose lays the page out, whatever it is for.
_LAYOUT = 0.8
_LANGUAGE = re.compile(r"(?:^|\s)lang(?:uage)?-([\w+#.-]+)")


@dataclass(frozen=True, slots=True)
class Frame:
    """A quote or a list's item that a part stands in.

    Attributes:
        serial: what the parts of one quote or item have in common.
        list_serial: the same for the items of a list; 0 for a quote.
        number: of an item of an ordered list, as the page counts; None for any other.
        backwards: whether that list counts down.
    """

    serial: int
    list_serial: int = 0
    number: int | None = None
    backwards: bool = False


class Part(NamedTuple):
    """One block of a text.

    Attributes:
        text: its words, white space folded; of preformatted text, as it stands.
        runs: the same with emphasis and links; () for a row.
        level: of a heading, 1-6; else 0.
        frames: the quotes and list items around it, outermost first.
        joined: whether a single line break parts it from the part before.
        serial: what the rows of one table, or the lines of one preformatted text, have in common; else 0.
        cells: of a row.
        language: of preformatted code, where the page says it.
        aside: whether it stands beside the text and not in it: plain text and its words are without it.
    """

    kind: PartKind
    text: str
    runs: tuple[Run, ...] = ()
    level: int = 0
    frames: tuple[Frame, ...] = ()
    joined: bool = False
    serial: int = 0
    cells: tuple[tuple[Cell, tuple[Run, ...]], ...] = ()
    language: str = ""
    aside: bool = False


def read_parts(lines: Iterable[Line]) -> list[Part]:
    """The parts that these lines of a text stand for, the captions between them included."""
    parts: list[Part] = []
    counted: Counted = {}
    before: int | None = None
    for line in lines:
        block = line.block
        parts += [Part("caption", c.text, read_runs(c.parts, c.styles), aside=True) for c in line.captions]
        joined = block.joined and block.index - 1 == before and not line.captions
        parts.append(_part(block, counted, joined=joined))
        before = block.index
    return parts


def plain_text(parts: Sequence[Part]) -> str:
    """A line for each part: items begin with a dash or their number, deeper ones are indented.

    Captions of figures are left out: they are beside the text and not of it.
    """
    lines: list[str] = []
    begun: set[int] = set()
    for part in parts:
        if part.aside:
            continue
        if not part.frames:  # as most
            lines.append(part.text)
        else:
            lead, indent = _bullet([frame for frame in part.frames if frame.list_serial], begun)
            first, *rest = part.text.split("\n")
            lines += [lead + first, *(indent + line if line else "" for line in rest)]
    return "\n".join(lines)


def _bullet(items: Sequence[Frame], begun: set[int]) -> tuple[str, str]:
    """What stands before the first line and before the other lines of a part in these list items."""
    indent = "  " * len(items)
    if not items or items[-1].serial in begun:
        return indent, indent
    lead = ""
    for item in items[:-1]:
        lead += "  " if item.number is None or item.serial in begun else f"{item.number}. "
    begun.update(item.serial for item in items)
    number = items[-1].number
    return lead + ("- " if number is None else f"{number}. "), indent


def _part(block: Block, counted: Counted, *, joined: bool) -> Part:
    around = _around(block.box)
    within = {box.tag: box for box in reversed(around)}  # the innermost of each tag
    framed = tuple([_frame(box, counted) for box in reversed(around) if box.tag in ("blockquote", "li")])
    if block.in_row:
        cells, table = read_cells(block.parts, block.styles, block.cells), within.get("table", block.box)
        return Part("row", block.text, frames=framed, serial=id(table), cells=cells)
    if pre := within.get("pre"):
        text = "".join(block.parts).replace("\r", "").strip("\n").expandtabs().rstrip()
        language = _language(pre.element)
        return Part("preformatted", text, (), 0, framed, joined, id(pre), language=language)
    runs = read_runs(block.parts, block.styles) if block.styles else (Run(block.text),)
    if headings := [box.tag for box in around if box.tag in HEADINGS]:
        return Part("heading", block.text, runs, int(headings[0][1]), framed, joined)
    return Part("caption" if block.in_caption else "paragraph", block.text, runs, 0, framed, joined)


def _around(box: Box) -> list[Box]:
    """A box and those around it, innermost first, but for those that frame the page itself."""
    boxes = box.ancestors_or_self()
    most = _LAYOUT * boxes[-1].prose or inf  # characters of prose in a box that is no frame of the page
    return [one for one in boxes if one.prose <= most]


def _frame(box: Box, counted: Counted) -> Frame:
    """The frame that a quote or a list's item is."""
    holder = box.parent
    if box.tag != "li" or holder is None or holder.tag != "ol":
        return Frame(id(box), id(holder) if box.tag == "li" else 0)
    backwards = holder.element.get("reversed") is not None
    around = box.element.getparent()
    if around not in counted:  # once: a list may have a hundred thousand
        counted[around] = {item: place for place, item in enumerate(around.iterchildren("li"))}
    items = counted[around]
    first, number = _whole(holder.element.get("start")), _whole(box.element.get("value"))
    if first is None:
        first = len(items) if backwards else 1
    if number is None:
        number = first + items.get(box.element, 0) * (-1 if backwards else 1)
    return Frame(id(box), id(holder), number, backwards)


def _whole(value: str | None) -> int | None:
    return int(value) if value and value.isdecimal() and len(value) < 6 else None


def _language(element: HtmlElement) -> str:
    names = " ".join(filter(None, (one.get("class") for one in element.iter("pre", "code"))))
    found = _LANGUAGE.search(names)
    return found[1] if found else ""
