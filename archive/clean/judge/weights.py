"""The judge's weights, as `make model` writes them: boosted trees and the log-odds of element words."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from io import BytesIO
from typing import Any

import numpy as np

from archive.clean.dom.blocks import Box
from archive.clean.judge.element_words import Names, NameScore, element_names, element_words
from archive.clean.judge.trees import Trees

FILE = "blocks.npz"

STEP = 10  # log-odds are stored as tenths

_SCORES_KEPT = 20_000  # names of elements whose score is remembered


@dataclass(frozen=True, slots=True)
class Weights:
    """What the judge has learned.

    Attributes:
        trees: over the features of a block without what trafilatura keeps.
        second: over all features, for pages on which `trees` leave much in doubt.
        names: the log-odds that a word which names an element stands around the author's text.
        scores: of names of elements, as they come.
    """

    trees: Trees
    second: Trees
    names: dict[str, float]
    scores: dict[Names, NameScore]

    def score(self, box: Box) -> NameScore:
        """The mean, least and greatest log-odds of the words that name an element; 0 for unknown words."""
        names = element_names(box.tag, box.attributes)
        score = self.scores.get(names)
        if score is None:
            if len(self.scores) >= _SCORES_KEPT:
                self.scores.clear()
            score = self.scores[names] = self._score(element_words(names))
        return score

    def _score(self, words: tuple[str, ...]) -> NameScore:
        known = [odds for word in words if (odds := self.names.get(word)) is not None]
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
    return {
        "feature": trees.feature.astype(np.uint8),
        "threshold": trees.threshold,
        "children": trees.children.astype(np.uint16 if len(trees.children) < 2**17 else np.int32),
        "value": trees.value,
        "roots": trees.roots.astype(np.int32),
        "depth": np.array(trees.depth, np.int32),
    }


def unpack(arrays: Any) -> Weights:
    """The weights that `pack` packed."""
    words = arrays["words"].tobytes().decode().split("\n")
    log_odds = (arrays["log_odds"] / STEP).tolist()
    names = dict(zip(words, log_odds, strict=True))
    return Weights(_unpack_trees(arrays, "first"), _unpack_trees(arrays, "second"), names, {})


def _unpack_trees(arrays: Any, which: str) -> Trees:
    return Trees(
        feature=arrays[f"{which} feature"].astype(np.intp),
        threshold=arrays[f"{which} threshold"],
        children=arrays[f"{which} children"].astype(np.intp),
        value=arrays[f"{which} value"],
        roots=arrays[f"{which} roots"].astype(np.intp),
        depth=int(arrays[f"{which} depth"]),
    )


@cache
def load_weights() -> Weights:
    """The weights that are shipped. Read once a process."""
    with np.load(
        BytesIO(files("archive.clean.judge").joinpath(FILE).read_bytes()), allow_pickle=False
    ) as arrays:
        return unpack(arrays)
