"""Write a dataset folder."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain, islice
from pathlib import Path
from typing import Any

from archive.errors import MatineeError
from archive.export import parquet
from archive.export.arrow import check_pyarrow
from archive.export.columns import Columns
from archive.export.dataset.card import card, citation
from archive.export.dataset.checksums import CHECKSUMS, files_of, sha256_of, write_checksums
from archive.export.dataset.croissant import croissant
from archive.export.dataset.facts import DatasetFacts
from archive.export.dataset.plots import write_plots
from archive.export.dataset.replace_folder import replacing_folder
from archive.export.dataset.statistics import Statistics
from archive.export.options.text_mode import FULL, TextMode

SHARD_ROWS = 100_000


class DatasetError(MatineeError):
    """A dataset folder cannot be written.

    Attributes:
        path: the folder.
    """

    def __init__(self, path: Path, problem: str, remedy: str = "") -> None:
        super().__init__(f"{path}: {problem}", remedy)
        self.path = path


def check_folder(path: Path) -> None:
    """Raise DatasetError if a dataset cannot stand here or would replace something else."""
    parent = path.resolve().parent
    if not parent.is_dir():
        raise DatasetError(path, f"there is no folder {parent}", "create it first")
    if not path.exists():
        return
    if not path.is_dir():
        raise DatasetError(path, "is a file", "give another name for the folder")
    if any(path.iterdir()) and not (path / CHECKSUMS).is_file():
        raise DatasetError(path, "is a folder with other files", "give a new or an empty folder")


def write_dataset(
    parts: Mapping[str, Iterable[dict[str, Any]]],
    path: Path,
    columns: Columns,
    facts: DatasetFacts,
    text: TextMode = FULL,
) -> Statistics:
    """Write a folder with Parquet files, card, Croissant, checksums and citation; return what was counted.

    An earlier dataset there is replaced when the new one is complete. Only the time in `facts` makes a
    repeated export differ; the Parquet files have the same bytes.

    Args:
        parts: records, read with `printed`, by name of the part; `train` if there is one alone.
        text: how much of each text to write.

    Raises:
        DatasetError: the folder cannot be written, or holds something else.
        MissingPyarrowError: pyarrow is not installed.
    """
    check_pyarrow()
    check_folder(path)
    statistics = Statistics()
    try:
        with replacing_folder(path) as part:
            (part / "data").mkdir()
            for name, records in parts.items():
                rows = columns.pick(statistics.counting(text.apply(records, columns), columns))
                _write_shards(rows, part / "data" / name, columns)
            shards = {file.relative_to(part).as_posix(): sha256_of(file) for file in files_of(part)}
            document = croissant(facts, columns, shards)
            _write(part / "croissant.json", json.dumps(document, ensure_ascii=False, indent=2) + "\n")
            plots = write_plots(part, statistics)
            _write(part / "README.md", card(facts, columns, statistics, plots))
            _write(part / "CITATION.cff", citation(facts))
            write_checksums(part)
    except OSError as error:
        raise DatasetError(path, f"cannot be written ({error.strerror or error})") from error
    return statistics


def _write_shards(rows: Iterator[dict[str, Any]], name: Path, columns: Columns) -> None:
    """Write `train-00000.parquet` and so on for the name `train`; one without rows if there are none."""
    number = 0
    first = next(rows, None)
    while first is not None or number == 0:
        shard = chain([] if first is None else [first], islice(rows, SHARD_ROWS - 1))
        parquet.write(shard, name.with_name(f"{name.name}-{number:05}.parquet"), columns)
        number += 1
        first = next(rows, None)


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", errors="replace", newline="\n")
