"""`<meta http-equiv=refresh>` of at most 5 seconds is a redirect, in real crawls and in all forms of HTML."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from crawler.spiders.meta_refresh import read_refresh
from tests.support.crawls import Crawl
from tests.support.web import Host

Hosts = Callable[..., Host]
Crawls = Callable[..., Crawl]
URL = "https://outlet.test/old/page"


def refresh(content: str, around: str = "{}") -> str:
    element = f'<meta http-equiv=refresh content="{content}">'
    return f"<html><head><title>Moved</title>{around.format(element)}</head></html>"


def toml(web: Host, *paths: str) -> str:
    return f'home = "{web.url}/"\nurls = {[web.url + path for path in paths]}\n'


@pytest.mark.parametrize(
    ("content", "seconds", "target"),
    [
        ("0; url=/new", 0, "https://outlet.test/new"),
        ("5;URL='new?a=1&amp;b=2'", 5, "https://outlet.test/old/new?a=1&b=2"),
        ("0, url = https://outlet.test/x", 0, "https://outlet.test/x"),
        ("0;/new", 0, "https://outlet.test/new"),
        ("0 /new", 0, "https://outlet.test/new"),
        ("1.5.2; url=/new", 1.5, "https://outlet.test/new"),
        ("30; url=/new", 30, "https://outlet.test/new"),
    ],
)
def test_all_forms_of_html_are_read(content: str, seconds: float, target: str) -> None:
    assert read_refresh(refresh(content).encode(), URL) == (seconds, target)


@pytest.mark.parametrize(
    "content",
    ["5", "", "soon; url=/x", "0; url=", "0; url=javascript:go()", "-1; url=/x", "0; url=http://[bad/"],
)
def test_what_names_no_page_is_no_redirect(content: str) -> None:
    assert read_refresh(refresh(content).encode(), URL) is None


@pytest.mark.parametrize(
    "around", ["<noscript>{}</noscript>", "<!-- {} -->", "<script>'{}'</script>", "<template>{}</template>"]
)
def test_what_no_reader_comes_upon_is_no_redirect(around: str) -> None:
    assert read_refresh(refresh("0; url=/x", around).encode(), URL) is None


def test_base_and_charset_count() -> None:
    page = refresh("0; url=é", '<meta charset=iso-8859-1><base href="/b/">{}')
    assert read_refresh(page.encode("iso-8859-1"), URL) == (0, "https://outlet.test/b/é")


def test_a_refresh_is_followed_as_a_redirect_and_the_page_behind_asked_for_once(
    host: Hosts, crawl: Crawls
) -> None:
    web = host()
    web.put("/old", refresh("0; url=/new?x=%c3%a9"))
    web.put("/older", refresh("5; url=/old"))
    new = web.article("/new?x=%C3%A9", "The page behind")
    done = crawl(toml(web, "/older"))
    assert web.asked() == ["/older", "/old", "/new?x=%C3%A9"]
    assert [record["url"] for record in done.records] == [new]
    assert done.code == 0, done.log
    web.log.clear()
    web.sitemap("/map.xml", web.url + "/old", new)
    crawl(f'home = "{web.url}/"\nsitemaps = ["{web.url}/map.xml"]\n')
    assert new.removeprefix(web.url) not in web.asked(), "it is known from the first crawl"


def test_a_slow_refresh_shows_a_page_that_is_read(host: Hosts, crawl: Crawls) -> None:
    web = host()
    web.article("/live", "A live page", '<meta http-equiv="refresh" content="6; url=/other">')
    web.article("/self", "A page that reloads", '<meta http-equiv="refresh" content="5; url=self#now">')
    web.article("/gone", "Not found", '<meta http-equiv="refresh" content="0; url=/">', status=404)
    done = crawl(toml(web, "/live", "/self", "/gone"))
    assert web.asked() == ["/live", "/self", "/gone"]
    assert sorted(record["title"] for record in done.records) == ["A live page", "A page that reloads"]


def test_pages_that_refresh_to_each_other_end(host: Hosts, crawl: Crawls) -> None:
    web = host()
    web.article("/a", "First", '<meta http-equiv="refresh" content="1; url=/b">')
    web.article("/b", "Second", '<meta http-equiv="refresh" content="1; url=/a">')
    done = crawl(toml(web, "/a"))
    assert web.asked() == ["/a", "/b"] and len(done.records) == 1


def test_robots_and_hosts_hold_for_the_page_behind(host: Hosts, crawl: Crawls) -> None:
    web, other = host(), host("127.0.0.2")
    other.article("/x", "Of another host")
    web.put("/robots.txt", "User-agent: *\nDisallow: /hidden\n", kind="text/plain")
    web.article("/hidden", "Hidden")
    web.put("/one", refresh("0; url=/hidden"))
    web.put("/two", refresh(f"0; url={other.url}/x"))
    done = crawl(toml(web, "/one", "/two"))
    assert sorted(web.asked()) == ["/one", "/two"] and other.asked(robots=True) == []
    assert done.records == [] and done.lines("is not a host of the outlet")


def test_what_stands_behind_is_never_taken_for_unchanged(host: Hosts, crawl: Crawls) -> None:
    """The refreshing page does not change when the page behind it does."""
    web = host()
    web.conditional = True
    web.put("/old", refresh("0; url=/new"))
    web.article("/new", "Before")
    crawl(toml(web, "/old"))
    web.article("/new", "After it was changed")
    web.log.clear()
    done = crawl(toml(web, "/old"), "-a", f"url={web.url}/old")
    assert [asked.status for asked in web.log if asked.path in {"/old", "/new"}] == [200, 200]
    assert done.last["changed"] == 1


def test_a_big_page_is_searched_at_its_head_only() -> None:
    body = refresh("0; url=/x").encode()
    assert read_refresh(body + b"<p>" * 10_000, URL) is not None
