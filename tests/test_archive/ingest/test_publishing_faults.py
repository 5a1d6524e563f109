"""Pages of real publishing software on which something went wrong once: ../shared/faults/publishing."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from archive.ingest.ingest import Ingest
from archive.model import Capture
from tests.support.paths import SHARED
from tests.support.processes import DEADLINE
from tests.test_archive.ingest.archives import NOON, only, rows

FAULTS = SHARED / "faults" / "publishing"

pytestmark = pytest.mark.skipif(not FAULTS.is_dir(), reason="../shared/faults is not here")


def take_in(db: Path, *captures: Capture) -> list[Any]:
    """Clean and store pages as a user's import does."""
    with Ingest(db, workers=1) as ingest:
        return [ingest.submit(page).result(DEADLINE) for page in captures]


def page(name: str, url: str, days: int = 0) -> Capture:
    return Capture(url, NOON + timedelta(days=days), (FAULTS / name).read_bytes())


def test_a_theme_change_does_not_worsen_title_and_authors(db: Path) -> None:
    folder, url = (
        "14-theme-change-worsens-facts",
        "http://gaslight.example/2026/10/quiet-auction-film-review/",
    )
    take_in(db, page(f"{folder}/tt1.html", url), page(f"{folder}/tt2.html", url, days=1))
    row = only(db, "select title, authors from coverage")
    assert row == {"title": "The Quiet Auction", "authors": "Tobias Renn"}


def test_a_copy_with_other_quotation_marks_is_a_duplicate(db: Path) -> None:
    folder = "21-duplicate-not-seen-for-quotes"
    take_in(
        db, page(f"{folder}/a.html", "http://a.example/x/"), page(f"{folder}/b.html", "http://b.example/x/")
    )
    assert [row["duplicate_of"] for row in rows(db, "select duplicate_of from coverage order by id")] == [
        None,
        1,
    ]


def test_a_page_that_only_sends_on_makes_one_article_of_two_addresses(db: Path) -> None:
    post = page("21-duplicate-not-seen-for-quotes/a.html", "http://127.0.0.13:8013/posts/quiet-auction/")
    new = "http://127.0.0.13:8013/posts/quiet-auction-film-review/"
    moved = page("21-duplicate-not-seen-for-quotes/a.html", new, days=1)
    alias = page("18-moved-and-removed/hugo-alias.html", post.url, days=2)
    assert [outcome.outcome for outcome in take_in(db, post, moved, alias)][2] == "not_article"
    assert only(db, "select id, url, duplicate_of from articles") == {
        "id": 1,
        "url": new,
        "duplicate_of": None,
    }
    assert only(db, "select url, article_id from aliases") == {"url": post.url, "article_id": 1}
