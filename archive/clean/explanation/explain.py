"""Explain how one page was cleaned: the article, the candidates of each field, what was left out of the text.

This does not run when pages are cleaned. It cleans the page, asks the readers for all the candidates that
they choose from, and marks the one that the article has.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TypeVar

from archive.clean.article import clean
from archive.clean.authors.authors import author_candidates
from archive.clean.boilerplate.lines import Line, seen_lines
from archive.clean.boilerplate.recurring import find_learned
from archive.clean.dates.dates import Dates, date_candidates
from archive.clean.dom.blocks import Block
from archive.clean.evidence import (
    Candidate,
    Dropped,
    Explanation,
    FieldEvidence,
    TextEvidence,
    describe_rating,
    mark_winner,
)
from archive.clean.facts.language import language_candidates
from archive.clean.facts.spoilers import spoiler_candidates
from archive.clean.facts.title import title_candidates
from archive.clean.judge.judge import reasons, sure_from
from archive.clean.page.page import Page
from archive.clean.page.read import read_page
from archive.clean.page_type.classify import page_type_candidates
from archive.clean.rating.rating import rating_candidates
from archive.clean.site_rule import SOURCE as SITE_RULE
from archive.clean.site_rule_text import read_rule_lines, strip_by_rule, stripped_elements
from archive.clean.subject import subject_evidence
from archive.clean.template.block_places import places_of
from archive.clean.template.read import TemplateReading, read_by_template
from archive.clean.template.sources import PageFacts
from archive.clean.text.judged import judge_page
from archive.clean.text.text import judged_lines, read_lines, steps
from archive.clean.work.named_page import read_names
from archive.model import NOTHING_LEARNED, Article, Author, Capture, Learned, Medium, Moment, Reading
from archive.places import Template, TemplateUse
from archive.rules.model import SiteRule

# How the candidate of each field is chosen.
RULES = {
    "title": "the heading that is most like the page's other titles, else the most reliable of these",
    "authors": "the highest total above 0, and who is listed with it: what speaks for a name and against it",
    "published": "the date in the metadata, unless an unambiguous date near the headline differs",
    "updated": "as published, from dates of a change",
    "kind": "the likeliest, by a model over what the page says of itself and how it is written",
    "work": "what the page declares that it reviews, else the likeliest name if that is sure enough",
    "medium": "by a rule or the outlet's file, as declared of the work, else the likeliest if it is sure",
    "rating": "the first that is the critic's own; none where two of these disagree",
    "spoilers": "a warning outweighs a promise; unknown where there is neither",
    "language": "as declared, unless the words of the text clearly contradict it",
    "status": "complete, unless the page or the end of its text says otherwise",
    "article": "the points for an article compared with those for the likeliest other type of page",
}

T = TypeVar("T")

_BY_RULE = "the elements that the site rule names"
_BY_TEMPLATE = "the template of its outlet: the places that the outlet's last pages were read from"
_BY_JUDGE = "the blocks that are likely the author's, by their place, their shape and the names around them"


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
    text = _explain_text(page, title, byline, rules=rules, learned=learned, template=by_template)
    if by_template is None:
        text = replace(text, reading=text.reading + _describe_use(use))
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
    named = read_names(page, text, title, rated=review.rating is not None)
    kinds, works, media = subject_evidence(page, named, learned.work_places, review.work)
    yield _field("kind", article.kind, str, kinds)
    yield _field("work", review.work, str, works)
    yield _field("medium", _medium(article, page, media), str, media)
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


def _medium(article: Article, page: Page, media: Sequence[Candidate]) -> Reading[Medium] | None:
    """The article's medium, from where it was read: the outlet's file, the model, else where its work was."""
    medium, work = article.review.medium, article.review.work
    if medium is None:
        return None
    is_judged = page.medium is None and any(one.value == medium for one in media[:1])
    source = "outlet" if page.medium == medium else work.source if work else SITE_RULE
    return Reading(medium, "text" if is_judged else source)


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


def _explain_text(
    page: Page,
    title: str | None,
    byline: str | None,
    *,
    rules: SiteRule | None,
    learned: Learned,
    template: Template | None,
) -> TextEvidence:
    """How `clean` comes to its text, where a template is given by that. Pure; leaves the tree as it is."""
    body = strip_by_rule(page, rules)
    stripped = (
        Dropped(words, "stripped by the site rule", path)
        for path, words in stripped_elements(page, rules)
        if words
    )
    grown: Iterable[str] = ()
    dropped: Iterable[Dropped]
    if lines := read_rule_lines(body, rules, title, byline):
        how, dropped = _BY_RULE, _outside_rule(body, lines)
    else:
        reading = read_by_template(page, template) if template else None
        keep = reading.keep if isinstance(reading, TemplateReading) else None
        judged, lines = judged_lines(body, keep), read_lines(body, title, byline, keep)
        kept = dict.fromkeys(line.block for line in judged)
        by_place = _by_place(body, kept, template) if template else _by_judge(body, kept)
        dropped = (*by_place, *_by_line(judged, title, byline))
        how = _BY_TEMPLATE if template else _judge_reading(page)
        grown = () if template else _grown(body, kept)
    every = (*stripped, *dropped, *_learned_away(lines, learned))
    return TextEvidence(how, len(body.blocks), tuple(grown), every)


def _describe_use(use: TemplateUse | None) -> str:
    """What the outlet's template was to a page that took the whole road, to follow how it was read."""
    if use is None:
        return ""
    if use.outcome == "misfit":
        return f"; it does not fit its outlet's template: {use.reason}"
    reads = f"another {use.reason}" if use.outcome == "different" else "the same"
    return f"; its outlet's template was checked on it, and reads {reads}"


def _judge_reading(page: Page) -> str:
    if not page.blocks:
        return "nothing: the page holds no text"
    if page.script_body is None:
        return _BY_JUDGE
    source = page.script_body.source
    return f"{_BY_JUDGE}; of the body in the page's own state ({source}), as its HTML shows no prose"


def _outside_rule(body: Page, lines: Sequence[Line]) -> Iterator[Dropped]:
    """The blocks that are not in the text that a site rule points to."""
    given = {line.block.text for line in lines}
    for block in body.blocks:
        if block.text not in given:
            yield Dropped(block.text, "outside what the site rule names, or furniture in it", _place(block))


def _by_place(page: Page, kept: Collection[Block], template: Template) -> Iterator[Dropped]:
    """The blocks that stand where the outlet's pages have no text."""
    for block, place in zip(page.blocks, places_of(page.blocks), strict=True):
        if block in kept:
            continue
        if block.in_caption:
            yield _caption(block, place)
        elif place in template.dropped:
            yield Dropped(block.text, "stands where the outlet's pages have no text", place)
        else:
            yield Dropped(block.text, "stands in a place that is new, and is no prose", place)


def _by_judge(page: Page, kept: Collection[Block]) -> Iterator[Dropped]:
    """The blocks that never became lines, with how likely each was and what spoke most about it."""
    judged = judge_page(page)
    for block in page.blocks:
        if judged is None or block in kept:
            continue
        if judged.kept[block.index] and block.in_caption:
            yield _caption(block, _place(block))
            continue
        spoke = ", ".join(f"{name} {moved:+.1f}" for name, moved in reasons(judged.rows[block.index]))
        because = f"{judged.likely[block.index]:.0%} likely: {spoke}"
        yield Dropped(block.text, "not likely the author's", _place(block), because)


def _caption(block: Block, place: str) -> Dropped:
    return Dropped(block.text, "the caption of a figure, which stands beside the text", place)


def _place(block: Block) -> str:
    element = block.box.element
    named = (element.get("class") or element.get("id") or "").split()
    return f"<{block.box.tag} {named[0]}>" if named else f"<{block.box.tag}>"


def _grown(body: Page, kept: Iterable[Block]) -> Iterator[str]:
    """The blocks that were taken only for standing beside likelier ones; of a page without such, none."""
    if (judged := judge_page(body)) is None:
        return
    least = sure_from(judged.likely, body.blocks)
    if judged.likely.max() >= least:
        yield from (block.text for block in kept if judged.likely[block.index] < least)


def _by_line(lines: Sequence[Line], title: str | None, byline: str | None) -> Iterator[Dropped]:
    """The lines that the steps after the judge take out."""
    before: Iterable[Line] = lines
    for reason, after in steps(lines, title, byline):
        kept = {id(line) for line in after}
        yield from (Dropped(line.block.text, reason) for line in before if id(line) not in kept)
        before = after


def _learned_away(lines: Sequence[Line], learned: Learned) -> Iterator[Dropped]:
    """The lines that recur on the outlet's pages, and those that a person pinned."""
    texts, seen = [line.block.text for line in lines], seen_lines(lines)
    for text, line, is_gone in zip(texts, seen, find_learned(texts, seen, learned), strict=True):
        if is_gone:
            why = "pinned as furniture" if line.key in learned.pinned else "recurs on the outlet's pages"
            yield Dropped(text, f"{why} (matinee furniture)")
