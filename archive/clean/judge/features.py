"""What the judge sees of each block of a page: a row of numbers. Pure.

They are traits of the block itself, its place on the page, the names of the elements around it and how much
of the page's prose stands in them, the best place of prose of the same page, its neighbours, and whether
trafilatura keeps it. No column knows a word of any language.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache

import numpy as np
from lxml.html import HtmlElement
from numpy.typing import NDArray

from archive.clean.dom.blocks import Block, Box
from archive.clean.judge import places
from archive.clean.judge.block_traits import Head, block_traits
from archive.clean.judge.element_words import NameScore
from archive.clean.judge.layout import lay_out, shift, subtree_sums
from archive.clean.judge.trees import Columns, Floats


def block_features(blocks: Sequence[Block], head: Head, score: Callable[[Box], NameScore]) -> Floats:
    """The feature matrix of a page, (blocks, features), float32; without trafilatura's opinion.

    Args:
        blocks: of the page, at least one.
        head: its title and description.
        score: the log-odds (mean, least, greatest) of the words that name a box's element.
    """
    return _matrix(_features(blocks, head, score), _feature_names(), len(blocks))


def with_extracted(rows: Floats, blocks: Sequence[Block], extracted: NDArray[np.bool_]) -> Floats:
    """The feature matrix of these blocks with trafilatura's opinion: whether it keeps each."""
    opinion = _opinion(blocks, extracted)
    return np.hstack([rows, _matrix(opinion, tuple(opinion), len(blocks))])


@cache
def feature_names() -> tuple[str, ...]:
    """The names of all columns of the matrix, trafilatura's opinion last."""
    return (*_feature_names(), *_opinion([_sample()], np.ones(1, np.bool_)))


@cache
def _feature_names() -> tuple[str, ...]:
    return tuple(_features([_sample()], Head(), lambda _: (0.0, 0.0, 0.0)))


def _sample() -> Block:
    """A block of a page that has all features."""
    return Block("A paragraph. " * 20, Box(HtmlElement(), "p", None, 0, 0, end=1), 0, 0)


def _matrix(columns: Columns, names: Sequence[str], number: int) -> Floats:
    """The columns of so many rows side by side; what a page has none of is 0."""
    rows = np.empty((len(names), number), np.float32)
    for row, name in zip(rows, names, strict=True):
        row[:] = columns.get(name, 0)
    return np.ascontiguousarray(rows.T)


def _features(blocks: Sequence[Block], head: Head, score: Callable[[Box], NameScore]) -> Columns:
    traits, keys = block_traits(blocks, head)
    layout = lay_out(blocks, traits["ends as a sentence"])
    names = places.path_names([score(box) for box in layout.boxes], layout)
    own = {name: column[layout.box] for name, column in names.items()}
    title = _title_place(blocks, traits["is the title"])
    return {
        **traits,
        **places.place_on_page(layout, keys, title),
        **own,
        **places.densities(layout),
        **places.furnishings(layout),
        **places.in_cores(layout),
        **places.repeats(layout),
        **places.best_places(layout, names, title),
        **places.relative_places(layout, own),
        **places.prose_runs(layout),
        **places.neighbours(traits, own[places.NEAREST]),
    }


def _title_place(blocks: Sequence[Block], is_title: Floats) -> int:
    """The index of the block that is the title; of the first `<h1>` where none is; -1 for none."""
    titles = np.nonzero(is_title)[0]
    if len(titles):
        return int(titles[0])
    return next((block.index for block in blocks if block.box.tag == "h1"), -1)


def _opinion(blocks: Sequence[Block], extracted: NDArray[np.bool_]) -> Columns:
    kept = extracted.astype(np.float32)
    layout = lay_out(blocks, kept)
    words = layout.words.astype(np.float64)
    held = subtree_sums(np.stack([extracted * words, words], 1), layout.box, layout.end)
    share = held[:, 0] / np.maximum(held[:, 1], 1)
    return {
        "trafilatura keeps it": kept,
        "trafilatura keeps the block above": shift(kept, -1),
        "trafilatura keeps the block below": shift(kept, 1),
        "share that trafilatura keeps of its element": share[layout.box],
        "share that trafilatura keeps of the element around": share[layout.around[1]],
    }
