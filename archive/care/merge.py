"""Merge another archive into an open one: what `matinee merge` does.

Pages are taken as the other archive read them; nothing is cleaned again. Each article is merged in a
transaction with some others, so that memory stays bounded, and a merge that was stopped can be run again.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from archive.care.merge_article import MergedArticle, merge_article
from archive.care.merge_captures import (
    copy_capture,
    copy_crawls,
    copy_exports,
    copy_frontier,
    copy_outlet_rows,
)
from archive.db import coverage
from archive.db.store import Store
from archive.db.tombstones import is_removed, url_key
from archive.errors import ArchiveError
from archive.ingest.moving.merge_articles import merge_articles
from archive.ingest.storing.replay import capture_key
from archive.people import refresh as people
from archive.people.correct import take_correction as take_of_people
from archive.terminal import Progress
from archive.works import refresh as works
from archive.works.catalogue.write import copy_catalogue
from archive.works.correct import take_correction as take_of_works
from archive.works.corrections import KINDS as WORK_KINDS
from archive.works.stored_corrections import merge_corrections

_FILLED = """
select count(*) from captures c join _bodies b on b.sha256 = c.sha256
where b.zstd <> x'' and c.sha256 in (select sha256 from temp._without_bytes)
"""

BATCH = 200  # articles or captures in a transaction


@dataclass
class MergeReport:
    """What a merge did.

    Attributes:
        new: articles that this archive did not have.
        changed: articles that have other texts, facts or captures than before.
        same: articles that stayed as they were.
        captures: captures that were added.
        filled: captures that were here without their bytes, and have them again.
        removed: articles that were removed from this archive for good, and so not taken.
    """

    new: int = 0
    changed: int = 0
    same: int = 0
    captures: int = 0
    filled: int = 0
    removed: int = 0


def merge(store: Store, other: Store, progress: Progress | None = None) -> MergeReport:
    """Take everything from another archive that this one lacks.

    Args:
        progress: is told the articles that are done, then that works and people are matched.

    Raises:
        ArchiveError: both are one file, or pages of this archive were removed from the other for good.
    """
    if store.path.resolve() == other.path.resolve():
        raise ArchiveError(str(other.path), "is the archive itself", "give another one")
    _check_removed(store, other)
    report = MergeReport()
    with store.transaction():
        store.db.execute("drop table if exists temp._without_bytes")  # of a merge that was stopped
        store.db.execute("create temp table _without_bytes as select sha256 from _bodies where zstd = x''")
        crawls = copy_crawls(store, other)
    (total,) = other.db.execute("select count(*) from articles").fetchone()
    ids = (row[0] for row in other.db.execute("select id from articles order by id"))
    done = 0
    for batch in _batches(ids):
        with store.transaction():
            for article_id in batch:
                _merge_one(store, other, article_id, crawls, report)
        done += len(batch)
        if progress:
            progress(done, total)
    rest = (
        row[0] for row in other.db.execute("select id from captures where article_id is null order by id")
    )
    for batch in _batches(rest):
        with store.transaction():
            for capture_id in batch:
                _, is_new = copy_capture(store, other, capture_id, None, crawls)
                report.captures += is_new
    if progress:
        progress.step("Matching works and people")
    with store.transaction():
        _join_moved(store)
        _merge_works(store, other)
        copy_frontier(store, other, crawls)
        copy_outlet_rows(store, other)
        copy_exports(store, other)
        (report.filled,) = store.db.execute(_FILLED).fetchone()
        store.db.execute("drop table temp._without_bytes")
    return report


def _merge_one(
    store: Store, other: Store, article_id: int, crawls: dict[int, int], report: MergeReport
) -> None:
    row = other.row("select url, outlet from articles where id = ?", article_id)
    assert row is not None, f"no article {article_id}"
    if is_removed(store, [row["url"]], row["outlet"]):
        report.removed += 1
        return
    merged: MergedArticle = merge_article(store, other, article_id, crawls)
    report.captures += merged.captures
    if merged.is_new:
        report.new += 1
    elif merged.changed or merged.captures:
        report.changed += 1
    else:
        report.same += 1


def _check_removed(store: Store, other: Store) -> None:
    """Refuse to take tombstones of pages that are here: removing them is for a person to decide."""
    stones = other.db.query("select key, url, outlet, why, removed_at from tombstones")
    theirs = {stone["key"]: stone for stone in stones}
    if theirs:
        for url, outlet in store.db.execute("select url, outlet from articles order by id"):
            if url_key(url) in theirs or is_removed(other, (), outlet):
                raise ArchiveError(
                    str(other.path),
                    f"{url} was removed from it for good",
                    f"remove it from {store.path}, too (`matinee remove {url} --why ...`), and merge again",
                )
    with store.transaction():
        for stone in theirs.values():
            store.db.execute(
                "insert or ignore into tombstones (key, url, outlet, why, removed_at)"
                " values (:key, :url, :outlet, :why, :removed_at)",
                stone,
            )


def _merge_works(store: Store, other: Store) -> None:
    """Take the catalogue and the corrections, and find works and people again by both."""
    coverage.refresh(store.db)  # names what was merged before
    has_new_entries = copy_catalogue(store.db, other.db)
    taken, others_changed = merge_corrections(store.db, other.db)
    for correction in taken:
        take = take_of_works if correction.kind in WORK_KINDS else take_of_people
        take(store.db, correction)
    if has_new_entries or taken or others_changed:
        works.match_all(store.db)
    if taken or others_changed:
        people.match_all(store.db)


def _join_moved(store: Store) -> None:
    """Make articles one where one archive knew that a page had moved, and the other knew both addresses."""
    pairs = store.db.execute(
        "select l.url, l.article_id, a.id, l.since, t.url from aliases l join articles a on a.url = l.url"
        " join articles t on t.id = l.article_id order by l.url"
    ).fetchall()
    for alias, kept_id, moved_id, since, url in pairs:
        both = store.row(
            "select 1 from revisions x join revisions y on y.folded_sha256 = x.folded_sha256"
            " where x.article_id = ? and y.article_id = ?",
            kept_id,
            moved_id,
        )
        if both and kept_id != moved_id:
            _name_first_captures(store, kept_id, moved_id)
            merge_articles(store, kept_id, moved_id, url, since)
        else:  # another article has the address now
            store.db.execute("delete from aliases where url = ?", (alias,))


def _name_first_captures(store: Store, first_id: int, second_id: int) -> None:
    """Make revisions of two articles with one text name the first capture of it, whichever stays."""
    twins = store.db.execute(
        "select x.id, y.id, x.capture_id, y.capture_id from revisions x join revisions y"
        " on y.text_sha256 = x.text_sha256 where x.article_id = ? and y.article_id = ?",
        (first_id, second_id),
    ).fetchall()
    for one_id, other_id, *captures in twins:
        first = min(captures, key=lambda number: capture_key(store, number))
        for revision_id in (one_id, other_id):
            store.update("revisions", revision_id, {"capture_id": first})


def _batches(ids: Iterator[int]) -> Iterator[list[int]]:
    while batch := list(islice(ids, BATCH)):
        yield batch
