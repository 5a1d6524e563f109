"""What stands above or below an article's text and repeats its title or its byline."""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from itertools import islice

from archive.clean.authors.labels import role_part
from archive.clean.authors.names import bare_name, split_names
from archive.clean.boilerplate.lines import Line
from archive.clean.dom.blocks import Block
from archive.clean.patterns import ends_sentence
from archive.clean.vocabulary import word_set
from archive.folding import letters
from archive.word_count import count_words

_LINKED = 0.65
_BESIDE_BYLINE = 48  # letters
_BESIDE_SIGNATURE = 24  # letters beside the name in a line below the text
_LAST_LINES = 3  # of a text, among which that line may be, and what is said of the author
_IS = word_set("bylines", "is")
_MOST_NAME_WORDS = 4
_BIO_WORDS = 10  # after a name and an "is", of which one is a role
_LABEL_WORDS = 4  # of a line that may stand below a bio

_DAY = re.compile(
    r"\b\d{1,2}(?:st|nd|rd|th|er|\.)?,?\s+(?:de\s+)?[^\W\d_]{3,12}\.?,?\s+(?:de\s+)?(?:19|20)\d\d\b"
    r"|\b[^\W\d_]{3,12}\.?\s+\d{1,2}(?:st|nd|rd|th)?,?\s+(?:19|20)\d\d\b"
    r"|\b\d{1,2}[./-]\d{1,2}[./-](?:(?:19|20)\d\d|\d\d)\b"
    r"|(?:19|20)\d\d\s?[./年-]\s?\d{1,2}\s?[./月-]\s?\d{1,2}(?!\d)"
)

_DATED_WORDS = 12  # a line with a day's date and no more words than this says who wrote the text, and when
_NAME = 5  # letters; a shorter line may stand in a title or a byline by chance
_SHORT_NAME = 2  # letters of a name in a script where three are one


def is_prose(text: str) -> bool:
    """Whether a line reads as running text and not as a headline, a label or a link."""
    words = count_words(text)
    fewest = 18 if text.endswith(("?", "？")) else 7  # of a sentence: headlines are questions, too
    return words >= 25 or (words >= fewest and ends_sentence(text))


def strip_head(lines: Sequence[Line], title: str | None, byline: str | None) -> list[Line]:
    """The lines without those that repeat the title or the byline above the text's second paragraph."""
    prose = [*islice((index for index, line in enumerate(lines) if is_prose(line.block.text)), 2)]
    end = prose[-1] if prose else 0
    first = prose[0] if prose else 0
    names, head = letters(byline or ""), letters(title or "")
    kept: list[Line] = []
    for index, line in enumerate(lines[:end]):
        above = index < first
        # Signs alone, as of a rating, stay below a heading of the text or a paragraph.
        signs = not letters(line.block.text) and (not above or (bool(kept) and kept[-1].block.is_heading))
        if signs or not _repeats(line.block, head, names, above=above):
            kept.append(line)
    return kept + list(lines[end:])


def strip_signature(lines: Sequence[Line], byline: str | None) -> list[Line]:
    """The lines without the byline below the text, and without what is said of the author there.

    The byline is a name with a word or two or an address beside it.
    """
    end, names = max(1, len(lines) - _LAST_LINES), letters(byline or "")
    people = {letters(bare_name(name)) for name in split_names(byline or "")}
    kept, is_last = [], True  # a bio has nothing below it but others, and labels
    for line in reversed(lines[end:]):
        is_bio = is_last and _is_bio(line.block, people)
        is_last = is_last and (is_bio or count_words(line.block.text) <= _LABEL_WORDS)
        if not (is_bio or _is_signature(line.block, names)):
            kept.append(line)
    return [*lines[:end], *reversed(kept)]


def _is_signature(block: Block, byline: str) -> bool:
    own = letters(block.text)
    inner, outer = sorted((own, byline), key=len)
    is_name = len(inner) > (_NAME if inner.isascii() else _SHORT_NAME)
    return is_name and inner in outer and len(own) - len(byline) <= _BESIDE_SIGNATURE


def _is_bio(block: Block, people: Set[str]) -> bool:
    """Whether a line says who an author is, or how to reach them: "Ann Lee is a critic in Leeds"."""
    words = block.text.lstrip("(—– ").split()
    sizes = range(2, min(_MOST_NAME_WORDS, len(words) - 1) + 1)
    named = next((size for size in sizes if letters(" ".join(words[:size])) in people), None)
    if named is None:
        return False
    is_role = words[named] in _IS and any(map(role_part, words[named + 1 : named + _BIO_WORDS]))
    return is_role or (words[named][:1].islower() and "@" in block.text)


def _repeats(block: Block, title: str, byline: str, *, above: bool) -> bool:
    """Whether a line says again what the title or the byline says, or is a link or a time above the text."""
    own = letters(block.text)
    if not own or own == title:
        return True
    if len(own) > _NAME and own in byline and len(own) * 3 > len(byline):
        return True
    if above and len(byline) > _NAME and byline in own and len(own) - len(byline) <= _BESIDE_BYLINE:
        return True  # with a date or a reading time beside it
    is_dated = not block.is_heading and block.words <= _DATED_WORDS and _DAY.search(block.text)
    is_label = block.linked > _LINKED * len(block.text) or block.timed or is_dated
    return above and ((len(own) > _NAME and own in title) or (bool(is_label) and not is_prose(block.text)))
