"""Writes docs/schema.md and its picture from an empty archive: `python -m tests.schema_diagram`.

With `--check` it writes nothing and ends with 1 where they are not what the database says. What a column is
comes from the comments in the statements of `archive/db/migrations`; where they have none, from here.
"""

from __future__ import annotations

import re
import sqlite3
import sys
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from archive.db.store import Store
from archive.export.dataset.column_descriptions import DESCRIPTIONS
from tests.schema_picture import draw
from tests.support.paths import ROOT

PAGE = ROOT / "docs/schema.md"
PICTURE = ROOT / "docs/pictures/schema.svg"

# What a row of each table is, in the order of the page.
TABLES = {
    "coverage": "An article as exports have it, in one flat row. Matinee writes it; ask here first.",
    "articles": "What stands at one canonical URL.",
    "revisions": "One distinct clean text of an article, with the facts that stood beside it.",
    "captures": "A page as it was fetched once. The bytes are in an internal table, by `sha256`.",
    "reviews": "The verdict part of a revision: work, rating, spoilers.",
    "authors": "A name as bylines print it.",
    "revision_authors": "An author of a revision, in the order printed.",
    "aliases": "An earlier or another address of an article.",
    "stories": "An article that has copies elsewhere, with the likely original.",
    "comments": "A reader's comment, where the outlet's file asks for them.",
    "works": "A work that articles are about.",
    "work_names": "One way in which articles name a work.",
    "work_doubts": "What a name of a work may stand for, too.",
    "people": "A person, or an organization that signs articles.",
    "author_names": "A name in the bylines of an outlet, and whose it is.",
    "catalogue": "A work that you imported.",
    "catalogue_names": "A title of an imported work.",
    "catalogue_ids": "An id of an imported work.",
    "corrections": "What you said of works or authors, which wins over what is read.",
    "crawls": "One run over an outlet.",
    "frontier": "A known URL of an outlet and its state.",
    "hosts": "What is known of a host: robots.txt, pace, failures.",
    "searches": "A saved search.",
    "exports": "An export that was made.",
    "tombstones": "What was removed for good, and is not stored again.",
}

# Columns that an `alter table` added: the statement has no comment of its own, or stands before another's.
# Those of `coverage` are described for datasets.
COLUMNS = {
    ("revisions", "folded_sha256"): "of the text with plain quotes, dashes and spaces: finds duplicates",
    ("revisions", "original_url"): "where the page says that the text stood first",
    **{("coverage", name): sentence for name, sentence in DESCRIPTIONS.items()},
    ("coverage", "id"): "Number of the article.",
    ("crawls", "gone"): "pages that are not there any more, for the second time in a row or later",
    ("crawls", "missing"): "pages of articles that were not found once, and are asked again",
}

HEAD = """# The tables of an archive

Written by `python -m tests.schema_diagram` from an archive; a test keeps it true. An archive is one SQLite
file. How to ask it in SQL, and which tables you may change, is in
[search-and-sql.md](search-and-sql.md#ask-in-sql).

![The tables with their keys: an arrow leads from a column to the table that it names](pictures/schema.svg)

Times are text in ISO 8601 and UTC. What may be null is null where nothing is known. Tables whose names begin
with `_` are internal and may change with any version, as may those that begin with `coverage_fts`, the
full-text index of `coverage`.
"""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table.

    Attributes:
        target: the table whose row it names; None if it names none.
        meaning: the comment in the statement; "" for none.
    """

    name: str
    kind: str
    is_key: bool
    required: bool
    target: str | None
    meaning: str


@dataclass(frozen=True, slots=True)
class Table:
    """A table and its columns, in their order."""

    name: str
    columns: tuple[Column, ...]


def read_tables() -> list[Table]:
    """The public tables of an empty archive, in the order of `TABLES`."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "archive.db"
        Store.open(path, create=True).close()
        with closing(sqlite3.connect(path)) as db:
            sql = "select name, sql from sqlite_master where type = 'table'"
            statements = {name: text for name, text in db.execute(sql) if is_public(name)}
            if statements.keys() != TABLES.keys():
                wrong = ", ".join(sorted(statements.keys() ^ TABLES.keys()))
                raise SystemExit(f"TABLES in tests/schema_diagram.py has to say what a row is of: {wrong}")
            return [Table(name, tuple(read_columns(db, name, statements[name]))) for name in TABLES]


def is_public(name: str) -> bool:
    """Whether a table is one for users."""
    return not name.startswith(("_", "sqlite_", "coverage_fts"))


def read_columns(db: sqlite3.Connection, table: str, statement: str) -> Iterator[Column]:
    """The columns of a table, each with the comment of its line."""
    targets = {row[3]: row[2] for row in db.execute(f"pragma foreign_key_list({table})")}
    meanings = comments(statement)
    for _, name, kind, required, _, key in db.execute(f"pragma table_info({table})"):
        target = targets.get(name)
        meaning = COLUMNS.get((table, name), meanings.get(name, ""))
        yield Column(name, kind.lower(), key > 0, bool(required), target, meaning)


def comments(statement: str) -> dict[str, str]:
    """The comment of the line in which each column of a `create table` is declared."""
    found = {}
    for line in statement.splitlines()[1:]:
        code, _, comment = line.partition("--")
        for part in re.split(r",\s+", code.strip(" ,()")):
            name, _, kind = part.partition(" ")
            if kind:
                found.setdefault(name, comment.strip())
    return found


def page(tables: Iterable[Table]) -> str:
    """docs/schema.md."""
    return HEAD + "".join(section(table) for table in tables)


def section(table: Table) -> str:
    """What a row of a table is, and its columns."""
    rows = "".join(
        f"| `{column.name}` | {declared(column)} | {column.meaning.replace('|', chr(92) + '|')} |\n"
        for column in table.columns
    )
    return f"\n## {table.name}\n\n{TABLES[table.name]}\n\n| column | type | is |\n|---|---|---|\n{rows}"


def declared(column: Column) -> str:
    """A cell: the type of a column, whether it is the key or may be null, and the table that it names."""
    parts = [
        column.kind,
        ", key" if column.is_key else ", not null" if column.required else "",
        f" of [{column.target}](#{column.target})" if column.target in TABLES else "",
    ]
    return "".join(parts)


def main() -> int:
    """Write the page and the picture, or check them."""
    tables = read_tables()
    files = {PAGE: page(tables), PICTURE: draw({table.name: keys(table) for table in tables})}
    if "--check" not in sys.argv:
        for path, text in files.items():
            path.write_text(text, encoding="utf-8")
        return 0
    wrong = [
        path.name for path, text in files.items() if not path.exists() or path.read_text("utf-8") != text
    ]
    if wrong:
        print(f"{' and '.join(wrong)}: run `python -m tests.schema_diagram`", file=sys.stderr)
    return int(bool(wrong))


def keys(table: Table) -> list[tuple[str, str | None]]:
    """What the picture shows of a table: its keys and what names rows of other public tables."""
    return [
        (column.name, column.target if column.target in TABLES else None)
        for column in table.columns
        if column.is_key or column.target in TABLES
    ]


if __name__ == "__main__":
    sys.exit(main())
