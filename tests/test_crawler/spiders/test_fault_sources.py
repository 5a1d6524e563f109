"""The feeds and sitemaps of ../shared/faults, each served on loopback and crawled as its README says."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from crawler.sources.feed import read_feed
from tests.support.crawls import Crawl
from tests.support.paths import SHARED
from tests.support.web import Host

Hosts = Callable[..., Host]
Crawls = Callable[..., Crawl]
FAULTS = SHARED / "faults"
pytestmark = pytest.mark.skipif(not FAULTS.is_dir(), reason="../shared/faults is not there")
NOT_FOUND = """
<html lang=en><head><title>Page not found | Lantern Weekly</title></head><body>
<header><a href="/">Lantern Weekly</a></header>
<main><h1>Page not found</h1><p>The page that you are looking for may have been moved or deleted, or it has
never existed. Please check the address for mistakes.</p><p>You can go back to the home page, or search our
archive of reviews, interviews and news.</p></main></body></html>
"""
PREFIX = re.compile(rb"http://127\.0\.\d+\.\d+:\d+")


def serve(web: Host, folder: Path) -> dict[str, Any]:
    """Put the files of a case on a host, with their hosts replaced by it, and pages at what they link."""
    truth: dict[str, Any] = json.loads((folder / "truth.json").read_text())
    for file in folder.iterdir():
        if file.name not in {"README", "truth.json"}:
            body = PREFIX.sub(web.url.encode(), file.read_bytes())
            kind = (
                "text/html" if "served as text/html" in (folder / "README").read_text() else "application/xml"
            )
            web.put(f"/{file.name}", body, kind=kind)
    if "/sm.php" in web.pages:
        web.pages["/sm.php?from=1&to=9"] = web.pages.pop("/sm.php")
    return truth


@pytest.mark.parametrize(
    "name",
    [
        "50-sitemap-blank-first",
        "50b-sitemap-index-blank-first",
        "51-sitemap-relative-index",
        "51b-sitemap-relative",
    ],
)
def test_a_sitemap_is_read_whole(host: Hosts, crawl: Crawls, name: str) -> None:
    web = host()
    truth = serve(web, FAULTS / name)
    for path in [*truth["fetched"], "/film/0", "/film/1", "/film/2"]:
        if path not in web.pages:
            web.article(path, f"Film {path}")
    done = crawl(f'home = "{web.url}/"\nsitemaps = ["{web.url}/sitemap.xml"]\n')
    assert set(truth["fetched"]) <= set(web.asked())
    assert (done.code, done.last["end_reason"], done.last["failed"]) == (0, "finished", 0), done.log
    assert not done.lines("WARNING") and not done.lines("ERROR"), done.log


def test_mail_addresses_are_no_authors(host: Hosts, crawl: Crawls) -> None:
    web = host()
    truth = serve(web, FAULTS / "53-feed-author-email")
    for path in truth:
        web.article(path, f"Film {path}")
    done = crawl(f'home = "{web.url}/"\nfeeds = ["{web.url}/feed.xml"]\n')
    rows = done.rows("select * from frontier where kind = 'page'")
    hints = {row["url"].removeprefix(web.url): json.loads(row["hint"]) for row in rows}
    assert {path: hint["authors"] for path, hint in hints.items()} == truth
    assert {record["url"].removeprefix(web.url): record["authors"] for record in done.records} == truth


def test_pages_that_are_gone_and_answer_200_are_no_articles(host: Hosts, crawl: Crawls) -> None:
    web = host()
    truth = serve(web, FAULTS / "55-crawl-soft404")
    web.article("/film/0", "Film number 0 review")
    for number in range(1, 6):
        web.put(f"/film/{number}", NOT_FOUND)
    done = crawl(f'home = "{web.url}/"\nsitemaps = ["{web.url}/sitemap.xml"]\n')
    assert [record["url"].removeprefix(web.url) for record in done.records] == truth["articles"]


def test_an_atom_title_that_is_text_keeps_its_signs() -> None:
    folder = FAULTS / "57-feed-title-angle"
    (link,) = read_feed((folder / "feed.xml").read_bytes(), "https://lantern.example/feed.xml").links
    assert link.hint and link.hint.title == json.loads((folder / "truth.json").read_text())["title"]


def test_an_index_that_lists_feeds_is_read(host: Hosts, crawl: Crawls) -> None:
    web, folder = host(), FAULTS / "publishing" / "13-sitemap-index-lists-feeds"
    files = {path.name: PREFIX.sub(web.url.encode(), path.read_bytes()) for path in folder.glob("*.xml")}
    for address in re.findall(rb"<loc>(.*?)</loc>", files["sitemapindex.xml"]):
        web.put(address.decode().removeprefix(web.url), files["rss.xml"], kind="application/xml")
    for name, body in files.items():
        web.put(f"/{name}", body, kind="application/xml")
    for address in re.findall(rb"<link>(.*?)</link>", files["rss.xml"]):
        web.article(address.decode().removeprefix(web.url), "A post")
    done = crawl(
        f'home = "{web.url}/"\nsitemaps = ["{web.url}/sitemapindex.xml"]\nfollow = ["/posts/"]\n',
        "-a",
        "limit=2",
    )
    assert (done.code, done.last["end_reason"]) == (0, "finished"), done.log
    assert not done.lines("ERROR") and len(done.records) == 2
    (posts,) = done.rows("select count(*) posts from frontier where kind = 'page' and hint like '%authors%'")
    assert posts["posts"] == len(set(re.findall(rb"<link>(http[^<]*/posts/[^<]*)</link>", files["rss.xml"])))


def test_a_feed_of_another_host_is_said(host: Hosts, crawl: Crawls) -> None:
    web, folder = host(), FAULTS / "publishing" / "19-eleventy-feed-of-another-host"
    web.put("/feed/feed.xml", (folder / "feed.xml").read_bytes(), kind="application/xml")
    done = crawl(f'home = "{web.url}/"\nfeeds = ["{web.url}/feed/feed.xml"]\n')
    (line,) = (line for line in done.lines("WARNING") if "feed.xml" in line)
    assert "all on other hosts (example.com)" in line and "`hosts`" in line
