"""Parquet with typed columns, written in row groups. pyarrow is optional: `pip install 'matinee[parquet]'`.

A repeated export of the same articles has the same bytes: nothing of the time or the machine is in the file.
"""

from __future__ import annotations

from collections.abc import Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any

from archive.export.arrow import check_pyarrow, schema, tables
from archive.export.columns import ALL_AND_PRINTED, Columns
from archive.garbage import collector_paused

# Few values, many times. They are strings to every reader, and the file stores numbers into a dictionary.
# They have not Arrow's own dictionary type, since not every reader knows that.
_DICTIONARIES = {
    *("outlet", "kind", "language", "status", "published_precision", "published_from", "updated_precision"),
    *("title_from", "authors_from", "kind_from", "work_from"),
    *("work.medium", "rating.scale", "rating.conversion", "rating.from"),
}


def write(records: Iterable[dict[str, Any]], path: Path, columns: Columns = ALL_AND_PRINTED) -> int:
    """Write flat records, which have these columns; return how many.

    Raises:
        MissingPyarrowError: pyarrow is not installed.
        OSError: the file cannot be written.
    """
    check_pyarrow()
    import pyarrow.parquet as pq  # noqa: PLC0415 (optional, and slow to import)

    count = 0
    dictionaries = [name for name in _leaf_names(columns) if name in _DICTIONARIES]
    with (
        collector_paused(),
        pq.ParquetWriter(path, schema(columns), compression="zstd", use_dictionary=dictionaries) as out,
        ThreadPoolExecutor(1) as thread,  # compresses one table while the records of the next are read
    ):
        written: Future[None] | None = None
        for table in tables(records, columns):
            if written:
                written.result()
            written = thread.submit(out.write_table, table, row_group_size=table.num_rows)
            count += table.num_rows
        if written:
            written.result()
    return count


def _leaf_names(columns: Columns) -> list[str]:
    return [
        name for field, keys in columns.fields for name in ([f"{field}.{key}" for key in keys] or [field])
    ]
