"""What changed in an article's text from one revision to the next, for its page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from archive.query.history.events import RevisionText
from archive.query.history.fact_changes import fact_changes
from archive.query.history.word_diff import Change, changed_paragraphs, word_diff


@dataclass(frozen=True, slots=True)
class Diff:
    """A revision compared with the one before it.

    Attributes:
        number: of the revision; `at` is when it was captured first, ISO 8601, UTC.
        facts: sentences on facts that changed.
        paragraphs: those in which words changed and those around them; a number stands for so many others.
    """

    number: int
    at: str
    facts: tuple[str, ...]
    paragraphs: tuple[list[Change] | int, ...]


def diffs(revisions: Sequence[RevisionText]) -> list[Diff]:
    """The changes of all revisions but the first, in order. Of texts that are not kept, only the facts."""
    return [_diff(before, after) for before, after in pairwise(revisions)]


def _diff(before: RevisionText, after: RevisionText) -> Diff:
    words = []
    if before.text is not None and after.text is not None:
        words = word_diff(before.text, after.text)
    facts = tuple(fact_changes(before.facts, after.facts))
    return Diff(after.number, after.at, facts, tuple(changed_paragraphs(words)) if words else ())
