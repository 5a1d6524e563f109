"""Find every place on an HTML page that reads as a rating, whoever's it is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice, takewhile

from lxml import etree
from lxml.html import HtmlElement

from archive.clean.dom.ownership import Ownership
from archive.clean.kind.section import section_kind
from archive.clean.metadata.nodes import types
from archive.clean.page.page import Page
from archive.clean.rating.markup import (
    LABEL_ATTRIBUTES,
    LABELS,
    RATING_CLASS,
    as_stars,
    is_short,
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

_REVIEW_TYPES = frozenset(("Review", "CriticReview", "ReviewNewsArticle"))

_SENTENCE_TAGS = frozenset(("p", "div", "li"))  # in which a sentence may give a rating

_REVIEW_WORDS = re.compile(
    r"\b(?:reviews?|reviewed|rezension|kritik|critique|reseña|crítica|recensione|recensie|análisis|análise|"
    r"test d[eu])\b|レビュー|(?:映画|書)評",
    re.I,
)

_SVG_TITLES = etree.XPath("descendant::svg/title")

_STAR_BOXES = etree.XPath(
    "descendant::*[*[contains(@class, 'star') or contains(@src, 'star')"
    " or *[contains(@href, 'star') or contains(@*[name()='xlink:href'], 'star')]][3]]"
)

_SCORE_BOXES = etree.XPath(
    "descendant::*[@class[contains(., 'score') or contains(., 'rating') or contains(., 'grade')"
    " or contains(., 'Rating') or contains(., 'Score')]]"
)

_INFOBOX_TEXTS = 150  # text nodes at the beginning of a page that may hold the data of a work

_FIGURE_ALONE = re.compile(r"\d{1,3}(?:[.,]\d)?\s?(?:/|out of)\s?\d{1,3}[.!]?", re.I)

_DRAWINGS = etree.XPath(
    "descendant::*[self::meter or (@data-rating and @data-max) or contains(@style, 'width')]"
    " | descendant::img[contains(@src, 'star') or contains(@src, 'rating')]"
)

_LONGEST_BOX = 300  # characters around a drawing that are searched for words of other raters

_SIBLINGS_BEFORE = 8  # of a block, which are counted

_BOXES_AROUND = 4  # boxes around a text that may be the rating as a whole

_VERDICT_RANK = 3


class RatingPlaces:
    """The places on one HTML page that read as a rating.

    Attributes:
        ownership: which elements are the article's own.
        is_review: whether metadata, headline, URL or section say that the page is a review.
    """

    def __init__(self, page: Page) -> None:
        assert page.tree is not None
        body = page.tree.find(".//body")
        self._body: HtmlElement = page.tree if body is None else body
        self._texts = page.texts
        self.ownership = Ownership(self._body)
        headline = self.ownership.headline
        title = page.tree.findtext(".//title") or ""
        shown = headline.text_content() if headline is not None else ""
        section = section_kind(page)
        declared = any(types(node) & _REVIEW_TYPES for node in page.nodes)
        self.is_review = (
            declared
            or (section is not None and section.value == "review")
            or _REVIEW_WORDS.search(f"{title} {shown} {re.sub('[-_/]', ' ', page.url)}") is not None
        )
        self._read: set[HtmlElement] = set()  # elements whose text has given a rating
        self._read_blocks: set[HtmlElement] = set()  # blocks whose lines have been read
        self._sentences: dict[HtmlElement, PrintedRating | None] = {}  # the ratings in the words of elements

    def ratings(self) -> Iterator[tuple[HtmlElement, PrintedRating]]:
        """Each rating with its element. XPath finds the few elements that are then read closely.

        To be called once: elements that have given a rating are not read again.
        """
        for element in select(LABELS, self._body):
            yield from ((element, rating) for rating in ratings_in_attributes(element))
        for element in self._elements_with_hint():
            if printed := self._from_text(element):
                yield element, printed
        for title in select(_SVG_TITLES, self._body):
            drawing = title.getparent().getparent()
            yield from ((drawing, rating) for rating in ratings_in_label(spaced_words(title)))
        for element in select(_STAR_BOXES, self._body):
            if stars := rating_from_icons(element):
                yield element, stars
        if self.is_review:
            yield from self._drawings_and_scores()

    def other_raters_texts(self) -> Iterator[tuple[str, str]]:
        """The texts that read as a rating by readers or an aggregator, as (text, source)."""
        for element in select(LABELS, self._body):
            for value in (element.get(name) or "" for name in LABEL_ATTRIBUTES):
                if len(value) <= LONGEST_RATING and may_hold_rating(value) and names_other_raters(value):
                    yield value, "aria"
        for element in self._elements_with_hint():
            boxes = [spaced_words(box) for box in islice(self._short_boxes(element), _BOXES_AROUND)]
            if boxes and names_other_raters(boxes[-1]):
                yield boxes[-1], "text"

    def _drawings_and_scores(self) -> Iterator[tuple[HtmlElement, PrintedRating]]:
        """Drawn ratings and bare figures in score boxes, which are ratings only on a review."""
        for element in select(_DRAWINGS, self._body):
            box = element if element.tag in ("meter", "img") else element.getparent()
            drawn = rating_from_drawing(element)
            if drawn and not names_other_raters(spaced_words(box)[:_LONGEST_BOX]):
                yield element, drawn
        near = self.ownership.near_headline()
        for element in select(_SCORE_BOXES, self._body):
            if element not in self._read and (score := rating_from_score_box(element, near)):
                yield element, score

    def _elements_with_hint(self) -> Iterator[HtmlElement]:
        """The elements around text nodes that may hold a rating."""
        for node in self._texts.where(may_hold_rating):
            element = node.parent
            if element is not None:
                yield element

    def _from_text(self, element: HtmlElement) -> PrintedRating | None:
        return self._from_short_box(element) or self._from_lines(element) or self._from_sentence(element)

    def _from_sentence(self, element: HtmlElement) -> PrintedRating | None:
        if element.tag not in _SENTENCE_TAGS:
            return None
        if element not in self._sentences:  # a hundred thousand text nodes may stand in one element
            self._sentences[element] = rating_in_sentence(spaced_words(element))
        return self._sentences[element]

    def _from_lines(self, element: HtmlElement) -> PrintedRating | None:
        """A labelled rating on a line of its own, in a block of lines separated by `<br>`."""
        block = element if element.find("br") is not None else element.getparent()
        if block is None or block in self._read_blocks or block.find("br") is None:
            return None
        self._read_blocks.add(block)
        lines = lines_between_breaks(block)
        printed = (rating_from_words(line, trusted=False) for line in lines if len(line) <= LONGEST_RATING)
        return next((rating for rating in printed if rating and rating.rank), None)

    def _from_short_box(self, element: HtmlElement) -> PrintedRating | None:
        """The rating in the widest short box around an element whose whole text reads as one."""
        chain = list(islice(self._short_boxes(element), _BOXES_AROUND))
        if chain and names_other_raters(spaced_words(chain[-1])):
            own = list(takewhile(lambda box: not names_other_raters(spaced_words(box)), chain))
            if not (own and readers_score_is_separate(chain[len(own)], own[-1])):
                return self._beside_readers_score(chain)
            chain = own
        classed = any(RATING_CLASS.search(name) for box in chain for name in (box.get("class") or "").split())
        is_star = any(map(is_star_box, chain))
        for box in reversed(chain):
            if box in self._read:
                return None
            if printed := self._from_box(box, classed=classed, is_star=is_star):
                self._read.update(chain[: chain.index(box) + 1])
                return printed
        return None

    def _from_box(self, box: HtmlElement, *, classed: bool, is_star: bool) -> PrintedRating | None:
        """The rating that is the whole text of a box.

        Args:
            classed: the box or one in its chain is classed as a rating.
            is_star: it or one in its chain is classed as stars.
        """
        sums_up = self._sums_up(box)
        trusted = self.is_review or classed or sums_up
        printed = rating_from_words(spaced_words(box), trusted=trusted, classed=classed)
        if printed is None or (printed.source != "glyphs" and is_within_words(box)):
            return None
        if is_star:
            printed = replace(printed, rating=as_stars(printed.rating))
        return replace(printed, rank=max(printed.rank, 1)) if sums_up else printed

    def _beside_readers_score(self, chain: list[HtmlElement]) -> PrintedRating | None:
        """The critic's rating in a box that also holds the readers', if it is labelled as the verdict."""
        shared = next((box for box in chain if names_other_raters(spaced_words(box))), None)
        if shared is None or shared in self._read or names_other_raters(shared.text or ""):
            return None
        texts = map(spaced_words, shared.iterchildren(etree.Element))
        own = " ".join(text for text in texts if not names_other_raters(text))
        printed = rating_from_words(own, trusted=False)
        if printed is None or printed.rank < _VERDICT_RANK:
            return None
        self._read.add(shared)
        return printed

    def _sums_up(self, box: HtmlElement) -> bool:
        """Whether a block after several paragraphs is only "3 out of 5", which sums the review up.

        "3/5" counts only if the page also has the data of a work.
        """
        words = box.text_content().strip()
        is_alone = _FIGURE_ALONE.fullmatch(words) is not None
        if box.tag not in ("p", "div") or not (is_alone or "out of" in words):
            return False
        siblings = islice(box.itersiblings(preceding=True), _SIBLINGS_BEFORE)
        before = sum(sibling.tag == "p" for sibling in siblings)
        after = sum(1 for _ in islice(box.itersiblings("p"), 3))
        is_last = not after or (is_alone and after <= 2)
        return before >= 2 and is_last and ("out of" in words or self._has_work_data())

    def _has_work_data(self) -> bool:
        texts = islice(self._body.itertext(), _INFOBOX_TEXTS)
        labels = labels_in(" ".join(" ".join(texts).split()))
        return len(labels) > 1 and medium_labelled(labels) is not None

    def _short_boxes(self, element: HtmlElement) -> Iterator[HtmlElement]:
        """The element and the boxes around it, as long as their text is short enough for a rating."""
        box: HtmlElement | None = element
        while box is not None and box is not self._body and is_short(box, LONGEST_RATING):
            yield box
            box = box.getparent()
