"""WARC 1.1: captures as `response` records, each after a `metadata` record with what else the archive knows.

Any reader of WARC files can read the pages. The metadata, such as the outlet and what the feed said of the
page, let `matinee import` make the same articles of them.
"""

from __future__ import annotations

import gzip
from collections.abc import Iterable, Iterator
from http import HTTPStatus
from io import BytesIO
from pathlib import Path
from typing import BinaryIO
from uuid import uuid4

from fastwarc.warc import WarcRecord, WarcRecordType

from archive.db.replace_file import replacing
from archive.db.rows import CAPTURE_FIELD, CAPTURE_TYPE, capture_to_json, stamp
from archive.db.store import Store
from archive.errors import NotKeptError
from archive.model import Capture

# The body is stored decoded. These would say otherwise, so they get another name, as crawlers write it.
_ENCODINGS = ("content-encoding", "transfer-encoding")
_LONGEST_VALUE = 4096  # characters of a header; longer ones are in the metadata alone

_NAME = frozenset("abcdefghijklmnopqrstuvwxyz0123456789-_.!#$%&'*+^`|~")


def stored_captures(store: Store, articles: Iterable[int] | None, withheld: list[int]) -> Iterator[Capture]:
    """Yield stored captures in the order in which they were stored, one at a time.

    Args:
        articles: ids of the articles whose captures are wanted; None for all captures, also of pages that are
            no articles.
        withheld: its first number counts the captures whose bytes are not kept; they are left out.

    Raises:
        ArchiveError: bytes are damaged.
    """
    for capture_id in _capture_ids(store, articles):
        try:
            yield store.capture(capture_id)
        except NotKeptError:
            withheld[0] += 1


def _capture_ids(store: Store, articles: Iterable[int] | None) -> Iterator[int]:
    if articles is None:
        yield from (row[0] for row in store.db.execute("select id from captures order by id"))
        return
    for article_id in articles:
        sql = "select id from captures where article_id = ? order by id"
        yield from [row[0] for row in store.db.execute(sql, (article_id,))]


def write_captures(captures: Iterable[Capture], path: Path) -> int:
    """Write captures to a WARC file, compressed record by record if its name ends in `.gz`.

    Returns:
        The number of captures.

    Raises:
        OSError: the file cannot be written. An earlier file of that name stays.
    """
    count = 0
    is_packed = path.name.lower().endswith(".gz")
    with replacing(path) as part, part.open("wb") as out:
        _write(out, _info_record(), packed=is_packed)
        for capture in captures:
            for record in capture_records(capture):
                _write(out, record, packed=is_packed)
            count += 1
    return count


def capture_records(capture: Capture) -> tuple[WarcRecord, WarcRecord]:
    """The metadata record and the response record of a capture. Pure but for the ids of the records."""
    response_id = f"<{uuid4().urn}>"
    fields = f"{CAPTURE_FIELD}{capture_to_json(capture)}\r\n".encode()
    metadata = _record(WarcRecordType.metadata, capture, CAPTURE_TYPE, fields)
    metadata.headers["WARC-Concurrent-To"] = response_id
    block = http_head(capture) + capture.body
    response = _record(WarcRecordType.response, capture, "application/http; msgtype=response", block)
    response.headers["WARC-Record-ID"] = response_id
    return metadata, response


def http_head(capture: Capture) -> bytes:
    """Status line and headers, as they must be for the decoded body. Pure."""
    phrase = HTTPStatus(capture.status).phrase if capture.status in set(HTTPStatus) else "Unknown"
    lines = [f"HTTP/1.1 {capture.status} {phrase}"]
    headers = dict(capture.headers)
    if capture.content_type:
        headers["content-type"] = capture.content_type
    for name, value in headers.items():
        if name == "content-length" or not name or not _NAME.issuperset(name) or len(value) > _LONGEST_VALUE:
            continue
        shown = f"x-archive-orig-{name}" if name in _ENCODINGS else name
        lines += [f"{shown}: {_one_line(line)}" for line in value.split("\n")]
    lines.append(f"content-length: {len(capture.body)}")
    return ("\r\n".join(lines) + "\r\n\r\n").encode(errors="replace")


def _record(kind: WarcRecordType, capture: Capture, content_type: str, block: bytes) -> WarcRecord:
    record = WarcRecord()
    record.init_headers(record_type=kind)
    record.headers["WARC-Date"] = stamp(capture.captured_at).replace("+00:00", "Z")
    record.headers["WARC-Target-URI"] = _one_line(capture.url)[:_LONGEST_VALUE]
    record.headers["Content-Type"] = content_type
    record.set_bytes_content(block)
    return record


def _info_record() -> WarcRecord:
    record = WarcRecord()
    record.init_headers(record_type=WarcRecordType.warcinfo)
    record.headers["Content-Type"] = "application/warc-fields"
    record.set_bytes_content(
        b"software: Matinee\r\nformat: WARC File Format 1.1\r\n"
        b"conformsTo: http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/\r\n"
    )
    return record


def _write(out: BinaryIO, record: WarcRecord, *, packed: bool) -> None:
    stream = BytesIO()
    record.write(stream, checksum_data=True)
    out.write(gzip.compress(stream.getvalue(), mtime=0) if packed else stream.getvalue())


def _one_line(text: str) -> str:
    return " ".join(text.replace("\0", " ").split())
