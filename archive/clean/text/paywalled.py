"""What stands below a prompt to subscribe that cuts a text off."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import compress

from archive.clean.facts.completeness import NOT_CUT, first_prompt
from archive.clean.page.page import Page
from archive.clean.page_type.headings import own_paths, read_passages


def without_teasers(page: Page, kept: Sequence[bool]) -> Sequence[bool]:
    """Which blocks are kept, without the teasers of other pages below a prompt to subscribe.

    Beside a paragraph that is free to read, they look like the article.
    """
    words = sum(block.words for block in compress(page.blocks, kept))
    prompt = first_prompt(page) if words < NOT_CUT else None
    if prompt is None:
        return kept
    passages = read_passages(page.blocks, own_paths(page))
    teasers = {block for block, _, is_teased in passages if is_teased}
    return [
        is_kept and not (place > prompt[0] and block in teasers)
        for place, (block, is_kept) in enumerate(zip(page.blocks, kept, strict=True))
    ]
