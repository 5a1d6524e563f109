"""The rows of a dataset file without texts: read them, and write them again with texts."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from archive.errors import InputError
from archive.export import jsonl

if TYPE_CHECKING:
    import pyarrow as pa

MARK = "rehydrated"  # the column that says what became of each row
NEEDED = ("url", "text_sha256")
ENDINGS = (".jsonl", ".csv", ".parquet")

_REMEDY = "make the dataset with `matinee export --text none`, which has the columns url and text_sha256"
_BATCH = 1000  # rows of a Parquet file that are in memory


@dataclass(frozen=True, slots=True)
class DatasetRow:
    """What is needed of a row of a dataset.

    Attributes:
        url: of the article.
        captured_url: the address that it was fetched from; None if the dataset does not have it.
        outlet: None if it is not known.
        text: None if it was left out.
        text_sha256: of the whole text; None if there was none.
    """

    url: str
    captured_url: str | None
    outlet: str | None
    text: str | None
    text_sha256: str | None

    @classmethod
    def read(cls, values: Mapping[str, Any]) -> DatasetRow:
        """From the values of a row, by column. An empty cell of CSV is a missing value."""
        names = ("captured_url", "outlet", "text", "text_sha256")
        return cls(values.get("url") or "", *(values.get(name) or None for name in names))

    @property
    def address(self) -> str:
        """Where to fetch the page."""
        return self.captured_url or self.url


@dataclass(frozen=True, slots=True)
class FilledRow:
    """The new values of a row: its text, and the value of the column `rehydrated`."""

    text: str | None
    mark: str


Fill = Callable[[DatasetRow], FilledRow]


def read_rows(path: Path) -> Iterator[DatasetRow]:
    """The rows of a file, lazily.

    Raises:
        InputError: it cannot be read, or lacks a column that is needed.
    """
    number = 0
    for number, values in enumerate(_reader(path)(path), 1):
        if number == 1:
            check_columns(path, values)
        yield DatasetRow.read(values)


def write_rows(path: Path, out: Path, fill: Fill) -> None:
    """Write the rows of a file to another of the same form, each with what `fill` gives for it.

    Raises:
        InputError: the file cannot be read.
        OSError: the other cannot be written.
    """
    _WRITERS[path.suffix.lower()](path, out, fill)


def check_columns(path: Path, columns: Iterable[str]) -> None:
    """Raise InputError if a column that is needed is not there."""
    for name in NEEDED:
        if name not in columns:
            raise InputError(str(path), f"has no column {name}", _REMEDY)


def _reader(path: Path) -> Callable[[Path], Iterator[dict[str, Any]]]:
    return {".jsonl": _read_jsonl, ".csv": _read_csv, ".parquet": _read_parquet}[path.suffix.lower()]


def _read_jsonl(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as file:
        for number, line in enumerate(file, 1):
            try:
                values = json.loads(line)
            except ValueError:
                values = None
            if not isinstance(values, dict):
                raise InputError(f"{path}, line {number}", "is no JSON object", "export the dataset again")
            yield values


def _read_csv(path: Path) -> Iterator[dict[str, Any]]:
    csv.field_size_limit(sys.maxsize)  # a text is longer than the 128 kB that a field may have by default
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _read_parquet(path: Path) -> Iterator[dict[str, Any]]:
    for batch in _batches(path, ["url", "captured_url", "outlet", "text", "text_sha256"]):
        yield from batch.to_pylist()


def _batches(path: Path, columns: list[str] | None = None) -> Iterator[pa.RecordBatch]:
    from archive.export.arrow import check_pyarrow  # noqa: PLC0415

    check_pyarrow()
    import pyarrow as pa  # noqa: PLC0415 (optional, and slow to import)
    import pyarrow.parquet as pq  # noqa: PLC0415

    try:
        with pq.ParquetFile(path) as file:
            names = file.schema_arrow.names
            check_columns(path, names)
            wanted = names if columns is None else [name for name in columns if name in names]
            yield from file.iter_batches(_BATCH, columns=wanted)
    except pa.ArrowInvalid as error:
        raise InputError(str(path), f"is no Parquet file ({error})", "export the dataset again") from error


def _filled(rows: Iterable[dict[str, Any]], fill: Fill) -> Iterator[dict[str, Any]]:
    for values in rows:
        row = fill(DatasetRow.read(values))
        yield {**values, "text": row.text, MARK: row.mark}


def _write_jsonl(path: Path, out: Path, fill: Fill) -> None:
    jsonl.write(_filled(_read_jsonl(path), fill), out)


def _write_csv(path: Path, out: Path, fill: Fill) -> None:
    with path.open(encoding="utf-8", newline="") as file:
        names = next(csv.reader(file), [])
    with out.open("w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, list(dict.fromkeys([*names, "text", MARK])))
        table.writeheader()
        table.writerows(_filled(_read_csv(path), fill))


def _write_parquet(path: Path, out: Path, fill: Fill) -> None:
    import pyarrow as pa  # noqa: PLC0415
    import pyarrow.parquet as pq  # noqa: PLC0415

    with pq.ParquetFile(path) as file:
        types = file.schema_arrow
    with pq.ParquetWriter(out, _with_strings(types, "text", MARK), compression="zstd") as written:
        for batch in _batches(path):
            rows = [fill(DatasetRow.read(values)) for values in batch.to_pylist()]
            table = pa.Table.from_batches([batch])
            for name, values in (("text", [row.text for row in rows]), (MARK, [row.mark for row in rows])):
                table = _with_column(table, name, pa.array(values, pa.string()))
            written.write_table(table)


def _with_strings(types: pa.Schema, *names: str) -> pa.Schema:
    """A schema with columns of text, each where it was or else at the end."""
    import pyarrow as pa  # noqa: PLC0415

    for name in names:
        field, place = pa.field(name, pa.string()), types.get_field_index(name)
        types = types.append(field) if place < 0 else types.set(place, field)
    return types


def _with_column(table: pa.Table, name: str, values: pa.Array) -> pa.Table:
    import pyarrow as pa  # noqa: PLC0415

    field, place = pa.field(name, pa.string()), table.schema.get_field_index(name)
    return table.append_column(field, values) if place < 0 else table.set_column(place, field, values)


_WRITERS: dict[str, Callable[[Path, Path, Fill], None]] = {
    ".jsonl": _write_jsonl,
    ".csv": _write_csv,
    ".parquet": _write_parquet,
}
