"""The archive's schema as numbered migrations.

Each step is an SQL file in `archive/db/migrations`. Never edit a step that has shipped: add a new one.
`NAME.tables.sql` beside a step `NAME.sql` holds the tables after that step, with their comments.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from typing import Any

from archive.db.database import Database, Migrations
from archive.db.light_database import MIGRATION_SET, STEPS, TABLES, step_names
from archive.db.rows import folded_hash
from archive.urls import normalize_url

_CREATE = re.compile(r"\A.*?create table (\w+)", re.DOTALL)  # with comments before it, which are not stored

migrations = Migrations(MIGRATION_SET)


def migration_names() -> set[str]:
    """The migrations that this Matinee knows. An archive with any other was made by a newer one."""
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
    db.conn.create_function("folded_hash", 1, folded_hash, deterministic=True)
    db.register_function(normalize_url, name="normal_url", deterministic=True)
    for statement in statements((STEPS / f"{name}.sql").read_text(encoding="utf-8")):
        db.execute(statement)
    tables = STEPS / f"{name}{TABLES}"
    if tables.exists():
        _replace_table_texts(db, tables.read_text(encoding="utf-8"))


def _replace_table_texts(db: Database, script: str) -> None:
    """Replace the stored texts of tables, to correct their comments and references.

    SQLite's manual allows this if the storage of rows does not change. The check at the end makes sure of it.
    """
    wanted = {
        _table_name(text): _CREATE.sub(r"CREATE TABLE \1", text, count=1) for text in statements(script)
    }
    before = {name: _columns(db, name) for name in wanted}
    (version,) = db.execute("pragma schema_version").fetchone()
    db.execute("pragma writable_schema = on")
    for name, text in wanted.items():  # CREATE TABLE in capitals, as SQLite writes it: VACUUM needs that
        db.execute("update sqlite_master set sql = ? where type = 'table' and name = ?", (text, name))
    db.execute(f"pragma schema_version = {version + 1}")  # makes other connections read the schema again
    db.execute("pragma writable_schema = reset")  # makes this connection read it again
    for name in wanted:
        if _columns(db, name) != before[name]:
            raise AssertionError(f"the text of table {name} is that of another table")


def _table_name(statement: str) -> str:
    match = _CREATE.search(statement)
    assert match, statement
    return match[1]


def _columns(db: Database, table: str) -> list[tuple[Any, ...]]:
    return db.execute(f"pragma table_xinfo({table})").fetchall()


def _register(name: str) -> None:
    @migrations(name=name)
    def step(db: Database) -> None:
        _apply(name, db)


for _name in step_names():
    _register(_name)
