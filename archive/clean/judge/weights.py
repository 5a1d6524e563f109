"""The judge's weights, as `make model` writes them: boosted trees and the log-odds of element words."""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cache, lru_cache
from importlib.resources import files
from io import BytesIO
from typing import Any

import numpy as np

from archive.clean.dom.blocks import Box
from archive.clean.judge.element_words import Names, NameScore, element_names, element_words
from archive.clean.judge.trees import Trees

FILE = "blocks.npz"
STEP = 10  # log-odds are stored as tenths


@dataclass(frozen=True, slots=True, eq=False)
class Weights:
    """What the judge has learned.

    Attributes:
        trees: over the features of a block without what trafilatura keeps.
        second: over all features, for pages on which `trees` leave much in doubt.
        names: the log-odds that a word which names an element stands around the author's text.
    """

    trees: Trees
    second: Trees
    names: dict[str, float]

    def score(self, box: Box) -> NameScore:
        """The mean, least and greatest log-odds of the words that name an element; 0 for unknown words."""
        return _score(self, element_names(box.tag, box.attributes))


@lru_cache(maxsize=20_000)  # pages of an outlet have most names of elements in common
def _score(weights: Weights, names: Names) -> NameScore:
    known = [odds for word in element_words(names) if (odds := weights.names.get(word)) is not None]
    return (sum(known) / len(known), min(known), max(known)) if known else (0.0, 0.0, 0.0)


def pack(weights: Weights) -> dict[str, Any]:
    """The arrays of a weights file. `unpack` reads them."""
    words = sorted(weights.names)
    return {
        "words": np.frombuffer("\n".join(words).encode(), np.uint8),
        "log_odds": np.array([round(weights.names[word] * STEP) for word in words], np.int8),
        **{f"first {name}": array for name, array in _pack_trees(weights.trees).items()},
        **{f"second {name}": array for name, array in _pack_trees(weights.second).items()},
    }


def _pack_trees(trees: Trees) -> dict[str, Any]:
    """Their arrays, whole numbers in the smallest type that holds them."""
    arrays = {each.name: np.asarray(getattr(trees, each.name)) for each in fields(Trees)}
    return {
        name: array.astype(np.min_scalar_type(array.max())) if array.dtype.kind == "i" else array
        for name, array in arrays.items()
    }


def unpack(arrays: Any) -> Weights:
    """The weights that `pack` packed."""
    words = arrays["words"].tobytes().decode().split("\n")
    names = dict(zip(words, (arrays["log_odds"] / STEP).tolist(), strict=True))
    return Weights(_unpack_trees(arrays, "first"), _unpack_trees(arrays, "second"), names)


def _unpack_trees(arrays: Any, which: str) -> Trees:
    packed = {each.name: arrays[f"{which} {each.name}"] for each in fields(Trees)}
    trees = {
        name: array.astype(np.intp) if array.dtype.kind in "iu" else array for name, array in packed.items()
    }
    return Trees(**{**trees, "depth": int(trees["depth"])})


@cache
def load_weights() -> Weights:
    """The weights that are shipped. Read once a process."""
    packed = BytesIO(files("archive.clean.judge").joinpath(FILE).read_bytes())
    with np.load(packed, allow_pickle=False) as arrays:
        return unpack(arrays)
