"""What stands within a run of text: emphasis, code, links, the cells of a table's row. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Literal, NamedTuple, TypeAlias

from lxml.html import HtmlElement

Style = Literal["em", "strong", "code", "link"]

STYLES: dict[str, Style] = {
    **dict.fromkeys(("em", "i", "cite", "dfn", "var"), "em"),
    **dict.fromkeys(("strong", "b"), "strong"),
    **dict.fromkeys(("code", "kbd", "samp", "tt"), "code"),
    "a": "link",
}

CELL_SEPARATOR = " | "

_SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Mark:
    """An inline element begins (or ends, where `end`) here.

    Attributes:
        href: where a link leads, as written.
    """

    style: Style
    href: str | None = None
    end: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table's row begins here.

    Attributes:
        head: whether it heads a column or a row.
        columns: that it spans.
        parted: whether `CELL_SEPARATOR` follows, which parts it from the cell before in plain text.
    """

    head: bool = False
    columns: int = 1
    parted: bool = False


Marks: TypeAlias = Sequence[tuple[int, Mark | Cell]]


class Run(NamedTuple):
    """Words that are emphasised and linked alike; white space folded, one space at an end kept.

    Attributes:
        href: where they lead, as written; None for none.
    """

    text: str
    em: bool = False
    strong: bool = False
    code: bool = False
    href: str | None = None


def opening_mark(element: HtmlElement) -> Mark:
    """The mark of an inline element of `STYLES`."""
    style = STYLES[element.tag]
    return Mark(style, element.get("href") if style == "link" else None)


def cell_mark(element: HtmlElement, *, parted: bool) -> Cell:
    """The mark of a `<td>` or `<th>`."""
    span = element.get("colspan", "")
    head = element.tag == "th" or element.getparent().getparent().tag == "thead"
    return Cell(head, min(int(span), 50) if span.isdecimal() and int(span) else 1, parted)


def read_runs(parts: Sequence[str], marks: Marks) -> tuple[Run, ...]:
    """The runs of one line of text. Joined they are its text.

    Args:
        parts: pieces of text as the page has them.
        marks: what stands before the piece of each index.
    """
    marks = [(place, mark) for place, mark in marks if isinstance(mark, Mark)]
    if not marks:
        text = " ".join("".join(parts).split())
        return (Run(text),) if text else ()
    return _folded(run for _, run in _pieces(parts, marks))


def read_cells(parts: Sequence[str], marks: Marks) -> tuple[tuple[Cell, tuple[Run, ...]], ...]:
    """The cells of a row with their runs."""
    groups = groupby(_pieces(parts, marks), key=lambda piece: id(piece[0]))
    cells = ((pieces[0][0], _folded(run for _, run in pieces)) for _, group in groups if (pieces := [*group]))
    return tuple((cell or Cell(), runs) for cell, runs in cells if cell or runs)


def _pieces(parts: Sequence[str], marks: Marks) -> Iterator[tuple[Cell | None, Run]]:
    """Each piece as a run, with the cell that it stands in; a cell begins with an empty one."""
    style, cell, waiting = Run(""), None, 0
    depth = {"em": 0, "strong": 0, "code": 0, "link": 0}
    for index, text in enumerate(parts):
        parted = False
        while waiting < len(marks) and marks[waiting][0] <= index:
            mark = marks[waiting][1]
            waiting += 1
            if isinstance(mark, Cell):
                cell, parted = mark, mark.parted
                yield cell, style
            else:
                style = _turned(style, mark, depth)
        if not parted:
            yield cell, Run(text, *style[1:])
    yield from ((mark, style) for _, mark in marks[waiting:] if isinstance(mark, Cell))


def _turned(style: Run, mark: Mark, depth: dict[str, int]) -> Run:
    """The style after a mark; of elements nested in their like, the outermost counts."""
    depth[mark.style] += -1 if mark.end else 1
    on = depth[mark.style] > 0
    if mark.style == "link":
        return style._replace(href=(style.href or mark.href) if on else None)
    if mark.style == "em":
        return style._replace(em=on)
    return style._replace(strong=on) if mark.style == "strong" else style._replace(code=on)


def _folded(pieces: Iterable[Run]) -> tuple[Run, ...]:
    """The runs with white space folded across them, those of one style joined."""
    runs: list[Run] = []
    spaced = True  # nothing before the first word
    for piece in pieces:
        text = _SPACE.sub(" ", piece.text)
        if spaced:
            text = text.lstrip(" ")
        if not text:
            continue
        spaced = text[-1] == " "
        if runs and runs[-1][1:] == piece[1:]:
            runs[-1] = Run(runs[-1].text + text, *piece[1:])
        else:
            runs.append(Run(text, *piece[1:]))
    if spaced and runs:
        runs[-1] = runs[-1]._replace(text=runs[-1].text.rstrip(" "))
        if not runs[-1].text:
            runs.pop()
    return tuple(runs)
