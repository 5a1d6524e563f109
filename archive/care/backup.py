"""Copy an archive while it is in use, and check the copy: what `matinee backup` does."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from archive.care.check import check
from archive.db.replace_file import replacing
from archive.db.store import Store, translated
from archive.errors import ArchiveError
from archive.terminal import Progress, counted

_STEP = 2000  # pages copied between two reports of progress


def backup(
    store: Store,
    target: Path,
    *,
    replace: bool = False,
    allow_faults: bool = False,
    progress: Progress | None = None,
) -> int:
    """Copy an open archive to a file, which gets its name when the copy is complete and checked.

    The copy is the archive as it was at one moment. Crawls may go on meanwhile.

    Args:
        replace: replace a file that is there.
        progress: is told the bytes that are copied, then the checks that are done.
        allow_faults: keep a copy that has faults, as it has if the archive has them.

    Returns:
        The number of faults of the copy; 0 unless `allow_faults`.

    Raises:
        ArchiveError: the target exists, is in use, is the archive itself or cannot be written; the archive
            cannot be read; or the copy has faults.
    """
    _check_target(store.path, target, replace=replace)
    try:
        with replacing(target) as part:
            _copy(store, part, progress)
            faults = _count_faults(part, target, progress, allow_faults=allow_faults)
    except OSError as error:
        raise ArchiveError(str(target), f"cannot be written ({error.strerror})") from error
    return faults


def _check_target(source: Path, target: Path, *, replace: bool) -> None:
    if target.is_dir():
        raise ArchiveError(str(target), "is a folder", "give the name of a file in it")
    if not target.parent.is_dir():
        raise ArchiveError(str(target), f"there is no folder {target.parent}", "create it first")
    if target.exists() and target.samefile(source):
        raise ArchiveError(str(target), "is the archive itself", "give another file")
    if target.exists() and not replace:
        raise ArchiveError(str(target), "exists", "give another file, or --replace to replace it")
    for log in (target.with_name(target.name + ending) for ending in ("-wal", "-journal")):
        if log.exists():  # SQLite would write its content into the new file
            problem = f"an archive of this name is in use, or was not closed ({log.name} is beside it)"
            raise ArchiveError(str(target), problem, "give another file")


def _copy(store: Store, part: Path, progress: Progress | None) -> None:
    (page_size,) = store.db.execute("pragma page_size").fetchone()

    def report(_: int, remaining: int, total: int) -> None:
        if progress:
            progress((total - remaining) * page_size, total * page_size)

    with translated(part), closing(sqlite3.connect(part)) as copy:
        # While this connection reads, it sees no later change, so that SQLite need not begin anew.
        with translated(store.path):
            store.db.execute("begin")
            store.db.execute("select count(*) from sqlite_master").fetchone()
        try:
            store.db.conn.backup(copy, pages=_STEP, progress=report, sleep=0)
        finally:
            store.db.rollback()
        copy.execute("pragma journal_mode = delete")  # one file, with no log beside it


def _count_faults(part: Path, target: Path, progress: Progress | None, *, allow_faults: bool) -> int:
    if progress:
        progress.step("Checking the copy", "checks")
    with Store.open(part, readonly=True) as copy, translated(part):
        faults = list(check(copy, progress))
    if faults and not allow_faults:
        problem = f"the copy has {counted(len(faults), 'fault')}, such as {faults[0].line()}; it was not kept"
        raise ArchiveError(str(target), problem, "run `matinee check` on the archive, or give --allow-faults")
    return len(faults)
