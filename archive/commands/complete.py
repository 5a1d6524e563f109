"""What a shell completes beside commands and options: names that the archive has, and names of facts."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

import click

Complete = Callable[[click.Context, click.Parameter, str], list[str]]

_SECONDS = 1.0  # to wait for a process that writes: somebody waits for the shell


def _stored(read: Callable[[sqlite3.Connection], list[str]]) -> Complete:
    """Names in the archive of `--db`; none if there is no archive that can be read as it is."""

    def complete(ctx: click.Context, param: click.Parameter, begun: str) -> list[str]:
        from archive.db.light_database import open_if_current  # noqa: PLC0415

        db = open_if_current(Path(ctx.params.get("db") or "archive.db"), _SECONDS)
        if db is None:
            return []
        try:
            return [name for name in read(db.conn) if name.startswith(begun)]
        finally:
            db.close()

    return complete


def _outlets(db: sqlite3.Connection) -> list[str]:
    from archive.works.pieces import OUTLETS  # noqa: PLC0415

    return [name for (name,) in db.execute(OUTLETS)]


def _searches(db: sqlite3.Connection) -> list[str]:
    return [name for (name,) in db.execute("select name from searches order by name")]


complete_outlets = _stored(_outlets)
complete_searches = _stored(_searches)


def complete_facets(ctx: click.Context, param: click.Parameter, begun: str) -> list[str]:
    """Names of facts with commas between them: the last is completed."""
    from archive.query.facets import FACETS  # noqa: PLC0415

    before, comma, last = begun.rpartition(",")
    others = [name for name in ("usual", *FACETS) if name not in before.split(",")]
    return [f"{before}{comma}{name}" for name in others if name.startswith(last)]
