"""The database of sqlite-utils, which is imported without pandas and numpy and does less for a statement.

sqlite-utils imports these where they are installed, to know the types of their values, and we store none.
They are 1.2 s of the 2.9 s of CPU that a crawl takes before its first request.
"""

from __future__ import annotations

import sqlite3
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Self


@contextmanager
def _absent(*names: str) -> Iterator[None]:
    """Have imports of these modules fail, except of those that are imported already."""
    modules: dict[str, object] = sys.modules  # type: ignore[assignment]  # None stands for "not found"
    hidden = [name for name in names if name not in modules]
    modules.update(dict.fromkeys(hidden))
    try:
        yield
    finally:
        for name in hidden:
            del modules[name]


with _absent("pandas", "numpy"):
    from sqlite_utils import Database
    from sqlite_utils.migrations import Migrations

__all__ = ["ArchiveDatabase", "Database", "Migrations"]


class ArchiveDatabase(Database):
    """Does the same in a transaction as outside of it, in fewer steps."""

    def execute(self, sql: str, parameters: Sequence[Any] | dict[str, Any] | None = None) -> sqlite3.Cursor:
        """Run a statement. In a transaction, none is to be committed alone."""
        if self.conn.in_transaction:
            return self.conn.execute(sql, parameters or ())
        return super().execute(sql, parameters)

    @contextmanager
    def atomic(self) -> Iterator[Self]:
        """Undo what the block has written if it raises.

        A savepoint has one name, also in another. By names of their own, SQLite would compile each anew.
        """
        run = self.conn.execute
        if not self.conn.in_transaction:
            with super().atomic():
                yield self
            return
        run("savepoint block")
        try:
            yield self
        except BaseException:
            if self.conn.in_transaction:  # some errors have ended it
                run("rollback to block")
                run("release block")
            raise
        run("release block")
