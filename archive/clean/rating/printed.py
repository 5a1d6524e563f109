"""The rating that a page prints for people: in an attribute, as stars, as a line.

A page may show many ratings that belong to other works, to readers or to an aggregator. Only what stands in
the article's own part counts, and where two of those disagree there is no rating.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice, takewhile

from lxml import etree
from lxml.html import HtmlElement

from archive.clean.dom.element_text import text_nodes_where
from archive.clean.dom.ownership import Ownership
from archive.clean.evidence import Candidate, describe_rating
from archive.clean.kind.section import section_kind
from archive.clean.metadata.nodes import types
from archive.clean.page.page import Page
from archive.clean.rating.markup import (
    LABELLING,
    LABELS,
    RATING_CLASS,
    as_stars,
    is_in_verdict,
    is_star_box,
    is_within_words,
    lines_between_breaks,
    rating_from_drawing,
    rating_from_icons,
    rating_from_score_box,
    ratings_in_attributes,
    ratings_in_label,
    readers_score_is_separate,
    select,
    spaced_words,
)
from archive.clean.rating.wording import (
    LONGEST_RATING,
    PrintedRating,
    may_hold_rating,
    names_other_raters,
    rating_from_words,
    rating_in_sentence,
)
from archive.clean.work.infobox import labels_in, medium_labelled
from archive.model import Rating, Reading

_REVIEW_TYPES = frozenset(("Review", "CriticReview", "ReviewNewsArticle"))

_SPEAKING = frozenset(("p", "div", "li"))

_REVIEWISH = re.compile(
    r"\b(?:reviews?|reviewed|rezension|kritik|critique|reseña|crítica|recensione|recensie|análisis|análise|"
    r"test d[eu])\b|レビュー|(?:映画|書)評",
    re.I,
)

_DRAWN_TITLES = etree.XPath("descendant::svg/title")

_STAR_BOXES = etree.XPath(
    "descendant::*[*[contains(@class, 'star') or contains(@src, 'star')"
    " or *[contains(@href, 'star') or contains(@*[name()='xlink:href'], 'star')]][3]]"
)

_SCORE_BOXES = etree.XPath(
    "descendant::*[@class[contains(., 'score') or contains(., 'rating') or contains(., 'grade')"
    " or contains(., 'Rating') or contains(., 'Score')]]"
)

_TOP = 150  # runs of text of the page in which data of a work stand

_ALONE = re.compile(r"\d{1,3}(?:[.,]\d)?\s?(?:/|out of)\s?\d{1,3}[.!]?", re.I)

_DRAWINGS = etree.XPath(
    "descendant::*[self::meter or (@data-rating and @data-max) or contains(@style, 'width')]"
    " | descendant::img[contains(@src, 'star') or contains(@src, 'rating')]"
)

_LONG_BOX = 300  # characters

_NEAREST = 8  # siblings before a paragraph looked at

_CLIMB = 4  # boxes around a text that may be the rating as a whole

_SURE_RANK = 3

_LABELLED = 2  # the rank of a labelled rating

_SEVERAL = 3  # ratings, of as many works

# What is said of a printed rating by its rank.
_RANKS = ("in the text", "near the headline", "labelled, or given in a sentence", "labelled as the verdict")


def printed_rating(page: Page) -> Reading[Rating] | None:
    """The one rating that the article prints; None where there is none, or where several disagree."""
    found = list(_of_lines(page.lines) if page.tree is None else _Walk(page).run())
    figures = any(one.rating.scale != "designation" and one.rank for one in found)
    for rank in (3, 2, 1, 0):
        ranked = [one for one in found if one.rank == rank]
        if ranked and not (figures and all(one.rating.scale == "designation" for one in ranked)):
            return _agreed(ranked, found)
    return None


def printed_rating_candidates(page: Page) -> Iterator[Candidate]:
    """What reads as a rating for people, and of each that is not the critic's what says so."""
    if page.tree is None:
        for one in _of_lines(page.lines):
            yield Candidate(
                describe_rating(one.rating), one.source, raw=one.rating.raw, note=_RANKS[one.rank]
            )
        return
    yield from _Walk(page).weigh()


def _agreed(ranked: list[PrintedRating], found: list[PrintedRating]) -> Reading[Rating] | None:
    figures = [one for one in ranked if one.rating.scale != "designation"] or ranked
    if len({_verdict(one.rating) for one in figures}) > 1:
        return None
    same = [one for one in (*figures, *found) if _verdict(one.rating) == _verdict(figures[0].rating)]
    best = next((one for one in same if one.rating.best is not None), figures[0])
    return Reading(best.rating, best.source, best.rating.raw)


def _verdict(rating: Rating) -> str | float:
    return rating.raw.lower() if rating.value is None else rating.value


def _of_lines(lines: tuple[str, ...]) -> Iterator[PrintedRating]:
    for line in lines:
        if may_hold_rating(line):
            one = rating_from_words(line, trusted=True) if len(line) <= LONGEST_RATING else None
            if one := one or rating_in_sentence(line):
                yield one


class _Walk:
    """What reads as a rating on a page, past what is not the article's own."""

    def __init__(self, page: Page) -> None:
        assert page.tree is not None
        body = page.tree.find(".//body")
        self.body: HtmlElement = page.tree if body is None else body
        self.ownership = Ownership(self.body)
        headline = self.ownership.headline
        title = page.tree.findtext(".//title") or ""
        shown = headline.text_content() if headline is not None else ""
        section = section_kind(page)
        declared = any(types(node) & _REVIEW_TYPES for node in page.nodes)
        self.reviewish = (
            declared
            or (section is not None and section.value == "review")
            or _REVIEWISH.search(f"{title} {shown} {re.sub('[-_/]', ' ', page.url)}") is not None
        )
        self.used: set[HtmlElement] = set()
        self.broken: set[HtmlElement] = set()

    def run(self) -> Iterator[PrintedRating]:
        found = [(element, one) for element, one in self._candidates() if self.ownership.is_own(element)]
        near = self.ownership.near_headline() if found else set()
        each = [one for _, one in found if one.source == "glyphs" and one.rank < _LABELLED]
        if len({_verdict(one.rating) for one in each}) >= _SEVERAL:  # the entries of a roundup
            found = [(element, one) for element, one in found if one not in each]
        for element, one in found:
            if element in near or self.reviewish or one.rank or is_in_verdict(element):
                yield PrintedRating(one.rating, one.source, max(one.rank, int(element in near)))

    def weigh(self) -> Iterator[Candidate]:
        """Each that `run` looks at, with where it stands, then those that name readers or an aggregator."""
        near = self.ownership.near_headline()
        for element, one in self._candidates():
            rank = max(one.rank, int(element in near))
            where = self.ownership.why_foreign(element)
            if where is None and not rank and not self.reviewish:
                where = "far from a headline that speaks of no review"
            note = where or _RANKS[rank]
            yield Candidate(describe_rating(one.rating), one.source, raw=one.rating.raw, note=note)
        yield from self._of_others()

    def _of_others(self) -> Iterator[Candidate]:
        note = "the words name readers, votes or an aggregator"
        for element in select(LABELS, self.body):
            for value in (element.get(name) or "" for name in LABELLING):
                if len(value) <= LONGEST_RATING and may_hold_rating(value) and names_other_raters(value):
                    yield Candidate(value, "aria", note=note)
        for element in self._telling():
            boxes = [spaced_words(box) for box in islice(self._short_boxes(element), _CLIMB)]
            if boxes and names_other_raters(boxes[-1]):
                yield Candidate(boxes[-1], "text", note=note)

    def _candidates(self) -> Iterator[tuple[HtmlElement, PrintedRating]]:
        """What reads as a rating, with its element. XPath finds the few places worth a closer look."""
        for element in select(LABELS, self.body):
            yield from ((element, one) for one in ratings_in_attributes(element))
        for element in self._telling():
            if said := self._from_text(element):
                yield element, said
        for title in select(_DRAWN_TITLES, self.body):
            yield from ((title.getparent().getparent(), one) for one in ratings_in_label(spaced_words(title)))
        for element in select(_STAR_BOXES, self.body):
            if drawn := rating_from_icons(element):
                yield element, drawn
        for element in select(_DRAWINGS, self.body) if self.reviewish else ():
            box = element if element.tag in ("meter", "img") else element.getparent()
            if (drawn := rating_from_drawing(element)) and not names_other_raters(
                spaced_words(box)[:_LONG_BOX]
            ):
                yield element, drawn
        near = self.ownership.near_headline() if self.reviewish else set()
        for element in select(_SCORE_BOXES, self.body) if self.reviewish else ():
            if element not in self.used and (scored := rating_from_score_box(element, near)):
                yield element, scored

    def _telling(self) -> Iterator[HtmlElement]:
        """The elements around texts that may rate."""
        for text in text_nodes_where(self.body, may_hold_rating):
            holder = text.getparent()
            element = holder.getparent() if text.is_tail and holder is not None else holder
            if element is not None:
                yield element

    def _from_text(self, element: HtmlElement) -> PrintedRating | None:
        return self._from_short(element) or self._from_broken(element) or self._given(element)

    def _given(self, element: HtmlElement) -> PrintedRating | None:
        return rating_in_sentence(spaced_words(element)) if element.tag in _SPEAKING else None

    def _from_broken(self, element: HtmlElement) -> PrintedRating | None:
        """A labelled rating on a line of its own in a block of lines parted by `<br>`."""
        block = element if element.find("br") is not None else element.getparent()
        if block is None or block in self.broken or block.find("br") is None:
            return None
        self.broken.add(block)
        lines = lines_between_breaks(block)
        found = (rating_from_words(line, trusted=False) for line in lines if len(line) <= LONGEST_RATING)
        return next((one for one in found if one and one.rank), None)

    def _from_short(self, element: HtmlElement) -> PrintedRating | None:
        """The widest short box around a text that reads as a rating."""
        chain = list(islice(self._short_boxes(element), _CLIMB))
        if chain and names_other_raters(spaced_words(chain[-1])):
            own = list(takewhile(lambda box: not names_other_raters(spaced_words(box)), chain))
            if not (own and readers_score_is_separate(chain[len(own)], own[-1])):
                return self._beside_others(chain)
            chain = own
        if not chain:
            return None
        classed = any(RATING_CLASS.search(name) for box in chain for name in (box.get("class") or "").split())
        for box in reversed(chain):
            if box in self.used:
                return None
            closing = self._is_closing(box)
            one = rating_from_words(
                spaced_words(box), trusted=self.reviewish or classed or closing, classed=classed
            )
            if one and any(map(is_star_box, chain)):
                one = replace(one, rating=as_stars(one.rating))
            if one and closing:
                one = replace(one, rank=max(one.rank, 1))
            if one and (one.source == "glyphs" or not is_within_words(box)):
                self.used.update(chain[: chain.index(box) + 1])
                return one
        return None

    def _beside_others(self, chain: list[HtmlElement]) -> PrintedRating | None:
        """The critic's figure that shares a box with the readers', where it is labelled as the verdict."""
        shared = next((box for box in chain if names_other_raters(spaced_words(box))), None)
        if shared is None or shared in self.used or names_other_raters(shared.text or ""):
            return None
        said = [
            words
            for part in shared.iterchildren(etree.Element)
            if not names_other_raters(words := spaced_words(part))
        ]
        one = rating_from_words(" ".join(said), trusted=False)
        if one is None or one.rank < _SURE_RANK:
            return None
        self.used.add(shared)
        return one

    def _is_closing(self, box: HtmlElement) -> bool:
        """Whether a block after several says this and no more: "3 out of 5" there sums up what was said.

        "3/5" does where the page also gives data of a work.
        """
        words = box.text_content().strip()
        alone = _ALONE.fullmatch(words) is not None
        if box.tag not in ("p", "div") or not (alone or "out of" in words):
            return False
        before = sum(one.tag == "p" for one in islice(box.itersiblings(preceding=True), _NEAREST))
        after = sum(one.tag == "p" for one in box.itersiblings())
        return (
            before >= 2 and (not after or (alone and after <= 2)) and ("out of" in words or self._has_data())
        )

    def _has_data(self) -> bool:
        labels = labels_in(" ".join(" ".join(islice(self.body.itertext(), _TOP)).split()))
        return len(labels) > 1 and medium_labelled(labels) is not None

    def _short_boxes(self, element: HtmlElement) -> Iterator[HtmlElement]:
        box: HtmlElement | None = element
        while box is not None and box is not self.body and len(box.text_content().strip()) <= LONGEST_RATING:
            yield box
            box = box.getparent()
