"""A centre of consent that no mark tells from an article: prose about cookies apart from the headline."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from lxml.html import HtmlElement

from archive.clean.dom.blocks import Block, Box
from archive.clean.dom.read_blocks import read_blocks

_COOKIES = ("ookie", "クッキー", "쿠키", "Куки", "куки")
_FEWEST, _SHARE = 3, 0.4  # paragraphs of a box that speak of cookies, and their share of its paragraphs
_ARTICLE = 40  # words of prose in the headline's own box, without which the other may be the article


def read_layout(
    root: HtmlElement, elements: Iterable[HtmlElement] | None = None
) -> tuple[list[Block], list[Box]]:
    """The blocks of a tree, and the boxes, as `read_blocks` gives them, without a centre of consent."""
    layout = read_blocks(root, elements)
    center = _consent_center(layout[0])
    return layout if center is None else read_blocks(root, elements, center)


def _consent_center(blocks: Sequence[Block]) -> HtmlElement | None:
    """The element apart from the headline that speaks of cookies, paragraph after paragraph; None for none.

    An article may be about cookies; then its headline says so, or has no other prose in its own box.
    """
    prose = [block for block in blocks if block.is_prose]
    telling = [block for block in prose if _speaks_of_cookies(block)]
    if len(telling) < _FEWEST:  # as nearly everywhere
        return None
    headline = next((block for block in blocks if block.box.tag == "h1"), None)
    if headline is None or _speaks_of_cookies(headline):
        return None
    own, other = headline.box, telling[0].box
    article, center = _widest_apart(own, other), _widest_apart(other, own)
    inside, told = (sum(center.holds(block.box) for block in some) for some in (prose, telling))
    is_article = sum(block.words for block in prose if article.holds(block.box)) >= _ARTICLE
    return center.element if is_article and told >= max(_FEWEST, _SHARE * inside) else None


def _speaks_of_cookies(block: Block) -> bool:
    return any(word in block.text for word in _COOKIES)


def _widest_apart(box: Box, other: Box) -> Box:
    """The widest box around one that does not hold the other."""
    while box.parent is not None and not box.parent.holds(other):
        box = box.parent
    return box
