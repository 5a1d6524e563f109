"""Export articles to a file. The ending of its name chooses the form."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from pathlib import Path
from typing import Any, Protocol

from archive.db.replace_file import replacing
from archive.errors import MatineeError
from archive.export import atom, csv, duckdb, jsonl, parquet
from archive.export.columns import ALL, ALL_AND_PRINTED, Columns
from archive.export.options.text_mode import FULL, TextMode
from archive.query.records import record, records

__all__ = ["WRITERS", "ExportError", "all_columns", "export", "record", "records", "writer_for"]


class RecordWriter(Protocol):
    """Writes flat records to a file; returns how many."""

    def __call__(self, records: Iterable[dict[str, Any]], path: Path, columns: Columns = ...) -> int: ...


WRITERS: dict[str, RecordWriter] = {
    ".jsonl": jsonl.write,
    ".csv": csv.write,
    ".parquet": parquet.write,
    ".duckdb": duckdb.write,
    ".atom": atom.write,
}
_TYPED = (".parquet", ".duckdb")  # these have where each fact was read by themselves


class ExportError(MatineeError):
    """An export cannot be written.

    Attributes:
        path: the file to write.
    """

    def __init__(self, path: Path, problem: str, remedy: str = "") -> None:
        super().__init__(f"{path}: {problem}", remedy)
        self.path = path


def writer_for(path: Path) -> RecordWriter:
    """The writer for a file's ending. Raises ExportError if there is none."""
    writer = WRITERS.get(path.suffix.lower())
    if writer is None:
        raise ExportError(path, "the ending is not a form of export", f"end it in {' or '.join(WRITERS)}")
    return partial(atom.write, name=path.stem) if writer is atom.write else writer


def all_columns(path: Path) -> Columns:
    """The columns that a form has if none are chosen. Typed forms also say where each fact was read."""
    return ALL_AND_PRINTED if path.suffix.lower() in _TYPED else ALL


def export(
    records: Iterable[dict[str, Any]], path: Path, columns: Columns | None = None, text: TextMode = FULL
) -> int:
    """Write flat records to a file; return how many.

    They are first written to a temporary file beside it, so that an export that fails does not damage an
    earlier one.

    Args:
        columns: None for all that the form has.
        text: how much of each text to write.

    Raises:
        ExportError: the ending is not a form of export, or the file cannot be written.
        MissingPyarrowError: a Parquet file needs pyarrow.
        MissingDuckdbError: a DuckDB file needs duckdb.
    """
    write = writer_for(path)
    chosen = columns or all_columns(path)
    try:
        with replacing(path) as part:
            return write(chosen.pick(text.apply(records, chosen)), part, chosen)
    except OSError as error:
        parent = path.resolve().parent
        remedy = "" if parent.is_dir() else f"create the folder {parent} first"
        raise ExportError(path, f"cannot be written ({error.strerror or error})", remedy) from error
