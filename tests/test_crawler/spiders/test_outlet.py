"""`scrapy crawl` from the sources of an outlet into an archive: real server, real processes, real file.

Long because each kind of source and of answer has a crawl here.
"""

from __future__ import annotations

import csv
import itertools
import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from archive.db.store import Store
from archive.export import export, records
from crawler.outlet.arguments import ArgumentError, read_arguments
from crawler.outlet.outlet import Outlet
from tests.support.crawls import Crawl
from tests.support.web import Host

Hosts = Callable[..., Host]
Crawls = Callable[..., Crawl]


def test_every_page_once_through_every_kind_of_door(host: Hosts, crawl: Crawls, tmp_path: Path) -> None:
    web = host()
    web.put("/robots.txt", "User-agent: *\nDisallow: /private/\n", kind="text/plain")
    pages = {name: web.article(f"/film/{name}", name.title()) for name in "abcdefgh"}
    web.article("/private/x", "Private")
    web.article("/tag/y", "Tag")
    web.feed(
        "/rss",
        pages["a"] + "?utm_source=rss",
        "/film/b?fbclid=1#more",
        web.url + "/private/x",
        web.url + "/tag/y",
    )
    web.put(
        "/feed.json",
        json.dumps(
            {"version": "https://jsonfeed.org/version/1.1", "items": [{"id": "1", "url": pages["c"]}]}
        ),
        kind="application/feed+json",
    )
    web.sitemap("/index.xml", web.url + "/1.xml.gz", web.url + "/news.xml", root="sitemapindex")
    web.sitemap("/1.xml.gz", pages["a"], pages["d"], kind="application/octet-stream")
    news = (
        "<news:news><news:publication_date>2024-05-07T09:30:00Z</news:publication_date>"
        "<news:title>E</news:title></news:news>"
    )
    web.sitemap("/news.xml", pages["e"], entry=news)
    link = '<a class="{}" href="{}">x</a>'.format
    web.put("/list", link("t", pages["b"]) + link("t", "/film/f") + link("n", "/list?p=2"))
    web.put("/list?p=2", link("t", "/film/g") + link("n", "/list"))

    done = crawl(
        f"""
        home = "{web.url}/"
        feeds = ["{web.url}/rss", "{web.url}/feed.json"]
        sitemaps = ["{web.url}/index.xml"]
        urls = ["{pages["h"]}"]
        skip = ["/tag/"]
        medium = "film"
        [[listings]]
        url = "{web.url}/list"
        links = "a.t"
        next = "a.n"
        """,
        "-O",
        str(tmp_path / "out.csv"),
        delay=0.05,  # without a delay, Scrapy's order within a host is loose
    )
    assert done.code == 0, done.log
    paths = ["/rss", "/feed.json", "/index.xml", "/1.xml.gz", "/news.xml", "/list", "/list?p=2"]
    assert sorted(web.asked()) == sorted([*paths, *(f"/film/{name}" for name in "abcdefgh")])
    assert web.asked()[:4] == ["/rss", "/feed.json", "/index.xml", "/list"], "sources first"
    assert web.asked(robots=True)[0] == "/robots.txt"
    assert web.log[0].headers["User-Agent"].startswith("Matinee/")

    assert {record["url"] for record in done.records} == set(pages.values())
    by_url = {record["url"]: record for record in done.records}
    dated = by_url[pages["e"]]
    assert dated["published"].startswith("2024-05-07T09:30:00")
    assert dated["published_from"] == "sitemap"
    assert by_url[pages["d"]]["published"] is None
    crawled = done.last
    assert (crawled["end_reason"], crawled["captures"], crawled["new"]) == ("finished", 8, 8)
    assert crawled["requests"] == len(web.log)
    assert crawled["ended_at"] >= crawled["started_at"]
    (row,) = done.rows("select distinct outlet, medium, crawl_id from captures")
    assert row == {"outlet": "paper", "medium": "film", "crawl_id": crawled["id"]}
    assert not done.lines("CONTACT_URL is not set"), "nobody is to be told on loopback"
    assert "harbour town" not in done.log, "no text of a page in the log"

    with Store.open(done.db, readonly=True) as store:
        exported = sorted(records(store), key=lambda record: record["id"])
        export(exported, tmp_path / "exported.csv")
    assert sorted(done.records, key=lambda record: record["id"]) == exported
    assert rows(tmp_path / "out.csv") == rows(tmp_path / "exported.csv")


def rows(path: Path) -> list[dict[str, str]]:
    """Rows of a CSV file by id."""
    with path.open(newline="") as file:
        return sorted(csv.DictReader(file), key=lambda row: int(row["id"]))


def test_delay_is_kept_between_any_two_requests(host: Hosts, crawl: Crawls) -> None:
    web = host()
    links = [web.article(f"/{number}", f"Page {number}") for number in range(4)]
    web.feed("/rss", *links)
    crawl(f'home = "{web.url}/"\nfeeds = ["{web.url}/rss"]', delay=0.4)
    times = [asked.at for asked in web.log]
    assert len(times) == 6
    gaps = [later - earlier for earlier, later in itertools.pairwise(times)]
    assert min(gaps) > 0.35, gaps


def test_a_robots_txt_that_does_not_answer_closes_the_host_only(host: Hosts, crawl: Crawls) -> None:
    open_web, closed_web = host("127.0.0.2"), host("127.0.0.3")
    closed_web.put("/robots.txt", "User-agent: *\nAllow: /", status=503)
    closed_web.article("/b", "Closed")
    pages = [open_web.article("/a", "Open"), closed_web.url + "/b"]
    open_web.feed("/rss", *pages)
    toml = f'home = "{open_web.url}/"\nfeeds = ["{open_web.url}/rss", "{closed_web.url}/rss"]'
    done = crawl(f"{toml}\nhosts = ['{closed_web.url.removeprefix('http://')}']")

    assert open_web.asked() == ["/rss", "/a"]
    assert closed_web.asked() == []
    assert done.code == 1
    assert done.last["end_reason"] == "partly_failed"
    (said,) = done.lines("gave no answer (HTTP 503): nothing is fetched")
    assert f"{closed_web.url}/robots.txt" in said
    (source,) = done.lines(f"{closed_web.url}/rss")
    assert "crawl again later" in source and "`feeds`" in source
    assert [record["url"] for record in done.records] == pages[:1]


def test_no_robots_txt_is_leave_and_no_connection_is_none(host: Hosts, crawl: Crawls) -> None:
    gone = host("127.0.0.4")
    gone.refuse()
    done = crawl(f'home = "{gone.url}/"\nfeeds = ["{gone.url}/rss"]')
    assert done.code == 1
    assert done.last["end_reason"] == "failed"
    assert done.lines("robots.txt gave no answer")
    assert "Traceback" not in done.log


def test_redirects_stay_on_the_outlets_hosts(host: Hosts, crawl: Crawls) -> None:
    web, foreign = host("127.0.0.1"), host("127.0.0.9")
    foreign.article("/x", "Elsewhere")
    target = web.article("/moved-here", "Moved")
    web.put("/old", "", status=301, headers={"Location": "/moved-here"})
    web.put("/away", "", status=302, headers={"Location": foreign.url + "/x"})
    web.put("/file", "", status=302, headers={"Location": "file:///etc/passwd"})
    web.feed("/rss", "/old", "/away", "/file")
    done = crawl(f'home = "{web.url}/"\nfeeds = ["{web.url}/rss"]')
    assert foreign.log == []
    assert [record["url"] for record in done.records] == [target]
    (said,) = done.lines("127.0.0.9")
    assert "is not a host of the outlet" in said and "paper.toml" in said
    assert "root:" not in str(done.rows("select * from captures"))


def test_what_is_no_html_is_skipped_and_error_pages_are_captured(host: Hosts, crawl: Crawls) -> None:
    web = host()
    web.put("/poster.pdf", b"%PDF-1.7 ...", kind="application/pdf")
    web.put("/poster", b"\x89PNG\r\n\x1a\n", kind="image/png")
    web.put("/gone", "<h1>Gone</h1>", status=410)
    web.put("/broken", "<h1>Oops</h1>", status=500)
    web.feed("/rss", "/poster.pdf", "/poster", "/gone", "/broken", web.article("/a", "Page"))
    done = crawl(f'home = "{web.url}/"\nfeeds = ["{web.url}/rss"]')
    captured = done.rows("select url, status, outcome from captures order by status")
    assert [(row["url"].removeprefix(web.url), row["status"], row["outcome"]) for row in captured] == [
        ("/a", 200, "new"),
        ("/gone", 410, "not_article"),
        ("/broken", 500, "not_article"),
    ]
    assert web.asked().count("/broken") == 2, "a server error is tried again"
    assert "'pages/not_html': 2" in done.log
    assert (done.code, done.last["end_reason"]) == (1, "partly_failed"), "a server error is no answer"


def test_sources_that_fail_are_named_with_a_remedy(host: Hosts, crawl: Crawls) -> None:
    web = host()
    page, other = web.article("/a", "Page"), web.article("/b", "Other")
    web.put("/broken", f"<rss><channel><item><link>{page}</link></item><item>", kind="application/rss+xml")
    web.put("/list", f'<a href="{other}">Other</a>')
    web.put("/map.xml", "<html>no</html>")
    done = crawl(
        f"""
        home = "{web.url}/"
        feeds = ["{web.url}/gone", "{web.url}/broken"]
        sitemaps = ["{web.url}/map.xml"]
        [[listings]]
        url = "{web.url}/list"
        links = "h2.teaser a"
        """
    )
    said = {
        path: done.lines(f"ERROR: {web.url}{path}: ")[0] for path in ("/gone", "/broken", "/map.xml", "/list")
    }
    assert "HTTP 404 Not Found (correct the URL or remove it; `feeds` in" in said["/gone"]
    assert "is broken XML" in said["/broken"]
    assert "is not a sitemap (its root is <html>)" in said["/map.xml"] and "`sitemaps` in" in said["/map.xml"]
    assert "no link matches `links` = 'h2.teaser a'" in said["/list"]
    assert all("paper.toml" in line for line in said.values())
    assert [record["url"] for record in done.records] == [page], "what could be read was"
    assert (done.code, done.last["end_reason"]) == (1, "partly_failed")
    assert "Traceback" not in done.log


def test_what_any_source_says_of_a_page_is_known_before_it_is_fetched(host: Hosts, crawl: Crawls) -> None:
    web = host()
    pages = [web.article(f"/{number}", f"Page {number}") for number in range(3)]
    news = "<news:news><news:publication_date>2024-05-07T09:30:00Z</news:publication_date></news:news>"
    web.sitemap("/index.xml", web.url + "/news.xml", root="sitemapindex")
    web.sitemap("/news.xml", *pages, entry=news)
    web.put("/list", "".join(f'<a href="{page}">x</a>' for page in pages))
    listing = f'[[listings]]\nurl = "{web.url}/list"'
    done = crawl(f'home = "{web.url}/"\nsitemaps = ["{web.url}/index.xml"]\n{listing}')
    assert web.asked()[:3] == ["/index.xml", "/list", "/news.xml"]
    assert [record["published_from"] for record in done.records] == ["sitemap"] * 3


@pytest.mark.parametrize("rules", ["", "User-agent: *\nDisallow: /gone"])
def test_a_crawl_that_got_no_page_failed(host: Hosts, crawl: Crawls, rules: str) -> None:
    web = host()
    web.put("/robots.txt", rules, kind="text/plain")
    done = crawl(f'home = "{web.url}/"\nfeeds = ["{web.url}/rss"]', "-a", f"url={web.url}/gone")
    assert web.asked() == ([] if rules else ["/gone"])
    assert (done.code, done.last["end_reason"]) == (1, "failed")


def test_addresses_that_scrapy_finds_too_long_do_not_hold_a_crawl_up(host: Hosts, crawl: Crawls) -> None:
    web = host()
    query = "é" * 500  # 3,000 characters as they are sent
    page = web.article("/a?q=" + "%C3%A9" * 500, "Page")
    web.feed("/rss?q=" + "%C3%A9" * 500, f"/a?q={query}")
    done = crawl(f'home = "{web.url}/"\nfeeds = ["{web.url}/rss?q={query}"]')
    assert [record["captured_url"] for record in done.records] == [page]


def test_a_page_over_the_bound_is_named_with_a_remedy(host: Hosts, crawl: Crawls) -> None:
    web = host()
    web.feed("/rss", web.article("/big", "Big" * 4000), web.article("/small", "Small"))
    toml = f'home = "{web.url}/"\nfeeds = ["{web.url}/rss"]'
    done = crawl(toml, "-s", "DOWNLOAD_MAXSIZE=9000")
    assert done.lines(f"{web.url}/big: the response is larger than DOWNLOAD_MAXSIZE: skip it or raise")
    assert [record["captured_url"] for record in done.records] == [f"{web.url}/small"]


def test_a_limit_reads_no_more_sources_than_it_needs(host: Hosts, crawl: Crawls) -> None:
    web = host()
    parts = []
    for part in range(3):
        links = [web.article(f"/film/{part}{number}", f"Page {part}{number}") for number in range(3)]
        parts.append(web.sitemap(f"/part-{part}.xml", *links, web.url + f"/music/{part}"))
        web.article(f"/music/{part}", f"Music {part}")
    web.sitemap("/index.xml", *parts, root="sitemapindex")
    toml = f'home = "{web.url}/"\nsitemaps = ["{web.url}/index.xml"]\n'
    done = crawl(toml, "-a", "limit=2")
    assert done.code == 0
    assert web.asked() == ["/index.xml", "/part-0.xml", "/film/00", "/film/01"]
    assert len(done.records) == 2

    web.log.clear()
    sections = '[[sections]]\npath = "/film"\nlimit = 4\n'
    sections += '[[sections]]\npath = "/music"\nmedium = "music"\nkind = "interview"\n'
    done = crawl(toml + sections, db="sections.db")
    read = [path for path in web.asked() if "xml" not in path]
    assert sorted(read) == [
        "/film/00",
        "/film/01",
        "/film/02",
        "/film/10",
        "/music/0",
        "/music/1",
        "/music/2",
    ]
    media = {
        row["medium"]: row["pages"]
        for row in done.rows("select medium, count(*) pages from captures group by 1")
    }
    assert media == {None: 4, "music": 3}
    kinds = done.rows(
        "select a.outlet, r.kind_from, count(*) pages from revisions r join articles a on a.id = r.article_id"
        " where r.kind = 'interview' and a.url like '%/music/%' group by 1, 2"
    )
    assert [(row["kind_from"], row["pages"]) for row in kinds] == [("outlet", 3)]


def test_arguments(host: Hosts, crawl: Crawls) -> None:
    web = host()
    one, two = web.article("/film/one", "One"), web.article("/music/two", "Two")
    web.feed("/rss", one, two)
    toml = f'home = "{web.url}/"\nfeeds = ["{web.url}/rss"]\nskip = ["/music/"]'
    done = crawl(toml, "-a", f"url={one}?a=1,2&utm_source=x,{two}")
    assert web.asked() == ["/film/one?a=1,2", "/music/two"], "just these, whatever the outlet skips"
    assert done.code == 0

    web.log.clear()
    web.feed("/films", one)
    toml = f'home = "{web.url}/"\nfeeds = ["{web.url}/films", "{web.url}/rss"]'
    done = crawl(toml, "-a", "section=/music/", db="s.db")
    assert done.code == 0
    assert web.asked() == ["/films", "/rss", "/music/two"]
    assert done.lines("/films: none of 1 link is accepted by -a section=/music/ and follow")


def test_a_sitemap_of_nothing_but_tags_is_no_mistake_and_one_of_all_is(host: Hosts, crawl: Crawls) -> None:
    web = host()
    parts = {"/posts.xml": "/film/one", "/tags.xml": "/tag/noir"}
    for path, page in parts.items():
        web.sitemap(path, web.article(page, page))
    web.sitemap("/index.xml", *(web.url + path for path in parts), root="sitemapindex")
    toml = f'home = "{web.url}/"\nsitemaps = ["{web.url}/index.xml"]\n'
    done = crawl(f'{toml}skip = ["/tag/"]')
    assert done.last["new"] == 1 and not done.lines("WARNING")
    done = crawl(f'{toml}skip = ["/tag/", "/film/"]', db="s.db")
    (warning,) = done.lines("] WARNING")
    assert "/index.xml: none of 2 links is accepted by follow" in warning


def test_a_listing_ends_where_its_next_page_is_not_there(host: Hosts, crawl: Crawls) -> None:
    web = host()
    web.put(
        "/list", f'<h2><a href="{web.article("/film/one", "One")}">One</a></h2><a rel=next href="?p=2">2</a>'
    )
    toml = f'home = "{web.url}/"\n[[listings]]\nurl = "{web.url}/list"\nlinks = "h2 a"\nnext = "a[rel=next]"'
    done = crawl(toml)
    assert web.asked() == ["/list", "/list?p=2", "/film/one"]
    assert done.last["end_reason"] == "finished" and done.lines(f"404, so {web.url}/list ends before it")
    web.sitemap("/index.xml", f"{web.url}/nowhere.xml", root="sitemapindex")
    done = crawl(f'home = "{web.url}/"\nsitemaps = ["{web.url}/index.xml"]', db="s.db")
    (error,) = done.lines("] ERROR")
    assert f"/nowhere.xml: HTTP 404 Not Found ({web.url}/index.xml leads there; `sitemaps` in" in error


def test_wrong_arguments_are_wrong_usage(host: Hosts, crawl: Crawls) -> None:
    web = host()
    done = crawl(f'home = "{web.url}/"\nfeeds = ["{web.url}/rss"]', "-a", "limit=few")
    assert done.code == 2
    assert "-a limit=few: not a number of pages" in done.log and "Traceback" not in done.log
    assert web.log == [] and not done.db.exists()


@pytest.mark.parametrize(
    ("argument", "said"),
    [
        ({"limit": "0"}, "-a limit=0: not a number of pages: give a whole number from 1 up"),
        ({"section": "film"}, "-a section=film: not a path"),
        ({"url": "https://elsewhere.test/a"}, "not a page of paper: give http(s) URLs on paper.test"),
        ({"url": "https://paper.test/a,https://elsewhere.test/a"}, "https://elsewhere.test/a: not a page of"),
        ({"pages": "3"}, "-a pages: unknown argument: use url, limit, section, since or refetch"),
    ],
)
def test_wrong_arguments_are_named(argument: dict[str, str], said: str) -> None:
    outlet = Outlet("paper", "Paper", "https://paper.test/", Path("paper.toml"), hosts=("paper.test",))
    with pytest.raises(ArgumentError, match=re.escape(said)):
        read_arguments(argument, outlet)
