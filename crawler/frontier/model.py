"""The values that go into the frontier and come out of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from archive.model import Hint

EntryKind = Literal["feed", "sitemap", "listing", "page"]

Verdict = Literal["taken", "again", "known", "over `pages`", "removed"]


@dataclass(frozen=True, slots=True)
class Lease:
    """A URL that only this crawl may request until the lease is released.

    Attributes:
        id: id of its row in `frontier`.
        url: the fetch key.
        source: the source in the outlet's file from which this URL was found.
        depth: 1 for a URL in the outlet's file.
        host: with the port if it is not the scheme's default.
        section: path of the outlet's section that contains the URL.
        published: from a source or from the cleaned page, aware UTC.
        left_at: since when its sitemap does not list the page any more, or it answers 404 or 410; aware UTC.
        status: HTTP status of the latest response.
        tries: failed requests since the latest response.
        unchanged_in_a_row: number of latest responses that equalled the one before.
        etag, last_modified: of the latest response, for a conditional request.
        sha256: of the latest body.
        rules: for a source, the digest of the link rules with which it was read.
    """

    id: int
    url: str
    kind: EntryKind
    source: str | None = None
    depth: int = 1
    host: str = ""
    section: str | None = None
    hint: Hint | None = None
    published: datetime | None = None
    left_at: datetime | None = None
    status: int | None = None
    tries: int = 0
    unchanged_in_a_row: int = 0
    etag: str | None = None
    last_modified: str | None = None
    sha256: str | None = None
    rules: str | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """The result of a request.

    Attributes:
        status: HTTP status; None if no response came.
        etag, last_modified: from the headers.
        sha256: of the body; None for "not modified".
    """

    at: datetime
    status: int | None
    etag: str | None = None
    last_modified: str | None = None
    sha256: str | None = None


@dataclass(frozen=True, slots=True)
class Offer:
    """A page that a source names and that the outlet accepts.

    Attributes:
        key: its fetch key.
        section: path of the outlet's section that contains it.
        lastmod: as printed in the source.
        named: the user named this page, so it is fetched even if it is known.
    """

    key: str
    hint: Hint | None = None
    lastmod: str | None = None
    section: str | None = None
    named: bool = False


@dataclass(frozen=True, slots=True)
class SourceEntry:
    """A source of the outlet's file."""

    kind: EntryKind
    url: str
