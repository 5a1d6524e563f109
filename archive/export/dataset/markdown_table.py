"""Tables and texts in Markdown that hold whatever pages and people wrote. Pure."""

from __future__ import annotations

from collections.abc import Iterable


def table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> list[str]:
    """The lines of a table, and an empty one behind it. Args: rows: cells in Markdown."""
    lines = [head, ("---",) * len(head), *rows]
    return [*("| " + " | ".join(line) + " |" for line in lines), ""]


def plain(text: str) -> str:
    """A text of pages or of a person that changes nothing of the Markdown or HTML around it."""
    line = " ".join(text.split()).replace("&", "&amp;").replace("<", "&lt;")
    return "".join(f"\\{char}" if char in "\\|`*_[]#" else char for char in line)
