"""The archive's schema as numbered migrations.

Each step is a file of SQL in `archive/db/migrations`. One that has shipped is never edited: add the next.
A step `NAME.sql` may have a `NAME.tables.sql` beside it: the tables as they stand after it, with comments.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sqlite_utils import Database
from sqlite_utils.migrations import Migrations

APPLICATION_ID = (
    0x4D41544E  # "MATN" in the file's header, so that somebody else's SQLite file is told from ours.
)
# Keys of a work's ids that are looked up. Each has an index of its own: a new one needs a migration.
REGISTRIES = ("imdb", "wikidata", "tmdb", "musicbrainz", "isbn")
STEPS = Path(__file__).parent / "migrations"

_TABLES = ".tables.sql"
_CREATE = re.compile(r"\A.*?create table (\w+)", re.DOTALL)  # what stands before it is not stored

migrations = Migrations("matinee")


def step_names() -> list[str]:
    """The names of all steps, in their order."""
    return sorted(path.stem for path in STEPS.glob("*.sql") if not path.name.endswith(_TABLES))


def migration_names() -> set[str]:
    """The migrations this Matinee knows; an archive with any other is newer than it."""
    return {migration.name for migration in migrations.pending(Database(memory=True, execute_plugins=False))}


def statements(script: str) -> Iterator[str]:
    """The statements of an SQL script, each ending a line, without their semicolons."""
    text = ""
    for line in script.splitlines(keepends=True):
        text += line
        if line.rstrip().endswith(";") and sqlite3.complete_statement(text):
            yield text[: text.rindex(";")]
            text = ""


def _apply(name: str, db: Database) -> None:
    for statement in statements((STEPS / f"{name}.sql").read_text(encoding="utf-8")):
        db.execute(statement)
    tables = STEPS / f"{name}{_TABLES}"
    if tables.exists():
        _reword(db, tables.read_text(encoding="utf-8"))


def _reword(db: Database, script: str) -> None:
    """Put other texts of the same tables into the schema, so that their comments and references are right.

    SQLite's manual allows this for what does not change how rows are stored, and that is looked at here.
    """
    wanted = {_table_of(text): _CREATE.sub(r"CREATE TABLE \1", text, count=1) for text in statements(script)}
    before = {name: _columns(db, name) for name in wanted}
    (version,) = db.execute("pragma schema_version").fetchone()
    db.execute("pragma writable_schema = on")
    for name, text in wanted.items():  # in capitals, as SQLite writes it: VACUUM knows no other
        db.execute("update sqlite_master set sql = ? where type = 'table' and name = ?", (text, name))
    db.execute(f"pragma schema_version = {version + 1}")  # other connections read it anew
    db.execute("pragma writable_schema = reset")  # and so does this one
    for name in wanted:
        if _columns(db, name) != before[name]:
            raise AssertionError(f"the text of table {name} is that of another table")


def _table_of(statement: str) -> str:
    found = _CREATE.search(statement)
    assert found, statement
    return found[1]


def _columns(db: Database, table: str) -> list[tuple[Any, ...]]:
    return db.execute(f"pragma table_xinfo({table})").fetchall()


def _register(name: str) -> None:
    @migrations(name=name)
    def step(db: Database) -> None:
        _apply(name, db)


for _name in step_names():
    _register(_name)
