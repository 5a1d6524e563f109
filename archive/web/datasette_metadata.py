"""What Datasette is told of an archive: settings, labels of rows, queries that people ask often."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

# Datasette tries every column of a table for a facet that it might suggest, which is slow on long texts.
# A facet that somebody asks for has the time that reading every row of a large archive takes. A page of a
# table has so few rows, and so much of a long cell, that `coverage` stays below 100 KB; `_size` asks for
# more rows, and the page of a row has all of it.
SETTINGS = {
    "suggest_facets": False,
    "allow_download": False,
    "sql_time_limit_ms": 5000,
    "facet_time_limit_ms": 3000,
    "default_page_size": 15,
    "truncate_cells_html": 100,
}


def tables_and_queries() -> dict[str, Any]:
    """The metadata of the database of an archive, with the keys `tables` and `queries`."""
    file = Path(__file__).parent / "datasette.toml"
    return tomllib.loads(file.read_text(encoding="utf-8"))
