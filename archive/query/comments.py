"""Read back the readers' comments of an article."""

from __future__ import annotations

from typing import Any

from archive.db.store import Store


def comment_count(store: Store, article_id: int) -> int | None:
    """How many comments the latest capture that was to keep them showed; None if none was."""
    row = store.row("select comment_count from articles where id = ?", article_id)
    return row["comment_count"] if row else None


def comment_records(store: Store, article_id: int) -> list[dict[str, Any]]:
    """The stored comments in page order, each with the columns of `comments` but the article's id."""
    return list(
        store.db.query(
            "select position, parent, author, published, published_precision, published_raw, text, text_from"
            " from comments where article_id = ? order by position",
            (article_id,),
        )
    )
