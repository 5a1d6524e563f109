"""Linear models with weights that a person can read: each feature that is there adds its weight."""

from __future__ import annotations

import json
import math
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any


class Steps:
    """A number as features: "name>=t" for each threshold that it reaches."""

    def __init__(self, name: str, *thresholds: float) -> None:
        self._thresholds = thresholds
        self._names = tuple(f"{name}>={threshold:g}" for threshold in thresholds)

    def __call__(self, value: float) -> tuple[str, ...]:
        return self._names[: bisect_right(self._thresholds, value)]


@dataclass(frozen=True)
class LinearModel:
    """A logistic regression over features that are there or not.

    Attributes:
        outcomes: what it tells apart; one alone is told from its absence.
        bias: of each outcome.
        weights: of each outcome, by feature. Unknown features weigh nothing.
    """

    outcomes: tuple[str, ...]
    bias: tuple[float, ...]
    weights: Mapping[str, tuple[float, ...]]

    def score(self, features: Iterable[str]) -> float:
        """The log-odds of the first outcome."""
        weights = self.weights
        return self.bias[0] + sum([weights[feature][0] for feature in features if feature in weights])

    def likelihoods(self, features: Iterable[str]) -> dict[str, float]:
        """The probability of each outcome, which add up to 1."""
        weights = self.weights
        rows = [self.bias, *[weights[feature] for feature in features if feature in weights]]
        scores = list(map(sum, zip(*rows, strict=True)))
        most = max(scores)
        powers = [math.exp(score - most) for score in scores]
        total = sum(powers)
        return {outcome: power / total for outcome, power in zip(self.outcomes, powers, strict=True)}

    def reasons(self, features: Iterable[str], outcome: str, most: int = 3) -> list[tuple[str, float]]:
        """The features that speak most for or against an outcome, with their weights, the strongest first.

        Of several outcomes, a weight is compared with the mean of all.
        """
        place, several = self.outcomes.index(outcome), len(self.outcomes) > 1
        rows = {feature: self.weights[feature] for feature in features if feature in self.weights}
        weighed = [(feature, row[place] - several * sum(row) / len(row)) for feature, row in rows.items()]
        return sorted(weighed, key=lambda one: -abs(one[1]))[:most]

    def packed(self) -> dict[str, Any]:
        """What a file of weights holds. `unpack_model` reads it."""
        return {
            "outcomes": self.outcomes,
            "bias": [round(bias, 3) for bias in self.bias],
            "weights": {
                feature: [round(weight, 3) for weight in weights]
                for feature, weights in sorted(self.weights.items())
            },
        }


def unpack_model(packed: Mapping[str, Any]) -> LinearModel:
    """The model that `LinearModel.packed` describes."""
    weights = {feature: tuple(weights) for feature, weights in packed["weights"].items()}
    return LinearModel(tuple(packed["outcomes"]), tuple(packed["bias"]), weights)


@cache
def load_models(room: str, file: str) -> dict[str, LinearModel]:
    """The models in a file of weights, by name. Read once a process.

    Args:
        room: the package that holds it, such as `archive.clean.work`.
    """
    packed = json.loads(files(room).joinpath(file).read_bytes())
    return {name: unpack_model(model) for name, model in packed.items()}


def likelihood(score: float) -> float:
    """The probability that has these log-odds."""
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, score))))


def describe_reasons(reasons: Sequence[tuple[str, float]]) -> str:
    """`in the address +1.2, an author -0.8`"""
    return ", ".join(f"{feature} {weight:+.1f}" for feature, weight in reasons)
