"""What changed in an article's text from one revision to the next, for its page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from archive.errors import NotFoundError
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
            Without any if no word changed, or if the texts are not kept.
    """

    number: int
    at: str
    facts: tuple[str, ...]
    paragraphs: tuple[list[Change] | int, ...]


def compare_revision(revisions: Sequence[RevisionText], typed: str) -> Diff:
    """A revision, compared with the one before it.

    Args:
        revisions: all of an article, in order.
        typed: the number of the revision as an address has it.

    Raises:
        NotFoundError: no revision after the first has this number.
    """
    by_number = {str(revision.number): place for place, revision in enumerate(revisions) if place}
    if typed not in by_number:
        raise NotFoundError(f"revision {typed}", "see the history of the article for those that it has")
    before, after = revisions[by_number[typed] - 1], revisions[by_number[typed]]
    words = []
    if before.text is not None and after.text is not None:
        words = word_diff(before.text, after.text)
    facts = tuple(fact_changes(before.facts, after.facts))
    return Diff(after.number, after.at, facts, tuple(changed_paragraphs(words)) if words else ())
