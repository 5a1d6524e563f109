"""Datasets from the archive: the form of a file follows from its name."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TextIO

from archive.errors import MatineeError
from archive.export import csv, jsonl
from archive.query.records import record, records

Writer = Callable[[Iterable[dict[str, Any]], TextIO], int]

WRITERS: dict[str, Writer] = {".jsonl": jsonl.write, ".csv": csv.write}

__all__ = ["WRITERS", "ExportError", "export", "record", "records", "writer_for"]


class ExportError(MatineeError):
    """An export cannot be written.

    Attributes:
        path: the file that was asked for.
    """

    def __init__(self, path: Path, problem: str, remedy: str = "") -> None:
        super().__init__(f"{path}: {problem}", remedy)
        self.path = path


def writer_for(path: Path) -> Writer:
    """The writer of the form that a name asks for. Raises ExportError where there is none."""
    writer = WRITERS.get(path.suffix.lower())
    if writer is None:
        raise ExportError(path, "no form of export has this name", f"end it in {' or '.join(WRITERS)}")
    return writer


def export(found: Iterable[dict[str, Any]], path: Path) -> int:
    """Write flat records into a file, in the form of its name; returns how many.

    The records go into a file beside it, which takes the name when all are written: an export that breaks
    leaves an earlier one as it was.

    Raises:
        ExportError: there is no such form, or the file cannot be written.
    """
    write = writer_for(path)
    with _replacing(path) as out:
        return write(found, out)


@contextmanager
def _replacing(path: Path) -> Iterator[TextIO]:
    target = path.resolve()  # of a link, the file that it points to is replaced
    part = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        if target.is_dir():
            raise IsADirectoryError(None, "it is a folder")
        with part.open("w", encoding="utf-8", newline="") as out:
            yield out
            out.flush()
            os.fsync(out.fileno())
        part.replace(target)
    except OSError as error:
        remedy = "" if target.parent.is_dir() else f"make the folder {target.parent} first"
        raise ExportError(path, f"cannot be written ({error.strerror})", remedy) from error
    finally:
        part.unlink(missing_ok=True)
