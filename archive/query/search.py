"""Search the archive with any typed text: ranked hits with highlighted snippets."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from archive.db.store import Store
from archive.errors import NotFoundError, nearest
from archive.query.fts_query import match_expression
from archive.query.lookup import find_article
from archive.query.records import compact
from archive.query.selection import EVERYTHING, Selection, best_of_each_story, fold, register_fold
from archive.query.snippets import CLOSE, OPEN, snippets

_BATCH = 100  # hits read together

_ADDRESS = re.compile(r"https?://\S+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Hit:
    """An article that matches a search.

    Attributes:
        record: `id, url, title, authors, published, published_precision, outlet, kind, work, rating`, as in
            the flat record of an export.
        snippet: a passage of the text on one line, with `OPEN` and `CLOSE` around matched words; None
            without a query.
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
    """A page of hits, best first (latest first without a query), and the number of all matching articles."""

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
        query: FTS5 syntax or any other text, which is searched for word by word. Blank lists the selected
            articles, latest first. An address that an article has or had finds that article.
        limit: hits to return; -1 for all.
        offset: matching articles to skip.
    """
    match = _match(store, query, selection)
    total = store.db.execute(f"select count(*) {match.source}", match.parameters).fetchone()[0]
    return SearchPage(total, _hits(store, _ids(store, match, limit, offset), query, match.expression))


def iterate_hits(
    store: Store,
    query: str = "",
    selection: Selection = EVERYTHING,
    *,
    limit: int = -1,
    offset: int = 0,
) -> Iterator[Hit]:
    """The hits of `search`, in its order, with records and snippets read a batch at a time."""
    match = _match(store, query, selection)
    ids = _ids(store, match, limit, offset)  # together, since an open cursor would hold back checkpoints
    for first in range(0, len(ids), _BATCH):
        yield from _hits(store, ids[first : first + _BATCH], query, match.expression)


@dataclass(frozen=True, slots=True)
class _Match:
    """A query and a selection in SQL: a FROM clause with its parameters, an order, the FTS5 expression."""

    source: str
    parameters: list[object]
    order: str
    expression: str | None


def _match(store: Store, query: str, selection: Selection) -> _Match:
    register_fold(store.db.conn)
    condition, parameters = selection.where()
    article_id = _article_at(store, query)
    if article_id is not None:
        condition, parameters = f"{condition} and id = ?", [*parameters, article_id]
    expression = None if article_id is not None else match_expression(store.db, query)
    if selection.one_per_story:
        condition, parameters = best_of_each_story(condition, parameters, expression)
    if expression is None:
        return _Match(f"from coverage where {condition}", parameters, "published desc, id", None)
    return _Match(_match_source(condition), [expression, *parameters], "rank, id", expression)


def _ids(store: Store, match: _Match, limit: int, offset: int) -> list[int]:
    page = f"select id {match.source} order by {match.order} limit ? offset ?"
    return [row[0] for row in store.db.execute(page, [*match.parameters, limit, offset])]


def _article_at(store: Store, query: str) -> int | None:
    """The id of the article at an address; None if the query is no address, or none is there."""
    if not _ADDRESS.fullmatch(query.strip()):
        return None
    try:
        return find_article(store, query.strip())
    except NotFoundError:
        return None


def _match_source(condition: str) -> str:
    """The FROM clause for matching rows that satisfy a condition. With `true`, it reads only the index."""
    hits = "(select rowid as id, rank from coverage_fts where coverage_fts match ? and rowid > 0)"
    return (
        f"from {hits}" if condition == "true" else f"from {hits} join coverage using (id) where {condition}"
    )


def _hits(store: Store, ids: Sequence[int], query: str, expression: str | None) -> list[Hit]:
    records = compact(store, ids)
    passages = snippets(store, ids, query, expression) if expression and ids else {}
    return [Hit(records[article_id], passages.get(article_id)) for article_id in ids if article_id in records]


def unknown_names(store: Store, selection: Selection) -> list[str]:
    """A sentence for each outlet, work and author in a selection that no article has, naming the closest."""
    register_fold(store.db.conn)
    named = [
        *(("outlet", name, "outlet", Selection(outlets=(name,))) for name in selection.outlets),
        *(("work", name, "work_title", Selection(works=(name,))) for name in selection.works),
        *(("author", name, "author", Selection(authors=(name,))) for name in selection.authors),
    ]
    return [
        _unknown(store, noun, name, column)
        for noun, name, column, only in named
        if not _matches_any(store, only)
    ]


def _matches_any(store: Store, selection: Selection) -> bool:
    condition, parameters = selection.where()
    return bool(store.db.execute(f"select 1 from coverage where {condition} limit 1", parameters).fetchone())


def _unknown(store: Store, noun: str, name: str, column: str) -> str:
    source = "(select name as author from authors)" if column == "author" else "coverage"
    names = {fold(row[0]): row[0] for row in store.db.execute(f"select distinct {column} from {source}")}
    close = nearest(fold(name) or "", filter(None, names))
    return f"There is no {noun} {name}" + (f"; the nearest is {names[close]}." if close else ".")
