"""What heads a block, where it stands beside the title and among elements alike, and what frames it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from archive.clean.judge.block_traits import HEADING, LINKED, SORT, TRAITS
from archive.clean.judge.layout import PROSE_WORDS, Layout, subtree_sums
from archive.clean.judge.trees import Floats, Ints

_TAG, _IN_TITLE = TRAITS.index("tag"), TRAITS.index("share of the title's words in it")

_MOST = 30  # headings or siblings; more count as so many

_LONG = 30.0  # words of sentences; a sibling with fewer does not count

HEADED = (
    "heading above: share in links",
    "heading above: tag",
    "heading above: is the title",
    "heading above: share of the title's words",
    "heading above: levels up to the element around both",
    "headings since the title",
    "linked headings since the title",
    "headings as high as the title since it",
)


def headings_above(layout: Layout, traits: Floats, title: int) -> Floats:
    """The last heading at or above each block, and how many there were since the title."""
    number = len(traits)
    columns = np.zeros((number, len(HEADED)), np.float32)
    is_heading = traits[:, SORT] == HEADING
    index = np.arange(number)
    last = np.maximum.accumulate(np.where(is_heading, index, -1))
    headed = last >= 0
    above = np.maximum(last, 0)
    columns[:, 0] = np.where(headed, traits[above, LINKED], -1)
    columns[:, 1] = np.where(headed, traits[above, _TAG], -1)
    columns[:, 2] = headed & (above == title)
    columns[:, 3] = np.where(headed, traits[above, _IN_TITLE], -1)
    columns[:, 4] = np.where(headed, _levels_up(layout, above), -1)
    after = is_heading & (index > title)
    linked = after & (traits[:, LINKED] > 0.5)
    as_high = after & (traits[:, _TAG] <= traits[title, _TAG]) if title >= 0 else after
    for column, which in ((5, after), (6, linked), (7, as_high)):
        columns[:, column] = np.minimum(np.cumsum(which), _MOST)
    return columns


def _levels_up(layout: Layout, other: Ints) -> Ints:
    """How many levels each block lies below the innermost box that also holds another block."""
    here, there = layout.box.copy(), layout.box[other]
    levels = np.zeros(len(here), np.int32)
    for _ in range(12):
        apart = (there < here) | (there >= layout.end[here])
        apart &= layout.outer[here] >= 0
        if not apart.any():
            break
        here = np.where(apart, layout.outer[here], here)
        levels += apart
    return levels


BESIDE_TITLE = (
    "the widest element without the title: holds it",
    "the widest element without the title: stands below it",
    "the widest element without the title: share of sentences",
    "the widest element without the title: sentences, of the most",
    "the widest element without the title: words",
    "the widest element without the title: share in links",
    "the widest element without the title: headings",
    "the widest element without the title: form controls",
    "the widest element without the title: pictures",
    "the widest element without the title: names",
    "levels below it",
)


def beside_title(layout: Layout, names: Floats, title: int) -> Floats:
    """The widest element around each block that does not hold the title."""
    outer, depth = layout.outer.tolist(), layout.depth
    place = int(layout.box[title]) if title >= 0 else 0
    holding = np.zeros(len(outer), bool)
    around = place
    while around >= 0:
        holding[around] = True
        around = outer[around]
    regions: list[int] = []
    held = holding.tolist()
    for box, parent in enumerate(outer):
        regions.append(box if held[box] or parent < 0 or held[parent] else regions[parent])
    region = np.array(regions, np.int32)[layout.box]
    sums = layout.sums[region]
    sentences = np.where(holding[region], 0, sums[:, 4])
    columns = (
        holding[region],
        region > place,
        sums[:, 4] / max(float(layout.sums[0, 4]), 1),
        sums[:, 4] / max(float(sentences.max()), 1),
        np.log1p(sums[:, 0]),
        sums[:, 2] / np.maximum(sums[:, 0], 1),
        np.log1p(sums[:, 5]),
        np.log1p(np.array([box.controls for box in layout.boxes], np.float32))[region],
        np.log1p(np.array([box.pictures for box in layout.boxes], np.float32))[region],
        names[region, 3],
        depth[layout.box] - depth[region],
    )
    return np.stack(columns, 1).astype(np.float32)


ALIKE = (
    "long elements like those around it above",
    "long elements like those around it below",
    "headed long elements like those around it above",
    "headed long elements like those around it below",
)


def alike(layout: Layout) -> Floats:
    """How many siblings with prose that look like the elements around a block stand above and below."""
    boxes, outer = layout.boxes, layout.outer.tolist()
    looks = [(outer[index], box.tag, box.element.get("class")) for index, box in enumerate(boxes)]
    long = layout.sums[:, 4] >= _LONG
    headed = long & (layout.sums[:, 5] > 0)
    columns = []
    for which in (long.tolist(), headed.tolist()):
        above, below = _counts(looks, which), _counts(looks[::-1], which[::-1])[::-1]
        columns += [_along_path(above, outer), _along_path(below, outer)]
    return np.stack(columns, 1)[layout.box].astype(np.float32)


def _counts(looks: Sequence[object], counted: Sequence[bool]) -> list[int]:
    """For each how many that look alike were counted before it."""
    seen: dict[object, int] = {}
    before = []
    for look, counts in zip(looks, counted, strict=True):
        number = seen.get(look, 0)
        before.append(number)
        if counts:
            seen[look] = number + 1
    return before


def _along_path(counts: Sequence[int], outer: Sequence[int]) -> list[int]:
    """The sum of the counts along the path to each box; of paragraphs and the like none."""
    sums: list[int] = []
    for count, parent in zip(counts, outer, strict=True):
        sums.append(min(_MOST, count + (sums[parent] if parent >= 0 else 0)))
    return sums


LATER = ("in a later piece that begins as the title's does",)


def later_pieces(layout: Layout, traits: Floats, title: int) -> Floats:
    """Whether each block stands in, or after, another article: a sibling like the title's own element.

    It looks the same from outside, and before its prose it has a heading, and that or the byline is named as
    the title or its byline is.
    """
    column = np.zeros((len(traits), 1), np.float32)
    if title < 0:
        return column
    piece = int(layout.box[title])
    while layout.outer[piece] >= 0 and layout.sums[piece, 4] < _LONG:
        piece = int(layout.outer[piece])
    while layout.outer[piece] >= 0:
        for other in _siblings_below(layout, piece):
            if _begins_alike(layout, traits, title, other):
                inside = (layout.box >= other) & (layout.box < layout.end[layout.outer[piece]])
                column[inside, 0] = 1
                return column
        piece = int(layout.outer[piece])
    return column


def _siblings_below(layout: Layout, piece: int) -> list[int]:
    """The siblings below a box that have its tag and one of its classes, or like it none."""
    box, outer = layout.boxes[piece], layout.outer[piece]
    classes = set((box.element.get("class") or "").split())
    siblings, other, end = [], int(layout.end[piece]), int(layout.end[outer])
    while other < end:
        own = set((layout.boxes[other].element.get("class") or "").split())
        if layout.boxes[other].tag == box.tag and (own & classes or not (own or classes)):
            siblings.append(other)
        other = int(layout.end[other])
    return siblings


def _begins_alike(layout: Layout, traits: Floats, title: int, other: int) -> bool:
    """Whether a box has a heading above its prose, and names it or its byline as the title's are named."""
    first = int(np.searchsorted(layout.box, other))
    labels, headed = _labels(layout, first, int(layout.end[other])), False
    for index in labels:
        headed = headed or (traits[index, SORT] == HEADING and traits[index, LINKED] < 0.5)
    if not headed:
        return False
    names = {
        name
        for index in (title, *_labels(layout, title + 1, len(layout.boxes)))
        for name in _name(layout, index)
    }
    return any(name in names for index in labels for name in _name(layout, index))


_MOST_LABELS = 8


def _labels(layout: Layout, first: int, end: int) -> list[int]:
    """The blocks from one on, in boxes before `end`, that stand above the next prose."""
    labels = []
    for index in range(first, min(first + _MOST_LABELS, len(layout.words))):
        if layout.prose[index] > 0 or layout.box[index] >= end:
            break
        labels.append(index)
    return labels


def _name(layout: Layout, index: int) -> tuple[str, ...]:
    """How a block's element is named: by its class, and as `<h1>`."""
    box = layout.boxes[layout.box[index]]
    name = box.element.get("class")
    return (*((name,) if name else ()), *(("<h1>",) if box.tag == "h1" else ()))


FRAMED = tuple(
    f"{what} of {where}"
    for where in ("its element", "the element around", "the second around")
    for what in (
        "prose beside, above",
        "prose beside, below",
        "first block's sort",
        "first block's share in links",
        "last block's share in links",
        "linked share of headings",
    )
)


def frames(layout: Layout, traits: Floats) -> Floats:
    """What the elements around a block begin and end with, and whether prose goes on beside them."""
    count, number = len(layout.boxes), len(traits)
    first, last = np.full(count, number), np.full(count, -1)
    index = np.arange(number)
    np.minimum.at(first, layout.box, index)
    np.maximum.at(last, layout.box, index)
    for box in range(count - 1, 0, -1):
        parent = layout.outer[box]
        first[parent] = min(first[parent], first[box])
        last[parent] = max(last[parent], last[box])
    prose = layout.words * (layout.prose > 0) >= PROSE_WORDS
    table = np.zeros((count, 6), np.float32)
    for column, beside in ((0, first - 1), (1, last + 1)):
        block = np.clip(beside, 0, number - 1)
        own = layout.box[block]
        same = (own == layout.outer) | (layout.outer[own] == layout.outer)
        table[:, column] = (block == beside) & prose[block] & same
    table[:, 2], table[:, 3], table[:, 4] = traits[first, SORT], traits[first, LINKED], traits[last, LINKED]
    heading = np.where(traits[:, SORT] == HEADING, layout.words, 0).astype(np.float64)
    sums = subtree_sums(np.stack([heading, heading * traits[:, LINKED]], 1), layout.box, layout.end)
    table[:, 5] = np.where(sums[:, 0] > 0, sums[:, 1] / np.maximum(sums[:, 0], 1), -1)
    return np.hstack([table[box] for box in (layout.box, layout.parent, layout.up2)])


NAMES = (*HEADED, *BESIDE_TITLE, *ALIKE, *LATER, *FRAMED)


def headed_features(layout: Layout, traits: Floats, names: Floats, title: int) -> Floats:
    """All of them, (blocks, len(NAMES)).

    Args:
        layout: of the page.
        traits: of its blocks.
        names: of its boxes.
        title: the index of the block that is the title; -1 for none.
    """
    return np.hstack(
        [
            headings_above(layout, traits, title),
            beside_title(layout, names, title),
            alike(layout),
            later_pieces(layout, traits, title),
            frames(layout, traits),
        ]
    )
