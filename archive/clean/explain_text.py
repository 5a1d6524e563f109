"""What of a page is not in its text, and why: the steps of cleaning looked at one by one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from copy import deepcopy

from archive.clean.boilerplate.elements import why_furniture
from archive.clean.boilerplate.line_traits import seen_lines
from archive.clean.boilerplate.lines import Line, key, shape_of
from archive.clean.boilerplate.recurring import drop_learned
from archive.clean.boilerplate.trim import steps
from archive.clean.dom.blocks import Box, read_blocks
from archive.clean.evidence import Dropped, TextEvidence
from archive.clean.page.page import Page
from archive.clean.site_rule import read_rule_lines, strip_by_rule, stripped_elements
from archive.clean.text.plain_page import split_head
from archive.clean.text.text import ReadLines, find_text, read_lines
from archive.model import NOTHING_LEARNED, Learned
from archive.rules.model import SiteRule

_READINGS = {
    "first": "trafilatura's first reading",
    "second": "trafilatura's second, generous reading, as the first covered too little of the page's prose",
    "prose": "the page's own paragraphs, as trafilatura found no text",
    "alone": "trafilatura's text as it is, as it could not be found among the page's elements",
    "none": "nothing: the page holds no text",
    "plain": "the lines of a plain-text page",
    "rule": "the elements that the site rule names",
}


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
    by_rule = [
        Dropped(words, "stripped by the site rule", path)
        for path, words in stripped_elements(page, rules)
        if words
    ]
    if lines := read_rule_lines(body, rules, title, byline):
        return _explain_ruled(body, lines, by_rule, tuple(_learned_away(lines, learned)))
    taken = tuple(_learned_away(read_lines(body, title, byline), learned))
    if body.tree is None:
        head, rest = split_head(body.lines)
        above = [Dropped(line, "above the text of a plain page: logo, title, byline") for line in head]
        dropped = (*above, *_by_line([Line(line) for line in rest], title, byline), *taken)
        return TextEvidence(_READINGS["plain"], len(body.lines), dropped=dropped)
    found = find_text(body.tree)
    filled = [block.text for block in found.blocks if block in found.kept and block not in found.chosen]
    dropped = (*by_rule, *_by_block(found), *_by_line(found.lines, title, byline), *taken)
    reading = _READINGS[found.reading]
    if page.script_body:
        reading += (
            f"; of the body in the page's own state ({page.script_body.source}), as its HTML shows no prose"
        )
    return TextEvidence(reading, len(found.blocks), tuple(filled), dropped)


def _explain_ruled(
    body: Page, lines: Sequence[Line], stripped: Sequence[Dropped], taken: Sequence[Dropped]
) -> TextEvidence:
    """How the text came about that a site rule points to: the page's other blocks are left out."""
    every, _ = read_blocks(deepcopy(body.tree)) if body.tree is not None else ([], [])
    whole = key("".join(line.text for line in lines))
    outside = [
        Dropped(block.text, "outside what the site rule names, or furniture in it", _place(block.box))
        for block in every
        if key(block.text) not in whole
    ]
    return TextEvidence(_READINGS["rule"], len(every), dropped=(*stripped, *outside, *taken))


def _learned_away(lines: Sequence[Line], learned: Learned) -> Iterator[Dropped]:
    """The lines that recur on the outlet's pages, and those that a person pinned."""
    texts, seen = [line.text for line in lines], seen_lines(lines)
    kept = Counter(drop_learned(texts, seen, learned))
    for text, one in zip(texts, seen, strict=True):
        if kept[text] > 0:
            kept[text] -= 1
        else:
            why = "pinned as furniture" if one.key in learned.pinned else "recurs on the outlet's pages"
            yield Dropped(text, f"{why} (matinee furniture)")


def _by_block(found: ReadLines) -> Iterator[Dropped]:
    """The blocks that never became lines: cut with their furniture, then not chosen."""
    left = []
    for block in found.blocks:
        box = next((box for box in block.box.ancestors_or_self() if box in found.furniture), None)
        if box is not None:
            detail, reason = _furniture(box)
            yield Dropped(block.text, reason, detail)
        elif block not in found.kept:
            left.append(block)
    whole = key("".join(line.text for line in found.lines)) if found.reading == "alone" else ""
    for block in left:
        if key(block.text) not in whole or not whole:
            yield Dropped(block.text, "not chosen by the extractor as the article's", _place(block.box))


def _furniture(box: Box) -> tuple[str, str]:
    said = why_furniture(box)
    if said.startswith("headed "):
        return said, "under a heading that no author writes"
    if said.startswith("round "):
        return said, "the words of a form"
    named = said.startswith("named ")
    return said, "in elements named as parts of the site" if named else "in elements of the page's frame"


def _place(box: Box) -> str:
    element = box.element
    named = (element.get("class") or element.get("id") or "").split()
    return f"<{element.tag} {named[0]}>" if named else f"<{element.tag}>"


def _by_line(lines: Sequence[Line], title: str | None, byline: str | None) -> Iterator[Dropped]:
    """The lines that the steps of `strip_furniture` take out."""
    before: Iterable[Line] = lines
    for reason, after in steps(lines, title, byline):
        kept = {id(line) for line in after}
        for line in before:
            if id(line) not in kept:
                yield Dropped(line.text, reason, _about(line) if "visitors" in reason else None)
        before = after


def _about(line: Line) -> str | None:
    shape = shape_of(line.text)
    return f"about {'the way' if shape == 'way' else shape}" if shape else None
