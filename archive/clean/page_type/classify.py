"""Is this page an article? Its signs are added up and compared with those of other types of page.

When in doubt a page is kept and marked as doubtful. The table of signs is in `weights.py`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TypedDict, Unpack
from urllib.parse import parse_qsl, unquote, urlsplit

from archive.clean.evidence import Candidate
from archive.clean.labels import names_section
from archive.clean.page.page import Page
from archive.clean.page_type.closed_page import why_closed
from archive.clean.page_type.features import count_elements
from archive.clean.page_type.weights import SIGNS, PageFeatures, Sign
from archive.clean.rating.rating import read_rating
from archive.model import Author, Gate, Kind, Moment, Reading
from archive.word_count import count_words

_KEPT_FROM = -1  # points for an article minus those for the likeliest other type
_SURE_FROM = 3
_FEWEST_AGAINST = 3  # points of another type; with fewer, a page is kept
_STRONG = 4
_TINY = 40  # words
_PROSE_WORDS = 12  # of a line

_SENTENCE_END = re.compile(r"[.!?…。:]['\"”’»)\]]*\s*$")


class FactsRead(TypedDict):
    """The facts of a page that the other readers read; None for unknown."""

    title: Reading[str] | None
    published: Reading[Moment] | None
    authors: Reading[tuple[Author, ...]] | None
    kind: Reading[Kind] | None


def classify_page(page: Page, text: str, **facts: Unpack[FactsRead]) -> Gate:
    """Whether a page is an article, with the reasons. Pure; never raises, whatever the page holds.

    Args:
        page: the page.
        text: its clean text.
        facts: as they were read from it.
    """
    features = _features(page, text, **facts)
    words = max(features.words, features.counts.passages)
    if closed := why_closed(page, features.headline, words):
        return Gate(closed[0], False, reasons=closed[1:])
    announced = features.articles or (features.dated and features.made_slug and words > _TINY // 2)
    if words < _TINY and not announced and read_rating(page) is None:
        return Gate("empty", False, reasons=(f"only {features.words} words of text",))
    if page.tree is None:
        return _classify_plain(features)
    return add_up_signs(features)


def _classify_plain(features: PageFeatures) -> Gate:
    if features.prose:
        return Gate("article", True, doubtful=features.prose < _TINY, reasons=("plain text with prose",))
    return Gate("listing", False, reasons=("plain text without a sentence",))


def add_up_signs(features: PageFeatures) -> Gate:
    """Add up the signs. A page is an article unless another type clearly outweighs it."""
    seen = list(_seen_signs(features))
    weights: dict[str, int] = {}
    for sign in seen:
        weights[sign.page_type] = weights.get(sign.page_type, 0) + sign.weight
    article = weights.pop("article", 0)
    for shop_or_front in ("front", "product"):  # both have the signs of a listing, too
        if weights.get(shop_or_front, 0) >= _STRONG:
            weights[shop_or_front] += weights.get("listing", 0)
    rival = max(weights, key=lambda name: weights[name], default="other")
    margin = article - weights.get(rival, 0)
    kept = margin >= _KEPT_FROM or weights.get(rival, 0) < _FEWEST_AGAINST
    order = ("article", rival) if kept else (rival, "article")
    reasons = [sign.phrase for name in order for sign in seen if sign.page_type == name]
    return Gate(order[0], kept, doubtful=kept and margin < _SURE_FROM, reasons=tuple(reasons))


def page_type_candidates(page: Page, text: str, **facts: Unpack[FactsRead]) -> Iterator[Candidate]:
    """The signs of the page, each with its type of page and its points."""
    if page.tree is not None:
        features = _features(page, text, **facts)
        for sign in _seen_signs(features):
            yield Candidate(sign.page_type, "sign", sign.weight, note=sign.phrase)


def _seen_signs(features: PageFeatures) -> Iterator[Sign]:
    return (sign for sign in SIGNS if sign.is_seen(features))


def _features(page: Page, text: str, **facts: Unpack[FactsRead]) -> PageFeatures:
    try:
        parts = urlsplit(page.url)
        host, path, query = parts.hostname or "", unquote(parts.path).lower(), parse_qsl(parts.query)
    except ValueError:
        host, path, query = "", page.url.lower(), []
    kind, headline = facts["kind"], facts["title"].value if facts["title"] else ""
    is_section = names_section(headline)
    lines = [(count_words(line), line) for line in text.splitlines()]
    return PageFeatures(
        headline=headline,
        host=host,
        path=path or "/",
        query=frozenset(name.lower() for name, _ in query),
        counts=count_elements(page),
        words=sum(number for number, _ in lines),
        prose=sum(number for number, line in lines if number >= _PROSE_WORDS and _SENTENCE_END.search(line)),
        dated=facts["published"] is not None,
        signed=facts["authors"] is not None,
        headed=not is_section
        and kind is not None
        and kind.source in ("title", "json-ld", "url")
        and kind.value != "other",
        is_section=is_section,
    )
