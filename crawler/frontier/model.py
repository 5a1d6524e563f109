"""What flows in and out of the frontier."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from archive.model import Hint

EntryKind = Literal["feed", "sitemap", "listing", "page"]

Verdict = Literal["taken", "again", "known", "over `pages`"]


@dataclass(frozen=True, slots=True)
class Lease:
    """A URL that this crawl, and no other, is to ask for.

    Attributes:
        id: of its row.
        url: the fetch key.
        source: the door in the outlet's file that led here.
        depth: 1 for what the outlet's file names.
        host: with its port where that is not the scheme's own.
        section: path of the outlet's section that holds it.
        published: as far as a source or an earlier look says, aware UTC.
        tries: that failed since the last answer.
        unchanged_in_a_row: answers that were the same as the one before.
        etag, last_modified: of the answer before, to ask with whether it has changed.
        sha256: of the body before.
        rules: of a source: by which rules of the outlet its links were taken.
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
    tries: int = 0
    unchanged_in_a_row: int = 0
    etag: str | None = None
    last_modified: str | None = None
    sha256: str | None = None
    rules: str | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of asking.

    Attributes:
        status: HTTP; None where there was no answer.
        etag, last_modified: as the headers gave them.
        sha256: of the body; None where it was not modified.
    """

    at: datetime
    status: int | None
    etag: str | None = None
    last_modified: str | None = None
    sha256: str | None = None


@dataclass(frozen=True, slots=True)
class Offer:
    """A page that a source names and the outlet accepts.

    Attributes:
        key: its fetch key.
        section: path of the outlet's section that holds it.
        lastmod: as the source printed it.
        given: a person named this very page: it is fetched again whatever is known of it.
    """

    key: str
    hint: Hint | None = None
    lastmod: str | None = None
    section: str | None = None
    given: bool = False


@dataclass(frozen=True, slots=True)
class SourceEntry:
    """A source of the outlet's file."""

    kind: EntryKind
    url: str
