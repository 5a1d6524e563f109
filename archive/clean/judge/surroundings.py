"""The elements around a block: their names, their prose, those that look alike; and its neighbours."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Sequence
from itertools import count

import numpy as np
from numpy.typing import NDArray

from archive.clean.judge.element_words import NameScore
from archive.clean.judge.layout import Layout, innermost, shift, within
from archive.clean.judge.trees import Columns, Floats, Ints

# The names of the columns of `path_names` that other features are made of.
SUM, LEAST = "names: sum over the elements around it", "names: the least of them"
NEAREST, OWN_GREATEST = "names: the nearest count most", "names: greatest of its own element"

_CORES = (0.7, 0.5, 0.35)  # shares of the page's sentences that the innermost box must hold
_MANY = 200  # siblings; more count as so many
_NEAR = 0.6  # what an outer element's name counts for, of the one inside it
_AROUND = ("its element", "the element around", "the second around", "the third around")
_SIDES = (-2, -1, 1, 2)


def path_names(scores: Sequence[NameScore], layout: Layout) -> Columns:
    """The log-odds of names along the path to each box, by box."""
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
    means, own_leasts, own_mosts = zip(*scores, strict=True)
    names = {
        SUM: sums,
        LEAST: leasts,
        "names: the greatest of them": mosts,
        NEAREST: nearest,
        "names: its own element": means,
        "names: least of its own element": own_leasts,
        OWN_GREATEST: own_mosts,
    }
    return {name: np.array(column, np.float32) for name, column in names.items()}


def densities(layout: Layout) -> Columns:
    """How dense and how large the elements around each block are."""
    sums = layout.sums
    words = np.maximum(sums[:, 0], 1)
    table = {
        "share of prose": sums[:, 1] / words,
        "share in links": sums[:, 2] / words,
        "share of the page's prose": sums[:, 1] / max(sums[0, 1], 1),
        "words": np.log1p(sums[:, 0]),
        "blocks": np.log1p(sums[:, 3]),
    }
    around = zip(_AROUND, (layout.box, layout.parent, layout.up2, layout.up3), strict=True)
    return {f"{what} of {where}": column[box] for where, box in around for what, column in table.items()}


def furnishings(layout: Layout) -> Columns:
    """How many form controls and pictures the elements around a block hold."""
    controls, pictures = np.log1p(np.array([(b.controls, b.pictures) for b in layout.boxes], np.float32)).T
    around = zip(_AROUND, (layout.box, layout.parent, layout.up2), strict=False)
    return {
        f"{what} in {where}": column[box]
        for where, box in around
        for what, column in (("form controls", controls), ("pictures", pictures))
    }


def in_cores(layout: Layout) -> Columns:
    """Whether each block is in the innermost boxes that hold shares of the sentences, and how far below."""
    sentences = layout.sums[:, 4]
    cores = {share: innermost(layout, sentences, share * max(sentences[0], 1)) for share in _CORES}
    return {
        **{f"in the core of {share}": within(layout, core) for share, core in cores.items()},
        **{
            f"levels below the core of {share}": _levels_below(layout, core)[layout.box]
            for share, core in cores.items()
        },
    }


def _levels_below(layout: Layout, core: int) -> Ints:
    """How many levels each box lies below the innermost box that it shares with the core."""
    path = [core]
    while layout.outer[path[-1]] >= 0:
        path.append(int(layout.outer[path[-1]]))
    shared = np.zeros(len(layout.boxes), np.int32)
    for box in reversed(path):
        shared[box : layout.end[box]] = layout.depth[box]
    return (layout.depth - shared).astype(np.int32)


def repeats(layout: Layout) -> Columns:
    """How much of the page's sentences stands in elements that look the same from outside."""
    classes = _numbered([box.classes for box in layout.boxes])
    looks = _numbered([(box.tag, box.classes) for box in layout.boxes])
    many = len(looks) + 1  # more than there are numbers of boxes, looks and classes
    _, group, alike = np.unique((layout.outer + 1) * many + looks, return_inverse=True, return_counts=True)
    siblings = np.minimum(alike, _MANY)[group]
    box, parent, up2, up3 = layout.box, layout.parent, layout.up2, layout.up3
    pairs = looks[box] * many + looks[parent]
    places = (classes[parent] * many + classes[up2]) * many + classes[up3]
    total = max(float(layout.sums[0, 4]), 1)
    held = {
        "elements like its own two": _sums_by(pairs, layout.sentence),
        "places like its own": _sums_by(places, layout.sentence),
        "the element around": _sums_by(parent, layout.sentence),
    }
    return {
        "siblings like its element": siblings[box],
        "siblings like the element around": siblings[parent],
        "siblings like the second around": siblings[up2],
        **{f"share of sentences in {where}": sums / total for where, sums in held.items()},
        **{f"sentences in {where}, of the most": sums / max(sums.max(), 1) for where, sums in held.items()},
    }


def _numbered(values: Sequence[Hashable]) -> NDArray[np.int64]:
    """The same values with a number for each."""
    numbers: defaultdict[Hashable, int] = defaultdict(count().__next__)
    return np.array([numbers[value] for value in values], np.int64)


def _sums_by(groups: NDArray[np.integer], values: Floats) -> Floats:
    """For each row the sum of `values` over all rows of its group."""
    _, group = np.unique(groups, return_inverse=True)
    return np.bincount(group, weights=values)[group].astype(np.float32)


def neighbours(traits: Columns, nearest: Floats) -> Columns:
    """What the blocks above and below each block are; `nearest` is what their names say."""
    table = {name: traits[name] for name in ("words", "share in links", "sort of tag")} | {"names": nearest}
    return {
        f"{what} of the block {abs(side)} {'above' if side < 0 else 'below'}": shift(column, side)
        for side in _SIDES
        for what, column in table.items()
    }
