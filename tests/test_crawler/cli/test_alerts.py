"""`matinee alerts`: printed, sent, written as feeds, and shown once."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import feedparser
import pytest
from click.testing import CliRunner, Result

from archive.model import Capture
from crawler.cli.main import cli
from tests.support.receiver import mail_receiver, receiver
from tests.test_archive.conftest import ARTICLES, SAVED, article, put

NOW = datetime(2026, 3, 16, 12, tzinfo=UTC)
Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Commands in the folder of an archive of four articles and one saved search, to which one is new."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("MATINEE_NOTIFY", raising=False)
    for made in ARTICLES.values():
        put(tmp_path / "archive.db", made, Capture(made.url, SAVED, made.url.encode()))
    CliRunner().invoke(cli, ["save", "dancers", "dancer"], catch_exceptions=False)
    new = article("https://new.example/a", "The dancer returns", "A dancer again.")
    put(tmp_path / "archive.db", new, Capture(new.url, NOW, b"new"))
    return lambda *arguments: CliRunner().invoke(cli, list(arguments))


def test_what_is_new_is_printed_once(run: Run) -> None:
    assert json.loads(run("alerts", "--keep", "--json").stdout)["dancers"][0]["id"] == 5
    assert run("alerts").stdout.splitlines() == [
        "dancers: 1 new article.",
        "",
        "5  The dancer returns",
        "    https://new.example/a",
        "    A dancer again.",
        "",
    ]
    assert run("alerts").stdout == "dancers: 0 new articles.\n"
    assert run("alerts", "dancer").stderr == (
        "Error: saved search dancer: not in the archive: did you mean dancers?\n"
    )
    run("save", "dancers", "--forget")
    assert run("alerts").stdout == "There are no saved searches; matinee save NAME QUERY makes one.\n"


def test_a_search_that_cannot_be_run_does_not_stop_the_others(run: Run) -> None:
    run("save", "again", "saved:dancers")
    run("save", "other", "saved:again")
    run("save", "again", "--forget")
    done = run("alerts")
    assert done.exit_code == 1 and done.stdout.startswith("dancers: 1 new article.\n")
    assert done.stderr.startswith("Error: other: saved search again: not in the archive")


def test_what_is_new_is_written_as_a_feed(run: Run, tmp_path: Path) -> None:
    assert run("alerts", "--feeds", "feeds").exit_code == 0
    read = feedparser.parse((tmp_path / "feeds/dancers.atom").read_bytes())
    assert read.feed.title == "dancers"
    assert read.entries[0].link == "https://new.example/a"
    (tmp_path / "file").touch()
    assert "give another folder" in run("alerts", "--feeds", "file/x").stderr


def test_what_is_new_is_sent_and_what_was_not_sent_is_new_again(run: Run) -> None:
    pytest.importorskip("apprise", reason="the extra `notify` is not installed")
    without = run("alerts", "--send")
    assert (without.exit_code, without.stderr) == (
        1,
        "Error: --send: no target: give --to URLS or set MATINEE_NOTIFY\n",
    )
    with receiver() as (address, came):
        pass
    failed = run("alerts", "--send", "--to", address)
    assert failed.exit_code == 1 and "could not be sent" in failed.stderr and "s3cret" not in failed.output
    with receiver() as (address, came):
        assert run("alerts", "--send", "--to", address).exit_code == 0
        assert run("alerts", "--send", "--to", address).exit_code == 0
        (message,) = came
    assert message["title"] == "Matinee: 1 new article"
    assert "The dancer returns" in message["message"] and "https://new.example/a" in message["message"]


def test_what_is_new_is_mailed(run: Run) -> None:
    pytest.importorskip("apprise", reason="the extra `notify` is not installed")
    with mail_receiver() as (address, came):
        refused = run("alerts", "--send", "--to", address.replace("s3cret", "wrong"))
        assert refused.exit_code == 1 and "could not be sent" in refused.stderr and not came
        sent = run("alerts", "--send", "--to", address)
        assert (sent.exit_code, sent.stderr) == (0, "Sent.\n")
    (mail,) = came
    assert (mail["subject"], mail["to"]) == ("Matinee: 1 new article", "you@mail.example")
    body = mail.get_body(("plain", "html"))
    assert body is not None
    text = body.get_content()
    assert "The dancer returns" in text and "https://new.example/a" in text
