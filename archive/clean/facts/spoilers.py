"""Does the page warn of spoilers, or promise that there are none?"""

from __future__ import annotations

import re
from collections.abc import Iterator

from archive.clean.dom.element_text import element_text
from archive.clean.evidence import Candidate
from archive.clean.page.page import Page
from archive.clean.patterns import phrases

_PROMISE = phrases("spoilers", "promise")
_WARNING = phrases("spoilers", "warning")
_WARNING_ALONE = re.compile(r"^\W*(?:\w+\s+)?spoil(?:er)?s?\b\W*$", re.I)
_SPOIL = "spoil"  # every word for it has this
_LONGEST_WARNING = 500  # characters; a longer paragraph talks about spoilers and does not warn
_NOTES = {
    True: ("yes", "a warning"), False: ("no", "a promise that there are none"),
    None: ("-", "speaks of them without warning"),
}  # fmt: skip


def read_spoilers(page: Page, text: str) -> bool | None:
    """True for a printed warning, False for a promise that there are none, None for neither.

    A warning outweighs a promise: "spoiler-free until the last section; spoilers below" has spoilers.
    """
    return max((said for _, said in _mentions(page, text) if said is not None), default=None)


def warns_or_promises(line: str) -> bool:
    """Whether a line says whether its page has spoilers."""
    return _SPOIL in line.lower() and _says(line) is not None


def spoiler_candidates(page: Page, text: str) -> Iterator[Candidate]:
    """The lines that mention spoilers, and what each says about them."""
    for line, said in _mentions(page, text):
        value, note = _NOTES[said]
        yield Candidate(value, "text", raw=line, note=note)


def _mentions(page: Page, text: str) -> Iterator[tuple[str, bool | None]]:
    """Each line that mentions spoilers, and what it says; warnings may stand in a headline, too."""
    titles = page.lines[:5] if page.tree is None else map(element_text, page.tagged("h1")[:1])
    for line in (*titles, *text.splitlines()):
        if _SPOIL in line.lower():
            yield line, _says(line)


def _says(line: str) -> bool | None:
    """True where a line warns of spoilers, False where it promises that there are none."""
    rest = _PROMISE.sub(" ", line)
    if len(line) <= _LONGEST_WARNING and (_WARNING.search(rest) or _WARNING_ALONE.match(rest)):
        return True
    return False if rest != line else None
