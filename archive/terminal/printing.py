"""Printing for commands: text that is safe on a terminal, tables, JSON."""

from __future__ import annotations

import json
import os
import sys
import textwrap
from collections.abc import Iterable, Mapping, Sequence
from shutil import get_terminal_size
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

# Stored pages may contain terminal escape sequences and direction overrides. We do not print those.
_UNSAFE = dict.fromkeys((*range(32), *range(127, 160), *range(0x202A, 0x202F), *range(0x2066, 0x206A)))

_SHORT_CELL = 12  # characters; a column of such cells is not wrapped: "3 h ago"

_LONGEST_WORD = 30  # characters; a longer one may be cut

_UNSAFE_IN_LINES = {code: None for code in _UNSAFE if chr(code) not in "\n\t"}


def safe(text: str, *, lines: bool = False) -> str:
    """Remove control characters. Line ends and tabs become spaces, unless `lines` keeps them."""
    return text.translate(_UNSAFE_IN_LINES) if lines else " ".join(text.split()).translate(_UNSAFE)


def counted(number: int, noun: str) -> str:
    """`1 article`, `2 articles`, `12,000 articles`"""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def on_terminal(*, error: bool = False) -> bool:
    """Whether a person is reading standard output (or standard error)."""
    stream = sys.stderr if error else sys.stdout
    return stream is not None and stream.isatty()  # None if it was closed before we started


def is_plain() -> bool:
    """Whether a person wants no styles (NO_COLOR), or has a terminal that knows none (TERM)."""
    return bool(os.environ.get("NO_COLOR")) or is_dumb()


def is_dumb() -> bool:
    """Whether the terminal knows no escape sequences."""
    return os.environ.get("TERM") in {"dumb", "unknown"}


def echo_json(value: Any) -> None:
    """Print JSON; escape characters beyond ASCII if standard output is not UTF-8."""
    utf8 = (sys.stdout.encoding or "").lower().replace("-", "") == "utf8"
    click.echo(json.dumps(value, ensure_ascii=not utf8, indent=2))


def echo_long(text: str) -> None:
    """Print text; through a pager if it is longer than the terminal. PAGER names another, `cat` for none."""
    size = get_terminal_size()
    rows = sum(1 + len(line) // max(1, size.columns) for line in text.splitlines())
    if on_terminal() and sys.stdin is not None and sys.stdin.isatty() and rows >= size.lines:
        os.environ.setdefault("LESS", "FRX")  # leaves the text on the screen, with its styles
        click.echo_via_pager(text)
    else:
        click.echo(text)


def wrap(text: str, indent: str = "", first: str | None = None) -> str:
    """Wrap text between words to the width of the terminal. If output goes elsewhere, return one line.

    Args:
        indent: what each line begins with.
        first: what the first line begins with instead.
    """
    first = indent if first is None else first
    width = min(get_terminal_size().columns, 110)
    if not on_terminal() or len(first) + len(text) <= width:
        return first + text
    return textwrap.fill(
        text,
        width,
        initial_indent=first,
        subsequent_indent=indent,
        break_long_words=False,
        break_on_hyphens=False,
    )


def table(
    headings: Sequence[str],
    rows: Iterable[Sequence[object]],
    styles: Mapping[str, str] | None = None,
    spare: Sequence[str] = (),
) -> None:
    """Print a table: drawn, with numbers to the right, on a terminal; tab-separated elsewhere. None is empty.

    On a terminal no word is cut that fits into it.

    Args:
        styles: `rich` styles by the text of a cell; used on a terminal only.
        spare: headings of columns that a terminal does without where they are empty or 0 in all rows, and,
            the first of them first, where it is too narrow for all.
    """
    rows = list(rows)
    cells = [["" if cell is None else safe(str(cell)) for cell in row] for row in rows]
    if not on_terminal():
        for row in [list(headings), *cells]:
            click.echo("\t".join(row))
        return
    from rich.console import Console  # noqa: PLC0415 (slow to import, needed only on a terminal)

    console = Console(color_system=None if is_plain() else "auto")
    shown = [
        column
        for column, heading in enumerate(headings)
        if heading not in spare or any(row[column] for row in rows)
    ]
    grid = _grid(headings, rows, cells, shown, styles or {})
    for column in [headings.index(heading) for heading in spare if headings.index(heading) in shown]:
        if _fits(grid, console):
            break
        shown.remove(column)
        grid = _grid(headings, rows, cells, shown, styles or {})
    if not _fits(grid, console):  # then words are cut
        for kept in grid.columns:
            kept.min_width, kept.no_wrap = None, False
    console.print(grid)


def _fits(grid: Table, console: Console) -> bool:
    """Whether a table needs no more than the width of the console."""
    unlimited = console.options.update(max_width=10_000)  # else that width is the most that it says it needs
    return console.measure(grid, options=unlimited).minimum <= console.width


def _grid(
    headings: Sequence[str],
    rows: Sequence[Sequence[object]],
    cells: Sequence[Sequence[str]],
    shown: Sequence[int],
    styles: Mapping[str, str],
) -> Table:
    """The columns at these places, each as wide as its longest word at least."""
    from rich.box import SIMPLE_HEAD  # noqa: PLC0415
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    grid = Table(box=SIMPLE_HEAD, show_edge=False, pad_edge=False, collapse_padding=True)
    for column in shown:
        texts = [headings[column], *(row[column] for row in cells)]
        longest = max(map(len, texts))
        word = max((len(word) for text in texts for word in text.split()), default=1)
        whole = longest <= max(_SHORT_CELL, min(word, _LONGEST_WORD))
        numbers = all(isinstance(row[column], int | None) for row in rows)
        grid.add_column(
            headings[column],
            justify="right" if numbers else "left",
            overflow="fold",
            no_wrap=whole,
            min_width=longest if whole else min(word, _LONGEST_WORD),
        )
    for row in cells:
        grid.add_row(*(Text(row[column], style=styles.get(row[column], "")) for column in shown))
    return grid
