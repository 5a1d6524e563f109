"""Plain-text captures: a page saved as text, its pieces flattened to lines."""

from __future__ import annotations

from collections.abc import Sequence

from archive.clean.boilerplate.lines import Line, is_meta
from archive.clean.boilerplate.trim import is_prose, strip_furniture


def split_head(lines: Sequence[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Part the lines above the text (logo, title, byline) from the rest.

    The head ends at the last byline or date line above the first prose, so that a heading which opens the
    text stays with it; without such a line it ends at the first prose. A page without prose has no head.
    """
    first = next((index for index, line in enumerate(lines) if is_prose(line) and not is_meta(line)), 0)
    metas = [index for index in range(first) if is_meta(lines[index])]
    end = metas[-1] + 1 if metas else first
    return tuple(lines[:end]), tuple(lines[end:])


def plain_lines(lines: Sequence[str], title: str | None, byline: str | None) -> list[Line]:
    """The lines of the clean text of a plain-text capture."""
    _, rest = split_head(lines)
    return strip_furniture([Line(line) for line in rest], title, byline)
