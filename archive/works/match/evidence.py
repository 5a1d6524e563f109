"""Whether two names can be one work: by ids, people, medium, year and the date of the articles. Pure."""

from __future__ import annotations

from collections.abc import Iterable

# Years from a work's to that of an article which covers it as a new one: a preview, a review, a late one.
_BEFORE, _AFTER = 1, 2

# Media of which pages give years that are one apart: a festival's and the release's, two countries'.
NEAR_YEARS = frozenset(("film", "book", "game"))


def is_contemporary(written: int, year: int) -> bool:
    """Whether an article of one year covers a work of another as a new one."""
    return year - _BEFORE <= written <= year + _AFTER


def can_be_known(written: int | None, year: int | None) -> bool:
    """Whether an article can be about a work of this year: it is not older than the work."""
    return written is None or year is None or year <= written + _BEFORE


def same_medium(first: str | None, second: str | None) -> bool:
    """Whether two media are one, as far as both are known."""
    return first is None or second is None or first == second


def other_people(first: Iterable[str], second: Iterable[str]) -> bool:
    """Whether two works were made by others: both are known, and no family name is shared."""
    names, others = _family_names(first), _family_names(second)
    return bool(names and others and not names & others)


def _family_names(people: Iterable[str]) -> set[str]:
    return {name.split()[-1] for name in people if name}
