"""Why a page was read as it was: what stood for choice, what was chosen, what was left out of the text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from archive.model import Article, Rating, Work


@dataclass(frozen=True, slots=True)
class Candidate:
    """One place on the page that speaks for a value of a field.

    Attributes:
        value: the value that it speaks for, as a person would write it.
        source: where it stands, as in `Reading.source`.
        weight: what the place is worth, on the field's own scale; None where places are only ranked.
        total: what it comes to with the places that agree; None where nothing is added up.
        raw: as printed, where that differs from the value.
        note: why it lost, or what speaks for it.
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
    """One field with its candidates.

    Attributes:
        name: of the field.
        value: what the article has, None for unknown.
        rule: which candidate is taken, in words.
    """

    name: str
    value: str | None
    rule: str
    candidates: tuple[Candidate, ...] = ()


@dataclass(frozen=True, slots=True)
class Dropped:
    """A run of text that is on the page and not in the article.

    Attributes:
        reason: why, the same words for all that went for the same reason.
        detail: what gave it away, or None.
    """

    text: str
    reason: str
    detail: str | None = None


@dataclass(frozen=True, slots=True)
class TextEvidence:
    """How the text was found.

    Attributes:
        reading: which reading of the page was taken, in a sentence.
        blocks: runs of text on the page.
        filled: texts that the extractor had left out between others, put back.
        dropped: what is not in the text, in the order of the steps that dropped it.
    """

    reading: str
    blocks: int
    filled: tuple[str, ...] = ()
    dropped: tuple[Dropped, ...] = ()


@dataclass(frozen=True, slots=True)
class Explanation:
    """A cleaned article with the evidence for each of its fields and for its text."""

    article: Article
    fields: tuple[FieldEvidence, ...]
    text: TextEvidence


def describe_rating(rating: Rating) -> str:
    """`3.5 of 4 points`, `B+`, `4 stars`"""
    if rating.value is None:
        return rating.raw
    best = f" of {rating.best:g}" if rating.best is not None else ""
    return f"{rating.value:g}{best} {rating.scale or ''}".strip()


def describe_work(work: Work) -> str:
    """`Ballerina (2025), film, imdb tt7181546`"""
    title = f"{work.title} ({work.year})" if work.year else work.title
    ids = [f"{registry} {value}" for registry, value in work.ids.items()]
    return ", ".join([title, *filter(None, [work.medium]), *ids])


def mark_winner(
    name: str, value: str | None, source: str | None, rule: str, candidates: Iterable[Candidate]
) -> FieldEvidence:
    """A field with its winner marked: the candidate of the value and the source that the article has.

    Equal candidates are told once. A value put together from several places becomes a candidate too.
    """
    told = list(dict.fromkeys(candidates))
    place = _winner(told, value, source)
    if place is not None:
        told[place] = replace(told[place], won=True)
    elif value is not None:
        told.insert(0, Candidate(value, source or "page", note="put together from what is below", won=True))
    return FieldEvidence(name, value, rule, tuple(told))


def _winner(told: Sequence[Candidate], value: str | None, source: str | None) -> int | None:
    if value is None:
        return None
    alike = [place for place, one in enumerate(told) if one.value == value]
    there = [place for place in alike if told[place].source == source]
    return max(there or alike, key=lambda place: told[place].total or 0.0, default=None)
