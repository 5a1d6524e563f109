"""Scrapy's item exporters, where a flat record needs one of ours."""

from __future__ import annotations

from typing import Any

from scrapy.exporters import CsvItemExporter

from archive.query.records import FIELDS, flatten


class FlatCsvExporter(CsvItemExporter):
    """`-O out.csv` with the columns of `matinee export out.csv`; items that are no records as Scrapy does."""

    def export_item(self, item: Any) -> None:
        """Write one row."""
        is_record = isinstance(item, dict) and tuple(item) == FIELDS
        super().export_item(flatten(item) if is_record else item)
