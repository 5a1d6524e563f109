"""Write the readers' comments of an article. Runs inside the writer's transaction."""

from __future__ import annotations

from typing import Any

from archive.db.rows import capture_order, stamp
from archive.db.store import Store
from archive.model import Article, Comment

_COLUMNS = "position, parent, author, published, published_precision, published_raw, text, text_from"


def store_comments(store: Store, article_id: int, capture_id: int, article: Article) -> bool:
    """Replace an article's comments by those of a capture, unless they come from a later capture.

    A reader may have withdrawn a comment, so none is kept that the latest capture does not show. A withheld
    page gives only the number of comments; texts that were stored before stay.

    Args:
        article: what cleaning read from the capture; without `comments` nothing is written.

    Returns:
        Whether anything but the capture's id changed.
    """
    if article.comments is None or _has_later(store, article_id, capture_id):
        return False
    rows = _rows(article.comments)
    stored = store.db.execute(
        f"select {_COLUMNS} from comments where article_id = ? order by position", (article_id,)
    ).fetchall()
    if article.withheld and stored:
        return False
    before = store.row("select comment_count from articles where id = ?", article_id) or {}
    store.update("articles", article_id, {"comment_count": len(rows), "comments_capture_id": capture_id})
    if article.withheld or rows == stored:
        return bool(before.get("comment_count") != len(rows))
    store.db.execute("delete from comments where article_id = ?", (article_id,))
    marks = ", ".join("?" * len(_COLUMNS.split(", ")))
    insert = f"insert into comments (article_id, {_COLUMNS}) values (?, {marks})"
    store.db.conn.executemany(insert, [(article_id, *row) for row in rows])
    return True


def _has_later(store: Store, article_id: int, capture_id: int) -> bool:
    """Whether the stored comments come from a later capture than this one."""
    row = store.row(
        "select 1 from articles a join captures stored on stored.id = a.comments_capture_id"
        " join captures this on this.id = ? where a.id = ?"
        f" and ({capture_order('stored')}) > ({capture_order('this')})",
        capture_id,
        article_id,
    )
    return row is not None


def _rows(comments: tuple[Comment, ...]) -> list[tuple[Any, ...]]:
    """The values of `_COLUMNS` for each comment."""
    return [
        (
            position,
            comment.parent,
            comment.author,
            stamp(comment.published.value.at) if comment.published else None,
            comment.published.value.precision if comment.published else None,
            comment.published.raw if comment.published else None,
            comment.text,
            comment.source,
        )
        for position, comment in enumerate(comments)
    ]
