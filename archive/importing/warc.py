"""Read pages from WARC files.

Long because old and foreign WARC files need repairs of their own before they are read.
"""

from __future__ import annotations

import gzip
import zlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

from fastwarc import ArchiveIterator, WarcRecordType
from fastwarc.stream_io import BrotliReader, ChunkedReader, ZstdReader

from archive.db.rows import CAPTURE_FIELD, CAPTURE_TYPE, capture_from_json
from archive.errors import InputError
from archive.importing.redirects import Redirect, read_redirect
from archive.model import Capture, media_type
from archive.opt_out import ROBOTS_TAG
from archive.terminal import counted

MAX_PAGE = 32 << 20  # bytes; also the limit for decompressing, so that a few bytes cannot fill the memory

PAGE_TYPES = ("text/html", "application/xhtml+xml", "text/plain")

GZIP = b"\x1f\x8b"

_MAX_HEAD = 1 << 20  # bytes of a status line and headers


class _NoPage(Exception):
    """A record does not contain a page. `reason` is a key for counting, such as `redirect`."""

    def __init__(self, reason: str, redirect: Redirect | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.redirect = redirect


def read_warc(
    path: str | Path, skipped: Counter[str] | None = None, redirects: list[Redirect] | None = None
) -> Iterator[Capture]:
    """Yield the HTML, XHTML and plain-text responses in a WARC file, decoded, one at a time.

    Args:
        path: a .warc or .warc.gz file.
        skipped: counts the records without a page, by reason: a record type, `redirect`, `other type`,
            `too large`, ...
        redirects: gets the redirects in the file.

    Raises:
        InputError: the file is missing, not a WARC, cut off, damaged or without a page. The pages before the
            damage are yielded first.
    """
    path = Path(path)
    skipped, moved = Counter() if skipped is None else skipped, [] if redirects is None else redirects
    records, pages, position = 0, 0, 0
    known: dict[str, str] = {}  # what Matinee wrote of the next record, by the record's id
    try:
        with path.open("rb") as stream:
            # Quirks mode reads headers that end in a bare LF, as some writers and proxies leave them.
            for record in ArchiveIterator(stream, parse_http=False, quirks_mode=True):
                position = record.stream_pos
                try:
                    if _is_capture_metadata(record):
                        known = {record.headers.get("WARC-Concurrent-To") or "": _capture_json(record)}
                        records += 1
                        continue
                    written = known.pop(record.headers.get("WARC-Record-ID") or "", None)
                    capture = (_capture_as_written(record, written) if written else None) or _capture(record)
                except _NoPage as error:
                    skipped[error.reason] += 1
                    moved += filter(None, [error.redirect])
                else:
                    pages += 1
                    yield capture
                records += 1
        if records and _ends_early(path, position):
            raise EOFError
    except EOFError:
        raise _broken(path, "it is cut off", records, position) from None
    except FileNotFoundError:
        raise InputError(str(path), "no such file") from None
    except (OSError, ValueError) as error:
        if isinstance(error, PermissionError):
            raise InputError(str(path), "no permission to read it") from None
        if not records and not _begins_as_warc(path):
            raise _not_a_warc(path) from None
        raise _broken(path, "it is damaged", records, position) from error
    if not records:
        raise _not_a_warc(path)
    if not pages:
        others = ", ".join(f"{count} {reason}" for reason, count in skipped.most_common())
        raise InputError(str(path), f"no HTML or plain-text response in it ({others})")


def _is_capture_metadata(record: Any) -> bool:
    is_metadata: bool = record.record_type == WarcRecordType.metadata
    return is_metadata and record.headers.get("Content-Type") == CAPTURE_TYPE


def _capture_json(record: Any) -> str:
    """The JSON in metadata that Matinee wrote. Raises _NoPage if another program wrote them, or EOFError."""
    if record.content_length > MAX_PAGE:
        raise _NoPage("too large")
    raw: bytes = record.reader.read()
    if len(raw) < record.content_length:
        raise EOFError
    text = raw.decode(errors="replace")
    if not text.startswith(CAPTURE_FIELD):
        raise _NoPage("metadata")
    return text.removeprefix(CAPTURE_FIELD).rstrip("\r\n")


def _capture_as_written(record: Any, written: str) -> Capture | None:
    """A capture as Matinee exported it; None if what was written is none. Raises EOFError."""
    if record.record_type != WarcRecordType.response or record.content_length > MAX_PAGE + _MAX_HEAD:
        return None
    try:
        capture = capture_from_json(written, b"")
    except ValueError:
        return None
    record.parse_http(quirks_mode=True)
    body: bytes = record.reader.read()
    length = record.http_headers.get("content-length")
    if length is not None and length.isdecimal() and len(body) < int(length):
        raise EOFError
    return replace(capture, body=body)


def _capture(record: Any) -> Capture:
    """Turn a record into a capture. Raises _NoPage, or EOFError if the file is cut off."""
    if record.headers.get("Content-Length") is None:
        raise EOFError
    if record.record_type != WarcRecordType.response:
        raise _NoPage(record.headers.get("WARC-Type") or "unknown")
    if not record.is_http:
        raise _NoPage("other type")
    record.parse_http(quirks_mode=True)
    headers = join_headers(record.http_headers.to_tuples())
    status = record.http_headers.status_code or 200
    url = (record.headers.get("WARC-Target-URI") or "").strip("<> ")
    captured_at = record.record_date or record.http_date
    kind = media_type(headers.get("content-type"))
    if status < 200 or 300 <= status < 400:
        raise _NoPage("redirect", read_redirect(url, headers, captured_at))
    if (kind and kind not in PAGE_TYPES) or not url or not captured_at:
        raise _NoPage("other type")
    body = _body(record, headers)
    if not kind and not looks_like_html(body):
        raise _NoPage("other type")
    return Capture(url, captured_at, body, status, headers.get("content-type"), headers)


def _body(record: Any, headers: Mapping[str, str]) -> bytes:
    if record.content_length > MAX_PAGE:
        raise _NoPage("too large")
    raw = record.reader.read()
    if len(raw) < record.content_length:
        raise EOFError
    body = decode_payload(raw, headers)
    if body is None:
        raise _NoPage("damaged")
    if len(body) > MAX_PAGE:
        raise _NoPage("too large")
    if not body.strip():
        raise _NoPage("empty")
    return body


def decode_payload(raw: bytes, headers: Mapping[str, str]) -> bytes | None:
    """Undo a payload's transfer and content encoding; None if it is damaged.

    Many writers store the payload decoded but keep its headers. So an encoding that does not apply is ignored
    if the payload looks like text.
    """
    body = raw
    if "chunked" in headers.get("transfer-encoding", "").lower():
        body = _try_decoder(_unchunk, raw) or raw
    encodings = [part.strip().lower() for part in headers.get("content-encoding", "").split(",")]
    for encoding in reversed(encodings):
        if encoding not in DECODERS:
            continue
        plain = _try_decoder(DECODERS[encoding], body)
        if plain is None and not looks_like_text(body):
            return None
        body = body if plain is None else plain
    return body


def join_headers(lines: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Header values by lower-case name: the last of each name, but all of X-Robots-Tag, one per line."""
    headers: dict[str, str] = {}
    for name, value in lines:
        key = name.lower()
        # Robots tags stay separate lines: an agent named in one of them does not apply to the next.
        is_repeated_tag = key == ROBOTS_TAG and key in headers
        headers[key] = f"{headers[key]}\n{value}" if is_repeated_tag else value
    return headers


def looks_like_html(body: bytes) -> bool:
    """Whether the first kilobyte has an `<html` tag or an HTML doctype."""
    head = body[:1024].lower()
    return b"<html" in head or b"<!doctype html" in head


def looks_like_text(body: bytes) -> bool:
    """Whether the bytes may be text: no signature of a binary format, and no NUL except in UTF-16."""
    head = body[:65536]
    wide = head.startswith((b"\xff\xfe", b"\xfe\xff")) or b"<\x00" in head[:64] or b"\x00<" in head[:64]
    return not head.startswith((b"%PDF-", b"PK\x03\x04", GZIP)) and (wide or b"\x00" not in head)


def _unchunk(chunked: bytes) -> bytes:
    return bytes(ChunkedReader(BytesIO(chunked)).read(MAX_PAGE + 1))


def _inflate(packed: bytes) -> bytes:
    if packed.startswith(GZIP):
        return _gunzip(packed)
    try:
        return zlib.decompressobj().decompress(packed, MAX_PAGE + 1)
    except zlib.error:  # "deflate" often lacks its zlib header
        return zlib.decompressobj(-zlib.MAX_WBITS).decompress(packed, MAX_PAGE + 1)


def _gunzip(packed: bytes) -> bytes:
    """All members of a gzip body (RFC 1952, 2.2), of which zlib reads one; up to where it is damaged."""
    stream, plain = gzip.GzipFile(fileobj=BytesIO(packed)), b""
    while len(plain) <= MAX_PAGE:
        try:
            piece = stream.read1(1 << 20)
        except (OSError, EOFError, zlib.error):
            if plain:
                break
            raise
        if not piece:
            break
        plain += piece
    return plain


DECODERS: dict[str, Callable[[bytes], bytes]] = {
    "gzip": _inflate,
    "x-gzip": _inflate,
    "deflate": _inflate,
    "br": lambda packed: BrotliReader(BytesIO(packed)).read(MAX_PAGE + 1),
    "zstd": lambda packed: ZstdReader(BytesIO(packed)).read(MAX_PAGE + 1),
}


def _try_decoder(decoder: Callable[[bytes], bytes], packed: bytes) -> bytes | None:
    try:
        return decoder(packed)
    except (OSError, EOFError, zlib.error):
        return None


def _ends_early(path: Path, position: int) -> bool:
    """Whether a gzip file is cut off inside a member, which FastWARC takes for the end of the file.

    Reads only from `position`, the start of the last record.
    """
    with path.open("rb") as stream:
        if stream.read(2) != GZIP:
            return False
        stream.seek(position)
        member = zlib.decompressobj(zlib.MAX_WBITS | 16)
        rest = stream.read(1 << 16)
        complete = not rest
        while rest:
            member.decompress(rest)
            complete = member.eof
            if member.eof:
                rest, member = member.unused_data, zlib.decompressobj(zlib.MAX_WBITS | 16)
            else:
                rest = b""
            rest = rest or stream.read(1 << 16)
        return not complete


def _broken(path: Path, what: str, records: int, position: int) -> InputError:
    if not records:
        return InputError(str(path), f"{what} in its first record", "get the file again")
    problem = f"{what} ({counted(records, 'record')} read, the last at byte {position})"
    return InputError(str(path), problem, "what was read is kept; get the file again for the rest")


def _begins_as_warc(path: Path) -> bool:
    head = b""
    with suppress(OSError), path.open("rb") as stream:
        head = stream.read(1 << 12)
    with suppress(zlib.error):
        head = zlib.decompressobj(zlib.MAX_WBITS | 16).decompress(head, 5)
    return head.startswith(b"WARC/")


def _not_a_warc(path: Path) -> InputError:
    return InputError(str(path), "not a WARC file" if path.stat().st_size else "an empty file")
