"""Export articles to a file. The ending of its name chooses the form."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TextIO

from archive.db.replace_file import replacing
from archive.errors import MatineeError
from archive.export import csv, jsonl
from archive.query.records import record, records

RecordWriter = Callable[[Iterable[dict[str, Any]], TextIO], int]

WRITERS: dict[str, RecordWriter] = {".jsonl": jsonl.write, ".csv": csv.write}

__all__ = ["WRITERS", "ExportError", "export", "record", "records", "writer_for"]


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
    return writer


def export(records: Iterable[dict[str, Any]], path: Path) -> int:
    """Write flat records to a file; return how many.

    They are first written to a temporary file beside it, so that an export that fails does not damage an
    earlier one.

    Raises:
        ExportError: the ending is not a form of export, or the file cannot be written.
    """
    write = writer_for(path)
    with _replacing(path) as out:
        return write(records, out)


@contextmanager
def _replacing(path: Path) -> Iterator[TextIO]:
    try:
        with replacing(path) as part, part.open("w", encoding="utf-8", newline="") as out:
            yield out
    except OSError as error:
        parent = path.resolve().parent
        remedy = "" if parent.is_dir() else f"create the folder {parent} first"
        raise ExportError(path, f"cannot be written ({error.strerror})", remedy) from error
