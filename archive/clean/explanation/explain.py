"""Explain how one page was cleaned: the article, the candidates of each field, what was left out of the text.

This does not run when pages are cleaned. It cleans the page, asks the readers for all the candidates that
they choose from, and marks the one that the article has.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import TypeVar

from archive.clean.article import clean
from archive.clean.authors.authors import author_candidates
from archive.clean.dates.dates import Dates, date_candidates
from archive.clean.evidence import Candidate, Explanation, FieldEvidence, describe_rating, mark_winner
from archive.clean.explanation.explain_text import describe_use, explain_text
from archive.clean.facts.language import language_candidates
from archive.clean.facts.spoilers import spoiler_candidates
from archive.clean.facts.title import title_candidates
from archive.clean.page.page import Page
from archive.clean.page.read import read_page
from archive.clean.page_type.classify import page_type_candidates
from archive.clean.rating.rating import rating_candidates
from archive.clean.site_rule import SOURCE as SITE_RULE
from archive.clean.subject import SubjectInput, subject_evidence
from archive.clean.template.sources import PageFacts
from archive.model import NOTHING_LEARNED, Article, Author, Capture, Learned, Moment, Reading
from archive.places import Template
from archive.rules.model import SiteRule

# How the candidate of each field is chosen.
RULES = {
    "title": "the heading that is most like the page's other titles, else the most reliable of these",
    "authors": "the highest total above 0, and who is listed with it: what speaks for a name and against it",
    "published": "the date in the metadata, unless an unambiguous date near the headline differs",
    "updated": "as published, from dates of a change",
    "kind": "the likeliest, by a model over what the page says of itself and how it is written",
    "work": "what the page declares that it reviews, else the likeliest name if that is sure enough",
    "rating": "the first that is the critic's own; none where two of these disagree",
    "spoilers": "a warning outweighs a promise; unknown where there is neither",
    "language": "as declared, unless the words of the text clearly contradict it",
    "status": "complete, unless the page or the end of its text says otherwise",
    "article": "the points for an article compared with those for the likeliest other type of page",
}

T = TypeVar("T")


def explain(
    capture: Capture,
    *,
    rules: SiteRule | None = None,
    learned: Learned = NOTHING_LEARNED,
    template: Template | None = None,
) -> Explanation:
    """Clean a capture and explain the result. Pure; the arguments are those of `clean`."""
    article = clean(capture, rules=rules, learned=learned, template=template)
    page = read_page(capture, rules.replace if rules else ())
    title = article.title.value if article.title else None
    byline = article.authors.raw if article.authors else None
    use = article.trace.use
    by_template = template if use and use.outcome == "read" else None
    text = explain_text(page, title, byline, rules=rules, learned=learned, template=by_template)
    if by_template is None:
        text = replace(text, reading=text.reading + describe_use(use))
    return Explanation(article, tuple(_fields(article, page, title, learned)), text)


def _fields(article: Article, page: Page, title: str | None, learned: Learned) -> Iterator[FieldEvidence]:
    review, text = article.review, article.text
    yield _field("title", article.title, str, title_candidates(page))
    yield _field("authors", article.authors, _names, author_candidates(page, title))
    dates = list(date_candidates(page, title))
    if article.published and article.published.source == "updated":
        dates.append((False, article.published, "the page says only when it was changed"))
    for name, reading, of_change in (
        ("published", article.published, False),
        ("updated", article.updated, True),
    ):
        candidates = (_date(date, note) for is_change, date, note in dates if is_change is of_change)
        yield _field(name, reading, _when, candidates)
    known = SubjectInput(text, title, review.rating is not None, learned.work_places)
    kinds, works = subject_evidence(page, known, review.work)
    yield _field("kind", article.kind, str, kinds)
    yield _field("work", review.work, str, works)
    yield _field("rating", review.rating, describe_rating, rating_candidates(page))
    spoilers = None if review.spoilers is None else Reading("yes" if review.spoilers else "no", "text")
    yield _field("spoilers", spoilers, str, spoiler_candidates(page, text))
    yield _field("language", article.language, str, language_candidates(page, text))
    status = Candidate(article.status, "page", note=article.status_reason)
    yield _field("status", Reading(article.status, "page"), str, [status])
    facts = PageFacts(article.title, article.authors, Dates(article.published))
    signs = page_type_candidates(page, text, facts, article.kind)
    yield FieldEvidence("article", _describe_gate(article), RULES["article"], tuple(_add_up(article, signs)))


def _field(
    name: str, reading: Reading[T] | None, describe: Callable[[T], str], candidates: Iterable[Candidate]
) -> FieldEvidence:
    """The evidence of one field; `describe` gives its value as it is shown to people."""
    value = describe(reading.value) if reading else None
    if reading and value and reading.source == SITE_RULE:
        by_rule = Candidate(value, SITE_RULE, raw=reading.raw, note="the site rule comes first")
        candidates = (by_rule, *candidates)
    return mark_winner(name, value, reading.source if reading else None, RULES[name], candidates)


def _names(people: tuple[Author, ...]) -> str:
    return ", ".join(author.name for author in people)


def _date(reading: Reading[Moment], note: str | None) -> Candidate:
    return Candidate(_when(reading.value), reading.source, raw=reading.raw, note=note)


def _when(moment: Moment) -> str:
    """`2025-06-06T18:30:00+00:00`, `2025-06-06`, `2025-06`, `2025`"""
    return moment.iso()[: {"month": 7, "year": 4}.get(moment.precision)]


def _describe_gate(article: Article) -> str:
    gate = article.gate
    if not gate.is_article:
        return f"no, {gate.page_type}"
    return "in doubt, kept" if gate.doubtful else "yes"


def _add_up(article: Article, signs: Iterable[Candidate]) -> list[Candidate]:
    """The points of each type of page, the highest first, with the signs that they come from."""
    chosen = article.gate.page_type
    by_type: dict[str, list[Candidate]] = {}
    for sign in signs:
        by_type.setdefault(sign.value, []).append(sign)
    sums = []
    for name, given in by_type.items():
        points = sum(sign.weight or 0 for sign in given)
        note = ", ".join(f"{sign.note} {sign.weight:+g}" for sign in given)
        sums.append(Candidate(name, "page", points, note=note, won=name == chosen))
    sums.sort(key=lambda candidate: -(candidate.weight or 0))
    if chosen not in by_type:
        sums.insert(0, Candidate(chosen, "page", note=", ".join(article.gate.reasons), won=True))
    return sums
