"""Pages of real publishing software on which something went wrong once: ../shared/faults/publishing."""

from __future__ import annotations

import unicodedata
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from archive.db.store import Store
from archive.ingest.ingest import Ingest
from archive.model import Capture
from archive.query.search import search
from tests.support.paths import SHARED
from tests.support.processes import DEADLINE
from tests.test_archive.ingest.archives import NOON, only, rows

FAULTS = SHARED / "faults" / "publishing"

shared_pages = pytest.mark.skipif(not FAULTS.is_dir(), reason="../shared/faults is not here")


def take_in(db: Path, *captures: Capture) -> list[Any]:
    """Clean and store pages as a user's import does."""
    with Ingest(db, workers=1) as ingest:
        return [ingest.submit(page).result(DEADLINE) for page in captures]


def page(name: str, url: str, days: int = 0) -> Capture:
    return Capture(url, NOON + timedelta(days=days), (FAULTS / name).read_bytes())


@shared_pages
def test_a_theme_change_does_not_worsen_title_and_authors(db: Path) -> None:
    folder, url = (
        "14-theme-change-worsens-facts",
        "http://gaslight.example/2026/10/quiet-auction-film-review/",
    )
    take_in(db, page(f"{folder}/tt1.html", url), page(f"{folder}/tt2.html", url, days=1))
    row = only(db, "select title, authors from coverage")
    assert row == {"title": "The Quiet Auction", "authors": "Tobias Renn"}


@shared_pages
def test_a_copy_with_other_quotation_marks_is_a_duplicate(db: Path) -> None:
    folder = "21-duplicate-not-seen-for-quotes"
    take_in(
        db, page(f"{folder}/a.html", "http://a.example/x/"), page(f"{folder}/b.html", "http://b.example/x/")
    )
    assert [row["duplicate_of"] for row in rows(db, "select duplicate_of from coverage order by id")] == [
        None,
        1,
    ]


@shared_pages
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


@shared_pages
@pytest.mark.parametrize("query", ["駅員", "雨音", "岸本凪", "駅*"])
def test_a_japanese_text_is_found_by_its_words(db: Path, query: str) -> None:
    """16: words inside runs of kanji and kana."""
    take_in(db, page("16-japanese-not-searchable/ja.html", "http://x.example/a/"))
    with Store.open(db, readonly=True) as store:
        assert [hit.record["url"] for hit in search(store, query).hits] == ["http://x.example/a/"]


POST = (
    "“It’s a kettle,” says the clerk’s mother – and Ruth Amsel, whose café scenes had been a joy until then,"
    " puts it back on the stove… Nobody asks why. Otto Finn’s camera stays in the kitchen with them while the"
    " ferry goes by outside, lit from end to end, and the two women talk about the price of tickets as if it"
    " were the weather. It is the best scene that he has made, and he cuts it a moment before we would have."
)


def post(text: str) -> bytes:
    top = "<!doctype html><html lang=en><meta charset=utf-8><title>Lamp review</title>"
    return f"{top}<article><h1>Lamp review</h1><p>{text}</p></article></html>".encode()


@pytest.mark.parametrize(
    "printed",
    [
        POST.translate(str.maketrans({"“": '"', "”": '"', "’": "'"})),
        POST.replace("“", "„").replace("”", "“"),
        POST.replace(" – ", " — "),
        POST.replace(" – ", " - ").replace("…", "..."),
        POST.replace("– ", "–\xa0").replace("the stove", "the\xa0stove"),
        unicodedata.normalize("NFD", POST),
    ],
    ids=["straight quotes", "German quotes", "long dashes", "typewriter", "no-break spaces", "decomposed"],
)
def test_a_copy_that_another_system_set_is_a_duplicate(db: Path, printed: str) -> None:
    """21: quotation marks, dashes, spaces and forms of letters make no other text."""
    assert printed != POST
    first, copy = post(POST), post(printed)
    take_in(
        db, Capture("https://a.example/lamp/", NOON, first), Capture("https://b.example/lamp/", NOON, copy)
    )
    assert [row["duplicate_of"] for row in rows(db, "select duplicate_of from coverage order by id")] == [
        None,
        1,
    ]


def test_a_post_is_no_duplicate_of_the_list_that_has_it_whole(db: Path) -> None:
    """01: a list of whole posts that is fetched before its posts."""
    posts = "".join(
        f"<article><h1><a href='/posts/{name}/'>{name} review</a></h1><p>{POST}</p><p>{name}</p></article>"
        for name in ("lamp", "ferry", "kettle")
    )
    whole = f"<html lang=en><title>Old posts</title><h1><a href='/'>The Post</a></h1>{posts}</html>".encode()
    take_in(
        db,
        Capture("https://a.example/index-1.html", NOON, whole),
        Capture("https://a.example/posts/lamp/", NOON + timedelta(minutes=1), post(POST)),
    )
    assert only(db, "select url, duplicate_of from coverage") == {
        "url": "https://a.example/posts/lamp/",
        "duplicate_of": None,
    }
