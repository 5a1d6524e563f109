"""Fit the models of work, kind and medium, each on what the one before it says of sites it has not seen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

from archive.clean.kind.features import kind_features
from archive.clean.linear import LinearModel
from archive.clean.work.medium import likely_medium
from archive.clean.work.name_features import name_features
from archive.clean.work.places import place_in_headline
from archive.clean.work.ranking import RankedName, raised, sureness_features
from tests.training.fit_linear import fit_outcomes, fit_yes_no
from tests.training.pages import host_fold
from tests.training.subject_pages import SEEDS, SubjectPage

INNER = 5  # folds

OURS = 0.5  # weight of a page that we wrote; the two seeds were published

# How freely a kind's weights may grow, by what their features begin with: what a page says of itself in so
# many words is trusted more than how it is written. Chosen by cross-validation over sites.
_TRUST = (
    (("headline: ", "end of the address"), 2.5),
    (("section of", "bread crumb", "tag: ", "places that say"), 1.5),
    (("gives a rating", "declares Review", "declares what it reviews"), 1.5),
    (("words of", "in the opening words of"), 0.7),
)

M = TypeVar("M")
T = TypeVar("T")


Models = dict[str, LinearModel]  # by name, as they are shipped


def describe_names(pages: Sequence[SubjectPage]) -> None:
    """Note what speaks for each name of each page, with the medium as it is told on unseen sites."""
    media = out_of_fold(
        pages, _fit_medium, lambda model, page: likely_medium(model.likelihoods(page.medium_features))
    )
    for page, medium in zip(pages, media, strict=True):
        page.features = name_features(page.named, page.candidates, medium)


def fit_subject(pages: Sequence[SubjectPage]) -> Models:
    """Fit all models. The kind sees rankings, and the sureness sees both, as they are on unseen sites."""
    work = fit_ranking(pages)
    ranked = out_of_fold(pages, fit_ranking, lambda models, page: rank(page, models))
    features = [
        kind_features(page.page, page.named, names) for page, names in zip(pages, ranked, strict=True)
    ]
    rows = {id(page): row for page, row in zip(pages, features, strict=True)}
    kind = _fit_kind(pages, rows)
    kinds = out_of_fold(
        pages, lambda some: _fit_kind(some, rows), lambda model, page: model.likelihoods(rows[id(page)])
    )
    names = with_outlets(pages, ranked, kinds, work["places"])
    sure = _fit_sureness(pages, names, kinds)
    return {**work, "sure": sure, "medium": _fit_medium(pages), "kind": kind}


def out_of_fold(
    pages: Sequence[SubjectPage],
    fit: Callable[[Sequence[SubjectPage]], M],
    ask: Callable[[M, SubjectPage], T],
    folds: int = INNER,
    salt: str = "inner",
) -> list[T]:
    """What models say of each page that were fitted to the pages of other sites."""
    answers: dict[int, T] = {}
    for fold in range(folds):
        model = fit([page for page in pages if host_fold(page.site, folds, salt) != fold])
        answers |= {id(page): ask(model, page) for page in pages if host_fold(page.site, folds, salt) == fold}
    return [answers[id(page)] for page in pages]


def fit_ranking(pages: Sequence[SubjectPage]) -> Models:
    """The model that ranks names, without those that use a ranking."""
    rows, answers, weights = [], [], []
    for page in pages:
        rows += page.features
        answers += [candidate.key == page.work for candidate in page.candidates]
        weights += [_weight(page) * (1 if page.kind == "review" else 0.5)] * len(page.candidates)
    names = fit_yes_no(rows, answers, weights, name="the work", strength=1.0)
    return {"names": names, "places": _shares(pages)}


def _weight(page: SubjectPage) -> float:
    return (1 if page.is_real or page.site == SEEDS else OURS) * (0.5 if page.doubtful else 1)


def rank(page: SubjectPage, models: Models) -> list[RankedName]:
    """The ranking of a page, as `rank_names` makes it, from the features that are at hand."""
    names = []
    for candidate, row in zip(page.candidates, page.features, strict=True):
        score = models["names"].score(row)
        names.append(RankedName(candidate, score, row, score))
    return sorted(names, key=lambda name: -name.total)


def _shares(pages: Sequence[SubjectPage]) -> LinearModel:
    places: Counter[str] = Counter()
    for page in pages:
        name = next((one.name for one in page.candidates if one.key == page.work), None)
        if name and page.is_real:
            places[place_in_headline(page.named.headline, name)] += 1
    shares = {place: (round(count / places.total(), 3),) for place, count in places.items()}
    return LinearModel(("share",), (0.0,), shares)


def with_outlets(
    pages: Sequence[SubjectPage],
    ranked: Sequence[list[RankedName]],
    kinds: Sequence[Mapping[str, float]],
    places: LinearModel,
) -> list[list[RankedName]]:
    """Rankings as they are where the archive knows the other pages of each outlet."""
    first: dict[str, list[tuple[int, str]]] = {}
    for index, (page, names) in enumerate(zip(pages, ranked, strict=True)):
        if names and kinds[index].get("review", 0) > 0.5 and names[0].score > -0.5:
            place = place_in_headline(page.named.headline, names[0].candidate.name)
            first.setdefault(page.site, []).append((index, place))
    result = []
    for index, (page, names) in enumerate(zip(pages, ranked, strict=True)):
        others = [place for other, place in first.get(page.site, ()) if other != index]
        shares = {place: others.count(place) / (len(others) + 1) for place in others}
        result.append(raised(page.named, names, shares, places) if others else names)
    return result


def _fit_kind(pages: Sequence[SubjectPage], rows: Mapping[int, list[str]]) -> LinearModel:
    weights = [_weight(page) for page in pages]
    return fit_outcomes(
        [rows[id(page)] for page in pages],
        [page.kind for page in pages],
        weights,
        strength=0.7,
        trust=_trust,
    )


def _trust(feature: str) -> float:
    return next((trust for starts, trust in _TRUST if feature.startswith(starts)), 1)


def _fit_sureness(
    pages: Sequence[SubjectPage], ranked: Sequence[list[RankedName]], kinds: Sequence[Mapping[str, float]]
) -> LinearModel:
    rows, answers, weights = [], [], []
    for page, names, likelihoods in zip(pages, ranked, kinds, strict=True):
        if names:
            rows.append(sureness_features(page.named, names, likelihoods))
            answers.append(names[0].candidate.key == page.work)
            weights.append((1 if page.is_real else 0.4) * (0.5 if page.doubtful else 1))
    return fit_yes_no(rows, answers, weights, name="sure", strength=0.1)


def _fit_medium(pages: Sequence[SubjectPage]) -> LinearModel:
    told = [page for page in pages if page.medium]
    return fit_outcomes(
        [page.medium_features for page in told],
        [page.medium or "" for page in told],
        [_weight(page) for page in told],
        strength=2.0,
    )
