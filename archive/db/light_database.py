"""Open an archive that needs no upgrade for reading, and tell that it is one, without sqlite-utils.

Importing that takes longer than a search does, above all where pandas is installed, which it imports as well.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from archive.db.coverage import is_indexed, is_stale
from archive.stories import refresh as stories

if TYPE_CHECKING:
    from sqlite_utils import Database

APPLICATION_ID = 0x4D41544E  # "MATN" in the file's header marks the SQLite file as an archive of ours
MIGRATION_SET = "matinee"
STEPS = Path(__file__).parent / "migrations"
TABLES = ".tables.sql"  # ends the name of a file that belongs to a step

_READS = ("select", "with")


def step_names() -> list[str]:
    """The names of all migrations that this Matinee ships, in order."""
    return sorted(path.stem for path in STEPS.glob("*.sql") if not path.name.endswith(TABLES))


class LightDatabase:
    """A connection that reads; what else is asked of it goes to a Database of sqlite-utils on it."""

    def __init__(self, conn: sqlite3.Connection) -> None:
        self.conn = conn

    def execute(self, sql: str, parameters: Any = ()) -> sqlite3.Cursor:
        """Run a statement."""
        if sql.lstrip()[:6].lower().startswith(_READS):
            return self.conn.execute(sql, parameters)
        return self._full.execute(sql, parameters)

    def query(self, sql: str, parameters: Any = ()) -> Iterator[dict[str, Any]]:
        """The rows that a statement gives, by the names of their columns, read lazily."""
        cursor = self.execute(sql, parameters)
        names = [column[0] for column in cursor.description]
        return (dict(zip(names, row, strict=True)) for row in cursor)

    def close(self) -> None:
        """Close the connection."""
        self.conn.close()

    @cached_property
    def _full(self) -> Database:
        from archive.db.database import Database  # noqa: PLC0415

        return Database(self.conn, execute_plugins=False)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._full, name)

    def __getitem__(self, name: str) -> Any:
        return self._full[name]


def open_if_current(path: Path, timeout: float) -> Database | None:
    """A connection that cannot write, to an archive that this Matinee can read as it is.

    Args:
        timeout: seconds to wait for another process that writes.

    Returns:
        None if it is to be upgraded or refreshed, or if anything is wrong with it.
    """
    if not path.is_file():
        return None
    conn = None
    try:
        conn = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True, timeout=timeout)
        db = cast("Database", LightDatabase(conn))
        if _is_archive(conn) and is_indexed(db) and not is_stale(db) and stories.is_current(db):
            conn.execute("pragma foreign_keys = on")
            return db
    except (sqlite3.Error, OSError):
        pass
    if conn is not None:
        conn.close()
    return None


def _is_archive(conn: sqlite3.Connection) -> bool:
    if conn.execute("pragma application_id").fetchone() != (APPLICATION_ID,):
        return False
    applied = conn.execute(
        "select name from _sqlite_migrations where migration_set = ?", (MIGRATION_SET,)
    ).fetchall()
    return {name for (name,) in applied} == set(step_names())
