"""The clean text of a page: trafilatura's reading of it, mended where the page's own structure knows better."""

from __future__ import annotations

from collections import Counter
from copy import deepcopy

from lxml.html import HtmlElement

from archive.clean.blocks import Block, Box, read_blocks
from archive.clean.extract import extract
from archive.clean.furniture import Line, key
from archive.clean.lines import strip_furniture
from archive.clean.page import Page
from archive.clean.plain import read_plain
from archive.clean.structure import cut, disarm, find_furniture

# A first reading that covers less of the page's prose than this is read again, more generously.
_COVERED = 0.8
# Blocks that stand for less of a reading than this have not been found in it: the reading is taken as it is.
_ALIGNED = 0.7
_CORE = 0.8
_SHORT = 20
_SLACK = 40


def read_text(page: Page, title: str | None, byline: str | None) -> str:
    """The article's text: paragraphs, headings and list items parted by newlines; "" where there is none.

    Never raises for what stands on a page. Leaves the page's tree as it is.

    Args:
        page: the page.
        title: its title where known, to drop its repetition above the text.
        byline: the byline as printed, likewise.
    """
    if page.tree is None:
        return read_plain(page.lines, title, byline)
    lines = _read_tree(deepcopy(page.tree))
    return "\n".join(line.text for line in strip_furniture(lines, title, byline))


def _read_tree(tree: HtmlElement) -> list[Line]:
    """The article's lines by trafilatura and structure together. Changes the tree."""
    blocks, boxes = read_blocks(tree)
    if not blocks:
        return []
    furniture = find_furniture(blocks, boxes)
    disarm(boxes)
    blocks = [block for block in blocks if not any(box in furniture for box in block.box.around())]
    cut(furniture)
    text, kept = _read_twice(tree, blocks)
    if not text:
        return [_line(block) for block in blocks if block.is_prose]
    if sum(len(block.key) for block in kept) < _ALIGNED * len(key(text)):
        return [Line(line) for line in text.splitlines() if line.strip()]
    kept = _fill_gaps(blocks, kept)
    return [_line(block) for block in blocks if block in kept]


def _line(block: Block) -> Line:
    return Line(block.text, heading=block.is_heading, linked=block.linked / len(block.text))


def _read_twice(tree: HtmlElement, blocks: list[Block]) -> tuple[str, set[Block]]:
    """trafilatura's text and the blocks found in it, the recall-minded reading where the first covers too little."""
    text = extract(tree)
    kept = _find(blocks, text)
    prose = sum(len(block.text) for block in blocks if block.is_prose)
    if sum(len(block.text) for block in kept if block.is_prose) >= _COVERED * prose:
        return text, kept
    second = extract(tree, recall=True)
    return (second, _find(blocks, second)) if len(second) > len(text) else (text, kept)


def _find(blocks: list[Block], text: str) -> set[Block]:
    """The blocks that stand in `text`, followed in order; a short one only where it is expected."""
    flat, here = key(text), 0
    kept = set()
    for block in blocks:
        block.key = block.key or key(block.text)
        if not block.key:
            continue
        end = here + len(block.key) + _SLACK if len(block.key) < _SHORT else len(flat)
        found = flat.find(block.key, here, end)
        if found >= 0:
            here = found + len(block.key)
        if found >= 0 or (len(block.key) >= _SHORT and block.key in flat):
            kept.add(block)
    return kept


def _fill_gaps(blocks: list[Block], kept: set[Block]) -> set[Block]:
    """Add what was left out between the first and the last kept block: prose, and what stands beside a kept one.

    Prose must stand in the box that holds most of what was kept, so that a side column adds nothing.
    """
    places = [index for index, block in enumerate(blocks) if block in kept]
    core = _core(kept)
    filled = set(kept)
    for before, after in zip(places, places[1:], strict=False):
        ends = (blocks[before].box, blocks[after].box)
        beside = {ends[0].parent, ends[1].parent, *ends}
        for block in blocks[before + 1 : after]:
            if block.is_prose:
                fits = core in block.box.around()
            else:
                fits = block.linked <= len(block.text) / 2
            if fits and (block.is_prose or block.box in beside or block.box.parent in beside):
                filled.add(block)
    return filled


def _core(kept: set[Block]) -> Box | None:
    """The innermost box that holds most of what was kept."""
    sizes: Counter[Box] = Counter()
    depths: dict[Box, int] = {}
    for block in kept:
        around = list(block.box.around())
        for depth, box in enumerate(reversed(around)):
            sizes[box] += len(block.text)
            depths[box] = depth
    most = _CORE * sum(len(block.text) for block in kept)
    return max((box for box, size in sizes.items() if size >= most), key=depths.__getitem__, default=None)
