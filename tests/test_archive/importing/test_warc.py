"""Reading WARC files, good and bad. The files are made with warcio, another implementation of the format.

Long because each quirk of WARC files in the wild has its case here.
"""

from __future__ import annotations

import gzip
import io
import random
import tracemalloc
import zlib
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import brotli
import pytest
import zstandard
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from archive.errors import InputError
from archive.importing import warc
from archive.importing.warc import MAX_PAGE, read_warc
from archive.model import Capture

HTML = b"<!doctype html><html><body>" + b"<p>A verdict in a sentence.</p>" * 200 + b"</body></html>"
DATE = "2026-03-15T12:00:00Z"
Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """`write(record, ..., gz=True)`: a WARC file; a record is keyword arguments for `add`."""

    def write(*records: dict[str, object], gz: bool = True, name: str = "t.warc.gz") -> Path:
        stream = io.BytesIO()
        writer = WARCWriter(stream, gzip=gz)
        for record in records:
            add(writer, **record)
        path = tmp_path / name
        path.write_bytes(stream.getvalue())
        return path

    return write


def add(
    writer: WARCWriter,
    *,
    url: str = "https://reel.example/a",
    body: bytes = HTML,
    kind: str = "response",
    status: str = "200 OK",
    content_type: str | None = "text/html; charset=utf-8",
    date: str = DATE,
    **headers: str,
) -> None:
    fields = [("Content-Type", content_type)] if content_type else []
    fields += [(name.replace("_", "-"), value) for name, value in headers.items()]
    http = StatusAndHeaders(status, fields, protocol="HTTP/1.1")
    record = writer.create_warc_record(
        url, kind, payload=io.BytesIO(body), http_headers=http, warc_headers_dict={"WARC-Date": date}
    )
    writer.write_record(record)


def page(number: int, size: int = 4000) -> dict[str, object]:
    """A page that does not compress, so that a cut falls where it is aimed."""
    noise = random.Random(number).randbytes(size).hex().encode()
    return {"url": f"https://reel.example/{number}", "body": b"<html><p>" + noise + b"</p></html>"}


def read(path: Path) -> tuple[list[Capture], str]:
    """The captures, and the error that ended the reading, or ""."""
    captures: list[Capture] = []
    try:
        captures.extend(read_warc(path))
        captures_error = ""
    except InputError as error:
        captures_error = str(error)
        # extend keeps nothing of an iterator that raises: read again, one by one
        captures = list(_until_error(read_warc(path)))
    return captures, captures_error


def _until_error(captures: Iterator[Capture]) -> Iterator[Capture]:
    try:
        yield from captures
    except InputError:
        return


@pytest.mark.parametrize("gz", [True, False])
def test_a_response_becomes_a_capture(write: Write, gz: bool) -> None:
    path = write({"Server": "nginx", "ETag": '"x"'}, gz=gz)
    (capture,) = read_warc(path)
    assert capture == Capture(
        "https://reel.example/a",
        datetime(2026, 3, 15, 12, tzinfo=UTC),
        HTML,
        200,
        "text/html; charset=utf-8",
        {"content-type": "text/html; charset=utf-8", "server": "nginx", "etag": '"x"'},
    )


def test_takes_pages_and_counts_the_rest(write: Write) -> None:
    path = write(
        {"kind": "warcinfo"},
        {"kind": "request"},
        {},
        {"content_type": "application/xhtml+xml"},
        {"content_type": "TEXT/PLAIN", "body": b"words"},
        {"content_type": None},
        {"content_type": None, "body": b"\x89PNG"},
        {"content_type": "image/png", "body": b"\x89PNG"},
        {"content_type": "application/json", "body": b"{}"},
        {"status": "301 Moved", "body": b"<html>moved"},
        {"status": "304 Not Modified", "body": b""},
        {"status": "404 Not Found"},
        {"body": b" \n"},
        {"kind": "revisit"},
        {"kind": "metadata"},
    )
    skipped: Counter[str] = Counter()
    captures = list(read_warc(path, skipped))
    assert [capture.status for capture in captures] == [200, 200, 200, 200, 404]
    assert skipped == {
        **{"warcinfo": 1, "request": 1, "revisit": 1, "metadata": 1},
        **{"other type": 3, "redirect": 2, "empty": 1},
    }


def chunked(body: bytes) -> bytes:
    parts = [body[start : start + 700] for start in range(0, len(body), 700)]
    return b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in parts) + b"0\r\n\r\n"


def raw_deflate(body: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return packer.compress(body) + packer.flush()


@pytest.mark.parametrize(
    ("body", "headers"),
    [
        (chunked(HTML), {"Transfer_Encoding": "chunked"}),
        (gzip.compress(HTML, mtime=0), {"Content_Encoding": "gzip"}),
        (gzip.compress(HTML, mtime=0), {"content_encoding": "X-GZIP"}),
        (chunked(gzip.compress(HTML, mtime=0)), {"Content_Encoding": "gzip", "Transfer_Encoding": "chunked"}),
        (zlib.compress(HTML), {"Content_Encoding": "deflate"}),
        (raw_deflate(HTML), {"Content_Encoding": "deflate"}),
        (brotli.compress(HTML), {"Content_Encoding": "br"}),
        (zstandard.compress(HTML), {"Content_Encoding": "zstd"}),
        (brotli.compress(gzip.compress(HTML, mtime=0)), {"Content_Encoding": "gzip, br"}),
        # What is labelled as encoded but was stored decoded
        (HTML, {"Transfer_Encoding": "chunked"}),
        (HTML, {"Content_Encoding": "gzip"}),
        (HTML, {"Content_Encoding": "br"}),
        (HTML, {"Content_Encoding": "utf-8"}),
        (gzip.compress(HTML, mtime=0), {"Content_Encoding": "gzip", "Transfer_Encoding": "chunked"}),
    ],
)
def test_payloads_are_decoded(write: Write, body: bytes, headers: dict[str, str]) -> None:
    (capture,) = read_warc(write({"body": body, **headers}))
    assert capture.body == HTML


def test_a_payload_that_cannot_be_decoded_is_left_out(write: Write) -> None:
    skipped: Counter[str] = Counter()
    path = write({"body": b"\x00\x01" * 50, "Content_Encoding": "gzip"}, {})
    assert len(list(read_warc(path, skipped))) == 1
    assert skipped == {"damaged": 1}


def test_a_bomb_is_not_unfolded(write: Write) -> None:
    bomb = gzip.compress(b"<html>" + b" " * (4 * MAX_PAGE))
    skipped: Counter[str] = Counter()
    path = write({"body": bomb, "Content_Encoding": "gzip"}, {})
    tracemalloc.start()
    assert len(list(read_warc(path, skipped))) == 1
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert skipped == {"too large": 1}
    assert peak < 3 * MAX_PAGE


def test_memory_does_not_grow_with_the_file(write: Write) -> None:
    path = write(*(page(number, 100_000) for number in range(100)))
    tracemalloc.start()
    assert sum(1 for _ in read_warc(path)) == 100
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 4 << 20


def test_odd_but_readable_records(write: Write) -> None:
    path = write(
        {"url": "<https://reel.example/wget>"},
        {"date": "2026-03-15T12:00:00.123456Z"},
        {"body": "déjà vu".encode("latin-1"), "content_type": "text/html; charset=latin-1", "Server": "dé"},
    )
    wget, precise, latin = read_warc(path)
    assert wget.url == "https://reel.example/wget"
    assert precise.captured_at == datetime(2026, 3, 15, 12, 0, 0, 123456, UTC)
    assert latin.body == b"d\xe9j\xe0 vu"


@pytest.mark.parametrize("gz", [True, False])
def test_a_cut_keeps_the_records_before_it_and_is_always_noticed(write: Write, gz: bool) -> None:
    whole = write(*(page(number) for number in range(6)), gz=gz)
    raw = whole.read_bytes()
    one = len(raw) // 6
    cuts = [3 * one + one // 2, 5 * one + 200, 5 * one + 25, len(raw) - 200, len(raw) - 40, len(raw) - 9]
    for cut in cuts:
        whole.write_bytes(raw[:cut])
        captures, error = read(whole)
        assert [c.url for c in captures] == [f"https://reel.example/{n}" for n in range(len(captures))]
        assert all(c.body == page(n)["body"] for n, c in enumerate(captures))
        assert "it is cut off" in error, cut
        assert str(whole) in error
        assert f"{len(captures)} record" in error
        assert len(captures) >= cut // one - 1


def test_cuts_at_random(write: Write) -> None:
    whole = write(*(page(number, 300) for number in range(12)))
    raw = whole.read_bytes()
    ends = _member_ends(raw)
    chance = random.Random(1)
    for cut in {chance.randrange(1, len(raw)) for _ in range(300)}:
        whole.write_bytes(raw[:cut])
        captures, error = read(whole)
        good = sum(end <= cut for end in ends)
        assert good <= len(captures) <= good + 1, cut  # a page is good before the checksum that follows it
        assert bool(error) == (cut not in ends), cut


def _member_ends(raw: bytes) -> list[int]:
    ends, rest = [], raw
    while rest:
        member = zlib.decompressobj(31)
        member.decompress(rest)
        rest = member.unused_data
        ends.append(len(raw) - len(rest))
    return ends


def test_damage_in_the_middle_is_told_and_what_was_before_is_kept(write: Write) -> None:
    whole = write(*(page(number) for number in range(6)))
    raw = bytearray(whole.read_bytes())
    at = len(raw) // 2
    raw[at : at + 100] = bytes(100)
    whole.write_bytes(bytes(raw))
    captures, error = read(whole)
    assert 2 <= len(captures) < 6
    assert "it is damaged" in error
    assert "at byte" in error


def test_noise_never_ends_in_anything_but_an_input_error(write: Write) -> None:
    whole = write(*(page(number, 300) for number in range(8)))
    raw = whole.read_bytes()
    plain = gzip.decompress(raw)
    chance = random.Random(2)
    for number in range(300):
        noisy = bytearray(raw if number % 2 else plain)
        for _ in range(chance.randrange(1, 6)):
            noisy[chance.randrange(len(noisy))] = chance.randrange(256)
        whole.write_bytes(bytes(noisy))
        list(_until_error(read_warc(whole)))


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (b"", "an empty file"),
        (b"hello, world\n" * 500, "not a WARC file"),
        (bytes(range(256)) * 50, "not a WARC file"),
        (gzip.compress(b"hello, world\n" * 500, mtime=0), "not a WARC file"),
        (b"\x1f\x8b", "not a WARC file"),
        (b"WARC/1.0\r\n", "it is cut off in its first record"),
        (
            gzip.compress(b"WARC/1.0\r\nWARC-Type: response\r\n\r\n", mtime=0)[:-8] + bytes(8),
            "in its first record",
        ),
    ],
)
def test_what_is_no_warc(tmp_path: Path, body: bytes, message: str) -> None:
    path = tmp_path / "x.warc.gz"
    path.write_bytes(body)
    captures, error = read(path)
    assert captures == []
    assert error.startswith(f"{path}: ")
    assert message in error


def test_a_missing_file_and_a_folder(tmp_path: Path) -> None:
    assert read(tmp_path / "no.warc")[1] == f"{tmp_path / 'no.warc'}: no such file"
    assert str(tmp_path) in read(tmp_path)[1]


def test_a_warc_without_a_page_says_what_is_in_it(write: Write) -> None:
    path = write({"kind": "warcinfo"}, {"content_type": "image/png"}, {"content_type": "image/gif"})
    assert "no HTML or plain-text response in it (2 other type, 1 warcinfo)" in read(path)[1]


def test_the_corpus_reads_whole(shared: Path) -> None:
    captures = list(read_warc(shared / "corpus" / "other-pages.warc.gz"))
    assert len(captures) == 240
    assert all(warc.looks_like_text(capture.body) for capture in captures)


def bare(body: bytes, head: bytes, *, end: bytes = b"\n") -> bytes:
    """A record of raw bytes: warcio writes CRLF only."""
    lines = [
        *(b"WARC/1.0", b"WARC-Type: response", b"WARC-Target-URI: https://reel.example/a"),
        *(b"WARC-Date: " + DATE.encode(), b"WARC-Record-ID: <urn:uuid:0c8ca1b4-4c53-4a2f-9e6c-5a0f3f6d2c11>"),
        *(b"Content-Type: application/http; msgtype=response", b"Content-Length: %d" % len(head + body)),
    ]
    return end.join([*lines, b"", head + body]) + end * 2


@pytest.mark.parametrize("body", [HTML, HTML.replace(b"<p>", b"\r\n\r\n<p>")], ids=["LF", "CRLF in the body"])
@pytest.mark.parametrize("end", [b"\n", b"\r\n"])
@pytest.mark.parametrize("gz", [False, True])
def test_headers_that_end_in_a_bare_line_feed_are_read(
    tmp_path: Path, body: bytes, end: bytes, gz: bool
) -> None:
    head = b"HTTP/1.1 200 OK\nContent-Type: text/html\nX-Robots-Tag: noindex\n\n"
    records = [bare(body, head, end=end), bare(body, head.replace(b"\n", b"\r\n"), end=b"\r\n")]
    path = tmp_path / "bare.warc"
    path.write_bytes(b"".join(map(gzip.compress, records) if gz else records))
    captures = list(read_warc(path))
    assert [(capture.body, capture.status) for capture in captures] == [(body, 200)] * 2
    assert captures[0].headers["x-robots-tag"] == "noindex"


@pytest.mark.parametrize(
    "tail",
    [b"", b"\0" * 512, b"garbage", gzip.compress(HTML, mtime=0)[:40]],
    ids=["nothing", "zeros", "garbage", "part of a member"],
)
def test_a_gzip_body_of_several_members_is_read_whole(write: Write, tail: bytes) -> None:
    packed = gzip.compress(HTML[:100]) + gzip.compress(b"") + gzip.compress(HTML[100:]) + tail
    ((capture,), error) = read(write({"body": packed, "Content_Encoding": "gzip"}))
    assert not error and capture.body.startswith(HTML)


def test_a_body_of_very_many_empty_members_takes_no_time(write: Write) -> None:
    packed = gzip.compress(b"", mtime=0) * 100_000 + gzip.compress(HTML)
    ((capture,), _) = read(write({"body": packed, "Content_Encoding": "gzip"}))
    assert capture.body == HTML


@pytest.mark.parametrize(
    "content_type",
    ["text/html, text/html", "text/plain, Text/HTML; charset=utf-8", "text/html,*/*", "x, text/html"],
)
def test_a_content_type_given_twice_is_read(write: Write, content_type: str) -> None:
    ((capture,), _) = read(write({"content_type": content_type}))
    assert capture.content_type == content_type and capture.body == HTML
