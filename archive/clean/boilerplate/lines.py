"""A text's lines, and what they tell of themselves, for learning which of them recur. Pure."""

from __future__ import annotations

import re
from collections.abc import Container, Sequence
from dataclasses import dataclass, replace

from archive.clean.boilerplate.recurring import LONGEST, find_learned, line_key, line_keys
from archive.clean.dom.blocks import Block
from archive.clean.facts.spoilers import warns_or_promises
from archive.clean.patterns import ends_sentence
from archive.clean.rating.hints import texts_with_hint
from archive.clean.rating.wording import rating_from_words, rating_in_sentence
from archive.clean.vocabulary import word_set
from archive.folding import ascii_table, translate_lines, with_plain_marks
from archive.model import Learned, SeenLine

_LINKED = 0.5
_LABEL = 3  # words
_LONGEST_RATING = 160  # characters of a line that gives one; nobody says a longer one again and again

_FIRST_PERSON = word_set("lines", "first_person")
_WORD = re.compile(r"[私僕俺]|[^\W私僕俺]+")
_ASCII_FIRST_PERSON = frozenset(word.encode() for word in _FIRST_PERSON)

_ASCII_WORDS = ascii_table(_WORD.match, lower=False)


@dataclass(frozen=True, slots=True)
class Line:
    """A block of a page as a line of the article's text.

    Attributes:
        block: whose text it is.
        apart: whether it stands in an element of a class that holds little of the page's prose.
        captions: of the figures between the line before and this one.
    """

    block: Block
    apart: bool = False
    captions: tuple[Block, ...] = ()


def seen_lines(lines: Sequence[Line], hinted: Container[int] | None = None) -> tuple[SeenLine, ...]:
    """The lines of a text as they are learned from.

    Args:
        lines: of the text.
        hinted: the indexes of the blocks that may hold a rating; None where that is unknown.
    """
    texts = [line.block.text for line in lines]
    short = [
        place
        for place, line in enumerate(lines)
        if len(texts[place]) <= _LONGEST_RATING and (hinted is None or line.block.index in hinted)
    ]
    # Apart, as a line's traits are of its own words.
    hinted = texts_with_hint([part for place in short for part in (texts[place], "")])
    hints = {short[place // 2] for place in hinted}
    keys, words = line_keys(texts), translate_lines(texts, _ASCII_WORDS)
    may_spoil = "spoil" in "\n".join(texts).casefold()
    return tuple([
        SeenLine(keys[place], _traits(line, words[place], may_rate=place in hints, may_spoil=may_spoil))
        for place, line in enumerate(lines)
    ])  # fmt: skip


def without_learned(lines: Sequence[Line], seen: Sequence[SeenLine], learned: Learned) -> list[Line]:
    """The lines, and their captions, without learned furniture."""
    if not learned:
        return list(lines)
    gone = find_learned([line.block.text for line in lines], seen, learned)
    known = learned.pinned | learned.anywhere
    return [
        replace(line, captions=tuple(one for one in line.captions if line_key(one.text) not in known))
        for line, drop in zip(lines, gone, strict=True)
        if not drop
    ]


def _traits(line: Line, words: bytes | None, *, may_rate: bool, may_spoil: bool) -> str:
    """The letters for a line of these words: None where it has letters beyond ASCII."""
    text, number = line.block.text, line.block.text.count(" ") + 1
    linked, short = line.block.linked >= _LINKED * len(text), number <= LONGEST
    is_label = number <= _LABEL
    is_authors = short and (
        _tells(text, may_rate=may_rate, may_spoil=may_spoil)
        or (not linked and not is_label and _is_said(text, words))
    )
    return (
        ("L" if linked else "")
        + ("A" if line.apart else "")
        + ("H" if line.block.is_heading else "")
        + ("K" if is_authors else "")
        + ("S" if is_label else "")
        + ("" if short else "X")
    )


def _tells(text: str, *, may_rate: bool, may_spoil: bool) -> bool:
    """Whether a line rates, or speaks of spoilers."""
    if may_spoil and "spoil" in text.casefold() and warns_or_promises(text):
        return True
    return may_rate and (rating_in_sentence(text) or rating_from_words(text, "verdict")) is not None


def _is_said(text: str, words: bytes | None) -> bool:
    """Whether a sentence is the author's by what it says, however often it is said."""
    if not ends_sentence(text):
        return False
    if words is None:
        found = _WORD.findall(with_plain_marks(text))
        return "I" in found or not _FIRST_PERSON.isdisjoint(map(str.lower, found))
    return b"I" in words.split() or not _ASCII_FIRST_PERSON.isdisjoint(words.lower().split())
