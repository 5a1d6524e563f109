"""Read ratings from the blocks of a page: its lines, alone and with the short ones beside them."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice, takewhile

from lxml.html import HtmlElement

from archive.clean.dom.blocks import Block, Box
from archive.clean.dom.element_text import element_text
from archive.clean.page.page import Page, cached_per_page
from archive.clean.page.printed import headline_element, text_nodes
from archive.clean.rating import wording
from archive.clean.rating.drawn import STARRY, is_faded, spaced_words, stars_in
from archive.clean.rating.grammar import EMPTY, FULL
from archive.clean.rating.hints import may_hold_rating, texts_with_hint
from archive.clean.rating.scales import make_rating
from archive.clean.rating.wording import PrintedRating
from archive.model import Rating

_PROSE_BEFORE, _MOST_PROSE_AFTER, _NEAR_PROSE = 2, 1, 8  # blocks of prose around what closes a text
_LONG_PROSE = 80  # words of one that may be the whole text
_ROUNDUP, _END_CHARS = 3, 20  # blocks of prose around one, and their ends, that may hold a rating, too
_SHORT = 160  # characters of a closing line of several sentences: "Two stars out of four. Rated R."
_MOST_MARKS = 3  # characters around what is nothing but a rating
_HEADING_BEFORE = 4
_MOST_CELLS = 2  # of the row of a rating, with its label
_MOST_ELEMENTS = 40  # looked at in a box, which may hold the whole page
_MOST_BLOCKS = 46  # of a text that is as short as a rating
_BOXES_AROUND = 4  # boxes around a block that may hold the rating as a whole

_SENTENCES = re.compile(r"(?<=[.!?])\s+|(?<=[。！？；])|;\s|\s[|•·]\s")
_ABBREVIATED = re.compile(r"\.\w{1,2}\.$")  # no end of a sentence: "t.o.m. 8/10"
_HEADLINE_PARTS = re.compile(rf"\s[–—|-]\s|:\s|[()\[\]]|\s(?=[{FULL}])|(?<=[{FULL}{EMPTY}])\s(?=\w)")
_WORDED = re.compile(rf"out of|[^\W\d_]{{4,}}|[{FULL}点점分]")  # "3 stars": no date, no version
_DIGIT = re.compile(r"\d")
_ALIKE = re.compile(rf"(?:[{FULL}]\s?){{3,}}")
_NAMING_ATTRIBUTES = ("class", "data-component", "data-testid")


def block_ratings(page: Page) -> Iterator[PrintedRating]:
    """The ratings in the blocks of a page, whoever's they are."""
    blocks = page.blocks
    reader = _BlockReader(blocks, headline_element(page))
    figures = (block for block in blocks if block.text[0].isdigit() and wording.may_be_score(block.text))
    scores = (block.index for block in figures if wording.is_rating_class(_classes([block])))
    for index in sorted(hinted_blocks(page).union(scores)):
        if found := reader.read(index):
            yield found


@cached_per_page
def hinted_blocks(page: Page) -> frozenset[int]:
    """The indexes of the blocks that may hold a rating, alone or with those beside them."""
    return frozenset(texts_with_hint([block.text for block in page.blocks]))


class _BlockReader:
    """Reads ratings from the blocks of a page, each together with the short blocks beside it."""

    def __init__(self, blocks: Sequence[Block], headline: HtmlElement | None) -> None:
        self._blocks = blocks
        self._headline = headline
        self._read: set[int] = set()  # blocks that have given a rating
        self._title = "" if headline is None else element_text(headline)
        self._prose = [block.index for block in blocks if block.is_prose]
        self._inner: dict[HtmlElement, dict[str, HtmlElement]] = {}  # by the box around them, by their text

    def read(self, index: int) -> PrintedRating | None:
        """The rating that a block is part of, or that it holds; None for none."""
        block = self._blocks[index]
        if index in self._read or block.box.tag == "title":  # of an SVG, which is a label
            return None
        groups = [(group, " ".join(_parts(group))) for group in self._groups(block)]
        if not groups:
            return self._in_block(block)
        widest, words = groups[-1]
        element = widest[0].box.element
        of_others = PrintedRating(Rating(words), "text", why_not=wording.OTHERS, element=element)
        if self._is_beside_others(widest):
            return of_others
        if has_others := wording.names_other_raters(words):
            own = takewhile(lambda part: not wording.names_other_raters(part), _parts(widest))
            groups.append((widest, " ".join(own)))
        for group, part in reversed(groups):
            free = self._read.isdisjoint(one.index for one in group)
            rating = self._of_group(group, part) if free else None
            if rating is None and free and len(group) == 1 and part != group[0].text:
                rating = self._of_group(group, group[0].text)  # "7" and ".5" in elements of their own
            if rating and (rating.rank == wording.VERDICT or not has_others):
                self._read.update(one.index for one in group)
                return self._placed(block, rating)
        found = None if has_others and len(widest) > 1 else self._in_block(block)
        return of_others if has_others and found is None else found

    def _is_beside_others(self, group: Sequence[Block]) -> bool:
        """Whether a label just before or after some blocks names other raters: "Readers' rating"."""
        first, last = group[0].box, group[-1].index
        beside = self._blocks[max(0, group[0].index - 1) : last + 2]
        return any(
            len(label.text) <= wording.LABEL_CHARS
            and label.box.parent in (first.parent, first)
            and not _DIGIT.search(label.text)
            and wording.names_other_raters(label.text)
            for label in beside
            if not group[0].index <= label.index <= last
        )

    def _groups(self, block: Block) -> Iterator[Sequence[Block]]:
        """The block alone, with a label before it, and with all in each box around it that is short."""
        if len(block.text) > wording.LONGEST_RATING or block.box.parent is None:
            return
        group: Sequence[Block] = [block]
        yield group
        if (label := self._label_before(block)) is not None:
            yield [label, block]
        for box in islice(block.box.ancestors_or_self(), _BOXES_AROUND):
            wider = self._all_in(box, block.index)
            if wider is None or box.parent is None:
                return
            if len(wider) > len(group):
                yield (group := wider)

    def _label_before(self, block: Block) -> Block | None:
        """The label just before a block, or the heading of its box: "Verdict", a remark, "80%"."""
        before = self._blocks[max(0, block.index - _HEADING_BEFORE) : block.index]
        headings = [near for near in before if near.is_heading and near.box.parent is block.box.parent]
        return next((near for near in (*before[-1:], *headings) if wording.is_label(near.text)), None)

    def _all_in(self, box: Box, index: int) -> Sequence[Block] | None:
        """The blocks of a box, one of which is known; None where they hold more text than a rating."""
        before, after = (
            self._blocks[max(0, index - _MOST_BLOCKS) : index],
            self._blocks[index : index + _MOST_BLOCKS],
        )
        within = [*takewhile(lambda one: box.holds(one.box), reversed(before))][::-1]
        within += takewhile(lambda one: box.holds(one.box), after)
        return within if sum(len(one.text) + 1 for one in within) <= wording.LONGEST_RATING + 1 else None

    def _of_group(self, group: Sequence[Block], words: str) -> PrintedRating | None:
        """The rating that is the whole text of some blocks."""
        if wording.rating_from_words(words, "review-score") is None:  # whatever it is classed as
            return None
        names = _classes(group)
        found = wording.rating_from_words(words, names)
        if found is None:
            return None
        rating, closes = found.rating, self._closes(group[-1])
        if rating.scale == "stars" and _ALIKE.fullmatch(rating.raw):
            rating = _told_apart(group[-1]) or rating
        if rating.scale == "points" and rating.best in (4.0, 5.0) and STARRY.search(names):
            rating = replace(rating, scale="stars")
        is_whole = len(words) - len(rating.raw) <= _MOST_MARKS  # "9 out of 10 growers" may be none
        sure = found.sure or (closes and is_whole and _WORDED.search(rating.raw) is not None)
        return replace(found, rating=rating, sure=sure, rank=max(found.rank, 1) if closes else found.rank)

    def _in_block(self, block: Block) -> PrintedRating | None:
        """The rating that is a sentence of a block or a part in other type, or that a sentence gives."""
        is_headline = block.box.element is self._headline or self._closes_with_name(block)
        ends = _HEADLINE_PARTS if is_headline else _SENTENCES
        sentences = [*map(str.strip, ends.split(block.text))]
        pieces = [*reversed(sentences), *(text_nodes(block) if len(block.parts) > 1 else ())]
        label = None
        for place, piece in enumerate(pieces):
            short = len(piece) <= wording.LONGEST_RATING and may_hold_rating(piece)
            found = wording.rating_from_words(piece) if short else None
            if found is None or found.rank < 0:
                continue
            at_end = not place or (len(block.text) <= _SHORT and place < len(sentences))
            closing = at_end and self._closes(block) and not self._is_one_of_many(block)
            before = " ".join(pieces[place + 1 : len(sentences)][:1])  # the sentence before
            beside = before if place < len(sentences) else block.text
            counts = found.rank or closing or is_headline or found.source == "glyphs"
            if wording.names_other_raters(beside) or _ABBREVIATED.search(before):
                continue
            if counts:
                # The last words of a text surely are one: "Loved it. 8/10."
                sure = found.sure or (closing and block.is_prose)
                return self._placed(block, replace(found, rank=max(found.rank, int(closing)), sure=sure))
            if place >= len(sentences) and found.rating.best and len(block.text) <= wording.LABEL_CHARS:
                label = label or found
        return self._in_sentence(block, sentences) or (self._in_label(block, label) if label else None)

    def _in_sentence(self, block: Block, sentences: Sequence[str]) -> PrintedRating | None:
        """The rating that a sentence of a block gives, or that is a clause of the last words of the text."""
        hinted = [*filter(may_hold_rating, sentences)]
        rating = next(filter(None, map(wording.rating_in_sentence, hinted)), None)
        may_close = rating is None and bool(hinted)
        if may_close and self._closes(block) and not self._is_one_of_many(block):
            in_clause = map(wording.rating_in_clause, reversed(hinted) if block.is_prose else ())
            rating = next(filter(None, in_clause), None) or wording.rating_in_last_words(sentences[-1])
        return replace(rating, element=block.box.element) if rating else None

    def _in_label(self, block: Block, found: PrintedRating) -> PrintedRating:
        """A rating with little beside it, "13 / 20 (2 comments)": near the headline, or in a rating's box."""
        is_boxed = wording.is_rating_class(_classes([block]))
        return self._placed(block, found if is_boxed else replace(found, rank=wording.IF_NEAR_HEADLINE))

    def _is_one_of_many(self, block: Block) -> bool:
        """Whether a paragraph near it ends in a rating, too, as in a roundup; or it is a row of a table."""
        if (block.in_row or block.box.tag == "tr") and len(block.parts) > _MOST_CELLS:
            return True
        place = bisect_left(self._prose, block.index)
        near = self._prose[max(0, place - _ROUNDUP) : place + _ROUNDUP]
        ends = (self._blocks[index].text[-_END_CHARS:] for index in near if index != block.index)
        return any(map(may_hold_rating, ends))

    def _closes_with_name(self, block: Block) -> bool:
        """Whether a short block ends the text and begins as the headline does: "Quiet Harbour: 4/5"."""
        is_short = len(block.text) <= wording.LONGEST_RATING
        name = _HEADLINE_PARTS.split(block.text)[0].strip() if is_short else ""
        return len(name) > 1 and name in self._title and self._closes(block, 0)

    def _closes(self, block: Block, most_after: int = _MOST_PROSE_AFTER) -> bool:
        """Whether a block follows paragraphs and ends the text of the box around them, but for a few."""
        place = bisect_left(self._prose, block.index)
        last = block if block.is_prose or not place else self._blocks[self._prose[place - 1]]
        if place < _PROSE_BEFORE and last.words < _LONG_PROSE:
            return False
        if not place:
            return len(self._prose) == 1
        around = last.box.parent or block.box
        after = (index for index in self._prose[place : place + _MOST_PROSE_AFTER + 2] if index > block.index)
        inside = sum(self._blocks[index].box.index < around.end for index in after)
        near = block.index - self._prose[place - 1] <= _NEAR_PROSE
        return near and inside <= most_after and around.index <= block.box.index

    def _placed(self, block: Block, found: PrintedRating) -> PrintedRating:
        """A rating in its element: the link that holds it, the part that is it, else the block's."""
        box, raw = block.box.element, found.rating.raw
        links = islice(box.iter("a"), _MOST_ELEMENTS) if block.linked else ()
        element = next((link for link in links if raw in spaced_words(link)), None)
        if element is None and block.box.end - block.box.index > 1:  # other blocks stand in it, too
            if box not in self._inner:
                inner = [*box.iterchildren("span", "b", "strong")]
                self._inner[box] = {" ".join((one.text or "").split()): one for one in reversed(inner)}
            element = self._inner[box].get(raw)
        return replace(found, element=box if element is None else element)


def _told_apart(block: Block) -> Rating | None:
    """The rating of glyphs that are all alike, but for the classes or the colours of their elements."""
    boxes = [*islice(block.box.element.iter("*"), _MOST_ELEMENTS)]
    if drawn := next(filter(None, map(stars_in, boxes[:_BOXES_AROUND])), None):
        return drawn.rating
    empty = sum((box.text or "").count(sign) for box in boxes if is_faded(box) for sign in FULL)
    full = sum(map(block.text.count, FULL)) - empty
    stars = "★" * full + "☆" * empty
    return make_rating(stars, float(full), float(len(stars)), None, "stars") if full and empty else None


def _parts(group: Sequence[Block]) -> list[str]:
    """The texts of some blocks, those of their text nodes apart."""
    return [text for block in group for text in text_nodes(block)]


def _classes(group: Sequence[Block]) -> str:
    """The classes of the elements around some blocks and in them."""
    boxes = dict.fromkeys(block.box.element for block in group)
    elements = [inner for box in boxes for inner in islice(box.iter(), _MOST_ELEMENTS)]
    outer = group[0].box.parent
    if outer is not None and outer.parent is not None:
        elements.append(outer.element)
    return " ".join(filter(None, (element.get(name) for element in elements for name in _NAMING_ATTRIBUTES)))
