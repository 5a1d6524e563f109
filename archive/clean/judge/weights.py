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
    packed: dict[str, Any] = {
        "words": np.frombuffer("\n".join(words).encode(), np.uint8),
        "log_odds": np.array([round(weights.names[word] * STEP) for word in words], np.int8),
    }
    for which, trees in (("first", weights.trees), ("second", weights.second)):
        for each in fields(Trees):
            array = np.asarray(getattr(trees, each.name))
            smallest = np.min_scalar_type(array.max()) if array.dtype.kind == "i" else array.dtype
            packed[f"{which} {each.name}"] = array.astype(smallest)  # that holds its whole numbers
    return packed


def unpack(arrays: Any) -> Weights:
    """The weights that `pack` packed."""
    words = arrays["words"].tobytes().decode().split("\n")
    names = dict(zip(words, (arrays["log_odds"] / STEP).tolist(), strict=True))
    return Weights(_unpack_trees(arrays, "first"), _unpack_trees(arrays, "second"), names)


def _unpack_trees(arrays: Any, which: str) -> Trees:
    packed = {each.name: arrays[f"{which} {each.name}"] for each in fields(Trees)}
    trees = {name: each.astype(np.intp) if each.dtype.kind in "iu" else each for name, each in packed.items()}
    return Trees(**{**trees, "depth": int(trees["depth"])})


@cache
def load_weights() -> Weights:
    """The weights that are shipped. Read once a process."""
    packed = BytesIO(files("archive.clean.judge").joinpath(FILE).read_bytes())
    with np.load(packed, allow_pickle=False) as arrays:
        return unpack(arrays)
