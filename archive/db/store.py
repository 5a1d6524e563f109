"""The archive's one SQLite file: opening it safely, its transactions, its bodies and captures."""

from __future__ import annotations

import hashlib
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any, Self, cast

import zstandard
from sqlite_utils import Database
from sqlite_utils.db import Table

from archive.db.rows import capture_of, capture_row
from archive.db.schema import APPLICATION_ID, migration_names, migrations
from archive.errors import ArchiveError, WithheldError
from archive.model import Capture

MAGIC = b"SQLite format 3\0"

BUSY_SECONDS = 30.0

ZSTD_LEVEL = 4  # a page in about 1 ms to a fifth of its size; level 9 gains 5% more for four times the time


@dataclass(frozen=True, slots=True)
class Stored:
    """Where a submitted capture stands.

    Attributes:
        id: of the row in `captures`.
        outcome: None while it waits to be cleaned.
        reason, page_type, article_id: of a capture with an outcome.
        fresh: this call made the row.
        filled: this call wrote the bytes, which were withheld before: it is to be cleaned again.
    """

    id: int
    outcome: str | None = None
    reason: str | None = None
    page_type: str | None = None
    article_id: int | None = None
    fresh: bool = False
    filled: bool = False


@dataclass
class Store:
    """An open archive. A connection belongs to the thread that opened it.

    Attributes:
        path: the file.
        db: the sqlite-utils database, for queries: `store.db.query(sql, params)`.
        readonly: nothing can be written through it.
    """

    path: Path
    db: Database = field(repr=False)
    readonly: bool = False

    @classmethod
    def open(cls, path: str | Path, create: bool = False, readonly: bool = False) -> Self:
        """Open an archive, upgrading an older one; a file that is not ours is never altered.

        Args:
            path: the SQLite file.
            create: make the archive where nothing (or an empty file) is.
            readonly: for commands that only read; works on a file or folder that cannot be written, too.

        Raises:
            ArchiveError: it is missing, not ours, newer than this Matinee, locked, or the disk says no.
        """
        path = Path(path)
        with translated(path):
            exists = _look(path, create=create, readonly=readonly)
            applied = _identify(path) if exists else set()
            unknown = applied - migration_names()
            if unknown:
                raise ArchiveError(
                    str(path),
                    f"made by a newer Matinee (it has {', '.join(sorted(unknown))})",
                    "update Matinee",
                )
            if not readonly:
                return cls(path, _open_writing(path))
            if applied < migration_names():
                _open_writing(path).close()  # a reader of an older archive needs today's views
            return cls(path, _open_reading(path), readonly=True)

    def close(self) -> None:
        """Close the file; SQLite folds the write-ahead log in when this was the last connection."""
        self.db.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def table(self, name: str) -> Table:
        """The sqlite-utils table of that name."""
        return cast(Table, self.db[name])

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing. Raises ArchiveError where the file is locked, read-only or the disk full."""
        with translated(self.path):
            # A deferred one that has read cannot wait for another writer: it fails at its first write.
            self.db.execute("begin immediate")
            try:
                yield
            except BaseException:
                self.db.rollback()
                raise
            self.db.commit()

    def row(self, sql: str, *params: Any) -> dict[str, Any] | None:
        """The first row of a query, or None."""
        return next(iter(self.db.query(sql, params)), None)

    def body(self, sha256: str) -> bytes:
        """The bytes of a capture.

        Raises:
            WithheldError: they were not to be kept.
            ArchiveError: they are absent or do not match their hash.
        """
        row = self.row("select zstd, size from bodies where sha256 = ?", sha256)
        if row is None:
            raise ArchiveError(str(self.path), f"no body {sha256} in it")
        if not row["zstd"]:
            raise WithheldError(str(self.path), f"body {sha256}")
        try:
            body = zstandard.decompress(row["zstd"], max_output_size=row["size"])
        except zstandard.ZstdError as error:
            raise ArchiveError(
                str(self.path), f"body {sha256} is damaged ({error})", "restore a backup"
            ) from error
        if hashlib.sha256(body).hexdigest() != sha256:
            raise ArchiveError(str(self.path), f"body {sha256} does not match its hash", "restore a backup")
        return body

    def capture(self, capture_id: int) -> Capture:
        """A stored capture, as it was submitted. Raises ArchiveError where it, or its bytes, are missing."""
        row = self.row("select * from captures where id = ?", capture_id)
        if row is None:
            raise ArchiveError(str(self.path), f"no capture {capture_id} in it")
        try:
            return capture_of(row, self.body(row["sha256"]))
        except WithheldError as error:
            raise WithheldError(str(self.path), f"what was captured at {row['url']}") from error

    def pending(self) -> list[int]:
        """Ids of captures that wait to be cleaned, oldest first."""
        return [
            row["id"] for row in self.db.query("select id from captures where outcome is null order by id")
        ]

    def add_capture(self, capture: Capture, crawl_id: int | None = None) -> Stored:
        """Write a capture's bytes and row, or find the same capture. Call it inside a transaction.

        Of one that is withheld no bytes are written.
        """
        sha256 = hashlib.sha256(capture.body).hexdigest()
        row = capture_row(capture, sha256, crawl_id)
        known = self.row(
            "select id, outcome, reason, page_type, article_id from captures"
            " where url = ? and captured_at = ? and sha256 = ?",
            *(row[key] for key in ("url", "captured_at", "sha256")),
        )
        filled = self._keep_body(sha256, capture)
        if known and filled:
            return Stored(known["id"], filled=True)
        if known:
            return Stored(**known)
        return Stored(int(self.table("captures").insert(row).last_rowid or 0), fresh=True)

    def _keep_body(self, sha256: str, capture: Capture) -> bool:
        """Write the bytes, unless they are to be withheld; whether they fill a gap that was left for that."""
        there = self.row("select length(zstd) as length from bodies where sha256 = ?", sha256)
        if there and (there["length"] or capture.withheld):
            return False
        packed = b"" if capture.withheld else zstandard.compress(capture.body, ZSTD_LEVEL)
        body = {"sha256": sha256, "size": len(capture.body), "zstd": packed}
        self.table("bodies").upsert(body, pk="sha256")
        return there is not None


@contextmanager
def translated(path: Path) -> Iterator[None]:
    """Turn what SQLite and the file system say into one ArchiveError that says what to do next."""
    try:
        yield
    except sqlite3.Error as error:
        problem, remedy = _plain(error)
        raise ArchiveError(str(path), problem, remedy) from error
    except PermissionError as error:
        raise ArchiveError(str(path), "no permission to read it", "check its owner and mode") from error


def _plain(error: sqlite3.Error) -> tuple[str, str]:
    name = getattr(error, "sqlite_errorname", "") or ""
    for prefix, problem, remedy in (
        ("SQLITE_BUSY", "another process is writing to it", "try again when that one has ended"),
        ("SQLITE_LOCKED", "another process is writing to it", "try again when that one has ended"),
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


def _look(path: Path, *, create: bool, readonly: bool) -> bool:
    """Whether there is anything in the file. Raises ArchiveError for what can be told without opening it."""
    if path.is_dir():
        raise ArchiveError(str(path), "is a folder, not an archive file", "give the file in it as --db")
    if not readonly and not all(os.access(p, os.W_OK) for p in (path, path.parent) if p.exists()):
        raise ArchiveError(str(path), "the file or its folder cannot be written", "check its owner and mode")
    if path.exists() and path.stat().st_size:
        with path.open("rb") as stream:
            if stream.read(len(MAGIC)) != MAGIC:  # SQLite itself takes a file of a few bytes for an empty one
                raise ArchiveError(str(path), "not a SQLite file", "give another --db")
        return True
    if create and not readonly:
        if not path.parent.is_dir():
            raise ArchiveError(str(path), f"there is no folder {path.parent}", "make it first")
        return False
    what = "an empty file, not an archive" if path.exists() else "there is no archive here"
    raise ArchiveError(
        str(path), what, "make one with `matinee import` or `matinee demo`, or give another --db"
    )


def _identify(path: Path) -> set[str]:
    """Names of the migrations applied to a file that is not empty; raises ArchiveError if it is not ours."""
    with _open_reading(path) as db:
        owner = db.execute("pragma application_id").fetchone()[0]
        names = {m.name for m in migrations.applied(db)} if owner == APPLICATION_ID else set()
        if not names:
            raise ArchiveError(str(path), "a SQLite file, but not a Matinee archive", "give another --db")
        return names


def _open_reading(path: Path) -> Database:
    """A connection that cannot write.

    A reader of a write-ahead log needs to make or write files beside the archive. Where the folder forbids
    that, the file is opened as one that nobody changes, unless there is something in a log beside it.
    """
    uri = path.resolve().as_uri()
    try:
        return _connect(f"{uri}?mode=ro")
    except sqlite3.OperationalError as error:
        if _plain(error)[1] != "check its owner and mode":
            raise
        log = path.with_name(path.name + "-wal")
        if log.exists() and log.stat().st_size:
            raise ArchiveError(
                str(path),
                f"its latest changes are in {log.name}, which cannot be read from a read-only folder",
                "copy both files to a folder that can be written",
            ) from error
        return _connect(f"{uri}?mode=ro&immutable=1")


def _open_writing(path: Path) -> Database:
    db = _connect(f"{path.resolve().as_uri()}?mode=rwc")
    try:
        if migrations.pending(db):
            # In one transaction, so that no reader and no crash sees half an archive.
            db.execute("begin immediate")
            migrations.apply(db)
            db.execute(f"pragma application_id = {APPLICATION_ID}")
            db.commit()
        db.enable_wal()  # at every opening: the process that made the archive may have ended before this line
        # In WAL mode, NORMAL keeps every commit when a process is killed. Only when the machine itself stops
        # may the last commits go, all from one point on: captures and what was recorded of them alike.
        db.execute("pragma synchronous = normal")
    except BaseException:
        db.close()
        raise
    return db


def _connect(uri: str) -> Database:
    conn = sqlite3.connect(uri, uri=True, timeout=BUSY_SECONDS)
    try:
        conn.execute("pragma foreign_keys = on")
        conn.execute(
            "select count(*) from sqlite_master"
        ).fetchone()  # SQLite opens a file at the first query
        return Database(conn, execute_plugins=False)
    except BaseException:
        conn.close()
        raise
