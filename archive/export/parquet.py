"""Parquet with typed columns, written in row groups. pyarrow is optional: `pip install 'matinee[parquet]'`.

A repeated export of the same articles has the same bytes: nothing of the time or the machine is in the file.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from archive.errors import MatineeError
from archive.export.columns import ALL_AND_PRINTED, Columns, as_json

if TYPE_CHECKING:
    import pyarrow as pa

# A row group ends at either: articles, or characters of their texts. Only one is in memory.
GROUP_ROWS = 20_000
GROUP_CHARACTERS = 24_000_000

_TIMES = ("published", "updated", "captured_at", "gone_at")
_NAMES = ("authors", "collective")
_WHOLE_NUMBERS = ("id", "word_count", "duplicate_of")
_FIGURES = ("value", "best", "worst", "score")

# Few values, many times. They are strings to every reader, and the file stores numbers into a dictionary.
# They have not Arrow's own dictionary type, since not every reader knows that.
_DICTIONARIES = {
    *("outlet", "kind", "language", "status", "published_precision", "published_from", "updated_precision"),
    *("title_from", "authors_from", "kind_from", "work_from"),
    *("work.medium", "rating.scale", "rating.conversion", "rating.from"),
}


class MissingPyarrowError(MatineeError):
    """A Parquet file is asked for, and pyarrow is not installed."""

    def __init__(self) -> None:
        super().__init__("Parquet needs pyarrow", "install it: pip install 'matinee[parquet]'")


def check_pyarrow() -> None:
    """Raise MissingPyarrowError if pyarrow is not installed."""
    if find_spec("pyarrow") is None:
        raise MissingPyarrowError


def write(records: Iterable[dict[str, Any]], path: Path, columns: Columns = ALL_AND_PRINTED) -> int:
    """Write flat records, which have these columns; return how many.

    Raises:
        MissingPyarrowError: pyarrow is not installed.
        OSError: the file cannot be written.
    """
    check_pyarrow()
    import pyarrow as pa  # noqa: PLC0415 (optional, and slow to import)
    import pyarrow.parquet as pq  # noqa: PLC0415

    types = schema(columns)
    count = 0
    dictionaries = [name for name in _leaf_names(columns) if name in _DICTIONARIES]
    with pq.ParquetWriter(path, types, compression="zstd", use_dictionary=dictionaries) as out:
        for group in _groups(records):
            rows = [_row(record) for record in group]
            out.write_table(pa.Table.from_pylist(rows, types), row_group_size=GROUP_ROWS)
            count += len(rows)
    return count


def schema(columns: Columns = ALL_AND_PRINTED) -> pa.Schema:
    """The types of the columns. Times are in UTC, to the microsecond; `..._precision` says what is known."""
    import pyarrow as pa  # noqa: PLC0415

    return pa.schema([pa.field(field, _type(field, keys)) for field, keys in columns.fields])


def _type(field: str, keys: tuple[str, ...]) -> pa.DataType:
    import pyarrow as pa  # noqa: PLC0415

    if keys:
        return pa.struct([pa.field(key, _part_type(field, key)) for key in keys])
    if field in _TIMES:
        return pa.timestamp("us", tz="UTC")
    if field in _NAMES:
        return pa.list_(pa.string())
    if field in _WHOLE_NUMBERS:
        return pa.int64()
    return pa.bool_() if field == "spoilers" else pa.string()


def _part_type(field: str, key: str) -> pa.DataType:
    import pyarrow as pa  # noqa: PLC0415

    if field == "rating":
        return pa.float64() if key in _FIGURES else pa.string()
    if (
        key == "ids"
    ):  # which registries there are differs from work to work: columns of their own would not fit
        return pa.list_(pa.struct([pa.field("registry", pa.string()), pa.field("id", pa.string())]))
    return pa.int64() if key == "year" else pa.string()


def _leaf_names(columns: Columns) -> list[str]:
    return [
        name for field, keys in columns.fields for name in ([f"{field}.{key}" for key in keys] or [field])
    ]


def _groups(records: Iterable[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    group: list[dict[str, Any]] = []
    characters = 0
    for record in records:
        group.append(record)
        characters += len(record.get("text") or "")
        if len(group) >= GROUP_ROWS or characters >= GROUP_CHARACTERS:
            yield group
            group, characters = [], 0
    if group:
        yield group


def _row(record: dict[str, Any]) -> dict[str, Any]:
    row = dict(record)
    for name in _TIMES:
        if row.get(name) is not None:
            row[name] = _moment(row[name])
    if "rights" in row:
        row["rights"] = as_json(row["rights"])
    if row.get("work") and row["work"].get("ids") is not None:
        ids = [{"registry": registry, "id": str(value)} for registry, value in row["work"]["ids"].items()]
        row["work"] = {**row["work"], "ids": ids}
    return row


def _moment(text: str) -> datetime | None:
    """A stored date as an aware time; None if another tool wrote there what is no date."""
    try:
        moment = datetime.fromisoformat(text)
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
