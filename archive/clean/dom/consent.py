"""A centre of consent that no mark tells from an article: prose about readers' data far from the headline."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain, islice

from lxml.html import HtmlElement

from archive.clean.dom.blocks import Block, Box
from archive.clean.dom.read_blocks import read_blocks
from archive.clean.vocabulary import word_list

_FEWEST, _SHARE = 3, 0.4  # paragraphs of a box that speak of consent, and their share of its paragraphs
_LOOKED_AT, _CHARS = 10, 300  # paragraphs of a box, and characters of each
_ARTICLE = 40  # words of prose in the headline's own box, without which the other may be the article
_WAYS = 2  # different words in a box that does not speak of cookies
_OF_PAGE = 0.25  # share of the page's prose in such a box; a smaller one does no harm


def read_layout(
    root: HtmlElement, elements: Iterable[HtmlElement] | None = None
) -> tuple[list[Block], list[Box]]:
    """The blocks of a tree, and the boxes, as `read_blocks` gives them, without a centre of consent."""
    layout = read_blocks(root, elements)
    center = _consent_center(*layout)
    return layout if center is None else read_blocks(root, elements, center)


def _consent_center(blocks: Sequence[Block], boxes: Sequence[Box]) -> HtmlElement | None:
    """The element apart from the headline that asks for consent, paragraph after paragraph; None for none.

    It is no `<article>`. An article may be about cookies or data; then its headline says so, or has no other
    prose in its own box, or it does not ask the reader for anything in several ways.
    """
    headline = next((block for block in blocks if block.box.tag == "h1"), None)
    if headline is None or not boxes[0].prose or _asks_for(headline):
        return None
    around = set(headline.box.ancestors_or_self())
    large = (box for box in boxes if box.prose >= _OF_PAGE * boxes[0].prose)
    for center in large:
        if center.parent not in around or center in around or center.nearest({"article"}):
            continue
        prose = [*islice((b for b in blocks if b.is_prose and center.holds(b.box)), _LOOKED_AT)]
        asked = [ways for block in prose if (ways := _asks_for(block))]
        every = frozenset[str]().union(*asked)
        is_telling = len(every) >= _WAYS or not every.isdisjoint(word_list("consent", "cookies"))
        if is_telling and len(asked) >= max(_FEWEST, _SHARE * len(prose)):
            article = _widest_apart(headline.box, center)
            words = sum(block.words for block in blocks if block.is_prose and article.holds(block.box))
            return center.element if words >= _ARTICLE else None
    return None


def _asks_for(block: Block) -> frozenset[str]:
    """The words about the reader's data or consent that a block has."""
    text = block.text[:_CHARS].lower()
    words = chain(word_list("consent", "cookies"), word_list("consent", "words"))
    return frozenset(filter(text.__contains__, words))


def _widest_apart(box: Box, other: Box) -> Box:
    """The widest box around one that does not hold the other."""
    while box.parent is not None and not box.parent.holds(other):
        box = box.parent
    return box
