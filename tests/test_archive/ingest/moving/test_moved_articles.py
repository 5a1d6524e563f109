"""Pages that moved: one article, with its old addresses as aliases."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from archive.db.store import Store
from archive.ingest.moving.moved_articles import note_redirects
from archive.query.lookup import find_article, history
from archive.query.search import search
from tests.test_archive.ingest.archives import NOON, PAGE, URL, capture, check, only, rows

NEW = "https://reel.example/new"
OTHER = "Another film|By Cy|It stands still, and nothing in it is worth a second look at all."
ARTICLES = "select id, url, duplicate_of from articles order by id"
ALIASES = "select url, article_id from aliases order by url"


def found(db: Path, wanted: str) -> int:
    with Store.open(db, readonly=True) as store:
        return find_article(store, wanted)


def check_one(db: Path, url: str, *aliases: str) -> None:
    """The archive holds one article, with an address and these aliases, which `show` and `search` accept."""
    assert only(db, ARTICLES) == {"id": 1, "url": url, "duplicate_of": None}
    assert rows(db, ALIASES) == [{"url": alias, "article_id": 1} for alias in sorted(aliases)]
    for address in (url, *aliases):
        assert found(db, address) == 1
        with Store.open(db, readonly=True) as store:
            assert [hit.record["id"] for hit in search(store, address).hits] == [1]
    check(db)


def test_a_redirect_to_an_unknown_page_of_the_same_text_gives_the_article_its_address(
    db: Path, take: Any
) -> None:
    (_, moved) = take(capture(PAGE), capture(PAGE, NEW, days=1, redirected_from=(URL,)))
    assert (moved.outcome, moved.article_id) == ("same", 1)
    check_one(db, NEW, URL)


def test_a_redirect_to_a_known_page_of_the_same_text_makes_one_article_of_two(db: Path, take: Any) -> None:
    take(capture(PAGE), capture(OTHER, "https://reel.example/b"), capture(PAGE, NEW, days=1))
    assert [row["duplicate_of"] for row in rows(db, ARTICLES)] == [None, None, 1]
    (again,) = take(capture(PAGE, NEW, days=2, redirected_from=(URL,)))
    assert (again.outcome, again.article_id) == ("same", 1), "the same bytes, not cleaned again"
    assert rows(db, ARTICLES) == [
        {"id": 1, "url": NEW, "duplicate_of": None},
        {"id": 2, "url": "https://reel.example/b", "duplicate_of": None},
    ]
    outcomes = rows(db, "select outcome, url from captures where article_id = 1 order by id")
    assert [row["outcome"] for row in outcomes] == ["new", "same", "same"]
    assert found(db, URL) == found(db, NEW) == 1
    check(db)


def test_a_canonical_address_that_changes_moves_the_article(db: Path, take: Any) -> None:
    (_, moved) = take(capture(PAGE), capture(f"{PAGE}|!canonical {NEW}", days=1))
    assert moved.article_id == 1
    check_one(db, NEW, URL)


def test_a_page_that_names_a_known_article_of_its_text_as_canonical_joins_both(db: Path, take: Any) -> None:
    take(capture(PAGE), capture(PAGE, NEW, days=1))
    (again,) = take(capture(f"{PAGE}|!canonical {NEW}", days=2))
    assert (again.outcome, again.article_id) == ("same", 1)
    check_one(db, NEW, URL)


def test_a_page_that_is_fetched_at_another_address_than_its_canonical_one_has_not_moved(
    db: Path, take: Any
) -> None:
    amp = f"{URL}?amp=1"
    take(*(capture(f"{PAGE}|!canonical {URL}", amp, days=day) for day in range(2)))
    assert rows(db, ALIASES) == []
    with Store.open(db, readonly=True) as store:
        assert history(store, 1).aliases == ()


def test_an_address_that_redirected_from_the_first_is_found_but_is_no_move(db: Path, take: Any) -> None:
    short = "https://short.example/1"
    take(capture(PAGE, redirected_from=(short,)))
    check_one(db, URL, short)
    with Store.open(db, readonly=True) as store:
        assert history(store, 1).aliases == ()


def test_a_page_on_the_way_that_all_articles_share_is_no_alias(db: Path, take: Any) -> None:
    consent = "https://reel.example/consent"
    for path, page in (("a", PAGE), ("b", OTHER)):
        url = f"https://reel.example/{path}"
        take(*(capture(page, url, days=day, redirected_from=(url, consent)) for day in range(2)))
    assert [row["url"] for row in rows(db, ARTICLES)] == [URL, "https://reel.example/b"]
    assert rows(db, ALIASES) == []


def test_an_alias_page_that_only_sends_readers_on_joins_two_articles(db: Path, take: Any) -> None:
    take(capture(PAGE), capture(PAGE, NEW, days=1))
    (alias,) = take(capture(f"Redirecting||!listing|!canonical {NEW}", days=2))
    assert (alias.outcome, alias.article_id) == ("not_article", None)
    check_one(db, NEW, URL)


def test_a_redirect_to_another_text_joins_nothing(db: Path, take: Any) -> None:
    take(capture(PAGE), capture(OTHER, NEW, days=1, redirected_from=(URL,)))
    assert [row["url"] for row in rows(db, ARTICLES)] == [URL, NEW]
    assert rows(db, ALIASES) == []
    check(db)


def test_an_address_that_showed_an_article_is_no_alias_of_another_text(db: Path, take: Any) -> None:
    own = f"{URL}/"
    take(capture(f"{PAGE}|!canonical {URL}", own), capture(OTHER, NEW))
    take(capture(f"Please wait||!listing|!canonical {NEW}", own, days=1))
    take(capture(OTHER, NEW, days=2, redirected_from=(own,)))
    assert rows(db, ALIASES) == []
    assert (found(db, own), found(db, NEW)) == (1, 2)


def test_an_edited_page_at_its_new_address_is_the_same_article(db: Path, take: Any) -> None:
    text = " ".join(f"Scene {number} takes its time to show us the harbour." for number in range(12))
    page = f"Ballerina dances|By Ann|{text}"
    take(capture(page), capture(page + " Corrected.", NEW, days=1))
    take(capture(page + " Corrected.", NEW, days=2, redirected_from=(URL,)))
    check_one(db, NEW, URL)
    assert len(rows(db, "select id from revisions where article_id = 1")) == 2
    assert only(db, "select text from coverage")["text"].endswith("Corrected.")
    assert [row["outcome"] for row in rows(db, "select outcome from captures order by id")] == [
        *("new", "changed", "same")
    ]


def test_a_chain_of_moves_leaves_every_address(db: Path, take: Any) -> None:
    newest = "https://reel.example/newest"
    take(capture(PAGE), capture(PAGE, NEW, days=1, redirected_from=(URL,)))
    take(capture(PAGE, newest, days=2, redirected_from=(URL, NEW)))
    check_one(db, newest, URL, NEW)


def test_a_page_that_moves_back_has_its_first_address_again(db: Path, take: Any) -> None:
    take(capture(PAGE), capture(PAGE, NEW, days=1, redirected_from=(URL,)))
    take(capture(PAGE, URL, days=2, redirected_from=(NEW,)))
    check_one(db, URL, NEW)


def test_an_old_address_that_shows_the_same_text_again_stays_an_alias(db: Path, take: Any) -> None:
    take(capture(PAGE), capture(PAGE, NEW, days=1, redirected_from=(URL,)))
    (again,) = take(capture(PAGE + "|!date 2026-01-01", URL, days=2))
    assert again.article_id == 1
    check_one(db, NEW, URL)


def test_an_old_address_that_another_article_has_now_is_no_alias(db: Path, take: Any) -> None:
    take(capture(PAGE), capture(PAGE, NEW, days=1, redirected_from=(URL,)))
    (other,) = take(capture(OTHER, URL, days=2))
    assert other.outcome == "new"
    assert [(row["id"], row["url"]) for row in rows(db, ARTICLES)] == [(1, NEW), (2, URL)]
    assert rows(db, ALIASES) == []
    check(db)


def test_an_earlier_capture_does_not_bring_an_old_address_back(db: Path, take: Any) -> None:
    take(capture(PAGE, NEW), capture(f"{PAGE}|!canonical {URL}", NEW, days=-100))
    check_one(db, NEW, URL)


def test_duplicates_elsewhere_follow_the_article_that_is_left(db: Path, take: Any) -> None:
    copy = "https://copies.example/a"
    take(capture(PAGE, NEW), capture(PAGE, copy), capture(PAGE, days=1))
    assert [row["duplicate_of"] for row in rows(db, ARTICLES)] == [None, 1, 1]
    take(capture(PAGE, days=2, redirected_from=(NEW,)))
    assert rows(db, ARTICLES) == [
        {"id": 1, "url": URL, "duplicate_of": None},
        {"id": 2, "url": copy, "duplicate_of": 1},
    ]
    check(db)


@pytest.mark.parametrize("cleaned", [True, False])
def test_a_redirect_to_a_page_that_was_fetched_for_itself_is_noted(
    db: Path, take: Any, cleaned: bool
) -> None:
    take(capture(PAGE), capture(PAGE, NEW, days=1))
    if not cleaned:  # as a process that was killed leaves it
        with Store.open(db) as store, store.transaction():
            store.db.execute("update captures set outcome = null, article_id = null where id = 2")
            store.db.execute("delete from reviews where revision_id = 2")
            store.db.execute("delete from revision_authors where revision_id = 2")
            store.db.execute("pragma defer_foreign_keys = on")
            store.db.execute("delete from revisions where article_id = 2")
            store.db.execute("delete from articles where id = 2")
    with Store.open(db) as store, store.transaction():
        assert note_redirects(store, [NEW], [URL], NOON + timedelta(days=2))
        assert not note_redirects(store, ["https://reel.example/unknown"], [URL], NOON)
    take(capture(OTHER, "https://reel.example/b", days=3))
    assert rows(db, ALIASES) == [{"url": URL, "article_id": 1}]
    assert [row["url"] for row in rows(db, ARTICLES)] == [NEW, "https://reel.example/b"]
    check(db)


def test_the_later_comments_stay(db: Path, take: Any) -> None:
    take(capture(PAGE), capture(PAGE, NEW, days=1))
    with Store.open(db) as store, store.transaction():
        for article_id, text in ((1, "early"), (2, "late")):
            row = {"article_id": article_id, "position": 0, "text": text, "text_from": "page"}
            store.insert("comments", row)
            store.update("articles", article_id, {"comment_count": 1, "comments_capture_id": article_id})
    take(capture(PAGE, NEW, days=2, redirected_from=(URL,)))
    assert only(db, "select article_id, text from comments") == {"article_id": 1, "text": "late"}
    check_one(db, NEW, URL)
