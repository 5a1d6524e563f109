"""Figures in columns."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

FIRST = 20  # columns of a row's name
Row = tuple[str, Sequence[str]]


def print_table(head: Sequence[str], rows: Iterable[Row]) -> None:
    """Rows under a head whose first cell names what the rows are; figures to the right."""
    widths = [max(len(name), 8) + 2 for name in head[1:]]
    _print(head[0], head[1:], widths)
    for name, cells in rows:
        _print(name, cells, widths)


def _print(name: str, cells: Sequence[str], widths: Sequence[int]) -> None:
    print(f"{name:{FIRST}}" + "".join(f"{cell:>{width}}" for cell, width in zip(cells, widths, strict=True)))


def cell(value: float | None) -> str:
    """`0.9583` for a share, `130` for a count, `-` for what was not measured."""
    if value is None:
        return "-"
    return f"{value:.4f}" if isinstance(value, float) and value <= 1 else f"{value:.0f}"
