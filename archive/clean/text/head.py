"""What stands above an article's text and repeats its title or its byline."""

from __future__ import annotations

import re
from collections.abc import Sequence

from archive.clean.boilerplate.lines import Line
from archive.folding import letters
from archive.word_count import count_words

_SENTENCE = re.compile(r"[.!…。！](?:[\"'”’»)\]」』）]|\[\d+\])*$")

_LINKED = 0.65

_BESIDE_BYLINE = 48  # letters

_NAME = 5  # letters; a shorter line may stand in a title or a byline by chance


def is_prose(text: str) -> bool:
    """Whether a line reads as running text and not as a headline, a label or a link."""
    words = count_words(text)
    return (
        words >= 25
        or (words >= 7 and bool(_SENTENCE.search(text)))
        or (words >= 18 and text.endswith(("?", "？")))
    )


def strip_head(lines: Sequence[Line], title: str | None, byline: str | None) -> list[Line]:
    """The lines without those that repeat the title or the byline above the text's second paragraph."""
    prose = [index for index, line in enumerate(lines) if is_prose(line.text)][:2]
    end = prose[-1] if prose else 0
    first = prose[0] if prose else 0
    names, head = letters(byline or ""), letters(title or "")
    kept = [line for i, line in enumerate(lines[:end]) if not _repeats(line, head, names, above=i < first)]
    return kept + list(lines[end:])


def _repeats(line: Line, title: str, byline: str, *, above: bool) -> bool:
    """Whether a line says again what the title or the byline says, or is a link or a time above the text."""
    own = letters(line.text)
    if not own or own == title:
        return True
    if len(own) > _NAME and own in byline and len(own) * 3 > len(byline):
        return True
    if above and len(byline) > _NAME and byline in own and len(own) - len(byline) <= _BESIDE_BYLINE:
        return True  # with a date or a reading time beside it
    label = not is_prose(line.text) and (line.linked > _LINKED or _is_time(line))
    return above and ((len(own) > _NAME and own in title) or label)


def _is_time(line: Line) -> bool:
    """Whether a line has a `<time>`: when the article was published, or how long it takes to read."""
    return line.block is not None and line.block.timed
