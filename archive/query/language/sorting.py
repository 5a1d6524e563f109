"""The orders of hits, and cursors: where in an order the next page begins."""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, get_args

from archive.errors import MatineeError

Sort = Literal["relevance", "fresh", "newest", "oldest", "added", "score", "lowest", "title"]
SORTS: tuple[Sort, ...] = get_args(Sort)
RANKED = frozenset(("relevance", "fresh"))  # need words; without them, the newest come first

_LARGEST = 2**63  # more than SQLite's numbers

# A year makes a hit weigh half, ten years a tenth. `rank` is below 0, and lowest for the best.
_FRESH = "rank / (1 + ifnull(max(0, julianday('{today}') - julianday(published)), 3652) / 365.25)"
_KEYS: dict[str, tuple[str, bool]] = {  # expression, descending
    "relevance": ("rank", False),
    "newest": ("published", True),
    "oldest": ("published", False),
    "added": ("id", True),
    "score": ("rating_score", True),
    "lowest": ("rating_score", False),
    "title": ("fold(title)", False),
}
_INDEXES: dict[str, str] = {
    "newest": "coverage_published",
    "oldest": "coverage_published",
    "score": "coverage_rating_score",
    "lowest": "coverage_rating_score",
}
_OF_PART = RANKED | {"title"}


class CursorError(MatineeError, ValueError):
    """A cursor is none that Matinee printed for this query and order."""

    exit_code = 2

    def __init__(self) -> None:
        super().__init__("the cursor is not of this search", "leave it out to begin at the first page")


@dataclass(frozen=True, slots=True)
class Order:
    """An order of hits.

    Attributes:
        key: an SQL expression on `coverage`, and on `rank` if the order is in RANKED.
        descending: the greatest key is first. What has none is last either way.
    """

    sort: Sort
    key: str
    descending: bool

    @property
    def index(self) -> str | None:
        """The index of `coverage` that has this order; None if none has."""
        return _INDEXES.get(self.sort)

    @property
    def reads_all(self) -> bool:
        """Whether every article that matches has to be read to find the first."""
        return self.sort in _OF_PART

    @property
    def sql(self) -> str:
        """What follows ORDER BY."""
        if self.key == "id":
            return f"id{' desc' * self.descending}"
        return f"{self.key} {'desc' if self.descending else 'asc nulls last'}, id"

    def after(self, key: object, article_id: int) -> tuple[str, list[object]]:
        """A condition for what follows a hit, with its parameters."""
        if key is None:
            return f"({self.key} is null and id > ?)", [article_id]
        comparison = "<" if self.descending else ">"
        condition = f"({self.key} {comparison} ? or {self.key} is null or ({self.key} = ? and id > ?))"
        return condition, [key, key, article_id]


def order(sort: Sort | None, *, has_words: bool, now: datetime) -> Order:
    """The order of a search.

    Args:
        sort: None is the best match first, or the newest first without words.
        has_words: whether the query has words to rank by.
        now: aware; `fresh` counts days from it.
    """
    if sort is None or (sort in RANKED and not has_words):
        sort = "relevance" if has_words and sort is None else "newest"
    if sort == "fresh":
        return Order(sort, _FRESH.format(today=f"{now:%Y-%m-%d}"), False)
    key, descending = _KEYS[sort]
    return Order(sort, key, descending)


def write_cursor(sort: Sort, search: str, key: object, article_id: int) -> str:
    """A cursor after a hit.

    Args:
        search: a text that says what is searched; another search does not take this cursor.
    """
    value = json.dumps([sort, _digest(search), key, article_id], ensure_ascii=False)
    return base64.urlsafe_b64encode(value.encode()).decode().rstrip("=")


def read_cursor(cursor: str, sort: Sort, search: str) -> tuple[object, int]:
    """The key and the id of the hit that a cursor stands after.

    Raises:
        CursorError: it is no cursor of this search in this order.
    """
    try:
        value = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        written_sort, digest, key, article_id = value
    except (ValueError, TypeError, binascii.Error):
        raise CursorError from None
    is_sound = isinstance(article_id, int) and _can_be_stored(article_id) and _can_be_stored(key)
    if not is_sound or (written_sort, digest) != (sort, _digest(search)):
        raise CursorError
    return key, article_id


def _can_be_stored(value: object) -> bool:
    """Whether a value is one that SQLite takes. A cursor comes from an address, and may have been altered."""
    match value:
        case str():
            return value == value.encode(errors="ignore").decode()
        case int() | float():
            return abs(value) < _LARGEST
    return value is None


def _digest(search: str) -> str:
    return hashlib.sha256(search.encode(errors="replace")).hexdigest()[:12]
