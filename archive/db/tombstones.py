"""Tombstones: what was removed from the archive for good, and must not be stored again."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from urllib.parse import urlsplit

from archive.db.bodies.dictionaries import replace_dictionaries
from archive.db.store import Store
from archive.urls import normalize_url, strip_tracking


def any_removed(store: Store) -> bool:
    """Whether anything was removed."""
    return store.row("select 1 from tombstones limit 1") is not None


def is_removed(store: Store, urls: Iterable[str], outlet: str | None = None) -> bool:
    """Whether one of these URLs, or the outlet, was removed. A page of theirs must not be stored.

    Args:
        urls: the URL of a page, and those that redirected to it.
    """
    if not any_removed(store):
        return False
    keys = [url_key(url) for url in urls] + ([outlet_key(outlet)] if outlet else [])
    return any(store.row("select 1 from tombstones where key = ?", key) for key in keys)


def url_key(url: str) -> str:
    """The key of a URL: the same for http and https, and with or without `www.`, final slash or tracking."""
    spelling = normalize_url(strip_tracking(url))
    try:
        parts = urlsplit(spelling)
    except ValueError:
        return _hash(spelling)
    path = f"{parts.path.rstrip('/')}?{parts.query}" if parts.query else parts.path.rstrip("/")
    return _hash(f"{parts.netloc.removeprefix('www.')}{path}")


def outlet_key(name: str) -> str:
    """The key of an outlet that was removed as a whole. Pure."""
    return _hash(f"outlet:{name}")


def forget_capture(store: Store, capture_id: int) -> None:
    """Delete a capture that turned out to be of a removed page, and its bytes if nothing else has them.

    Call it in the transaction in which the page was cleaned: nothing was made of it yet.
    """
    row = store.row("select sha256 from captures where id = ?", capture_id)
    if row is None:
        return
    (before,) = store.db.execute("pragma secure_delete").fetchone()
    store.db.execute("pragma secure_delete = on")
    store.db.execute("delete from captures where id = ?", (capture_id,))
    store.db.execute(
        "delete from _bodies where sha256 = :sha256 and not exists"
        " (select 1 from captures where sha256 = :sha256)",
        row,
    )
    if store.row("select 1 from _bodies where sha256 = ?", row["sha256"]) is None:
        replace_dictionaries(store.db, [row["sha256"]])
    store.db.execute(f"pragma secure_delete = {before}")


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode(errors="surrogatepass")).hexdigest()
