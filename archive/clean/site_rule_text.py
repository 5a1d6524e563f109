"""The text that a site rule points to, and what it takes out of a page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from copy import deepcopy
from dataclasses import replace

from lxml import etree
from lxml import html as lxml_html
from lxml.html import HtmlElement

from archive.clean.boilerplate.lines import Line
from archive.clean.dom.blocks import Block, inside
from archive.clean.dom.element_text import element_text
from archive.clean.dom.read_blocks import read_blocks
from archive.clean.dom.tags import BLOCK_TAGS
from archive.clean.judge.judge import SURE
from archive.clean.page.page import Page
from archive.clean.site_rule import Match, outermost, read_rule_facts, select
from archive.clean.text.head import strip_head
from archive.clean.text.judged import judge_page
from archive.clean.text.kept import prompt_blocks
from archive.clean.text.text import with_captions
from archive.html.parse_html import xml_text
from archive.rules.model import SiteRule

_PAGE_TAGS = frozenset(("html", "body"))  # never stripped


def strip_by_rule(page: Page, rule: SiteRule | None) -> Page:
    """A copy of the page without the elements that the rule strips; the page itself where it strips none."""
    if rule is None or page.tree is None or not rule.strip:
        return page
    tree = deepcopy(page.tree)
    for path in rule.strip:
        for element in _elements(select(tree, path)):
            if element.getparent() is not None:
                element.drop_tree()
    return replace(page, tree=tree)


def stripped_elements(page: Page, rule: SiteRule | None) -> Iterator[tuple[str, str]]:
    """The outermost elements that the rule strips, as (path that matched, text)."""
    if rule is None or page.tree is None:
        return
    tree = page.tree
    paths = {match: path for path in rule.strip for match in select(tree, path)}
    for element in _elements(outermost(paths)):
        yield paths[element], element_text(element)


def read_rule_lines(
    page: Page, rule: SiteRule | None, title: str | None, byline: str | None
) -> list[Line] | None:
    """The lines of the text that the rule selects; None where it selects none."""
    if rule is None or page.tree is None:
        return None
    selected = (_lines(page, outermost(select(page.tree, path)), prune=rule.prune) for path in rule.text)
    return next(filter(None, (strip_head(lines, title, byline) for lines in selected)), None)


def matched_keys(page: Page, rule: SiteRule) -> dict[str, bool]:
    """For each key of the rule that has paths, whether it gives anything on this page."""
    if page.tree is None:
        return {}
    facts = read_rule_facts(page, rule)
    matched = {
        "strip": any(select(page.tree, path) for path in rule.strip),
        "text": read_rule_lines(strip_by_rule(page, rule), rule, None, None) is not None,
        "title": facts.title is not None,
        "author": facts.authors is not None,
        "date": facts.published is not None,
        "rating": facts.rating is not None,
        "scale": facts.scale is not None,
        "medium": facts.medium is not None,
    }
    paths = {key: getattr(rule, key) for key in matched}
    return {key: match for key, match in matched.items() if paths[key] and isinstance(paths[key], tuple)}


def _elements(matches: Iterable[Match]) -> list[HtmlElement]:
    """The elements among some matches, except `html` and `body`."""
    return [match for match in matches if not isinstance(match, str) and match.tag not in _PAGE_TAGS]


def _lines(page: Page, matches: list[Match], *, prune: bool) -> list[Line]:
    """The lines of these matches; with `prune`, without what is less likely the author's than not."""
    elements = {match for match in matches if not isinstance(match, str) and match.tag in BLOCK_TAGS}
    if len(elements) < len(matches):  # a string or a part of a block has no block of its own
        return list(map(Line, read_blocks(_together(matches))[0]))
    marks = inside(page.boxes, (box for box in page.boxes if box.element in elements))
    blocks = [block for block in page.blocks if marks[block.box.index]]
    return with_captions(list(map(Line, _pruned(page, blocks) if prune else blocks)), blocks)


def _pruned(page: Page, blocks: list[Block]) -> list[Block]:
    """The blocks that are likely the author's, but prompts and captions."""
    judged = judge_page(page)
    if judged is None:
        return blocks
    prompts = prompt_blocks(page)
    return [
        block
        for block in blocks
        if block not in prompts and not block.in_caption and judged.likely[block.index] >= SURE
    ]


def _together(matches: list[Match]) -> HtmlElement:
    """A page with only these matches, each in a `<div>` of its own."""
    page = lxml_html.Element("html")
    body = etree.SubElement(page, "body")
    for match in matches:
        part = etree.SubElement(body, "div")
        if isinstance(match, str):
            part.text = xml_text(match)
        else:
            copied = deepcopy(match)
            copied.tail = None
            part.append(copied)
    return page
