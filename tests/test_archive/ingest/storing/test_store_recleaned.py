"""Stored captures cleaned again by other rules: what is better takes the old one's place, nothing is lost."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from archive.db.store import Store
from archive.ingest.ingest import Ingest
from archive.ingest.reclean import select_captures
from archive.ingest.workers.messages import Outcome
from archive.model import Article, Author, Capture, Gate, ManualCuts, Reading
from archive.query.selection import EVERYTHING, Selection
from tests.support.processes import DEADLINE
from tests.test_archive import cleaners
from tests.test_archive.ingest.archives import capture, only

NOON = datetime(2026, 3, 15, 12, tzinfo=UTC)
URL = "https://reel.example/a"
PAGE = "Ballerina dances|By Ann and Bob|It moves fast and never stumbles.|Follow us."
Change = Callable[[Article], Article]


@pytest.fixture(scope="module")
def threads() -> Iterator[Executor]:
    with ThreadPoolExecutor(1) as executor:
        yield executor


class Archive:
    """An archive in which pages are cleaned by changing rules."""

    def __init__(self, path: Path, threads: Executor) -> None:
        self.path, self.threads = path, threads

    def take(self, text: str, url: str = URL, days: int = 0, **fields: int) -> Outcome:
        at = NOON + timedelta(days=days)
        page = Capture(url, at, text.replace("|", "\n").encode(), outlet="reel", **fields)
        with Ingest(self.path, self.threads, clean=cleaners.clean) as ingest:
            return ingest.submit(page).result()

    def again(self, capture_id: int, change: Change = lambda article: article) -> Outcome:
        def clean(page: Capture, **_options: Any) -> Article:
            return change(cleaners.clean(page))

        with Ingest(self.path, self.threads, clean=clean) as ingest:
            return ingest.reclean(capture_id).result()

    def all(self, sql: str) -> list[tuple[object, ...]]:
        with Store.open(self.path, readonly=True) as store:
            return store.db.execute(sql).fetchall()

    def wanted(self, selection: Selection = EVERYTHING) -> list[int]:
        with Store.open(self.path, readonly=True) as store:
            return select_captures(store, selection)


@pytest.fixture
def reel(tmp_path: Path, threads: Executor) -> Archive:
    return Archive(tmp_path / "a.db", threads)


def shorter(article: Article) -> Article:
    return replace(article, text=article.text.replace("\nFollow us.", ""))


def test_a_better_text_takes_the_place_of_the_old(reel: Archive) -> None:
    reel.take(PAGE)
    outcome = reel.again(1, shorter)
    assert (outcome.outcome, outcome.reason) == ("changed", "text")
    assert reel.all("select id, capture_id, text, word_count from revisions") == [
        (1, 1, "It moves fast and never stumbles.", 6)
    ]
    assert reel.all("select rowid from coverage_fts where coverage_fts match 'follow'") == []
    assert reel.all("select rowid from coverage_fts where coverage_fts match 'stumbles'") == [(1,)]
    assert reel.again(1, shorter).outcome == "same"


def marked(article: Article, words: str = "**") -> Article:
    return replace(article, markdown=f"{words}{article.text}{words}")


def test_markdown_is_filled_in_where_it_was_not_kept(reel: Archive) -> None:
    reel.take(PAGE)
    assert reel.all("select markdown from revisions") == [(None,)]
    outcome = reel.again(1, marked)
    assert (outcome.outcome, outcome.reason) == ("changed", "Markdown")
    ((written,),) = reel.all("select markdown from revisions")
    assert written == "**It moves fast and never stumbles.\nFollow us.**"
    assert reel.again(1, marked).outcome == "same"
    assert reel.again(1, lambda article: marked(shorter(article))).reason == "text"
    assert reel.all("select markdown from revisions") == [("**It moves fast and never stumbles.**",)]


def test_markdown_of_a_text_is_that_of_the_capture_that_made_it(reel: Archive) -> None:
    reel.take(PAGE)
    reel.again(1, marked)
    reel.take(f"{PAGE}|More of it.", days=1)
    reel.again(
        2, lambda article: marked(replace(article, text=article.text.replace("\nMore of it.", "")), "_")
    )
    assert reel.all("select markdown from revisions") == [
        ("**It moves fast and never stumbles.\nFollow us.**",)
    ]


def test_a_fact_that_was_wrong_becomes_unknown_again(reel: Archive) -> None:
    reel.take(PAGE)
    outcome = reel.again(1, lambda article: replace(article, authors=None))
    assert (outcome.outcome, outcome.reason) == ("changed", "facts")
    assert reel.all("select authors from coverage") == [(None,)]


def test_a_fact_from_another_capture_is_not_lost(reel: Archive) -> None:
    reel.take("Ballerina||It moves fast and never stumbles.")
    assert reel.take("Ballerina|By Ann|It moves fast and never stumbles.", days=1).outcome == "same"
    assert reel.again(1).outcome == "same"
    assert reel.all("select authors from coverage") == [("Ann",)]


def test_a_much_shorter_text_is_no_better(reel: Archive) -> None:
    reel.take(PAGE)
    assert reel.again(1, lambda article: replace(article, text="It moves.")).outcome == "worse"
    assert reel.all("select word_count from revisions") == [(8,)]


def test_a_text_that_people_made_shorter_takes_the_place_of_the_old(reel: Archive) -> None:
    reel.take(PAGE)

    def pinned(article: Article) -> Article:
        return replace(article, text="It moves.", manual_cuts=ManualCuts(words=6))

    def ruled(article: Article) -> Article:
        return replace(article, text="Moves.", manual_cuts=ManualCuts(chosen=True))

    assert (
        reel.again(1, lambda found: replace(pinned(found), manual_cuts=ManualCuts(words=1))).outcome
        == "worse"
    )
    for change, words in ((pinned, 2), (ruled, 1)):
        reel.again(1)
        outcome = reel.again(1, change)
        assert (outcome.outcome, outcome.reason) == ("changed", "text and length")
        assert reel.all("select word_count from revisions") == [(words,)]
        assert reel.again(1, change).outcome == "same"


def test_what_is_now_taken_for_a_listing_is_marked_and_kept(reel: Archive) -> None:
    reel.take(PAGE)
    listing = Gate("listing", False, reasons=("40 links",))
    assert reel.again(1, lambda article: replace(article, gate=listing)).outcome == "not_article"
    ((doubtful, doubt),) = reel.all("select doubtful, doubtful_reason from articles")
    assert doubtful == 1
    assert "listing" in str(doubt)
    assert reel.again(1).reason == "doubt"
    assert reel.all("select doubtful, doubtful_reason from articles") == [(0, None)]


def test_a_page_that_failed_or_was_no_article_gets_its_article(reel: Archive) -> None:
    assert reel.take("!raise|" + PAGE).outcome == "failed"
    assert reel.take("!listing|" + PAGE, URL + "2").outcome == "not_article"
    assert reel.wanted() == [1, 2]
    assert reel.again(1).outcome == "failed"
    assert reel.all("select outcome from captures") == [("failed",), ("not_article",)]
    assert reel.again(2).outcome == "same"
    article = Gate("article", True)
    assert reel.again(2, lambda found: replace(found, gate=article)).outcome == "new"
    assert reel.all("select outcome, article_id from captures where id = 2") == [("new", 1)]


def test_two_revisions_that_are_one_text_now_become_one(reel: Archive) -> None:
    reel.take("Ballerina||It moves fast and never stumbles.|In hall 3")
    assert reel.take("Ballerina||It moves fast and never stumbles.|In hall 4", days=1).outcome == "changed"

    def uncounted(article: Article) -> Article:
        return replace(article, text=article.text.split("\n")[0])

    reel.again(1, uncounted)
    assert reel.again(2, uncounted).outcome == "changed"
    assert reel.all("select id, capture_id from revisions") == [(1, 1)]
    assert reel.all("select revision_id from articles") == [(1,)]
    assert reel.all("select outcome from captures") == [("new",), ("same",)]
    assert reel.all("select count(*) from coverage") == [(1,)]
    assert [reel.again(one, uncounted).outcome for one in reel.wanted()] == ["same"]


def test_copies_are_told_again(reel: Archive) -> None:
    reel.take("Ballerina||It moves fast.|Page one")
    reel.take("Ballerina||It moves fast.|Page two", URL + "2")
    for capture_id in (1, 2):
        reel.again(capture_id, lambda article: replace(article, text="It moves fast and well."))
    assert reel.all("select id, duplicate_of from articles") == [(1, None), (2, 1)]
    reel.again(2)
    assert reel.all("select id, duplicate_of from articles") == [(1, None), (2, None)]


def test_an_article_moves_to_its_better_address_where_that_is_free(reel: Archive) -> None:
    reel.take(PAGE)
    assert reel.again(1, lambda article: replace(article, url=URL + "/better")).reason == "address"
    assert reel.all("select id, url from articles") == [(1, URL + "/better")]
    reel.take("Another||Words of another page altogether.", URL + "2")
    assert reel.again(2, lambda article: replace(article, url=URL + "/better")).outcome == "same"
    assert reel.all("select url from articles where id = 2") == [(URL + "2",)]


def test_a_crawl_s_figures_stay(reel: Archive) -> None:
    with Ingest(reel.path, reel.threads, clean=cleaners.clean) as ingest:
        row = {"outlet": "reel", "started_at": "2026-03-15"}
        crawl_id = ingest.write(lambda store: store.table("crawls").insert(row).last_rowid).result()
        page = Capture(URL, NOON, b"!listing\nTitle\n\nText", outlet="reel")
        ingest.submit(page, crawl_id).result()
    reel.again(1, lambda article: replace(article, gate=Gate("article", True)))
    assert reel.all('select "new", not_article from crawls') == [(0, 1)]


def test_what_a_selection_stands_for(reel: Archive) -> None:
    reel.take(PAGE)
    reel.take("!listing|" + PAGE, URL + "2")
    reel.take("", URL + "3", status=404)
    reel.take(PAGE.replace("fast", "slowly"), days=1)
    assert reel.wanted() == [1, 2, 4]
    assert reel.wanted(Selection(outlets=("reel",))) == [1, 2, 4]
    assert reel.wanted(Selection(outlets=("noise",))) == []
    assert reel.wanted(Selection(authors=("Ann",))) == [1, 4]
    assert reel.wanted(Selection(authors=("Nobody",))) == []


def test_a_capture_that_lost_a_fact_is_cleaned_again_and_has_it_back(db: Path, threads: Executor) -> None:
    pages = [capture(PAGE), capture(PAGE.replace("By Ann and Bob", ""), days=1)]
    with Ingest(db, threads, clean=cleaners.clean) as ingest:
        for page in pages:
            ingest.submit(page).result(DEADLINE)
    lost = "select outcome, lost_facts from captures where id = 2"
    assert only(db, lost) == {"outcome": "same", "lost_facts": '["authors"]'}

    def with_authors(page: Capture) -> Article:
        return replace(cleaners.clean(page), authors=Reading((Author("Ann"), Author("Bob")), "byline"))

    with Store.open(db) as store:
        assert select_captures(store, EVERYTHING) == [1, 2]
    for _ in range(2):
        with Ingest(db, threads, clean=with_authors) as ingest:
            assert ingest.reclean(2).result(DEADLINE).outcome == "same"
        assert only(db, lost) == {"outcome": "same", "lost_facts": None}
    with Store.open(db) as store:
        assert select_captures(store, EVERYTHING) == [1]
