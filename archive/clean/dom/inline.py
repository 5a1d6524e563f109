"""Inline markup within a block of text: emphasis, code, links, the cells of a table row. Pure."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from operator import itemgetter
from typing import NamedTuple, TypeAlias

from lxml.html import HtmlElement

CELL_SEPARATOR = " | "


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


# How text is set that has no text yet; a block has it with the index of the part from which on it holds.
Style: TypeAlias = Run
Styles: TypeAlias = Sequence[tuple[int, Style]]
PLAIN: Style = Run("")
STYLES: dict[str, Style] = {
    **dict.fromkeys(("em", "i", "cite", "dfn", "var"), Run("", em=True)),
    **dict.fromkeys(("strong", "b"), Run("", strong=True)),
    **dict.fromkeys(("code", "kbd", "samp", "tt"), Run("", code=True)),
    "a": PLAIN,
}


def style_within(outer: Style, element: HtmlElement, tag: str) -> Style:
    """How text in an inline element is set, whose tag is in `STYLES`. Of nested links the outermost counts.

    Args:
        outer: how the text around it is.
    """
    _, em, strong, code, href = outer
    if tag == "a":
        return outer if href else Run("", em, strong, code, element.get("href"))
    own = STYLES[tag]
    return own if outer is PLAIN else Run("", em or own.em, strong or own.strong, code or own.code, href)


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


def read_cell(element: HtmlElement, *, separated: bool) -> Cell:
    """The cell that a `<td>` or `<th>` begins."""
    span = element.get("colspan", "")
    head = element.tag == "th" or element.getparent().getparent().tag == "thead"
    return Cell(head, min(int(span), 50) if span.isdecimal() and int(span) else 1, separated)


def read_runs(parts: Sequence[str], styles: Styles) -> tuple[Run, ...]:
    """The runs of a block. Joined, they are its text.

    Args:
        parts: its text nodes as in the source.
        styles: how they are set.
    """
    return _fold_spaces(_pieces(parts, styles, 0, len(parts)))


def read_cells(
    parts: Sequence[str], styles: Styles, cells: Sequence[tuple[int, Cell]]
) -> tuple[tuple[Cell, tuple[Run, ...]], ...]:
    """The cells of a table row, which begin before parts, with their runs."""
    read = []
    for (start, cell), (end, _) in pairwise([(0, None), *cells, (len(parts), None)]):
        runs = _fold_spaces(_pieces(parts, styles, start + (cell is not None and cell.separated), end))
        if cell or runs:
            read.append((cell or Cell(), runs))
    return tuple(read)


def _pieces(parts: Sequence[str], styles: Styles, start: int, end: int) -> Iterator[Run]:
    """The text of some parts, that of a style as one run."""
    low = bisect_right(styles, start, key=itemgetter(0))
    high = bisect_left(styles, end, lo=low, key=itemgetter(0))
    at_start = styles[low - 1][1] if low else PLAIN
    for (first, style), (after, _) in pairwise([(start, at_start), *styles[low:high], (end, PLAIN)]):
        text = "".join(parts[first:after])
        if text:
            yield Run(text, *style[1:])


def _fold_spaces(pieces: Iterable[Run]) -> tuple[Run, ...]:
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
