"""What kind of coverage an article is: a linear model over its labels, its headline and how it is written."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import cast

from archive.clean.evidence import Candidate
from archive.clean.linear import LinearModel, describe_reasons, load_models
from archive.model import Kind, Reading

LEAST_SURE = 0.25  # probability; less sure kinds are `other`
_LEAST_SPOKEN = 0.4  # log-odds
_CLOSE = 1 / 9  # of the likeliest kind's probability, for the kind under which the page is filed

# By what their features begin with. What else a page declares names no kind.
_SOURCES = {
    "json-ld": ("declares Review", "declares Critic", "declares what it"),
    "url": ("section of the address",),
    "title": ("headline: ",),
    "section": ("bread crumb", "tag:"),
}

_LABELS = tuple(start for starts in _SOURCES.values() for start in starts)


def kind_model() -> LinearModel:
    """The model that is shipped. Read once a process."""
    return load_models("archive.clean.kind", "kind.json")["kind"]


def read_kind(likelihoods: Mapping[str, float], features: Sequence[str]) -> Reading[Kind]:
    """The likeliest kind; `other` where none is likely. A label of the page decides between close ones.

    Sources, by what spoke most: `json-ld`, `title`, `url`, `section`, `text`.
    """
    kind, probability = max(likelihoods.items(), key=lambda one: one[1])
    filed = _filed_under(features)
    if filed and filed != kind and likelihoods.get(filed, 0.0) >= _CLOSE * probability:
        return Reading(cast("Kind", filed), "section")
    if probability < LEAST_SURE and filed != kind:
        return Reading("other", "text")
    return Reading(cast("Kind", kind), _source(features, kind))


def _filed_under(features: Sequence[str]) -> str | None:
    """The one kind that the page's own tags and bread crumbs name, unless the headline names another."""
    told = [feature.partition(": ") for feature in features]
    labels = {kind for place, _, kind in told if place in ("tag", "bread crumb")}
    headline = {kind for place, _, kind in told if place == "headline" and kind}
    return labels.pop() if len(labels) == 1 and headline <= labels else None


def _source(features: Sequence[str], kind: str) -> str:
    """The sort of label that spoke most for a kind; `text` where labels hardly spoke."""
    spoke: defaultdict[str, float] = defaultdict(float)
    labels = [feature for feature in features if feature.startswith(_LABELS)]
    for feature, weight in kind_model().reasons(labels, kind, most=len(labels)):
        for source, starts in _SOURCES.items():
            if feature.startswith(starts):
                spoke[source] += weight
    source, weight = max(spoke.items(), key=lambda one: one[1], default=("text", 0.0))
    return source if weight >= _LEAST_SPOKEN else "text"


def kind_evidence(likelihoods: Mapping[str, float], features: Sequence[str]) -> Iterator[Candidate]:
    """The likeliest kinds, with what spoke most for and against each."""
    if len(likelihoods) == 1:
        yield Candidate(next(iter(likelihoods)), "outlet", note="the outlet's file says so")
        return
    filed = _filed_under(features)
    for kind, probability in sorted(likelihoods.items(), key=lambda one: -one[1])[:4]:
        reasons = describe_reasons(kind_model().reasons(features, kind, most=4))
        if kind == filed:
            reasons = f"the page is filed under it, which decides between close kinds; {reasons}"
        yield Candidate(kind, _source(features, kind), round(probability, 2), note=reasons)
