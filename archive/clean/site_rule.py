"""Read a page by its site rule. What the rule does not match is left to the generic readers."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from math import isnan
from typing import TypeAlias, TypeVar

from lxml import etree
from lxml.html import HtmlElement

from archive.clean.authors.names import split_names
from archive.clean.dates.languages import DateLanguages
from archive.clean.dates.parse import find_dates, parse_machine
from archive.clean.dom.element_text import element_text
from archive.clean.facts.language import declared_languages
from archive.clean.page.page import Page
from archive.clean.page.site_names import site_names, strip_site
from archive.clean.rating.drawn import rating_in
from archive.clean.rating.scales import make_rating, parse_number, parse_rating
from archive.clean.rating.wording import split_label
from archive.clean.vocabulary import medium_named
from archive.model import Author, Medium, Moment, Rating, Reading
from archive.rules.model import SiteRule, XPaths
from archive.rules.selectors import NAMESPACES
from archive.scores.scoring import ScoringRule, with_score

SOURCE = "rule"
_FIGURE = re.compile(r"\d+(?:[.,]\d+)?")
_LONGEST_NAME = 60  # characters
Match: TypeAlias = HtmlElement | str
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class RuleFacts:
    """The facts that a rule gives; None where it matches nothing that can be parsed.

    Attributes:
        scale: the best mark of the outlet's ratings.
        scoring: how they become scores; None for the usual way.
    """

    title: Reading[str] | None = None
    authors: Reading[tuple[Author, ...]] | None = None
    published: Reading[Moment] | None = None
    rating: Reading[Rating] | None = None
    scale: float | None = None
    scoring: ScoringRule | None = None
    medium: Medium | None = None


def read_rule_facts(page: Page, rule: SiteRule | None) -> RuleFacts:
    """The facts that a rule gives for a page. Does not change the page's tree."""
    if rule is None or page.tree is None:
        return RuleFacts(scoring=rule.score if rule else None)
    tree = page.tree
    scale = rule.scale if isinstance(rule.scale, float) else _first(tree, rule.scale, _figure)
    return RuleFacts(
        title=_first(tree, rule.title, lambda match: _title(page, match)),
        authors=_authors(tree, rule.author),
        published=_first(tree, rule.date, lambda match: _moment(page, match)),
        rating=_first(tree, rule.rating, lambda match: _rating(match, scale)),
        scale=scale,
        scoring=rule.score,
        medium=rule.medium
        if isinstance(rule.medium, str)
        else _first(tree, rule.medium, lambda match: medium_named(match_words(match))),
    )


def apply_scale(rating: Reading[Rating] | None, scale: float | None) -> Reading[Rating] | None:
    """The rating with the rule's best mark if the page does not print one; else unchanged."""
    if rating is None or scale is None or rating.value.value is None or rating.value.best is not None:
        return rating
    printed = rating.value
    completed = make_rating(printed.raw, printed.value, scale, printed.worst, printed.scale)
    return Reading(completed, rating.source, rating.raw) if completed else rating


def apply_scoring(
    rating: Reading[Rating] | None, scoring: ScoringRule | None, at: datetime
) -> Reading[Rating] | None:
    """The rating with the score that a rule gives to a review of this time; unchanged without a rule."""
    if rating is None or scoring is None:
        return rating
    scored = with_score(rating.value, scoring.scoring_on(at.date()))
    return Reading(scored, rating.source, rating.raw)


def select(tree: HtmlElement, path: str) -> list[Match]:
    """What a path matches: elements and strings that are not blank; [] where the XPath fails on this page."""
    try:
        result = _compiled(path)(tree)
    except etree.XPathError:
        return []
    if isinstance(result, bool):
        return []
    if isinstance(result, float):
        return [] if isnan(result) else [f"{result:g}"]
    matches = [result] if isinstance(result, str) else result if isinstance(result, list) else []
    return [
        match
        for match in matches
        if (match.strip() if isinstance(match, str) else isinstance(match.tag, str))
    ]


@lru_cache(maxsize=2048)
def _compiled(path: str) -> Callable[[HtmlElement], object]:
    return etree.XPath(path, namespaces=NAMESPACES)


def _first(tree: HtmlElement, paths: XPaths, read: Callable[[Match], T | None]) -> T | None:
    """The first value that `read` gives, over all matches of the first path, then of the next; else None."""
    values = (read(match) for path in paths for match in select(tree, path))
    return next((value for value in values if value is not None), None)


def match_words(match: Match) -> str:
    """The text of a match; of an element without text, that of an attribute."""
    if isinstance(match, str):
        return " ".join(match.split())
    return element_text(match) or next(_attributes(match, "content", "value", "alt", "title"), "")


def _attributes(match: Match, *names: str) -> Iterator[str]:
    if not isinstance(match, str):
        yield from (" ".join(value.split()) for name in names if (value := match.get(name)))


def _title(page: Page, match: Match) -> Reading[str] | None:
    """A visible headline as it is, one of `<meta>`, `<title>` or an attribute without the site's name."""
    words = match_words(match)
    shown = not (getattr(match, "is_attribute", False) or getattr(match, "tag", None) in ("meta", "title"))
    title = words if shown or not words else strip_site(words, site_names(page)) or words
    return Reading(title, SOURCE, words) if title else None


def _authors(tree: HtmlElement, paths: XPaths) -> Reading[tuple[Author, ...]] | None:
    for path in paths:
        printed = list(filter(None, map(match_words, outermost(select(tree, path)))))
        names = dict.fromkeys(name for byline in printed for name in _names(byline))
        if names:
            return Reading(tuple(map(Author, names)), SOURCE, ", ".join(dict.fromkeys(printed)))
    return None


def _names(byline: str) -> tuple[str, ...]:
    """The names in a byline. As the rule says that it is one, what does not look like a name counts, too."""
    return split_names(byline) or (split_names(byline, printed=False) if len(byline) <= _LONGEST_NAME else ())


def _moment(page: Page, match: Match) -> Reading[Moment] | None:
    declared = next(declared_languages(page), None)
    languages = DateLanguages((declared.value,) if declared else ())
    for printed in _dates_in(match):
        in_words = next((date for _, _, date in find_dates(printed, page.captured_at, languages)), None)
        if moment := parse_machine(printed, page.captured_at) or in_words:
            return Reading(moment, SOURCE, printed)
    return None


def _dates_in(match: Match) -> Iterator[str]:
    """The strings of a match that may be its date, machine formats first."""
    yield from _attributes(match, "datetime", "content", "title")
    if not isinstance(match, str):
        yield from (value for time in match.iter("time") if (value := time.get("datetime")))
    yield match_words(match)


def _rating(match: Match, scale: float | None) -> Reading[Rating] | None:
    rating = next(filter(None, _ratings_in(match)), None)
    if rating is None or rating.value is None or scale is None:
        return Reading(rating, SOURCE, rating.raw) if rating else None
    completed = make_rating(rating.raw, rating.value, scale, rating.worst, rating.scale)
    return Reading(completed, SOURCE, rating.raw) if completed else None


def _ratings_in(match: Match) -> Iterator[Rating | None]:
    printed = match_words(match)
    for words in (printed, split_label(printed)[1], *_attributes(match, "content", "value")):
        yield parse_rating(words)
        yield make_rating(words, parse_number(words), None, None)
    if not isinstance(match, str):
        yield rating_in(match)


def _figure(match: Match) -> float | None:
    figure = _FIGURE.search(match_words(match))
    return parse_number(figure[0]) if figure else None


def outermost(matches: Iterable[Match]) -> list[Match]:
    """The matches that are not inside another match."""
    matches = list(matches)
    elements = {match for match in matches if not isinstance(match, str)}
    return [
        match for match in matches if isinstance(match, str) or elements.isdisjoint(match.iterancestors())
    ]
