"""What only pages other than articles have: their names, verse, phrases of forums."""

from __future__ import annotations

import re
from collections.abc import Sequence

from archive.clean.dom.blocks import Block
from archive.clean.patterns import ends_sentence
from archive.clean.vocabulary import label_words, word_set

_WIN = re.compile(r"win\s?[!:]", re.I)  # "Win or lose" is a film
_ANSWERS = re.compile(r"\n\d+ answers?$", re.M)
_VERSE_WORDS = 9
_FIRST = "_first"  # ends the names of lines whose words count at the beginning alone


def kinds_named(*titles: str) -> frozenset[str]:
    """The kinds of pages of `[pages]` that the titles of a page name."""
    named = label_words("pages")
    begun = named(*(word for title in titles for word in title.split()[:1]))
    found = {kind for kind in named(*titles) if not kind.endswith(_FIRST)}
    found |= {kind.removesuffix(_FIRST) for kind in begun}
    return frozenset(found | {"contest"} if any(map(_WIN.match, titles)) else found)


def kinds_of_folders(folders: Sequence[str]) -> frozenset[str]:
    """The kinds of pages that the folders of an address name; "competition" may be a festival's."""
    named = {kind for kind in label_words("pages")(*folders) if not kind.endswith(_FIRST)}
    return frozenset(named | {"contest"} if "win" in folders else named)


def count_verses(blocks: Sequence[Block]) -> int:
    """How many short lines without a full stop only a line break parts from the line before."""
    lines = (block.text for block in blocks if block.joined and block.words <= _VERSE_WORDS)
    return sum(not ends_sentence(line) for line in lines)


def count_forum_words(labels: str) -> int:
    """How many phrases of forums the labels of a page have: in lower case, a line break before each."""
    phrases = [phrase for phrase in word_set("forum", "phrases") if phrase in labels]
    before_colon = [word for word in word_set("forum", "before_colon") if f"{word}:" in labels]
    return len(phrases) + len(before_colon) + bool(_ANSWERS.search(labels))
