"""Flat records as typed columns in memory (Apache Arrow), for Parquet and DuckDB.

pyarrow is optional: `pip install 'matinee[parquet]'`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from importlib.util import find_spec
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from archive.errors import MatineeError
from archive.export.columns import ALL_AND_PRINTED, Columns, as_json

if TYPE_CHECKING:
    import pyarrow as pa

# A table ends at either: articles, or characters of their texts. Two at most are in memory.
GROUP_ROWS = 10_000
GROUP_CHARACTERS = 24_000_000

_TIMES = ("published", "updated", "captured_at", "gone_at")
_NAMES = ("authors", "collective")
_WHOLE_NUMBERS = ("id", "word_count", "duplicate_of", "revision")
_BOOLEANS = ("spoilers", "is_current")
_FIGURES = ("value", "best", "worst", "score")


class MissingPyarrowError(MatineeError):
    """A Parquet file is wanted, and pyarrow is not installed."""

    def __init__(self) -> None:
        super().__init__("Parquet needs pyarrow", "install it: pip install 'matinee[parquet]'")


def check_pyarrow() -> None:
    """Raise MissingPyarrowError if pyarrow is not installed."""
    if find_spec("pyarrow") is None:
        raise MissingPyarrowError


def tables(records: Iterable[dict[str, Any]], columns: Columns) -> Iterator[pa.Table]:
    """Flat records, which have these columns, as tables that fit into memory. Lazy."""
    types = schema(columns)
    for group in _groups(records):
        yield _table(group, types)


def schema(columns: Columns = ALL_AND_PRINTED) -> pa.Schema:
    """The types of the columns. Times are in UTC, to the microsecond; `..._precision` says what is known."""
    import pyarrow as pa  # noqa: PLC0415 (optional, and slow to import)

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
    return pa.bool_() if field in _BOOLEANS else pa.string()


def _part_type(field: str, key: str) -> pa.DataType:
    import pyarrow as pa  # noqa: PLC0415

    if field == "rating":
        return pa.float64() if key in _FIGURES else pa.string()
    if key == "ids":  # which registries there are differs from work to work, so they have no columns
        return pa.list_(pa.struct([pa.field("registry", pa.string()), pa.field("id", pa.string())]))
    return pa.int64() if key == "year" else pa.string()


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


def _table(records: Sequence[dict[str, Any]], types: pa.Schema) -> pa.Table:
    """Column by column, which takes a fraction of the time that row by row takes."""
    import pyarrow as pa  # noqa: PLC0415

    columns = [_column(list(map(itemgetter(field.name), records)), field) for field in types]
    return pa.Table.from_arrays(columns, schema=types)


def _column(values: Sequence[Any], field: pa.Field) -> pa.Array:
    import pyarrow as pa  # noqa: PLC0415

    if pa.types.is_struct(field.type):
        return _struct(values, field.type)
    if field.name in _TIMES:
        values = [None if value is None else _moment(value) for value in values]
    elif field.name == "rights":
        values = [as_json(value) for value in values]
    return pa.array(values, field.type)


def _struct(values: Sequence[dict[str, Any] | None], kind: pa.StructType) -> pa.StructArray:
    import pyarrow as pa  # noqa: PLC0415

    parts = []
    for field in kind:
        part = [None if value is None else value[field.name] for value in values]
        if field.name == "ids":
            part = [None if ids is None else _pairs(ids) for ids in part]
        parts.append(pa.array(part, field.type))
    missing = pa.array([value is None for value in values], pa.bool_())
    return pa.StructArray.from_arrays(parts, fields=list(kind), mask=missing)


def _pairs(ids: dict[str, Any]) -> list[dict[str, str]]:
    return [{"registry": registry, "id": str(value)} for registry, value in ids.items()]


def _moment(text: str) -> datetime | None:
    """A stored date as an aware time; None if another tool wrote there what is no date."""
    try:
        moment = datetime.fromisoformat(text)
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
