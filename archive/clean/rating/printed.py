"""Choose the critic's rating among all that a page prints, draws or labels.

A page may print many ratings of other works, of readers or of an aggregator. Every place that reads as a
rating is a candidate. A few features of its place rank it, the same in every language: whether the box is the
article's own, what the words beside it say, whether it stands at the head or at the end of the text. Where
two of the highest rank disagree there is no rating.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from urllib.parse import unquote

from lxml.html import HtmlElement

from archive.clean.dom.ownership import Ownership
from archive.clean.evidence import Candidate, describe_rating
from archive.clean.labels import kind_named
from archive.clean.metadata.nodes import types
from archive.clean.page.meta_tags import meta_tags
from archive.clean.page.page import Page, cached_per_page, title_tag_text
from archive.clean.rating.drawn import drawn_ratings, is_in_verdict, labels_of_others
from archive.clean.rating.from_blocks import block_ratings
from archive.clean.rating.wording import (
    LABELLED,
    PrintedRating,
    may_hold_rating,
    rating_from_words,
    rating_in_sentence,
)
from archive.clean.vocabulary import label_words, word_set
from archive.model import Rating, Reading

_REVIEW_TYPES = frozenset(("Review", "CriticReview", "ReviewNewsArticle"))

_REVIEW_WORDS = re.compile(
    r"\b(?:reviews?|reviewed|rezension|kritik|critique|rese[ñn]a|cr[íi]tica|recensione|recensie|recension|"
    r"resenha|an[áa]lisis|an[áa]lise|anmeldelse|anmelder|recenzj[ae]|recenze|рецензия|отзыв|inceleme\w*|arvostelu|"
    r"test d[eu])\b|レビュー|(?:映画|書)評|影评|影評|리뷰",
    re.I,
)

_DATA_LABEL = re.compile(r"(?<![\w’'])[^\W\d_]+\s?[:：](?=\s*\S)|\bISBN\b")

_DATA_BLOCKS = 60  # at the beginning of a page, which may hold the data of a work
_ROUNDUP = 3  # different unlabelled ratings in stars are of as many works, or of parts of one

# What `--why` says about a printed rating, by its rank.
_RANKS = (
    "in the text",
    "near the headline or at its end",
    "labelled, or given in a sentence",
    "labelled as the verdict",
)


_OTHERS = "the words name readers, votes or an aggregator"


@dataclass(frozen=True, slots=True)
class Placed:
    """A place that reads as a rating.

    Attributes:
        text: as printed, where the words name other raters and are not parsed.
        printed: the rating; None where it is other raters'.
        why_not: why it is not the critic's; None where it may be.
    """

    text: str
    printed: PrintedRating | None
    source: str
    why_not: str | None = None


def printed_rating(page: Page) -> Reading[Rating] | None:
    """The one rating that the article prints; None for none, or where several disagree."""
    own = [place.printed for place in _places(page) if place.printed and place.why_not is None]
    has_figure = any(rating.rating.scale != "designation" and rating.rank for rating in own)
    for rank in (3, 2, 1, 0):
        ranked = [rating for rating in own if rating.rank == rank]
        if ranked and not (has_figure and all(rating.rating.scale == "designation" for rating in ranked)):
            return _agreed(ranked, own)
    return None


def printed_rating_candidates(page: Page) -> Iterator[Candidate]:
    """Every printed rating, with where it is printed or why it is not the critic's."""
    for place in _places(page):
        if place.printed is None:
            yield Candidate(place.text, place.source, note=place.why_not)
        else:
            rating = place.printed.rating
            note = place.why_not or _RANKS[place.printed.rank]
            yield Candidate(describe_rating(rating), place.source, raw=rating.raw, note=note)
    for label in labels_of_others(page):
        yield Candidate(label, "aria", note=_OTHERS)


def _agreed(ranked: list[PrintedRating], printed: list[PrintedRating]) -> Reading[Rating] | None:
    """The rating of the highest rank, completed with its best from any equal one; None if they disagree."""
    figures = [rating for rating in ranked if rating.rating.scale != "designation"] or ranked
    if len({_value(rating.rating) for rating in figures}) > 1:
        return None
    value = _value(figures[0].rating)
    equal = [rating for rating in (*figures, *printed) if _value(rating.rating) == value]
    fullest = next((rating for rating in equal if rating.rating.best is not None), figures[0])
    return Reading(fullest.rating, fullest.source, fullest.rating.raw)


def _value(rating: Rating) -> str | float:
    return rating.raw.lower() if rating.value is None else rating.value


@cached_per_page
def ratings_on(page: Page) -> list[tuple[HtmlElement, PrintedRating | str]]:
    """What the page prints or draws as a rating, with its element; as a string, words of other raters."""
    return [] if page.tree is None else [*block_ratings(page), *drawn_ratings(page)]


@cached_per_page
def _places(page: Page) -> list[Placed]:
    """Every place of a page that reads as a rating, ranked."""
    if page.tree is None:
        return [Placed(line, rating, rating.source) for line in page.lines if (rating := _in_line(line))]
    found = ratings_on(page)
    if not found:
        return []
    body = page.tree.find("body")
    ownership = Ownership(page.tree if body is None else body)
    near = ownership.near_headline()
    placed = [_place(element, printed, ownership, near) for element, printed in found]
    return [_if_review(page, place) for place in _without_parts(placed)]


def _in_line(line: str) -> PrintedRating | None:
    """The rating in a line of a plain-text capture."""
    if not may_hold_rating(line):
        return None
    return rating_from_words(line) or rating_in_sentence(line)


@cached_per_page
def _is_review(page: Page) -> bool:
    """Whether metadata, headline, address or section say that the page is a review."""
    assert page.tree is not None
    headline = next(iter(page.tagged("h1")), None)
    shown = "" if headline is None else headline.text_content()
    if _REVIEW_WORDS.search(f"{title_tag_text(page)} {shown} {re.sub('[-_/]', ' ', page.url)}"):
        return True
    if any(types(node) & _REVIEW_TYPES for node in page.nodes):
        return True
    sections = [*unquote(page.url).split("/")[3:-1], *meta_tags(page).get("article:section", [])]
    return any(kind_named(section) == "review" for section in sections)


@cached_per_page
def _has_work_data(page: Page) -> bool:
    """Whether a page begins with the data of a work: "Regie: Jana Kolbe. 97 Minuten"."""
    ask, others = label_words("media_data"), word_set("data", "any")
    blocks = page.blocks[:_DATA_BLOCKS]
    labels = {
        found[0].rstrip(" :：").lower() for block in blocks for found in _DATA_LABEL.finditer(block.text)
    }
    known = [label for label in labels if ask(label) or label in others]
    return len(known) > 1 and any(map(ask, known))


def _place(
    element: HtmlElement, printed: PrintedRating | str, ownership: Ownership, near: set[HtmlElement]
) -> Placed:
    if isinstance(printed, str):
        return Placed(printed, None, "text", _OTHERS)
    why_not = ownership.why_foreign(element)
    rank = max(printed.rank, int(element in near))
    if why_not is None and rank < 0:
        why_not = "a figure far from the headline"
    is_head = element in near and printed.rating.scale == "stars"
    sure = (printed.sure or is_head) and (rank > 0 or is_in_verdict(element))
    return Placed(printed.rating.raw, replace(printed, rank=max(rank, 0), sure=sure), printed.source, why_not)


def _if_review(page: Page, place: Placed) -> Placed:
    """The place; what is not surely a rating is none on a page that speaks of no review."""
    if place.printed is None or place.why_not or place.printed.sure or _is_review(page):
        return place
    if place.printed.rank and _has_work_data(page):
        return place
    return replace(place, why_not="on a page that speaks of no review")


def _without_parts(places: list[Placed]) -> list[Placed]:
    """The places; several unlabelled stars that differ are each of another work, or of a part of one."""
    stars = [
        place
        for place in places
        if place.why_not is None
        and place.printed
        and place.printed.rating.scale == "stars"
        and place.printed.rank < LABELLED
    ]
    if len({_value(place.printed.rating) for place in stars if place.printed}) < _ROUNDUP:
        return places
    return [
        replace(place, why_not="one of several that differ") if place in stars else place for place in places
    ]
