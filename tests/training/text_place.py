"""Where the text of a page stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from lxml.html import HtmlElement
from numpy.typing import NDArray

from archive.clean.dom.blocks import Block, Box
from archive.clean.judge.block_traits import Head

_CORE = 0.8  # share of the text that the element around it holds

_NO_CORE = frozenset(("p", "ul", "ol", "li", "blockquote", "tr", "tbody"))


@dataclass(frozen=True, slots=True)
class Place:
    """Where furniture can be put.

    Attributes:
        text: the blocks of the text.
        core: the innermost element that holds most of the text.
        whole: the innermost around that and the title; the core where that is the whole page.
    """

    text: list[Block]
    core: HtmlElement
    whole: HtmlElement


def find_place(blocks: Sequence[Block], content: NDArray[np.bool_], head: Head) -> Place | None:
    """The place of a page's text; None where the whole page is its core.

    Args:
        content: whether each block is of the text.
    """
    text = [block for block, is_content in zip(blocks, content.tolist(), strict=True) if is_content]
    core = _core(text)
    if core is None:
        return None
    titles = [block.box.element for block in blocks if head.is_title(block.text)]
    around = {core, *core.iterancestors()}
    for title in titles[-1:]:
        whole = next((one for one in title.iterancestors() if one in around), core)
        if whole.tag not in ("body", "html"):
            return Place(text, core, whole)
    return Place(text, core, core)


def _core(text: Sequence[Block]) -> HtmlElement | None:
    held: dict[int, int] = {}
    boxes: dict[int, Box] = {}
    for block in text:
        box: Box | None = block.box
        while box is not None:
            held[box.index] = held.get(box.index, 0) + block.words
            boxes[box.index] = box
            box = box.parent
    enough = [index for index, words in held.items() if words >= _CORE * max(held.values())]
    inner = boxes[max(enough, key=lambda index: boxes[index].depth)]
    while inner.tag in _NO_CORE and inner.parent is not None:
        inner = inner.parent
    return inner.element if inner.tag not in ("body", "html") else None


def strip(place: Place) -> None:
    """Take away what stands beside the text and its title, but for the first and the last of it."""
    kept = {place.whole, *place.whole.iterancestors()}
    for outer in list(place.whole.iterancestors()):
        if outer.tag != "html":
            for element in [one for one in outer if one not in kept and one.tag != "header"][1:-1]:
                outer.remove(element)
