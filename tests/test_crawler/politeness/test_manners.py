"""Manners towards hosts that keep their own log of what they were asked, and when."""

from __future__ import annotations

import itertools
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest
from sqlite_utils import Database

from archive.db.rows import stamp
from tests.support.crawls import Crawl
from tests.support.paths import ROOT
from tests.support.processes import DEADLINE
from tests.support.web import Answer, Host

Hosts = Callable[..., Host]
Crawls = Callable[..., Crawl]


def filled(web: Host, pages: int = 3, robots: str = "") -> str:
    """A host with a feed of pages; the outlet file for it."""
    web.put("/robots.txt", f"User-agent: *\nDisallow: /private\n{robots}", kind="text/plain")
    web.feed("/rss", *(web.article(f"/{number}", f"Page {number}") for number in range(pages)), "/private")
    return f'home = "{web.url}/"\nfeeds = ["{web.url}/rss"]\n'


def gaps(web: Host) -> list[float]:
    """Seconds between one request and the next."""
    return [later.at - earlier.at for earlier, later in itertools.pairwise(web.log)]


def change(done: Crawl, **columns: object) -> None:
    """Change what is remembered of the only host."""
    db = Database(done.db)
    with db.conn:
        db.execute("update hosts set " + ", ".join(f"{name} = ?" for name in columns), list(columns.values()))
    db.close()


def ago(**span: float) -> str:
    return stamp(datetime.now(UTC) - timedelta(**span))


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
    (said,) = done.lines("stays in the frontier")
    (row,) = done.rows("select * from hosts")
    assert row["reason"] == "HTTP 429, Retry-After" and row["reason"] in said
    until = datetime.fromisoformat(row["not_before"]) - datetime.now(UTC)
    assert timedelta(minutes=58) < until <= timedelta(hours=1, seconds=1)
    assert f"{row['not_before'][11:16]}" in said

    web.log.clear()
    again = crawl(toml)
    assert web.log == [] and (again.code, again.last["end_reason"]) == (1, "failed")
    assert len(again.lines("stays in the frontier")) == 1

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


def test_a_robots_txt_is_asked_for_again_after_a_day_also_in_the_middle_of_a_crawl(
    host: Hosts, crawl: Crawls
) -> None:
    web = host()
    toml = filled(web, pages=6)
    done = crawl(toml, "-a", f"url={web.url}/0", delay=0.1)
    change(done, robots_at=ago(hours=24, seconds=-4))
    a_day_old = time.monotonic() + 4
    web.log.clear()
    web.put("/robots.txt", "User-agent: *\nDisallow: /5", kind="text/plain")

    def answer_after_the_day() -> Answer:
        time.sleep(max(0, a_day_old - time.monotonic()))
        return web.pages["/1"]

    web.first["/1"] = [answer_after_the_day]
    crawl(toml, delay=0.1)
    assert web.asked(robots=True).count("/robots.txt") == 1
    assert "/4" in web.asked() and "/5" not in web.asked(), "it says something else now"


@pytest.mark.parametrize("times", [5, 6])
def test_robots_txt_is_followed_through_five_redirects(host: Hosts, crawl: Crawls, times: int) -> None:
    web, other = host("127.0.0.1"), host("127.0.0.2")
    toml = filled(web, pages=1)
    hops = ["/robots.txt", *(f"/hop-{number}" for number in range(1, times))]
    for here, there in itertools.pairwise(hops):
        web.put(here, "", status=301, headers={"Location": there})
    web.put(hops[-1], "", status=302, headers={"Location": f"{other.url}/rules"})
    other.put("/rules", "User-agent: *\nDisallow: /0", kind="text/plain")
    done = crawl(toml)
    assert web.asked()[times - 1 :] == (["/rss", "/private"] if times == 5 else [])
    assert bool(done.lines("gave no answer (max redirections reached)")) == (times == 6)


def test_of_a_robots_txt_500_kib_count(host: Hosts, crawl: Crawls) -> None:
    web = host()
    toml = filled(web)
    filler = "# nothing\n" * 51_200  # 500 KiB
    web.put("/robots.txt", f"User-agent: *\nDisallow: /0\n{filler}Disallow: /1\n", kind="text/plain")
    crawl(toml)
    assert sorted(web.asked()) == ["/1", "/2", "/private", "/rss"]


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


def test_nothing_but_public_addresses_is_fetched(host: Hosts, crawl: Crawls) -> None:
    web = host()
    web.feed("/rss", web.article("/0", "Page"))
    port = web.url.rpartition(":")[2]
    doors = [f"http://{name}:{port}/rss" for name in ("127.0.0.1", "localhost", "[::1]", "127.1")]
    done = crawl(f'home = "http://93.184.215.14/"\nfeeds = {doors}')
    assert web.log == [] and done.last["end_reason"] == "failed"
    said = [line for line in done.lines("is no public address (loopback)") if "ERROR" in line]
    assert len(said) == 4 and all("paper.toml" in line for line in said), done.log
    assert len(done.lines("WARNING: localhost (127.0.0.1) is no public address")) == 1


def test_pages_of_a_name_that_leads_to_a_private_address_wait(host: Hosts, crawl: Crawls) -> None:
    web = host()
    port = web.url.rpartition(":")[2]
    toml = f'home = "http://93.184.215.14/"\nhosts = ["localhost:{port}"]\nfeeds = ["{web.url}/rss"]\n'
    done = crawl(toml, "-a", f"url=http://localhost:{port}/0")
    assert web.log == [] and done.code == 1
    assert [row["state"] for row in done.rows("select state from frontier where kind = 'page'")] == [
        "pending"
    ]


def test_a_redirect_leads_to_no_private_address(host: Hosts, crawl: Crawls) -> None:
    web = host()
    toml = filled(web) + 'hosts = ["10.255.255.1", "169.254.169.254"]'
    for path, address in (("/0", "10.255.255.1"), ("/1", "169.254.169.254")):
        web.put(path, "", status=302, headers={"Location": f"http://{address}/latest/meta-data"})
    done = crawl(toml)
    assert len(done.lines(f"{web.url}/0: 10.255.255.1 is no public address (private)")) == 1, done.log
    assert len(done.lines(f"{web.url}/1: 169.254.169.254 is no public address (link-local)")) == 1
    assert [record["captured_url"] for record in done.records] == [f"{web.url}/2"]

    web.put("/robots.txt", "", status=302, headers={"Location": "http://169.254.169.254/robots.txt"})
    done = crawl(toml, db="other.db")
    assert done.lines("/robots.txt gave no answer (169.254.169.254 is no public address")


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
process = AsyncCrawlerProcess(settings)
for name in ("paper-0", "paper-1"):
    process.crawl(name)
process.start()
"""
    subprocess.run([sys.executable, "-c", script], check=True, cwd=ROOT, timeout=DEADLINE)
    assert sorted(shared.asked(robots=True)) == ["/0/film", "/0/tv", "/1/film", "/1/tv", "/robots.txt"]
    assert min(gaps(shared)) > 0.6, gaps(shared)
