"""A feed of articles, whatever its format, and the articles as its entries."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from archive.db.store import Store
from archive.errors import NotFoundError
from archive.query.records import record

_EXCERPT = 60  # words

# What XML cannot contain, even escaped.
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Entry:
    """An article in a feed.

    Attributes:
        url: the article's own, which is also its id.
        published: ISO 8601; None if no date is known. A date of less than a day's precision is left out.
        updated: when the article or our copy of it last changed, ISO 8601 with a time.
        text: an excerpt, or the whole; None if the publisher asks not to keep it.
        tags: outlet, kind and work.
    """

    url: str
    title: str
    authors: tuple[str, ...]
    published: str | None
    updated: str
    text: str | None
    language: str | None
    tags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Feed:
    """Articles that a query matches, newest first.

    Attributes:
        id: the same at each writing of the same query, so that readers know the feed again.
        query: as understood.
        updated: of the latest entry; of an empty feed, when it was written.
    """

    id: str
    title: str
    query: str
    updated: str
    entries: tuple[Entry, ...]


def feed(entries: Iterable[Entry], query: str, title: str | None, written_at: str) -> Feed:
    """A feed of these entries.

    Args:
        title: None makes one of the query.
        written_at: ISO 8601.
    """
    chosen = tuple(entries)
    name = uuid.uuid5(uuid.NAMESPACE_URL, f"matinee:search:{query}")
    shown = title or (f"Matinee: {query}" if query else "Matinee")
    updated = max((entry.updated for entry in chosen), default=written_at)
    return Feed(f"urn:uuid:{name}", without_controls(shown), without_controls(query), updated, chosen)


def entries(store: Store, ids: Iterable[int], *, whole: bool = False) -> list[Entry]:
    """The articles with these ids as entries, in this order.

    Args:
        whole: with their whole texts; otherwise with an excerpt.
    """
    made = []
    for number in ids:
        with suppress(NotFoundError):  # removed since the ids were read
            made.append(entry(record(store, number), whole=whole))
    return made


def entry(article: dict[str, Any], *, whole: bool) -> Entry:
    """A flat record as an entry, with its whole text or an excerpt."""
    work, rating, published = article["work"], article["rating"], article["published"]
    title = article["title"] or article["url"]
    shown = f"{title} ({rating['raw']})" if rating and rating["raw"] else title
    is_day = published is not None and article["published_precision"] in ("day", "second")
    text = article["text"] if whole or not article["text"] else _excerpt(article["text"])
    tags = (article["outlet"], article["kind"], work and work["title"])
    return Entry(
        without_controls(article["url"]),
        without_controls(shown),
        tuple(map(without_controls, article["authors"])),
        _timed(published) if is_day else None,
        _timed(article["updated"] or (published if is_day else None) or article["captured_at"]),
        without_controls(text) if text else None,
        article["language"],
        tuple(without_controls(tag) for tag in tags if tag),
    )


def _excerpt(text: str) -> str:
    words = text.split()
    return " ".join(words[:_EXCERPT]) + (" …" if len(words) > _EXCERPT else "")


def _timed(date: str) -> str:
    """RFC 3339: a day with its first moment, and UTC where no zone is given."""
    if len(date) == 10:
        return f"{date}T00:00:00Z"
    return date if re.search(r"(Z|[+-]\d\d:\d\d)$", date) else f"{date}Z"


def without_controls(text: str) -> str:
    """A text without the characters that XML cannot have."""
    return _NOT_XML.sub("", text)
