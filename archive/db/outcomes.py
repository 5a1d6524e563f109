"""The outcomes of captures: their names in the archive, and the words that people read for them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

OutcomeName = Literal["new", "changed", "same", "worse", "not_article", "gone", "failed"]

# What readers are told of a capture: an outcome, or that its page was missing for the first time in a row.
# That is stored as `gone`, because captures may come in another order than they were made.
OutcomeWord = Literal["new", "changed", "same", "worse", "not_article", "missing", "gone", "failed"]

GONE_STATUSES = (404, 410)  # HTTP statuses that say that a page is not there

# In SQL, a capture of a front page or a listing to which the address of its article redirects: the article is
# gone, and the captured URL is none of its addresses.
SOFT_404 = "(outcome = 'gone' and status < 400)"

# The only place with these words: logs, status, reports of commands and histories take them from here.
OUTCOME_WORDS: Mapping[str, str] = {
    "new": "new",
    "changed": "changed",
    "same": "unchanged",
    "worse": "kept the better",
    "not_article": "not an article",
    "missing": "not found once",
    "gone": "gone",
    "failed": "failed",
}


def count_words(counts: Mapping[str, int]) -> str:
    """The counts of outcomes in words, such as `2 new, 1 unchanged`; "" if all are 0.

    Args:
        counts: number of captures by outcome. The name `unchanged` counts pages that the server said are not
            modified; to a reader they are the same as pages that came unchanged.
    """
    counted = {**counts, "same": counts.get("same", 0) + counts.get("unchanged", 0)}
    return ", ".join(f"{counted[name]:,} {word}" for name, word in OUTCOME_WORDS.items() if counted.get(name))


def describe_outcome(name: str) -> str:
    """The word for an outcome; other words, such as `waiting`, stay."""
    return OUTCOME_WORDS.get(name, name)


def describe_in_detail(details: Mapping[str, str]) -> dict[str, str]:
    """The word for each outcome, followed by what the outcome means to a command where `details` say so."""
    return {
        name: f"{word}: {details[name]}" if name in details else word for name, word in OUTCOME_WORDS.items()
    }
