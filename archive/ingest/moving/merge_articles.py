"""Make two articles that turned out to be one page into one. Runs inside the writer's transaction."""

from __future__ import annotations

from collections.abc import Iterable

from archive.db.rows import Row
from archive.db.store import Store
from archive.ingest.moving.gone_articles import update_gone
from archive.ingest.revisions.decide import merge_facts
from archive.ingest.revisions.worse_facts import SameText
from archive.ingest.revisions.write_revisions import facts_at, mark_duplicates, write_facts
from archive.works.former_ids import move_article

# Tables with at most one row an article. The row of the article that was seen last stays.
_ONE_ROW_TABLES = ("_page_lines", "_page_places")

_NOT_NEW = """
select id, crawl_id,
    case when exists (select 1 from revisions where capture_id = captures.id) then 'changed' else 'same' end
from captures where article_id = ? and outcome = 'new'
"""


def merge_articles(store: Store, first_id: int, second_id: int, url: str, at: str) -> int:
    """Merge two articles into the one with the lower id, which other articles may already name.

    The revisions and captures of both stay. The article shows the text of the one that was captured last.

    Args:
        url: the address that the article has from now on; the other one becomes an alias.
        at: when that was known, as the archive stores times.

    Returns:
        The id of the article that is left.
    """
    kept, dropped = _rows(store, *sorted((first_id, second_id)))
    kept_id, dropped_id = int(kept["id"]), int(dropped["id"])
    is_newer = dropped["seen_at"] > kept["seen_at"]
    shown_id = _move_revisions(store, kept_id, dropped_id, url, newer=is_newer)
    _move_rows(store, kept_id, dropped_id, newer=is_newer)
    _move_comments(store, kept, dropped)
    _move_captures(store, kept_id, dropped_id)
    # The row of `coverage` refers to the article until `refresh` removes it at the end of the transaction.
    store.db.execute("pragma defer_foreign_keys = on")
    store.db.execute("update articles set duplicate_of = null where duplicate_of = ?", (dropped_id,))
    store.db.execute("delete from articles where id = ?", (dropped_id,))
    # No trigger sees that it has revisions of the other, which are to count for no work.
    store.db.execute("insert into _stale_coverage values (?)", (kept_id,))
    store.update(
        "articles",
        kept_id,
        {
            "url": url,
            "outlet": kept["outlet"] or dropped["outlet"],
            "doubtful": min(kept["doubtful"], dropped["doubtful"]),
            "doubtful_reason": kept["doubtful_reason"] if dropped["doubtful"] else None,
            **({"revision_id": shown_id} if is_newer else {}),
        },
    )
    _write_aliases(store, kept_id, {kept["url"], dropped["url"]} - {url}, url, at)
    for folded_sha256 in {kept["folded_sha256"], dropped["folded_sha256"]}:
        mark_duplicates(store, folded_sha256)
    update_gone(store, kept_id)
    return kept_id


def _rows(store: Store, kept_id: int, dropped_id: int) -> list[Row]:
    """Both articles in the order of their ids, with the text that they show and when they were seen."""
    return list(
        store.db.query(
            "select a.*, r.folded_sha256, (select max(captured_at) from captures where article_id = a.id"
            " and outcome in ('new', 'changed', 'same')) as seen_at"
            " from articles a join revisions r on r.id = a.revision_id where a.id in (?, ?) order by a.id",
            (kept_id, dropped_id),
        )
    )


def _move_captures(store: Store, kept_id: int, dropped_id: int) -> None:
    """Give an article the captures and the aliases of another."""
    # The first capture of the dropped article was no new one: it has the text of the other, or a new text.
    for capture_id, crawl_id, outcome in store.db.execute(_NOT_NEW, (dropped_id,)).fetchall():
        store.update(
            "captures", capture_id, {"reason": "the same article at another address", "outcome": outcome}
        )
        store.db.execute(
            f"update crawls set new = new - 1, {outcome} = {outcome} + 1 where id = ? and new > 0",
            (crawl_id,),
        )
    store.db.execute("update captures set article_id = ? where article_id = ?", (kept_id, dropped_id))
    store.db.execute("update aliases set article_id = ? where article_id = ?", (kept_id, dropped_id))


def _write_aliases(store: Store, article_id: int, old: Iterable[str], url: str, at: str) -> None:
    """Make the old addresses of an article its aliases; the one that it has now is none."""
    store.db.execute("delete from aliases where url = ?", (url,))
    for alias in old:
        store.upsert("aliases", {"url": alias, "article_id": article_id, "since": at}, "url")


def _move_revisions(store: Store, kept_id: int, dropped_id: int, url: str, *, newer: bool) -> int:
    """Give an article the revisions of another; merge the facts of those with the same text.

    Returns:
        The id of the revision that has the text which the other article showed.
    """
    current = store.row("select revision_id from articles where id = ?", dropped_id)
    assert current is not None, f"no article {dropped_id}"
    shown_id = int(current["revision_id"])
    pairs = store.db.query(
        "select r.id, r.text, twin.id as twin from revisions r left join revisions twin"
        " on twin.article_id = ? and twin.text_sha256 = r.text_sha256 where r.article_id = ?",
        (kept_id, dropped_id),
    )
    for pair in list(pairs):
        if pair["twin"] is None:
            store.update("revisions", pair["id"], {"article_id": kept_id})
            continue
        merged = merge_facts(
            facts_at(store, pair["twin"]),
            facts_at(store, pair["id"]),
            newer=newer,
            same_text=SameText(url, pair["text"]),
        )
        write_facts(store, pair["twin"], merged)
        shown_id = pair["twin"] if pair["id"] == shown_id else shown_id
        store.db.execute(
            "update articles set revision_id = ? where revision_id = ?", (pair["twin"], pair["id"])
        )
        store.db.execute("delete from revisions where id = ?", (pair["id"],))
    return shown_id


def _move_rows(store: Store, kept_id: int, dropped_id: int, *, newer: bool) -> None:
    for table in _ONE_ROW_TABLES:
        conflict = "replace" if newer else "ignore"
        store.db.execute(
            f"update or {conflict} {table} set article_id = ? where article_id = ?", (kept_id, dropped_id)
        )
    move_article(store.db, kept_id, dropped_id)


def _move_comments(store: Store, kept: Row, dropped: Row) -> None:
    """Keep the readers' comments that the later capture showed."""
    if dropped["comments_capture_id"] is None:
        return
    if kept["comments_capture_id"] is not None and dropped["seen_at"] <= kept["seen_at"]:
        return
    columns = ("comment_count", "comments_capture_id")
    store.db.execute("delete from comments where article_id = ?", (kept["id"],))
    store.db.execute("update comments set article_id = ? where article_id = ?", (kept["id"], dropped["id"]))
    store.update("articles", kept["id"], {name: dropped[name] for name in columns})
