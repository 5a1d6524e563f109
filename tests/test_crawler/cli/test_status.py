"""`matinee status`, asked wrongly and rightly."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from click.testing import CliRunner

from crawler.cli.main import cli
from tests.support.crawls import Crawl
from tests.support.web import Host

Hosts = Callable[..., Host]
Crawls = Callable[..., Crawl]


def test_status_of_nothing_and_of_nobody(tmp_path: Path, host: Hosts, crawl: Crawls) -> None:
    missing = CliRunner().invoke(cli, ["status", "--db", str(tmp_path / "none.db")])
    assert missing.exit_code == 1 and "there is no archive here" in missing.stderr
    web = host()
    web.feed("/rss", web.article("/a", "One"))
    done = crawl(f'home = "{web.url}/"\nfeeds = ["{web.url}/rss"]')
    unknown = CliRunner().invoke(cli, ["status", "papr", "--db", str(done.db)])
    assert unknown.exit_code == 2 and "did you mean paper?" in unknown.stderr
    given = ["status", "paper", "--db", str(done.db)]
    wrong = CliRunner().invoke(cli, [*given, "--fail-on", "sadness"])
    assert wrong.exit_code == 2 and "unknown state 'sadness'" in wrong.stderr
    folder = tmp_path / "broken"
    folder.mkdir()
    (folder / "other.toml").write_text("bogus = 3\n", encoding="utf-8")
    told = CliRunner().invoke(
        cli, ["status", "--db", str(done.db), "--outlets", str(folder), "--fail-on", "any"]
    )
    assert told.exit_code == 1 and "other: broken (" in told.stderr and "bogus" in told.stderr
    assert told.stdout.splitlines()[1].split("\t")[:2] == ["other", "broken,never"]
    plain = CliRunner().invoke(cli, given).stdout.splitlines()
    assert plain[0].split("\t")[:2] == ["outlet", "state"] and "\x1b" not in "".join(plain)
    assert plain[1].split("\t")[:2] == ["paper", "ok"]


def test_a_page_that_was_not_fetched_is_said(host: Hosts, crawl: Crawls) -> None:
    web = host()
    web.feed("/rss", web.article("/a", "One"), web.put("/b", "Out of order", status=500))
    done = crawl(f'home = "{web.url}/"\nfeeds = ["{web.url}/rss"]')
    assert done.last["end_reason"] == "partly_failed"
    assert (done.last["failed"], done.last["not_article"]) == (0, 1), "an answer counts once"
    told = CliRunner().invoke(cli, ["status", "paper", "--db", str(done.db)]).stdout.splitlines()
    assert told[-1] == f"paper: {web.url}/b: HTTP 500"
