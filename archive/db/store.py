"""The archive's SQLite file: open it, run transactions, read and write captures and their bytes."""

from __future__ import annotations

import shlex
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self, cast

from archive.db import coverage
from archive.db.bodies.compression import DamagedBody
from archive.db.bodies.dictionaries import Dictionaries
from archive.db.captures import Stored, add_captures
from archive.db.connect import (
    BUSY_SECONDS,
    applied_migrations,
    check_path,
    is_current,
    open_reading,
    open_writing,
    translated,
)
from archive.db.light_database import open_if_current
from archive.db.rows import capture_from_row, insertion, or_update
from archive.errors import ArchiveError, DroppedError, NotKeptError, WithheldError
from archive.model import Capture
from archive.stories import refresh as stories
from archive.terminal import Progress

if TYPE_CHECKING:
    from sqlite_utils import Database
    from sqlite_utils.db import Table


@dataclass
class Store:
    """An open archive. A connection belongs to the thread that opened it.

    Attributes:
        path: the file.
        db: the sqlite-utils database, for queries: `store.db.query(sql, params)`.
        readonly: the connection cannot write.
        dictionaries: that the bytes of captures are compressed with.
    """

    path: Path
    db: Database = field(repr=False)
    readonly: bool = False
    dictionaries: Dictionaries = field(init=False, repr=False)
    _after_commit: list[Callable[[], object]] = field(default_factory=list, init=False, repr=False)

    def __post_init__(self) -> None:
        self.dictionaries = Dictionaries(self.db)

    @classmethod
    def open(
        cls,
        path: str | Path,
        create: bool = False,
        readonly: bool = False,
        upgrade: bool = True,
        progress: Progress | None = None,
    ) -> Self:
        """Open an archive and upgrade an older one. Never changes a file that is not an archive.

        Args:
            path: the SQLite file.
            create: create the archive if the file is missing or empty.
            readonly: for commands that only read; also works on a read-only file or folder.
            upgrade: if False, an archive that would have to be upgraded before it is read is an error.
            progress: is told the articles that an upgrade has compared. For an archive opened for writing.

        Raises:
            ArchiveError: the file is missing, locked, no archive or of a newer Matinee, or the disk failed.
        """
        path = Path(path)
        if readonly and upgrade and (db := open_if_current(path, BUSY_SECONDS)) is not None:
            return cls(path, db, readonly=True)
        from archive.db.schema import migration_names  # noqa: PLC0415 (imports sqlite-utils)

        with translated(path):
            exists = check_path(path, create=create, readonly=readonly)
            applied = applied_migrations(path) if exists else set()
            unknown = applied - migration_names()
            if unknown:
                raise ArchiveError(
                    str(path),
                    f"made by a newer Matinee (it has {', '.join(sorted(unknown))})",
                    "update Matinee",
                )
            if not readonly:
                return cls(path, open_writing(path, progress))
            if not upgrade:
                return cls(path, _open_unchanged(path, applied), readonly=True)
            if applied < migration_names():
                open_writing(path).close()  # queries need the current tables, so upgrade first
            return cls(path, _open_current(path), readonly=True)

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
        return cast("Table", self.db[name])

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Run the block in one transaction; refresh stories and `coverage` before the commit.

        Raises:
            ArchiveError: the file is locked or read-only, or the disk is full.
        """
        with translated(self.path):
            # A deferred transaction that has read cannot wait for another writer: its first write would fail.
            self.db.execute("begin immediate")
            try:
                yield
                stories.refresh(self.db)
                coverage.refresh(self.db)
            except BaseException:
                self._after_commit.clear()
                self.db.rollback()
                raise
            self.db.commit()
        while self._after_commit:
            self._after_commit.pop(0)()

    def after_commit(self, function: Callable[[], object]) -> None:
        """Call `function()` once the transaction is committed; never if it is rolled back."""
        self._after_commit.append(function)

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """Let all readings of the block see the archive as it is at its beginning. Do not write in it."""
        self.db.execute("begin")
        try:
            self.db.execute("select count(*) from sqlite_master").fetchone()  # fixes the moment
            yield
        finally:
            self.db.rollback()

    def row(self, sql: str, *params: Any) -> dict[str, Any] | None:
        """The first row of a query, or None. Of two columns of a name, the first counts."""
        cursor = self.db.conn.execute(sql, params)
        values = cursor.fetchone()
        if values is None:
            return None
        names = (column[0] for column in reversed(cursor.description))
        return dict(zip(names, reversed(values), strict=True))

    def insert(self, table: str, row: dict[str, Any]) -> int:
        """Insert a row of SQLite's own types. Returns its id."""
        return int(self.db.execute(insertion(table, tuple(row)), tuple(row.values())).lastrowid or 0)

    def next_id(self, table: str) -> int:
        """The id that the next row of a table gets."""
        (newest,) = self.db.execute(f"select max(id) from {table}").fetchone()
        return int(newest or 0) + 1

    def insert_all(self, table: str, rows: Sequence[Mapping[str, Any]]) -> None:
        """Insert rows that have the same columns in the same order."""
        if rows:
            sql = insertion(table, tuple(rows[0]))
            self.db.conn.executemany(sql, [tuple(row.values()) for row in rows])

    def upsert(self, table: str, row: dict[str, Any], key: str) -> None:
        """Insert a row, or write its columns to the row that has the same `key`."""
        sql = f"{insertion(table, tuple(row))} {or_update(key, tuple(row))}"
        self.db.execute(sql, tuple(row.values()))

    def update(self, table: str, row_id: int, row: Mapping[str, Any]) -> None:
        """Write some columns of the row with an id."""
        columns = ", ".join(f"{column} = :{column}" for column in row)
        self.db.execute(f"update {table} set {columns} where id = :id", {**row, "id": row_id})

    def body(self, sha256: str) -> bytes:
        """The bytes of a capture.

        Raises:
            WithheldError: the page forbade keeping them, so they were not stored.
            DroppedError: `matinee compact --keep-captures` dropped them.
            ArchiveError: they are missing or do not match their hash.
        """
        row = self.row("select zstd, size, dictionary_id, dropped_at from _bodies where sha256 = ?", sha256)
        if row is None:
            raise ArchiveError(str(self.path), f"no body {sha256} in it")
        if not row["zstd"] and row["dropped_at"]:
            raise DroppedError(str(self.path), f"body {sha256}", row["dropped_at"])
        if not row["zstd"]:
            raise WithheldError(str(self.path), f"body {sha256}")
        try:
            return self.dictionaries.read(sha256, row["size"], row["zstd"], row["dictionary_id"])
        except DamagedBody as error:
            raise ArchiveError(str(self.path), f"body {sha256} {error}", "restore a backup") from error

    def capture(self, capture_id: int) -> Capture:
        """A stored capture, as submitted. Raises ArchiveError if the capture or its bytes are missing."""
        row = self.row("select * from captures where id = ?", capture_id)
        if row is None:
            raise ArchiveError(str(self.path), f"no capture {capture_id} in it")
        try:
            return capture_from_row(row, self.body(row["sha256"]))
        except NotKeptError as error:
            raise error.renamed(f"what was captured at {row['url']}") from error

    def pending(self) -> list[int]:
        """Ids of captures that wait to be cleaned, oldest first."""
        sql = "select id from captures where outcome is null order by id"
        return [row[0] for row in self.db.execute(sql)]

    def add_capture(self, capture: Capture, crawl_id: int | None = None) -> Stored:
        """Write a capture's bytes and row, unless the same capture is stored. Call it in a transaction."""
        return self.add_captures([(capture, crawl_id)])[0]

    def add_captures(self, captures: Sequence[tuple[Capture, int | None]]) -> list[Stored]:
        """The same for any number of captures, each with the id of its crawl."""
        return add_captures(self.db, self.dictionaries, captures)


def _open_unchanged(path: Path, applied: set[str]) -> Database:
    """A connection that cannot write, to an archive that needs no upgrade."""
    from archive.db.schema import migration_names  # noqa: PLC0415

    remedy = f"upgrade it, once: matinee upgrade --db {shlex.quote(str(path))}"
    if applied < migration_names():
        raise ArchiveError(str(path), "made by an older Matinee, with fewer or other tables", remedy)
    db = open_reading(path)
    if not is_current(db):
        db.close()
        raise ArchiveError(str(path), "another program changed it, and its index is out of date", remedy)
    # `mode=ro` protects the archive's file. This also refuses to write to a file that a program attaches.
    # Not for commands: FTS5's check of an index, which changes nothing, is an INSERT.
    db.execute("pragma query_only = on")
    return db


def _open_current(path: Path) -> Database:
    """A connection that cannot write. If another tool changed the archive, refresh `coverage` if possible."""
    db = open_reading(path)
    if not is_current(db):
        with suppress(sqlite3.Error, ArchiveError):
            open_writing(path).close()
    return db


__all__ = ["Store", "Stored", "translated"]
