"""Pages out of WARC files."""

from __future__ import annotations

import zlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from io import BytesIO
from pathlib import Path
from typing import Any

from fastwarc import ArchiveIterator, WarcRecordType
from fastwarc.stream_io import BrotliReader, ChunkedReader, ZstdReader

from archive.errors import InputError
from archive.model import Capture
from archive.opt_out import ROBOTS_TAG

MAX_PAGE = 32 << 20  # bytes; also bounds what a few compressed bytes can unfold to

PAGES = ("text/html", "application/xhtml+xml", "text/plain")

GZIP = b"\x1f\x8b"


class _NoPage(Exception):
    """A record that holds no page."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


def read_warc(path: str | Path, skipped: Counter[str] | None = None) -> Iterator[Capture]:
    """The HTML, XHTML and plain-text responses of a WARC file, one at a time, decoded.

    Args:
        path: .warc, or .warc.gz.
        skipped: counts what is left out, by why: a record type, `redirect`, `other type`, `too large`, ...

    Raises:
        InputError: after the good pages, where it is missing, not a WARC, cut off, damaged or without a page.
    """
    path = Path(path)
    skipped = Counter() if skipped is None else skipped
    reached, pages, position = 0, 0, 0
    try:
        with path.open("rb") as stream:
            for record in ArchiveIterator(stream, parse_http=False):
                position = record.stream_pos
                try:
                    capture = _capture(record)
                except _NoPage as none:
                    skipped[none.why] += 1
                else:
                    pages += 1
                    yield capture
                reached += 1
        if reached and _ends_early(path, position):
            raise EOFError
    except EOFError:
        raise _broken(path, "it is cut off", reached, position) from None
    except FileNotFoundError:
        raise InputError(str(path), "no such file") from None
    except (OSError, ValueError) as error:
        if isinstance(error, PermissionError):
            raise InputError(str(path), "no permission to read it") from None
        if not reached and not _begins_as_warc(path):
            raise _not_a_warc(path) from None
        raise _broken(path, "it is damaged", reached, position) from error
    if not reached:
        raise _not_a_warc(path)
    if not pages:
        found = ", ".join(f"{count} {kind}" for kind, count in skipped.most_common())
        raise InputError(str(path), f"no HTML or plain-text response in it ({found})")


def _capture(record: Any) -> Capture:
    """The capture of one record. Raises _NoPage, or EOFError where the file is cut off."""
    if record.headers.get("Content-Length") is None:
        raise EOFError
    if record.record_type != WarcRecordType.response:
        raise _NoPage(record.headers.get("WARC-Type") or "unknown")
    if not record.is_http:
        raise _NoPage("other type")
    record.parse_http(strict_mode=False)
    headers = joined(record.http_headers.to_tuples())
    status = record.http_headers.status_code or 200
    url = (record.headers.get("WARC-Target-URI") or "").strip("<> ")
    captured_at = record.record_date or record.http_date
    kind = headers.get("content-type", "").partition(";")[0].strip().lower()
    if status < 200 or 300 <= status < 400:
        raise _NoPage("redirect")
    if (kind and kind not in PAGES) or not url or not captured_at:
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
    body = decoded(raw, headers)
    if body is None:
        raise _NoPage("damaged")
    if len(body) > MAX_PAGE:
        raise _NoPage("too large")
    if not body.strip():
        raise _NoPage("empty")
    return body


def decoded(raw: bytes, headers: Mapping[str, str]) -> bytes | None:
    """A payload without transfer and content encoding; None where it is damaged.

    Many writers keep the headers but store the payload decoded: a label that does not fit is no damage.
    """
    body = raw
    if "chunked" in headers.get("transfer-encoding", "").lower():
        body = _unfold(_unchunk, raw) or raw
    encodings = [part.strip().lower() for part in headers.get("content-encoding", "").split(",")]
    for encoding in reversed(encodings):
        if encoding not in DECODERS:
            continue
        plain = _unfold(DECODERS[encoding], body)
        if plain is None and not looks_like_text(body):
            return None
        body = body if plain is None else plain
    return body


def joined(lines: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Header lines by name in lower case: the last of a name, but every X-Robots-Tag, a line each."""
    headers: dict[str, str] = {}
    for name, value in lines:
        key = name.lower()
        several = key == ROBOTS_TAG and key in headers  # an agent named in one of them is not the next one's
        headers[key] = f"{headers[key]}\n{value}" if several else value
    return headers


def looks_like_html(body: bytes) -> bool:
    """Whether the first kilobyte says that it is HTML."""
    head = body[:1024].lower()
    return b"<html" in head or b"<!doctype html" in head


def looks_like_text(body: bytes) -> bool:
    """Whether the bytes may be text: no NUL, unless it is UTF-16, and no signature of a binary format."""
    head = body[:65536]
    wide = head.startswith((b"\xff\xfe", b"\xfe\xff")) or b"<\x00" in head[:64] or b"\x00<" in head[:64]
    return not head.startswith((b"%PDF-", b"PK\x03\x04", GZIP)) and (wide or b"\x00" not in head)


def _unchunk(chunked: bytes) -> bytes:
    return bytes(ChunkedReader(BytesIO(chunked)).read(MAX_PAGE + 1))


def _inflate(packed: bytes) -> bytes:
    try:
        return zlib.decompressobj(zlib.MAX_WBITS | 32).decompress(packed, MAX_PAGE + 1)
    except zlib.error:  # "deflate" without the header that it should have
        return zlib.decompressobj(-zlib.MAX_WBITS).decompress(packed, MAX_PAGE + 1)


DECODERS: dict[str, Callable[[bytes], bytes]] = {
    "gzip": _inflate,
    "x-gzip": _inflate,
    "deflate": _inflate,
    "br": lambda packed: BrotliReader(BytesIO(packed)).read(MAX_PAGE + 1),
    "zstd": lambda packed: ZstdReader(BytesIO(packed)).read(MAX_PAGE + 1),
}


def _unfold(decoder: Callable[[bytes], bytes], packed: bytes) -> bytes | None:
    try:
        return decoder(packed)
    except (OSError, zlib.error):
        return None


def _ends_early(path: Path, position: int) -> bool:
    """Whether a gzip file stops inside a member; the reader takes that for its end. Only the rest is read."""
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


def _broken(path: Path, what: str, reached: int, position: int) -> InputError:
    records = f"{reached} record{'s' if reached != 1 else ''} read, the last at byte {position}"
    if not reached:
        return InputError(str(path), f"{what} in its first record", "get the file again")
    return InputError(
        str(path), f"{what} ({records})", "what was read is kept; get the file again for the rest"
    )


def _begins_as_warc(path: Path) -> bool:
    head = b""
    with suppress(OSError), path.open("rb") as stream:
        head = stream.read(1 << 12)
    with suppress(zlib.error):
        head = zlib.decompressobj(zlib.MAX_WBITS | 16).decompress(head, 5)
    return head.startswith(b"WARC/")


def _not_a_warc(path: Path) -> InputError:
    what = "not a WARC file" if path.stat().st_size else "an empty file"
    return InputError(str(path), what)
