"""The flat record of an article that is in no archive."""

from __future__ import annotations

import hashlib
from dataclasses import asdict
from typing import Any

from archive.export.records import FIELDS, RATING, WORK
from archive.model import Article, Capture
from archive.rows import facts_of, stamp


def flat_record(capture: Capture, article: Article, *, markdown: bool = False) -> dict[str, Any]:
    """The record as an export would have it; `id` and `duplicate_of`, which an archive gives, are None.

    With `markdown` its text is in Markdown.
    """
    facts = facts_of(article)
    work, rating = facts["work"], article.review.rating
    found = {
        **facts,
        "url": article.url,
        "captured_url": capture.url,
        "outlet": capture.outlet,
        "authors": list(facts["authors"] or ()),
        "work": {key: asdict(work)[key] for key in WORK} if work else None,
        "rating": {key: facts[f"rating_{key}"] for key in RATING} if rating else None,
        "text": article.markdown if markdown and article.markdown is not None else article.text,
        "word_count": article.word_count,
        "captured_at": stamp(capture.captured_at),
        "capture_sha256": hashlib.sha256(capture.body).hexdigest(),
    }
    return {field: found.get(field) for field in FIELDS}
