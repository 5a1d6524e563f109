"""The work that a page is about, with its year, medium and ids. Never a guess."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from archive.clean.evidence import Candidate
from archive.clean.linear import describe_reasons
from archive.clean.page.page import Page
from archive.clean.work.cuts import without_season
from archive.clean.work.declared import declared_work, printed_isbn, reviewed_work
from archive.clean.work.medium import read_medium
from archive.clean.work.named_page import NamedPage
from archive.clean.work.ranking import RankedName, WorkModels, sureness
from archive.model import Reading, Work

_YEAR_LABELLED = re.compile(
    r"(?:^|[\s(•|])(?:year|released?(?: date)?|release year|jahr|erscheinungsjahr|année|año|anno|"
    r"ano|jaar|公開|製作年)\s?[:：]\s*[^\n:]{0,25}?\b((?:19|20)\d\d)\b",
    re.I,
)

# What each such label has after it, for a fast test.
_YEAR_AFTER_COLON = re.compile(r"[:：]\s*[^\n:]{0,25}?\b(?:19|20)\d\d\b")

_YEAR_AFTER = re.compile(
    r"['’”\"』»]?(?:,? by [^\n()]{3,60})?\s*[(\[（](?:[^()\n]{2,40}, )?((?:1[89]|20)\d\d)(?=[)\]）年,、/])"
)

# Probabilities. A less sure name is not given: a wrong work is worse than none. Pages of some kinds are about
# one work nearly always, those of others seldom; an obituary is about a person, a list about several works.
_LEAST_SURE = {"preview": 0.3, "recap": 0.3, "trailer": 0.3, "obituary": 1.0, "list": 1.0}
_LEAST_SURE_ELSEWHERE = 0.45


def read_work(
    page: Page,
    named: NamedPage,
    ranked: Sequence[RankedName],
    kinds: Mapping[str, float],
    models: WorkModels,
) -> Reading[Work] | None:
    """The one work that the page is about; None where it is about none or several, or where that is in doubt.

    Args:
        ranked: the names on the page, the likeliest first.
        kinds: how likely the page is of each kind.

    Sources: `json-ld`, `microdata`, `microformats`, `title`, `text`.
    """
    if (declared := reviewed_work(page, named.strings.headline)) and (
        declared.value.medium or (ranked and ranked[0].candidate.key in declared.value.title.lower())
    ):
        return replace(
            declared, value=_completed(page, named, declared.value, _same(ranked, declared.value), models)
        )
    if not is_sure(ranked, kinds, models):
        return None
    first = ranked[0]
    name = without_season(first.candidate.name)
    described = declared_work(page, first.candidate.key)
    work = _completed(page, named, described[0] if described else Work(name), first, models)
    in_headline = "in the headline" in first.features
    source = described[1] if described else "title" if in_headline else "text"
    return Reading(replace(work, title=name), source, name)


def is_sure(ranked: Sequence[RankedName], kinds: Mapping[str, float], models: WorkModels) -> bool:
    """Whether the first name is likely enough the page's work."""
    kind = max(kinds, key=lambda kind: kinds[kind], default="")
    return sureness(ranked, kinds, models) >= _LEAST_SURE.get(kind, _LEAST_SURE_ELSEWHERE)


def _same(ranked: Sequence[RankedName], work: Work) -> RankedName | None:
    return next((name for name in ranked if name.candidate.name == work.title), None)


def _completed(page: Page, named: NamedPage, work: Work, name: RankedName | None, models: WorkModels) -> Work:
    """A work with what the page says of it besides: medium, year, ISBN."""
    strings = named.strings
    year = (
        work.year
        or year_of(work.title, strings.headline, named.text, strings.shown)
        or year_labelled(named.text)
    )
    medium = page.medium or work.medium or read_medium(page, named, name, models)
    isbn = printed_isbn(page) if medium == "book" and "isbn" not in work.ids else None
    ids = {**work.ids, **({"isbn": isbn} if isbn else {})}
    return replace(work, year=year, medium=medium, ids=ids)


def work_evidence(
    chosen: Reading[Work] | None,
    ranked: Sequence[RankedName],
    kinds: Mapping[str, float],
    models: WorkModels,
) -> Iterator[Candidate]:
    """The work that was chosen, and the likeliest names with what spoke for and against each."""
    names = {name.candidate.name for name in ranked[:1]}
    if chosen and chosen.value.title not in names:
        yield Candidate(str(chosen.value), chosen.source, note="what the review declares that it reviews")
    for place, name in enumerate(ranked[:5]):
        sure = f"sure to {sureness(ranked, kinds, models):.0%}; " if place == 0 else ""
        source = "title" if "in the headline" in name.features else "text"
        reasons = describe_reasons(models.names.reasons(name.features, models.names.outcomes[0]))
        value = name.candidate.name
        if chosen and chosen.value.title == value:
            value, source = str(chosen.value), chosen.source
        yield Candidate(value, source, round(name.total, 1), note=f"{sure}{reasons}")


def year_of(name: str, *texts: str) -> int | None:
    """The year printed in brackets right after the name."""
    size = len(name)
    ends = ((text, place + size) for text in texts for place in _all_places(text, name))
    found = next((match for text, end in ends if (match := _YEAR_AFTER.match(text, end))), None)
    return int(found[1]) if found else None


def _all_places(text: str, name: str) -> Iterator[int]:
    place = text.find(name)
    while place >= 0:
        yield place
        place = text.find(name, place + 1)


def year_labelled(text: str) -> int | None:
    """The one year that data of a work give as its own: "Year: 2018", "Release Date: July 11, 2025"."""
    if not _YEAR_AFTER_COLON.search(text):
        return None
    found = {int(one[1]) for one in _YEAR_LABELLED.finditer(text)}
    return found.pop() if len(found) == 1 else None
