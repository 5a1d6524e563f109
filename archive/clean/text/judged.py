"""A page's blocks as the judge sees them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from archive.clean.judge.block_traits import Head
from archive.clean.judge.judge import IN_DOUBT, Judged, doubt, judge_again, judge_blocks
from archive.clean.page.meta_tags import meta_tags
from archive.clean.page.page import Page, cached_per_page, title_tag_text
from archive.clean.text.extractor import extracted_blocks

_MOST_ASKED = 15_000  # elements of a page of which trafilatura is asked: its time grows with their square

_TITLES = ("og:title", "twitter:title")

_DESCRIPTIONS = ("description", "og:description", "twitter:description")


def page_head(page: Page) -> Head:
    """The title and the description that a page's head gives."""
    tags = meta_tags(page)
    title = next((tags[name][0] for name in _TITLES if name in tags), "") or title_tag_text(page)
    return Head(title, next((tags[name][0] for name in _DESCRIPTIONS if name in tags), ""))


@cached_per_page
def judge_page(page: Page) -> Judged | None:
    """The judge on a page's blocks, with trafilatura's opinion where it is in doubt; None for no blocks.

    Where the judge takes nothing, trafilatura's blocks are taken as they are; else those that are prose.
    """
    blocks = page.blocks
    if not blocks:
        return None
    judged = judge_blocks(blocks, page_head(page))
    taken = judged.kept.any()
    tree = page.tree if len(page.elements.all) <= _MOST_ASKED else None
    if taken and (tree is None or doubt(judged, blocks) <= IN_DOUBT):
        return judged
    extracted = np.zeros(len(blocks), np.bool_) if tree is None else extracted_blocks(tree, blocks)
    judged = judge_again(judged, blocks, extracted) if tree is not None else judged
    if judged.kept.any():
        return judged
    return replace(judged, kept=extracted if extracted.any() else np.array([b.is_prose for b in blocks]))
