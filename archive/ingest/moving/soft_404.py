"""Removed pages that redirect to a front page or a listing, instead of answering 404.

Every function here runs inside the writer's transaction.
"""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import urlsplit

from archive.db.outcomes import SOFT_404
from archive.db.store import Store
from archive.ingest.moving.gone_articles import update_gone
from archive.ingest.moving.moved_articles import has_moved_from, redirects
from archive.ingest.revisions.decide import Decision
from archive.model import Capture

# Types of page that say something of the reader or of the moment. A whole site may redirect to one of them.
_PASSING = frozenset(("consent", "login", "password", "maintenance", "error"))

# A front page that scripts draw has no text, but then a check for robots has none, either.
_UNKNOWN = frozenset((*_PASSING, "empty"))


def soft_404(
    store: Store, capture_id: int, capture: Capture, decision: Decision
) -> tuple[Decision, int] | None:
    """The decision on a page without an article to which an article's address redirects, and the article.

    Such an answer counts like a 404 where the page stands for many: the front page, a page above the
    article's address, or one to which another article redirects, too.

    Returns:
        None if the page says nothing about any article.
    """
    if decision.outcome != "not_article" or capture.status >= 400 or decision.page_type in _PASSING:
        return None
    sender = next(iter(redirects(store, capture_id)), None)
    article_id = _article_at(store, sender) if sender else None
    if sender is None or article_id is None:
        return None
    if not _is_above(capture.url, sender) and (
        decision.page_type in _UNKNOWN or not _answer_others(store, capture_id, capture.url, article_id)
    ):
        return None
    return replace(decision, outcome="gone", reason=_reason(capture.url, decision.page_type)), article_id


def _article_at(store: Store, url: str) -> int | None:
    """The article that an address showed when it last showed one; None also if that has moved since."""
    row = store.row("select id from articles where url = ?", url) or store.row(
        "select article_id as id from captures where url = ? and article_id is not null"
        " and outcome in ('new', 'changed', 'same') order by captured_at desc, sha256 desc limit 1",
        url,
    )
    return None if row is None or has_moved_from(store, url) else int(row["id"])


def _is_above(target: str, sender: str) -> bool:
    """Whether a page is a front page, or above another by their paths."""
    above, below = urlsplit(target), urlsplit(sender)
    path = above.path.rstrip("/")
    return not above.query and (not path or below.path.startswith(f"{path}/"))


def _answer_others(store: Store, capture_id: int, url: str, article_id: int) -> bool:
    """Whether other articles redirect to a page. If so, what they answered before counts like a 404, too."""
    senders = store.db.query(
        "select c.id, c.outcome, c.page_type, s.value as sender"
        " from captures c, json_each(c.redirected_from) s"
        f" where c.url = ? and c.id <> ? and s.key = 0 and (c.outcome = 'not_article' or {SOFT_404})",
        (url, capture_id),
    )
    others = [(row, other) for row in list(senders) if (other := _article_at(store, row["sender"]))]
    if all(other == article_id for _, other in others):
        return False
    for row, other in others:
        if row["outcome"] == "not_article" and row["page_type"] not in _UNKNOWN:
            values = {"outcome": "gone", "reason": _reason(url, row["page_type"]), "article_id": other}
            store.update("captures", row["id"], values)
            update_gone(store, other)
    return True


def _reason(url: str, page_type: str) -> str:
    return f"redirects to {url} ({page_type})"
