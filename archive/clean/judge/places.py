"""Where a block stands: in which elements, beside which blocks, in order, by the best place of prose.

Elements count by their names, by the prose in them and by how many look like them.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Sequence
from itertools import count

import numpy as np
from numpy.typing import NDArray

from archive.clean.judge.element_words import NameScore
from archive.clean.judge.layout import Layout, shift
from archive.clean.judge.trees import Columns, Floats, Ints

# The names of the columns of `path_names` that other features are made of.
SUM, LEAST = "names: sum over the elements around it", "names: the least of them"
NEAREST, OWN_GREATEST = "names: the nearest count most", "names: greatest of its own element"

_CORES = (0.7, 0.5, 0.35)  # shares of the page's sentences that the innermost box must hold
_MANY = 200  # siblings; more count as so many
_NEAR = 0.6  # what an outer element's name counts for, of the one inside it
_AROUND = ("its element", "the element around", "the second around", "the third around")
_SIDES = (-2, -1, 1, 2)
_FAR = 60  # blocks; what is farther counts as this far
_DISTANT = 250  # the same for the distance to the title
_GAP = 6  # blocks between two runs of prose
_NONE = 10**6
_BAD_NAME = -1.2  # log-odds
_AS_GOOD = 0.3  # of log-odds below those of the best prose


def path_names(scores: Sequence[NameScore], layout: Layout) -> Columns:
    """The log-odds of names along the path to each box, by box."""
    # A place more than there are boxes: it is around the top, whose outer box is -1.
    sums, nearest = [0.0] * (len(scores) + 1), [0.0] * (len(scores) + 1)
    leasts, mosts = [np.inf] * (len(scores) + 1), [-np.inf] * (len(scores) + 1)
    for box, ((mean, least, most), outer) in enumerate(zip(scores, layout.outer.tolist(), strict=True)):
        sums[box] = sums[outer] + mean
        nearest[box] = _NEAR * nearest[outer] + mean
        leasts[box] = least if least < leasts[outer] else leasts[outer]
        mosts[box] = most if most > mosts[outer] else mosts[outer]
    means, own_leasts, own_mosts = zip(*scores, strict=True)
    names = {
        SUM: sums[:-1],
        LEAST: leasts[:-1],
        "names: the greatest of them": mosts[:-1],
        NEAREST: nearest[:-1],
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
    around = zip(_AROUND, layout.around, strict=True)
    return {f"{what} of {where}": column[box] for where, box in around for what, column in table.items()}


def furnishings(layout: Layout) -> Columns:
    """How many form controls and pictures the elements around a block hold."""
    controls, pictures = np.log1p(np.array([(b.controls, b.pictures) for b in layout.boxes], np.float32)).T
    table = {"form controls": controls, "pictures": pictures}
    around = zip(_AROUND[:3], layout.around[:3], strict=True)
    return {f"{what} in {where}": column[box] for where, box in around for what, column in table.items()}


def in_cores(layout: Layout) -> Columns:
    """Whether each block is in the innermost boxes that hold shares of the sentences, and how far below."""
    sentences = layout.sums[:, 4]
    cores = {share: layout.innermost(sentences, share * max(sentences[0], 1)) for share in _CORES}
    inside = {f"in the core of {share}": layout.within(core) for share, core in cores.items()}
    below = {
        f"levels below the core of {share}": _levels_below(layout, core) for share, core in cores.items()
    }
    return inside | below


def _levels_below(layout: Layout, core: int) -> Ints:
    """How many levels each block lies below the innermost box that it shares with the core."""
    shared = np.zeros(len(layout.boxes), np.int32)
    while core >= 0:
        inside = shared[core : layout.end[core]]
        inside[inside == 0] = layout.depth[core]
        core = int(layout.outer[core])
    return (layout.depth - shared)[layout.box]


def repeats(layout: Layout) -> Columns:
    """How much of the page's sentences stands in elements that look the same from outside."""
    classes = _numbered([box.classes for box in layout.boxes])
    looks = _numbered([(box.tag, box.classes) for box in layout.boxes])
    many = len(looks) + 1  # more than there are numbers of boxes, looks and classes
    _, group, alike = np.unique((layout.outer + 1) * many + looks, return_inverse=True, return_counts=True)
    siblings = np.minimum(alike, _MANY)[group]
    box, parent, second, third = layout.around
    pairs = looks[box] * many + looks[parent]
    places = (classes[parent] * many + classes[second]) * many + classes[third]
    total = max(float(layout.sums[0, 4]), 1)
    held = {
        "elements like its own two": _sums_by(pairs, layout.sentence),
        "places like its own": _sums_by(places, layout.sentence),
        "the element around": _sums_by(parent, layout.sentence),
    }
    return {
        "siblings like its element": siblings[box],
        "siblings like the element around": siblings[parent],
        "siblings like the second around": siblings[second],
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


def place_on_page(layout: Layout, keys: Sequence[str], title: int) -> Columns:
    """Where each block stands in order; `keys` tell repeats, `title` is the title's place, -1 for none."""
    number = len(keys)
    index = np.arange(number)
    total = layout.sums[0]
    times = Counter(keys)
    big = np.concatenate([[-_NONE], np.nonzero(layout.is_big)[0], [_NONE]])
    above, below = big[np.searchsorted(big, index) - 1], big[np.searchsorted(big, index, "right")]
    headed = np.maximum.accumulate(np.where(layout.is_heading, index, -1))
    return {
        "share of the page's blocks above": index / number,
        "share of the page's words above": np.cumsum(layout.words) / max(1, total[0]),
        "share of the page's prose above": np.cumsum(layout.prose) / max(1, total[1]),
        "words of the page": np.log1p(total[0]),
        "prose of the page": np.log1p(total[1]),
        "share of prose in the page's words": total[1] / max(total[0], 1),
        "blocks since the title": np.clip(index - title, -_DISTANT, _DISTANT) if title >= 0 else -999,
        "blocks of the page": np.log1p(number),
        "times that it stands on the page": np.minimum([times[key] for key in keys], _FAR),
        "blocks to the prose above": np.minimum(index - above, _FAR),
        "blocks to the prose below": np.minimum(below - index, _FAR),
        "blocks since a heading": np.where(headed >= 0, np.minimum(index - headed, 98), 99),
        "depth of the element around it": layout.depth[layout.around[1]],
    }


def best_places(layout: Layout, names: Columns, title: int) -> Columns:
    """How each block stands to the element of the best name, to that around the title, to well named ones."""
    sentences, greatest, depth = layout.sums[:, 4], names[OWN_GREATEST], layout.depth[layout.box]
    total = max(float(sentences[0]), 1)
    holding = np.nonzero(sentences >= max(30.0, 0.2 * total))[0]
    best = int(holding[np.argmax(greatest[holding] + layout.depth[holding] * 1e-4)]) if len(holding) else -1
    around = int(layout.box[title]) if title >= 0 else -1
    while around >= 0 and layout.outer[around] >= 0 and sentences[around] < max(50.0, 0.1 * total):
        around = int(layout.outer[around])
    well = np.where(names[LEAST][layout.box] > _BAD_NAME, layout.sentence, 0)
    held = float(well.sum())
    return {
        "in the element whose name speaks most for it": layout.within(best) if best >= 0 else 0,
        "how much that name speaks for it": greatest[best] if best >= 0 else 0,
        "share of sentences in that element": sentences[best] / total if best >= 0 else 0,
        "in the element around the title": layout.within(around) if around >= 0 else 0,
        "share of sentences in that around the title": sentences[around] / total if around >= 0 else 0,
        "levels below that around the title": depth - layout.depth[around] if around >= 0 else 0,
        "share of sentences in well named places": held / total,
        "share of such sentences above": np.cumsum(well) / max(held, 1),
    }


def relative_places(layout: Layout, own: Columns) -> Columns:
    """How each block compares with the best place of prose of its page; `own` are the names around it."""
    big, nearest = layout.is_big, own[NEAREST]
    if not big.any():
        return {}
    words = layout.words[big]
    every = float(words.sum())
    need = max(40.0, 0.05 * every)
    best = _value_at(nearest[big], words, need)
    good = np.nonzero(big & (nearest >= best - _AS_GOOD))[0]
    index = np.arange(len(big))
    return {
        "names: nearest, beside the page's best prose": nearest - best,
        "names: sum, beside the page's best prose": own[SUM] - _value_at(own[SUM][big], words, need),
        "names: least, beside the page's best prose": own[LEAST] - own[LEAST][big].max(),
        "blocks after the last of the best prose": np.clip(index - good[-1], -_FAR, _FAR),
        "blocks before the first of the best prose": np.clip(good[0] - index, -_FAR, _FAR),
        "share of the page's prose that is best": layout.words[good].sum() / every,
        "names of the page's best prose": best,
    }


def _value_at(values: Floats, words: Floats, need: float) -> float:
    """The value that so many words have or exceed."""
    order = np.argsort(-values, kind="stable")
    place = int(np.searchsorted(np.cumsum(words[order]), need))
    return float(values[order][min(place, len(order) - 1)])


def prose_runs(layout: Layout) -> Columns:
    """The run of prose that each block stands in; runs lie more than a few blocks apart."""
    big = np.nonzero(layout.is_big)[0]
    if not len(big):
        return {}
    run_of_big = np.concatenate([[0], (np.diff(big) > _GAP).astype(int)]).cumsum()
    sizes = np.bincount(run_of_big, weights=layout.words[big])
    place = np.searchsorted(big, np.arange(len(layout.words)), side="right") - 1
    before = np.where(place >= 0, run_of_big[np.maximum(place, 0)], -1)
    after = run_of_big[np.minimum(place + 1, len(big) - 1)]
    inside = layout.is_big | ((before == after) & (place >= 0))
    run = np.maximum(before, 0)
    return {
        "share of the prose in its run": np.where(inside, sizes[run] / max(sizes.sum(), 1), 0),
        "its run of prose, of the longest": np.where(inside, sizes[run] / sizes.max(), 0),
    }
