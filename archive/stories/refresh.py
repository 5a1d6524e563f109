"""Keep the tables of stories up to date with the articles: compare each changed text, group what is alike.

Triggers list each article that has changed in `_stale_stories`, even if another tool changed it. `refresh`
compares these with the few that share a key with them, so its work does not grow with the archive.
`Store.transaction` calls it before each commit.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

from archive.stories.bands import ALGORITHM, BANDS, band_keys, pack_keys, unpack_keys
from archive.stories.compare import StoryText, is_long_enough, one_story
from archive.stories.group import group
from archive.stories.shingles import shingles

if TYPE_CHECKING:
    from sqlite_utils import Database

    from archive.terminal import Progress

# Of the way that texts are cut, compared and grouped. A new one compares all articles again.
VERSION = 100 * ALGORITHM + 1

BATCH = 200  # articles of an upgrade that are compared in one transaction

_LONGEST_BUCKET = 200  # articles with one key that are looked at
_MOST_COMPARED = 20  # articles that a text is compared with, those with the most keys in common

# What is known of an article, and was when it was compared last.
_COMPARED = """
select r.text, r.text_sha256, r.withheld, r.title, a.outlet, t.article_id, t.compared, t.keys
from (select ? as id) s
left join articles a on a.id = s.id left join revisions r on r.id = a.revision_id
left join _story_texts t on t.article_id = s.id
"""
_TEXT = """
select r.text, r.text_sha256, r.withheld, r.title, a.outlet
from articles a join revisions r on r.id = a.revision_id where a.id = ?
"""
_ALL = """
select a.id, '', r.text_sha256, r.withheld, r.title, a.outlet
from articles a join revisions r on r.id = a.revision_id
"""

# The articles with one of the keys of a text, each as often as it has some.
_BUCKET = f"select * from (select article_id from _story_bands where key = ? limit {_LONGEST_BUCKET})"
_SHARED = " union all ".join([_BUCKET] * BANDS)


class _Text(NamedTuple):
    text: str
    text_sha256: str
    withheld: int
    title: str | None
    outlet: str | None

    def compared(self) -> str:
        """The hash of all that comparisons depend on."""
        parts = ("" if self.withheld else self.text_sha256, self.outlet or "", self.title or "")
        return hashlib.sha256("\0".join(parts).encode(errors="replace")).hexdigest()[:32]


def refresh(db: Database) -> None:
    """Compare and group the articles that have changed. Call it in the transaction that changed them."""
    if is_stale(db):
        _refresh(db, _stale(db, -1))
        db.execute("delete from _stale_stories")


def is_stale(db: Database) -> bool:
    """Whether any article has changed since it was compared, in this transaction or by another tool."""
    return db.execute("select 1 from _stale_stories limit 1").fetchone() is not None


def is_current(db: Database) -> bool:
    """Whether all articles are compared in the way of this version."""
    return not is_stale(db) and _version(db) == VERSION


def catch_up(db: Database, progress: Progress | None = None) -> None:
    """Compare what an upgrade or another tool left, some articles in a transaction.

    Memory is bounded by that. If it is stopped, the next call goes on where it was.
    """
    if _version(db) != VERSION:
        with db.atomic():
            _forget_all(db)
    done = 0
    if progress:
        progress.step("Comparing articles", "articles")
        (total,) = db.execute("select count(distinct article_id) from _stale_stories").fetchone()
    while is_stale(db):
        db.execute("begin immediate")
        try:
            batch = _stale(db, BATCH)
            _refresh(db, batch)
            # One statement, since the table has no index; the batch has the lowest ids of the table.
            db.execute("delete from _stale_stories where article_id <= ?", (batch[-1],))
        except BaseException:
            db.rollback()
            raise
        db.commit()
        done += len(batch)
        if progress:
            progress(done, total)


def compared_now(db: Database) -> Iterator[tuple[int, str]]:
    """The id of each article, with the hash of what is to be compared of it."""
    for article_id, *text in db.execute(_ALL):
        yield article_id, _Text(*text).compared()


def _refresh(db: Database, article_ids: Iterable[int]) -> None:
    touched: set[int] = set()
    for article_id in article_ids:
        touched |= _compare(db, article_id)
    group(db, touched)


def _compare(db: Database, article_id: int) -> set[int]:
    """Compare an article if its text has changed. Returns the articles whose stories may have changed."""
    *shown, known_id, compared_before, keys = db.execute(_COMPARED, (article_id,)).fetchone()
    text = _Text(*shown) if shown[0] is not None else None
    linked = _linked(db, article_id)
    compared = text.compared() if text else None
    is_known = known_id is not None
    if is_known and text and compared_before == compared:
        return {article_id} if linked else set()
    if is_known or linked:
        _forget(db, article_id, keys)
    if text and compared:
        linked |= _add(db, article_id, text, compared)
    return {article_id, *linked}


def _add(db: Database, article_id: int, text: _Text, compared: str) -> set[int]:
    """Store the keys of a text and its links to others. Returns the articles that it tells one story with."""
    cut = shingles("" if text.withheld else text.text)
    keys = band_keys(cut.all_runs) if is_long_enough(cut) else ()
    db.execute(
        "insert into _story_texts values (?, ?, ?)", (article_id, compared, pack_keys(keys) if keys else None)
    )
    if not keys:
        return set()
    candidates = _candidates(db, keys)
    db.conn.executemany(
        "insert or ignore into _story_bands values (?, ?)", [(key, article_id) for key in sorted(keys)]
    )
    this = StoryText(cut, text.outlet, text.title)
    linked = set()
    for other_id in candidates:
        other = _Text(*db.execute(_TEXT, (other_id,)).fetchone() or ("", "", 1, None, None))
        alike = one_story(this, StoryText(shingles(other.text), other.outlet, other.title))
        if alike is not None:
            linked.add(other_id)
            pairs = [(article_id, other_id, alike), (other_id, article_id, alike)]
            db.conn.executemany("insert or replace into _story_links values (?, ?, ?)", pairs)
    return linked


def _candidates(db: Database, keys: Iterable[int]) -> list[int]:
    """The articles that share keys, those with the most in common first."""
    shared = Counter(article_id for (article_id,) in db.execute(_SHARED, tuple(keys)))
    return sorted(shared, key=lambda article_id: (-shared[article_id], article_id))[:_MOST_COMPARED]


def _linked(db: Database, article_id: int) -> set[int]:
    rows = db.execute("select other_id from _story_links where article_id = ?", (article_id,))
    return {row[0] for row in rows}


def _forget(db: Database, article_id: int, keys: bytes | None) -> None:
    """Delete what was stored of an article's former text."""
    run = db.conn.executemany
    run(
        "delete from _story_bands where key = ? and article_id = ?",
        [(key, article_id) for key in unpack_keys(keys or b"")],
    )
    run(
        "delete from _story_links where article_id = ? and other_id = ?",
        [(other_id, article_id) for other_id in _linked(db, article_id)],
    )
    db.execute("delete from _story_links where article_id = ?", (article_id,))
    db.execute("delete from _story_texts where article_id = ?", (article_id,))


def _forget_all(db: Database) -> None:
    for table in (
        "stories",
        "_story_links",
        "_story_texts",
        "_story_bands",
        "_story_version",
        "_stale_stories",
    ):
        db.execute(f"delete from {table}")
    db.execute("insert into _stale_stories select id from articles")
    db.execute("insert into _story_version values (?)", (VERSION,))


def _stale(db: Database, limit: int) -> list[int]:
    sql = "select distinct article_id from _stale_stories order by article_id limit ?"
    return [row[0] for row in db.execute(sql, (limit,)).fetchall()]


def _version(db: Database) -> Any:
    return (db.execute("select version from _story_version").fetchone() or (None,))[0]
