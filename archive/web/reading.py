"""How a page reads the archive: in a thread of Datasette, on its connection, within a time limit."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, cast

from archive.db.database import Database
from archive.db.store import Store
from archive.errors import NotFoundError

if TYPE_CHECKING:
    from datasette.app import Datasette

SECONDS = 5.0  # after which a query of a page is stopped
_LONGEST_ID = 19  # digits, more than SQLite's integers have
_LONGEST_PAGE = 8  # digits of the number of a page
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


@dataclass(frozen=True, slots=True)
class Page:
    """A page to be drawn: a template of `templates/matinee/` with its values."""

    template: str
    title: str
    values: Mapping[str, Any] = field(default_factory=dict)
    status: int = 200


def number(store: Store, table: str, typed: str) -> int:
    """The id that an address names, of a row of a table.

    Raises:
        NotFoundError: there is no such row.
    """
    if typed.isascii() and typed.isdecimal() and len(typed) < _LONGEST_ID:
        row = store.db.execute(f"select id from {table} where id = ?", (int(typed),)).fetchone()
        if row is not None:
            return int(row[0])
    raise NotFoundError(f"number {typed} of {table}", "search for the name")


def page_number(typed: str) -> int:
    """The number of a page of a list, as an address has it: 1 for "", 0 for what is no such number."""
    if not typed:
        return 1
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) <= _LONGEST_PAGE else 0


async def read(datasette: Datasette, database: str, reader: Callable[[Store], Value]) -> Value:
    """What `reader` returns, given the archive, read-only.

    Raises:
        sqlite3.OperationalError: "interrupted" if a query took longer than `SECONDS`.
    """
    limited = await datasette.get_database(database).execute_fn(
        lambda connection: _limited(connection, reader)
    )
    return cast(Value, limited)


def _limited(connection: sqlite3.Connection, reader: Callable[[Store], Value]) -> Value:
    until = time.monotonic() + SECONDS
    connection.set_progress_handler(lambda: time.monotonic() > until, _INSTRUCTIONS)
    file = connection.execute("pragma database_list").fetchone()[2]
    try:
        return reader(Store(Path(file), Database(connection), readonly=True))
    finally:
        connection.set_progress_handler(None, 0)
