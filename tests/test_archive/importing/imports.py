"""Files of pages in the cleaners' format, and what an import made of them."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from archive.db.store import Store
from archive.importing.import_paths import import_paths
from archive.importing.import_report import ImportReport
from tests.test_archive import cleaners

PAGE = "Ballerina dances\nBy Ann\nIt moves fast and never stumbles."


def take(db: Path, *paths: Path, **options: Any) -> ImportReport:
    return import_paths(paths, db, workers=1, clean=cleaners.clean, **options)


def write_warc(path: Path, *bodies: str, status: str = "200 OK") -> Path:
    """One page of the cleaners' format a record."""
    stream = io.BytesIO()
    writer = WARCWriter(stream)
    http = StatusAndHeaders(status, [("Content-Type", "text/html")], protocol="HTTP/1.1")
    for number, body in enumerate(bodies):
        record = writer.create_warc_record(
            f"https://www.reel.example/{number}",
            "response",
            payload=io.BytesIO(body.encode()),
            http_headers=http,
            warc_headers_dict={"WARC-Date": "2026-03-15T12:00:00Z"},
        )
        writer.write_record(record)
    path.write_bytes(stream.getvalue())
    return path


def pages(count: int) -> list[str]:
    return [f"Title {number}\nBy Ann\nText number {number}." for number in range(count)]


def rows(db: Path, sql: str) -> list[dict[str, Any]]:
    with Store.open(db, readonly=True) as store:
        return list(store.db.query(sql))


def dump(db: Path) -> list[str]:
    with Store.open(db, readonly=True) as store:
        return list(store.db.iterdump())
