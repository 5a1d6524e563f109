"""Draws tables and the references between them as SVG, for tests/schema_diagram.py. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

# From left to right: what collects, what came, the articles, what they say, whom and what they name.
PLACES = (
    ("crawls", "frontier", "hosts", "tombstones"),
    ("captures", "aliases", "comments", "exports", "searches"),
    ("articles", "coverage", "stories"),
    ("revisions", "reviews", "revision_authors", "corrections"),
    ("works", "authors", "people", "author_names"),
    ("work_names", "work_doubts", "catalogue", "catalogue_names", "catalogue_ids"),
)

WIDTH, ROW, HEAD, GAP, BETWEEN, EDGE = 150, 18, 24, 26, 64, 12  # pixels

STYLE = """
text { font: 12px system-ui, sans-serif; fill: #222 }
.name { font-weight: 600 }
.box { fill: #fff; stroke: #8a8a8a }
.head { fill: #f1e7dc; stroke: #8a8a8a }
.line { fill: none; stroke: #9b3d1f; stroke-width: 1.2 }
.tip { fill: #9b3d1f }
@media (prefers-color-scheme: dark) {
text { fill: #eee }
.box { fill: #1c1c1c; stroke: #777 }
.head { fill: #3a2c22; stroke: #777 }
.line { stroke: #e58f6d }
.tip { fill: #e58f6d }
}
"""

Columns = Sequence[tuple[str, str | None]]  # names, each with the table that it refers to


@dataclass(frozen=True, slots=True)
class Box:
    """A table's place: the left upper corner, and how many rows it has."""

    x: int
    y: int
    rows: int

    @property
    def height(self) -> int:
        return HEAD + ROW * self.rows


def draw(tables: Mapping[str, Columns]) -> str:
    """The picture. `tables` has the columns to show of each."""
    boxes = dict(placed(tables))
    width = len(PLACES) * (WIDTH + BETWEEN) + EDGE  # with room for arrows at the right of the last
    height = max(box.y + box.height for box in boxes.values()) + EDGE
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}"'
        f' height="{height}" role="img"><title>Tables of an archive and their keys</title>',
        f"<style>{STYLE}</style>",
        '<defs><marker id="tip" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="7" markerHeight="7"'
        ' orient="auto"><path class="tip" d="M0 0 8 4 0 8z"/></marker></defs>',
        *(line for name in boxes for line in lines(name, tables[name], boxes)),
        *(table for name in boxes for table in drawn_table(name, tables[name], boxes[name])),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def placed(tables: Mapping[str, Columns]) -> Iterator[tuple[str, Box]]:
    """Where each table stands."""
    missing = tables.keys() ^ {name for column in PLACES for name in column}
    if missing:
        raise SystemExit(f"PLACES in tests/schema_picture.py has to place: {', '.join(sorted(missing))}")
    for number, column in enumerate(PLACES):
        y = EDGE
        for name in column:
            box = Box(EDGE + number * (WIDTH + BETWEEN), y, len(tables[name]))
            y += box.height + GAP
            yield name, box


def drawn_table(name: str, columns: Columns, box: Box) -> Iterator[str]:
    """A box with the name of the table and its columns."""
    yield f'<rect class="box" x="{box.x}" y="{box.y}" width="{WIDTH}" height="{box.height}"/>'
    yield f'<rect class="head" x="{box.x}" y="{box.y}" width="{WIDTH}" height="{HEAD}"/>'
    yield f'<text class="name" x="{box.x + 8}" y="{box.y + 16}">{name}</text>'
    for place, (column, _) in enumerate(columns):
        yield f'<text x="{box.x + 8}" y="{box.y + HEAD + ROW * place + 13}">{column}</text>'


def lines(name: str, columns: Columns, boxes: Mapping[str, Box]) -> Iterator[str]:
    """An arrow from each column that refers to a table."""
    for place, (_, target) in enumerate(columns):
        if target is not None:
            y = boxes[name].y + HEAD + ROW * place + ROW // 2
            yield f'<path class="line" marker-end="url(#tip)" d="{curve(boxes[name], y, boxes[target])}"/>'


def curve(start: Box, y: int, end: Box) -> str:
    """From a row at `y` to the head of a box; within a column of boxes around their right side."""
    head = end.y + HEAD // 2
    if start.x == end.x:
        x = start.x + WIDTH
        bend = x + BETWEEN // 2
        return f"M{x} {y} C{bend} {y} {bend} {head} {x} {head}"
    towards = 1 if end.x > start.x else -1
    first = start.x + (WIDTH if towards > 0 else 0)
    last = end.x + (0 if towards > 0 else WIDTH)
    bend = BETWEEN // 2 * towards
    return f"M{first} {y} C{first + bend} {y} {last - bend} {head} {last} {head}"
