"""Read ratings from the blocks of a page: its lines, alone and with the short ones beside them."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice

from lxml.html import HtmlElement

from archive.clean.dom.blocks import Block
from archive.clean.page.page import Page
from archive.clean.rating.drawn import RATING_CLASS, STARRY, spaced_words
from archive.clean.rating.scales import FULL
from archive.clean.rating.wording import (
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

_PROSE_BEFORE, _MOST_PROSE_AFTER, _NEAR_PROSE = 2, 1, 8  # blocks of prose around what closes a text
_MOST_ELEMENTS = 40  # looked at in a box, which may hold the whole page
_BOXES_AROUND = 4  # boxes around a block that may hold the rating as a whole

_SENTENCES = re.compile(r"(?<=[.!?。])\s+|\s[|•·]\s")

_WORDED = re.compile(rf"out of|[^\W\d_]{{4,}}|[{FULL}]")  # "8 von 10 Punkten", "3 stars": no date, no version

_NAMING_ATTRIBUTES = ("class", "data-component", "data-testid")


def block_ratings(page: Page) -> Iterator[tuple[HtmlElement, PrintedRating | str]]:
    """The ratings in the blocks of a page with their elements; as a string, words that name other raters."""
    reader = _BlockReader(page.blocks)
    for index in texts_with_hint([block.text for block in page.blocks]):
        yield from reader.read(index)


class _BlockReader:
    """Reads ratings from the blocks of a page, each together with the short blocks beside it."""

    def __init__(self, blocks: Sequence[Block]) -> None:
        self._blocks = blocks
        self._read: set[int] = set()  # blocks that have given a rating
        self._prose = [block.index for block in blocks if block.is_prose]

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

    def _groups(self, block: Block) -> Iterator[Sequence[Block]]:
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
            while (
                last + 1 < len(blocks)
                and box.index <= blocks[last + 1].box.index < box.end
                and size <= LONGEST_RATING
            ):
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
        if closes and not rating.sure and _WORDED.search(rating.rating.raw):
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

    def _beside_others(
        self, groups: Sequence[Sequence[Block]]
    ) -> Iterator[tuple[HtmlElement, PrintedRating | str]]:
        """The critic's rating in a box that also holds the readers', if it is labelled as the verdict."""
        parts = [" ".join(part.split()) for block in groups[-1] for part in block.parts]
        others = next((place for place, part in enumerate(parts) if names_other_raters(part)), 0)
        before = " ".join(parts[:others])
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
    links = islice(box.iter("a"), _MOST_ELEMENTS) if any(block.linked for block in group) else ()
    return next((link for link in links if printed.rating.raw in spaced_words(link)), box)


def _classes(group: Sequence[Block]) -> str:
    """The classes of the elements around some blocks and in them."""
    boxes = dict.fromkeys(block.box.element for block in group)
    elements = (inner for box in boxes for inner in islice(box.iter(), _MOST_ELEMENTS))
    outer = group[0].box.parent
    around = [outer.element] if outer is not None and outer.parent is not None else []
    attributes = (element.get(name) for element in (*elements, *around) for name in _NAMING_ATTRIBUTES)
    return " ".join(filter(None, attributes))


def _pieces(block: Block) -> Iterator[tuple[str, bool]]:
    """The sentences of a block that may be a rating, the last first and marked; parts in other type."""
    sentences = _SENTENCES.split(block.text)
    parts = [" ".join(part.split()) for part in block.parts] if len(block.parts) > 1 else []
    for place, piece in enumerate((*reversed(sentences), *parts)):
        if len(piece) <= LONGEST_RATING and may_hold_rating(piece):
            yield piece, not place
