"""The work that a page is about, with its year, medium and ids. Never a guess."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from archive.clean.evidence import Candidate
from archive.clean.linear import describe_reasons
from archive.clean.page.page import Page, title_tag_text
from archive.clean.vocabulary import fold_name
from archive.clean.work.cuts import without_season
from archive.clean.work.declared import declared_work, printed_isbn, reviewed_work
from archive.clean.work.name_features import stands_before_maker
from archive.clean.work.name_text import PATTERNS
from archive.clean.work.named_page import NamedPage
from archive.clean.work.ranking import RankedName, work_models
from archive.model import Medium, Reading, Work

_YEAR_LABELLED = PATTERNS.compiled("{year_labelled}")
_YEAR_AFTER = PATTERNS.compiled("{year_after}", re.NOFLAG)

# Probabilities. A less sure name is not given: a wrong work is worse than none. Pages of some kinds are about
# one work nearly always; an obituary is about a person, a list about several works.
_LEAST_SURE = {"recap": 0.4, "trailer": 0.35, "preview": 0.35, "obituary": 1.0, "list": 1.0}
_LEAST_SURE_ELSEWHERE = 0.55
_LEAST_SURE_WITHOUT_HEADLINE = 0.3  # where most that speaks for a name is missing for all


def read_work(
    page: Page, named: NamedPage, ranked: Sequence[RankedName], *, sure: bool, medium: Medium | None
) -> Reading[Work] | None:
    """The one work that the page is about; None where it is about none or several, or where that is in doubt.

    Args:
        ranked: the names on the page, the likeliest first.
        sure: whether the first of them is likely enough.
        medium: of the work, as far as the page tells it.

    Sources: `json-ld`, `microdata`, `microformats`, `title`, `text`.
    """
    declares = named.named.keys() & {"ld_item", "ld_typed"}
    declared = reviewed_work(page, named.headline) if declares else None
    if declared and (
        declared.value.medium or (ranked and ranked[0].candidate.key in fold_name(declared.value.title))
    ):
        bare = _without_maker(declared.value, ranked)
        return replace(declared, value=_completed(page, named, bare, medium))
    if not sure:
        return None
    first = ranked[0]
    name = without_season(first.candidate.name)
    described = declared_work(page, first.candidate.key) if declares else None
    work, source = described or (Work(name), _source(first))
    work = _completed(page, named, work, medium)
    return Reading(replace(work, title=name), source, name)


def _without_maker(work: Work, ranked: Sequence[RankedName]) -> Work:
    """A declared work without "by" and a person, where what stands before these is the likeliest name."""
    name = ranked[0].candidate.name if ranked else ""
    is_named = name and work.title.startswith(name) and stands_before_maker(work.title[len(name) :])
    return replace(work, title=name) if is_named else work


def _source(name: RankedName) -> str:
    return "title" if "in the headline" in name.features else "text"


def is_sure(named: NamedPage, kinds: Mapping[str, float], probability: float) -> bool:
    """Whether the first name is likely enough the page's work."""
    kind = max(kinds, key=lambda kind: kinds[kind], default="")
    elsewhere = _LEAST_SURE_ELSEWHERE if named.headline else _LEAST_SURE_WITHOUT_HEADLINE
    return probability >= _LEAST_SURE.get(kind, elsewhere)


def _completed(page: Page, named: NamedPage, work: Work, medium: Medium | None) -> Work:
    """A work with what the page says of it besides: medium, year, ISBN."""
    year = (
        work.year
        or year_of(work.title, named.headline, named.text, title_tag_text(page))
        or year_labelled(named.text)
    )
    medium = page.medium or work.medium or medium
    isbn = printed_isbn(page) if medium == "book" and "isbn" not in work.ids else None
    ids = {**work.ids, **({"isbn": isbn} if isbn else {})}
    return replace(work, year=year, medium=medium, ids=ids)


def work_evidence(
    chosen: Reading[Work] | None, ranked: Sequence[RankedName], sureness: float
) -> Iterator[Candidate]:
    """The work that was chosen, and the likeliest names with what spoke for and against each."""
    title, model = chosen.value.title if chosen else None, work_models()["names"]
    if chosen and (not ranked or ranked[0].candidate.name != title):
        yield Candidate(str(chosen.value), chosen.source, note="what the review declares that it reviews")
    for place, name in enumerate(ranked[:5]):
        sure = f"sure to {sureness:.0%}; " if place == 0 else ""
        reasons = describe_reasons(model.reasons(name.features, model.outcomes[0]))
        value, source = name.candidate.name, _source(name)
        if chosen and title == value:
            value, source = str(chosen.value), chosen.source
        yield Candidate(value, source, round(name.total, 1), note=f"{sure}{reasons}")


def year_of(name: str, *texts: str) -> int | None:
    """The year printed in brackets right after the name."""
    matches = (_YEAR_AFTER.match(after) for text in texts for after in text.split(name)[1:])
    found = next(filter(None, matches), None)
    return int(found[1]) if found else None


def year_labelled(text: str) -> int | None:
    """The one year that data of a work give as its own: "Year: 2018", "Release Date: July 11, 2025"."""
    found = {int(one[1]) for one in _YEAR_LABELLED.finditer(text)}
    return found.pop() if len(found) == 1 else None
