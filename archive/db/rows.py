"""Convert captures and articles to rows of the archive and back, and the statements that write rows. Pure."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from archive.folding import fold_typography
from archive.json_text import to_json
from archive.model import Article, Capture, Hint, Moment, Reading, Review, Work
from archive.opt_out import signals_from_json, signals_to_json

Row = dict[str, Any]

MOMENT = ("", "_precision", "_from", "_raw")

RATING = ("raw", "value", "best", "worst", "scale", "score", "conversion")

REVISION = (
    *("title", "title_from", "byline", "authors_from"),
    *(name + part for name in ("published", "updated") for part in MOMENT),
    *("kind", "kind_from", "language", "language_from", "status", "status_reason", "original_url"),
)

REVIEW = ("work_from", "work_raw", *(f"rating_{key}" for key in RATING), "rating_from", "spoilers")

# How a WARC file carries the JSON of `capture_to_json`: as a field of a `metadata` record. pywb would index
# metadata of another type as pages.
CAPTURE_TYPE = "application/warc-fields"
CAPTURE_FIELD = "matinee-capture: "

_OF_THE_ARCHIVE = ("sha256", "crawl_id")

_OPTIONAL = ("content_type", "outlet", "medium", "kind", "hint", "signals", "redirected_from")

# Never stored: a Set-Cookie value can impersonate the subscriber.
_PRIVATE = frozenset(("set-cookie", "set-cookie2"))


def stamp(moment: datetime) -> str:
    """An aware time as the archive stores it: ISO 8601, UTC, to the second."""
    return moment.astimezone(UTC).isoformat(timespec="seconds")


def capture_order(table: str) -> str:
    """The columns that put captures in the order of their times, for SQL.

    Of captures of one second it is their addresses and bytes that decide, and not when they were stored. So
    archives that took the same captures in another order decide alike.

    Args:
        table: the name that `captures` has in the statement.
    """
    return f"{table}.captured_at, {table}.url, {table}.sha256"


@lru_cache(maxsize=64)  # as for `folded_hash`
def text_hash(text: str) -> str:
    """The SHA-256 of a text in UTF-8, in hex. Equal texts have equal hashes."""
    return hashlib.sha256(text.encode()).hexdigest()


@lru_cache(maxsize=64)  # of a batch: storing an article asks three times, and folding takes a millisecond
def folded_hash(text: str) -> str:
    """The hash of a text that is typeset differently on different sites: see `fold_typography`."""
    return hashlib.sha256(fold_typography(text).encode()).hexdigest()


@lru_cache(maxsize=256)
def insertion(table: str, columns: tuple[str, ...]) -> str:
    """The statement that inserts a row, its values in the order of the columns."""
    return f"insert into {table} ({', '.join(columns)}) values ({', '.join('?' * len(columns))})"


@lru_cache(maxsize=256)
def or_update(key: str, columns: tuple[str, ...]) -> str:
    """The end of that statement which writes the columns to the row that has the same `key` instead."""
    changes = ", ".join(f"{column} = excluded.{column}" for column in columns if column != key)
    return f"on conflict ({key}) do update set {changes}"


def capture_row(capture: Capture, sha256: str, crawl_id: int | None) -> Row:
    """The row of `captures` for a capture that has no outcome yet."""
    return {
        "url": capture.url,
        "captured_at": stamp(capture.captured_at),
        "status": capture.status,
        "content_type": capture.content_type,
        "headers": to_json({name: value for name, value in capture.headers.items() if name not in _PRIVATE}),
        "sha256": sha256,
        "outlet": capture.outlet,
        "medium": capture.medium,
        "kind": capture.kind,
        "hint": to_json(asdict(capture.hint)) if capture.hint else None,
        "crawl_id": crawl_id,
        "signals": json.dumps(signals_to_json(capture.signals), ensure_ascii=False)
        if capture.signals
        else None,
        "keep_comments": int(capture.keep_comments),
        "redirected_from": json.dumps(capture.redirected_from) if capture.redirected_from else None,
    }


def capture_from_row(row: Row, body: bytes) -> Capture:
    """The capture stored as this row of `captures` and this body."""
    hint = json.loads(row["hint"]) if row["hint"] else None
    return Capture(
        url=row["url"],
        captured_at=datetime.fromisoformat(row["captured_at"]),
        body=body,
        status=row["status"],
        content_type=row["content_type"],
        headers=json.loads(row["headers"]),
        outlet=row["outlet"],
        medium=row["medium"],
        kind=row["kind"],
        hint=Hint(**{**hint, "authors": tuple(hint["authors"])}) if hint else None,
        signals=signals_from_json(json.loads(row["signals"] or "[]")),
        keep_comments=bool(row["keep_comments"]),
        redirected_from=tuple(json.loads(row["redirected_from"] or "[]")),
    )


def capture_to_json(capture: Capture) -> str:
    """A capture without its bytes as JSON: the columns of `captures` that do not depend on the archive."""
    row = capture_row(capture, "", None)
    return to_json({name: value for name, value in row.items() if name not in _OF_THE_ARCHIVE})


def capture_from_json(text: str, body: bytes) -> Capture:
    """The capture of such a JSON text and its bytes. Raises ValueError if it is no such text."""
    try:
        row = json.loads(text)
        capture = capture_from_row({**dict.fromkeys(_OPTIONAL), **row}, body)
        capture_row(capture, "", None)  # fails unless all parts have their types
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"not a capture: {error}") from error
    if capture.captured_at.tzinfo is None or not isinstance(capture.status, int):
        raise ValueError("not a capture: its time or its status is missing")
    return capture


def article_facts(article: Article) -> Row:
    """The facts read from a page, as one flat mapping with the columns of `revisions` and `reviews`.

    `authors` and `collective` are tuples of names or None, `work` a Work or None, `rights` a dict.
    `medium` is that of the work, or of what an article is about that names no one work.
    """
    rating = article.review.rating
    figures = {key: getattr(rating.value, key) if rating else None for key in RATING}
    return {
        **_pair("title", article.title),
        **_authors(article),
        **_moment("published", article.published),
        **_moment("updated", article.updated),
        **_pair("kind", article.kind),
        **_pair("language", article.language),
        **_work(article.review),
        **{f"rating_{key}": figures[key] for key in RATING},
        "rating_from": rating.source if rating else None,
        "spoilers": article.review.spoilers,
        "status": article.status,
        "status_reason": article.status_reason,
        "original_url": article.original_url,
        "rights": dict(article.rights),
    }


def stored_facts(row: Row, authors: Mapping[str, bool]) -> Row:
    """The same flat facts, read from a row of `revisions` joined with `reviews`.

    Args:
        authors: by name, in the order printed, whether it is no person's.
    """
    facts = {key: row[key] for key in (*REVISION, *REVIEW)}
    if facts["spoilers"] is not None:
        facts["spoilers"] = bool(facts["spoilers"])
    return {
        **facts,
        "authors": tuple(authors) or None,
        "collective": tuple(name for name, is_collective in authors.items() if is_collective) or None,
        "work": _stored_work(row),
        "medium": row["work_medium"],
        "rights": json.loads(row["rights"]),
    }


def revision_columns(facts: Mapping[str, Any]) -> Row:
    """The facts that belong to the table `revisions`."""
    return {**{key: facts[key] for key in REVISION}, "rights": to_json(facts["rights"])}


def review_columns(facts: Mapping[str, Any]) -> Row:
    """The facts that belong to the table `reviews`."""
    work: Work | None = facts["work"]
    return {
        **{key: facts[key] for key in REVIEW},
        "work_title": work.title if work else None,
        "work_year": work.year if work else None,
        "work_medium": facts["medium"],
        "work_ids": to_json(work.ids) if work else None,
        "work_people": to_json(work.people) if work else None,
        "work_released": work.released if work else None,
    }


def _stored_work(row: Row) -> Work | None:
    if row["work_title"] is None:
        return None
    ids, people = json.loads(row["work_ids"] or "{}"), json.loads(row["work_people"] or "[]")
    return Work(
        row["work_title"], row["work_year"], row["work_medium"], ids, tuple(people), row["work_released"]
    )


def _pair(name: str, reading: Reading[Any] | None) -> Row:
    return {name: reading.value if reading else None, f"{name}_from": reading.source if reading else None}


def _authors(article: Article) -> Row:
    names = tuple(author.name for author in article.authors.value) if article.authors else ()
    authors = article.authors if names else None
    people = authors.value if authors else ()
    return {
        "authors": names or None,
        "collective": tuple(author.name for author in people if author.kind == "organization") or None,
        "byline": authors.raw if authors else None,
        "authors_from": authors.source if authors else None,
    }


def _moment(name: str, reading: Reading[Moment] | None) -> Row:
    return {
        name: reading.value.iso() if reading else None,
        f"{name}_precision": reading.value.precision if reading else None,
        f"{name}_from": reading.source if reading else None,
        f"{name}_raw": reading.raw if reading else None,
    }


def _work(review: Review) -> Row:
    reading = review.work
    return {
        "work": reading.value if reading else None,
        "work_from": reading.source if reading else None,
        "work_raw": reading.raw if reading else None,
        "medium": reading.value.medium if reading else review.medium,
    }
