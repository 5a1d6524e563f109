"""The text of each page by weights that were learned without its host."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping
from importlib.util import find_spec

from archive.clean.judge import judge
from archive.clean.judge.weights import Weights
from tests.bench.clean.ablation import Texts, ablate
from tests.bench.clean.pages import Pages
from tests.bench.clean.patched import patched
from tests.training.pages import FOLDS, host_fold, host_name


def learned_weights() -> Iterable[Weights]:
    """The weights of each fold, in order, learned from all pages of the other folds. Writes nothing. Slow."""
    if find_spec("lightgbm") is None:
        sys.exit("--cross-validated trains anew and needs LightGBM: pip install '.[model]'")
    from tests.training.train_blocks import load_all, weights_by_fold

    return (weights for weights, _ in weights_by_fold(load_all()))


def cross_validated_texts(sets: Mapping[str, Pages], by_fold: Iterable[Weights]) -> dict[str, Texts]:
    """The texts of `ablate` by the name of the set.

    Args:
        sets: by name.
        by_fold: for each fold of hosts, in order, weights that were learned without it.
    """
    texts: dict[str, Texts] = {name: {} for name in sets}
    for fold, weights in zip(range(FOLDS), by_fold, strict=True):
        with patched([(judge, "load_weights", lambda weights=weights: weights)]):
            for name, pages in sets.items():
                for left_out, extractions in ablate(_of_fold(pages, fold)).items():
                    texts[name].setdefault(left_out, {}).update(extractions)
    return texts


def _of_fold(pages: Pages, fold: int) -> Pages:
    truth = [page for page in pages.truth if host_fold(host_name(page["url"]), FOLDS) == fold]
    return Pages(truth, {page["id"]: pages.jobs[page["id"]] for page in truth})
