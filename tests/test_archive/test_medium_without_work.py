"""An article that names no one work may have a medium all the same: stored, found, shown."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from click.testing import CliRunner

from archive import Archive
from archive.care.merge_rules import Version, winning_facts
from archive.clean.article import clean
from archive.commands.all import commands
from archive.db.rows import article_facts
from archive.db.store import Store
from archive.model import Capture, Review
from archive.query.records import flat_record, records, records_where
from archive.query.search import search
from tests.test_archive.conftest import BALLERINA, Put, article

URL = "https://reel.example/talks/a-talk"
TALK = article(URL, "A talk about work", "We met in a café and talked for an hour.")
FIRST, LATER = datetime(2026, 3, 16, tzinfo=UTC), datetime(2026, 3, 17, tzinfo=UTC)


def capture(at: datetime) -> Capture:
    return Capture(URL, at, at.isoformat().encode(), outlet="reel")


def run(command: str, *arguments: str) -> str:
    return CliRunner().invoke(commands[command], arguments, catch_exceptions=False).output


def test_it_is_stored_found_and_shown(db: Path, add: Put) -> None:
    number = add(replace(TALK, review=Review(medium="film")), capture(FIRST))
    with Store.open(db, readonly=True) as store:
        (record,) = (one for one in records(store) if one["url"] == URL)
        assert record["work"] == {"title": None, "year": None, "medium": "film", "ids": None}
        assert URL in {hit.record["url"] for hit in search(store, "medium:film").hits}
        assert URL not in {hit.record["url"] for hit in search(store, "has:work").hits}
    with Archive(db) as archive:
        (found,) = (one for one in archive.articles(medium="film") if one.url == URL)
        assert (found.medium, found.work) == ("film", None)
    shown, hits = (
        run(*arguments, "--db", str(db)) for arguments in (("show", str(number)), ("search", "café"))
    )
    assert "film" in shown and "None" not in shown + hits


def test_a_later_reading_that_lacks_it_keeps_it_and_a_work_comes_before_it(db: Path, add: Put) -> None:
    for at, review in ((FIRST, Review(medium="film")), (LATER, Review())):
        number = add(replace(TALK, review=review), capture(at))
    with Archive(db) as archive:
        assert archive.article(number).medium == "film"
    add(replace(TALK, review=Review(BALLERINA, medium="tv")), capture(datetime(2026, 3, 18, tzinfo=UTC)))
    with Archive(db) as archive:
        now = archive.article(number)
        assert now.work is not None and (now.work.title, now.medium) == ("Ballerina", "film")


def test_an_earlier_text_that_named_its_work_has_no_medium_of_its_own(db: Path, add: Put) -> None:
    for at, text in (
        (FIRST, TALK.text),
        (LATER, f"{TALK.text} And then we walked on for another hour or two."),
    ):
        add(replace(TALK, text=text, review=Review(BALLERINA)), capture(at))
    with Store.open(db, readonly=True) as store:
        both = list(records_where(store, "url = ?", [URL], all_revisions=True))
    assert [(one["is_current"], one["work"] is not None) for one in both] == [(False, False), (True, True)]


def test_a_merge_keeps_what_one_archive_knows() -> None:
    with_medium, without = (
        Version({"withheld": 0, "markdown": None}, article_facts(replace(TALK, review=review)), "2026")
        for review in (Review(medium="film"), Review())
    )
    assert (
        winning_facts(without, with_medium)["medium"]
        == winning_facts(with_medium, without)["medium"]
        == "film"
    )


def test_the_outlets_file_gives_it_to_an_article_without_a_work() -> None:
    said = "".join(f"<p>She answered at length, and then we walked on for {n} miles.</p>" for n in range(9))
    html = f"<html><body><article><h1>A talk by the river</h1>{said}</article></body></html>"
    talk = Capture(URL, FIRST, html.encode(), content_type="text/html; charset=utf-8", medium="music")
    made = clean(talk)
    assert (made.review.work, made.review.medium) == (None, "music")
    assert flat_record(talk, made)["work"] == {"title": None, "year": None, "medium": "music", "ids": None}
