"""Searching the archive: any typed text as a query, ranked hits with highlighted snippets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from archive.db.store import Store
from archive.errors import nearest
from archive.query.fts_query import match_expression
from archive.query.records import compact
from archive.query.selection import EVERYTHING, Selection, fold, register_fold

# A word of the title, the work or a name says more than one of the text: title, text, authors, work.
RANK = "bm25(search_index, 8.0, 1.0, 4.0, 6.0)"

SNIPPET_TOKENS = 32

# Around a matched word until it is known where the snippet goes: code points that no text may hold.
OPEN, CLOSE = "\ufdd0", "\ufdd1"


@dataclass(frozen=True, slots=True)
class Hit:
    """An article that was found.

    Attributes:
        record: `id, url, title, authors, published, published_precision, outlet, kind, work, rating`, as the
            flat record of an export has them.
        snippet: a passage of the text on one line, `OPEN` and `CLOSE` around matched words; None without a
            query.
    """

    record: dict[str, Any]
    snippet: str | None

    def as_dict(self) -> dict[str, Any]:
        """The record, and the snippet as HTML: text escaped, matched words in `<mark>`."""
        html = (
            None if self.snippet is None else marked(escape(self.snippet, quote=False), "<mark>", "</mark>")
        )
        return {**self.record, "snippet": html}


def marked(snippet: str, before: str, after: str) -> str:
    """A snippet with `before` and `after` around matched words."""
    return snippet.replace(OPEN, before).replace(CLOSE, after)


@dataclass(frozen=True, slots=True)
class SearchPage:
    """A page of hits, best first (latest first without a query), and how many articles match in all."""

    total: int
    hits: list[Hit]


def search(
    store: Store,
    query: str = "",
    selection: Selection = EVERYTHING,
    *,
    limit: int = 20,
    offset: int = 0,
) -> SearchPage:
    """Find articles by full-text query and selection.

    Args:
        query: FTS5 syntax, or any text at all: what is not valid FTS5 is searched for word by word. Blank
            lists what the selection takes, the latest first.
        limit: hits to return; -1 for all.
        offset: matching articles to skip.
    """
    register_fold(store.db.conn)
    expression = match_expression(store.db.conn, query)
    condition, parameters = selection.where()
    if expression is None:
        source, order, matched = f"from coverage where {condition}", "published desc, id", parameters
    else:
        ranked = f"(select rowid as hit, {RANK} as rank from search_index where search_index match ?)"
        source = f"from {ranked} join coverage on id = hit where {condition}"
        order, matched = "rank, id", [expression, *parameters]
    total = store.db.execute(f"select count(*) {source}", matched).fetchone()[0]
    page = f"select id {source} order by {order} limit ? offset ?"
    ids = [row[0] for row in store.db.execute(page, [*matched, limit, offset])]
    return SearchPage(total, _hits(store, ids, expression))


def _hits(store: Store, ids: Sequence[int], expression: str | None) -> list[Hit]:
    records = compact(store, ids)
    return [
        Hit(records[article_id], _snippet(store, article_id, expression))
        for article_id in ids
        if article_id in records
    ]


def _snippet(store: Store, article_id: int, expression: str | None) -> str | None:
    if expression is None:
        return None
    row = store.db.execute(
        f"select snippet(search_index, 1, '{OPEN}', '{CLOSE}', '…', {SNIPPET_TOKENS}) "
        "from search_index where search_index match ? and rowid = ?",
        (expression, article_id),
    ).fetchone()
    return " ".join(row[0].split()) if row else None


def unknown_names(store: Store, selection: Selection) -> list[str]:
    """A sentence for each outlet, work and author of a selection that no article has, with the nearest."""
    register_fold(store.db.conn)
    named = [
        *(("outlet", name, "outlet", Selection(outlets=(name,))) for name in selection.outlets),
        *(("work", name, "work_title", Selection(works=(name,))) for name in selection.works),
        *(("author", name, "author", Selection(authors=(name,))) for name in selection.authors),
    ]
    return [
        _unknown(store, noun, name, column) for noun, name, column, only in named if not _taken(store, only)
    ]


def _taken(store: Store, selection: Selection) -> bool:
    condition, parameters = selection.where()
    return bool(store.db.execute(f"select 1 from coverage where {condition} limit 1", parameters).fetchone())


def _unknown(store: Store, noun: str, name: str, column: str) -> str:
    source = "(select name as author from authors)" if column == "author" else "coverage"
    there = {fold(row[0]): row[0] for row in store.db.execute(f"select distinct {column} from {source}")}
    close = nearest(fold(name) or "", filter(None, there))
    return f"There is no {noun} {name}" + (f"; the nearest is {there[close]}." if close else ".")
