"""What a site rule reads from a page. What it does not match is left to the generic reading."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from copy import deepcopy
from dataclasses import dataclass, replace
from functools import lru_cache
from math import isnan
from typing import TypeAlias, TypeVar

from lxml import etree
from lxml import html as lxml_html
from lxml.html import HtmlElement

from archive.clean.authors.names import split_names
from archive.clean.boilerplate.elements import find_furniture
from archive.clean.boilerplate.lines import Line
from archive.clean.boilerplate.trim import strip_furniture, strip_head
from archive.clean.dates.parse import find_dates, parse_machine
from archive.clean.dom.blocks import boxes_inside, read_blocks
from archive.clean.dom.element_text import element_text
from archive.clean.facts.language import declared_languages
from archive.clean.page.page import Page
from archive.clean.page.site_names import site_names, strip_site
from archive.clean.rating.markup import rating_in
from archive.clean.rating.scales import make_rating, parse_number, parse_rating
from archive.clean.rating.wording import LABELLED_RATING
from archive.clean.text.text import line_of, with_captions
from archive.clean.work.medium import medium_named
from archive.model import Author, Medium, Moment, Rating, Reading
from archive.rules.model import Paths, SiteRule
from archive.rules.selectors import NAMESPACES
from archive.word_count import count_words

SOURCE = "rule"

_FIGURE = re.compile(r"\d+(?:[.,]\d+)?")

_LONGEST_NAME = 60

_WHOLE = frozenset(("html", "body"))  # the page itself is never stripped

Match: TypeAlias = HtmlElement | str

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class RuleFacts:
    """The facts that a rule read; None where it matched nothing that could be read."""

    title: Reading[str] | None = None
    authors: Reading[tuple[Author, ...]] | None = None
    published: Reading[Moment] | None = None
    rating: Reading[Rating] | None = None
    scale: float | None = None
    medium: Medium | None = None


def read_rule_facts(page: Page, rule: SiteRule | None) -> RuleFacts:
    """The facts that the rule reads. Leaves the page's tree as it is."""
    if rule is None or page.tree is None:
        return RuleFacts()
    tree = page.tree
    scale = rule.scale if isinstance(rule.scale, float) else _first(tree, rule.scale, _figure)
    return RuleFacts(
        title=_first(tree, rule.title, lambda match: _title(page, match)),
        authors=_authors(tree, rule.author),
        published=_first(tree, rule.date, lambda match: _moment(page, match)),
        rating=_first(tree, rule.rating, lambda match: _rating(match, scale)),
        scale=scale,
        medium=rule.medium
        if isinstance(rule.medium, str)
        else _first(tree, rule.medium, lambda match: medium_named(_words(match))),
    )


def strip_by_rule(page: Page, rule: SiteRule | None) -> Page:
    """The page without what the rule says is no part of the text; the page itself is left as it is."""
    if rule is None or page.tree is None or not rule.strip:
        return page
    tree = deepcopy(page.tree)
    for path in rule.strip:
        _cut(tree, path)
    return replace(page, tree=tree)


def stripped_elements(page: Page, rule: SiteRule | None) -> Iterator[tuple[str, str]]:
    """What the rule says is no part of the text: the path and the words of each outermost element."""
    if rule is None or page.tree is None:
        return
    tree = page.tree
    paths = {one: path for path in rule.strip for one in _select(tree, path) if not isinstance(one, str)}
    for element in _outermost(paths):
        if not isinstance(element, str) and element.tag not in _WHOLE:
            yield paths[element], element_text(element)


def stripped_words(page: Page, rule: SiteRule | None) -> int:
    """How many words the rule strips from a page."""
    return sum(count_words(words) for _, words in stripped_elements(page, rule))


def read_rule_lines(
    page: Page, rule: SiteRule | None, title: str | None, byline: str | None
) -> list[Line] | None:
    """The lines of the text that the rule points to; None where it points to none."""
    if rule is None or page.tree is None:
        return None
    clean = strip_furniture if rule.prune else strip_head
    found = (_lines(_outermost(_select(page.tree, path)), prune=rule.prune) for path in rule.text)
    return next(filter(None, (clean(lines, title, byline) for lines in found)), None)


def matched_keys(page: Page, rule: SiteRule) -> dict[str, bool]:
    """Whether each of the rule's keys that hold paths matches anything on a page that can be read."""
    if page.tree is None:
        return {}
    facts = read_rule_facts(page, rule)
    found = {
        "strip": any(_select(page.tree, path) for path in rule.strip),
        "text": read_rule_lines(strip_by_rule(page, rule), rule, None, None) is not None,
        "title": facts.title is not None,
        "author": facts.authors is not None,
        "date": facts.published is not None,
        "rating": facts.rating is not None,
        "scale": facts.scale is not None,
        "medium": facts.medium is not None,
    }
    return {
        key: match for key, match in found.items() if isinstance(paths := getattr(rule, key), tuple) and paths
    }


def apply_scale(rating: Reading[Rating] | None, scale: float | None) -> Reading[Rating] | None:
    """A rating that does not say what it counts up to, with the scale that the rule knows."""
    if rating is None or scale is None or rating.value.value is None or rating.value.best is not None:
        return rating
    known = rating.value
    made = make_rating(known.raw, known.value, scale, known.worst, known.scale)
    return Reading(made, rating.source, rating.raw) if made else rating


def _select(tree: HtmlElement, path: str) -> list[Match]:
    """What a path matches: elements, and strings that are not blank; [] where it fails on this page."""
    try:
        found = _compiled(path)(tree)
    except etree.XPathError:
        return []
    if isinstance(found, bool):
        return []
    if isinstance(found, float):
        return [] if isnan(found) else [f"{found:g}"]
    matches = [found] if isinstance(found, str) else found if isinstance(found, list) else []
    return [one for one in matches if (one.strip() if isinstance(one, str) else isinstance(one.tag, str))]


def _cut(tree: HtmlElement, path: str) -> None:
    """Take what a path matches out of the tree, never the page itself."""
    found = [one for one in _select(tree, path) if not isinstance(one, str) and one.tag not in _WHOLE]
    for element in found:
        if element.getparent() is not None:
            element.drop_tree()


@lru_cache(maxsize=2048)
def _compiled(path: str) -> Callable[[HtmlElement], object]:
    return etree.XPath(path, namespaces=NAMESPACES)


def _first(tree: HtmlElement, paths: Paths, read: Callable[[Match], T | None]) -> T | None:
    """What the first match of the first path gives from which anything can be read."""
    values = (read(match) for path in paths for match in _select(tree, path))
    return next((value for value in values if value is not None), None)


def _words(match: Match) -> str:
    """What a match prints; for an element without words, what it says in an attribute."""
    if isinstance(match, str):
        return " ".join(match.split())
    return element_text(match) or next(_attributes(match, "content", "value", "alt", "title"), "")


def _attributes(match: Match, *names: str) -> Iterator[str]:
    if not isinstance(match, str):
        yield from (" ".join(value.split()) for name in names if (value := match.get(name)))


def _title(page: Page, match: Match) -> Reading[str] | None:
    """A headline as it is shown; one that is written for machines without the site's name."""
    words = _words(match)
    shown = not (getattr(match, "is_attribute", False) or getattr(match, "tag", None) in ("meta", "title"))
    title = words if shown or not words else strip_site(words, site_names(page)) or words
    return Reading(title, SOURCE, words) if title else None


def _authors(tree: HtmlElement, paths: Paths) -> Reading[tuple[Author, ...]] | None:
    for path in paths:
        printed = list(filter(None, map(_words, _outermost(_select(tree, path)))))
        names = dict.fromkeys(name for byline in printed for name in _names(byline))
        if names:
            return Reading(tuple(map(Author, names)), SOURCE, ", ".join(dict.fromkeys(printed)))
    return None


def _names(byline: str) -> tuple[str, ...]:
    """A byline's names; one that reads as none may still be somebody's, since the rule says so."""
    return split_names(byline) or (split_names(byline, printed=False) if len(byline) <= _LONGEST_NAME else ())


def _moment(page: Page, match: Match) -> Reading[Moment] | None:
    declared = next(declared_languages(page), None)
    languages = tuple(dict.fromkeys((declared.value if declared else "en", "en")))
    for printed in _dates_in(match):
        found = next((m for _, _, m in find_dates(printed, page.captured_at, languages)), None)
        if moment := parse_machine(printed, page.captured_at) or found:
            return Reading(moment, SOURCE, printed)
    return None


def _dates_in(match: Match) -> Iterator[str]:
    """The strings of a match that may be the date, those for machines first."""
    yield from _attributes(match, "datetime", "content", "title")
    if not isinstance(match, str):
        yield from (value for time in match.iter("time") if (value := time.get("datetime")))
    yield _words(match)


def _rating(match: Match, scale: float | None) -> Reading[Rating] | None:
    read = next(filter(None, _ratings_in(match)), None)
    if read is None or read.value is None or scale is None:
        return Reading(read, SOURCE, read.raw) if read else None
    known = make_rating(read.raw, read.value, scale, read.worst, read.scale)
    return Reading(known, SOURCE, read.raw) if known else None


def _ratings_in(match: Match) -> Iterator[Rating | None]:
    printed = _words(match)
    labelled = LABELLED_RATING.match(printed)
    for words in (printed, labelled["rest"] if labelled else "", *_attributes(match, "content", "value")):
        yield parse_rating(words)
        yield make_rating(words, parse_number(words), None, None)
    if not isinstance(match, str):
        yield rating_in(match)


def _figure(match: Match) -> float | None:
    found = _FIGURE.search(_words(match))
    return parse_number(found[0]) if found else None


def _outermost(matches: Iterable[Match]) -> list[Match]:
    """The matches without those that stand in another."""
    found = list(matches)
    elements = {one for one in found if not isinstance(one, str)}
    return [one for one in found if isinstance(one, str) or elements.isdisjoint(one.iterancestors())]


def _lines(matches: list[Match], *, prune: bool) -> list[Line]:
    """The lines of these elements; with `prune`, without what the page's structure tells to be furniture."""
    blocks, boxes = read_blocks(_together(matches))
    furniture = find_furniture(blocks, boxes) if prune and blocks else set()
    gone = boxes_inside(boxes, furniture)
    return with_captions([line_of(block) for block in blocks if block.box not in gone], blocks, furniture)


def _together(matches: list[Match]) -> HtmlElement:
    """A page that holds these matches and nothing else, each on a line of its own."""
    page = lxml_html.Element("html")
    body = etree.SubElement(page, "body")
    for match in matches:
        part = etree.SubElement(body, "div")
        if isinstance(match, str):
            part.text = match
        else:
            copied = deepcopy(match)
            copied.tail = None
            part.append(copied)
    return page
