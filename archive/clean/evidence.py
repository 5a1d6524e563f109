"""Why a page was cleaned as it was: the candidates of each field, and what was left out of the text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from archive.model import Article, Rating


@dataclass(frozen=True, slots=True)
class Candidate:
    """One value that a field could have had, with the place on the page that gives it.

    Attributes:
        value: as it is shown to people.
        source: the place, as in `Reading.source`.
        weight: of the place, on the field's own scale; None where places are only ranked.
        total: the weight with that of the places that agree; None where nothing is added up.
        raw: as printed, where that differs from the value.
        note: why it was not chosen, or what supports it.
        won: whether the field has its value from here.
    """

    value: str
    source: str
    weight: float | None = None
    total: float | None = None
    raw: str | None = None
    note: str | None = None
    won: bool = False


@dataclass(frozen=True, slots=True)
class FieldEvidence:
    """One field of an article with its candidates.

    Attributes:
        name: of the field.
        value: the article's, as it is shown to people; None for unknown.
        rule: how the candidate is chosen, in words.
    """

    name: str
    value: str | None
    rule: str
    candidates: tuple[Candidate, ...] = ()


@dataclass(frozen=True, slots=True)
class Dropped:
    """A run of text that is on the page but not in the article.

    Attributes:
        reason: why, in the same words for all that were dropped for the same reason.
        detail: what showed it, such as the element around the text; None for nothing.
        because: how likely it was the author's, and the features that spoke most; None where nothing was
            weighed.
    """

    text: str
    reason: str
    detail: str | None = None
    because: str | None = None


@dataclass(frozen=True, slots=True)
class TextEvidence:
    """How the text was found.

    Attributes:
        reading: how the text was extracted, in words.
        blocks: how many runs of text the page has.
        filled: the texts of blocks that were taken only for standing beside likelier ones.
        dropped: what is not in the text, in the order of the steps that dropped it.
    """

    reading: str
    blocks: int
    filled: tuple[str, ...] = ()
    dropped: tuple[Dropped, ...] = ()


@dataclass(frozen=True, slots=True)
class Explanation:
    """A cleaned article with the evidence for each field and for the text."""

    article: Article
    fields: tuple[FieldEvidence, ...]
    text: TextEvidence


def describe_rating(rating: Rating) -> str:
    """`3.5 of 4 points`, `B+`, `4 stars`"""
    if rating.value is None:
        return rating.raw
    best = f" of {rating.best:g}" if rating.best is not None else ""
    return f"{rating.value:g}{best} {rating.scale or ''}".strip()


def mark_winner(
    name: str, value: str | None, source: str | None, rule: str, candidates: Iterable[Candidate]
) -> FieldEvidence:
    """The evidence of a field, with the candidate marked that has the article's value and source.

    Equal candidates are listed once. A value combined from several places becomes a candidate of its own.
    """
    listed = list(dict.fromkeys(candidates))
    index = _winner(listed, value, source)
    if index is not None:
        listed[index] = replace(listed[index], won=True)
    elif value is not None:
        note = "put together from what is below"
        listed.insert(0, Candidate(value, source or "page", note=note, won=True))
    return FieldEvidence(name, value, rule, tuple(listed))


def _winner(candidates: Sequence[Candidate], value: str | None, source: str | None) -> int | None:
    """The index of the candidate with this value and, if one has both, this source; None for none."""
    if value is None:
        return None
    same_value = [index for index, candidate in enumerate(candidates) if candidate.value == value]
    same_source = [index for index in same_value if candidates[index].source == source]
    return max(same_source or same_value, key=lambda index: candidates[index].total or 0.0, default=None)
