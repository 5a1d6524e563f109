"""Show: one article, found by what a person has at hand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from archive.commands.article_output import labelled_facts
from archive.db.store import Store
from archive.errors import NotFoundError
from archive.export import record
from archive.model import Capture, Gate
from archive.query.lookup import captured_bytes, find_article, history


@pytest.fixture
def store(db: Path) -> Iterator[Store]:
    with Store.open(db, readonly=True) as opened:
        yield opened


@pytest.mark.parametrize(
    ("wanted", "article_id"),
    [
        ("3", 3),
        ("https://reel.example/reviews/ballerina", 1),
        ("https://reel.example/reviews/ballerina#top", 1),  # as captured
        ("http://www.reel.example/reviews/ballerina/?utm_source=mail&fbclid=x#comments", 1),
        ("reel.example/reviews/ballerina", 1),
        ("https://REEL.example:443/news/../reviews/b%61llerina?", 1),
        ("https://noise.example/albums/tide?id=7&utm_medium=feed", 3),
    ],
)
def test_found(store: Store, wanted: str, article_id: int) -> None:
    assert find_article(store, wanted) == article_id


@pytest.mark.parametrize(
    ("wanted", "says"),
    [
        ("99", "99: not in the archive: see the ids that `matinee search` shows"),
        ("9" * 40, "not in the archive"),
        ("²", "not in the archive"),
        ("https://noise.example/albums/tide?id=8", "the nearest is https://noise.example/albums/tide[?]id=7"),
        ("https://reel.example/reviews/balerina", "the nearest is https://reel.example/reviews/ballerina"),
        ("https://other.example/reviews", "see what there is with `matinee search`"),
        ("ballerina", "give an id or a URL, or try `matinee search ballerina`"),
        ("http://[bad", "not in the archive"),
        ("", "not in the archive"),
        ("/", "not in the archive"),
    ],
)
def test_not_found_says_what_to_do(store: Store, wanted: str, says: str) -> None:
    with pytest.raises(NotFoundError, match=says):
        find_article(store, wanted)


def test_a_capture_that_made_no_article(db: Path, add: Any, articles: dict[str, Any]) -> None:
    gate = Gate("listing", False, reasons=("many links",))
    front = replace(articles["undated"], url="https://reel.example/", gate=gate)
    add(front, Capture(front.url, datetime(2026, 3, 16, tzinfo=UTC), b"front page"))
    with Store.open(db, readonly=True) as store:
        with pytest.raises(
            NotFoundError,
            match=r"captured on 2026-03-16, but made no article .listing.; --why says more, --raw",
        ):
            find_article(store, "https://reel.example")
        assert captured_bytes(store, "https://reel.example") == b"front page"


def test_raw_is_what_was_captured(store: Store) -> None:
    assert captured_bytes(store, "1") == b"<p>0 \xff</p>"
    with pytest.raises(NotFoundError):
        captured_bytes(store, "https://reel.example/none")


def test_history_counts_captures_and_revisions(db: Path, add: Any, articles: dict[str, Any]) -> None:
    longer = replace(articles["verdict"], text=articles["verdict"].text + "\nOne more line of verdict.")
    for day, made in ((20, articles["verdict"]), (21, longer)):
        add(made, Capture(made.url, datetime(2026, 3, day, tzinfo=UTC), b"%d" % day))
    with Store.open(db, readonly=True) as store:
        assert history(store, 1).line() == (
            "3 captures, 2026-03-15 to 2026-03-21: 1 new, 1 unchanged, 1 changed; 2 revisions"
        )
        assert history(store, 2).line() == "1 capture, 2026-03-15: 1 new; 1 revision"


def test_facts_are_those_that_are_known(db: Path, store: Store, add: Any, articles: dict[str, Any]) -> None:
    assert dict(labelled_facts(record(store, 1), history(store, 1))) == {
        "by": "Zoë Ortega, Smith; Jones",
        "outlet": "reel",
        "published": "2025-06-06T18:30:00+00:00 (from meta)",
        "updated": "2025-06-07",
        "kind": "review",
        "work": "Ballerina (2025), film, imdb tt7181546",
        "rating": "3.5/4 (87.5 of 100 by linear-1; from json-ld)",
        "spoilers": "yes",
        "language": "en-GB",
        "length": "21 words, complete",
        "rights": "license CC-BY-4.0",
        "id": "1",
        "url": "https://reel.example/reviews/ballerina",
        "captured": "https://reel.example/reviews/ballerina#top",
        "history": "1 capture, 2026-03-15: 1 new; 1 revision",
    }
    assert [label for label, _ in labelled_facts(record(store, 4), history(store, 4))] == [
        "outlet", "length", "id", "url", "captured", "history",
    ]  # fmt: skip
    doubtful = replace(
        articles["verdict"],
        url="https://x.example/",
        gate=Gate("article", True, True, ("short", "no byline")),
    )
    add(doubtful, Capture(doubtful.url, datetime(2026, 1, 1, tzinfo=UTC), b"x"))
    shown = dict(labelled_facts(record(store, 5), history(store, 5)))
    assert shown["doubt"] == "may not be an article: short; no byline"
    assert shown["same as"] == "article 1"
