"""Compare `coverage` with the tables it is built from, and the full-text index with `coverage`."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from typing import TYPE_CHECKING

from archive.db.coverage import COLUMNS, DERIVED, MARK, SEARCHED
from archive.db.unspaced import with_parts

if TYPE_CHECKING:
    from sqlite_utils import Database

_DIFFERING = f"""
select derived.id, stored.id is null, {", ".join(f"derived.{name} is not stored.{name}" for name in COLUMNS)}
from ({DERIVED}) derived left join coverage stored on stored.id = derived.id
where stored.id is null or ({", ".join(f"derived.{name}" for name in COLUMNS)})
    is not ({", ".join(f"stored.{name}" for name in COLUMNS)})
"""
_OF_NO_ARTICLE = """
select id from coverage where not exists (
    select 1 from articles a join revisions r on r.id = a.revision_id
    join captures c on c.id = r.capture_id where a.id = coverage.id)
"""
_SHADOWS = ("data", "idx", "docsize", "config")
_COPY = "temp._index_copy"


def differing_rows(db: Database) -> Iterator[tuple[int, str]]:
    """The rows of `coverage` that are not as the other tables have them: (id, what is wrong)."""
    for row_id, is_missing, *differs in db.execute(_DIFFERING):
        names = ", ".join(name for name, is_other in zip(COLUMNS, differs, strict=True) if is_other)
        yield row_id, "is missing" if is_missing else f"is not what its article has ({names})"
    for (row_id,) in db.execute(_OF_NO_ARTICLE):
        yield row_id, "belongs to no article that shows a text"


def index_problem(db: Database) -> str | None:
    """What is wrong with the full-text index; None if it holds the words of `coverage`, and no others.

    FTS5 can compare an index with the table that it was built from. Ours holds more than that table does:
    the parts of unspaced runs. So FTS5 checks a copy of the index, in a temporary file, against a view that
    adds the parts.
    """
    db.execute("savepoint index_check")
    try:
        _copy_index(db)
        db.execute(f"insert into {_COPY} (_index_copy, rank) values ('integrity-check', 1)")
    except sqlite3.DatabaseError as error:
        if not getattr(error, "sqlite_errorname", "").startswith("SQLITE_CORRUPT"):
            raise
        return "does not hold the words of coverage"
    finally:
        db.execute("rollback to index_check")  # drops the copy
        db.execute("release index_check")
    return None


def _copy_index(db: Database) -> None:
    db.conn.create_function("with_parts", 1, with_parts, deterministic=True)
    columns = ", ".join(f"with_parts({name}) as {name}" for name in SEARCHED)
    marker = ", ".join("null" if value is None else repr(value) for value in MARK)
    db.execute(
        f"create temp view _indexed as select id, {columns} from main.coverage"
        f" union all select {marker} from main._coverage_index where has_parts"
    )
    (text,) = db.execute("select sql from sqlite_master where name = 'coverage_fts'").fetchone()
    db.execute(text.replace("coverage_fts", _COPY).replace('content="coverage"', 'content="_indexed"'))
    for shadow in _SHADOWS:
        db.execute(f"delete from {_COPY}_{shadow}")
        db.execute(f"insert into {_COPY}_{shadow} select * from main.coverage_fts_{shadow}")
    # FTS5 keeps what it read of the index while it was empty, until something is rolled back.
    db.execute("savepoint forget")
    db.execute(f"insert into {_COPY} (_index_copy, rank) values ('rank', 'bm25()')")
    db.execute("rollback to forget")
