"""Decide again on articles whose captures were stored in another order than they were made.

An import may bring a page of last year after one of this year. What is decided on the way depends on the
order: which capture is the first, which is worse than the text shown. So once an import is through, the
captures of such articles are cleaned again and decided on in the order of their times, each article in one
transaction. Then the archive is the same in whatever order the files came.

Every function here runs inside the writer's transaction.
"""

from __future__ import annotations

from archive.db.rows import capture_order
from archive.db.store import Store
from archive.ingest.revisions.write_revisions import mark_duplicates
from archive.ingest.storing.store_capture import known_outcome, store_capture
from archive.ingest.storing.store_outcomes import store_outcome
from archive.ingest.workers.messages import Outcome, Replay
from archive.ingest.workers.worker_pool import Failure

# Captures of an article, and those at its addresses that made none.
_GROUP = f"""
with addresses as (
    select url from captures where article_id = :id
    union select url from articles where id = :id
    union select url from aliases where article_id = :id)
select c.id, c.outcome, c.sha256 from captures c
where c.outcome is not null and (
    c.article_id = :id or (c.article_id is null and c.url in (select url from addresses)))
order by {capture_order("c")}
"""

_CAPTURE_KEY = f"select {capture_order('c')} from captures c where id = ?"


def note_order(store: Store, capture_id: int, urls: set[str], article_id: int) -> None:
    """Note an article if a later capture of it was stored before this one.

    Args:
        urls: the addresses of the page.
    """
    marks = ", ".join("?" * len(urls))
    later = store.row(
        f"select 1 from captures where (url in ({marks}) or article_id = ?) and outcome is not null"
        f" and id <> ? and ({capture_order('captures')}) > ({_CAPTURE_KEY}) limit 1",
        *(*urls, article_id, capture_id, capture_id),
    )
    if later:
        store.db.execute("insert or ignore into _out_of_order (article_id) values (?)", (article_id,))


def capture_key(store: Store, capture_id: int) -> tuple[str, str, str]:
    """The values by which `capture_order` orders a capture."""
    captured_at, url, sha256 = store.db.execute(_CAPTURE_KEY, (capture_id,)).fetchone()
    return captured_at, url, sha256


def store_known(store: Store, capture_id: int, url: str) -> Outcome | None:
    """Store the outcome of a capture whose bytes were cleaned before; None if it must be cleaned."""
    known = known_outcome(store, capture_id)
    if known is None:
        return None
    if known.article_id is not None:
        note_order(store, capture_id, {url}, known.article_id)
    return store_outcome(store, known)


def start_replay(store: Store, article_id: int) -> Replay | None:
    """The captures to clean again for an article; None if it stays as it is: bytes of one are not kept."""
    rows = store.db.execute(_GROUP, {"id": article_id}).fetchall()
    for _, _, sha256 in rows:
        if store.row("select 1 from _bodies where sha256 = ? and zstd = x''", sha256):
            rows = []
            break
    if not rows:
        store.db.execute("delete from _out_of_order where article_id = ?", (article_id,))
        return None
    return Replay(article_id, {capture_id: outcome for capture_id, outcome, _ in rows})


def store_replay(store: Store, replay: Replay) -> None:
    """Decide on all captures of an article anew, in the order of their times."""
    store.db.execute("delete from _out_of_order where article_id = ?", (replay.article_id,))
    for capture_id, before in replay.outcomes.items():
        result = replay.results[capture_id][1]
        if isinstance(result, Failure) and before != "failed":
            return  # a page that could be read before: what was read of it stays
    hashes = _forget(store, replay)
    spare = [replay.article_id]
    for capture_id in replay.outcomes:
        capture, result = replay.results[capture_id]
        if isinstance(result, Failure) or capture is None:
            store_outcome(
                store, Outcome(capture_id, "failed", getattr(result, "reason", None)), counted=False
            )
        elif known := known_outcome(store, capture_id):
            store_outcome(store, known, counted=False)
        else:
            store_capture(store, capture_id, capture, result, counted=False, spare=spare)
    if spare:
        store.db.execute("pragma defer_foreign_keys = on")  # `coverage` has its row until the commit
        store.db.execute("delete from articles where id = ?", (replay.article_id,))
    for folded_sha256 in hashes:
        mark_duplicates(store, folded_sha256)


def _forget(store: Store, replay: Replay) -> list[str]:
    """Take all that was decided from an article, but leave its row, which others refer to.

    Returns:
        The folded hashes of its texts.
    """
    article_id = replay.article_id
    sql = "select distinct folded_sha256 from revisions where article_id = ?"
    hashes = [row[0] for row in store.db.execute(sql, (article_id,)).fetchall()]
    store.db.execute("update articles set duplicate_of = null where duplicate_of = ?", (article_id,))
    store.update(
        "articles",
        article_id,
        {
            "url": f"replay:{article_id}",
            "revision_id": None,
            "duplicate_of": None,
            "outlet": None,
            "doubtful": 1,
            "doubtful_reason": None,
            "gone_at": None,
            "comment_count": None,
            "comments_capture_id": None,
        },
    )
    for table in ("comments", "revisions", "aliases", "_page_lines", "_page_places"):
        store.db.execute(f"delete from {table} where article_id = ?", (article_id,))
    for capture_id in replay.outcomes:
        store.db.execute(
            "update captures set outcome = null, reason = null, page_type = null, article_id = null,"
            " lost_facts = null where id = ?",
            (capture_id,),
        )
    return hashes
