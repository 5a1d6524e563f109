"""Check the pages of the file and the references between tables."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from archive.care.checks.fault import RESTORE, Fault, Statement
from archive.db.store import Store

_WRONG_INDEX = ("wrong # of entries in index", "missing from index", "non-unique entry in index")

# Captures of a revision that has lost its article are cleaned again, which makes a new article.
_FORGET_OUTCOME = (
    "update captures set outcome = null, reason = null, page_type = null, article_id = null"
    " where id in (select capture_id from revisions where id = ?)"
)


@dataclass(frozen=True, slots=True)
class Reference:
    """A column that names a row of another table.

    Attributes:
        keys: the columns of the table's primary key.
        nullable: the column may be null.
        on_delete: what SQLite does when the named row is deleted, such as `CASCADE`.
    """

    table: str
    column: str
    parent: str
    parent_column: str
    keys: tuple[str, ...]
    nullable: bool
    on_delete: str


def check_file(store: Store) -> Iterator[Fault]:
    """Faults that SQLite itself finds in the pages of the file."""
    for (message,) in store.db.execute("pragma integrity_check"):
        if message != "ok":
            yield file_fault(message)


def file_fault(message: str) -> Fault:
    """The fault for a line of SQLite's `integrity_check`. Pure."""
    if any(text in message for text in _WRONG_INDEX):
        return Fault("file", "", message, repairs=(("reindex", ()),))
    return Fault("file", "", message, RESTORE)


def check_references(store: Store) -> Iterator[Fault]:
    """Rows that name a row of another table which is not there."""
    sql = 'select distinct "table", fkid from pragma_foreign_key_check order by 1, 2'
    broken = store.db.execute(sql).fetchall()
    for table, number in broken:
        if table == "coverage":  # compared with its articles as a whole
            continue
        reference = _reference(store, table, number)
        keys = ", ".join(reference.keys)
        sql = (
            f"select {keys} from {table} child where {reference.column} is not null"
            f" and not exists (select 1 from {reference.parent} p"
            f" where p.{reference.parent_column} = child.{reference.column})"
        )
        for key in store.db.execute(sql):
            yield reference_fault(reference, tuple(key))


def reference_fault(reference: Reference, key: tuple[Any, ...]) -> Fault:
    """The fault of a row that names a row which is not there. Pure."""
    repairs = _repairs(reference, key)
    return Fault(
        reference.table,
        " ".join(map(str, key)),
        f"{reference.column} names no row of {reference.parent}",
        "" if repairs else RESTORE,
        repairs,
    )


def _repairs(reference: Reference, key: tuple[Any, ...]) -> tuple[Statement, ...]:
    """Do what SQLite would have done when the named row was deleted, if that is safe."""
    where = " and ".join(f"{name} = ?" for name in reference.keys)
    delete = (f"delete from {reference.table} where {where}", key)
    if reference.on_delete == "CASCADE":
        return (delete,)
    if (reference.table, reference.column) == ("_bodies", "dictionary_id"):
        return ()  # without its dictionary a body cannot be read
    if reference.nullable:
        return ((f"update {reference.table} set {reference.column} = null where {where}", key),)
    if (reference.table, reference.column) == ("revisions", "article_id"):
        return ((_FORGET_OUTCOME, key), delete)
    if (reference.table, reference.column) == ("revision_authors", "author_id"):
        return (delete,)
    return ()


def _reference(store: Store, table: str, number: int) -> Reference:
    columns = store.db.execute(f"pragma table_info({table})").fetchall()
    keys = [name for _, name, *_, place in sorted(columns, key=lambda column: column[5]) if place]
    required = {name for _, name, _, not_null, _, place in columns if not_null or place}
    for row in store.db.execute(f"pragma foreign_key_list({table})"):
        if row[0] == number:
            _, _, parent, column, parent_column, _, on_delete, _ = row
            return Reference(
                table, column, parent, parent_column, tuple(keys), column not in required, on_delete
            )
    raise AssertionError(f"table {table} has no reference {number}")
