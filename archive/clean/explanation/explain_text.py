"""What of a page is not in its text, and why: the steps of cleaning looked at one by one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence

from archive.clean.boilerplate.line_traits import seen_lines
from archive.clean.boilerplate.lines import Line
from archive.clean.boilerplate.recurring import drop_learned
from archive.clean.dom.blocks import Block
from archive.clean.evidence import Dropped, TextEvidence
from archive.clean.judge.judge import reasons, sure_from
from archive.clean.page.page import Page
from archive.clean.site_rule_text import read_rule_lines, strip_by_rule, stripped_elements
from archive.clean.text.judged import judge_page
from archive.clean.text.text import find_text, in_caption, read_lines, steps
from archive.model import NOTHING_LEARNED, Learned
from archive.rules.model import SiteRule


def explain_text(
    page: Page,
    title: str | None,
    byline: str | None,
    *,
    rules: SiteRule | None = None,
    learned: Learned = NOTHING_LEARNED,
) -> TextEvidence:
    """How `clean` comes to its text. Pure; leaves the page's tree as it is."""
    body = strip_by_rule(page, rules)
    stripped = [
        Dropped(words, "stripped by the site rule", path)
        for path, words in stripped_elements(page, rules)
        if words
    ]
    if lines := read_rule_lines(body, rules, title, byline):
        outside = _outside_rule(body, lines)
        dropped = (*stripped, *outside, *learned_away(lines, learned))
        return TextEvidence("the elements that the site rule names", len(body.blocks), dropped=dropped)
    found = find_text(body)
    lines = read_lines(body, title, byline)
    dropped = (
        *stripped,
        *_by_judge(body, found.kept),
        *by_line(found.lines, title, byline),
        *learned_away(lines, learned),
    )
    return TextEvidence(_reading(page), len(body.blocks), tuple(_grown(body, found.kept)), dropped)


def _reading(page: Page) -> str:
    if not page.blocks:
        return "nothing: the page holds no text"
    reading = "the blocks that are likely the author's, by their place, their shape and the names around them"
    if page.script_body:
        reading += (
            f"; of the body in the page's own state ({page.script_body.source}), as its HTML shows no prose"
        )
    return reading


def _outside_rule(body: Page, lines: Sequence[Line]) -> Iterator[Dropped]:
    """The blocks that are not in the text that a site rule points to."""
    given = {line.block.text for line in lines if line.block is not None}
    for block in body.blocks:
        if block.text not in given:
            yield Dropped(block.text, "outside what the site rule names, or furniture in it", _place(block))


def _by_judge(body: Page, kept: Collection[Block]) -> Iterator[Dropped]:
    """The blocks that never became lines, with how likely each was and what spoke most about it."""
    judged = judge_page(body)
    if judged is None:
        return
    taken = set(kept)
    for block in body.blocks:
        if block in taken:
            continue
        if judged.kept[block.index] and in_caption(block):
            yield Dropped(block.text, "the caption of a figure, which stands beside the text", _place(block))
            continue
        spoke = ", ".join(f"{name} {moved:+.1f}" for name, moved in reasons(judged.rows[block.index]))
        because = f"{judged.likely[block.index]:.0%} likely: {spoke}"
        yield Dropped(block.text, "not likely the author's", _place(block), because)


def _grown(body: Page, kept: Iterable[Block]) -> Iterator[str]:
    """The blocks that were taken only for standing beside likelier ones; of a page without such, none."""
    judged = judge_page(body)
    if judged is None:
        return
    least = sure_from(judged.likely, body.blocks)
    if judged.likely.max() >= least:
        yield from (block.text for block in kept if judged.likely[block.index] < least)


def learned_away(lines: Sequence[Line], learned: Learned) -> Iterator[Dropped]:
    """The lines that recur on the outlet's pages, and those that a person pinned."""
    texts, seen = [line.text for line in lines], seen_lines(lines)
    kept = Counter(drop_learned(texts, seen, learned))
    for text, line in zip(texts, seen, strict=True):
        if kept[text] > 0:
            kept[text] -= 1
        else:
            why = "pinned as furniture" if line.key in learned.pinned else "recurs on the outlet's pages"
            yield Dropped(text, f"{why} (matinee furniture)")


def _place(block: Block) -> str:
    element = block.box.element
    named = (element.get("class") or element.get("id") or "").split()
    return f"<{block.box.tag} {named[0]}>" if named else f"<{block.box.tag}>"


def by_line(lines: Sequence[Line], title: str | None, byline: str | None) -> Iterator[Dropped]:
    """The lines that the steps after the judge take out."""
    before: Iterable[Line] = lines
    for reason, after in steps(lines, title, byline):
        kept = {id(line) for line in after}
        yield from (Dropped(line.text, reason) for line in before if id(line) not in kept)
        before = after
