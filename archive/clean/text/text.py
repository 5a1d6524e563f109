"""The lines of an article's text, each with what the page's markup says of it."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import islice

from archive.clean.boilerplate.lines import Line
from archive.clean.dom.blocks import Block, running_totals
from archive.clean.dom.tags import ASIDE
from archive.clean.page.page import Page
from archive.clean.text.head import strip_head, strip_signature
from archive.clean.text.kept import kept_blocks
from archive.folding import letters

_CORE = 0.8  # the box that holds this share of what was kept is the article's own
_HOME = 0.25  # of the prose in the largest place: what holds as much is the author's, too
_PICTURES = ("img", "picture", "video", "audio", "iframe", "svg", "table", "canvas", "amp-img")
_PICTURE_LEVELS = 3  # boxes around a caption in which its picture stands
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
    *_, (_, lines) = steps(judged_lines(page, keep), title, byline)
    return lines


def judged_lines(page: Page, keep: Sequence[bool] | None = None) -> list[Line]:
    """The same before the steps, with the captions of the figures above each line."""
    kept = kept_blocks(page, keep)
    # By the classes of the boxes around them a site tells its own words from the author's.
    places = [tuple([one.classes for one in block.box.ancestors_or_self() if one.classes]) for block in kept]
    prose: Counter[tuple[str, ...]] = Counter()
    for block, place in zip(kept, places, strict=True):
        prose[place] += len(block.text) if block.is_prose else 0
    homes = {place for place, size in prose.items() if size and size >= _HOME * max(prose.values())}
    lines = [Line(block, apart=place not in homes) for block, place in zip(kept, places, strict=True)]
    return with_captions(lines, _own_captions(page, kept)) if kept else lines


def steps(lines: Sequence[Line], title: str | None, byline: str | None) -> Iterator[tuple[str, list[Line]]]:
    """What is dropped of the judge's lines: why, and the lines that are left."""
    kept = strip_head(lines, title, byline)
    yield "title, byline, date or link above the text", kept
    kept = strip_signature(kept, byline)
    yield "byline below the text", kept
    yield "stands in the text already", _without_duplicates(kept)


def with_captions(lines: list[Line], blocks: Iterable[Block]) -> list[Line]:
    """The lines, each with the captions of the figures above it.

    The blocks are of the article's own place; both are in order.
    """
    given = {line.block for line in lines}
    waiting = deque(
        block for block in blocks if block.in_caption and block not in given and _has_picture(block)
    )
    if not waiting:
        return lines
    mended = []
    for line in lines:
        above = []
        while waiting and waiting[0].index < line.block.index:
            above.append(waiting.popleft())
        mended.append(replace(line, captions=tuple(above)) if above else line)
    return mended


def _has_picture(caption: Block) -> bool:
    """Whether a picture, a film or a table stands beside a caption."""
    return any(
        next(box.element.iter(*_PICTURES), None) is not None
        for box in islice(caption.box.ancestors_or_self(), _PICTURE_LEVELS)
    )


def _own_captions(page: Page, kept: Sequence[Block]) -> list[Block]:
    """The captions in the innermost box that holds most of what was kept, without what is set apart in it."""
    captions = [block for block in page.blocks if block.in_caption]
    if not captions:
        return []
    sizes = [len(block.text) for block in kept]
    totals, most = running_totals(page.boxes, kept, sizes), _CORE * sum(sizes)
    core = max((box for box in page.boxes if box.total(totals) >= most), key=lambda box: box.depth)
    apart = ((block, block.box.nearest(ASIDE)) for block in captions if core.holds(block.box))
    return [block for block, aside in apart if aside is None or aside is core or not core.holds(aside)]


def _without_duplicates(lines: list[Line]) -> list[Line]:
    seen: set[str] = set()
    kept = []
    for line in lines:
        own = letters(line.block.text) if len(line.block.text) >= _DUPLICATE_CHARS else ""
        if own not in seen or not own:
            kept.append(line)
        seen.add(own)
    return kept
