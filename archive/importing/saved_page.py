"""Read pages that a person saved: .html and .txt files."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path

from archive.errors import InputError
from archive.importing.warc import MAX_PAGE, looks_like_html, looks_like_text
from archive.model import Capture
from archive.urls import is_web_address

HEAD = 1 << 18  # bytes from the start of a page that are searched for the page's URL and time

# Windows browsers write `<!-- saved from url=(0042)https://... -->`. SingleFile writes a longer comment.
SAVED_FROM = re.compile(rb"<!--\s*saved from url=\(\d+\)\s*(https?://[^\s<>\"]+)", re.IGNORECASE)

SINGLE_FILE = re.compile(rb"<!--\s*Page saved with SingleFile(.*?)-->", re.DOTALL | re.IGNORECASE)

SINGLE_FILE_URL = re.compile(rb"^\s*url:\s*(https?://\S+)", re.MULTILINE)

SINGLE_FILE_DATE = re.compile(rb"^\s*saved date:\s*(.+?)\s*$", re.MULTILINE)

JAVASCRIPT_DATE = re.compile(r"\w{3} (\w{3} \d{1,2} \d{4} \d\d:\d\d:\d\d) GMT([+-]\d{4})")


def read_saved(path: Path, url: str | None = None, captured_at: datetime | None = None) -> Capture:
    """Read a saved page as a capture.

    Args:
        path: an HTML or plain-text file.
        url: the page's URL; None: the one that the file contains, or else the file's own `file:` URL.
        captured_at: an aware time; None: the time that the file contains, or else when it was last written.

    Raises:
        InputError: the file is missing, empty, too large, binary or unreadable.
    """
    body = _read_body(path)
    is_html = looks_like_html(body) or path.suffix.lower() not in (".txt", "")
    own_url, saved_at = _provenance(body) if is_html else (None, None)
    written = datetime.fromtimestamp(path.stat().st_mtime, UTC)
    return Capture(
        url=url or own_url or path.resolve().as_uri(),
        captured_at=(captured_at or saved_at or written).astimezone(UTC),
        body=body,
        content_type="text/html" if is_html else "text/plain",
    )


def _read_body(path: Path) -> bytes:
    try:
        size = path.stat().st_size
        if size > MAX_PAGE:
            raise InputError(
                str(path), f"{size >> 20} MiB is too large for a page (at most {MAX_PAGE >> 20} MiB)"
            )
        body = path.read_bytes()
    except FileNotFoundError:
        raise InputError(str(path), "no such file") from None
    except OSError as error:
        raise InputError(str(path), f"cannot be read ({error.strerror or error})") from None
    if not body.strip():
        raise InputError(str(path), "an empty file")
    if not looks_like_text(body):
        raise InputError(str(path), "a binary file, not a page", "give .html, .txt, .warc or .warc.gz")
    if _is_mhtml(body):
        raise InputError(
            str(path), "a web archive (MHTML), not a page", "open it in a browser and save it as HTML"
        )
    return body


def _is_mhtml(body: bytes) -> bool:
    head = body[:2048].lstrip().lower()
    return b"mime-version:" in head and b"multipart/related" in head and not head.startswith(b"<")


def _provenance(body: bytes) -> tuple[str | None, datetime | None]:
    """The URL and the time that the browser or SingleFile wrote into a saved page; each may be None."""
    head = body[:HEAD]
    single_file = SINGLE_FILE.search(head)
    note = single_file[1] if single_file else b""
    date = SINGLE_FILE_DATE.search(note)
    saved_at = _javascript_date(date[1].decode("ascii", "replace")) if date else None
    url = SINGLE_FILE_URL.search(note) or SAVED_FROM.search(head)
    return (url[1].decode("utf-8", "replace") if url else _canonical_url(head)), saved_at


def _canonical_url(head: bytes) -> str | None:
    """The absolute URL in rel=canonical or og:url, or None."""
    from lxml import etree, html  # noqa: PLC0415 (not needed for WARC files)

    try:
        tree = html.document_fromstring(head)
    except (etree.ParserError, ValueError):
        return None
    links = [link.get("href", "") for link in tree.iter("link") if "canonical" in link.get("rel", "").split()]
    metas = [
        meta.get("content", "")
        for meta in tree.iter("meta")
        if "og:url" in (meta.get("property"), meta.get("name"))
    ]
    return next((url.strip() for url in (*links, *metas) if is_web_address(url.strip())), None)


def _javascript_date(printed: str) -> datetime | None:
    """Parse `Sun Mar 15 2026 12:00:00 GMT+0100 (...)`, or an ISO time with a zone; None for anything else."""
    match = JAVASCRIPT_DATE.match(printed)
    try:
        if match:
            return datetime.strptime(f"{match[1]} {match[2]}", "%b %d %Y %H:%M:%S %z")
        moment = datetime.fromisoformat(printed)
    except ValueError:
        return None
    return moment if moment.tzinfo else None
