"""Linear models: weights add up, and say why."""

from __future__ import annotations

import math

import pytest

from archive.clean.linear import LinearModel, describe_reasons, likelihood, load_models, unpack_model

WEATHER = LinearModel(("rain", "sun"), (0.0, 0.5), {"clouds": (2.0, -1.0), "warm": (-0.5, 0.5)})
SURE = LinearModel(("sure",), (-1.0,), {"often": (2.5,), "odd": (-3.0,)})


def test_the_weights_of_the_features_that_are_there_add_up() -> None:
    assert WEATHER.score(["clouds", "warm", "unknown"]) == 1.5
    assert SURE.score(["often", "odd", "unknown"]) == -1.5


def test_likelihoods_add_up_to_one() -> None:
    found = WEATHER.likelihoods(["clouds"])
    assert sum(found.values()) == pytest.approx(1)
    assert found["rain"] == pytest.approx(math.exp(2) / (math.exp(2) + math.exp(-0.5)))
    assert likelihood(SURE.score(())) == pytest.approx(1 / (1 + math.e))
    assert likelihood(1e9) == pytest.approx(1) and likelihood(-1e9) == pytest.approx(0)


def test_reasons_are_the_strongest_first_against_the_mean_of_the_outcomes() -> None:
    assert WEATHER.reasons(["warm", "clouds", "clouds"], "rain") == [("clouds", 1.5), ("warm", -0.5)]
    assert SURE.reasons(["often", "odd", "unknown"], "sure", most=1) == [("odd", -3.0)]
    assert describe_reasons([("often", 2.5), ("odd", -3.0)]) == "often +2.5, odd -3.0"


def test_a_model_survives_packing() -> None:
    assert unpack_model(WEATHER.packed()) == WEATHER


@pytest.mark.parametrize(
    ("room", "file", "names"),
    [
        ("archive.clean.work", "work.json", {"names", "sure", "medium", "places"}),
        ("archive.clean.kind", "kind.json", {"kind"}),
    ],
)
def test_the_shipped_weights_are_whole(room: str, file: str, names: set[str]) -> None:
    models = load_models(room, file)
    assert models.keys() == names
    for model in models.values():
        assert len(model.bias) == len(model.outcomes)
        assert all(len(weights) == len(model.outcomes) for weights in model.weights.values())
