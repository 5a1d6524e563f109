"""How much of each text goes into an export: all, its first words, or none. Its SHA-256 stands for it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, ClassVar

from archive.db.rows import text_hash
from archive.errors import MatineeError
from archive.export.columns import TEXT_SHA256, Columns
from archive.word_count import first_words

_EXCERPT = re.compile(r"excerpt:([1-9][0-9]{0,8})")


class TextModeError(MatineeError):
    """--text is none of full, excerpt:N and none."""

    exit_code: ClassVar[int] = 2


@dataclass(frozen=True, slots=True)
class TextMode:
    """Attributes:
    words: the most words of a text that are exported; None for the whole text, 0 for no text.
    """

    words: int | None = None

    def apply(self, records: Iterable[dict[str, Any]], columns: Columns) -> Iterator[dict[str, Any]]:
        """Each record with `text_sha256`, the hash of its whole text in UTF-8, and with its text cut.

        `text_sha256` is None where no text is kept. `word_count` stays that of the whole text. Records whose
        whole text is exported without its hash stay as they are.

        Args:
            columns: those that are exported.
        """
        if self == FULL and TEXT_SHA256 not in columns.names:
            yield from records
            return
        for record in records:
            text = record.get("text")
            sha256 = None if text is None else text_hash(text)
            yield {**record, "text": self.cut(text), TEXT_SHA256: sha256}

    def cut(self, text: str | None) -> str | None:
        """As much of a text as is exported; None for none."""
        if self.words is None or text is None:
            return text
        return first_words(text, self.words) if self.words else None


FULL = TextMode()


def read_text_mode(text: str) -> TextMode:
    """The mode that a person names: `full`, `excerpt:50` or `none`. Raises TextModeError."""
    if text in ("full", "none"):
        return FULL if text == "full" else TextMode(0)
    match = _EXCERPT.fullmatch(text)
    if match is None:
        raise TextModeError(f"--text {text!r} is no mode", "write full, none, or excerpt:50 for 50 words")
    return TextMode(int(match[1]))
