"""`ScriptBody`: an article body found in a page's scripts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class ScriptBody:
    """An article body that a page holds only in its scripts.

    Attributes:
        source: where: `json-ld`, or the name of the script data (`__NEXT_DATA__`, `__INITIAL_STATE__`, ...).
        title: the title stored beside the body; None for none.
        body: HTML, plain text, or the blocks of an editor, as stored.
        words: how many words of prose it has.
    """

    source: str
    title: str | None
    body: Any
    words: int
