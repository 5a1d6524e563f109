"""Where a block stands on its page: in order, among the runs of prose, beside the best place of prose."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np

from archive.clean.judge.block_traits import HEADING, SORT
from archive.clean.judge.layout import Layout, subtree_sums, within
from archive.clean.judge.trees import Floats

_FAR = 60  # blocks; what is farther counts as this far
_DISTANT = 250  # the same for the distance to the title
_GAP = 6  # blocks between two runs of prose
_NONE = 10**6


PLACE = (
    "share of the page's blocks above",
    "share of the page's words above",
    "share of the page's prose above",
    "words of the page",
    "prose of the page",
    "share of prose in the page's words",
    "blocks since the title",
    "blocks of the page",
    "times that it stands on the page",
    "blocks to the prose above",
    "blocks to the prose below",
    "blocks since a heading",
    "depth of the element around it",
)


def place_on_page(layout: Layout, traits: Floats, keys: Sequence[str], title: int) -> Floats:
    number = len(keys)
    index = np.arange(number)
    total = layout.sums[0]
    times = Counter(keys)
    above = np.maximum.accumulate(np.where(layout.is_big, index, -_NONE))
    below = np.minimum.accumulate(np.where(layout.is_big, index, _NONE)[::-1])[::-1]
    above = np.concatenate([[-_NONE], above[:-1]])
    below = np.concatenate([below[1:], [_NONE]])
    headed = np.maximum.accumulate(np.where(traits[:, SORT] == HEADING, index, -1))
    columns = (
        index / number,
        np.cumsum(layout.words) / max(1, total[0]),
        np.cumsum(layout.prose) / max(1, total[1]),
        np.full(number, np.log1p(total[0])),
        np.full(number, np.log1p(total[1])),
        np.full(number, total[1] / max(total[0], 1)),
        np.clip(index - title, -_DISTANT, _DISTANT) if title >= 0 else np.full(number, -999),
        np.full(number, np.log1p(number)),
        np.minimum([times[key] for key in keys], _FAR),
        np.minimum(index - above, _FAR),
        np.minimum(below - index, _FAR),
        np.where(headed >= 0, np.minimum(index - headed, 98), 99),
        layout.depth[layout.parent],
    )
    return np.stack(columns, 1).astype(np.float32)


BEST = (
    "in the element whose name speaks most for it",
    "how much that name speaks for it",
    "share of sentences in that element",
    "in the element around the title",
    "share of sentences in that around the title",
    "levels below that around the title",
    "share of sentences in well named places",
    "share of such sentences above",
)

_BAD_NAME = -1.2  # log-odds


def best_places(layout: Layout, names: Floats, title: int) -> Floats:
    number, sentences = len(layout.words), layout.sums[:, 4]
    total = max(float(sentences[0]), 1)
    columns = np.zeros((number, len(BEST)), np.float32)
    holding = np.nonzero(sentences >= max(30.0, 0.2 * total))[0]
    if len(holding):
        best = int(holding[np.argmax(names[holding, 6] + layout.depth[holding] * 1e-4)])
        columns[:, 0] = within(layout, best)
        columns[:, 1], columns[:, 2] = names[best, 6], sentences[best] / total
    if title >= 0:
        around = int(layout.box[title])
        while layout.outer[around] >= 0 and sentences[around] < max(50.0, 0.1 * total):
            around = int(layout.outer[around])
        columns[:, 3] = within(layout, around)
        columns[:, 4] = sentences[around] / total
        columns[:, 5] = layout.depth[layout.box] - layout.depth[around]
    well = np.where(names[layout.box, 1] > _BAD_NAME, layout.sentence, 0)
    held = subtree_sums(well[:, None].astype(np.float64), layout.box, layout.end)[:, 0]
    all_well = max(float(held[0]), 1)
    columns[:, 6], columns[:, 7] = held[0] / total, np.cumsum(well) / all_well
    return columns


RELATIVE = (
    "names: nearest, beside the page's best prose",
    "names: sum, beside the page's best prose",
    "names: least, beside the page's best prose",
    "blocks after the last of the best prose",
    "blocks before the first of the best prose",
    "share of the page's prose that is best",
    "names of the page's best prose",
)

_AS_GOOD = 0.3


def relative_places(layout: Layout, own: Floats) -> Floats:
    """How a block's place compares with the best place of prose on its page."""
    columns = np.zeros((len(own), len(RELATIVE)), np.float32)
    big = layout.is_big
    if not big.any():
        return columns
    words, near, total_name = layout.words[big], own[big, 3], own[big, 0]
    every = float(words.sum())
    need = max(40.0, 0.05 * every)
    best = _value_at(near, words, need)
    columns[:, 0] = own[:, 3] - best
    columns[:, 1] = own[:, 0] - _value_at(total_name, words, need)
    columns[:, 2] = own[:, 1] - own[big, 1].max()
    good = np.nonzero(big & (own[:, 3] >= best - _AS_GOOD))[0]
    index = np.arange(len(own))
    columns[:, 3] = np.clip(index - good[-1], -_FAR, _FAR)
    columns[:, 4] = np.clip(good[0] - index, -_FAR, _FAR)
    columns[:, 5] = layout.words[good].sum() / every
    columns[:, 6] = best
    return columns


def _value_at(values: Floats, words: Floats, need: float) -> float:
    """The value that so many words have or exceed."""
    order = np.argsort(-values, kind="stable")
    place = int(np.searchsorted(np.cumsum(words[order]), need))
    return float(values[order][min(place, len(order) - 1)])


RUNS = (
    "share of the prose in its run",
    "its run of prose, of the longest",
)


def prose_runs(layout: Layout) -> Floats:
    """The run of prose that each block stands in; runs lie more than a few blocks apart."""
    columns = np.zeros((len(layout.words), len(RUNS)), np.float32)
    big = np.nonzero(layout.is_big)[0]
    if not len(big):
        return columns
    run_of_big = np.concatenate([[0], (np.diff(big) > _GAP).astype(int)]).cumsum()
    sizes = np.bincount(run_of_big, weights=layout.words[big])
    place = np.searchsorted(big, np.arange(len(columns)), side="right") - 1
    before = np.where(place >= 0, run_of_big[np.maximum(place, 0)], -1)
    after = run_of_big[np.minimum(place + 1, len(big) - 1)]
    inside = layout.is_big | ((before == after) & (place >= 0))
    run = np.maximum(before, 0)
    columns[:, 0] = np.where(inside, sizes[run] / max(sizes.sum(), 1), 0)
    columns[:, 1] = np.where(inside, sizes[run] / sizes.max(), 0)
    return columns
