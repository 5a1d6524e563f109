"""What one block says of itself: length, punctuation, links, the words that it shares with the title."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from archive.clean.dom.blocks import Block
from archive.clean.judge.trees import Floats

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


def letters(text: str) -> str:
    """A text folded to its letters and digits, for comparing."""
    return "".join(filter(str.isalnum, text.lower()))


@dataclass(frozen=True, slots=True)
class Head:
    """What a page's head says of its text, folded for comparing.

    Attributes:
        title, description: as the page gives them; "" for none.
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
    rows, keys = [], []
    for block in blocks:
        row, key = _traits(block, head)
        rows.append(row)
        keys.append(key)
    return np.array(rows, np.float32).reshape(len(rows), len(TRAITS)), keys


def _traits(block: Block, head: Head) -> tuple[tuple[float, ...], str]:
    text = block.text
    size, number = len(text), block.words
    lower = text.lower()
    distinct = set(_WORD.findall(lower[:_BEGINNING]))
    sample = text[:_SAMPLE]
    tag = block.box.tag
    first = text[0]
    in_title = len(distinct & head.title_words)
    in_description = len(distinct & head.description_words)
    row = (
        math.log1p(number),
        size / max(1, number),
        block.linked / size,
        block.links,
        block.bold / size,
        block.timed,
        text.count(". ") + text.count("! ") + text.count("? ") + text.count("。"),
        _SENTENCE_END.search(text[-12:]) is not None,
        text.count(",") + text.count("、") + text.count("，") + text.count("،"),
        sum(map(str.isupper, sample)) / len(sample),
        sum(map(str.isdigit, sample)) / len(sample),
        text[-1] in ":：",
        text[-1] in "?？؟",
        ("©" in text) + ("|" in text) + ("»" in text or "›" in text or "→" in text),
        1 if first.islower() else 2 if first.isdigit() else 0 if first.isalnum() else 3,
        number <= _DATED and _DATE.search(lower) is not None,
        _TAGS.get(tag, 0),
        _SORTS.get(tag, 0),
        in_title / len(distinct) if distinct else 0,
        in_title / len(head.title_words) if head.title_words else 0,
        in_title > 0 and number < _SHORT and head.is_title(text),
        in_description / len(distinct) if distinct else 0,
        in_description > _FEW and head.begins_description(text),
        block.box.depth,
        '"' in text or "“" in text or "„" in text or "«" in text or "「" in text,
        text.count("("),
        not text.isascii() and _UNSPACED.search(sample) is not None,
    )
    return row, lower
