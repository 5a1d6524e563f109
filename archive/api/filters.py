"""Filters as keyword arguments, named like the options of `matinee search`, and the selection they make."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import Any, TypedDict, get_args

from archive.errors import MatineeError, did_you_mean
from archive.model import Kind, Medium, Status
from archive.query.date_span import Span, read_span
from archive.query.selection import Selection

# The keywords that take one value or several, with the field of `Selection` that each fills.
_FIELDS = {
    "outlet": "outlets",
    "kind": "kinds",
    "medium": "media",
    "work": "works",
    "author": "authors",
    "language": "languages",
    "status": "statuses",
}
_WORDS = {"kind": get_args(Kind), "medium": get_args(Medium), "status": get_args(Status)}


class Filters(TypedDict, total=False):
    """All given filters must match; of several values for one filter, any may.

    Keys:
        outlet, kind, medium, status: exact values.
        work: titles or registry ids; ignores case and accents, `*` stands for anything.
        author: names, matched as works are.
        language: BCP 47; `en` also takes `en-GB`.
        since, until: the time of publication, both inclusive. Text is read as the command line reads it:
            `2024`, `2024-05-17`, `last week`. They exclude undated articles. A time without a zone is UTC.
        min_score: 0 to 100; excludes articles without a score.
        one_per_story: of articles that tell one story, only the best that the query and all other filters
            let through.
    """

    outlet: str | Iterable[str]
    kind: Kind | Iterable[Kind]
    medium: Medium | Iterable[Medium]
    work: str | Iterable[str]
    author: str | Iterable[str]
    language: str | Iterable[str]
    status: Status | Iterable[Status]
    since: str | date
    until: str | date
    min_score: float
    one_per_story: bool


class FilterError(MatineeError, ValueError):
    """A filter has a value that it cannot have.

    Attributes:
        name: the keyword.
    """

    def __init__(self, name: str, problem: str, remedy: str) -> None:
        super().__init__(f"{name}: {problem}", remedy)
        self.name = name


def selection_from(filters: Filters) -> Selection:
    """The selection that these filters make.

    Raises:
        TypeError: there is no filter of that name.
        FilterError: a value is none that the filter can have.
    """
    chosen: dict[str, Any] = {}
    for name, value in filters.items():
        if value is None:
            continue
        if name in _FIELDS:
            chosen[_FIELDS[name]] = _values(name, value)
        elif name in ("since", "until"):
            span = _span(name, value)
            chosen[name] = span.first if name == "since" else span.last
        elif name == "min_score":
            chosen[name] = _score(value)
        elif name == "one_per_story":
            chosen[name] = bool(value)
        else:
            known = Filters.__annotations__
            raise TypeError(f"there is no filter {name!r}; {did_you_mean(name, known, ', '.join(known))}")
    return Selection(**chosen)


def check_word(name: str, value: str, known: Iterable[str]) -> None:
    """Raise FilterError unless the value of a keyword is one of these words."""
    words = tuple(known)
    if value not in words:
        otherwise = f"write one of {', '.join(words)}"
        raise FilterError(name, f"{value!r} is none", did_you_mean(str(value), words, otherwise))


def _values(name: str, value: Any) -> tuple[str, ...]:
    values = (value,) if isinstance(value, str) else tuple(value) if isinstance(value, Iterable) else None
    if values is None or not all(isinstance(item, str) for item in values):
        raise FilterError(name, f"{value!r} is no text", f"give a text or several: {name}=['...', '...']")
    if not values:
        raise FilterError(name, "has no value", "name one, or leave the filter out")
    for item in values if name in _WORDS else ():
        check_word(name, item, _WORDS[name])
    return values


def _span(name: str, value: Any) -> Span:
    try:
        text = value.isoformat() if isinstance(value, date) else value
        return read_span(text, datetime.now(UTC))
    except (ValueError, OverflowError, AttributeError, TypeError):
        remedy = "write '2024', '2024-05', '2024-05-17' or 'last week', or give a date"
        raise FilterError(name, f"{value!r} is not a date", remedy) from None


def _score(value: Any) -> float:
    number = isinstance(value, int | float) and not isinstance(value, bool)
    if not number or not 0 <= value <= 100:
        raise FilterError("min_score", f"{value!r} is no score", "give a number from 0 to 100")
    return float(value)
