"""Fit linear models over features that are there or not, with scikit-learn."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

import numpy as np
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from archive.clean.linear import LinearModel

Rows = Sequence[Sequence[str]]

_LEAST_SEEN = 4  # rows; rarer features weigh nothing


def fit_yes_no(
    rows: Rows, answers: Sequence[bool], weights: Sequence[float], *, name: str, strength: float
) -> LinearModel:
    """A model that tells one outcome from its absence.

    Args:
        strength: scikit-learn's C; more of it fits closer.
    """
    vectors, matrix = _matrix(rows)
    fitted = LogisticRegression(C=strength, solver="liblinear", max_iter=2000, random_state=1)
    fitted.fit(matrix, np.array(answers), sample_weight=np.array(weights))
    return _model((name,), fitted.intercept_, fitted.coef_, vectors)


def fit_outcomes(
    rows: Rows,
    answers: Sequence[str],
    weights: Sequence[float],
    *,
    strength: float,
    trust: Callable[[str], float] = lambda _feature: 1,
) -> LinearModel:
    """A model that tells several outcomes apart.

    Args:
        trust: how freely the weight of a feature may grow; its penalty is divided by the square.
    """
    vectors, matrix = _matrix(rows, trust)
    fitted = LogisticRegression(C=strength, max_iter=3000)
    fitted.fit(matrix, np.array(answers), sample_weight=np.array(weights))
    trusts = np.array([trust(feature) for feature in vectors.feature_names_])
    coefficients = fitted.coef_ * trusts  # of features that count 1, as they do when a page is read
    return _model(tuple(map(str, fitted.classes_)), fitted.intercept_, coefficients, vectors)


def _matrix(rows: Rows, trust: Callable[[str], float] = lambda _feature: 1) -> tuple[DictVectorizer, object]:
    seen = Counter(feature for row in rows for feature in set(row))
    kept = {feature for feature, times in seen.items() if times >= _LEAST_SEEN}
    vectors = DictVectorizer(dtype=np.float64)
    matrix = vectors.fit_transform(
        [{feature: trust(feature) for feature in row if feature in kept} for row in rows]
    )
    matrix.indices, matrix.indptr = matrix.indices.astype(np.int32), matrix.indptr.astype(np.int32)
    return vectors, matrix


def _model(outcomes: tuple[str, ...], bias: object, weights: object, vectors: DictVectorizer) -> LinearModel:
    table = np.round(np.asarray(weights), 3).T
    named = zip(vectors.feature_names_, table, strict=True)
    kept = {feature: tuple(map(float, row)) for feature, row in named if np.abs(row).max() >= 0.02}
    return LinearModel(outcomes, tuple(map(float, np.round(np.asarray(bias), 3))), kept)
