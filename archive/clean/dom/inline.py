"""Inline markup within a block of text: emphasis, code, links, the cells of a table row. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
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


class Mark(NamedTuple):
    """The start of an inline element, or its end where `end` is True.

    Attributes:
        href: of a link, as in the source; None for other elements.
    """

    style: Style
    href: str | None = None
    end: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """The start of a cell in a table row.

    Attributes:
        head: whether it is a header cell.
        columns: how many columns it spans.
        separated: whether `CELL_SEPARATOR` follows, which separates it from the cell before in plain text.
    """

    head: bool = False
    columns: int = 1
    separated: bool = False


Marks: TypeAlias = Sequence[tuple[int, Mark | Cell]]


class Run(NamedTuple):
    """Text with the same emphasis and link throughout; white space folded, but for one space at its ends.

    Attributes:
        href: of the link around it, as in the source; None for none.
    """

    text: str
    em: bool = False
    strong: bool = False
    code: bool = False
    href: str | None = None


_START_MARKS = {tag: Mark(style) for tag, style in STYLES.items()}
END_MARKS = {tag: Mark(style, end=True) for tag, style in STYLES.items()}


def opening_mark(element: HtmlElement, tag: str) -> Mark:
    """The start mark of an inline element; its tag is in `STYLES`."""
    return Mark("link", element.get("href")) if tag == "a" else _START_MARKS[tag]


def cell_mark(element: HtmlElement, *, separated: bool) -> Cell:
    """The mark of a `<td>` or `<th>`."""
    span = element.get("colspan", "")
    head = element.tag == "th" or element.getparent().getparent().tag == "thead"
    return Cell(head, min(int(span), 50) if span.isdecimal() and int(span) else 1, separated)


def read_runs(parts: Sequence[str], marks: Marks) -> tuple[Run, ...]:
    """The runs of a block. Joined, they are its text.

    Args:
        parts: its text nodes as in the source.
        marks: the marks before them, as (index of the part, mark).
    """
    marks = [(place, mark) for place, mark in marks if isinstance(mark, Mark)]
    if not marks:
        text = " ".join("".join(parts).split())
        return (Run(text),) if text else ()
    return _fold_spaces([run for _, run in _pieces(parts, marks)])


def read_cells(parts: Sequence[str], marks: Marks) -> tuple[tuple[Cell, tuple[Run, ...]], ...]:
    """The cells of a table row with their runs."""
    cells = []
    for _, group in groupby(_pieces(parts, marks), key=lambda piece: id(piece[0])):
        pieces = list(group)
        cell, runs = pieces[0][0], _fold_spaces([run for _, run in pieces])
        if cell or runs:
            cells.append((cell or Cell(), runs))
    return tuple(cells)


def _pieces(parts: Sequence[str], marks: Marks) -> Iterator[tuple[Cell | None, Run]]:
    """The text between marks as runs, each with its cell.

    A cell starts with an empty run, so that empty cells count. Of nested links the outermost counts.
    """
    depth = {"em": 0, "strong": 0, "code": 0, "link": 0}  # open elements of each style
    cell: Cell | None = None
    href: str | None = None
    start = 0
    for place, mark in (*marks, (len(parts), None)):
        if place > start:
            text = "".join(parts[start:place])
            yield cell, Run(text, depth["em"] > 0, depth["strong"] > 0, depth["code"] > 0, href)
            start = place
        if isinstance(mark, Cell):
            cell = mark
            yield cell, Run("")
            start = place + mark.separated
        elif mark is not None:
            depth[mark.style] += -1 if mark.end else 1
            if mark.style == "link":
                href = (href or mark.href) if depth["link"] > 0 else None


def _fold_spaces(pieces: Sequence[Run]) -> tuple[Run, ...]:
    """The runs with white space folded across them and neighbours of the same style joined."""
    runs: list[Run] = []
    after_space = True  # leading space is dropped
    for piece in pieces:
        source, style = piece.text, piece[1:]
        text = " ".join(source.split())
        if source[-1:].isspace() and text:
            text += " "
        if source[:1].isspace() and not after_space:
            text = " " + text
        if not text:
            continue
        after_space = text[-1] == " "
        before = runs.pop().text if runs and runs[-1][1:] == style else ""
        runs.append(Run(before + text, *style))
    if after_space and runs:
        last = runs.pop()
        runs += [last._replace(text=last.text.rstrip(" "))] if last.text.strip(" ") else []
    return tuple(runs)
