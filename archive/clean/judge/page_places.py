"""Where a block stands on its page: in order, among the runs of prose, beside the best place of prose."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np

from archive.clean.judge.layout import Layout, subtree_sums, within
from archive.clean.judge.surroundings import LEAST, NEAREST, OWN_GREATEST, SUM
from archive.clean.judge.trees import Columns, Floats

_FAR = 60  # blocks; what is farther counts as this far
_DISTANT = 250  # the same for the distance to the title
_GAP = 6  # blocks between two runs of prose
_NONE = 10**6
_BAD_NAME = -1.2  # log-odds
_AS_GOOD = 0.3  # of log-odds below those of the best prose


def place_on_page(layout: Layout, keys: Sequence[str], title: int) -> Columns:
    """Where each block stands in order; `keys` tell repeats, `title` is the title's place, -1 for none."""
    number = len(keys)
    index = np.arange(number)
    total = layout.sums[0]
    times = Counter(keys)
    above = np.maximum.accumulate(np.where(layout.is_big, index, -_NONE))
    below = np.minimum.accumulate(np.where(layout.is_big, index, _NONE)[::-1])[::-1]
    above = np.concatenate([[-_NONE], above[:-1]])
    below = np.concatenate([below[1:], [_NONE]])
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
        "depth of the element around it": layout.depth[layout.parent],
    }


def best_places(layout: Layout, names: Columns, title: int) -> Columns:
    """How each block stands to the element of the best name, to that around the title, to well named ones."""
    sentences, greatest = layout.sums[:, 4], names[OWN_GREATEST]
    total = max(float(sentences[0]), 1)
    holding = np.nonzero(sentences >= max(30.0, 0.2 * total))[0]
    best = int(holding[np.argmax(greatest[holding] + layout.depth[holding] * 1e-4)]) if len(holding) else -1
    around = int(layout.box[title]) if title >= 0 else -1
    while around >= 0 and layout.outer[around] >= 0 and sentences[around] < max(50.0, 0.1 * total):
        around = int(layout.outer[around])
    well = np.where(names[LEAST][layout.box] > _BAD_NAME, layout.sentence, 0)
    held = subtree_sums(well[:, None].astype(np.float64), layout.box, layout.end)[:, 0]
    return {
        "in the element whose name speaks most for it": within(layout, best) if best >= 0 else 0,
        "how much that name speaks for it": greatest[best] if best >= 0 else 0,
        "share of sentences in that element": sentences[best] / total if best >= 0 else 0,
        "in the element around the title": within(layout, around) if around >= 0 else 0,
        "share of sentences in that around the title": sentences[around] / total if around >= 0 else 0,
        "levels below that around the title": (
            layout.depth[layout.box] - layout.depth[around] if around >= 0 else 0
        ),
        "share of sentences in well named places": held[0] / total,
        "share of such sentences above": np.cumsum(well) / max(float(held[0]), 1),
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
