"""Which blocks of a page are the article's text: what the judge keeps, and what belongs to it or does not."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from itertools import compress, islice, takewhile

from archive.clean.comments.elements import is_typed_comment, properties
from archive.clean.dom.blocks import Block, Box, inside, running_totals
from archive.clean.facts.completeness import NOT_CUT, first_prompt
from archive.clean.judge.element_words import Names, element_names, element_words
from archive.clean.page.page import Page
from archive.clean.page_type.headings import read_passages
from archive.clean.text.judged import judge_page

_PROMPT_CHARS = 300  # a form and the words around it are a prompt while they are no longer than this
_LABEL_WORDS = 5
_ALL_LINKS = 0.8  # of a block's characters; such a block is a link, perhaps with a comma
_AD_NAMES = frozenset(("ad", "ads", "advert", "advertisement", "adslot", "gpt", "dfp"))
_STARS = re.compile(r"[★☆✩✪✭✮✯⭐🌟½¼¾\ufe0f\s]{2,12}(?:[(\s]*\d(?:[.,]\d)?\s?/\s?\d{1,2}\)?)?")
_FEWEST_KEPT = 2  # siblings that are kept, from which on the others go with them
_SIBLING_WORDS = 12  # of a line that recurs


def kept_blocks(page: Page, keep: Sequence[bool] | None = None) -> list[Block]:
    """The blocks of the article's text, in order, without captions.

    `keep` says of each of its blocks whether it is the author's, where that is known without the judge.
    """
    blocks = page.blocks
    if keep is None:
        judged = judge_page(page)
        keep = _without_teasers(page, judged.kept.tolist()) if judged is not None else ()
    others = prompt_blocks(page) | _reader_comments(page)
    kept = _without_tail(blocks, _without_labels(blocks, _with_siblings(blocks, keep)))
    return [
        block
        for block in compress(blocks, kept)
        if block not in others and not block.in_caption and not _is_ad_label(block)
    ]


def prompt_blocks(page: Page) -> set[Block]:
    """The blocks of prompts to sign up, log in or comment: in the widest short box around each form."""
    asking = [box for box in page.boxes if box.asks]
    if not asking:
        return set()
    chars = running_totals(page.boxes, page.blocks, [len(block.text) for block in page.blocks])
    prompts: list[Box] = []
    for box in asking:
        short = takewhile(lambda outer: outer.total(chars) <= _PROMPT_CHARS, box.ancestors_or_self())
        prompts += [*short][-1:]
    return _blocks_in(page, prompts)


def _reader_comments(page: Page) -> set[Block]:
    """The blocks in elements that microdata call comments, by their type or as a property of what is around.

    None where these hold most of the page's prose: on a forum's page they are the text.
    """
    marked = {element for name in ("itemprop", "itemtype") for element, _ in page.attributed(name)}
    if not marked:
        return set()
    comments = [
        box
        for box in page.boxes
        if box.element in marked and (is_typed_comment(box.element) or "comment" in properties(box.element))
    ]
    blocks = _blocks_in(page, comments)
    prose = sum(len(block.text) for block in blocks if block.is_prose)
    return blocks if blocks and 2 * prose <= page.boxes[0].prose else set()


def _blocks_in(page: Page, boxes: Sequence[Box]) -> set[Block]:
    """The blocks of a page that stand in some of its boxes."""
    marks = inside(page.boxes, boxes)
    return {block for block in page.blocks if marks[block.box.index]}


def _without_teasers(page: Page, kept: Sequence[bool]) -> Sequence[bool]:
    """Which blocks are kept, without the teasers of other pages below a prompt to subscribe.

    Such a prompt cuts a text off; beside a paragraph that is free to read, teasers look like the article.
    """
    words = sum(block.words for block in compress(page.blocks, kept))
    prompt = first_prompt(page) if words < NOT_CUT else None
    if prompt is None:
        return kept
    passages = read_passages(page, page.blocks)
    teasers = {block.index for block, _, is_teased in passages if is_teased and block.index > prompt[0]}
    return [is_kept and index not in teasers for index, is_kept in enumerate(kept)]


def _with_siblings(blocks: Sequence[Block], kept: Sequence[bool]) -> list[bool]:
    """Which blocks are kept, with stars beside them, and lines above them half of whose siblings are kept.

    Siblings are short lines that have one parent, one tag and one class: the names and ratings of a roundup.
    """
    looks = [_looks(block) for block in blocks]
    every, held = Counter(filter(None, looks)), Counter(filter(None, compress(looks, kept)))
    recurring = {look for look, count in held.items() if count >= _FEWEST_KEPT and count * 2 >= every[look]}
    taken = list(kept)
    for index in reversed(range(len(taken))):  # the name above a rating goes with the rating
        if taken[index] or not looks[index]:
            continue
        is_sibling = any(taken[index + 1 : index + 2]) and looks[index] in recurring
        is_beside = any(taken[max(0, index - 1) : index + 2])
        taken[index] = is_sibling or (is_beside and _STARS.fullmatch(blocks[index].text) is not None)
    return taken


def _looks(block: Block) -> tuple[Box | None, str, str | None] | None:
    """What siblings have in common; None for a block that is no short line."""
    if block.links or block.is_prose or block.words > _SIBLING_WORDS:
        return None
    return block.box.parent, block.box.tag, block.box.classes


def _without_labels(blocks: Sequence[Block], kept: Sequence[bool]) -> list[bool]:
    """Which blocks are kept, without labels such as "Tags:" and their links if not all of these are kept."""
    taken = list(kept)
    for index, block in enumerate(blocks):
        if block.words > _LABEL_WORDS or not block.text.endswith((":", "\uff1a")):
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


def _is_links(block: Block) -> bool:
    return block.linked >= _ALL_LINKS * len(block.text)


def _is_ad_label(block: Block) -> bool:
    """Whether a block is the label of an advertisement: a few words in an element that is named for it."""
    if block.words > _LABEL_WORDS:
        return False
    nearest = islice(block.box.ancestors_or_self(), 2)
    return any(_names_ad(element_names(box.tag, box.attributes)) for box in nearest)


@lru_cache(maxsize=5_000)
def _names_ad(names: Names) -> bool:
    return not _AD_NAMES.isdisjoint(element_words(names))
