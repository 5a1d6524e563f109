"""`matinee crawl`, `scrapy crawl` beside it and `scrapy due`: real processes on real hosts.

Long because each option and each end of `matinee crawl` has a run here.
"""

from __future__ import annotations

import itertools
import json
import os
import pty
import re
import signal
import sqlite3
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Barrier

import pytest

from crawler.locks import is_locked
from tests.support.matinee import Desk, end
from tests.support.processes import DEADLINE, wait_until
from tests.support.screen import read_terminal, screen_lines
from tests.support.web import Answer, Host

Hosts = Callable[..., Host]


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    desk = Desk(tmp_path)
    yield desk
    desk.close()


def web_of(host: Hosts, address: str, pages: int = 2, folder: str = "") -> Host:
    web = host(address)
    web.feed("/rss", *(web.article(f"{folder}/{number}", f"Page {number}") for number in range(pages)))
    return web


def meet(all_at_once: Barrier, answer: Answer) -> Callable[[], Answer]:
    """Give an answer once that many hosts have been asked for theirs."""

    def wait_for_the_others() -> Answer:
        all_at_once.wait(DEADLINE)
        return answer

    return wait_for_the_others


def test_without_an_outlet_no_archive_is_made(desk: Desk) -> None:
    for words in ((), ("--json",)):
        done = desk.run("crawl", *words)
        assert done.code == 3 and "No outlet is scheduled" in done.out + done.err
    assert [path.name for path in desk.folder.iterdir()] == ["outlets"]


def test_what_is_due_is_crawled_side_by_side_once(host: Hosts, desk: Desk) -> None:
    webs = [web_of(host, f"127.0.0.{number}") for number in (2, 3, 4)]
    all_at_once = Barrier(3)
    for name, web in zip("abc", webs, strict=True):
        desk.outlet(name, web, 'every = "2h"', delay=0.4)
        web.first["/0"] = [meet(all_at_once, web.pages["/0"])]
    first = desk.run("crawl")
    assert first.code == 0, first.err
    assert sorted(line.partition(":")[0] for line in first.out.splitlines()) == ["a", "b", "c"]
    assert "a: finished, 2 new (4 requests)" in first.out
    assert not all_at_once.broken, "side by side: each host answers when all three have been asked"
    for web in webs:
        times = [asked.at for asked in web.log]
        assert min(later - sooner for sooner, later in itertools.pairwise(times)) > 0.35
    assert first.err == ""

    asked = [len(web.log) for web in webs]
    second = desk.run("crawl")
    assert (second.code, second.err) == (3, "")
    assert second.out.startswith("Nothing is due. Next: a, ") and "(in 2h)" in second.out
    assert [len(web.log) for web in webs] == asked

    third = desk.run("crawl", "b", "--json")
    assert third.code == 0
    (row,) = third.json
    assert (row["outlet"], row["end_reason"], row["new"], row["limited_to"]) == ("b", "finished", 0, None)
    assert [len(web.log) for web in webs] == [asked[0], asked[1] + 1, asked[2]], "robots.txt is known"

    with sqlite3.connect(desk.db) as db:
        db.execute("update crawls set started_at = '2020-01-01T00:00:00+00:00' where outlet = 'c'")
    assert [row["outlet"] for row in desk.run("crawl", "--json").json] == ["c"]


def test_an_outlet_that_comes_with_matinee_is_not_due_before_it_was_named(desk: Desk) -> None:
    done = desk.run("crawl")
    assert done.code == 3
    assert done.out.startswith("No outlet is scheduled")


def test_one_that_fails_does_not_spoil_the_others(host: Hosts, desk: Desk) -> None:
    desk.outlet("good", web_of(host, "127.0.0.2"))
    gone = host("127.0.0.3")
    gone.refuse()
    desk.outlet("gone", gone)
    (desk.outlets / "broken.toml").write_text("title = ")
    done = desk.run("crawl")
    assert done.code == 1
    assert "good: finished, 2 new" in done.out and "gone: failed, nothing new" in done.out
    assert "broken.toml: is not TOML" in done.err and "Traceback" not in done.err
    entries = {entry["outlet"]: entry for entry in json.loads(desk.run("scrapy", "due", "--json").out)}
    wait = timedelta(hours=1)
    for name, why, every in (("good", "rhythm", timedelta(days=1)), ("gone", "failed", wait)):
        entry = entries[name]
        assert entry["why"] == why
        assert datetime.fromisoformat(entry["due_at"]) - datetime.fromisoformat(entry["last_crawl"]) == every


def test_wrong_usage(host: Hosts, desk: Desk) -> None:
    desk.outlet("lamp", "http://127.0.0.2:9")
    for words, said in (
        (["lmap"], "no outlet is named lmap; did you mean lamp?"),
        (["--url", "http://127.0.0.2:9/a"], "--url goes with the name"),
        (["lamp", "--section", "film"], "--section=film: not a path"),
        (["lamp", "--since", "whenever"], "is not a date"),
        (["lamp", "-s", "CONTACT_URL"], "write NAME=VALUE"),
    ):
        done = desk.run("crawl", *words)
        assert (done.code, done.out) == (2, "")
        assert said in done.err
    assert not desk.db.exists()


def test_since_limit_section_refetch_and_url(host: Hosts, desk: Desk) -> None:
    web = host("127.0.0.2")
    film = [web.article(f"/film/{number}", f"Film {number}") for number in range(3)]
    music = web.article("/music/1", "Music")
    old = web.article("/film/old", "Old")
    dated = "<pubDate>Tue, 07 May 2019 10:00:00 GMT</pubDate>"
    web.feed("/new", *film, music)
    web.feed("/old", old, item=dated)
    desk.outlet("paper", web)
    text = (desk.outlets / "paper.toml").read_text()
    (desk.outlets / "paper.toml").write_text(text.replace('rss"', f'new", "{web.url}/old"'))

    def read() -> list[str]:
        pages = [path for path in web.asked() if path not in {"/new", "/old"}]
        web.log.clear()
        return pages

    assert desk.run("crawl", "paper", "--limit", "1").code == 0
    assert read() == ["/film/0"]
    assert desk.run("crawl", "paper", "--section", "/music").code == 0
    assert read() == ["/music/1"]
    (entry,) = [e for e in json.loads(desk.run("scrapy", "due", "--json").out) if e["outlet"] == "paper"]
    assert entry["due"], "a part of the outlet is no crawl of it"
    assert desk.run("crawl", "--since", "2020").code == 0
    assert read() == ["/film/1", "/film/2"]
    assert desk.run("crawl", "paper").code == 0
    assert read() == ["/film/old"]
    assert desk.run("crawl", "paper", "--refetch", "--section", "/music/").code == 0
    assert read() == ["/music/1"]
    assert desk.run("crawl", "paper", "--refetch", "--limit", "2").code == 0
    assert read() == ["/film/0", "/film/1"], "those that were asked for longest ago"
    assert desk.run("crawl", "paper").code == 0
    assert read() == [], "a limited refetch leaves nothing behind for the next crawl"
    assert desk.run("crawl", "paper", "--url", film[0], "--url", old).code == 0
    assert read() == ["/film/0", "/film/old"]


def test_a_page_that_is_asked_for_by_name_and_gone_or_forbidden(host: Hosts, desk: Desk) -> None:
    web = host("127.0.0.2")
    page = web.article("/a", "One")
    web.put("/robots.txt", "User-agent: *\nDisallow: /private", kind="text/plain")
    web.feed("/rss", page)
    desk.outlet("paper", web)
    assert desk.run("crawl", "paper").code == 0
    web.put("/a", "<h1>Not here</h1>", status=404)
    gone = desk.run("crawl", "paper", "--url", page)
    assert gone.code == 0 and "finished, 1 not found once" in gone.out, "what the crawl was to tell"
    forbidden = desk.run("crawl", "paper", "--url", f"{web.url}/private/x")
    assert forbidden.code == 1
    problem = f"{web.url}/private/x: robots.txt forbids it"
    assert problem in desk.run("status", "paper").out
    (health,) = json.loads(desk.run("status", "paper", "--json").out)
    assert (health["states"], health["problem"]) == (["failing"], problem)


def test_a_dry_run_asks_nobody_and_says_what_a_crawl_does(host: Hosts, desk: Desk) -> None:
    web = web_of(host, "127.0.0.2", pages=3)
    web.put("/1", "<h1>Oops</h1>", status=503)
    desk.outlet("paper", web, 'every = "6h"', delay=0.3)
    before = desk.run("crawl", "--dry-run", "--json")
    assert before.code == 0, before.err
    assert web.log == [] and not desk.db.exists()
    (plan,) = before.json
    assert [(step["what"], step["again"]) for step in plan["requests"]] == [("feed", False)]

    desk.run("crawl", "paper", "--limit", "1")
    web.log.clear()
    crawls = desk.rows("select * from crawls")
    frontier = desk.rows("select * from frontier")
    (plan,) = desk.run("crawl", "paper", "--dry-run", "--json").json
    assert [step["url"].removeprefix(web.url) for step in plan["requests"]] == ["/rss", "/1", "/2"]
    times = [datetime.fromisoformat(step["at"]) for step in plan["requests"]]
    assert times[2] - times[1] == times[1] - times[0] == timedelta(seconds=0.3)
    assert plan["requests"][0]["again"] is True
    assert web.log == []
    assert desk.rows("select * from crawls") == crawls and desk.rows("select * from frontier") == frontier

    assert desk.run("crawl", "paper").code == 1
    assert web.asked()[:3] == ["/rss", "/1", "/2"], "as planned"
    shown = desk.run("crawl", "--dry-run")
    assert "paper: " in shown.out and "(in 6h)" in shown.out
    assert f"page again {web.url}/1" not in shown.out and f"page {web.url}/1" in shown.out
    assert "2 pages to fetch later" in shown.out


def test_a_second_crawl_on_the_same_archive_ends_at_once(host: Hosts, desk: Desk) -> None:
    web = web_of(host, "127.0.0.2", pages=40)
    desk.outlet("slow", web, delay=600)
    desk.outlet("other", web_of(host, "127.0.0.3"))
    first = desk.start("crawl")
    wait_until(lambda: web.log, first)
    # The first crawl has this outlet too, until it is through with it.
    ended = "select 1 from crawls where outlet = 'other' and ended_at is not null"
    wait_until(lambda: desk.rows(ended) and not is_locked(desk.db, "other"), first)
    for words in (["crawl"], ["crawl", "other"]):
        second = desk.run(*words)
        assert (second.code, second.out) == (4, "")
        assert "another `matinee crawl` is running on this archive" in second.err
    by_scrapy = desk.run("scrapy", "crawl", "slow")
    assert by_scrapy.code == 4
    assert "another process is crawling slow" in by_scrapy.err and "Traceback" not in by_scrapy.err
    assert desk.run("scrapy", "crawl", "other").code == 0, "another outlet is free"
    slow = [entry for entry in json.loads(desk.run("scrapy", "due", "--json").out) if entry["running"]]
    assert [entry["outlet"] for entry in slow] == ["slow"]
    os.kill(first.pid, signal.SIGKILL)
    first.wait(DEADLINE)
    (killed,) = desk.rows("select * from crawls where outlet = 'slow'")
    assert killed["ended_at"] is None
    desk.outlet("slow", web)
    freed = desk.run("crawl", "slow", "--limit", "1")
    assert freed.code == 0, "the kernel let go of the locks"
    assert [path.name for path in desk.folder.iterdir() if "lock" in path.name] == ["t.db-locks"]


def test_an_outlet_that_scrapy_crawls_is_left_to_it(host: Hosts, desk: Desk) -> None:
    web = web_of(host, "127.0.0.2", pages=40)
    desk.outlet("slow", web, delay=600)
    desk.outlet("quick", web_of(host, "127.0.0.3"))
    busy = desk.start("scrapy", "crawl", "slow")
    wait_until(lambda: web.log, busy)
    assert desk.run("crawl", "slow").code == 4
    both = desk.run("crawl", "slow", "quick")
    assert both.code == 0
    assert "slow: locked" in both.out and "quick: finished" in both.out
    crawls = desk.rows("select * from crawls where outlet = 'slow'")
    assert len(crawls) == 1 and crawls[0]["ended_at"] is None
    assert end(busy, lambda: True).code == 1


@pytest.mark.parametrize("words", [["crawl"], ["scrapy", "crawl", "paper"]])
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_sends_nothing_more_and_gives_leases_back(
    host: Hosts, desk: Desk, words: list[str], number: int
) -> None:
    web = web_of(host, "127.0.0.2", pages=30)
    desk.outlet("paper", web, delay=0.5)
    first = web.hold("/0")
    done = desk.run(*words, until=first.asked, number=number, then=first.release)
    asked = len(web.log)
    assert web.asked() == ["/rss", "/0"]
    assert done.code == (1 if words[0] == "scrapy" else 128 + number), done.err
    assert "Traceback" not in done.err and "Task" not in done.err
    assert desk.rows("select * from frontier where state = 'leased'") == []
    (crawl,) = desk.rows("select * from crawls")
    assert crawl["end_reason"] == "shutdown" and crawl["captures"] == 1
    assert not desk.db.with_name("t.db-wal").exists(), "the archive was not closed"
    time.sleep(0.2)
    assert len(web.log) == asked


@pytest.mark.parametrize("words", [["crawl"], ["scrapy", "crawl", "paper"]])
def test_a_server_that_never_answers_is_abandoned_in_time(host: Hosts, desk: Desk, words: list[str]) -> None:
    web = web_of(host, "127.0.0.2", pages=6)
    third = web.hold("/2")
    desk.outlet("paper", web, delay=0.1)
    done = desk.run(*words, until=third.asked)
    assert done.seconds > 6, "what was sent had its time"
    assert "Traceback" not in done.err and "Task" not in done.err, done.err
    pages = {row["url"].removeprefix(web.url): row for row in desk.rows("select * from frontier")}
    assert pages["/2"]["state"] == "pending" and pages["/2"]["tries"] == 0
    assert (pages["/1"]["state"], pages["/5"]["state"]) == ("done", "pending")
    (crawl,) = desk.rows("select * from crawls")
    assert (crawl["end_reason"], crawl["captures"]) == ("shutdown", 2)
    third.release()
    again = desk.run("crawl", "paper")
    assert again.code == 0
    step = f"next: matinee search --outlet paper --db {desk.db}"
    assert again.out == f"paper: finished, 4 new (4 requests); {step}\n"


def test_a_robots_txt_that_never_comes_does_not_hold_the_end_up(host: Hosts, desk: Desk) -> None:
    web = web_of(host, "127.0.0.2")
    rules = web.hold("/robots.txt")
    desk.outlet("paper", web)
    done = desk.run("crawl", until=rules.asked)
    assert "Traceback" not in done.err and "Task" not in done.err, done.err


def test_a_second_ctrl_c_ends_at_once(host: Hosts, desk: Desk) -> None:
    web = web_of(host, "127.0.0.2")
    page = web.hold("/0")
    desk.outlet("paper", web)
    done = desk.run("crawl", until=page.asked, number=signal.SIGINT, insist=True)
    assert done.code == 130 and "Traceback" not in done.err
    assert [row["end_reason"] for row in desk.rows("select * from crawls")] == [None], "it waited for nothing"


def test_due_is_listed_for_people_of_scrapy(host: Hosts, desk: Desk) -> None:
    desk.outlet("paper", web_of(host, "127.0.0.2"), 'every = ["2h", "3d"]')
    rows = [line.split("\t") for line in desk.run("scrapy", "due").out.splitlines()]
    assert rows[0] == ["outlet", "last crawl", "ended", "every", "next due"]
    assert ["paper", "", "", "2h-3d (now 1d)", "now"] in rows
    assert ["slant", "after a crawl by name"] in [[row[0], row[4]] for row in rows]
    before = datetime.now(UTC)
    assert desk.run("scrapy", "crawl", "paper").code == 0
    after = datetime.now(UTC)
    (row,) = [
        line.split("\t") for line in desk.run("scrapy", "due").out.splitlines() if line.startswith("paper\t")
    ]
    assert f"{before:%Y-%m-%d %H:%M}" <= row[1] <= f"{after:%Y-%m-%d %H:%M}"
    assert row[2] == "finished" and row[4].endswith("UTC (in 1d)")


def test_a_terminal_shows_what_outlets_do_and_keeps_only_their_last_lines(
    host: Hosts, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Lines and warnings are printed above the lines that are drawn again, and these go at the end."""
    web = web_of(host, "127.0.0.2")
    held = web.hold("/0")
    desk.outlet("a", web)
    desk.outlet("b", web_of(host, "127.0.0.3"), 'follow = ["/nowhere/"]')

    def release(written: bytes) -> None:
        if re.search(rb"\na +0 +0 +0  waiting for an answer", written):
            held.release()

    monkeypatch.setenv("TERM", "xterm")
    ours, theirs = pty.openpty()
    process = desk.start("crawl", "a", "b", terminal=theirs)
    os.close(theirs)
    written = read_terminal(ours, release)
    os.close(ours)
    assert process.wait(DEADLINE) == 0
    shown = re.findall(rb"Crawling 2 outlets, [01] done: \d+ pages?, \d+ a minute, \d new, \d+ s", written)
    assert shown
    lines = screen_lines(written)
    assert [line for line in lines if not re.match("20..-", line)] == [
        "b: finished, nothing new (2 requests)",
        f"a: finished, 2 new (4 requests); next: matinee search --outlet a --db {desk.db}",
    ]
    (warning,) = (line for line in lines if re.match("20..-", line))
    assert "none of 2 links is accepted by" in warning
