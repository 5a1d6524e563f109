"""Choose the critic's rating among all that a page prints, draws or labels.

A page may print many ratings of other works, of readers or of an aggregator. Every place that reads as a rating is
a candidate. A few features of its place rank it, the same in every language: whether the box is the article's own,
what the words beside it say, whether it stands at the head or at the end of the text. Where two of the highest rank
disagree there is no rating.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice, takewhile

from lxml.html import HtmlElement

from archive.clean.dom.blocks import Block, Box
from archive.clean.dom.ownership import Ownership
from archive.clean.evidence import Candidate, describe_rating
from archive.clean.kind.section import section_kind
from archive.clean.metadata.nodes import types
from archive.clean.page.page import Page, cached_per_page, title_tag_text
from archive.clean.rating.drawn import (
    RATING_CLASS,
    STARRY,
    drawn_ratings,
    is_in_verdict,
    labels_of_others,
    spaced_words,
)
from archive.clean.rating.scales import FULL
from archive.clean.rating.wording import (
    LABELLED,
    LONGEST_RATING,
    VERDICT,
    PrintedRating,
    is_label,
    may_hold_rating,
    names_other_raters,
    rating_from_words,
    rating_in_sentence,
    texts_with_hint,
)
from archive.clean.work.infobox import labels_in, medium_labelled
from archive.model import Rating, Reading

_REVIEW_TYPES = frozenset(("Review", "CriticReview", "ReviewNewsArticle"))

_REVIEW_WORDS = re.compile(
    r"\b(?:reviews?|reviewed|rezension|kritik|critique|rese[ñn]a|cr[íi]tica|recensione|recensie|recension|"
    r"resenha|an[áa]lisis|an[áa]lise|anmeldelse|anmelder|recenzj[ae]|recenze|рецензия|отзыв|inceleme\w*|arvostelu|"
    r"test d[eu])\b|レビュー|(?:映画|書)評|影评|影評|리뷰",
    re.I,
)

_PROSE_BEFORE, _MOST_PROSE_AFTER, _NEAR_PROSE = 2, 1, 8  # blocks of prose around what closes a text

_DATA_BLOCKS = 60  # at the beginning of a page, which may hold the data of a work

_BOXES_AROUND = 4  # boxes around a block that may hold the rating as a whole

_ROUNDUP = 3  # different unlabelled ratings in stars are of as many works, or of parts of one

_SENTENCES = re.compile(r"(?<=[.!?。])\s+|\s[|•·]\s")

_WORDED = re.compile(rf"out of|[^\W\d_]{{4,}}|[{FULL}]")  # "8 von 10 Punkten", "3 stars": no date, no version

_NAMING_ATTRIBUTES = ("class", "data-component", "data-testid")

# What `--why` says about a printed rating, by its rank.
_RANKS = ("in the text", "near the headline or at its end", "labelled, or given in a sentence", "labelled as the verdict")


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


_OTHERS = "the words name readers, votes or an aggregator"


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
def _places(page: Page) -> list[Placed]:
    """Every place of a page that reads as a rating, ranked."""
    if page.tree is None:
        return [Placed(line, rating, rating.source) for line in page.lines if (rating := _in_line(line))]
    reader = _BlockReader(page)
    hinted = texts_with_hint([block.text for block in page.blocks])
    found = [place for index in hinted for place in reader.read(index)]
    found += drawn_ratings(page)
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
    headline = next(page.tree.iter("h1"), None)
    shown = "" if headline is None else headline.text_content()
    if _REVIEW_WORDS.search(f"{title_tag_text(page)} {shown} {re.sub('[-_/]', ' ', page.url)}"):
        return True
    if any(types(node) & _REVIEW_TYPES for node in page.nodes):
        return True
    section = section_kind(page)
    return section is not None and section.value == "review"


@cached_per_page
def _has_work_data(page: Page) -> bool:
    """Whether a page begins with the data of a work: "Regie: Jana Kolbe. 97 Minuten"."""
    texts = (block.text for block in page.blocks[:_DATA_BLOCKS])
    labels = labels_in(" ".join(texts))
    return len(labels) > 1 and medium_labelled(labels) is not None


def _place(
    element: HtmlElement, printed: PrintedRating | str, ownership: Ownership, near: set[HtmlElement]
) -> Placed:
    if isinstance(printed, str):
        return Placed(printed, None, "text", _OTHERS)
    why_not = ownership.why_foreign(element)
    rank = max(printed.rank, int(element in near))
    if why_not is None and rank < 0:
        why_not = "a figure far from the headline"
    sure = printed.sure and (rank > 0 or is_in_verdict(element))
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
        if place.why_not is None and place.printed and place.printed.rating.scale == "stars" and place.printed.rank < LABELLED
    ]
    if len({_value(place.printed.rating) for place in stars if place.printed}) < _ROUNDUP:
        return places
    return [replace(place, why_not="one of several that differ") if place in stars else place for place in places]


class _BlockReader:
    """Reads ratings from the blocks of a page, each together with the short blocks beside it."""

    def __init__(self, page: Page) -> None:
        self._blocks = page.blocks
        self._read: set[int] = set()  # blocks that have given a rating
        self._prose = [block.index for block in page.blocks if block.is_prose]

    def read(self, index: int) -> Iterator[tuple[HtmlElement, PrintedRating | str]]:
        """The ratings in a block; as a string, words in it that name other raters."""
        block = self._blocks[index]
        if index in self._read or block.box.tag == "title":  # of an SVG, which is a label
            return
        groups = list(self._groups(block))
        if groups and names_other_raters(_words(groups[-1])):
            yield from self._beside_others(groups)
            return
        for group in reversed(groups):
            if self._read.isdisjoint(part.index for part in group) and (rating := self._of_group(group)):
                self._read.update(part.index for part in group)
                yield _element(group, rating), rating
                return
        for piece, is_last in () if names_other_raters(block.text) else _pieces(block):
            rating = rating_from_words(piece)
            closing = rating is not None and is_last and self._closes(block)
            if rating and (rating.rank or closing or rating.source == "glyphs"):
                yield _element([block], rating), replace(rating, rank=max(rating.rank, int(closing)))
                return
        sentences = filter(may_hold_rating, _SENTENCES.split(block.text))
        if rating := next(filter(None, map(rating_in_sentence, sentences)), None):
            yield block.box.element, rating

    def _groups(self, block: Block) -> Iterator[list[Block]]:
        """The block alone, and with the blocks of each box around it, as long as their text is short."""
        blocks, first, last, size = self._blocks, block.index, block.index, len(block.text)
        for box in islice(block.box.ancestors_or_self(), _BOXES_AROUND):
            if size > LONGEST_RATING or box.parent is None:
                return
            if box is block.box:
                yield [block]
                if first and is_label(blocks[first - 1].text):
                    yield blocks[first - 1 : last + 1]
            narrower = (first, last)
            while first > 0 and box.index <= blocks[first - 1].box.index < box.end and size <= LONGEST_RATING:
                first -= 1
                size += len(blocks[first].text) + 1
            while last + 1 < len(blocks) and box.index <= blocks[last + 1].box.index < box.end and size <= LONGEST_RATING:
                last += 1
                size += len(blocks[last].text) + 1
            if size <= LONGEST_RATING and (first, last) != narrower:
                yield blocks[first : last + 1]

    def _of_group(self, group: Sequence[Block]) -> PrintedRating | None:
        """The rating that is the whole text of some blocks."""
        names = _classes(group)
        words = _words(group)
        closes = self._closes(group[-1])
        classed = RATING_CLASS.search(names) is not None
        rating = rating_from_words(words, classed=classed)
        if rating is None:
            return None
        if closes and not rating.sure and _WORDED.search(words):
            rating = replace(rating, sure=True)
        if rating.rating.scale == "points" and rating.rating.best in (4.0, 5.0) and STARRY.search(names):
            rating = replace(rating, rating=replace(rating.rating, scale="stars"))
        return replace(rating, rank=max(rating.rank, int(closes)))

    def _closes(self, block: Block) -> bool:
        """Whether a block follows paragraphs and ends the text of the box around them."""
        place = bisect_left(self._prose, block.index)
        if place < _PROSE_BEFORE:
            return False
        around = self._blocks[self._prose[place - 1]].box.parent or block.box
        after = (index for index in self._prose[place : place + _MOST_PROSE_AFTER + 2] if index > block.index)
        inside = sum(self._blocks[index].box.index < around.end for index in after)
        near = block.index - self._prose[place - 1] <= _NEAR_PROSE
        return near and inside <= _MOST_PROSE_AFTER and around.index <= block.box.index

    def _beside_others(self, groups: Sequence[Sequence[Block]]) -> Iterator[tuple[HtmlElement, PrintedRating | str]]:
        """The critic's rating in a box that also holds the readers', if it is labelled as the verdict."""
        parts = [" ".join(part.split()) for block in groups[-1] for part in block.parts]
        before = " ".join(filter(None, takewhile(lambda part: not names_other_raters(part), parts)))
        own = [_words(group) for group in reversed(groups)]
        for words in filter(None, (before, *own)):
            rating = rating_from_words(words)
            if rating and rating.rank == VERDICT:
                self._read.update(block.index for block in groups[-1])
                yield groups[-1][0].box.element, rating
                return
        yield groups[-1][0].box.element, _words(groups[-1])


def _words(group: Sequence[Block]) -> str:
    """The text of some blocks, with a space between their parts."""
    return " ".join(" ".join(part for block in group for part in block.parts).split())


def _element(group: Sequence[Block], printed: PrintedRating) -> HtmlElement:
    """The element around a rating: the link that holds it, else the block-level element."""
    box = group[0].box.element
    links = box.iter("a") if any(block.linked for block in group) else ()
    return next((link for link in links if printed.rating.raw in spaced_words(link)), box)


def _classes(group: Sequence[Block]) -> str:
    """The classes of the elements around some blocks and in them."""
    elements = dict.fromkeys(inner for block in group for inner in block.box.element.iter())
    box = group[0].box.parent
    around = [box.element] if box is not None and box.parent is not None else []
    attributes = (element.get(name) for element in (*elements, *around) for name in _NAMING_ATTRIBUTES)
    return " ".join(filter(None, attributes))


def _pieces(block: Block) -> Iterator[tuple[str, bool]]:
    """The sentences of a block that may be a rating, the last first and marked, and its parts in other type."""
    sentences = _SENTENCES.split(block.text)
    parts = [" ".join(part.split()) for part in block.parts] if len(block.parts) > 1 else []
    for place, piece in enumerate((*reversed(sentences), *parts)):
        if len(piece) <= LONGEST_RATING and may_hold_rating(piece):
            yield piece, not place
