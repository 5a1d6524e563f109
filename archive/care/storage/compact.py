"""Make an archive smaller: what `matinee compact` does."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from archive.care.storage.retention import drop_bodies, stored_rules, write_rules
from archive.db.bodies.compression import AGAIN
from archive.db.bodies.dictionaries import add_dictionary, make_dictionary, repack
from archive.db.store import Store
from archive.terminal import Progress, counted

BATCH = 200  # bodies compressed in a transaction, so that a crawl never waits long
WRITING_ANEW = "Writing the file anew"  # a step of a command
GROWN = 2  # times as many captures as when its dictionary was made, and an outlet gets a new one


@dataclass(slots=True)
class CompactReport:
    """What a compaction did.

    Attributes:
        dropped: number of pages whose bytes were dropped, by the rules of `--keep-captures`.
        repacked: pages that take less now.
        saved: bytes by which these take less.
        dictionaries: number of dictionaries afterwards.
        size_before, size: bytes of the file.
        shrunk: the file was written anew; False if another process was writing to it.
    """

    dropped: int = 0
    repacked: int = 0
    saved: int = 0
    dictionaries: int = 0
    size_before: int = 0
    size: int = 0
    shrunk: bool = False

    def lines(self) -> list[str]:
        """The report for people."""
        lines = [f"The bytes of {counted(self.dropped, 'page')} were dropped."] if self.dropped else []
        lines.append(
            f"{counted(self.repacked, 'page')} compressed anew: {self.saved / 1e6:,.1f} MB less"
            f" ({self.dictionaries:,} {'dictionary' if self.dictionaries == 1 else 'dictionaries'})."
        )
        if self.shrunk:
            lines.append(
                f"The file had {self.size_before / 1e6:,.1f} MB and has {self.size / 1e6:,.1f} MB now."
            )
        else:
            lines.append(
                "Another process is writing to the archive, so the file keeps its size;"
                " run `matinee compact` again when that process has ended."
            )
        return lines

    def as_dict(self) -> dict[str, Any]:
        """The report for programs."""
        names = ("dropped", "repacked", "saved", "dictionaries", "size_before", "size", "shrunk")
        return {name: getattr(self, name) for name in names}


def compact(
    store: Store,
    at: datetime,
    new_rules: dict[str, str] | None = None,
    progress: Progress | None = None,
) -> CompactReport:
    """Drop the bytes that no rule keeps, compress the others as well as we can, and shrink the file.

    A second run changes nothing but what came in between.

    Args:
        at: now.
        new_rules: rules of `--keep-captures` by outlet, which are stored.
        progress: is told the bodies that are done, then that the file is written anew.
    """
    report = CompactReport(size_before=_file_size(store))
    store.db.execute("pragma secure_delete = on")
    with store.transaction():
        write_rules(store, new_rules or {}, at)
        report.dropped = drop_bodies(store, stored_rules(store), at).pages
    (total,) = store.db.execute("select count(*) from _bodies where zstd <> x''").fetchone()
    done = 0
    for outlet in _outlets(store):
        for bodies in _compress_outlet(store, outlet, report):
            done = min(done + bodies, total)
            if progress:
                progress(done, total)
    with store.transaction():
        _delete_unused(store)
        sql = "select count(*) from _dictionaries"
        (report.dictionaries,) = store.db.execute(sql).fetchone()
    if progress:
        progress.step(WRITING_ANEW)
    report.shrunk = _shrink(store)
    report.size = _file_size(store)
    return report


def _compress_outlet(store: Store, outlet: str | None, report: CompactReport) -> Iterator[int]:
    """Compress the pages of an outlet that are not yet as this would leave them. Yields how many are done."""
    bodies = "from captures c join _bodies b using (sha256) where c.outlet is ? and length(b.zstd) > 0"
    (kept,) = store.db.execute(f"select count(distinct b.sha256) {bodies}", (outlet,)).fetchone()
    dictionary_id = _dictionary(store, outlet, kept) if outlet else None
    waiting = store.db.execute(
        f"select b.sha256 {bodies} and (b.level is not ? or b.dictionary_id is not ?)"
        " group by b.sha256 order by min(c.id)",
        (outlet, AGAIN, dictionary_id),
    ).fetchall()
    yield kept - len(waiting)
    for start in range(0, len(waiting), BATCH):
        batch = waiting[start : start + BATCH]
        with store.transaction():
            for (sha256,) in batch:
                saved = repack(store.db, store.dictionaries, sha256, dictionary_id, if_smaller=True)
                report.saved += saved
                report.repacked += saved > 0
        yield len(batch)


def _dictionary(store: Store, outlet: str, bodies: int) -> int | None:
    """The id of the dictionary for an outlet's pages: its newest one, or a new one if it has grown."""
    row = store.row(
        "select id, captures from _dictionaries where outlet = ? order by id desc limit 1", outlet
    )
    (captures,) = store.db.execute("select count(*) from captures where outlet = ?", (outlet,)).fetchone()
    newest_id = row["id"] if row else None
    if row and captures < GROWN * row["captures"]:
        return newest_id
    new = make_dictionary(store.db, outlet, bodies)
    if new is None:
        return newest_id
    with store.transaction():
        return add_dictionary(store.db, new) or newest_id


def _delete_unused(store: Store) -> None:
    """Delete dictionaries that no body needs, but not the newest of an outlet: its next pages need that."""
    store.db.execute(
        "delete from _dictionaries where id not in"
        " (select dictionary_id from _bodies where dictionary_id is not null)"
        " and (id not in (select max(id) from _dictionaries group by outlet)"
        " or outlet not in (select outlet from captures join _bodies using (sha256)"
        " where outlet is not null and zstd <> x''))"
    )


def _outlets(store: Store) -> list[str | None]:
    sql = "select distinct outlet from captures order by outlet"
    return [row[0] for row in store.db.execute(sql).fetchall()]


def _shrink(store: Store) -> bool:
    """Write the file anew without free space. Returns False if another process is writing to it."""
    try:
        store.db.execute("vacuum")
    except sqlite3.OperationalError as error:
        if not getattr(error, "sqlite_errorname", "").startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
            raise
        return False
    store.db.execute("pragma wal_checkpoint(truncate)").fetchone()
    return True


def _file_size(store: Store) -> int:
    (pages,) = store.db.execute("pragma page_count").fetchone()
    (size,) = store.db.execute("pragma page_size").fetchone()
    return int(pages) * int(size)
