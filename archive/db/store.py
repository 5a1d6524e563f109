"""The archive's one SQLite file: opening it safely, its transactions, its bodies and captures."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any, Self, cast

import zstandard
from sqlite_utils import Database
from sqlite_utils.db import Table

from archive.db import coverage
from archive.db.connect import identify, is_current, look, open_reading, open_writing, translated
from archive.db.rows import capture_of, capture_row
from archive.db.schema import migration_names
from archive.errors import ArchiveError, WithheldError
from archive.model import Capture

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
            exists = look(path, create=create, readonly=readonly)
            applied = identify(path) if exists else set()
            unknown = applied - migration_names()
            if unknown:
                raise ArchiveError(
                    str(path),
                    f"made by a newer Matinee (it has {', '.join(sorted(unknown))})",
                    "update Matinee",
                )
            if not readonly:
                return cls(path, open_writing(path))
            if applied < migration_names():
                open_writing(path).close()  # a reader of an older archive needs today's tables
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
        return cast(Table, self.db[name])

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing, and `coverage` in step with it.

        Raises:
            ArchiveError: the file is locked or read-only, or the disk is full.
        """
        with translated(self.path):
            # A deferred one that has read cannot wait for another writer: it fails at its first write.
            self.db.execute("begin immediate")
            try:
                yield
                coverage.refresh(self.db)
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
        row = self.row("select zstd, size from _bodies where sha256 = ?", sha256)
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
        there = self.row("select length(zstd) as length from _bodies where sha256 = ?", sha256)
        if there and (there["length"] or capture.withheld):
            return False
        packed = b"" if capture.withheld else zstandard.compress(capture.body, ZSTD_LEVEL)
        body = {"sha256": sha256, "size": len(capture.body), "zstd": packed}
        self.table("_bodies").upsert(body, pk="sha256")
        return there is not None


def _open_current(path: Path) -> Database:
    """A connection that cannot write; what another tool has changed is made to show first, if possible."""
    db = open_reading(path)
    if not is_current(db):
        with suppress(sqlite3.Error, ArchiveError):
            open_writing(path).close()
    return db


__all__ = ["Store", "Stored", "translated"]
