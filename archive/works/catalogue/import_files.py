"""Read files of catalogues into the archive, row by row: what `matinee works import` does."""

from __future__ import annotations

import csv
import gzip
import io
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from archive.errors import InputError
from archive.works.catalogue.file_rows import (
    RowError,
    read_columns,
    read_musicbrainz,
    read_open_library,
    read_row,
)
from archive.works.catalogue.write import CatalogueWork, add_titles, entry_with_id, write_work

if TYPE_CHECKING:
    from sqlite_utils import Database

BATCH = 5_000  # rows in a transaction
MOST_ERRORS = 20  # that are told one by one

_GZIP = b"\x1f\x8b"
_LONGEST_CELL = 16 * 1024 * 1024

Progress = Callable[[int, int], None]  # bytes read, bytes of the file


@dataclass
class CatalogueReport:
    """What was read of a file.

    Attributes:
        works: rows that are in the catalogue now.
        skipped: rows of what no outlet reviews, as episodes.
        faulty: rows that say too little.
        errors: the first of these, each with file and row.
    """

    works: int = 0
    skipped: int = 0
    faulty: int = 0
    errors: list[InputError] = field(default_factory=list)

    @property
    def exit_code(self) -> int:
        return 1 if self.faulty else 0


def read_batches(
    path: Path, report: CatalogueReport, progress: Progress | None = None
) -> Iterator[list[object]]:
    """The rows of a file, a batch at a time: works, or other titles of works by id.

    Raises:
        InputError: the file cannot be read, or has no columns that we know.
    """
    with _opened(path) as (text, raw):
        rows = _rows(path, text, report)
        total = path.stat().st_size
        while batch := list(islice(rows, BATCH)):
            yield batch
            if progress:
                progress(raw.tell(), total)


def write_batch(db: Database, batch: Sequence[object], report: CatalogueReport) -> None:
    """Write what was read. Call it in a transaction."""
    for item in batch:
        if isinstance(item, CatalogueWork):
            write_work(db, item)
            report.works += 1
        elif isinstance(item, Alias):
            entry_id = entry_with_id(db, item.id)
            if entry_id is None:
                report.skipped += 1
            else:
                add_titles(db, entry_id, (item.title,))
                report.works += 1


@dataclass(frozen=True, slots=True)
class Alias:
    """Another title of a work of the catalogue, with its id as `registry:id`."""

    id: str
    title: str


@contextmanager
def _opened(path: Path) -> Iterator[tuple[io.TextIOWrapper, BinaryIO]]:
    """A file as text, unpacked if it is compressed by gzip, and the file itself."""
    try:
        with path.open("rb") as raw:
            is_packed = raw.read(2) == _GZIP
            raw.seek(0)
            stream = gzip.GzipFile(fileobj=raw) if is_packed else raw
            with io.TextIOWrapper(stream, encoding="utf-8-sig", newline="") as text:
                yield text, raw
    except (EOFError, gzip.BadGzipFile) as error:
        raise InputError(str(path), f"is damaged: {error}", "download it again") from error
    except UnicodeDecodeError as error:
        raise InputError(str(path), f"is not in UTF-8: {error.reason}", "save it in UTF-8") from error
    except IsADirectoryError as error:
        raise InputError(str(path), "is a folder", "give a file") from error


def _rows(path: Path, text: io.TextIOWrapper, report: CatalogueReport) -> Iterator[object]:
    csv.field_size_limit(_LONGEST_CELL)
    head_line = text.readline()
    if not head_line.strip():
        raise InputError(str(path), "is empty", "give a file with rows")
    if head_line.startswith("/type/"):
        yield from _read(path, _tabbed(head_line, text), read_open_library, 1, report)
        return
    cells = head_line.rstrip("\r\n").split("\t")
    if path.name.startswith("release_group") and len(cells) > 3:
        yield from _read(path, _tabbed(head_line, text), read_musicbrainz, 1, report)
        return
    rows = _tabbed("", text) if len(cells) > 1 else csv.reader(text, strict=True)
    head = cells if len(cells) > 1 else next(csv.reader([head_line]))
    if head[:3] == ["titleId", "ordering", "title"]:
        yield from _read(path, rows, lambda row: Alias(f"imdb:{row[0]}", row[2]), 2, report)
        return
    try:
        columns = read_columns(head)
    except RowError as error:
        raise InputError(f"{path}, row 1", str(error)) from None
    yield from _read(path, rows, lambda row: read_row(columns, row), 2, report)


def _tabbed(first: str, text: io.TextIOWrapper) -> Iterator[list[str]]:
    """Rows whose cells are divided by tabs and never quoted."""
    if first:
        yield first.rstrip("\r\n").split("\t")
    for line in text:
        yield line.rstrip("\r\n").split("\t")


def _read(
    path: Path,
    rows: Iterator[list[str]],
    read: Callable[[list[str]], object | None],
    first: int,
    report: CatalogueReport,
) -> Iterator[object]:
    number = first - 1
    while True:
        number += 1
        try:
            row = next(rows)
            if not any(row):
                continue
            item = read(row)
        except StopIteration:
            return
        except (RowError, csv.Error, IndexError) as error:
            report.faulty += 1
            if len(report.errors) < MOST_ERRORS:
                problem = "has too few cells" if isinstance(error, IndexError) else str(error)
                report.errors.append(InputError(f"{path}, row {number}", problem))
            continue
        if item is None:
            report.skipped += 1
        else:
            yield item
