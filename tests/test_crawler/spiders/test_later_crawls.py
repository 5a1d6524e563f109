"""Crawls that follow another: what was fetched is not fetched again, what was interrupted goes on."""

from __future__ import annotations

import json
import os
import random
import signal
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.support.crawls import Crawl
from tests.support.forked import start_module
from tests.support.paths import ROOT
from tests.support.processes import DEADLINE, Process
from tests.support.web import Host

Hosts = Callable[..., Host]
Crawls = Callable[..., Crawl]
IN_FLIGHT = 4  # CONCURRENT_REQUESTS


def toml_of(web: Host) -> str:
    return f'home = "{web.url}/"\nfeeds = ["{web.url}/rss"]\nsitemaps = ["{web.url}/index.xml"]\n'


def filled(web: Host, pages: int = 4) -> list[str]:
    """A press with a feed and an index of sitemaps, all with validators."""
    web.conditional = True
    links = [web.article(f"/film/{number}", f"Page {number}") for number in range(pages)]
    web.feed("/rss", *links)
    web.sitemap("/index.xml", web.url + "/part.xml", root="sitemapindex")
    web.sitemap("/part.xml", *links)
    return links


def test_a_second_crawl_asks_sources_whether_they_changed_and_no_page(host: Hosts, crawl: Crawls) -> None:
    web = host()
    links = filled(web)
    first = crawl(toml_of(web))
    assert first.code == 0 and len(first.records) == len(links)
    web.log.clear()
    second = crawl(toml_of(web))
    assert (second.code, second.last["end_reason"]) == (0, "finished"), second.log
    assert sorted(web.asked()) == ["/index.xml", "/part.xml", "/rss"]
    assert {asked.status for asked in web.log if asked.path != "/robots.txt"} == {304}
    assert second.records == []


def test_sources_without_validators_are_read_and_no_page_is_asked_for(host: Hosts, crawl: Crawls) -> None:
    web = host()
    filled(web)
    web.conditional = False
    crawl(toml_of(web))
    web.log.clear()
    crawl(toml_of(web))
    assert sorted(web.asked()) == ["/index.xml", "/part.xml", "/rss"]


def test_what_a_source_says_has_changed_is_looked_at_and_a_304_is_not_cleaned(
    host: Hosts, crawl: Crawls
) -> None:
    web = host()
    links = filled(web, 2)
    crawl(toml_of(web))
    soon = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(time.time() + 60))
    web.sitemap("/part.xml", *links, entry=f"<lastmod>{soon}</lastmod>")
    web.article("/film/1", "Page 1", "<meta name=edited>")
    web.log.clear()
    done = crawl(toml_of(web))
    statuses = {asked.path: asked.status for asked in web.log if asked.path.startswith("/film")}
    assert statuses == {"/film/0": 304, "/film/1": 200}
    assert (done.last["unchanged"], done.last["same"], done.last["captures"]) == (1, 1, 1)


def test_changed_rules_of_an_outlet_read_an_unchanged_source_anew(host: Hosts, crawl: Crawls) -> None:
    web = host()
    web.conditional = True
    web.feed("/rss", web.article("/film/1", "Film"), web.article("/music/1", "Music"))
    toml = f'home = "{web.url}/"\nfeeds = ["{web.url}/rss"]\n'
    crawl(toml + 'follow = ["/film/"]')
    web.log.clear()
    crawl(toml)
    assert web.asked() == ["/rss", "/music/1"]


def test_a_listing_stops_where_all_is_known(host: Hosts, crawl: Crawls) -> None:
    web = host()
    link = '<a class="{}" href="{}">x</a>'.format

    def listing(*pages: list[str]) -> None:
        for number, links in enumerate(pages):
            onward = link("n", f"/list?p={number + 1}") if number + 1 < len(pages) else ""
            web.put(f"/list?p={number}", "".join(link("t", url) for url in links) + onward)

    pages = [web.article(f"/film/{number}", f"Page {number}") for number in range(7)]
    toml = f'home = "{web.url}/"\n[[listings]]\nurl = "{web.url}/list?p=0"\nlinks = "a.t"\nnext = "a.n"\n'
    listing(pages[2:4], pages[4:6], pages[6:])
    assert len(crawl(toml).records) == 5
    web.log.clear()
    listing([pages[0], pages[1]], pages[2:4], pages[4:6], pages[6:])
    crawl(toml)
    assert sorted(web.asked()) == ["/film/0", "/film/1", "/list?p=0", "/list?p=1"]


def test_a_limited_crawl_leaves_the_rest_to_the_next(host: Hosts, crawl: Crawls) -> None:
    web = host()
    filled(web)
    assert len(crawl(toml_of(web), "-a", "limit=1").records) == 1
    assert len(crawl(toml_of(web), "-a", "limit=1").records) == 1
    assert len(crawl(toml_of(web)).records) == 2
    assert max(Counter(path for path in web.asked() if "film" in path).values()) == 1


def test_since_takes_what_is_not_known_to_be_older(host: Hosts, crawl: Crawls) -> None:
    web = host()
    web.feed("/new", web.article("/new/1", "New"), item="<pubDate>Fri, 01 May 2026 10:00:00 GMT</pubDate>")
    web.feed("/old", web.article("/old/1", "Old"), item="<pubDate>Wed, 01 Apr 2026 10:00:00 GMT</pubDate>")
    toml = f'home = "{web.url}/"\nfeeds = ["{web.url}/old", "{web.url}/new"]\n'
    crawl(toml, "-a", "since=2026-04-15")
    assert web.asked() == ["/old", "/new", "/new/1"]
    web.log.clear()
    crawl(toml)
    assert "/old/1" in web.asked(), "another crawl may want it"


def test_a_page_that_fails_is_asked_for_again_and_later_left_to_another_crawl(
    host: Hosts, crawl: Crawls
) -> None:
    web = host()
    web.put("/broken", "<h1>Oops</h1>", status=500)
    web.feed("/rss", "/broken", web.article("/a", "Page"))
    toml = f'home = "{web.url}/"\nfeeds = ["{web.url}/rss"]\n'
    done = crawl(toml)
    assert web.asked().count("/broken") == 2 and done.code == 1
    (row,) = done.rows("select * from frontier where url like '%/broken'")
    assert (row["state"], row["status"], row["tries"]) == ("pending", 500, 2)
    web.log.clear()
    crawl(toml)
    assert "/broken" not in web.asked(), "its time has not come"


@pytest.mark.parametrize("sign", [signal.SIGKILL, signal.SIGTERM])
def test_a_crawl_that_is_stopped_at_any_moment_is_finished_by_the_next(
    host: Hosts, tmp_path: Path, sign: signal.Signals
) -> None:
    web = host()
    links = [web.article(f"/{number}", f"Page {number}") for number in range(30)]
    web.feed("/rss", *links)
    outlets = tmp_path / "outlets"
    outlets.mkdir()
    (outlets / "paper.toml").write_text(
        f'title = "Paper"\nhome = "{web.url}/"\nfeeds = ["{web.url}/rss"]\ndelay = 0\n'
    )
    db = tmp_path / "t.db"

    def start() -> Process:
        words = ["crawl", "paper", "-s", f"ARCHIVE_DB={db}", "-s", f"OUTLETS_DIR={outlets}"]
        words += ["-s", "CLEAN_WORKERS=1", "-s", "LOG_LEVEL=ERROR"]
        ours = {"SCRAPY_SETTINGS_MODULE": "tests.support.patient_settings", "PYTHONPATH": str(ROOT)}
        return start_module("scrapy", words, {**os.environ, **ours}, ROOT)

    chance = random.Random(7)
    for _ in range(3):
        process, enough = start(), len(web.log) + chance.randint(3, 9)
        while len(web.log) < enough and process.poll() is None:
            time.sleep(0.005)
        process.send_signal(sign)
        process.wait(DEADLINE)
    assert start().wait(DEADLINE) == 0
    asked = Counter(path for path in web.asked() if path != "/rss")
    refetched = sum(asked.values()) - len(asked)
    assert len(asked) == len(links)
    assert refetched <= (3 * IN_FLIGHT if sign is signal.SIGKILL else 0)
    shown = Crawl(0, "", db, [])
    assert shown.rows("select count(*) n, count(distinct url) urls from articles") == [
        {"n": len(links), "urls": len(links)}
    ]
    assert shown.rows("select count(*) n from captures") == [{"n": len(links)}]
    assert shown.rows("select count(*) n from frontier where state <> 'done'") == [{"n": 0}]
    reasons = [row["end_reason"] for row in shown.rows("select end_reason from crawls order by id")]
    assert reasons[-1] == "finished" and json.dumps(reasons).count("null") == 0
