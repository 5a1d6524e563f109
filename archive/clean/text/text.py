"""The lines of an article's text: which blocks of the page are the author's."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import islice

from archive.clean.boilerplate.lines import Line
from archive.clean.dom.blocks import Block, Box
from archive.clean.judge.element_words import Names, element_names, element_words
from archive.clean.page.page import Page
from archive.clean.text.head import strip_head, strip_signature
from archive.clean.text.judged import judge_page
from archive.clean.text.paywalled import without_teasers
from archive.clean.text.prompts import prompt_blocks
from archive.clean.text.reader_comments import comment_blocks
from archive.clean.text.siblings import with_siblings
from archive.folding import letters

_CORE = 0.8  # the box that holds this share of what was kept is the article's own

# What holds this much of the prose, for each character in the largest place of it, is the author's too.
_HOME = 0.25

_SET_APART = frozenset(("aside", "nav", "footer"))

_PICTURES = ("img", "picture", "video", "audio", "iframe", "svg", "table", "canvas", "amp-img")

_LABEL_WORDS = 5

_ALL_LINKS = 0.8  # of a block's characters; such a block is a link, perhaps with a comma

_AD_NAMES = frozenset(("ad", "ads", "advert", "advertisement", "adslot", "gpt", "dfp"))

_DUPLICATE_CHARS = 60  # a shorter line may be said twice


def read_lines(
    page: Page, title: str | None, byline: str | None, keep: Sequence[bool] | None = None
) -> list[Line]:
    """The article's paragraphs, headings, list items and rows, with what the page's markup says of each.

    Never raises for what stands on a page. Leaves the page's tree as it is.

    Args:
        page: the page.
        title: its title where known, to drop its repetition above the text.
        byline: the byline as printed, likewise.
        keep: for each of the page's blocks whether it is the author's, where that is known without the judge.
    """
    *_, (_, lines) = steps(find_text(page, keep).lines, title, byline)
    return lines


@dataclass(frozen=True, slots=True)
class FoundText:
    """A page's text before it is looked at line by line.

    Attributes:
        lines: of the text.
        kept: the blocks that are taken for the author's.
    """

    lines: list[Line] = field(default_factory=list)
    kept: list[Block] = field(default_factory=list)


def find_text(page: Page, keep: Sequence[bool] | None = None) -> FoundText:
    """The article's lines: the blocks that the judge keeps, with the captions of the figures above each.

    Args:
        page: the page.
        keep: for each block whether it is the author's, where that is known without the judge.
    """
    if keep is None:
        judged = judge_page(page)
        keep = without_teasers(page, judged.kept.tolist()) if judged is not None else ()
    blocks = page.blocks
    others = prompt_blocks(blocks, page.boxes) | comment_blocks(page)
    kept = [
        block
        for block, is_kept in zip(
            blocks,
            _without_tail(blocks, _without_labels(blocks, with_siblings(blocks, keep))),
            strict=True,
        )
        if is_kept and block not in others and not in_caption(block) and not _is_ad_label(block)
    ]
    classes: dict[Box, tuple[str, ...]] = {}
    for block in kept:
        _add_classes(block.box, classes)
    homes = _homes(kept, classes)
    lines = [line_of(block, apart=classes[block.box] not in homes) for block in kept]
    captions = [block for block in blocks if in_caption(block)]
    if kept and captions:
        core = _core(page.boxes, kept)
        inside = [
            block for block in captions if core.index <= block.box.index < core.end and _is_own(block, core)
        ]
        lines = with_captions(lines, inside)
    return FoundText(lines, kept)


def steps(lines: Sequence[Line], title: str | None, byline: str | None) -> Iterator[tuple[str, list[Line]]]:
    """What is dropped of the judge's lines: why, and the lines that are left."""
    kept = strip_head(lines, title, byline)
    yield "title, byline, date or link above the text", kept
    kept = strip_signature(kept, byline)
    yield "byline below the text", kept
    yield "stands in the text already", _without_duplicates(kept)


def _without_labels(blocks: Sequence[Block], kept: Sequence[bool]) -> list[bool]:
    """Which blocks are kept, without labels such as "Tags:" and their links if not all of these are kept."""
    taken = list(kept)
    for index, block in enumerate(blocks):
        if not _is_label(block):
            continue
        end = index + 1
        while end < len(blocks) and _is_links(blocks[end]):
            end += 1
        if not all(kept[index + 1 : end]):
            taken[index:end] = [False] * (end - index)
    return taken


def _without_tail(blocks: Sequence[Block], kept: Sequence[bool]) -> list[bool]:
    """Which blocks are kept, without a heading at the end of the text that has nothing below it but links.

    Where several headings end a text, its author sets a verdict in headings.
    """
    taken = list(kept)
    left = [index for index, is_kept in enumerate(taken) if is_kept]
    while left and _is_links(blocks[left[-1]]):
        left.pop()
    if len(left) > 1 and blocks[left[-1]].is_heading and not blocks[left[-2]].is_heading:
        taken[left[-1] :] = [False] * (len(taken) - left[-1])
    return taken


def _is_label(block: Block) -> bool:
    return block.words <= _LABEL_WORDS and block.text.endswith((":", "\uff1a"))


def _is_links(block: Block) -> bool:
    return block.linked >= _ALL_LINKS * len(block.text)


def _is_own(block: Block, core: Box) -> bool:
    """Whether no element that is set apart from the text stands between a block and the article's own box."""
    box: Box | None = block.box
    while box is not None and box is not core:
        if box.tag in _SET_APART:
            return False
        box = box.parent
    return True


def _is_ad_label(block: Block) -> bool:
    """Whether a block is the label of an advertisement: a few words in an element that is named for it."""
    if block.words > _LABEL_WORDS:
        return False
    boxes = (block.box, *((block.box.parent,) if block.box.parent is not None else ()))
    return any(_names_ad(element_names(box.tag, box.attributes)) for box in boxes)


@lru_cache(maxsize=5_000)
def _names_ad(names: Names) -> bool:
    return not _AD_NAMES.isdisjoint(element_words(names))


def line_of(block: Block, *, apart: bool = False) -> Line:
    """A block as a line of text."""
    return Line(block.text, block.is_heading, block.linked / len(block.text), apart, block)


def in_caption(block: Block) -> bool:
    """Whether a block is the caption or the credit of a figure."""
    return block.box.captioned > 0


def _has_picture(block: Block) -> bool:
    """Whether a picture, a film or a table stands beside a block."""
    return any(
        next(box.element.iter(*_PICTURES), None) is not None
        for box in islice(block.box.ancestors_or_self(), 3)
    )


def with_captions(lines: list[Line], blocks: Collection[Block]) -> list[Line]:
    """The lines, each with the captions of the figures above it.

    Args:
        lines: of blocks, in order.
        blocks: of the article's own place, in order.
    """
    given = {line.block for line in lines}
    waiting = deque(
        block for block in blocks if block not in given and in_caption(block) and _has_picture(block)
    )
    if not waiting:
        return lines
    mended = []
    for line in lines:
        above = []
        while waiting and line.block is not None and waiting[0].index < line.block.index:
            above.append(line_of(waiting.popleft()))
        mended.append(replace(line, captions=tuple(above)) if above else line)
    return mended


def _add_classes(box: Box, classes: dict[Box, tuple[str, ...]]) -> None:
    """Add the classes around a box, by which a site tells its own words from the author's.

    Args:
        classes: of boxes, the innermost first; those around the box are added, too.
    """
    missing = []
    outer: Box | None = box
    while outer is not None and outer not in classes:
        missing.append(outer)
        outer = outer.parent
    known = classes[outer] if outer is not None else ()
    for inner in reversed(missing):
        name = inner.classes
        known = classes[inner] = (name, *known) if name else known


def _homes(blocks: list[Block], classes: Mapping[Box, tuple[str, ...]]) -> set[tuple[str, ...]]:
    """The classes that hold the page's prose."""
    prose: Counter[tuple[str, ...]] = Counter()
    for block in blocks:
        if block.is_prose:
            prose[classes[block.box]] += len(block.text)
    largest = max(prose.values(), default=0)
    return {names for names, size in prose.items() if size >= _HOME * largest}


def _core(boxes: Sequence[Box], kept: Sequence[Block]) -> Box:
    """The innermost box that holds most of what was kept."""
    sizes = [0] * len(boxes)
    for block in kept:
        sizes[block.box.index] += len(block.text)
    most = _CORE * sum(sizes)
    for box in reversed(boxes):
        if box.parent is not None:
            sizes[box.parent.index] += sizes[box.index]
    return max((box for box in boxes if sizes[box.index] >= most), key=lambda box: box.depth)


def _without_duplicates(lines: list[Line]) -> list[Line]:
    seen: set[str] = set()
    kept = []
    for line in lines:
        own = letters(line.text) if len(line.text) >= _DUPLICATE_CHARS else ""
        if own not in seen or not own:
            kept.append(line)
        seen.add(own)
    return kept
