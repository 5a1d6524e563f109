"""Copy captures with their bytes, crawls, the frontier and what belongs to outlets from another archive."""

from __future__ import annotations

from typing import Any

from archive.db.bodies.dictionaries import copy_dictionary
from archive.db.rows import Row
from archive.db.store import Store
from archive.db.tombstones import is_removed

_RESULT = ("outcome", "reason", "page_type", "lost_facts")


def copy_capture(
    store: Store, other: Store, capture_id: int, article_id: int | None, crawls: dict[int, int]
) -> tuple[int, bool]:
    """Copy a capture of the other archive, unless it is here.

    Args:
        article_id: the article here that it belongs to.
        crawls: ids of crawls here by ids in the other archive.

    Returns:
        Its id here, 0 if its page was removed for good; and whether it is new here.
    """
    row = other.row("select * from captures where id = ?", capture_id)
    assert row is not None, f"no capture {capture_id}"
    known = store.row(
        "select id, article_id from captures where url = ? and captured_at = ? and sha256 = ?",
        *(row[name] for name in ("url", "captured_at", "sha256")),
    )
    if known is None and article_id is None and is_removed(store, [row["url"]], row["outlet"]):
        return 0, False
    _copy_body(store, other, row["sha256"])
    if known is None:
        crawl_id = crawls.get(row["crawl_id"])
        copied = {**row, "article_id": article_id, "crawl_id": crawl_id}
        del copied["id"]
        return store.insert("captures", copied), True
    if known["article_id"] is None and article_id is not None:  # the other archive could read it
        store.update(
            "captures", known["id"], {**{name: row[name] for name in _RESULT}, "article_id": article_id}
        )
    return int(known["id"]), False


def _copy_body(store: Store, other: Store, sha256: str) -> None:
    """Copy bytes with their dictionary, unless they are here. Kept ones replace withheld and dropped ones."""
    ours = store.row("select length(zstd) as length from _bodies where sha256 = ?", sha256)
    if ours and ours["length"]:
        return
    theirs = other.row("select * from _bodies where sha256 = ?", sha256)
    if theirs and (theirs["zstd"] or not ours):
        dictionary_id = copy_dictionary(store.db, other.db, theirs["dictionary_id"])
        store.upsert("_bodies", {**theirs, "dictionary_id": dictionary_id}, "sha256")


def copy_crawls(store: Store, other: Store) -> dict[int, int]:
    """Copy crawls that are not here. Returns their ids here by their ids in the other archive."""
    ids: dict[int, int] = {}
    for row in other.db.query("select * from crawls order by id"):
        known = store.row(
            "select id from crawls where outlet = ? and started_at = ? order by id limit 1",
            row["outlet"],
            row["started_at"],
        )
        if known is None and not is_removed(store, (), row["outlet"]):
            first = row.pop("first_crawl_id")
            old_id = row.pop("id")
            ids[old_id] = store.insert("crawls", row)
            store.update("crawls", ids[old_id], {"first_crawl_id": ids.get(first) if first else None})
        elif known is not None:
            ids[row["id"]] = known["id"]
    return ids


def copy_frontier(store: Store, other: Store, crawls: dict[int, int]) -> None:
    """Copy rows of the frontier that are not here."""
    for row in other.db.query("select * from frontier order by id"):
        if is_removed(store, [row["url"]] if row["kind"] == "page" else [], row["outlet"]):
            continue
        del row["id"]
        if row["state"] == "leased":
            row["state"] = "pending"
        for name in ("crawl_id", "read_for_crawl_id"):
            row[name] = crawls.get(row[name])
        _insert_or_ignore(store, "frontier", row)


def copy_outlet_rows(store: Store, other: Store) -> None:
    """Copy what was learned of hosts, and recurring lines, where nothing is known here."""
    for row in other.db.query("select * from hosts"):
        _insert_or_ignore(store, "hosts", row)
    for row in other.db.query("select * from _learned_boilerplate"):
        if not is_removed(store, (), row["outlet"]):
            _insert_or_ignore(store, "_learned_boilerplate", {**row, "article_id": None})


def copy_exports(store: Store, other: Store) -> None:
    """Copy the ledger of exports."""
    rows = list(
        other.db.query("select e.*, a.keys from exports e join _exported_articles a on a.export_id = e.id")
    )
    for row in rows:
        keys = row.pop("keys")
        del row["id"]
        known = store.row(
            "select 1 from exports where exported_at = ? and file = ? and sha256 = ?",
            *(row[name] for name in ("exported_at", "file", "sha256")),
        )
        if known is None:
            export_id = store.insert("exports", row)
            store.insert("_exported_articles", {"export_id": export_id, "keys": keys})


def _insert_or_ignore(store: Store, table: str, row: Row) -> None:
    marks = ", ".join(f":{name}" for name in row)
    values: dict[str, Any] = dict(row)
    store.db.execute(f"insert or ignore into {table} ({', '.join(row)}) values ({marks})", values)
