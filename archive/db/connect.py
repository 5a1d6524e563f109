"""Open connections to the archive's file, upgrade it, and explain SQLite's errors."""

from __future__ import annotations

import logging
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from archive.db import coverage
from archive.db.light_database import APPLICATION_ID
from archive.errors import ArchiveError
from archive.stories import refresh as stories

if TYPE_CHECKING:
    from sqlite_utils import Database

    from archive.terminal import Progress

# `archive.db.schema` and sqlite-utils are imported by what needs them: see archive/db/light_database.py.

SMALLEST = 512  # bytes of a SQLite file: one page
BUSY_SECONDS = 30.0
CACHE_KB = 32_000  # of the file that a writing connection keeps in memory
LOG_PAGES = 4000  # 16 MB of log
STATEMENTS = 512  # prepared ones that a connection keeps
LONG_UPGRADE = 10_000  # articles; an upgrade of more logs a warning first
ARTICLES_A_MINUTE = 15_000  # measured on one core, with one article in seven in a script without spaces

logger = logging.getLogger(__name__)


@contextmanager
def translated(path: Path) -> Iterator[None]:
    """Turn errors of SQLite and the file system into an ArchiveError that names the remedy."""
    try:
        yield
    except sqlite3.Error as error:
        problem, remedy = _explain(error)
        raise ArchiveError(str(path), problem, remedy) from error
    except PermissionError as error:
        raise ArchiveError(str(path), "no permission to read it", "check its owner and mode") from error


def _explain(error: sqlite3.Error) -> tuple[str, str]:
    name = getattr(error, "sqlite_errorname", "") or ""
    for prefix, problem, remedy in (
        ("SQLITE_BUSY", "another process is writing to it", "try again when that process has ended"),
        ("SQLITE_LOCKED", "another process is writing to it", "try again when that process has ended"),
        ("SQLITE_FULL", "the disk is full", "free some space and run the same command again"),
        ("SQLITE_READONLY", "the file or its folder cannot be written", "check its owner and mode"),
        ("SQLITE_CANTOPEN", "the file or its folder cannot be opened or written", "check its owner and mode"),
        ("SQLITE_NOTADB", "not a SQLite file", "give another --db"),
        ("SQLITE_CORRUPT", "the file is damaged", "restore a backup"),
        ("SQLITE_IOERR", f"the disk failed ({error})", "check the disk"),
    ):
        if name.startswith(prefix):
            return problem, remedy
    return f"SQLite: {error}", ""


def check_path(path: Path, *, create: bool, readonly: bool) -> bool:
    """Whether the file has content. Raises ArchiveError for problems that show without opening it."""
    if path.is_dir():
        raise ArchiveError(str(path), "is a folder, not an archive file", "give the file in it as --db")
    if not readonly and not all(os.access(p, os.W_OK) for p in (path, path.parent) if p.exists()):
        raise ArchiveError(str(path), "the file or its folder cannot be written", "check its owner and mode")
    if path.exists() and path.stat().st_size:
        _undo_stopped_write(path)
    if path.exists() and (size := path.stat().st_size):
        # Do not open the file here, only through SQLite: closing it would drop the locks of every other
        # connection of this process, and the next program to close the archive would delete their log.
        if not os.access(path, os.R_OK, effective_ids=True):
            raise ArchiveError(str(path), "no permission to read it", "check its owner and mode")
        if size < SMALLEST:  # SQLite treats a file of a few bytes as empty
            raise ArchiveError(str(path), "not a SQLite file", "give another --db")
        return True
    if create and not readonly:
        if not path.parent.is_dir():
            raise ArchiveError(str(path), f"there is no folder {path.parent}", "make it first")
        return False
    problem = "an empty file, not an archive" if path.exists() else "there is no archive here"
    raise ArchiveError(
        str(path), problem, "make one with `matinee crawl` or `matinee import`, or give another --db"
    )


def _undo_stopped_write(path: Path) -> None:
    """Let SQLite undo what a program wrote that was killed before the archive had its write-ahead log.

    That is, while it was made: a connection that only reads cannot do so. What another program is writing now
    stays. Raises ArchiveError if the folder cannot be written.
    """
    journal = path.with_name(path.name + "-journal")
    if not journal.exists() or not journal.stat().st_size:
        return
    if not all(os.access(one, os.W_OK) for one in (path, path.parent)):
        raise ArchiveError(
            str(path),
            f"a program was stopped while writing it; {journal.name} cannot be applied in a read-only folder",
            "copy both files to a folder that can be written",
        )
    _connect(f"{path.resolve().as_uri()}?mode=rw").close()


def applied_migrations(path: Path) -> set[str]:
    """Names of the migrations applied to a file with content. Raises ArchiveError if it is no archive."""
    from archive.db.schema import migrations  # noqa: PLC0415

    with open_reading(path) as db:
        application_id = db.execute("pragma application_id").fetchone()[0]
        names = {m.name for m in migrations.applied(db)} if application_id == APPLICATION_ID else set()
        if not names:
            raise ArchiveError(str(path), "a SQLite file, but not a Matinee archive", "give another --db")
        return names


def open_reading(path: Path) -> Database:
    """A connection that cannot write.

    To read a write-ahead log, SQLite must write files beside the archive. In a read-only folder the file is
    therefore opened as immutable. Raises ArchiveError if it has a log there, which could not be read.
    """
    uri = path.resolve().as_uri()
    try:
        return _connect(f"{uri}?mode=ro")
    except sqlite3.OperationalError as error:
        if _explain(error)[1] != "check its owner and mode":
            raise
        log = path.with_name(path.name + "-wal")
        if log.exists() and log.stat().st_size:
            raise ArchiveError(
                str(path),
                f"its latest changes are in {log.name}, which cannot be read from a read-only folder",
                "copy both files to a folder that can be written",
            ) from error
        return _connect(f"{uri}?mode=ro&immutable=1")


def open_writing(path: Path, progress: Progress | None = None) -> Database:
    """A connection that writes. Creates the archive if there is none, and upgrades an older one."""
    db = _connect(f"{path.resolve().as_uri()}?mode=rwc")
    try:
        if not is_current(db):
            _upgrade(path, db, progress)
        db.enable_wal()  # every time: the process that created the archive may have died before
        # In WAL mode, NORMAL keeps every commit when a process is killed. A power failure may lose the
        # latest commits, all from one point on, so captures and their records stay consistent.
        db.execute("pragma synchronous = normal")
        # A page changes some twenty indexes here and there. With more of the file in memory, and more changes
        # in the log before SQLite copies them into the file, it writes a part of the file less often.
        db.execute(f"pragma cache_size = -{CACHE_KB}")
        db.execute(f"pragma wal_autocheckpoint = {LOG_PAGES}")
    except BaseException:
        db.close()
        raise
    return db


def is_current(db: Database) -> bool:
    """Whether nothing needs an upgrade, and `coverage` and the stories match the other tables."""
    from archive.db.schema import migrations  # noqa: PLC0415

    return (
        not migrations.pending(db)
        and coverage.is_indexed(db)
        and not coverage.is_stale(db)
        and stories.is_current(db)
    )


def _upgrade(path: Path, db: Database, progress: Progress | None) -> None:
    """Upgrade an archive in one transaction, so that no reader or crash ever meets a half-upgraded one.

    Articles are compared after that, some in a transaction: until it is done, some stories are missing.
    """
    from archive.db.schema import migrations  # noqa: PLC0415

    if migrations.pending(db):
        _warn_if_long(path, db)
    db.execute("begin immediate")
    migrations.apply(db)
    if not coverage.is_indexed(db):
        coverage.fill_index(db)
    coverage.refresh(db)
    db.execute(f"pragma application_id = {APPLICATION_ID}")
    db.commit()
    stories.catch_up(db, progress)


def _warn_if_long(path: Path, db: Database) -> None:
    if not db["articles"].exists():
        return
    (articles,) = db.execute("select count(*) from articles").fetchone()
    if articles >= LONG_UPGRADE:
        minutes = 1 + articles // ARTICLES_A_MINUTE
        message = "%s: upgrading it to this version of Matinee, once: %s articles, up to about %s min"
        logger.warning(message, path, f"{articles:,}", minutes)


def _connect(uri: str) -> Database:
    from archive.db.database import ArchiveDatabase  # noqa: PLC0415

    conn = sqlite3.connect(uri, uri=True, timeout=BUSY_SECONDS, cached_statements=STATEMENTS)
    try:
        conn.execute("pragma foreign_keys = on")
        conn.execute(
            "select count(*) from sqlite_master"
        ).fetchone()  # SQLite opens a file at the first query
        return ArchiveDatabase(conn, execute_plugins=False)
    except BaseException:
        conn.close()
        raise
