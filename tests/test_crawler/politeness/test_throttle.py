"""The pace towards hosts that keep their own log of what they were asked, and when."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest
from sqlite_utils import Database

from tests.support.crawls import Crawl
from tests.support.forked import run_module
from tests.support.paths import ROOT
from tests.support.web import Answer, Host
from tests.test_crawler.politeness.hosts import ago, change, filled, gaps

Hosts = Callable[..., Host]
Crawls = Callable[..., Crawl]


@pytest.mark.parametrize(
    ("robots", "delay", "rule"),
    [
        ("Crawl-delay: 0.8", 0, 0.8),
        ("Request-rate: 2/2s", 0.2, 1.0),
        ("Crawl-delay: 0.1", 0.6, 0.6),
    ],
)
def test_no_two_requests_are_closer_than_the_rule(
    host: Hosts, crawl: Crawls, robots: str, delay: float, rule: float
) -> None:
    web = host()
    toml = filled(web, robots=robots)
    web.put("/1", "", status=302, headers={"Location": "/moved"})
    web.article("/moved", "Page 1")
    # An idle time in between: the pace is the same after it.
    web.first["/0"] = [lambda: Answer(b"", 503, headers={"Retry-After": "2"})]
    done = crawl(toml, delay=delay)
    assert done.code == 0, done.log
    assert sorted(web.asked()) == ["/0", "/0", "/1", "/2", "/moved", "/rss"], "nothing disallowed"
    assert min(gaps(web)) > rule, gaps(web)
    said = done.lines("asks for")
    if 0 < delay < rule:
        assert "paper.toml says 0.2" in said[0] and "`delay` in" in said[0] and "asks for 1 s" in said[0]
    assert len(said) == (1 if delay < rule else 0), done.log


@pytest.mark.parametrize("dated", [False, True])
def test_retry_after_holds_for_the_whole_host(host: Hosts, crawl: Crawls, dated: bool) -> None:
    web = host()
    toml = filled(web)
    given: list[float] = []

    def answer() -> Answer:
        date = datetime.now(UTC) + timedelta(seconds=3)
        given.append(time.monotonic() + 2)  # a date has no fractions
        return Answer(b"", 429, headers={"Retry-After": format_datetime(date, usegmt=True) if dated else "2"})

    web.first["/0"] = [answer]
    done = crawl(toml)
    assert done.code == 0 and len(done.records) == 3, done.log
    refused = next(number for number, asked in enumerate(web.log) if asked.status == 429)
    assert web.log[refused + 1].at > given[0]


def test_a_host_that_asks_for_an_hour_has_it_in_later_crawls_too(host: Hosts, crawl: Crawls) -> None:
    web = host()
    toml = filled(web)
    web.first["/1"] = [lambda: Answer(b"", 429, headers={"Retry-After": "3600"})]
    done = crawl(toml)
    assert (done.code, done.last["end_reason"]) == (1, "partly_failed"), done.log
    assert web.asked() == ["/rss", "/0", "/1"]
    assert done.last["requests"] == len(web.log), "what had to wait was not asked for"
    (said,) = done.lines("stay in the frontier")
    (row,) = done.rows("select * from hosts")
    assert row["reason"] == "HTTP 429, Retry-After" and row["reason"] in said
    until = datetime.fromisoformat(row["not_before"]) - datetime.now(UTC)
    assert timedelta(minutes=58) < until <= timedelta(hours=1, seconds=1)
    assert row["not_before"][11:19] in said, "to the second"

    web.log.clear()
    again = crawl(toml)
    assert web.log == [] and (again.code, again.last["end_reason"]) == (1, "failed")
    assert len(again.lines("stay in the frontier")) == 1

    change(done, not_before=ago(seconds=1))
    Database(done.db).execute("update frontier set not_before = null").connection.commit()
    assert len(crawl(toml).records) == 2
    (row,) = done.rows("select * from hosts")
    assert (row["not_before"], row["reason"], row["failures"]) == (None, None, 0)


def test_the_pace_holds_across_crawls_and_robots_txt_is_asked_once_a_day(host: Hosts, crawl: Crawls) -> None:
    web = host()
    toml = filled(web, robots="Crawl-delay: 3")
    first = crawl(toml, "-a", f"url={web.url}/0")
    assert web.asked(robots=True) == ["/robots.txt", "/0"]
    assert first.rows("select asked_at from hosts")[0]["asked_at"]

    second = web.hold("/1")
    killed = crawl(
        toml, "-a", f"url={web.url}/1", until=second.asked, press=signal.SIGKILL, then=second.release
    )
    assert killed.rows("select asked_at from hosts") == [{"asked_at": None}], "nobody knows when"
    began = time.monotonic()
    crawl(toml, "-a", f"url={web.url}/2")
    assert web.asked(robots=True) == ["/robots.txt", "/0", "/1", "/2"], "one robots.txt for three crawls"
    assert web.log[-1].at - began > 3, "after a kill the whole delay is waited"
    assert min(gaps(web)) > 3, gaps(web)


def test_a_host_that_fails_again_and_again_is_left_and_the_others_go_on(host: Hosts, crawl: Crawls) -> None:
    web, other = host("127.0.0.1"), host("127.0.0.2")
    toml = filled(web, pages=8) + f'hosts = ["{other.url.removeprefix("http://")}"]\n'
    for number in range(8):
        web.put(f"/{number}", "", status=500)
    pages = [other.article(f"/{number}", f"Other {number}") for number in range(3)]
    other.feed("/rss", *pages)
    toml = toml.replace("feeds = [", f'feeds = ["{other.url}/rss", ')
    done = crawl(toml, "-s", "RETRY_TIMES=0")
    assert (done.code, done.last["end_reason"]) == (1, "partly_failed")
    assert len(web.asked()) == 1 + 5, "its feed and five pages"
    assert sorted(other.asked()) == ["/0", "/1", "/2", "/rss"]
    waits = f"select * from hosts where host = '{web.url.removeprefix('http://')}'"
    (row,) = done.rows(waits)
    assert (row["failures"], row["reason"]) == (5, "HTTP 500, 5 times in a row")
    assert timedelta(minutes=58) < datetime.fromisoformat(row["not_before"]) - datetime.now(UTC)

    web.log.clear()
    web.put("/rss", "", status=500)
    change(done, not_before=ago(seconds=1))
    crawl(toml)
    assert web.asked() == ["/rss"], "one look, and it is left again"
    (row,) = done.rows(waits)
    assert row["failures"] == 6
    assert timedelta(minutes=118) < datetime.fromisoformat(row["not_before"]) - datetime.now(UTC)


def test_a_crawl_that_waits_for_its_turn_ends_at_once(host: Hosts, crawl: Crawls) -> None:
    web = host()
    toml = filled(web, robots="Crawl-delay: 300")
    done = crawl(toml, until=lambda: len(web.log) > 0)
    assert len(web.log) == 1 and done.last["end_reason"] == "shutdown", done.log
    assert not done.lines("ERROR") and not done.lines("gave no answer")


def test_a_host_that_two_outlets_use_keeps_one_pace(host: Hosts, tmp_path: Path) -> None:
    shared = host("127.0.0.9")
    outlets = tmp_path / "outlets"
    outlets.mkdir()
    for number in range(2):
        web = host(f"127.0.0.{number + 2}")
        feeds = [shared.feed(f"/{number}/{kind}", web.article(f"/{kind}", kind)) for kind in ("film", "tv")]
        (outlets / f"paper-{number}.toml").write_text(
            f'title = "Paper"\nhome = "{web.url}/"\nfeeds = {feeds}\ndelay = {0.1 + 0.5 * number}\n'
        )
    script = f"""
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.settings import Settings
settings = Settings()
settings.setmodule("crawler.settings", priority="project")
settings.set("ARCHIVE_DB", {str(tmp_path / "t.db")!r}, "cmdline")
settings.set("OUTLETS_DIR", {str(outlets)!r}, "cmdline")
if __name__ == "__main__":  # cleaning workers may import this file
    process = AsyncCrawlerProcess(settings)
    for name in ("paper-0", "paper-1"):
        process.crawl(name)
    process.start()
"""
    (tmp_path / "two_outlets.py").write_text(script)
    done = run_module("two_outlets", [], {**os.environ, "PYTHONPATH": str(ROOT)}, tmp_path)
    assert done.returncode == 0, done.stderr
    assert sorted(shared.asked(robots=True)) == ["/0/film", "/0/tv", "/1/film", "/1/tv", "/robots.txt"]
    assert min(gaps(shared)) > 0.6, gaps(shared)
