"""A page's blocks as the judge sees them, and as trafilatura does where the judge is in doubt."""

from __future__ import annotations

import logging
from collections.abc import Sequence

import numpy as np
import trafilatura
from lxml.html import HtmlElement
from numpy.typing import NDArray

from archive.clean.dom.blocks import Block
from archive.clean.judge.block_traits import Head
from archive.clean.judge.judge import Judged, judge
from archive.clean.page.page import Page, cached_per_page, meta_value, title_tag_text
from archive.folding import letters

# It logs an error for every page without text; what a page lacks is told by its article, not by a log.
logging.getLogger("trafilatura").setLevel(logging.CRITICAL)

_TITLES = ("og:title", "twitter:title")
_DESCRIPTIONS = ("description", "og:description", "twitter:description")
_MOST_ASKED = 15_000  # elements of a page of which trafilatura is asked: its time grows with their square
_MOST_SCANNED = 1_000_000_000  # characters that are searched for blocks, about a second
_AHEAD = 10_000  # characters ahead that are searched for each block after that
# A key shorter than this stands in many places: it is looked for only so many characters ahead.
_SHORT, _SLACK = 20, 40


def page_head(page: Page) -> Head:
    """The title and the description that a page's head gives."""
    return Head(meta_value(page, *_TITLES) or title_tag_text(page), meta_value(page, *_DESCRIPTIONS))


@cached_per_page
def judge_page(page: Page) -> Judged | None:
    """The judge on a page's blocks, with trafilatura's opinion where it is in doubt; None for no blocks."""
    tree = page.tree if len(page.elements.all) <= _MOST_ASKED else None
    ask = None if tree is None else lambda: extracted_blocks(tree, page.blocks)
    return judge(page.blocks, page_head(page), ask) if page.blocks else None


def extracted_blocks(tree: HtmlElement, blocks: Sequence[Block]) -> NDArray[np.bool_]:
    """Whether trafilatura keeps each block of a tree, (blocks,). The tree is left as it is.

    It is asked by its `fast` path. Metadata is left off (a third of its time, and read better elsewhere); its
    duplicate filter is never used, as it remembers earlier pages.
    """
    try:
        document = trafilatura.bare_extraction(tree, include_comments=False, fast=True)
    except Exception:
        # Broken markup reaches corners of its code that expect sound markup; the caller can do without it.
        document = None
    return _find_blocks(blocks, getattr(document, "text", None) or "")


def _find_blocks(blocks: Sequence[Block], text: str) -> NDArray[np.bool_]:
    """Which blocks stand in a text, followed in order; a short one only where it is expected."""
    flat, here, left = letters(text), 0, _MOST_SCANNED
    kept = np.zeros(len(blocks), np.bool_)
    for index, block in enumerate(blocks):
        own = letters(block.text)
        if not own:
            continue
        short = len(own) < _SHORT
        ahead = len(own) + (_SLACK if short else _AHEAD if left < 0 else len(flat))
        place = flat.find(own, here, here + ahead)
        if place >= 0:
            here = place + len(own)
        elif not short and left >= 0:
            left -= 2 * len(flat)
            kept[index] = own in flat
        kept[index] |= place >= 0
    return kept
