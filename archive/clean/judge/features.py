"""What the judge sees of each block of a page: a row of numbers. Pure.

They are traits of the block itself, its place on the page, the names of the elements around it and how much
of the page's prose stands in them, the best place of prose of the same page, its neighbours, and whether
trafilatura keeps it. No column knows a word of any language.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from archive.clean.dom.blocks import Block, Box
from archive.clean.judge import page_places, surroundings
from archive.clean.judge.block_traits import IS_TITLE, TRAITS, Head, block_traits
from archive.clean.judge.element_words import NameScore
from archive.clean.judge.layout import lay_out, shift, subtree_sums
from archive.clean.judge.trees import Floats


def block_features(
    blocks: Sequence[Block],
    head: Head,
    score: Callable[[Box], NameScore],
) -> Floats:
    """The feature matrix of a page, (blocks, len(FEATURES)), float32; without trafilatura's opinion.

    Args:
        blocks: of the page, at least one.
        head: its title and description.
        score: the log-odds (mean, least, greatest) of the words that name a box's element.
    """
    traits, keys = block_traits(blocks, head)
    layout = lay_out(blocks, traits)
    names = surroundings.path_names([score(box) for box in layout.boxes], layout)
    own = names[layout.box]
    title = _title_place(blocks, traits)
    groups = (
        traits,
        page_places.place_on_page(layout, traits, keys, title),
        own,
        surroundings.densities(layout),
        surroundings.furnishings(layout),
        surroundings.in_cores(layout),
        surroundings.repeats(layout),
        page_places.best_places(layout, names, title),
        page_places.relative_places(layout, own),
        page_places.prose_runs(layout),
        surroundings.neighbours(traits, own),
        np.full((len(blocks), len(_EXTRACTED)), -1, np.float32),
    )
    return np.hstack(groups).astype(np.float32)


def _title_place(blocks: Sequence[Block], traits: Floats) -> int:
    """The index of the block that is the title; of the first `<h1>` where none is; -1 for none."""
    titles = np.nonzero(traits[:, IS_TITLE])[0]
    if len(titles):
        return int(titles[0])
    return next((block.index for block in blocks if block.box.tag == "h1"), -1)


_EXTRACTED = (
    "trafilatura keeps it",
    "trafilatura keeps the block above",
    "trafilatura keeps the block below",
    "share that trafilatura keeps of its element",
    "share that trafilatura keeps of the element around",
)


def with_extracted(rows: Floats, blocks: Sequence[Block], extracted: NDArray[np.bool_]) -> Floats:
    """The feature matrix of these blocks with trafilatura's opinion: whether it keeps each."""
    layout = lay_out(blocks, rows)
    words = layout.words.astype(np.float64)
    held = subtree_sums(np.stack([extracted * words, words], 1), layout.box, layout.end)
    share = held[:, 0] / np.maximum(held[:, 1], 1)
    kept = extracted.astype(np.float32)
    columns = (kept, shift(kept, -1), shift(kept, 1), share[layout.box], share[layout.parent])
    return np.hstack([rows[:, : -len(_EXTRACTED)], np.stack(columns, 1)]).astype(np.float32)


FEATURES = (
    *TRAITS,
    *page_places.PLACE,
    *surroundings.NAMES,
    *surroundings.DENSITIES,
    *surroundings.FURNISHINGS,
    *surroundings.CORE_NAMES,
    *surroundings.REPEATS,
    *page_places.BEST,
    *page_places.RELATIVE,
    *page_places.RUNS,
    *surroundings.NEIGHBOURS,
    *_EXTRACTED,
)
