"""Articles whose page is gone: it answered 404 or 410, or redirected to a front page, twice in a row."""

from __future__ import annotations

from archive.db.store import Store
from archive.query.history.visits import gone_since, read_visits


def is_gone(store: Store, article_id: int) -> bool:
    """Whether an article's page was gone when it was last asked for."""
    return store.row("select 1 from articles where id = ? and gone_at is not null", article_id) is not None


def update_gone(store: Store, article_id: int) -> None:
    """Write since when an article's page is gone, from all its captures. Runs inside a transaction."""
    store.db.execute(
        "update articles set gone_at = :at where id = :id and gone_at is not :at",
        {"at": gone_since(read_visits(store, article_id)), "id": article_id},
    )
