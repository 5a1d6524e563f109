"""Messages when an outlet begins to fail and when it is well again."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.support.crawls import Crawl
from tests.support.receiver import receiver
from tests.support.web import Host

Hosts = Callable[..., Host]
Crawls = Callable[..., Crawl]


def test_a_state_is_told_once_and_its_end_too(
    host: Hosts, crawl: Crawls, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("apprise", reason="the extra `notify` is not installed")
    web = host()
    web.feed("/rss", web.article("/a", "One"))
    toml = f'home = "{web.url}/"\nfeeds = ["{web.url}/rss"]'
    with receiver() as (address, came):
        monkeypatch.setenv("MATINEE_NOTIFY", address)
        crawls = [crawl(toml)]
        assert came == [], "all is well, and was"
        web.put("/rss", "no feed", status=500)
        crawls += [crawl(toml), crawl(toml)]
        (message,) = came
        assert message["title"] == "Matinee: paper needs attention"
        assert message["message"].startswith("paper: failing (failed, ") and "HTTP 500" in message["message"]
        web.feed("/rss", web.article("/b", "Two"))
        crawls += [crawl(toml, "-s", "LOG_LEVEL=DEBUG")]
        assert [one["message"] for one in came[1:]] == ["paper: well again"]
    web.put("/rss", "no feed", status=500)
    crawls += [crawl(toml)]
    assert crawls[-1].lines("NOTIFY: the message could not be sent")
    for done in crawls:
        assert "s3cret" not in done.log
    assert b"s3cret" not in crawls[-1].db.read_bytes()
    assert crawls[-1].rows("select state from _notices") == [{"state": ""}], "not told, so not noted"


def test_what_apprise_does_not_understand_is_said_without_it(
    host: Hosts, crawl: Crawls, tmp_path: Path
) -> None:
    pytest.importorskip("apprise", reason="the extra `notify` is not installed")
    web = host()
    web.put("/rss", "no feed", status=500)
    file = tmp_path / "where.txt"
    file.write_text("nonsense://s3cret\n")
    done = crawl(f'home = "{web.url}/"\nfeeds = ["{web.url}/rss"]', "-s", f"NOTIFY={file}")
    assert done.lines("NOTIFY: not a URL that Apprise") and "s3cret" not in done.log
