"""Keep the tables of stories up to date with the articles: compare each changed text, group what is alike.

Triggers list each article that has changed in `_stale_stories`, even if another tool changed it. `refresh`
compares these with the few that share a key with them, so its work does not grow with the archive.
`Store.transaction` calls it before each commit.
"""

from __future__ import annotations

import hashlib
import json
from bisect import insort
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import TYPE_CHECKING, Any, NamedTuple

from archive.stories.bands import ALGORITHM, band_keys, pack_keys, unpack_keys
from archive.stories.compare import StoryText, is_long_enough, one_story
from archive.stories.group import group
from archive.stories.shingles import shingles

if TYPE_CHECKING:
    from sqlite_utils import Database

    from archive.terminal import Progress

# Of the way that texts are cut, compared and grouped. A new one compares all articles again.
VERSION = 100 * ALGORITHM + 1

BATCH = 200  # articles that are compared at once, and of an upgrade in one transaction

_LONGEST_BUCKET = 200  # articles with one key that are looked at
_MOST_COMPARED = 20  # articles that a text is compared with, those with the most keys in common

# What is known of an article, and was when it was compared last.
_COMPARED = """
select s.id, r.text, r.text_sha256, r.withheld, r.title, a.outlet, t.article_id, t.compared, t.keys
from (select value as id from json_each(?)) s
left join articles a on a.id = s.id left join revisions r on r.id = a.revision_id
left join _story_texts t on t.article_id = s.id
order by s.id
"""
_TEXT = """
select r.text, r.text_sha256, r.withheld, r.title, a.outlet
from articles a join revisions r on r.id = a.revision_id where a.id = ?
"""
_ALL = """
select a.id, '', r.text_sha256, r.withheld, r.title, a.outlet
from articles a join revisions r on r.id = a.revision_id
"""

# The articles that have each of some keys, but for those that none has; as text, because a query that joins
# them could not be cut short.
_BUCKETS = f"""
select value, (select group_concat(article_id)
    from (select article_id from _story_bands where key = value limit {_LONGEST_BUCKET}))
from json_each(?) where exists (select 1 from _story_bands where key = value)
"""


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


def _refresh(db: Database, article_ids: Sequence[int]) -> None:
    touched: set[int] = set()
    for start in range(0, len(article_ids), BATCH):
        touched |= _compare(db, article_ids[start : start + BATCH])
    group(db, touched)


def _compare(db: Database, article_ids: Sequence[int]) -> set[int]:
    """Compare those of some articles whose text has changed. Returns the articles whose stories may have."""
    ids = json.dumps(article_ids)
    links = _links(db, ids)
    touched: set[int] = set()
    changed: dict[int, _Text] = {}
    for article_id, *shown, known_id, compared_before, keys in db.execute(_COMPARED, (ids,)).fetchall():
        text = _Text(*shown) if shown[0] is not None else None
        linked = links.get(article_id, set())
        if linked or known_id is not None:
            if text and compared_before == text.compared():
                touched |= {article_id} if linked else set()
                continue
            _forget(db, article_id, keys, linked)
            touched |= {article_id, *linked}
        if text:
            changed[article_id] = text
    return touched | _add(db, changed)


def _add(db: Database, texts: Mapping[int, _Text]) -> set[int]:
    """Store the keys of texts and their links to others. Returns the articles that tell one story."""
    keys = {article_id: _keys(text) for article_id, text in texts.items()}
    db.conn.executemany(
        "insert into _story_texts values (?, ?, ?)",
        [(number, texts[number].compared(), pack_keys(own) if own else None) for number, own in keys.items()],
    )
    buckets = _Buckets(db, keys.values())
    linked = set()
    for article_id, own in keys.items():
        candidates = buckets.candidates(own)
        buckets.add(article_id, own)
        if candidates:
            linked |= _link(db, article_id, texts[article_id], candidates)
    # In the order of the table, so that neighbours are written together.
    rows = sorted((key, article_id) for article_id, own in keys.items() for key in set(own))
    db.conn.executemany("insert into _story_bands values (?, ?)", rows)
    return linked


def _keys(text: _Text) -> tuple[int, ...]:
    cut = shingles("" if text.withheld else text.text)
    return band_keys(cut.all_runs) if is_long_enough(cut) else ()


def _link(db: Database, article_id: int, text: _Text, candidates: Iterable[int]) -> set[int]:
    """Store the links of a text to those that it tells one story with. Returns these, and itself."""
    this = StoryText(shingles(text.text), text.outlet, text.title)
    linked = set()
    for other_id in candidates:
        other = _Text(*db.execute(_TEXT, (other_id,)).fetchone() or ("", "", 1, None, None))
        alike = one_story(this, StoryText(shingles(other.text), other.outlet, other.title))
        if alike is not None:
            linked |= {article_id, other_id}
            pairs = [(article_id, other_id, alike), (other_id, article_id, alike)]
            db.conn.executemany("insert or replace into _story_links values (?, ?, ?)", pairs)
    return linked


class _Buckets:
    """The articles that have each of some keys, as far as more than one may have it; read at once."""

    def __init__(self, db: Database, texts: Collection[Collection[int]]) -> None:
        """Args: texts: the keys of each of some texts."""
        counts = Counter(chain.from_iterable(map(set, texts)))
        rows = db.execute(_BUCKETS, (json.dumps(sorted(counts)),)) if counts else ()
        self._articles = {key: [*map(int, articles.split(","))] for key, articles in rows}
        for key in (key for key, count in counts.items() if count > 1):
            self._articles.setdefault(key, [])

    def candidates(self, keys: Iterable[int]) -> list[int]:
        """The articles that share keys, those with the most in common first."""
        buckets = (self._articles[key] for key in keys if key in self._articles)
        shared = Counter(number for bucket in buckets for number in bucket[:_LONGEST_BUCKET])
        return sorted(shared, key=lambda number: (-shared[number], number))[:_MOST_COMPARED]

    def add(self, article_id: int, keys: Iterable[int]) -> None:
        """Add an article that has these keys."""
        for key in self._articles.keys() & keys:
            insort(self._articles[key], article_id)


def _links(db: Database, ids: str) -> dict[int, set[int]]:
    """The articles that each of these, by their ids in JSON, tells one story with."""
    links: defaultdict[int, set[int]] = defaultdict(set)
    sql = "select article_id, other_id from _story_links where article_id in (select value from json_each(?))"
    for article_id, other_id in db.execute(sql, (ids,)):
        links[article_id].add(other_id)
    return links


def _forget(db: Database, article_id: int, keys: bytes | None, linked: Iterable[int]) -> None:
    """Delete what was stored of an article's former text."""
    run = db.conn.executemany
    run(
        "delete from _story_bands where key = ? and article_id = ?",
        [(key, article_id) for key in unpack_keys(keys or b"")],
    )
    run(
        "delete from _story_links where article_id = ? and other_id = ?",
        [pair for other_id in linked for pair in ((article_id, other_id), (other_id, article_id))],
    )
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
