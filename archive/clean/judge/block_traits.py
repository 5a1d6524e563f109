"""What one block says of itself: length, punctuation, links, the words that it shares with the title."""

from __future__ import annotations

import math
import re
import string
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import chain

import numpy as np

from archive.clean.dom.blocks import Block
from archive.clean.judge.trees import Floats
from archive.folding import letters, with_plain_marks

TRAITS = (
    "words",
    "characters a word",
    "share in links",
    "share in emphasis",
    "ends as a sentence",
    "share of capitals",
    "tag",
    "sort of tag",
    "share of its words in the title",
    "share of the title's words in it",
    "is the title",
    "share of its words in the description",
    "depth",
)

_WORD = re.compile(r"\w+")

_SENTENCE_END = re.compile(r"[.!?…。！？][\"'”’»)\]」]*(?:\[\d+\])*$")

_SITE = re.compile(r"\s+[|•·»–—-]\s+")

_SAMPLE = 80  # characters of a block that are counted one by one

_BEGINNING = 300  # characters of a block whose words are compared with the title's

_SHORT = 40  # words; only a shorter block can be the title

_NUMBERED_TAGS = (
    "p div li h1 h2 h3 h4 h5 h6 td th tr blockquote pre figcaption figure dt dd section article header "
    "footer nav aside main form button label summary address span center caption body ul ol table"
)

_TAGS = {tag: number for number, tag in enumerate(_NUMBERED_TAGS.split(), 1)}

_SORTS = {
    **dict.fromkeys(("li", "dd", "dt"), 2),
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), 3),
    **dict.fromkeys(("tr", "td", "th"), 4),
    **dict.fromkeys(("figcaption", "caption"), 5),
    "p": 1,
    "blockquote": 6,
    "pre": 6,
}

HEADING = 3  # of `sort of tag`

# The columns of `TRAITS` that the rest of the judge reads.
LINKED, ENDS, SORT, IS_TITLE = (
    TRAITS.index(name) for name in ("share in links", "ends as a sentence", "sort of tag", "is the title")
)


@dataclass(frozen=True, slots=True)
class Head:
    """What a page's head says of its text, folded for comparing.

    Attributes:
        title, description: as the page gives them; "" for none.
        title_words, description_words: their words.
    """

    title: str = ""
    description: str = ""
    title_words: frozenset[str] = field(init=False)
    description_words: frozenset[str] = field(init=False)
    title_letters: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        put = object.__setattr__
        put(self, "title_words", frozenset(_WORD.findall(self.title.lower())))
        put(self, "description_words", frozenset(_WORD.findall(self.description.lower())))
        whole = letters(self.title)
        first = letters(_SITE.split(self.title)[0]) if self.title else ""
        put(self, "title_letters", frozenset(filter(None, (whole, first))))

    def is_title(self, text: str) -> bool:
        """Whether a text is the title, with or without the site's name."""
        own = letters(text)
        return bool(own) and (
            own in self.title_letters or (len(own) > 14 and any(own in title for title in self.title_letters))
        )


def block_traits(blocks: Sequence[Block], head: Head) -> tuple[Floats, list[str]]:
    """The traits of each block, (blocks, len(TRAITS)), and each block folded for finding repeats."""
    keys = [block.text.lower() for block in blocks]
    rows = [_traits(block, lower, head) for block, lower in zip(blocks, keys, strict=True)]
    flat = np.fromiter(chain.from_iterable(rows), np.float32, len(rows) * len(TRAITS))
    return flat.reshape(len(rows), len(TRAITS)), keys


def _traits(block: Block, lower: str, head: Head) -> tuple[float, ...]:
    text, number, tag = block.text, block.words, block.box.tag
    size = len(text)
    distinct = _distinct_words(text[:_BEGINNING], lower[:_BEGINNING])
    in_title = len(distinct & head.title_words)
    in_description = len(distinct & head.description_words)
    return (
        math.log1p(number),
        size / max(1, number),
        block.linked / size,
        block.bold / size,
        text[-1] in _ENDS and _SENTENCE_END.search(text[-12:]) is not None,
        _share_of_capitals(text[:_SAMPLE]),
        _TAGS.get(tag, 0),
        _SORTS.get(tag, 0),
        in_title / len(distinct) if in_title else 0,
        in_title / len(head.title_words) if in_title else 0,
        in_title > 0 and number < _SHORT and head.is_title(text),
        in_description / len(distinct) if in_description else 0,
        block.box.depth,
    )


def _distinct_words(text: str, lower: str) -> set[str]:
    text = with_plain_marks(text)
    if text.isascii():  # then words are found ten times as fast
        return set(text.encode().translate(_WORD_BYTES).decode().split())
    return set(_WORD.findall(lower))


_ENDS = frozenset(".!?…。！？\"'”’»)]」")  # what `_SENTENCE_END` may end in

_CAPITALS = string.ascii_uppercase.encode()

_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]")

# Makes a space of each byte that is in no word, and lower case of capitals.
_WORD_BYTES = bytes(
    ord(char.lower()) if _WORD.fullmatch(char) and char.isascii() else 32 for char in map(chr, range(256))
)


def _share_of_capitals(text: str) -> float:
    raw = text.encode("ascii", "ignore")  # is counted ten times as fast
    capitals = len(raw) - len(raw.translate(None, _CAPITALS))
    if len(raw) < len(text):
        capitals += sum(map(str.isupper, _BEYOND_ASCII.findall(text)))
    return capitals / len(text)
