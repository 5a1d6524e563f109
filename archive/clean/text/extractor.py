"""The one place where trafilatura is called."""

from __future__ import annotations

import logging
from collections.abc import Sequence

import numpy as np
import trafilatura
from lxml.html import HtmlElement
from numpy.typing import NDArray

from archive.clean.dom.blocks import Block
from archive.folding import letters

# It logs an error for every page without text; what a page lacks is told by its article, not by a log.
logging.getLogger("trafilatura").setLevel(logging.CRITICAL)

# A key shorter than this stands in many places: it is looked for only this many characters ahead.
_SHORT = 20

_SLACK = 40

_MOST_SCANNED = 1_000_000_000  # characters that are searched for blocks, about a second

_AHEAD = 10_000  # characters ahead that are searched for each block after that


def extracted_blocks(tree: HtmlElement, blocks: Sequence[Block]) -> NDArray[np.bool_]:
    """Whether trafilatura keeps each block of a tree, (blocks,). The tree is left as it is."""
    return find_blocks(blocks, extract(tree))


def extract(tree: HtmlElement) -> str:
    """The article's text by trafilatura's `fast` path, a line for each paragraph; "" where it finds none.

    Metadata is left off (a third of its time, and read better elsewhere); its duplicate filter is never used,
    as it remembers earlier pages. The tree is left as it is.
    """
    try:
        document = trafilatura.bare_extraction(tree, include_comments=False, fast=True)
    except Exception:
        # Broken markup reaches corners of its code that expect sound markup; the caller can do without it.
        return ""
    return (getattr(document, "text", None) or "") if document is not None else ""


def find_blocks(blocks: Sequence[Block], text: str) -> NDArray[np.bool_]:
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
