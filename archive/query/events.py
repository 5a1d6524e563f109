"""What happened to an article, capture by capture, as a reader would tell it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from archive.db.outcomes import describe_outcome
from archive.db.rows import Row
from archive.db.store import Store

# The facts that are compared between two texts of an article, with their names in messages.
_FACTS = {"title": "title", "authors": "by", "rating_raw": "rating"}

_MOVED = "moved"

_CAPTURES = """
select c.captured_at as at, c.url, c.outcome, c.reason, c.lost_facts,
    r.id as revision, r.word_count, r.title, v.rating_raw, (select group_concat(name, ', ') from (
        select authors.name from revision_authors ra join authors on authors.id = ra.author_id
        where ra.revision_id = r.id order by ra.position)) as authors
from captures c
left join revisions r on r.capture_id = c.id and r.article_id = c.article_id
left join reviews v on v.revision_id = r.id
where c.article_id = ? order by c.captured_at, c.id
"""

# An address that the first capture came by is no move.
_MOVES = """
select since as at, url from aliases
where article_id = ? and since > (select min(captured_at) from captures where article_id = aliases.article_id)
order by since, url
"""


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened to an article.

    Attributes:
        at: when, ISO 8601, UTC.
        what: the outcome of a capture in words, or `moved`.
        details: what changed, or why; "" for nothing more.
        url: the address that was captured, or that the article had before it moved.
    """

    at: str
    what: str
    details: str
    url: str

    def as_dict(self) -> dict[str, Any]:
        """The event as JSON can hold it."""
        return asdict(self)


def events(store: Store, article_id: int) -> list[Event]:
    """The captures and moves of an article, in order of time."""
    moves = [
        Event(row["at"], _MOVED, f"from {row['url']}", row["url"])
        for row in store.db.query(_MOVES, (article_id,))
    ]
    return sorted([*_captures(store, article_id), *moves], key=lambda event: (event.at, event.what != _MOVED))


def _captures(store: Store, article_id: int) -> Iterator[Event]:
    before: Row | None = None
    for row in store.db.query(_CAPTURES, (article_id,)):
        reason = None if row["outcome"] == "new" else row["reason"]  # of a new one: what the page looks like
        details = [*_changes(before, row), reason, _lost(row)]
        what = describe_outcome(row["outcome"] or "waiting")
        yield Event(row["at"], what, "; ".join(filter(None, details)), row["url"])
        if row["revision"] is not None and row["outcome"] in ("new", "changed"):
            before = row


def _changes(before: Row | None, row: Row) -> list[str]:
    """What a new text has other than the text before it; of the first text, its length."""
    if row["revision"] is None:
        return []
    words = f"{row['word_count']:,} words"
    if before is None:
        return [words]
    changes = [f"{words}, {before['word_count']:,} before"]
    for fact, label in _FACTS.items():
        if before[fact] != row[fact]:
            changes.append(f"{label} {row[fact] or 'none'}, was {before[fact] or 'none'}")
    return changes


def _lost(row: Row) -> str | None:
    """The facts that stayed although the page shows them no more, or worse."""
    names = json.loads(row["lost_facts"] or "[]")
    return f"kept the better {' and '.join(names)}" if names else None
