"""A DuckDB file with the table `articles`, typed as Parquet.

duckdb is optional: `pip install 'matinee[duckdb]'`. A repeated export has the same rows in the same order,
but not the same bytes: DuckDB gives each file a random number.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from archive.errors import MatineeError
from archive.export.arrow import schema, tables
from archive.export.columns import ALL_AND_PRINTED, Columns
from archive.garbage import collector_paused

if TYPE_CHECKING:
    import duckdb

# DuckDB holds a row group until it is full. A sixth of its usual rows, and one thread, take half the memory.
_MEMORY, _THREADS, _GROUP_ROWS = "128MB", 1, 20_480


class MissingDuckdbError(MatineeError):
    """A DuckDB file is wanted, and duckdb or pyarrow is not installed."""

    def __init__(self, name: str) -> None:
        super().__init__(f"DuckDB files need {name}", "install it: pip install 'matinee[duckdb]'")


def check_duckdb() -> None:
    """Raise MissingDuckdbError if duckdb or pyarrow is not installed."""
    for name in ("duckdb", "pyarrow"):
        if find_spec(name) is None:
            raise MissingDuckdbError(name)


def write(records: Iterable[dict[str, Any]], path: Path, columns: Columns = ALL_AND_PRINTED) -> int:
    """Write flat records, which have these columns, to a new file; return how many.

    Raises:
        MissingDuckdbError: duckdb or pyarrow is not installed.
        OSError: the file cannot be written.
    """
    check_duckdb()
    count = 0
    with collector_paused(), _new_file(path) as db:
        db.register("batch", schema(columns).empty_table())
        db.execute("create table articles as from batch")
        for table in tables(records, columns):
            db.register("batch", table)
            db.execute("insert into articles from batch")
            count += table.num_rows
    return count


@contextmanager
def _new_file(path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection to a new file. DuckDB's own files beside it are removed in the end.

    Raises:
        OSError: DuckDB cannot write it, or lacks memory.
    """
    import duckdb  # noqa: PLC0415 (optional, and slow to import)

    log, spilled = (path.with_name(path.name + ending) for ending in (".wal", ".tmp"))
    name = str(path).replace("'", "''")
    try:
        with duckdb.connect(
            config={"memory_limit": _MEMORY, "threads": _THREADS, "temp_directory": str(spilled)}
        ) as db:
            db.execute(f"attach '{name}' as export (row_group_size {_GROUP_ROWS})")
            db.execute("use export")
            yield db
            db.execute("checkpoint")
    except (duckdb.IOException, duckdb.OutOfMemoryException) as error:
        raise OSError(None, str(error).splitlines()[0]) from error
    finally:
        log.unlink(missing_ok=True)
        shutil.rmtree(spilled, ignore_errors=True)
