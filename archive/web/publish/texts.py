"""How much of a text a copy for browsing shows."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import ClassVar

from archive.errors import MatineeError

_FORM = re.compile(r"full|none|excerpt:([1-9]\d{0,5})")


class TextModeError(MatineeError):
    """--text is none of its values."""

    exit_code: ClassVar[int] = 2

    def __init__(self, text: str) -> None:
        super().__init__(
            f"--text {text}: no such value", "write full, none or excerpt:N, N words of each text"
        )


@dataclass(frozen=True, slots=True)
class ShownPart:
    """Attributes:
    name: as typed.
    words: how many of each text; None for all, 0 for none.
    """

    name: str
    words: int | None

    def shorten(self, text: str) -> str | None:
        """The part of a text that is shown; None if nothing is."""
        if self.words is None:
            return text
        if self.words == 0:
            return None
        words = text.split(maxsplit=self.words)
        return text if len(words) <= self.words else " ".join(words[: self.words]) + " …"

    def whole_markdown(self, markdown: str | None) -> str | None:
        """A text in Markdown if it is shown whole, otherwise None: a part of Markdown may not be Markdown."""
        return markdown if self.words is None else None


def read_text_mode(text: str) -> ShownPart:
    """Raises TextModeError if it is none of `full`, `none` and `excerpt:N`."""
    form = _FORM.fullmatch(text)
    if form is None:
        raise TextModeError(text)
    return ShownPart(text, None if text == "full" else int(form[1] or 0))
