"""Which candidate is the work: each is weighed by a linear model, then how sure that is."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from archive.clean.linear import LinearModel, Steps, likelihood, load_models
from archive.clean.work.candidates import NameCandidate, name_candidates
from archive.clean.work.name_features import name_features
from archive.clean.work.named_page import NamedPage
from archive.clean.work.places import place_in_headline
from archive.model import Medium

_SMOOTHING, _OUTLET_WEIGHT = 0.05, 0.5
_SCORE = Steps("score", -3, -2.5, -2, -1.5, -1, -0.5, 0, 0.5, 1, 1.5, 2, 3)
_LIKELY_A_REVIEW = Steps("likely a review", 0.05, 0.2, 0.4, 0.6, 0.8, 0.95)
_LEAD_OVER_PART, _LEAD_OVER_ANOTHER = (
    Steps(f"lead over {name}", 0.25, 0.5, 1, 1.5, 2, 3, 4) for name in ("a part or whole", "another name")
)


@dataclass(frozen=True, slots=True)
class RankedName:
    """A candidate as it was weighed.

    Attributes:
        score: log-odds that it is the work of the page, by the page alone.
        features: what speaks for and against it.
        total: the score, raised where the outlet's other pages name their works in the same place.
    """

    candidate: NameCandidate
    score: float
    features: Sequence[str]
    total: float = 0.0


def work_models() -> dict[str, LinearModel]:
    """The models of this room that are shipped, as `make model` trains them. Read once a process.

    `names` tells the work from the other names on a page, `sure` whether the first name of a ranking is the
    work, `medium` the media apart; `places` is how often the work stands in each place, over all outlets.
    """
    return load_models("archive.clean.work", "work.json")


def rank_names(page: NamedPage, medium: Medium | None) -> list[RankedName]:
    """The names that may be the work, the likeliest first; [] for none.

    Args:
        medium: of the work, as far as the page tells it.
    """
    candidates = name_candidates(page)
    names = []
    for candidate, features in zip(candidates, name_features(page, candidates, medium), strict=True):
        score = work_models()["names"].score(features)
        names.append(RankedName(candidate, score, features, score))
    return sorted(names, key=lambda name: -name.total)


def raised(
    page: NamedPage, names: Iterable[RankedName], outlet: Mapping[str, float], everywhere: LinearModel
) -> list[RankedName]:
    """A ranking in which names gain that stand where this outlet's headlines name the work.

    Args:
        outlet: the share of its pages on which the work stands in each place.
        everywhere: the same of all outlets, as weights.
    """
    gained = []
    for name in names:
        place = place_in_headline(page.headline, name.candidate.name)
        here, there = outlet.get(place, 0.0), everywhere.score((place,))
        gain = _OUTLET_WEIGHT * math.log((_SMOOTHING + here) / (_SMOOTHING + there))
        gained.append(replace(name, total=name.score + gain))
    return sorted(gained, key=lambda name: -name.total)


def sureness_features(page: NamedPage, ranked: Sequence[RankedName], kinds: Mapping[str, float]) -> list[str]:
    """What tells whether the first name of a ranking is the work of a page.

    Args:
        kinds: how likely the page is of each kind.
    """
    first, likeliest = ranked[0], max(kinds, key=lambda kind: kinds[kind], default="other")
    return [
        *_SCORE(first.total),
        *_leads(ranked),
        *_LIKELY_A_REVIEW(kinds.get("review", 0.0)),
        f"kind {likeliest}",
        *(feature for feature in first.features if feature in _OF_FIRST),
        *(f"kind {likeliest}, {feature}" for feature in first.features if feature in _BY_KIND),
        *(f"stands as {place}" for place in first.candidate.places),
        *(("gives a rating",) if page.rated else ()),
        *(("another name is marked",) if _only_others_are_marked(ranked) else ()),
    ]


def _leads(ranked: Sequence[RankedName]) -> Iterator[str]:
    first = ranked[0]
    for steps, rival in ((_LEAD_OVER_PART, True), (_LEAD_OVER_ANOTHER, False)):
        leads = [first.total - other.total for other in ranked[1:] if _overlap(first, other) is rival]
        yield from steps(min(leads, default=9))


def _only_others_are_marked(ranked: Sequence[RankedName]) -> bool:
    """Whether data, italics, quotes or the marks of titles single out the next names and not the first."""
    first, *others = (not _MARKED.isdisjoint(name.features) for name in ranked[:4])
    return not first and any(others)


_MARKED = frozenset(("first italic", "first quoted", "stands as data", "stands as titled"))

_OF_FIRST = frozenset((
    "all of the headline but labels", "all of the headline, never in the text", "in the address",
    "words>=2", "words>=5", "places>=3", "places>=4", "share of paragraphs>=0.25", "share of paragraphs>=0.5",
))  # fmt: skip

_BY_KIND = frozenset((
    "in the headline", "share of most mentions>=1", "first italic", "all of the headline but labels",
    "before 'by' and a name", "before the number of an episode",
))  # fmt: skip


def _overlap(one: RankedName, other: RankedName) -> bool:
    first, second = f" {one.candidate.key} ", f" {other.candidate.key} "
    return first in second or second in first


def sureness(
    page: NamedPage, ranked: Sequence[RankedName], kinds: Mapping[str, float], model: LinearModel
) -> float:
    """The probability that the first name is the work that the page is about; 0 where there is none."""
    return likelihood(model.score(sureness_features(page, ranked, kinds))) if ranked else 0.0
