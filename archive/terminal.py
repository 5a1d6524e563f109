"""What commands print: text made safe for a terminal, tables, progress. `rich` is imported when it draws."""

from __future__ import annotations

import json
import sys
import textwrap
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from shutil import get_terminal_size
from typing import Any

import click

# Stored pages may hold anything: escape sequences and direction overrides are not passed on to a terminal.
_UNSAFE = dict.fromkeys((*range(32), *range(127, 160), *range(0x202A, 0x202F), *range(0x2066, 0x206A)))

_UNSAFE_IN_TEXT = {code: None for code in _UNSAFE if chr(code) not in "\n\t"}


def safe(text: str, *, lines: bool = False) -> str:
    """Text without control characters; without line ends and tabs too unless `lines`."""
    return text.translate(_UNSAFE_IN_TEXT) if lines else " ".join(text.split()).translate(_UNSAFE)


def counted(number: int, noun: str) -> str:
    """`1 article`, `2 articles`, `12,000 articles`"""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def on_terminal(*, error: bool = False) -> bool:
    """Whether a person is reading standard output (or standard error)."""
    stream = sys.stderr if error else sys.stdout
    return stream is not None and stream.isatty()  # None where it was closed before we began


def echo_json(value: Any) -> None:
    """Print JSON, in the characters that standard output can take."""
    utf8 = (sys.stdout.encoding or "").lower().replace("-", "") == "utf8"
    click.echo(json.dumps(value, ensure_ascii=not utf8, indent=2))


def wrap(text: str, indent: str = "") -> str:
    """Text as lines no wider than the terminal; one line where there is none."""
    if not on_terminal():
        return indent + text
    width = min(get_terminal_size().columns, 110)
    return textwrap.fill(text, width, initial_indent=indent, subsequent_indent=indent, break_long_words=False)


def table(
    headings: Sequence[str], rows: Iterable[Sequence[object]], styles: Mapping[str, str] | None = None
) -> None:
    """Print a table: ruled on a terminal, numbers to the right; tab-separated elsewhere. None is empty.

    Args:
        styles: rich's, by the text of a cell; of no meaning but on a terminal.
    """
    rows = list(rows)
    cells = [["" if cell is None else safe(str(cell)) for cell in row] for row in rows]
    if not on_terminal():
        for row in [list(headings), *cells]:
            click.echo("\t".join(row))
        return
    from rich.box import SIMPLE_HEAD  # noqa: PLC0415 (slow to import, needed on a terminal alone)
    from rich.console import Console  # noqa: PLC0415
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    drawn = Table(box=SIMPLE_HEAD, show_edge=False, pad_edge=False, collapse_padding=True)
    for place, heading in enumerate(headings):
        numbers = all(isinstance(row[place], int | None) for row in rows)
        drawn.add_column(heading, justify="right" if numbers else "left", overflow="fold")
    for line in cells:
        drawn.add_row(*(Text(cell, style=(styles or {}).get(cell, "")) for cell in line))
    Console().print(drawn)


@contextmanager
def progress(label: str, unit: str) -> Iterator[Callable[..., None]]:
    """A progress bar on a terminal, on standard error; nothing elsewhere.

    Yields a function `(done, total=None)` that sets how far the work is; an unknown total draws a moving bar.
    """
    if not on_terminal(error=True):
        yield lambda done, total=None: None
        return
    from rich.console import Console  # noqa: PLC0415
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn  # noqa: PLC0415

    count = TextColumn(f"{{task.completed:.0f}} {unit}")
    with Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        count,
        TimeElapsedColumn(),
        console=Console(stderr=True),
        transient=True,
    ) as bar:
        task = bar.add_task(label, total=None)
        yield lambda done, total=None: bar.update(task, completed=done, total=total)
