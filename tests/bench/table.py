"""Figures in columns."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

FIRST = 20  # columns of a row's name
Row = tuple[str, Sequence[str]]


def print_table(head: Sequence[str], rows: Iterable[Row], *, first: int = FIRST, narrowest: int = 8) -> None:
    """Rows under a head whose first cell names what the rows are; figures to the right.

    Args:
        first: columns of a row's name.
        narrowest: columns that each figure has at least.
    """
    widths = [max(len(name), narrowest) + 2 for name in head[1:]]
    _print(head[0], head[1:], [first, *widths])
    for name, cells in rows:
        _print(name, cells, [first, *widths])


def _print(name: str, cells: Sequence[str], all_widths: Sequence[int]) -> None:
    first, *widths = all_widths
    print(f"{name:{first}}" + "".join(f"{cell:>{width}}" for cell, width in zip(cells, widths, strict=True)))


def cell(value: float | None) -> str:
    """`0.9583` for a share, `130` for a count, `-` for what was not measured."""
    if value is None:
        return "-"
    return f"{value:.4f}" if isinstance(value, float) and value <= 1 else f"{value:.0f}"
