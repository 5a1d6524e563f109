"""How likely each block of a page is the author's text, and which blocks are taken for it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile

import numpy as np
from numpy.typing import NDArray

from archive.clean.dom.blocks import Block, Box
from archive.clean.judge.block_traits import Head
from archive.clean.judge.features import block_features, feature_names, with_extracted
from archive.clean.judge.trees import Floats
from archive.clean.judge.weights import Weights, load_weights

SURE = 0.5  # where a page is neither clear nor in doubt, a block that is likelier than this is the author's
_LEAST_SURE, _MOST_SURE = 0.3, 0.7  # and on no page need it be likelier than the one, on none less likely
_CLEAR_PAGE = 0.9, 0.96  # mean chance of what is taken, from which a page is clear, and as clear as can be
MAYBE = 0.06  # and one next to it, in the same element, that is likelier; a link must be of the same tag
_GROWN_WORDS = 6  # a shorter block may be a label: unless it is a heading, it must be likelier
_MAYBE_SHORT = 0.2  # than this, no link, of the same tag, and on a page that has more than one element
_MAYBE_AROUND = 0.15  # prose below, in the element around what is taken, must be as likely
_MAYBE_HEADED = 0.3  # and what a sure heading heads, or the heading is left out
_MAYBE_REST = 0.3  # and what is left of the element below the last words, all of it; a few words as `SURE`
_LONG_HEADING = 25  # words; where a whole text is set in headings, these head nothing
_LISTS = frozenset(("ul", "ol", "li", "dl", "dt", "dd", "blockquote"))
_FIRST_TREES = 60  # are walked for all blocks; the others only for blocks that these leave in doubt
_CLEAR = 3.0  # log-odds after the first trees that the others do not turn
IN_DOUBT = 1.0  # with more doubt about a page trafilatura is asked, too; from .3 to 1.5 the figures are alike
_UNCLEAR = 0.15  # a chance farther than this from 0 and from 1


@dataclass(frozen=True, slots=True)
class Judged:
    """What the judge says of a page's blocks.

    Attributes:
        rows: the features of each block, (blocks, features).
        likely: how likely each is the author's text, 0-1.
        kept: whether each is taken for it.
    """

    rows: Floats
    likely: Floats
    kept: NDArray[np.bool_]


def judge(
    blocks: Sequence[Block],
    head: Head,
    ask: Callable[[], NDArray[np.bool_]] | None,
    weights: Weights | None = None,
) -> Judged:
    """Judge the blocks of a page, at least one.

    Where the judge takes nothing, trafilatura's blocks are taken as they are; else those that are prose.

    Args:
        ask: gives trafilatura's opinion, whether it keeps each block, for a page in doubt; None where it
            cannot be asked.
        weights: the shipped ones by default.
    """
    weights = weights or load_weights()
    judged = judge_blocks(blocks, head, weights)
    if judged.kept.any() and doubt(judged, blocks) <= IN_DOUBT:
        return judged
    extracted = ask() if ask else np.zeros(len(blocks), np.bool_)
    if ask:
        judged = judge_again(judged, blocks, extracted, weights)
    if judged.kept.any():
        return judged
    return replace(judged, kept=extracted if extracted.any() else np.array([b.is_prose for b in blocks]))


def judge_blocks(blocks: Sequence[Block], head: Head, weights: Weights | None = None) -> Judged:
    """The same without asking anybody."""
    weights = weights or load_weights()
    rows = block_features(blocks, head, weights.score)
    sums = weights.trees.sums(rows, slice(_FIRST_TREES))
    doubtful = np.nonzero(np.abs(sums) < _CLEAR)[0]
    sums[doubtful] += weights.trees.sums(rows[doubtful], slice(_FIRST_TREES, None))
    likely = _chance(sums)
    return Judged(rows, likely, grow(likely, blocks))


def doubt(judged: Judged, blocks: Sequence[Block]) -> float:
    """How many words are neither clearly the author's nor clearly not, as a share of those that are taken."""
    words = np.array([block.words for block in blocks], np.float32)
    unclear = np.minimum(judged.likely, 1 - judged.likely) > _UNCLEAR
    return float((words * unclear).sum() / max(1.0, float((words * (judged.likely >= SURE)).sum())))


def judge_again(
    judged: Judged, blocks: Sequence[Block], extracted: NDArray[np.bool_], weights: Weights | None = None
) -> Judged:
    """The same with trafilatura's opinion, whether it keeps each block: the mean of both chances."""
    weights = weights or load_weights()
    rows = with_extracted(judged.rows, blocks, extracted)
    likely = ((judged.likely + _chance(weights.second.sums(rows))) / 2).astype(np.float32)
    return Judged(rows, likely, grow(likely, blocks))


def _chance(log_odds: Floats) -> Floats:
    return (1 / (1 + np.exp(-log_odds))).astype(np.float32)


def sure_from(likely: Floats, blocks: Sequence[Block]) -> float:
    """How likely a block of this page must be to be taken for itself: half of the best expected F1.

    No other threshold has a higher expected F1 of words (Z. Lipton and others, "Optimal Thresholding of
    Classifiers to Maximize F1 Measure", 2014). It is close to `SURE` on most pages, and lower, down to
    `_LEAST_SURE`, where much is in doubt: a block missed there costs more than a block too many. On a clear
    page it rises, up to `_MOST_SURE`: a block in doubt beside paragraphs that are not is seldom one of them
    (on hosts kept apart the F1 is the same and a tenth less furniture stays). Where no block is likelier than
    not it is `SURE`: then nothing is taken, and the caller asks trafilatura.

    Args:
        likely: how likely each block is the author's, 0-1.
        blocks: the same, at least one.
    """
    if likely.max() < SURE:
        return SURE
    words = np.array([block.words for block in blocks], np.float64)
    expected, taken = likely * words, likely >= SURE
    clear = float(expected[taken].sum() / max(1.0, words[taken].sum()))
    if clear > _CLEAR_PAGE[0]:
        return float(np.interp(clear, _CLEAR_PAGE, (SURE, _MOST_SURE)))
    order = np.argsort(-likely, kind="stable")
    right = np.cumsum(expected[order])  # words of the author's that are expected in the likeliest
    f1 = 2 * right / np.maximum(np.cumsum(words[order]) + right[-1], 1)
    return float(np.clip(f1.max() / 2, _LEAST_SURE, SURE))


def grow(likely: Floats, blocks: Sequence[Block]) -> NDArray[np.bool_]:
    """Which blocks are taken: the sure ones, then less sure ones outward from them in the same element.

    It keeps the first and last sentences of a text, which look less like prose than what stands between, and
    headings between its paragraphs, though they may have an element each. Prose below in the element around
    it is taken, too: a paragraph after columns; so is what is left of the element at its end, a list or a
    mark. A heading alone is no beginning: it goes with what it heads.
    """
    around = [_around_lists(block.box.parent or block.box) for block in blocks]

    def together(i: int, k: int) -> bool:
        """Whether two blocks stand in one element, each in a child of it or as words between these."""
        return around[i] is around[k] or blocks[i].box is around[k] or blocks[k].box is around[i]

    kept = likely >= sure_from(likely, blocks)
    beside = [False, *[together(i - 1, i) for i in range(1, len(blocks))]]
    short = SURE if all(beside[1:]) else _MAYBE_SHORT
    chances = likely.tolist()
    heading = np.array([block.is_heading and block.words < _LONG_HEADING for block in blocks])
    over_words = heading[:-1] & ~heading[1:] & np.array(beside[1:], np.bool_)  # of their element
    _leave_headings(kept, over_words, kept | (likely >= _MAYBE_HEADED))
    for indexes, step in ((range(1, len(kept)), -1), (range(len(kept) - 2, -1, -1), 1)):
        for index in indexes:
            taken = index + step
            if not kept[index] and kept[taken]:
                if beside[max(index, taken)]:
                    kept[index] = _may_follow(blocks[index], chances[index], blocks[taken], short)
                elif step < 0 and around[index].holds(blocks[taken].box):
                    kept[index] = chances[index] >= _MAYBE_AROUND and _is_text_below(blocks[index])
    for index in range(1, len(kept) - 1):
        if not kept[index] and blocks[index].is_heading and kept[index - 1] and kept[index + 1]:
            kept[index] = chances[index] >= MAYBE and together(index - 1, index + 1)
    _leave_headings(kept, over_words, kept)
    if short < SURE:
        _take_rest(kept, chances, blocks, around)
    return kept


def _take_rest(
    kept: NDArray[np.bool_], chances: Sequence[float], blocks: Sequence[Block], around: Sequence[Box]
) -> None:
    """Take what is left of the element below the last words: a list, a mark, a heading with its lines."""
    if not kept.any():
        return
    last = int(kept.nonzero()[0][-1])
    rest = list(takewhile(lambda i: around[last].holds(blocks[i].box), range(last + 1, len(blocks))))
    least = [_MAYBE_REST if blocks[i].words >= _GROWN_WORDS or blocks[i].is_heading else SURE for i in rest]
    if all(chances[i] >= chance and not _is_link(blocks[i]) for i, chance in zip(rest, least, strict=True)):
        kept[rest] = True


def _is_link(block: Block) -> bool:
    return 2 * block.linked > len(block.text)


def _leave_headings(
    kept: NDArray[np.bool_], over_words: NDArray[np.bool_], likely: NDArray[np.bool_]
) -> None:
    """Leave out the headings over words that are not likely."""
    kept[:-1] &= ~over_words | likely[1:]


def _may_follow(block: Block, chance: float, taken: Block, short: float) -> bool:
    """Whether a block of this chance may be taken because one beside it is.

    A block of a few words must be as likely as `short`.
    """
    alike, is_link = block.box.tag == taken.box.tag, _is_link(block)
    if block.words >= _GROWN_WORDS or block.is_heading:
        return chance >= MAYBE and (alike or not is_link)
    return chance >= short and alike and not is_link


def _is_text_below(block: Block) -> bool:
    """Whether a block in the element around a text may be of it: a row of a layout is another part."""
    return block.is_prose and block.box.tag not in ("td", "tr")


def _around_lists(box: Box) -> Box:
    """A box, or the innermost around it that is no part of a list or a quotation."""
    while box.tag in _LISTS and box.parent is not None:
        box = box.parent
    return box


def reasons(row: Floats, most: int = 3) -> list[tuple[str, float]]:
    """The features that spoke most about a block, with what each moved its log-odds by, the largest first."""
    moved = load_weights().trees.contributions(row)
    order = np.argsort(-np.abs(moved))[:most]
    return [(feature_names()[index], float(moved[index])) for index in order]
