"""CSV (RFC 4180) with the columns of the view `coverage`. An unknown value is an empty cell."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from typing import Any, TextIO

from archive.query.records import columns, flatten


def write(records: Iterable[dict[str, Any]], out: TextIO) -> int:
    """Write a header and the flat records; return the number of records."""
    table = csv.DictWriter(out, columns())
    table.writeheader()
    count = 0
    for record in records:
        table.writerow(flatten(record))
        count += 1
    return count
