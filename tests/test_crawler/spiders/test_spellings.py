"""One page under several spellings is requested once; an archive of an earlier version knows its pages."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlite_utils import Database

from tests.support.crawls import Crawl
from tests.support.loopback_names import SETTING
from tests.support.web import Host

Hosts = Callable[..., Host]
Crawls = Callable[..., Crawl]


def toml(web: Host) -> str:
    return f'home = "{web.url}/"\nfeeds = ["{web.url}/rss"]\nsitemaps = ["{web.url}/map.xml"]\n'


def test_a_page_is_asked_for_once_under_all_its_spellings(host: Hosts, crawl: Crawls) -> None:
    web = host()
    pages = [
        web.article(path, f"Page {path}")
        for path in ("/caf%C3%A9", "/~ann/x", "/b", "/s?q=%C3%A9", "/two%20words")
    ]
    web.feed(
        "/rss", *(web.url + path for path in ("/café", "/%7Eann/x", "/a/../b", "/s?q=é", "/two words", "/b?"))
    )
    others = ("/caf%c3%a9", "/%7eann/./x", "/./b#top", "/s?q=%c3%a9&", "/two%20words")
    web.sitemap("/map.xml", *(web.url + path for path in others), *pages)
    done = crawl(toml(web))
    assert sorted(web.asked()[2:]) == sorted(page.removeprefix(web.url) for page in pages)
    assert sorted(record["url"] for record in done.records) == sorted(pages)
    web.log.clear()
    assert crawl(toml(web)).records == [] and web.asked() == ["/rss", "/map.xml"]


def test_numbers_in_ref_are_pages_and_words_in_it_are_not(host: Hosts, crawl: Crawls) -> None:
    web = host()
    pages = [web.article(f"/show?ref={number}", f"Page {number}") for number in (1001, 1002)]
    web.article("/show", "The page without a number")
    web.feed("/rss", *pages, f"{web.url}/show?ref=home", f"{web.url}/show?ref=rss")
    web.sitemap("/map.xml", *pages)
    done = crawl(toml(web))
    assert sorted(web.asked()[2:]) == ["/show", "/show?ref=1001", "/show?ref=1002"]
    assert len(done.records) == 3


def test_a_host_in_any_spelling_is_the_outlets(host: Hosts, crawl: Crawls) -> None:
    """`localhost` stands for a name that has several spellings: loopback has no name beyond ASCII."""
    web = host()
    port = web.url.rpartition(":")[2]
    web.article("/a", "Page")
    web.feed("/rss", f"http://LocalHost:{port}/a", f"http://localhost.:{port}/a")
    done = crawl(f'home = "http://localhost:{port}/"\nfeeds = ["http://localhost:{port}/rss"]\n')
    assert web.asked() == ["/rss", "/a"] and len(done.records) == 1


@pytest.mark.parametrize("home", ["bücher.test", "xn--bcher-kva.test", "BÜCHER.test"])
def test_a_host_beyond_ascii_is_one_host_in_both_spellings(host: Hosts, crawl: Crawls, home: str) -> None:
    web = host()
    port = web.url.rpartition(":")[2]
    idn, ascii_ = f"http://bücher.test:{port}", f"http://xn--bcher-kva.test:{port}"
    web.article("/a", "Page A", f'<link rel=canonical href="{idn}/a">')
    web.article("/b", "Page B", f'<link rel=canonical href="{ascii_}/b">')
    web.article("/c/kritik-f%C3%BCr", "Page C")
    web.put("/old", "", status=301, headers={"Location": f"{ascii_}/c/kritik-f%C3%BCr"})
    web.feed("/rss", f"{idn}/a", f"{ascii_}/b", f"{ascii_}/old")
    web.sitemap("/map.xml", f"{ascii_}/a", f"{idn}/b", f"{ascii_}/a?", f"{idn}/c/kritik-für")
    head = f'home = "http://{home}:{port}/"\nfeeds = ["{idn}/rss"]\nsitemaps = ["{ascii_}/map.xml"]\n'
    done = crawl(head, "-s", SETTING)
    assert sorted(web.asked()) == ["/a", "/b", "/c/kritik-f%C3%BCr", "/map.xml", "/old", "/rss"], done.log
    urls = [f"{ascii_}/a", f"{ascii_}/b", f"{ascii_}/c/kritik-f%C3%BCr"]
    assert sorted(record["url"] for record in done.records) == urls
    assert {asked.headers["Host"] for asked in web.log} == {f"xn--bcher-kva.test:{port}"}
    web.log.clear()
    assert crawl(head, "-s", SETTING).records == [] and sorted(web.asked()) == ["/map.xml", "/rss"]


def test_patterns_match_a_url_as_it_is_read_and_as_it_is_requested(host: Hosts, crawl: Crawls) -> None:
    web = host()
    patterns = ["/a-für/", "/b-f%C3%BCr/", "/c-f%c3%bcr/"]
    pages = [f"/{letter}-f%C3%BCr/1" for letter in "abc"]
    for path in pages:
        web.article(path, f"Page {path}")
    web.feed("/rss", *(f"{web.url}/{letter}-für/1" for letter in "abc"), f"{web.url}/über/1")
    head = f'home = "{web.url}/"\nfeeds = ["{web.url}/rss"]\n'
    crawl(f"{head}follow = {patterns}\n")
    assert web.asked() == ["/rss", *pages]
    web.log.clear()
    crawl(f"{head}skip = {[*patterns, '/über/']}\n", db="skip.db")
    assert web.asked() == ["/rss"]


@pytest.fixture
def before(tmp_path: Path) -> Callable[[Path, dict[str, str]], None]:
    """Makes an archive what it was before spellings were compared, with these URLs in it."""

    def rewrite(path: Path, spellings: dict[str, str]) -> None:
        db = Database(path)
        for new, old in spellings.items():
            db.execute("update frontier set url = ? where url = ?", (old, new))
            db.execute("update articles set url = ? where url = ?", (old, new))
            db.execute("update captures set url = ? where url = ?", (old, new))
        db.execute("delete from _sqlite_migrations where name = '0015_spellings'")
        db.conn.commit()
        db.close()

    return rewrite


def test_an_archive_of_before_neither_asks_for_known_pages_nor_stores_them_anew(
    host: Hosts, crawl: Crawls, before: Callable[[Path, dict[str, str]], None]
) -> None:
    web = host()
    names = {"/caf%C3%A9": "/café", "/~ann": "/%7Eann", "/b%C3%BC": "/b%c3%bc", "/plain": "/plain"}
    pages = [web.article(path, f"Page {path}") for path in names]
    web.feed("/rss", *(web.url + old for old in names.values()))
    web.sitemap("/map.xml", *pages)
    first = crawl(toml(web))
    assert len(first.records) == len(pages)
    before(first.db, {web.url + new: web.url + old for new, old in names.items()})
    db = Database(first.db)  # the same page under a second spelling, which nobody has requested yet
    db.execute(
        "insert into frontier (outlet, url, host, kind, state, found_at)"
        " select outlet, ?, host, kind, 'pending', found_at from frontier where url = ?",
        (f"{web.url}/caf%c3%a9", f"{web.url}/café"),
    )
    db.conn.commit()
    db.close()
    web.log.clear()
    second = crawl(toml(web))
    assert web.asked() == ["/rss", "/map.xml"], second.log
    assert sorted(row["url"] for row in second.rows("select url from articles")) == sorted(pages)
    assert sorted(row["url"] for row in second.rows("select url from coverage")) == sorted(pages)
    assert len(second.rows("select * from frontier where kind = 'page'")) == len(pages)
    third = crawl(toml(web), "-a", "refetch=1")
    assert third.last["same"] == len(pages) and third.last["new"] == 0
    assert len(third.rows("select * from articles")) == len(pages)


def test_a_content_type_given_twice_is_a_page_and_a_listing(host: Hosts, crawl: Crawls) -> None:
    web = host()
    toml = f'home = "{web.url}/"\n'
    for path, kind in (("/a.php", "text/html, text/html"), ("/b.pdf", "text/html; charset=utf-8, text/html")):
        page = web.article(path, f"A page {path}", kind=kind)
        web.put(f"/list{path}", f'<!-- no doctype --><a class=t href="{page}">x</a>', kind=kind)
        toml += f'[[listings]]\nurl = "{web.url}/list{path}"\nlinks = "a.t"\n'
    done = crawl(toml)
    assert sorted(record["title"] for record in done.records) == ["A page /a.php", "A page /b.pdf"], done.log
    assert done.code == 0


def test_a_gzip_body_of_several_members_is_read_whole(host: Hosts, crawl: Crawls) -> None:
    web = host()
    page = web.article("/a", "A page in two members")
    body = web.pages["/a"].body
    packed = gzip.compress(body[:300]) + gzip.compress(body[300:])
    web.put("/a", packed, headers={"Content-Encoding": "gzip"})
    web.feed("/rss", page)
    (record,) = crawl(f'home = "{web.url}/"\nfeeds = ["{web.url}/rss"]\n').records
    assert record["word_count"] > 300
