"""What the judge is trained on: labels of blocks, names of elements, trees as arrays."""

from __future__ import annotations

import numpy as np
import pytest

from tests.training.labels import label_blocks
from tests.training.pages import host_fold

TRUTH = """The film opens on a lake of ice. It takes its time before the first blade is drawn.
Two hours of winter follow, told with patience.
Verdict
A silence as long as this one is earned."""


def test_blocks_that_stand_in_the_truth_in_order_are_the_authors() -> None:
    blocks = [
        "Home",
        "Verdict",  # a link in the menu: not where the truth has it
        "The film opens on a lake of ice. It takes its time before the first blade is drawn.",
        "Sign up for the letter of the week, every week, from all of us here.",
        "Two hours of winter follow, told with patience.",
        "Verdict",
        "A silence as long as this one is earned.",
        "Read more about films on ice",
    ]
    assert label_blocks(blocks, TRUTH) == [0, 0, 1, 0, 1, 1, 1, 0]


def test_a_block_that_is_there_in_pieces_counts_by_its_share() -> None:
    block = (
        "Two hours of winter follow, told with patience. Subscribe to read on, it costs less than a coffee."
    )
    (share,) = label_blocks([block], TRUTH)
    assert 0.2 < share < 0.6


def test_folds_of_hosts_are_the_same_everywhere() -> None:
    folds = [host_fold(f"site{number}.example", 5) for number in range(200)]
    assert folds[:6] == [host_fold(f"site{number}.example", 5) for number in range(6)]
    assert set(folds) == set(range(5))
    assert max(map(folds.count, range(5))) < 60


def test_lightgbm_s_trees_say_the_same_as_arrays() -> None:
    lightgbm = pytest.importorskip("lightgbm", reason="LightGBM is not installed: it is only needed to train")
    from tests.training.fit import PARAMETERS, flatten

    random = np.random.default_rng(1)
    rows = random.normal(size=(600, 4)).astype(np.float32)
    wanted = (rows[:, 0] + rows[:, 1] ** 2 > 0.7).astype(int)
    booster = lightgbm.train({**PARAMETERS, "min_data_in_leaf": 5}, lightgbm.Dataset(rows, wanted), 30)
    sums = flatten(booster.dump_model()).sums(rows)
    assert np.allclose(sums, booster.predict(rows, raw_score=True), atol=1e-5)
