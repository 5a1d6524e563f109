"""Item exporters for Scrapy's feed exports (`-O FILE`)."""

from __future__ import annotations

from typing import Any

from scrapy.exporters import CsvItemExporter

from archive.query.records import FIELDS, flatten


class FlatCsvExporter(CsvItemExporter):
    """Makes `-O out.csv` write the columns of `matinee export out.csv`. Scrapy writes all other items."""

    def export_item(self, item: Any) -> None:
        """Write one row."""
        is_record = isinstance(item, dict) and tuple(item) == FIELDS
        super().export_item(flatten(item) if is_record else item)
