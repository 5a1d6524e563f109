"""Remove pages for good: their rows, their words in the index, and their bytes in the files."""

from __future__ import annotations

from datetime import datetime

from archive.care.removal import Removal, Target, select_rows
from archive.db.bodies.dictionaries import replace_dictionaries
from archive.db.coverage import refresh
from archive.db.rows import stamp
from archive.db.store import Store, translated
from archive.db.tombstones import outlet_key, url_key
from archive.errors import ArchiveError
from archive.ingest.revisions.write_revisions import mark_duplicates
from archive.people.correct import forget_names
from archive.works.correct import forget_articles

# What names a row that goes, and is deleted or emptied before it or with it. Most follows by cascade.
_ROWS = (
    "update articles set duplicate_of = null where duplicate_of in (select id from temp._gone_articles)",
    "delete from articles where id in (select id from temp._gone_articles)",
    "delete from revisions where id in (select id from temp._gone_revisions)",
    "delete from captures where id in (select id from temp._gone_captures)",
    "delete from _bodies where sha256 in (select sha256 from temp._gone_bodies)"
    " and sha256 not in (select sha256 from captures)",
    "delete from frontier where id in (select id from temp._gone_frontier)",
    "update frontier set referrer = null where referrer in (select url from temp._gone_urls)",
    "delete from authors where id in (select id from temp._gone_authors)"
    " and id not in (select author_id from revision_authors)",
    "update crawls set drift = null where exists"
    " (select 1 from temp._gone_urls g where instr(crawls.drift, g.url))",
)

# Collected first, while the rows that name them are there.
_COLLECTED = {
    "bodies": "select distinct sha256 from captures where id in (select id from temp._gone_captures)",
    "authors": "select distinct author_id as id from revision_authors"
    " where revision_id in (select id from temp._gone_revisions)",
}

_OUTLET_ROWS = (
    "delete from hosts where host in (select host from temp._gone_hosts)"
    " and host not in (select host from frontier)",
    "update captures set crawl_id = null where crawl_id in (select id from crawls where outlet = :outlet)",
    "update frontier set crawl_id = null where crawl_id in (select id from crawls where outlet = :outlet)",
    "delete from crawls where outlet = :outlet",
    "delete from _dictionaries where outlet = :outlet and id not in"
    " (select dictionary_id from _bodies where dictionary_id is not null)",
    "delete from _learned_boilerplate where outlet = :outlet",
    "delete from _templates where outlet = :outlet",
    "delete from _notices where outlet = :outlet",
)


def remove(store: Store, target: Target, why: str, at: datetime, *, keep_urls: bool = True) -> Removal:
    """Remove a page, an outlet or all articles about a work, and leave tombstones. Call `purge` afterwards.

    Args:
        why: the reason, kept in the tombstones.
        at: now.
        keep_urls: keep the URLs in the tombstones; otherwise only their hashes.

    Returns:
        What was removed.
    """
    store.db.execute("pragma secure_delete = on")
    with store.transaction():
        # Rows of `coverage` refer to articles until they are refreshed.
        store.db.execute("pragma defer_foreign_keys = on")
        removal = select_rows(store, target)
        _add_tombstones(store, target, why, at, keep_urls=keep_urls)
        for name, sql in _COLLECTED.items():
            store.db.execute(f"create temp table _gone_{name} as {sql}")
        if target.outlet is not None:
            store.db.execute(
                "create temp table _gone_hosts as select distinct host from frontier where outlet = ?",
                (target.outlet,),
            )
        hashes = store.db.execute(
            "select distinct folded_sha256 from revisions where id in (select id from temp._gone_revisions)"
        ).fetchall()
        for sql in _ROWS:
            store.db.execute(sql)
        gone_bodies = store.db.execute(
            "select sha256 from temp._gone_bodies where sha256 not in (select sha256 from _bodies)"
        ).fetchall()
        replace_dictionaries(store.db, [sha256 for (sha256,) in gone_bodies])
        if not keep_urls and target.outlet is None:  # of an outlet, nothing else stays
            _forget_urls(store)
        if target.outlet is not None:
            for sql in _OUTLET_ROWS:
                store.db.execute(sql, {"outlet": target.outlet})
        for (folded_sha256,) in hashes:
            mark_duplicates(store, folded_sha256)
        refresh(store.db)
        forget_articles(store.db, [row[0] for row in store.db.execute("select url from temp._gone_urls")])
        forget_names(store.db)
        refresh(store.db)
        # Only now do the words leave the index: FTS5 notes deletions and applies them when it merges.
        store.db.execute("insert into coverage_fts (coverage_fts) values ('optimize')")
        for name in (*_COLLECTED, "hosts"):
            store.db.execute(f"drop table if exists temp._gone_{name}")
    return removal


def purge(store: Store) -> None:
    """Write the file anew without what was deleted, and empty its log.

    Earlier versions of a row may have left bytes in unused parts of pages, which `secure_delete` does not
    reach. So the whole file is rewritten.

    Raises:
        ArchiveError: another process has the archive open, so that the log cannot be emptied.
    """
    with translated(store.path):
        store.db.execute("vacuum")
        busy, *_ = store.db.execute("pragma wal_checkpoint(truncate)").fetchone()
    if busy:
        raise ArchiveError(
            str(store.path),
            "what was removed may still be in its log, because another process has the archive open",
            "when that process has ended, run `matinee compact`",
        )


def _add_tombstones(store: Store, target: Target, why: str, at: datetime, *, keep_urls: bool) -> None:
    removed_at = stamp(at)
    rows: list[tuple[str, str | None, str | None]] = []
    if target.outlet is not None:
        rows.append((outlet_key(target.outlet), None, target.outlet))
    urls = store.db.execute("select url from temp._gone_urls order by url")
    rows += [(url_key(url), url if keep_urls else None, None) for (url,) in urls]
    store.db.conn.executemany(
        "insert or ignore into tombstones (key, url, outlet, why, removed_at) values (?, ?, ?, ?, ?)",
        ((*row, why, removed_at) for row in rows),
    )


def _forget_urls(store: Store) -> None:
    """Take the URLs out of the rows that stay."""
    for (url,) in store.db.execute("select url from temp._gone_urls").fetchall():
        store.db.execute(
            "update crawls set limited_to = replace(limited_to, :url, 'removed'),"
            " sources = replace(sources, :url, 'removed')"
            " where instr(limited_to, :url) or instr(sources, :url)",
            {"url": url},
        )
