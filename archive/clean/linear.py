"""Linear models with weights that a person can read: each feature that is there adds its weight."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files
from itertools import repeat
from typing import Any


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

    def scores(self, features: Iterable[str]) -> list[float]:
        """The log-odds of each outcome, up to a constant that all have in common."""
        weights = self.weights
        rows = [weights[feature] for feature in features if feature in weights]
        columns = zip(*rows, strict=True) if rows else repeat(())
        return [sum(column, bias) for bias, column in zip(self.bias, columns, strict=False)]

    def score(self, features: Iterable[str]) -> float:
        """The log-odds of the first outcome."""
        weights = self._first_weights
        return self.bias[0] + sum([weights[feature] for feature in features if feature in weights])

    @cached_property
    def _first_weights(self) -> dict[str, float]:
        return {feature: weights[0] for feature, weights in self.weights.items()}

    def likelihoods(self, features: Iterable[str]) -> dict[str, float]:
        """The probability of each outcome, which add up to 1."""
        scores = self.scores(features)
        most = max(scores)
        powers = [math.exp(score - most) for score in scores]
        return {outcome: power / sum(powers) for outcome, power in zip(self.outcomes, powers, strict=True)}

    def reasons(self, features: Iterable[str], outcome: str, most: int = 3) -> list[tuple[str, float]]:
        """The features that speak most for or against an outcome, with their weights, the strongest first.

        Of several outcomes, a weight is compared with the mean of all.
        """
        place, weights = self.outcomes.index(outcome), self.weights
        known = [feature for feature in dict.fromkeys(features) if weights.get(feature)]
        weighed = [(feature, weights[feature][place] - self._means[feature]) for feature in known]
        return sorted(weighed, key=lambda one: -abs(one[1]))[:most]

    @cached_property
    def _means(self) -> dict[str, float]:
        """The mean weight of each feature over the outcomes; 0 where there is one outcome."""
        return {
            feature: sum(weights) / len(weights) if len(weights) > 1 else 0.0
            for feature, weights in self.weights.items()
        }

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
