"""The elements around a block: their names, their prose, those that look alike; and its neighbours."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Sequence
from itertools import count

import numpy as np
from numpy.typing import NDArray

from archive.clean.judge.block_traits import LINKED, SORT
from archive.clean.judge.element_words import NameScore
from archive.clean.judge.layout import Layout, innermost, shift, within
from archive.clean.judge.trees import Floats, Ints

_CORES = (0.7, 0.5, 0.35)  # shares of the page's sentences that the innermost box must hold
_MANY = 200  # siblings; more count as so many
_NEAR = 0.6  # what an outer element's name counts for, of the one inside it


NAMES = (
    "names: sum over the elements around it",
    "names: the least of them",
    "names: the greatest of them",
    "names: the nearest count most",
    "names: its own element",
    "names: least of its own element",
    "names: greatest of its own element",
)


def path_names(scores: Sequence[NameScore], layout: Layout) -> Floats:
    """The log-odds of names along the path to each box, (boxes, 7)."""
    sums: list[float] = []
    leasts: list[float] = []
    mosts: list[float] = []
    nearest: list[float] = []
    for (mean, least, most), outer in zip(scores, layout.outer.tolist(), strict=True):
        if outer >= 0:
            above = leasts[outer]
            leasts.append(least if least < above else above)
            above = mosts[outer]
            mosts.append(most if most > above else above)
            sums.append(sums[outer] + mean)
            nearest.append(_NEAR * nearest[outer] + mean)
        else:
            leasts.append(least)
            mosts.append(most)
            sums.append(mean)
            nearest.append(mean)
    return np.hstack([np.array([sums, leasts, mosts, nearest]).T, np.array(scores)]).astype(np.float32)


_AROUND = ("its element", "the element around", "the second around", "the third around")

DENSITIES = tuple(
    f"{what} of {where}"
    for where in _AROUND
    for what in ("share of prose", "share in links", "share of the page's prose", "words", "blocks")
)


def densities(layout: Layout) -> Floats:
    sums = layout.sums
    words = np.maximum(sums[:, 0], 1)
    table = np.stack(
        [
            sums[:, 1] / words,
            sums[:, 2] / words,
            sums[:, 1] / max(sums[0, 1], 1),
            np.log1p(sums[:, 0]),
            np.log1p(sums[:, 3]),
        ],
        1,
    )
    return np.hstack([table[box] for box in (layout.box, layout.parent, layout.up2, layout.up3)])


FURNISHINGS = tuple(f"{what} in {where}" for where in _AROUND[:3] for what in ("form controls", "pictures"))


def furnishings(layout: Layout) -> Floats:
    """How many form controls and pictures the elements around a block hold."""
    table = np.log1p(np.array([(box.controls, box.pictures) for box in layout.boxes], np.float32))
    return np.hstack([table[box] for box in (layout.box, layout.parent, layout.up2)])


CORE_NAMES = tuple(f"in the core of {share}" for share in _CORES) + tuple(
    f"levels below the core of {share}" for share in _CORES
)


def in_cores(layout: Layout) -> Floats:
    sentences = layout.sums[:, 4]
    cores = [innermost(layout, sentences, share * max(sentences[0], 1)) for share in _CORES]
    return np.stack(
        [within(layout, core) for core in cores]
        + [_levels_below(layout, core)[layout.box] for core in cores],
        1,
    ).astype(np.float32)


def _levels_below(layout: Layout, core: int) -> Ints:
    """How many levels each box lies below the innermost box that it shares with the core."""
    path = [core]
    while layout.outer[path[-1]] >= 0:
        path.append(int(layout.outer[path[-1]]))
    shared = np.zeros(len(layout.boxes), np.int32)
    for box in reversed(path):
        shared[box : layout.end[box]] = layout.depth[box]
    return (layout.depth - shared).astype(np.int32)


REPEATS = (
    "siblings like its element",
    "siblings like the element around",
    "siblings like the second around",
    "share of sentences in elements like its own two",
    "share of sentences in places like its own",
    "share of sentences in the element around",
    "sentences in elements like its own two, of the most",
    "sentences in places like its own, of the most",
    "sentences in the element around, of the most",
)


def repeats(layout: Layout) -> Floats:
    """How much of the page's sentences stands in elements that look the same from outside."""
    classes = _numbered([box.classes for box in layout.boxes])
    looks = _numbered([(box.tag, box.classes) for box in layout.boxes])
    many = len(looks) + 1  # more than there are numbers of boxes, looks and classes
    _, group, alike = np.unique((layout.outer + 1) * many + looks, return_inverse=True, return_counts=True)
    siblings = np.minimum(alike, _MANY)[group]
    box, parent, up2, up3 = layout.box, layout.parent, layout.up2, layout.up3
    pairs = looks[box] * many + looks[parent]
    places = (classes[parent] * many + classes[up2]) * many + classes[up3]
    held = np.stack([_sums_by(group, layout.sentence) for group in (pairs, places, parent)], 1)
    most = np.maximum(held.max(0), 1)
    total = max(float(layout.sums[0, 4]), 1)
    of_boxes = (siblings[layout.box], siblings[layout.parent], siblings[layout.up2])
    return np.hstack([np.stack(of_boxes, 1), held / total, held / most]).astype(np.float32)


def _numbered(values: Sequence[Hashable]) -> NDArray[np.int64]:
    """The same values with a number for each."""
    numbers: defaultdict[Hashable, int] = defaultdict(count().__next__)
    return np.array([numbers[value] for value in values], np.int64)


def _sums_by(groups: NDArray[np.integer], values: Floats) -> Floats:
    """For each row the sum of `values` over all rows of its group."""
    _, group = np.unique(groups, return_inverse=True)
    return np.bincount(group, weights=values)[group].astype(np.float32)


_SIDES = (-2, -1, 1, 2)

NEIGHBOURS = tuple(
    f"{what} of the block {abs(side)} {'above' if side < 0 else 'below'}"
    for side in _SIDES
    for what in ("words", "share in links", "sort of tag", "names")
)


def neighbours(traits: Floats, own: Floats) -> Floats:
    seen = np.stack([traits[:, 0], traits[:, LINKED], traits[:, SORT], own[:, 3]], 1)
    return np.hstack([shift(seen, side) for side in _SIDES])
