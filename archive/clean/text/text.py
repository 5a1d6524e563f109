"""The clean text of a page: trafilatura's reading, mended where the page's own structure knows better."""

from __future__ import annotations

from collections import Counter, deque
from copy import deepcopy
from dataclasses import dataclass, field, replace
from itertools import pairwise

from lxml.html import HtmlElement

from archive.clean.boilerplate.elements import cut, disarm, find_furniture
from archive.clean.boilerplate.lines import Line, is_furniture, is_meta, is_pointer, key
from archive.clean.boilerplate.trim import strip_furniture
from archive.clean.dom.blocks import Block, Box, boxes_inside, read_blocks
from archive.clean.page.page import Page
from archive.clean.text.extractor import extract
from archive.clean.text.parts import is_caption
from archive.clean.text.plain_page import plain_lines

# A first reading that covers less of the page's prose than this is read again, more generously.
_COVERED = 0.8

# Blocks that stand for less of a reading than this have not been found in it: the reading is taken as it is.
_ALIGNED = 0.7

# The box that holds this share of what was kept is the article's own.
_CORE = 0.8

# What holds this much of the prose, for each character in the largest place of it, is the author's too.
_HOME = 0.25

# A key shorter than this stands in many places: it is looked for only this many characters ahead.
_SHORT = 20

_SLACK = 40

_LISTED = frozenset({"li", "ul", "ol", "dl", "dt", "dd", "tr", "tbody", "thead", "table"})


def read_lines(page: Page, title: str | None, byline: str | None) -> list[Line]:
    """The article's paragraphs, headings, list items and rows, with what the page's markup says of each.

    Never raises for what stands on a page. Leaves the page's tree as it is.

    Args:
        page: the page.
        title: its title where known, to drop its repetition above the text.
        byline: the byline as printed, likewise.
    """
    if page.tree is None:
        return plain_lines(page.lines, title, byline)
    return strip_furniture(find_text(page.tree).lines, title, byline)


@dataclass(frozen=True, slots=True)
class ReadLines:
    """A page's text before it is looked at line by line, and how it was found.

    Attributes:
        reading: which reading was taken: `first`, `second` (the generous one), `prose` where trafilatura
            found nothing, `alone` where its text could not be found among the blocks, `none`.
        lines: of the text.
        blocks: all of the page.
        furniture: the outermost boxes that were cut.
        chosen: the blocks that trafilatura gave.
        kept: these and what was put back between them.
    """

    reading: str
    lines: list[Line] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    furniture: set[Box] = field(default_factory=set)
    chosen: set[Block] = field(default_factory=set)
    kept: set[Block] = field(default_factory=set)


def find_text(raw: HtmlElement) -> ReadLines:
    """The article's lines by trafilatura and structure together. Leaves the tree as it is."""
    tree = deepcopy(raw)
    every, boxes = read_blocks(tree)
    if not every:
        return ReadLines("none")
    furniture = find_furniture(every, boxes)
    gone = boxes_inside(boxes, furniture)
    blocks = [block for block in every if block.box not in gone]
    disarm(boxes)
    cut(furniture)
    reading, text, chosen = _read(tree, blocks)
    if not text:
        chosen = kept = {block for block in blocks if block.is_prose}
        reading = "prose"
    elif sum(len(block.key) for block in chosen) < _ALIGNED * len(key(text)):
        lines = [Line(line) for line in text.splitlines() if line.strip()]
        return ReadLines("alone", lines, every, furniture, chosen, chosen)
    else:
        kept = _fill_gaps(blocks, boxes, chosen)
    found = [block for block in blocks if block in kept]
    homes = _homes(found)
    lines = [line_of(block, apart=_classes(block.box) not in homes) for block in found]
    core = boxes_inside(boxes, {_core(boxes, kept)}) if kept else set()
    lines = with_captions(lines, [block for block in every if block.box in core], furniture)
    return ReadLines(reading, lines, every, furniture, chosen, kept)


def line_of(block: Block, *, apart: bool = False) -> Line:
    """A block as a line of text."""
    return Line(block.text, block.is_heading, block.linked / len(block.text), apart, block)


def with_captions(lines: list[Line], blocks: list[Block], furniture: set[Box]) -> list[Line]:
    """The lines, each with the captions of the figures above it: left out with a figure, or not chosen.

    Args:
        lines: of blocks, in order.
        blocks: of the article's own place.
        furniture: the outermost boxes that were cut.
    """
    given = {line.block for line in lines}
    waiting = deque(block for block in blocks if block not in given and _is_figures(block, furniture))
    mended = []
    for line in lines:
        above = []
        while waiting and line.block is not None and waiting[0].index < line.block.index:
            caption = line_of(waiting.popleft())
            if not (is_furniture(caption.text) or is_meta(caption.text) or is_pointer(caption)):
                above.append(caption)
        mended.append(replace(line, captions=tuple(above)) if above else line)
    return mended


def _is_figures(block: Block, furniture: set[Box]) -> bool:
    """Whether a block is the caption of a figure that no other furniture holds."""
    around = list(block.box.ancestors_or_self())
    if not any(map(is_caption, around[:4])):
        return False
    return all(box.element.tag == "figure" or is_caption(box) for box in around if box in furniture)


def _classes(box: Box) -> tuple[str, ...]:
    """The classes around a block, by which a site tells its own words from the author's."""
    return tuple(name for outer in box.ancestors_or_self() if (name := outer.element.get("class")))


def _homes(blocks: list[Block]) -> set[tuple[str, ...]]:
    """The classes that hold the page's prose."""
    prose: Counter[tuple[str, ...]] = Counter()
    for block in blocks:
        if block.is_prose:
            prose[_classes(block.box)] += len(block.text)
    largest = max(prose.values(), default=0)
    return {classes for classes, size in prose.items() if size >= _HOME * largest}


def _read(tree: HtmlElement, blocks: list[Block]) -> tuple[str, str, set[Block]]:
    """trafilatura's text and the blocks found in it; its generous reading where that is too little.

    With which of the two it is, `first` or `second`.
    """
    text = extract(tree)
    kept = _find(blocks, text)
    prose = sum(len(block.text) for block in blocks if block.is_prose)
    if sum(len(block.text) for block in kept if block.is_prose) >= _COVERED * prose:
        return "first", text, kept
    second = extract(tree, recall=True)
    if len(second) > len(text):
        return "second", second, _find(blocks, second)
    return "first", text, kept


def _find(blocks: list[Block], text: str) -> set[Block]:
    """The blocks that stand in `text`, followed in order; a short one only where it is expected."""
    flat, here = key(text), 0
    kept = set()
    for block in blocks:
        block.key = block.key or key(block.text)
        if not block.key:
            continue
        short = len(block.key) < _SHORT
        found = flat.find(block.key, here, here + len(block.key) + _SLACK if short else len(flat))
        if found >= 0:
            here = found + len(block.key)
        if found >= 0 or (not short and block.key in flat):
            kept.add(block)
    return kept


def _fill_gaps(blocks: list[Block], boxes: list[Box], kept: set[Block]) -> set[Block]:
    """Add what was left out between the first and the last kept block.

    Prose is added where it stands in the box that holds most of what was kept, so that a side column adds
    nothing; anything else but links where it stands beside one of the two kept blocks around the gap.
    """
    core = boxes_inside(boxes, {_core(boxes, kept)})
    places = [place for place, block in enumerate(blocks) if block in kept]
    filled = set(kept)
    for before, after in pairwise(places):
        ends = (blocks[before].box, blocks[after].box)
        beside = {*ends, ends[0].parent, ends[1].parent}
        for block in blocks[before + 1 : after]:
            near = not beside.isdisjoint((block.box, block.box.parent, _whole(block.box).parent))
            if (block.box in core) if block.is_prose else (near and block.linked <= len(block.text) / 2):
                filled.add(block)
    return filled


def _whole(box: Box) -> Box:
    """The outermost of the lists or the table around a box; the box itself where there is none."""
    whole = box
    for outer in box.ancestors_or_self():
        if outer.element.tag not in _LISTED:
            break
        whole = outer
    return whole


def _core(boxes: list[Box], kept: set[Block]) -> Box:
    """The innermost box that holds most of what was kept."""
    sizes: Counter[Box] = Counter()
    for block in kept:
        sizes[block.box] += len(block.text)
    most = _CORE * sizes.total()
    for box in reversed(boxes):
        if box.parent is not None:
            sizes[box.parent] += sizes[box]
    return max((box for box in boxes if sizes[box] >= most), key=lambda box: box.depth)
