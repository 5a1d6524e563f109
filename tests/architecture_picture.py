"""Draws the Mermaid picture of ARCHITECTURE.md as SVG: `python -m tests.architecture_picture`.

GitHub draws Mermaid in the reader's browser, with a script that our site would have to load from elsewhere or
carry along (3 MB). The picture needs only what is read here: nodes, arrows and groups. With `--check` nothing
is written, and the exit code is 1 if the picture is not what ARCHITECTURE.md says.
"""

from __future__ import annotations

import itertools
import re
import sys
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import escape

from tests.support.paths import ROOT

SOURCE = ROOT / "ARCHITECTURE.md"
PICTURE = ROOT / "docs/pictures/architecture.svg"

_NODE = re.compile(r'(?P<name>\w+)(?:\["(?P<label>[^"]*)"\])?')
WIDTH, LINE, PAD, GAP, BETWEEN = 180, 15, 8, 22, 34  # pixels
CHARACTERS = 24  # of a line in a box

STYLE = """
text { font: 12px system-ui, sans-serif; fill: #222 }
.name { font-weight: 600 }
.box { fill: #fff; stroke: #8a8a8a }
.group { fill: #f1e7dc; fill-opacity: .5; stroke: #8a8a8a }
.line { fill: none; stroke: #9b3d1f; stroke-width: 1.2; marker-end: url(#tip) }
.tip { fill: #9b3d1f }
@media (prefers-color-scheme: dark) {
text { fill: #eee }
.box { fill: #1c1c1c; stroke: #777 }
.group { fill: #3a2c22; stroke: #777 }
.line { stroke: #e58f6d }
.tip { fill: #e58f6d }
}
"""


@dataclass
class Item:
    """A node, or a group with items of its own. `x` and `y` are its left upper corner, set by `place`."""

    name: str
    label: str
    group: Item | None = None
    items: dict[str, Item] = field(default_factory=dict)
    x: float = 0
    y: float = 0
    width: float = WIDTH
    height: float = 0

    @property
    def names(self) -> list[str]:
        """The first lines: what stands before the colon."""
        return textwrap.wrap(self.label.partition(": ")[0], CHARACTERS)

    @property
    def lines(self) -> list[str]:
        return [*self.names, *textwrap.wrap(self.label.partition(": ")[2], CHARACTERS)]

    def ancestors(self) -> Iterator[Item]:
        """Itself and the groups that it is in, from the inside out."""
        yield self
        if self.group:
            yield from self.group.ancestors()


Arrow = tuple[Item, Item]


def read(mermaid: str) -> tuple[Item, list[Arrow]]:
    """The outermost group of a flowchart, and its arrows.

    Raises:
        ValueError: a line is none that this reads.
    """
    group = root = Item("", "")
    known: dict[str, Item] = {}
    arrows: list[Arrow] = []
    for line in mermaid.splitlines():
        text = line.strip()
        if text.startswith(("flowchart ", "direction ")) or not text:
            continue
        if text == "end":
            assert group.group, "an end without a subgraph"
            group = group.group
            continue
        opens = text.startswith("subgraph ")
        parts = [text.removeprefix("subgraph ")] if opens else text.split(" --> ")
        items = [_item(part, group, known) for part in parts]
        arrows += itertools.pairwise(items)
        if opens:
            group = items[0]
    return root, arrows


def _item(text: str, group: Item, known: dict[str, Item]) -> Item:
    match = _NODE.fullmatch(text)
    if match is None:
        raise ValueError(f'{text!r}: write a name, or a name with ["a label"]')
    name = match["name"]
    if name not in known:
        known[name] = group.items[name] = Item(name, match["label"] or name, group)
    elif match["label"]:
        known[name].label = match["label"]
    return known[name]


def place(group: Item, arrows: list[Arrow]) -> None:
    """Lay out the items of a group in rows, each below all that leads to it, and set the group's size."""
    for item in group.items.values():
        if item.items:
            place(item, arrows)
        else:
            item.height = LINE * len(item.lines) + 2 * PAD
    y = GAP + (LINE if group.label else 0)
    rows = list(_rows(group, arrows))
    group.width = max(sum(item.width + GAP for item in row) + GAP for row in rows)
    for row in rows:
        x = (group.width - sum(item.width + GAP for item in row) + GAP) / 2
        for item in row:
            item.x, item.y = x, y
            x += item.width + GAP
        y += max(item.height for item in row) + BETWEEN
    group.height = y - BETWEEN + GAP


def _rows(group: Item, arrows: list[Arrow]) -> Iterator[list[Item]]:
    """The items of a group by the longest way that leads to each."""
    above: dict[str, set[str]] = {name: set() for name in group.items}
    for source, target in arrows:
        first, second = _within(source, group), _within(target, group)
        if first and second and first is not second:
            above[second.name].add(first.name)
    waiting = dict(group.items)
    while waiting:
        row = [item for item in waiting.values() if not above[item.name] & waiting.keys()]
        if not row:
            raise ValueError(f"the arrows lead in a circle: {', '.join(waiting)}")
        yield row
        for item in row:
            del waiting[item.name]


def _within(item: Item, group: Item) -> Item | None:
    """The item of a group that an item is or lies in."""
    return next((each for each in item.ancestors() if each.group is group), None)


def draw(mermaid: str) -> str:
    """The picture of a flowchart."""
    root, arrows = read(mermaid)
    place(root, arrows)
    size = f'width="{root.width:.0f}" height="{root.height:.0f}"'
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {root.width:.0f} {root.height:.0f}" {size}'
        ' role="img"><title>The rooms of both packages; arrows lead to what a room imports</title>',
        f"<style>{STYLE}</style>",
        '<defs><marker id="tip" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="8" markerHeight="8"'
        ' orient="auto"><path class="tip" d="M0 0 8 4 0 8z"/></marker></defs>',
        *_groups(root, 0, 0),
        *(_line(*arrow) for arrow in arrows),
        *_boxes(root, 0, 0),
    ]
    return "\n".join([*parts, "</svg>", ""])


def _groups(group: Item, x: float, y: float) -> Iterator[str]:
    for item in group.items.values():
        if item.items:
            left, top = x + item.x, y + item.y
            yield (
                f'<rect class="group" x="{left:.0f}" y="{top:.0f}" width="{item.width:.0f}"'
                f' height="{item.height:.0f}" rx="4"/>'
            )
            base = top + LINE + 2
            yield f'<text class="name" x="{left + PAD:.0f}" y="{base:.0f}">{escape(item.label)}</text>'
            yield from _groups(item, left, top)


def _boxes(group: Item, x: float, y: float) -> Iterator[str]:
    for item in group.items.values():
        left, top = x + item.x, y + item.y
        if item.items:
            yield from _boxes(item, left, top)
            continue
        yield (
            f'<rect class="box" x="{left:.0f}" y="{top:.0f}" width="{item.width:.0f}"'
            f' height="{item.height:.0f}" rx="3"/>'
        )
        for row, line in enumerate(item.lines):
            kind = ' class="name"' if row < len(item.names) else ""
            base = top + PAD + LINE * (row + 1) - 4
            yield f'<text{kind} x="{left + PAD:.0f}" y="{base:.0f}">{escape(line)}</text>'


def _line(source: Item, target: Item) -> str:
    """A curve from below one item to above the other."""
    x, y = _corner(source)
    end_x, end_y = _corner(target)
    x, y, end_x = x + source.width / 2, y + source.height, end_x + target.width / 2
    bend = max(BETWEEN / 2, (end_y - y) / 2)
    return (
        f'<path class="line" d="M{x:.0f} {y:.0f}C{x:.0f} {y + bend:.0f} {end_x:.0f} {end_y - bend:.0f}'
        f' {end_x:.0f} {end_y:.0f}"/>'
    )


def _corner(item: Item) -> tuple[float, float]:
    return sum(each.x for each in item.ancestors()), sum(each.y for each in item.ancestors())


def flowchart() -> str:
    """The Mermaid text in ARCHITECTURE.md."""
    return SOURCE.read_text(encoding="utf-8").split("```mermaid\n")[1].split("```")[0]


def main() -> int:
    """Write the picture, or check it."""
    picture = draw(flowchart())
    if "--check" not in sys.argv[1:]:
        PICTURE.write_text(picture, encoding="utf-8")
    elif picture != PICTURE.read_text(encoding="utf-8"):
        print(f"{PICTURE.name} is outdated: run python -m tests.architecture_picture", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
