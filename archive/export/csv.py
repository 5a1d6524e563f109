"""CSV (RFC 4180) with the columns of the view `coverage`. An unknown value is an empty cell."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from archive.export.columns import ALL, Columns
from archive.query.records import flatten


def write(records: Iterable[dict[str, Any]], path: Path, columns: Columns = ALL) -> int:
    """Write a header and the flat records, which have these columns; return the number of records.

    Raises:
        OSError: the file cannot be written.
    """
    count = 0
    with path.open("w", encoding="utf-8", newline="") as out:
        table = csv.DictWriter(
            out, columns.names, extrasaction="ignore"
        )  # keys that are not among the columns
        table.writeheader()
        for record in records:
            table.writerow(flatten(record))
            count += 1
    return count
