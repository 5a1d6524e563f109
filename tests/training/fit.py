"""Fit boosted trees over the features of blocks with LightGBM, and turn them into the arrays of `Trees`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import lightgbm
import numpy as np
from numpy.typing import NDArray

from archive.clean.judge.features import block_features, with_extracted
from archive.clean.judge.trees import Floats, Trees
from archive.clean.judge.weights import Weights
from tests.training.names import INNER_FOLDS, NameCounts, inner_fold
from tests.training.pages import TrainingPage

ROUNDS = 250  # 350 were no better on hosts kept apart, by three seeds; 150 were worse on pages of hard kinds

PARAMETERS = {
    "objective": "binary",
    "learning_rate": 0.1,
    "num_leaves": 24,
    "max_depth": 8,
    "min_data_in_leaf": 80,
    "feature_fraction": 0.35,
    "bagging_fraction": 0.6,
    "bagging_freq": 1,
    "lambda_l2": 5,
    "max_bin": 63,
    "deterministic": True,  # for any number of threads
    "force_row_wise": True,
    "seed": 1,
    "verbose": -1,
}


def fit(
    pages: Sequence[TrainingPage],
    variants: Sequence[TrainingPage] = (),
) -> Weights:
    """The judge's weights, learned from pages whose content is known. Deterministic.

    Args:
        pages: as they are.
        variants: of these pages, changed; the names of elements are not learned from them.
    """
    counts = NameCounts(pages)
    inner = [Weights(NO_TREES, NO_TREES, counts.log_odds(fold)) for fold in range(INNER_FOLDS)]
    pages = [*pages, *variants]
    rows = [block_features(page.blocks, page.head, inner[inner_fold(page.host)].score) for page in pages]
    trees = _grow_trees(pages, rows)
    pairs = zip(rows, pages, strict=True)
    seen = [with_extracted(row, page.blocks, page.extracted) for row, page in pairs]
    return Weights(trees, _grow_trees(pages, seen), counts.log_odds())


def _grow_trees(pages: Sequence[TrainingPage], rows: Sequence[Floats]) -> Trees:
    content = np.concatenate([_content(page) for page in pages])
    weight = np.concatenate([_weight(page) for page in pages])
    booster = lightgbm.train(PARAMETERS, lightgbm.Dataset(np.vstack(rows), content, weight=weight), ROUNDS)
    return flatten(booster.dump_model())


NO_TREES = Trees(*(np.zeros(0, np.intp) for _ in range(5)), 0)  # type: ignore[arg-type]


def _content(page: TrainingPage) -> NDArray[np.bool_]:
    assert page.content is not None
    return page.content


def _weight(page: TrainingPage) -> Floats:
    """How much each block counts: by its words, as a share of its page's text, so that pages count alike."""
    words = np.array([block.words for block in page.blocks], np.float32)
    text = max(float((words * _content(page)).sum()), 30.0)
    return np.minimum(words / text * 100, 12) + np.float32(0.15)


def flatten(model: dict[str, Any]) -> Trees:
    """LightGBM's dumped model as flat arrays."""
    nodes: list[tuple[int, float, int, int, float]] = []  # feature, threshold, left, right, value
    roots, depth = [], 0
    for tree in model["tree_info"]:
        roots.append(len(nodes))
        depth = max(depth, _add_node(tree["tree_structure"], nodes))
    feature, threshold, left, right, value = zip(*nodes, strict=True)
    return Trees(
        np.array(feature, np.intp),
        np.array(threshold, np.float32),
        np.stack([left, right], 1).ravel().astype(np.intp),
        np.array(value, np.float32),
        np.array(roots, np.intp),
        depth,
    )


def _add_node(node: dict[str, Any], nodes: list[tuple[int, float, int, int, float]]) -> int:
    """Add a node and all below it; how many comparisons lie below."""
    here = len(nodes)
    if "leaf_value" in node:
        nodes.append((0, float("inf"), here, here, node["leaf_value"]))
        return 0
    nodes.append((0, 0.0, 0, 0, 0.0))
    left = len(nodes)
    deep = _add_node(node["left_child"], nodes)
    right = len(nodes)
    deep = max(deep, _add_node(node["right_child"], nodes))
    nodes[here] = (node["split_feature"], _below(node["threshold"]), left, right, node["internal_value"])
    return deep + 1


def _below(threshold: float) -> float:
    """A threshold as a float32 that sorts float32 rows as the float64 does: LightGBM goes left where <=."""
    rounded = np.float32(threshold)
    return float(rounded if rounded <= threshold else np.nextafter(rounded, np.float32(-np.inf)))


def folds_of(
    pages: Sequence[TrainingPage], folds: int
) -> Iterator[tuple[list[TrainingPage], list[TrainingPage]]]:
    """For each fold of hosts, the pages of the other hosts and its own."""
    for fold in range(folds):
        yield [page for page in pages if page.fold != fold], [page for page in pages if page.fold == fold]
