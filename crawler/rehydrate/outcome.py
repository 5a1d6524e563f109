"""What became of a page of a dataset: read from the archive that the pages were crawled into."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from archive.db.outcomes import GONE_STATUSES
from archive.db.rows import text_hash
from archive.db.store import Store
from archive.errors import NotFoundError
from archive.query.lookup import find_article
from crawler.frontier.pages import LEFT_BEHIND
from crawler.politeness.failures import FORBIDDEN
from crawler.rehydrate.rows import DatasetRow
from crawler.sources.links import fetch_key

Mark = Literal["same", "changed", "gone", "refused", "failed", "no hash"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a row.

    Attributes:
        mark: same: the text has the hash of the dataset; changed: it has another, or the page is no article
            any more; gone: the page is not there; refused: robots.txt forbids it, or it says noarchive;
            failed: it could not be fetched; no hash: the dataset never had its text, and nothing was fetched.
        reason: in a short phrase; "" for `same`.
        text: of the page now; None if there is none.
    """

    mark: Mark
    reason: str = ""
    text: str | None = None


def needs_fetching(row: DatasetRow) -> bool:
    """Whether the whole text of a row is missing, and its hash is known. Pure."""
    return row.text_sha256 is not None and (row.text is None or text_hash(row.text) != row.text_sha256)


def outcome(store: Store, row: DatasetRow) -> Outcome:
    """What became of a row, by the archive that its page was crawled into."""
    if row.text_sha256 is None:
        return Outcome("no hash", "the dataset never had its text", row.text)
    if not needs_fetching(row):
        return Outcome("same", text=row.text)
    key = fetch_key(row.address)
    entry = key and store.row("select state, status, reason from frontier where url = ?", key)
    if not key or not entry:
        return Outcome("failed", "its address is none that is fetched")
    if (failure := _failure(entry)) is not None:
        return failure
    try:
        article_id = find_article(store, key)
    except NotFoundError:
        return Outcome("changed", "its page is no article any more")
    return _compared(store, article_id, row)


def _failure(entry: Mapping[str, Any]) -> Outcome | None:
    """The outcome of a page that is not there or was not fetched; None if it was. Pure."""
    reason, status = entry["reason"] or "", entry["status"]
    if status in GONE_STATUSES or reason == LEFT_BEHIND:
        return Outcome("gone", reason if reason == LEFT_BEHIND else f"HTTP {status}")
    if reason == FORBIDDEN:
        return Outcome("refused", reason)
    if entry["state"] == "pending":
        return Outcome("failed", reason or "not fetched yet")
    if status is None or status >= 400 or entry["state"] == "dead":
        return Outcome("failed", reason or f"HTTP {status}")
    return None


def _compared(store: Store, article_id: int, row: DatasetRow) -> Outcome:
    """Whether the text of an article is that of a row, as plain text or in Markdown."""
    sql = (
        "select r.text, r.markdown, r.withheld from articles a join revisions r on r.id = a.revision_id"
        " where a.id = ?"
    )
    found = store.row(sql, article_id)
    assert found is not None, article_id
    if found["withheld"]:
        return Outcome("refused", "its page asks not to keep its text (noarchive)")
    for text in filter(None, (found["text"], found["markdown"])):
        if text_hash(text) == row.text_sha256:
            return Outcome("same", text=text)
    return Outcome("changed", "its text has another hash", found["text"])
