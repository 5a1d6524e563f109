"""Search the archive with any typed text: ranked hits with highlighted snippets, a page at a time."""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from html import escape
from typing import TYPE_CHECKING, Any

from archive.db.store import Store
from archive.query.language.nodes import terms
from archive.query.language.query import Query
from archive.query.language.sorting import RANKED, Order, Sort, order, read_cursor, write_cursor
from archive.query.matching import Matching, matching
from archive.query.records import compact
from archive.query.selection import EVERYTHING, Selection
from archive.query.snippets import CLOSE, OPEN, cut_passages, snippets, words_of

if TYPE_CHECKING:
    from archive.query.facets import Counts

_BATCH = 100  # hits read together
_MANY = 3_000  # hits of which the first are found sooner by going through the index that has their order


@dataclass(frozen=True, slots=True)
class Hit:
    """An article that matches a search.

    Attributes:
        record: `id, url, title, authors, published, published_precision, outlet, kind, work, rating`, as in
            the flat record of an export.
        snippet: a passage of the text on one line, with `OPEN` and `CLOSE` around matched words; None
            without words in the query.
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
    """A page of hits, in the order asked for.

    Attributes:
        total: number of all matching articles; in `page_of_counted`, of those that were counted.
        query: as it was understood, with notes on what was read otherwise than it looks.
        next: the cursor of the page after this one; None if this is the last.
        among: number of the articles that were put in order, those added last; None if all that match were.
    """

    total: int
    hits: list[Hit]
    query: Query
    next: str | None = None
    among: int | None = None


def search(
    store: Store,
    query: str | Query = "",
    selection: Selection = EVERYTHING,
    *,
    limit: int = 20,
    offset: int = 0,
    sort: Sort | None = None,
    cursor: str | None = None,
    now: datetime | None = None,
) -> SearchPage:
    """Find articles by query and selection.

    Args:
        query: in the language of docs/search.md. Blank lists the selected articles. An address that an
            article has or had finds that article.
        limit: hits to return; -1 for all.
        offset: matching articles to skip.
        sort: None gives the best match first, or the newest first if the query has no words.
        cursor: begins after the page that gave this cursor as its `next`.
        now: aware; "last month" counts from it. None is the present.

    Raises:
        QueryError: the query has a condition that could not be read.
        CursorError: the cursor is of another search.
    """
    matched, ordered = _search(store, query, selection, sort, now)
    source, parameters = matched.source()
    total = store.db.execute(f"select count(*) {source}", parameters).fetchone()[0]
    index = ordered.index if limit > 0 and total >= _MANY else None
    return _page(store, matched, ordered, total, limit=limit, offset=offset, cursor=cursor, index=index)


def page_of_counted(
    store: Store,
    matched: Matching,
    counts: Counts,
    *,
    at_most: int,
    limit: int = 20,
    sort: Sort | None = None,
    cursor: str | None = None,
    now: datetime,
) -> SearchPage:
    """A page of `search`, whose articles were counted before, perhaps not all.

    Args:
        counts: of `matched`, as `count_values` gives them with the same `at_most`. The total is theirs. If
            more match, orders that read every article to find the first take those that were added last, and
            other orders take all.

    Raises:
        CursorError: the cursor is of another search.
    """
    ordered = order(sort, has_words=matched.ranking is not None, now=now)
    if counts.ids is not None and counts.keys is not None and ordered.sort in RANKED:
        rows = _first_rows(matched, ordered, counts, limit + 1, cursor)
        page = _shown(store, matched, ordered, rows, total=counts.total, limit=limit)
        return replace(page, among=len(counts.ids) if counts.has_more else None)
    ids, has_more = counts.ids, counts.has_more
    if ids is None and ordered.reads_all and counts.total > at_most:
        ids, has_more = _latest_ids(store, at_most), True
    among = len(ids) if ids is not None and has_more and ordered.reads_all else None
    if among is not None or not has_more:
        matched = matched.among(ids)
    index = ordered.index if has_more else None
    page = _page(store, matched, ordered, counts.total, limit=limit, cursor=cursor, index=index)
    return replace(page, among=among)


def _first_rows(
    matched: Matching, ordered: Order, counts: Counts, most: int, cursor: str | None
) -> list[tuple[int, object]]:
    """As `_rows`, of articles whose keys were read when they were counted."""
    rows: Iterable[tuple[Any, int]] = zip(counts.keys or (), counts.ids or (), strict=True)
    if cursor is not None:
        last = read_cursor(cursor, ordered.sort, _name(matched))
        rows = (row for row in rows if row > last)
    return [(article_id, key) for key, article_id in heapq.nsmallest(most, rows)]


def _latest_ids(store: Store, number: int) -> list[int]:
    return [row[0] for row in store.db.execute("select id from coverage order by id desc limit ?", (number,))]


def _page(
    store: Store,
    matched: Matching,
    ordered: Order,
    total: int,
    *,
    limit: int,
    offset: int = 0,
    cursor: str | None,
    index: str | None = None,
) -> SearchPage:
    most = limit + 1 if limit > 0 else limit
    rows = _rows(store, matched, ordered, limit=most, offset=offset, cursor=cursor, index=index)
    return _shown(store, matched, ordered, rows, total=total, limit=limit)


def _shown(
    store: Store,
    matched: Matching,
    ordered: Order,
    rows: Sequence[tuple[int, object]],
    *,
    total: int,
    limit: int,
) -> SearchPage:
    """The page of the first rows, of which there is one more than the limit if another page follows."""
    more = 0 < limit < len(rows)
    rows = rows[:limit] if more else rows
    following = write_cursor(ordered.sort, _name(matched), rows[-1][1], rows[-1][0]) if more else None
    hits = _hits(store, [row[0] for row in rows], matched)
    return SearchPage(total, hits, matched.query, following)


def iterate_hits(
    store: Store,
    query: str | Query = "",
    selection: Selection = EVERYTHING,
    *,
    limit: int = -1,
    offset: int = 0,
    sort: Sort | None = None,
    now: datetime | None = None,
) -> Iterator[Hit]:
    """The hits of `search`, in its order, with records and snippets read a batch at a time."""
    matched, ordered = _search(store, query, selection, sort, now)
    # Read together, since an open cursor would hold back checkpoints.
    ids = [row[0] for row in _rows(store, matched, ordered, limit=limit, offset=offset)]
    for batch in _batches(ids):
        yield from _hits(store, batch, matched)


def matching_ids(
    store: Store,
    query: str | Query = "",
    selection: Selection = EVERYTHING,
    *,
    limit: int = -1,
    offset: int = 0,
    sort: Sort | None = None,
    now: datetime | None = None,
) -> list[int]:
    """The ids of the hits of `search`, in its order."""
    matched, ordered = _search(store, query, selection, sort, now)
    index = None
    if limit > 0 and ordered.index is not None:
        source, parameters = matched.source()
        first = f"select count(*) from (select 1 {source} limit ?)"
        (found,) = store.db.execute(first, [*parameters, _MANY]).fetchone()
        index = ordered.index if found == _MANY else None
    return [row[0] for row in _rows(store, matched, ordered, limit=limit, offset=offset, index=index)]


def hits_by_id(store: Store, ids: Sequence[int], query: str, now: datetime) -> list[Hit]:
    """Articles with these ids as hits of a query, in this order."""
    matched = matching(store, query, now=now)
    return [hit for batch in _batches(ids) for hit in _hits(store, batch, matched)]


def _search(
    store: Store, query: str | Query, selection: Selection, sort: Sort | None, now: datetime | None
) -> tuple[Matching, Order]:
    now = now or datetime.now(UTC)
    matched = matching(store, query, selection, now)
    return matched, order(sort, has_words=matched.ranking is not None, now=now)


def _rows(
    store: Store,
    matched: Matching,
    ordered: Order,
    *,
    limit: int,
    offset: int,
    cursor: str | None = None,
    index: str | None = None,
) -> list[tuple[int, object]]:
    """The id of each hit of a page with its key in the order."""
    source, parameters = matched.source(
        ranked=ordered.sort in RANKED, columns="" if ordered.sort == "relevance" else ordered.key, index=index
    )
    if cursor is not None:
        key, article_id = read_cursor(cursor, ordered.sort, _name(matched))
        condition, more = ordered.after(key, article_id)
        source, parameters = f"from (select * {source}) where {condition}", [*parameters, *more]
    page = f"select id, {ordered.key} {source} order by {ordered.sql} limit ? offset ?"
    return store.db.execute(page, [*parameters, limit, offset]).fetchall()


def _batches(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    return (ids[first : first + _BATCH] for first in range(0, len(ids), _BATCH))


def _name(matched: Matching) -> str:
    """A text that tells this search from others."""
    return f"{matched.query} {matched.selection}"


def _hits(store: Store, ids: Sequence[int], matched: Matching) -> list[Hit]:
    records = compact(store, ids)
    if matched.ranking is None:
        return [Hit(records[number], None) for number in ids if number in records]
    cuts = cut_passages(store, list(records), matched.ranking)
    words = words_of(terms(matched.query.node)) if matched.query.node else []
    passages = snippets(store, cuts, words)
    return [Hit(records[number], passages[number]) for number in ids if number in records]
