"""What happened to an article, as a reader would tell it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

from click.testing import CliRunner

from archive.care.check import check
from archive.db.rows import folded_hash, text_hash
from archive.db.store import Store
from archive.ingest.ingest import Ingest
from archive.ingest.reclean import reclean
from archive.model import Capture
from archive.query.history.events import Event, events
from crawler.cli.main import cli
from tests.support.processes import DEADLINE
from tests.test_archive import cleaners
from tests.test_archive.ingest.archives import URL, capture
from tests.test_archive.query.history.refetched_pages import PARAGRAPHS, paywalled, review
from tests.test_archive.taking import take

NEW = "https://reel.example/new"

STORY = (
    capture("Ballerina dances|By Ann|!rating 3/5|It moves fast and never stumbles."),
    capture("Ballerina dances|By Ann|!rating 4/5|It moves fast and never stumbles.", days=1),
    capture("Ballerina dances|By Ann|!rating 4/5|It moves fast, never stumbles, and flies.", days=2),
    capture("Ballerina dances||!rating 4/5|It moves fast, never stumbles, and flies.", days=3),
    capture("Ballerina dances|By Ann|!paywalled|It moves", days=4),
    capture(
        "Ballerina dances|By Ann|!rating 4/5|It moves fast, never stumbles, and flies.",
        NEW,
        days=5,
        redirected_from=(URL,),
    ),
    capture("Not found", NEW, days=6, status=404),
    capture("Not found", NEW, days=7, status=404),
)


def told(tmp_path: Path, story: Sequence[Capture] = STORY) -> Path:
    db = tmp_path / "a.db"
    with Ingest(db, workers=1, clean=cleaners.clean) as ingest:
        for page in story:
            ingest.submit(page).result(DEADLINE)
    return db


def test_an_article_s_story_is_told_in_words(tmp_path: Path) -> None:
    with Store.open(told(tmp_path), readonly=True) as store:
        story = events(store, 1)
    assert [(event.at[8:10], event.what, event.details) for event in story] == [
        ("15", "new", "6 words"),
        ("16", "changed", "rating 3/5 -> 4/5"),
        ("17", "changed", "words changed: 4 added, 3 removed; 7 now"),
        ("18", "unchanged", "kept the better authors"),
        ("19", "kept the better", "paywalled after complete"),
        ("20", "moved", f"from {URL}"),
        ("20", "unchanged", ""),
        ("21", "not found once", "HTTP 404"),
        ("22", "gone", "HTTP 404"),
    ]
    assert story[0] == Event("2026-03-15T12:00:00+00:00", "new", "6 words", URL, 1)


def test_the_words_of_two_texts_are_counted_only_where_that_is_wanted(tmp_path: Path) -> None:
    with Store.open(told(tmp_path), readonly=True) as store:
        counted, brief = events(store, 1), events(store, 1, count_words=False)
    differing = [
        (full.details, short.details) for full, short in zip(counted, brief, strict=True) if full != short
    ]
    assert differing == [("words changed: 4 added, 3 removed; 7 now", "text changed; 7 words now")]


def test_one_answer_that_a_page_is_not_there_is_not_told_as_gone_anywhere(tmp_path: Path) -> None:
    db = told(tmp_path, STORY[:-1])
    history, facts = (
        CliRunner().invoke(cli, ["show", URL, *words, "--db", str(db)]).stdout
        for words in (["--history"], [])
    )
    assert history.splitlines()[-3:] == [
        "2026-03-21 12:00  not found once   HTTP 404",
        "",
        "Its page was not found. If it is not found the next time either, it is gone.",
    ]
    assert "1 kept the better, 1 not found once;" in facts and "gone" not in facts


def test_show_prints_the_story_and_the_facts(tmp_path: Path) -> None:
    db = told(tmp_path)

    def show(*words: str) -> str:
        done = CliRunner().invoke(cli, ["show", *words, "--db", str(db)])
        assert done.exit_code == 0, done.output
        return done.stdout

    lines = show(URL, "--history").splitlines()
    assert lines[:4] == ["Ballerina dances", NEW, "", "2026-03-15 12:00  new              6 words"]
    assert lines[-1] == "Gone since 2026-03-21: its page is not there any more. Its text is kept."
    facts = show(URL)
    assert f"was at    {URL}\n" in facts
    assert "gone      since 2026-03-21: its page is not there any more\n" in facts
    outcomes = "1 new, 2 changed, 2 unchanged, 1 kept the better, 1 not found once, 1 gone"
    assert f"8 captures, 2026-03-15 to 2026-03-22: {outcomes}" in facts
    record = json.loads(show(NEW, "--history", "--json"))
    assert record["gone_at"] == "2026-03-21T12:00:00+00:00" and record["text"]
    assert record["history"][5] == {
        **{"at": "2026-03-20T12:00:00+00:00", "what": "moved"},
        **{"details": f"from {URL}", "url": URL, "revision": None},
    }


def test_history_and_another_form_exclude_each_other(tmp_path: Path) -> None:
    done = CliRunner().invoke(cli, ["show", "1", "--history", "--why", "--db", str(tmp_path / "a.db")])
    assert done.exit_code == 2 and "exclude each other" in done.stderr


def visited(tmp_path: Path, *pages: Capture) -> Path:
    """An archive with these pages, cleaned as in earnest."""
    db = tmp_path / "visited.db"
    with ThreadPoolExecutor(1) as threads:
        take(db, threads, pages)
    return db


def told_of(db: Path) -> list[tuple[str, str]]:
    with Store.open(db, readonly=True) as store:
        return [(event.what, event.details) for event in events(store, 1)]


def test_an_edited_review_tells_what_a_reader_sees(tmp_path: Path) -> None:
    edited: dict[str, Any] = {
        "paragraphs": (PARAGRAPHS[0].replace("an hour", "half an hour"), *PARAGRAPHS[1:])
    }
    renamed = {**edited, "title": "Night Ferry takes its time", "rating": 4}
    signed = {**renamed, "by": "Ada Quill and Ben Hale"}
    dated = {**signed, "published": "2026-03-18T08:00:00+00:00"}
    warning = "<p>Warning: this review contains spoilers.</p>"
    db = visited(
        tmp_path,
        review(0),
        review(1, **edited),
        review(2, **renamed),
        review(3, **signed),
        review(4, **dated),
        review(5, **dated, extra=warning),
    )
    events_told = told_of(db)
    assert events_told[0][0] == "new"
    what, details = events_told[1]
    assert what == "changed" and details.startswith("words changed: 1 added; ")
    headline = "headline Night Ferry is slow, and right to be -> Night Ferry takes its time"
    assert events_told[2:5] == [
        ("changed", f"{headline}; rating 3 -> 4"),
        ("changed", "by Ada Quill -> Ada Quill, Ben Hale"),
        ("changed", "published 2026-03-14 -> 2026-03-18"),
    ]
    what, details = events_told[5]
    assert what == "changed" and details.endswith("spoiler warning added")


def test_a_paywall_an_error_and_a_cut_page_are_captures_with_the_reason(tmp_path: Path) -> None:
    cut = review(3, paragraphs=(PARAGRAPHS[0][:60],))
    db = visited(tmp_path, review(0), paywalled(1), review(2, paragraphs=(), status=503), cut)
    (new, paywall, error, short) = told_of(db)
    assert new[0] == "new"
    assert {paywall[0], error[0], short[0]} == {"kept the better"}
    assert paywall[1] == "paywalled after complete" and error[1] == "HTTP 503" and short[1]
    with Store.open(db, readonly=True) as store:
        assert store.row("select text from coverage") == {"text": "\n".join(PARAGRAPHS)}
        assert store.row("select count(*) as captures from captures where article_id = 1") == {"captures": 4}
        assert store.row("select count(*) as revisions from revisions") == {"revisions": 1}


def test_counters_and_styles_of_quotes_make_no_revision(tmp_path: Path) -> None:
    quoted = tuple(f'"{text}" -- it\'s so' for text in PARAGRAPHS)
    curled = tuple(f"\u201c{text}\u201d \u2014 it\u2019s so" for text in PARAGRAPHS)
    db = visited(
        tmp_path,
        *(review(day, views=1000 + 7 * day, paragraphs=quoted) for day in range(4)),
        review(5, views=1212, paragraphs=curled),
        review(-1, views=9, paragraphs=curled),
    )
    assert [what for what, _ in told_of(db)][1:] == ["new", *["unchanged"] * 4]
    with Store.open(db, readonly=True) as store:
        texts = [row["text"] for row in store.db.query("select text from revisions")]
    assert [text.splitlines()[-1] for text in texts] == ["This review was read by 9 people."]
    assert reclean(db, workers=1).changes == reclean(db, workers=1).changes == {}


def test_words_that_a_revision_changed_are_marked(tmp_path: Path) -> None:
    edited = (PARAGRAPHS[0].replace("the best hour", "the finest hour"), *PARAGRAPHS[1:])
    db = visited(tmp_path, review(0), review(1, paragraphs=edited, rating=4))

    def show(*words: str) -> str:
        done = CliRunner().invoke(cli, ["show", "1", *words, "--db", str(db)])
        assert done.exit_code == 0, done.output
        return done.stdout

    lines = show("--diff", "2").splitlines()
    assert lines[3:6] == ["Revision 2 (2026-03-16), after revision 1 (2026-03-15):", "rating 3 -> 4", ""]
    assert "and it is the [-best-] {+finest+} hour of film" in lines[6]
    assert lines[7:] == [PARAGRAPHS[1], "... 2 paragraphs unchanged ..."]
    assert "\x1b" not in show("--history", "--diff", "2")
    assert "(revision 2)" in show("--history")
    made = json.loads(show("--diff", "2", "--json"))["diff"]
    assert (made["revision"], made["before"], made["facts"]) == (2, 1, ["rating 3 -> 4"])
    assert {"kind": "removed", "text": "best "} in made["words"]
    wrong = CliRunner().invoke(cli, ["show", "1", "--diff", "3", "--db", str(db)])
    assert wrong.exit_code == 1 and "there is no revision 3: it has 2 revisions" in wrong.stderr


def test_another_cleaner_s_reading_is_no_publication(tmp_path: Path) -> None:
    """Today's cleaner reads a page that was stored with the text of an earlier one."""
    db = visited(tmp_path, review(0))
    shorter = "\n".join(PARAGRAPHS[:-1])
    with Store.open(db) as store, store.transaction():
        before = {"text": shorter, "text_sha256": text_hash(shorter), "folded_sha256": folded_hash(shorter)}
        store.update("revisions", 1, {**before, "word_count": len(shorter.split())})
    with ThreadPoolExecutor(1) as threads:
        later = review(1)
        assert take(db, threads, [replace(later, body=later.body + b"<!-- 7 -->")]) == ["same"]
    assert [what for what, _ in told_of(db)] == ["new", "unchanged"]
    with Store.open(db, readonly=True) as store:
        assert store.row("select text from coverage") == {"text": "\n".join(PARAGRAPHS)}
        assert [fault.line() for fault in check(store)] == []
