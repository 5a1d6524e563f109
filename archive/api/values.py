"""The values that `Archive` gives: frozen, picklable, with what was printed beside what was read from it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from archive.model import Author, Kind, Medium, Moment, Precision, Rating, Status, Work

if TYPE_CHECKING:
    from archive.query.history.events import Event
    from archive.query.stories import Copy

_MARKED = re.compile("</?mark>")


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredArticle:
    """An article as the archive has it now. Unknown is None, never "".

    `*_raw` is a fact as printed on the page; None if that is the value itself. `*_from` is the place where it
    was read: `json-ld`, `byline`, `text`, ...

    Attributes:
        id: its number in this archive.
        url: the canonical URL; `captured_url` is the one that was fetched last with this text.
        authors: in the order printed; `byline` is the line as printed.
        work, work_raw: the work that is written about, and its name as printed.
        medium: of the work, or of what an article is about that names no one work.
        rating: its `raw` is as printed, its `score` from 0 to 100 by its `conversion`.
        text: plain text; None if the page forbids keeping it.
        status_reason: why the status is not `complete`.
        duplicate_of: the id of the earliest article with the same text.
        captured_at: when the page was fetched, UTC.
        rights: statements about licence and use, by name.
        gone_at: since when the page is not there any more.
    """

    id: int
    url: str
    captured_url: str
    outlet: str | None
    title: str | None
    title_from: str | None
    authors: tuple[Author, ...]
    byline: str | None
    authors_from: str | None
    published: Moment | None
    published_raw: str | None
    published_from: str | None
    updated: Moment | None
    updated_raw: str | None
    kind: Kind | None
    kind_from: str | None
    work: Work | None
    work_raw: str | None
    work_from: str | None
    medium: Medium | None
    rating: Rating | None
    rating_from: str | None
    spoilers: bool | None
    language: str | None
    text: str | None = field(repr=False)
    word_count: int
    status: Status
    status_reason: str | None
    duplicate_of: int | None
    captured_at: datetime
    capture_sha256: str
    rights: Mapping[str, str]
    gone_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReaderComment:
    """A reader's comment below an article.

    Attributes:
        position: its place on the page, from 0; `parent` is that of the comment that it replies to.
        published_raw: the date as printed.
    """

    position: int
    parent: int | None
    author: str | None
    published: Moment | None
    published_raw: str | None
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FullArticle(StoredArticle):
    """An article with what is read only for one at a time.

    Attributes:
        history: its captures and moves in order of time.
        markdown: the text in Markdown; None if the page forbids keeping it.
        comments: the readers' comments in page order; empty if they were not asked for.
        copies: the other articles that tell the same story, the likely original first.
    """

    history: tuple[Event, ...] = field(repr=False)
    markdown: str | None = field(repr=False)
    comments: tuple[ReaderComment, ...] = field(repr=False)
    copies: tuple[Copy, ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class SearchResult:
    """An article that matches a search.

    Attributes:
        html: the passage that matches, escaped, with `<mark>` around matched words; None without a query.
    """

    article: StoredArticle
    html: str | None

    @property
    def snippet(self) -> str | None:
        """The passage as plain text."""
        from html import unescape  # noqa: PLC0415 (a large table, which few programs need)

        return None if self.html is None else unescape(_MARKED.sub("", self.html))


def article_values(record: Mapping[str, Any]) -> dict[str, Any]:
    """The arguments of a StoredArticle, from a flat record with its key `printed`."""
    printed = record["printed"]
    collective = set(record["collective"] or ())
    work, rating = record["work"] or {}, record["rating"] or {}
    plain = (
        "id", "url", "captured_url", "outlet", "title", "published_from", "kind", "spoilers", "language",
        "text", "word_count", "status", "duplicate_of", "capture_sha256",
    )  # fmt: skip
    return {
        **{name: record[name] for name in plain},
        **{name: value for name, value in printed.items() if name != "updated_precision"},
        "authors": tuple(
            Author(name, "organization" if name in collective else "person")
            for name in record["authors"] or ()
        ),
        "published": moment(record["published"], record["published_precision"]),
        "updated": moment(record["updated"], printed["updated_precision"]),
        "work": Work(**{**work, "ids": work["ids"] or {}}) if work.get("title") else None,
        "medium": work.get("medium"),
        "rating": Rating(**{key: value for key, value in rating.items() if key != "from"})
        if rating
        else None,
        "rating_from": rating.get("from"),
        "rights": record["rights"] or {},
        "captured_at": _time(record["captured_at"]),
        "gone_at": _time(record["gone_at"]) if record["gone_at"] else None,
    }


def comment_value(record: Mapping[str, Any]) -> ReaderComment:
    """The comment in a record of `archive.query.comments`."""
    return ReaderComment(
        position=record["position"],
        parent=record["parent"],
        author=record["author"],
        published=moment(record["published"], record["published_precision"]),
        published_raw=record["published_raw"],
        text=record["text"],
    )


def moment(stored: str | None, precision: Precision | None) -> Moment | None:
    """The moment that a stored date and its precision say."""
    return Moment(_time(stored), precision or "second") if stored else None


def _time(stored: str) -> datetime:
    at = datetime.fromisoformat(stored)
    return at if at.tzinfo else at.replace(tzinfo=UTC)
