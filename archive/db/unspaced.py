"""Make words findable in scripts that write no spaces between words. Pure.

FTS5 treats a run of Japanese, Chinese or Thai as one word. So after each text, the index also receives every
pair of neighbouring characters and every single character of its runs. A search for one or two characters
then finds an indexed word; a longer search becomes a phrase of pairs. The words of the text keep their
positions, so snippets stay correct. Korean writes spaces but joins particles to words, so its
runs are split as well.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from archive.folding import beyond_ascii

VERSION = 1  # of the output of `with_parts`; an index made by another version is rebuilt

_CHARACTERS = (
    "\u0e01-\u0e3a\u0e40-\u0e4e\u0e50-\u0e59"  # Thai
    "\u0e81-\u0edf\u1000-\u1049\u1050-\u109f\u1780-\u17d3\u17d7\u17dc-\u17e9"  # Lao, Burmese, Khmer
    "\u3005-\u3007\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff\u31f0-\u31ff\uff66-\uff9f"  # kana
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"  # Chinese characters
    "\uac00-\ud7a3"  # Korean
)
_RUN = re.compile(f"[{_CHARACTERS}]+")
_WORD = re.compile(f"[\\w{_CHARACTERS}]+")
_MIXED = re.compile(f"[\\w{_CHARACTERS}]*[{_CHARACTERS}][\\w{_CHARACTERS}]*")


def has_runs(text: str) -> bool:
    """Whether a text holds any character of these scripts."""
    return not text.isascii() and _RUN.search(beyond_ascii(text)) is not None


def with_parts(text: str | None) -> str | None:
    """The text to index: the text itself, followed by the parts of its runs if it has any."""
    if text is None or not has_runs(text):
        return text
    pairs: list[str] = []
    characters: dict[str, None] = {}  # each once: they are searched alone, so positions do not matter
    for word in _MIXED.findall(text):
        for piece, is_run in pieces(word):
            if is_run:
                characters.update(dict.fromkeys(piece))
                pairs.extend(map("".join, pairwise(piece)))
            else:
                pairs.append(piece)  # "netflix" in a word such as "netflixドラマ"
    return "\n".join((text, " ".join(pairs), " ".join(characters)))


def pieces(text: str) -> Iterator[tuple[str, bool]]:
    """Split a text into words, and runs from the letters around them. Yields (piece, whether it is a run)."""
    for word in _WORD.findall(text):
        end = 0
        for run in _RUN.finditer(word):
            if run.start() > end:
                yield word[end : run.start()], False
            yield run.group(), True
            end = run.end()
        if end < len(word):
            yield word[end:], False


def as_phrase(run: str) -> str:
    """The phrase of indexed pairs that finds a run."""
    return " ".join(run[start : start + 2] for start in range(max(1, len(run) - 1)))
