"""What of a page is not in its text, and why: the steps of cleaning looked at one by one."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence

from archive.clean.boilerplate.lines import Line, seen_lines
from archive.clean.boilerplate.recurring import find_learned
from archive.clean.dom.blocks import Block
from archive.clean.evidence import Dropped, TextEvidence
from archive.clean.judge.judge import reasons, sure_from
from archive.clean.page.page import Page
from archive.clean.site_rule_text import read_rule_lines, strip_by_rule, stripped_elements
from archive.clean.template.block_places import places_of
from archive.clean.template.read import TemplateReading, read_by_template
from archive.clean.text.judged import judge_page
from archive.clean.text.text import judged_lines, read_lines, steps
from archive.model import Learned
from archive.places import Template, TemplateUse
from archive.rules.model import SiteRule

_BY_RULE = "the elements that the site rule names"
_BY_TEMPLATE = "the template of its outlet: the places that the outlet's last pages were read from"
_BY_JUDGE = "the blocks that are likely the author's, by their place, their shape and the names around them"


def explain_text(
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


def describe_use(use: TemplateUse | None) -> str:
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
    given = {line.text for line in lines}
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
        yield from (Dropped(line.text, reason) for line in before if id(line) not in kept)
        before = after


def _learned_away(lines: Sequence[Line], learned: Learned) -> Iterator[Dropped]:
    """The lines that recur on the outlet's pages, and those that a person pinned."""
    texts, seen = [line.text for line in lines], seen_lines(lines)
    for text, line, is_gone in zip(texts, seen, find_learned(texts, seen, learned), strict=True):
        if is_gone:
            why = "pinned as furniture" if line.key in learned.pinned else "recurs on the outlet's pages"
            yield Dropped(text, f"{why} (matinee furniture)")
