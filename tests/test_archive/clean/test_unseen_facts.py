"""Facts of 30 invented pages by somebody who had not seen the cleaner: how many come out right.

The pages were written blind and scored once, when all else was done; no model was trained on them, and
three were looked at afterwards, for their ratings. `truth.jsonl` says of each what a careful reader would
say, and in `notes` what is hard about it. The counts are floors: a change that moves one says which pages
and why.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from archive.clean.article import clean
from archive.model import Article, Capture
from tests.bench.scoring import fold

PAGES = Path(__file__).parent / "unseen_facts"
AT = datetime(2026, 11, 1, tzinfo=UTC)

FLOORS = {
    "type of page": 28, "title": 25, "authors": 19, "published": 26, "kind": 19, "work": 17, "medium": 12,
    "rating": 10, "no rating": 12, "first words": 26, "last words": 25,
}  # fmt: skip


def cleaned(truth: dict[str, Any]) -> Article:
    body = (PAGES / f"{truth['id']}.html").read_bytes()
    return clean(Capture(truth["url"], AT, body, content_type="text/html; charset=utf-8", outlet="x"))


def compared(truth: dict[str, Any], article: Article) -> Iterator[tuple[str, bool]]:
    """Each fact that a page has, and whether it is as its truth says."""
    yield "type of page", article.gate.is_article == truth["is_article"]
    if not truth["is_article"]:
        return
    names = [author.name for author in article.authors.value] if article.authors else []
    published = article.published.value.at.date().isoformat() if article.published else None
    yield "title", article.title is not None and fold(article.title.value) == fold(truth["title"])
    yield "authors", list(map(fold, names)) == list(map(fold, truth["authors"]))
    yield "published", published == truth["published"]
    yield "kind", article.kind is not None and article.kind.value == truth["kind"]
    work = article.review.work.value if article.review.work else None
    yield "work", fold(work.title if work else "") == fold(truth["work"] or "")
    if truth["work"]:
        yield "medium", work is not None and work.medium == truth["medium"]
    rating = article.review.rating.value if article.review.rating else None
    if truth["rating"] is None:
        yield "no rating", rating is None
    else:
        value = rating.value if rating else None
        yield (
            "rating",
            value == truth["rating"][0] or (rating is not None and rating.raw == truth["rating"][0]),
        )
    text = fold(article.text)
    yield "first words", fold(truth["first_words"]) in text
    yield "last words", fold(truth["last_words"]) in text


@cache
def right() -> dict[str, int]:
    """How many pages each fact is right on."""
    counts = dict.fromkeys(FLOORS, 0)
    for line in (PAGES / "truth.jsonl").read_text("utf-8").splitlines():
        truth = json.loads(line)
        for fact, is_right in compared(truth, cleaned(truth)):
            counts[fact] += is_right
    return counts


@pytest.mark.parametrize("fact", FLOORS)
def test_facts(fact: str) -> None:
    assert right()[fact] >= FLOORS[fact]
