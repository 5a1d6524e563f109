"""The database of sqlite-utils, with less to do for each statement of a transaction."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from typing import Any

from archive.db.lean_sqlite_utils import Database


class ArchiveDatabase(Database):
    """In a transaction, its `execute` goes straight to SQLite: no statement is to be committed alone."""

    def execute(self, sql: str, parameters: Sequence[Any] | dict[str, Any] | None = None) -> sqlite3.Cursor:
        """Run a statement."""
        if self.conn.in_transaction:
            return self.conn.execute(sql, parameters or ())
        return super().execute(sql, parameters)
