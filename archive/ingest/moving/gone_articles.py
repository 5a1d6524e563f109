"""Articles whose page is gone: it answered 404 or 410, or redirected to a front page, twice in a row."""

from __future__ import annotations

from collections.abc import Iterable

from archive.db.outcomes import GONE_STATUSES, SOFT_404
from archive.db.rows import capture_order
from archive.db.store import Store

_TWICE = 2  # a single answer may be a mistake of the server

# The page's own address counts, if it was ever asked for; else the addresses that led to it.
_VISITS = f"""
select c.captured_at, case when {SOFT_404} then 404 else c.status end
from captures c join articles a on a.id = c.article_id
where c.article_id = ? and ({SOFT_404}
    or (c.status in {GONE_STATUSES} or (c.status < 400 and c.page_type = 'article'))
    and (c.url = a.url or not exists (select 1 from captures where article_id = a.id and url = a.url)))
order by {capture_order("c")}
"""


def is_gone(store: Store, article_id: int) -> bool:
    """Whether an article's page was gone when it was last asked for."""
    return store.row("select 1 from articles where id = ? and gone_at is not null", article_id) is not None


def update_gone(store: Store, article_id: int) -> None:
    """Write since when an article's page is gone, from all its captures. Runs inside a transaction."""
    visits = store.db.execute(_VISITS, (article_id,)).fetchall()
    store.db.execute(
        "update articles set gone_at = :at where id = :id and gone_at is not :at",
        {"at": gone_since(visits), "id": article_id},
    )


def gone_since(visits: Iterable[tuple[str, int]]) -> str | None:
    """When a page first answered that it is not there; None if it is there, or said so only once. Pure.

    Args:
        visits: time and HTTP status of each answer that shows the article or says that it is gone, in order.
    """
    answers: list[str] = []
    for at, status in visits:
        answers = [*answers, at] if status in GONE_STATUSES else []
    return answers[0] if len(answers) >= _TWICE else None
