"""What happened to an article, capture by capture, as a reader would tell it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from archive.db.outcomes import describe_outcome
from archive.db.rows import Row, capture_order
from archive.db.store import Store
from archive.query.history.fact_changes import fact_changes
from archive.query.history.visits import missing_once, read_visits
from archive.query.history.word_diff import count_changes, word_diff

_MOVED = "moved"

_CAPTURES = f"""
select c.id, c.captured_at as at, c.url, c.outcome, c.reason, c.lost_facts,
    r.id as revision, r.word_count, r.text, r.withheld, r.title, r.published, r.published_precision,
    v.rating_raw, v.spoilers, (select group_concat(name, ', ') from (
        select authors.name from revision_authors ra join authors on authors.id = ra.author_id
        where ra.revision_id = r.id order by ra.position)) as authors
from captures c
left join revisions r on r.capture_id = c.id and r.article_id = c.article_id
left join reviews v on v.revision_id = r.id
where c.article_id = ? order by {capture_order("c")}
"""

# An address that the first capture came by is no move.
_MOVES = """
select since as at, url from aliases
where article_id = ? and since > (select min(captured_at) from captures where article_id = aliases.article_id)
order by since, url
"""


@dataclass(frozen=True, slots=True)
class RevisionText:
    """A text of an article, and the facts that stand with it.

    Attributes:
        number: 1 for the first in order of time.
        at: when it was captured first, ISO 8601, UTC.
        text: None if the page forbids keeping it.
        facts: what `archive.query.history.fact_changes` compares.
    """

    number: int
    at: str
    text: str | None
    facts: Row


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened to an article.

    Attributes:
        at: when, ISO 8601, UTC.
        what: the outcome of a capture in words, or `moved`.
        details: what changed, or why; "" for nothing more.
        url: the address that was captured, or that the article had before it moved.
        revision: the number of the article's text that this capture brought, from 1 in order of time; None
            if it brought none.
    """

    at: str
    what: str
    details: str
    url: str
    revision: int | None = None

    def as_dict(self) -> dict[str, Any]:
        """The event as JSON can hold it."""
        return asdict(self)


def events(store: Store, article_id: int, *, count_words: bool = True) -> list[Event]:
    """The captures and moves of an article, in order of time.

    Args:
        count_words: compare the texts, and say how many words were added and removed. Otherwise the details
            say only that the text changed, which takes no comparison.
    """
    moves = [
        Event(row["at"], _MOVED, f"from {row['url']}", row["url"])
        for row in store.db.query(_MOVES, (article_id,))
    ]
    captures = _captures(store, article_id, count_words)
    return sorted([*captures, *moves], key=lambda event: (event.at, event.what != _MOVED))


def revision_texts(store: Store, article_id: int) -> list[RevisionText]:
    """The texts of an article in order of time."""
    rows = (row for row in store.db.query(_CAPTURES, (article_id,)) if row["revision"] is not None)
    return [
        RevisionText(number, row["at"], None if row["withheld"] else row["text"], row)
        for number, row in enumerate(rows, 1)
    ]


def _captures(store: Store, article_id: int, count_words: bool) -> Iterator[Event]:
    before: Row | None = None
    number = 0
    once = set(missing_once(read_visits(store, article_id)))
    for row in store.db.query(_CAPTURES, (article_id,)):
        reason = None if row["outcome"] == "new" else row["reason"]  # of a new one: what the page looks like
        details = [*_changes(before, row, count_words), reason, _lost(row)]
        what = describe_outcome("missing" if row["id"] in once else row["outcome"] or "waiting")
        number += row["revision"] is not None
        revision = None if row["revision"] is None else number
        yield Event(row["at"], what, "; ".join(filter(None, details)), row["url"], revision)
        if row["revision"] is not None and row["outcome"] in ("new", "changed"):
            before = row


def _changes(before: Row | None, row: Row, count_words: bool) -> list[str]:
    """What a new text has other than the text before it; of the first text, its length."""
    if row["revision"] is None:
        return []
    if before is None:
        return [f"{row['word_count']:,} words"]
    return [*_changed_words(before, row, count_words), *fact_changes(before, row)]


def _changed_words(before: Row, row: Row, count_words: bool) -> list[str]:
    """`words changed: 2 added, 1 removed; 700 now`; only the lengths if a text is not kept."""
    if before["withheld"] or row["withheld"]:
        return [f"{row['word_count']:,} words, {before['word_count']:,} before"]
    if before["text"] == row["text"]:
        return []
    if not count_words:
        return [f"text changed; {row['word_count']:,} words now"]
    added, removed = count_changes(word_diff(before["text"], row["text"]))
    if not added and not removed:
        return []
    counts = [f"{added:,} added" if added else "", f"{removed:,} removed" if removed else ""]
    return [f"words changed: {', '.join(filter(None, counts))}; {row['word_count']:,} now"]


def _lost(row: Row) -> str | None:
    """The facts that stayed although the page shows them no more, or worse."""
    names = json.loads(row["lost_facts"] or "[]")
    return f"kept the better {' and '.join(names)}" if names else None
