"""What the archive has after a crawl, and what becomes of a crawl whose archive fails."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.support.crawls import Crawl, rows_of
from tests.support.web import Host

Hosts = Callable[..., Host]
Crawls = Callable[..., Crawl]


def test_pages_fetched_again_give_the_same_records_and_say_what_changed(host: Hosts, crawl: Crawls) -> None:
    web = host()
    kept, edited = web.article("/a", "Kept"), web.article("/b", "Edited")
    web.feed("/rss", kept, edited)
    toml = f'home = "{web.url}/"\nfeeds = ["{web.url}/rss"]'
    first = crawl(toml)
    assert first.code == 0
    old = web.pages["/b"].body.decode()
    web.put(
        "/b", old.replace("</article>", "<p>Since this was written the ferry has been found.</p></article>")
    )
    second = crawl(toml, "-a", "refetch=1")
    assert second.code == 0
    assert {record["url"] for record in second.records} == {kept, edited}
    outcomes = {name: second.last[name] for name in ("new", "changed", "same", "captures")}
    assert outcomes == {"new": 0, "changed": 1, "same": 1, "captures": 2}
    texts = {record["url"]: record["text"] for record in second.records}
    assert "ferry has been found" in texts[edited]


def test_an_article_behind_two_addresses_is_given_once(host: Hosts, crawl: Crawls) -> None:
    web = host()
    canonical = f'<link rel="canonical" href="{web.url}/a">'
    page, twin = web.article("/a", "One", canonical), web.article("/a/print", "One", canonical)
    web.feed("/rss", page, twin)
    done = crawl(f'home = "{web.url}/"\nfeeds = ["{web.url}/rss"]')
    assert [record["url"] for record in done.records] == [page]
    assert done.last["captures"] == 2


def test_what_is_no_article_is_dropped_in_one_line(host: Hosts, crawl: Crawls) -> None:
    web = host()
    web.put("/empty", "<html><body></body></html>")
    web.feed("/rss", "/empty")
    done = crawl(f'home = "{web.url}/"\nfeeds = ["{web.url}/rss"]')
    assert done.code == 0
    assert done.records == []
    (line,) = done.lines(f"{web.url}/empty")
    assert "INFO" in line and "not an article" in line
    assert done.last["not_article"] == 1
    assert done.lines("t.db: 1 not an article (pages: 1 fetched)")


def test_an_archive_that_is_not_ours_ends_the_crawl_before_it_begins(host: Hosts, crawl: Crawls) -> None:
    web = host()
    web.feed("/rss", web.article("/a", "Page"))
    toml = f'home = "{web.url}/"\nfeeds = ["{web.url}/rss"]'
    done = crawl(toml, db="missing/folder/t.db")
    assert done.code == 1
    assert web.log == []
    assert len(done.lines("] ERROR: ")) == 1 and "there is no folder" in done.log
    assert "Traceback" not in done.log
    assert "Spider closed (archive_error)" in done.log

    other = done.db.parents[2] / "other.db"
    with sqlite3.connect(other) as db:
        db.execute("create table theirs (x)")
    before = other.read_bytes()
    done = crawl(toml, db="other.db")
    assert done.code == 1 and "not a Matinee archive" in done.log and "Traceback" not in done.log
    assert other.read_bytes() == before


@pytest.mark.parametrize("workers", ["-1", "many"])
def test_a_number_of_workers_that_is_none_ends_the_crawl_before_it_begins(
    host: Hosts, crawl: Crawls, workers: str
) -> None:
    web = host()
    done = crawl(f'home = "{web.url}/"\nfeeds = ["{web.url}/rss"]', "-s", f"CLEAN_WORKERS={workers}")
    assert done.code == 1 and web.log == []
    assert (
        f"CLEAN_WORKERS={workers}: not a number of processes: give" in done.log
        and "Traceback" not in done.log
    )


def test_a_disk_that_fills_up_ends_the_crawl_and_keeps_what_was_good(host: Hosts, crawl: Crawls) -> None:
    web = host()
    toml = f'home = "{web.url}/"\nfeeds = ["{web.url}/rss"]'
    web.feed("/rss", web.article("/first", "First"))
    assert crawl(toml).code == 0
    noise = bytes(range(256)).hex()
    for number in range(40):
        salted = "".join(f"<!-- {hash((number, i)):x}{noise[i % 400 :]} -->" for i in range(400))
        web.article(f"/{number}", f"Page {number}", salted)
    web.feed("/rss", *(f"/{number}" for number in range(40)))
    done = crawl(toml, "-s", "CONCURRENT_REQUESTS=2", disk=400)
    assert done.code == 1
    assert "Traceback" not in done.log
    assert "archive_error" in done.log
    assert len(web.log) < 50, "it does not go on fetching for nothing"
    (row,) = done.rows("select count(*) articles from articles")
    assert row["articles"] >= 1
    assert done.rows("pragma integrity_check") == [{"integrity_check": "ok"}]


def test_an_interrupted_crawl_ends_in_order_and_says_so(host: Hosts, crawl: Crawls, tmp_path: Path) -> None:
    web = host()
    web.feed("/rss", *(web.article(f"/{number}", f"Page {number}") for number in range(30)))
    toml = f'home = "{web.url}/"\nfeeds = ["{web.url}/rss"]'
    page = web.hold("/4")

    def is_cleaning() -> bool:
        return page.asked() and bool(rows_of(tmp_path / "t.db", "select 1 from articles"))

    done = crawl(toml, delay=0.2, until=is_cleaning, then=page.release)
    assert done.code == 1
    assert done.last["end_reason"] == "shutdown", done.log
    assert 0 < done.last["new"] < 30
    assert len(done.records) == done.last["captures"]
    assert "Traceback" not in done.log


def test_a_crawl_that_is_forced_to_end_has_failed_and_loses_nothing(host: Hosts, crawl: Crawls) -> None:
    web = host()
    web.feed("/rss", *(web.article(f"/{number}", f"Page {number}") for number in range(30)))
    toml = f'home = "{web.url}/"\nfeeds = ["{web.url}/rss"]'
    done = crawl(toml, delay=0.2, until=web.hold("/4").asked, insist=True)
    assert done.code == 1
    assert done.last["end_reason"] is None
    (kept,) = done.rows("select count(*) pages from captures")
    assert kept["pages"] > 0
    again = crawl(toml, "-a", f"url={web.url}/0")
    assert again.code == 0
    assert again.rows("select * from captures where outcome is null") == []


def test_a_limit_that_the_user_set_is_no_failure(host: Hosts, crawl: Crawls) -> None:
    web = host()
    web.feed("/rss", *(web.article(f"/{number}", f"Page {number}") for number in range(300)))
    toml = f'home = "{web.url}/"\nfeeds = ["{web.url}/rss"]'
    done = crawl(toml, "-s", "CLOSESPIDER_ITEMCOUNT=2", delay=0.1)
    assert (done.code, done.last["end_reason"]) == (0, "closespider_itemcount")
    assert len(web.log) < 300


HAND_WRITTEN = """
import scrapy
class Mine(scrapy.Spider):
    name = "mine"
    async def start(self):
        yield scrapy.Request({url!r}, self.parse)
    def parse(self, response):
        yield {{"status": response.status}}
        raise RuntimeError("not thought of")
"""


def test_a_spider_written_by_hand_keeps_its_items_and_its_errors_count(
    host: Hosts, crawl: Crawls, tmp_path: Path
) -> None:
    web = host()
    (tmp_path / "manual_cuts.py").write_text(HAND_WRITTEN.format(url=web.article("/a", "Page")))
    toml = f'home = "{web.url}/"\nfeeds = ["{web.url}/rss"]'
    done = crawl(toml, "-s", "SPIDER_MODULES=manual_cuts", "-s", "DOWNLOAD_DELAY=0", name="mine")
    assert done.records == [{"status": 200}]
    assert done.code == 1
    assert not done.db.exists(), "nothing was captured"


def test_site_rules_read_what_is_crawled_and_a_broken_one_stops_nothing(
    host: Hosts, crawl: Crawls, tmp_path: Path
) -> None:
    web = host()
    page = web.article(
        "/a", "Ferry Town", "<meta name='desk' content='Nobody'><meta name='pen' content='Ann Lee'>"
    )
    web.feed("/rss", page)
    rules = tmp_path / "rules"
    rules.mkdir()
    (rules / "page.html").write_text("<p>saved")
    test = '[[test]]\npage = "page.html"\ntext = "saved"\n'
    (rules / "127.0.0.1.toml").write_text(f'author = "meta[name=pen]"\nscale = 6\n{test}')
    (rules / "other.example.toml").write_text(f'titel = "h1"\n{test}')
    toml = f'home = "{web.url}/"\nfeeds = ["{web.url}/rss"]'
    assert crawl(toml, db="plain.db").records[0]["authors"] == []
    done = crawl(toml, "-s", "RULES_DIR=rules")
    assert done.records[0]["authors"] == ["Ann Lee"]
    (line,) = done.lines("other.example.toml")
    assert "WARNING" in line and "titel: unknown key" in line
    assert done.code == 0


def test_what_came_of_each_source_and_what_drifts_is_written_at_the_end(host: Hosts, crawl: Crawls) -> None:
    web = host()
    web.feed("/rss", *(web.article(f"/{number}", f"Page {number}") for number in range(3)))
    done = crawl(f'home = "{web.url}/"\nfeeds = ["{web.url}/rss"]')
    (figures,) = json.loads(done.last["sources"]).values()
    assert figures["read"] == 1
    assert figures["links"]["taken"] == 3
    assert json.loads(done.last["drift"]) == []
    assert json.loads(done.last["statuses"])["200"] >= 4
