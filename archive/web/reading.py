"""How a page reads the archive: in a thread of Datasette, on its connection, within a time limit."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from datasette.app import Datasette

    from archive.db.store import Store

SECONDS = 5.0  # after which a query of a page is stopped
_INSTRUCTIONS = 10_000  # of SQLite's machine, between two looks at the clock

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class PageRequest:
    """What a browser asks for.

    Attributes:
        path: the parts of the address that its route names.
        args: the values of the query string by name, in order.
        now: the time of the request.
    """

    path: Mapping[str, str]
    args: Mapping[str, Sequence[str]]
    now: datetime

    def first(self, name: str) -> str:
        """The first value of an argument, stripped; "" if it is not given."""
        return next(iter(self.args.get(name, ())), "").strip()

    def number(self, name: str) -> int:
        """An argument as a whole number, at least 0; 0 if it is none."""
        value = self.first(name)
        return int(value) if value.isascii() and value.isdigit() and len(value) < 10 else 0  # noqa: PLR2004


@dataclass(frozen=True, slots=True)
class Page:
    """A page to be drawn: a template of `templates/matinee/` with its values."""

    template: str
    title: str
    values: Mapping[str, Any] = field(default_factory=dict)
    status: int = 200


async def read(datasette: Datasette, database: str, reader: Callable[[Store], Value]) -> Value:
    """What `reader` returns, given the archive, read-only.

    Raises:
        sqlite3.OperationalError: "interrupted" if a query took longer than `SECONDS`.
    """
    return await datasette.get_database(database).execute_fn(lambda connection: _limited(connection, reader))


def _limited(connection: sqlite3.Connection, reader: Callable[[Store], Value]) -> Value:
    import time  # noqa: PLC0415

    from sqlite_utils import Database  # noqa: PLC0415

    from archive.db.store import Store  # noqa: PLC0415

    until = time.monotonic() + SECONDS
    connection.set_progress_handler(lambda: time.monotonic() > until, _INSTRUCTIONS)
    file = connection.execute("pragma database_list").fetchone()[2]
    try:
        return reader(Store(Path(file), Database(connection), readonly=True))
    finally:
        connection.set_progress_handler(None, 0)
