"""What one block says of itself: length, punctuation, links, the words that it shares with the title."""

from __future__ import annotations

import re
import string
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from archive.clean.dom.blocks import Block
from archive.clean.judge.trees import Columns
from archive.clean.patterns import TITLE_SEPARATOR, ends_sentence
from archive.folding import ascii_table, letters, translate_lines

_WORD = re.compile(r"\w+")
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


@dataclass(frozen=True)
class Head:
    """What a page's head says of its text, folded for comparing.

    Attributes:
        title, description: as the page gives them; "" for none.
    """

    title: str = ""
    description: str = ""

    @cached_property
    def title_words(self) -> frozenset[str]:
        """The words of the title, each once."""
        return frozenset(_WORD.findall(self.title.lower()))

    @cached_property
    def description_words(self) -> frozenset[str]:
        """The words of the description, each once."""
        return frozenset(_WORD.findall(self.description.lower()))

    @cached_property
    def _titles(self) -> frozenset[str]:
        """The letters of the title, and of its first part."""
        return frozenset(filter(None, map(letters, (self.title, TITLE_SEPARATOR.split(self.title)[0]))))

    def is_title(self, text: str) -> bool:
        """Whether a text is the title, with or without the site's name."""
        own = letters(text)
        return bool(own) and (
            own in self._titles or (len(own) > 14 and any(own in title for title in self._titles))
        )


def block_traits(blocks: Sequence[Block], head: Head) -> tuple[Columns, list[str]]:
    """The traits of each block, and each block folded for finding repeats."""
    texts = [block.text for block in blocks]
    keys = [text.lower() for text in texts]
    sizes = np.array([len(text) for text in texts], np.float64)
    words = np.array([block.words for block in blocks], np.float64)
    shared = np.array(_shared_words(texts, keys, head), np.float64)
    in_title, in_description, distinct = np.maximum(shared, (0, 0, 1)).T
    traits = {
        "words": np.log1p(words),
        "characters a word": sizes / np.maximum(words, 1),
        "share in links": np.array([block.linked for block in blocks]) / sizes,
        "share in emphasis": np.array([block.bold for block in blocks]) / sizes,
        "ends as a sentence": list(map(ends_sentence, texts)),
        "share of capitals": _shares_of_capitals([text[:_SAMPLE] for text in texts]),
        "tag": [_TAGS.get(block.box.tag, 0) for block in blocks],
        "sort of tag": [_SORTS.get(block.box.tag, 0) for block in blocks],
        "share of its words in the title": in_title / distinct,
        "share of the title's words in it": in_title / max(1, len(head.title_words)),
        "is the title": [
            number > 0 and block.words < _SHORT and head.is_title(block.text)
            for number, block in zip(in_title.tolist(), blocks, strict=True)
        ],
        "share of its words in the description": in_description / distinct,
        "depth": [block.box.depth for block in blocks],
    }
    return {name: np.asarray(column, np.float32) for name, column in traits.items()}, keys


def _shared_words(texts: Sequence[str], lower: Sequence[str], head: Head) -> list[tuple[int, int, int]]:
    """For each text how many words it shares with the title and with the description, and how many it has.

    Each word counts once.
    """
    beginnings = translate_lines([text[:_BEGINNING] for text in texts], _WORD_BYTES)
    counts = []
    for beginning, text in zip(beginnings, lower, strict=True):
        found = _WORD.findall(text[:_BEGINNING]) if beginning is None else beginning.decode().split()
        words = set(found)
        counts.append((len(words & head.title_words), len(words & head.description_words), len(words)))
    return counts


_CAPITALS = string.ascii_uppercase.encode()
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]")

_WORD_BYTES = ascii_table(_WORD.match)


def _shares_of_capitals(texts: Sequence[str]) -> list[float]:
    """What share of each text is capitals: those of ASCII are counted at once, the others one by one."""
    raw = "\n".join(texts).encode("ascii", "ignore")
    counted = zip(texts, raw.split(b"\n"), raw.translate(None, _CAPITALS).split(b"\n"), strict=True)
    shares = []
    for text, plain, others in counted:
        capitals = len(plain) - len(others)
        if len(plain) < len(text):
            capitals += sum(map(str.isupper, _BEYOND_ASCII.findall(text)))
        shares.append(capitals / len(text))
    return shares
