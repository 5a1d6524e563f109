"""What an article is about and what kind of coverage it is: each is judged with the other in sight."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from archive.clean.evidence import Candidate
from archive.clean.kind.features import kind_features
from archive.clean.kind.kind import kind_evidence, kind_model, read_kind
from archive.clean.page.page import Page
from archive.clean.work.medium import (
    likely_medium,
    media_likelihoods,
    medium_evidence,
    medium_without_work,
)
from archive.clean.work.named_page import NamedPage
from archive.clean.work.ranking import RankedName, raised, rank_names, sureness, work_models
from archive.clean.work.work import is_sure, read_work, work_evidence
from archive.model import Kind, Medium, Reading, Work


@dataclass(frozen=True, slots=True)
class Subject:
    """The kind of an article and the work that it is about.

    Attributes:
        kind: None where there is no text.
        work: None where it is about none or several, or where that is in doubt.
        medium: of the work, or of whatever else it is about; None in doubt.
    """

    kind: Reading[Kind] | None = None
    work: Reading[Work] | None = None
    medium: Medium | None = None


def read_subject(page: Page, named: NamedPage, places: Mapping[str, float] | None = None) -> Subject:
    """Rank the names on the page, judge its kind with the first in sight, then take or refuse that name.

    Args:
        named: the page with its names.
        places: on which share of the outlet's other reviews the work stands in each place of the headline.
    """
    if not named.text.strip():
        return Subject()
    judged = _judge(page, named, places)
    kind = Reading(page.kind, "outlet") if page.kind else read_kind(judged.kinds, judged.kind_features)
    sure = is_sure(named, judged.kinds, judged.sureness)
    work = read_work(page, named, judged.ranked, sure=sure, medium=likely_medium(judged.media))
    medium = work.value.medium if work else medium_without_work(judged.media, kind.value)
    return Subject(kind, work, medium)


def subject_evidence(
    page: Page, named: NamedPage, places: Mapping[str, float] | None, work: Reading[Work] | None
) -> tuple[list[Candidate], list[Candidate], list[Candidate]]:
    """The candidates for the kind, those for the work, and those for the medium, as they were judged.

    Args:
        work: the article's.
    """
    if not named.text.strip():
        return [], [], []
    judged = _judge(page, named, places)
    works = work_evidence(work, judged.ranked, judged.sureness)
    media = medium_evidence(page, named, judged.media)
    return list(kind_evidence(judged.kinds, judged.kind_features)), list(works), list(media)


@dataclass(frozen=True, slots=True)
class _Judged:
    """What the models say of a page.

    Attributes:
        media: how likely the page is about each medium.
        ranked: the names, the likeliest first.
        kind_features: what speaks for and against each kind; [] where the outlet's file says it.
        kinds: how likely each is.
        sureness: how likely the first name is the work.
    """

    media: Mapping[str, float]
    ranked: list[RankedName]
    kind_features: list[str]
    kinds: Mapping[str, float]
    sureness: float


def _judge(page: Page, named: NamedPage, places: Mapping[str, float] | None) -> _Judged:
    media = media_likelihoods(page, named)
    ranked = rank_names(named, likely_medium(media))
    features = [] if page.kind else kind_features(page, named, ranked)
    kinds: dict[str, float] = {page.kind: 1.0} if page.kind else kind_model().likelihoods(features)
    if places and max(kinds, key=lambda kind: kinds[kind]) == "review":
        ranked = raised(named, ranked, places, work_models()["places"])
    sure = sureness(named, ranked, kinds, work_models()["sure"])
    return _Judged(media, ranked, features, kinds, sure)
