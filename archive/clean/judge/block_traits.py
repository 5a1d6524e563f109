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
    "links",
    "share in emphasis",
    "has a time",
    "sentences",
    "ends as a sentence",
    "commas",
    "share of capitals",
    "share of digits",
    "ends in a colon",
    "ends in a question mark",
    "signs that part labels",
    "how it begins",
    "is short and has a date",
    "tag",
    "sort of tag",
    "share of its words in the title",
    "share of the title's words in it",
    "is the title",
    "share of its words in the description",
    "begins the description",
    "depth",
    "quotation marks",
    "brackets",
    "script without spaces",
)

_WORD = re.compile(r"\w+")

_SENTENCE_END = re.compile(r"[.!?…。！？][\"'”’»)\]」]*(?:\[\d+\])*$")

_DATE = re.compile(
    r"\b(?:19|20)\d\d\b|\b\d{1,2}:\d\d\b|\d{1,2}[./]\d{1,2}[./]\d{2,4}|[12]\d{3}年|\d{1,4}(?:日|時間|分)前"
)

_UNSPACED = re.compile(r"[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")

_SITE = re.compile(r"\s+[|•·»–—-]\s+")

_SAMPLE = 80  # characters of a block that are counted one by one

_BEGINNING = 300  # characters of a block whose words are compared with the title's

_SHORT = 40  # words; only a shorter block can be the title

_FEW = 2  # words in common with the description; with fewer it does not begin so

_DATED = 25  # words

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
    description_letters: str = field(init=False)

    def __post_init__(self) -> None:
        put = object.__setattr__
        put(self, "title_words", frozenset(_WORD.findall(self.title.lower())))
        put(self, "description_words", frozenset(_WORD.findall(self.description.lower())))
        whole = letters(self.title)
        first = letters(_SITE.split(self.title)[0]) if self.title else ""
        put(self, "title_letters", frozenset(filter(None, (whole, first))))
        put(self, "description_letters", letters(self.description[:120])[:30])

    def is_title(self, text: str) -> bool:
        """Whether a text is the title, with or without the site's name."""
        own = letters(text)
        return bool(own) and (
            own in self.title_letters or (len(own) > 14 and any(own in title for title in self.title_letters))
        )

    def begins_description(self, text: str) -> bool:
        """Whether the description begins as a text does."""
        return bool(self.description_letters) and letters(text[:120]).startswith(self.description_letters)


def block_traits(blocks: Sequence[Block], head: Head) -> tuple[Floats, list[str]]:
    """The traits of each block, (blocks, len(TRAITS)), and each block folded for finding repeats."""
    keys = [block.text.lower() for block in blocks]
    rows = [_traits(block, lower, head) for block, lower in zip(blocks, keys, strict=True)]
    flat = np.fromiter(chain.from_iterable(rows), np.float32, len(rows) * len(TRAITS))
    return flat.reshape(len(rows), len(TRAITS)), keys


def _traits(block: Block, lower: str, head: Head) -> tuple[float, ...]:
    text, number, tag = block.text, block.words, block.box.tag
    size, first, last = len(text), text[0], text[-1]
    stops = commas = labels = 0
    quotes = unspaced = False
    if not text.isascii():
        stops, commas, labels, quotes, unspaced = _count_others(text)
    distinct = _distinct_words(text[:_BEGINNING], lower[:_BEGINNING])
    in_title = len(distinct & head.title_words)
    in_description = len(distinct & head.description_words)
    capitals, digits = _letter_shares(text)
    return (
        math.log1p(number),
        size / max(1, number),
        block.linked / size,
        block.links,
        block.bold / size,
        block.timed,
        text.count(". ") + text.count("! ") + text.count("? ") + stops,
        last in _ENDS and _SENTENCE_END.search(text[-12:]) is not None,
        text.count(",") + commas,
        capitals,
        digits,
        last in ":：",
        last in "?？؟",
        ("|" in text) + labels,
        1 if first.islower() else 2 if first.isdigit() else 0 if first.isalnum() else 3,
        number <= _DATED and (digits > 0 or size > _SAMPLE) and _DATE.search(lower) is not None,
        _TAGS.get(tag, 0),
        _SORTS.get(tag, 0),
        in_title / len(distinct) if in_title else 0,
        in_title / len(head.title_words) if in_title else 0,
        in_title > 0 and number < _SHORT and head.is_title(text),
        in_description / len(distinct) if in_description else 0,
        in_description > _FEW and head.begins_description(text),
        block.box.depth,
        quotes or '"' in text,
        text.count("("),
        unspaced,
    )


def _distinct_words(text: str, lower: str) -> set[str]:
    text = with_plain_marks(text)
    if text.isascii():  # then words are found ten times as fast
        return set(text.encode().translate(_WORD_BYTES).decode().split())
    return set(_WORD.findall(lower))


_ENDS = frozenset(".!?…。！？\"'”’»)]」")  # what `_SENTENCE_END` may end in

_CAPITALS, _DIGITS = string.ascii_uppercase.encode(), string.digits.encode()

_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]")

# Makes a space of each byte that is in no word, and lower case of capitals.
_WORD_BYTES = bytes(
    ord(char.lower()) if _WORD.fullmatch(char) and char.isascii() else 32 for char in map(chr, range(256))
)


def _letter_shares(text: str) -> tuple[float, float]:
    """The shares of capitals and of digits in the first characters of a text."""
    sample = text[:_SAMPLE]
    size = len(sample)
    raw = sample.encode("ascii", "ignore")  # is counted ten times as fast
    capitals = len(raw) - len(raw.translate(None, _CAPITALS))
    digits = len(raw) - len(raw.translate(None, _DIGITS))
    if len(raw) < size:
        beyond = _BEYOND_ASCII.findall(sample)
        capitals += sum(map(str.isupper, beyond))
        digits += sum(map(str.isdigit, beyond))
    return capitals / size, digits / size


def _count_others(text: str) -> tuple[int, int, int, bool, bool]:
    """What stands in a text beyond ASCII.

    Full stops, commas, signs that part labels, whether it has quotation marks and a script without spaces.
    """
    return (
        text.count("。"),
        text.count("、") + text.count("，") + text.count("،"),
        ("©" in text) + ("»" in text or "›" in text or "→" in text),
        "“" in text or "„" in text or "«" in text or "「" in text,
        _UNSPACED.search(text[:_SAMPLE]) is not None,
    )
