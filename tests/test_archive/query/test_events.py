"""What happened to an article, as a reader would tell it."""

from __future__ import annotations

import json
from pathlib import Path

from click.testing import CliRunner

from archive.db.store import Store
from archive.ingest.ingest import Ingest
from archive.query.events import Event, events
from crawler.cli.main import cli
from tests.support.processes import DEADLINE
from tests.test_archive import cleaners
from tests.test_archive.ingest.archives import URL, capture

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


def told(tmp_path: Path) -> Path:
    db = tmp_path / "a.db"
    with Ingest(db, workers=1, clean=cleaners.clean) as ingest:
        for page in STORY:
            ingest.submit(page).result(DEADLINE)
    return db


def test_an_article_s_story_is_told_in_words(tmp_path: Path) -> None:
    with Store.open(told(tmp_path), readonly=True) as store:
        story = events(store, 1)
    assert [(event.at[8:10], event.what, event.details) for event in story] == [
        ("15", "new", "6 words"),
        ("16", "changed", "rating 4/5, was 3/5"),
        ("17", "changed", "7 words, 6 before"),
        ("18", "unchanged", "kept the better authors"),
        ("19", "kept the better", "paywalled after complete"),
        ("20", "moved", f"from {URL}"),
        ("20", "unchanged", ""),
        ("21", "gone", "HTTP 404"),
        ("22", "gone", "HTTP 404"),
    ]
    assert story[0] == Event("2026-03-15T12:00:00+00:00", "new", "6 words", URL)


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
    assert (
        "8 captures, 2026-03-15 to 2026-03-22: 1 new, 2 changed, 2 unchanged, 1 kept the better, 2 gone"
        in facts
    )
    record = json.loads(show(NEW, "--history", "--json"))
    assert record["gone_at"] == "2026-03-21T12:00:00+00:00" and record["text"]
    assert record["history"][5] == {
        **{"at": "2026-03-20T12:00:00+00:00", "what": "moved"},
        **{"details": f"from {URL}", "url": URL},
    }


def test_history_and_another_form_exclude_each_other(tmp_path: Path) -> None:
    done = CliRunner().invoke(cli, ["show", "1", "--history", "--why", "--db", str(tmp_path / "a.db")])
    assert done.exit_code == 2 and "exclude each other" in done.stderr
