"""Pages that moved or went: what a crawl asks for, and what becomes of the articles."""

from __future__ import annotations

from collections.abc import Callable

from archive.db.store import Store
from archive.query.lookup import find_article
from tests.support.crawls import Crawl
from tests.support.web import Host

Hosts = Callable[..., Host]
Crawls = Callable[..., Crawl]

REFETCH = ("-a", "refetch=1")
ARTICLES = "select id, url, duplicate_of, gone_at from articles order by id"


def press(web: Host) -> str:
    """A press of four articles in a sitemap; the outlet's file."""
    web.sitemap("/s.xml", *(web.article(f"/film/{number}", f"Page {number}") for number in range(4)))
    return f'home = "{web.url}/"\nsitemaps = ["{web.url}/s.xml"]\n'


def move(web: Host, old: str, new: str, status: int = 301) -> None:
    """Give a page a new address, to which the old one redirects; the sitemap lists the new one."""
    web.pages[new] = web.pages[old]
    web.put(old, "", status=status, headers={"Location": new})
    sitemap = web.pages["/s.xml"].body.decode().replace(web.url + old, web.url + new)
    web.put("/s.xml", sitemap, kind="application/xml")


def found(done: Crawl, url: str) -> int:
    with Store.open(done.db, readonly=True) as store:
        return find_article(store, url)


def test_pages_that_moved_are_one_article_each_and_are_asked_for_once(host: Hosts, crawl: Crawls) -> None:
    web = host()
    toml = press(web)
    crawl(toml)
    moved = {"1": ("one", 301), "2": ("two", 302), "3": ("three", 308)}
    for number, (name, status) in moved.items():
        move(web, f"/film/{number}", f"/film/{name}", status)
    done = crawl(toml)
    assert done.last["new"] == 3, "the new addresses are only in the sitemap; nobody asked for the old ones"
    web.log.clear()
    done = crawl(toml, *REFETCH)
    names = [name for name, _ in moved.values()]
    assert sorted(web.asked()) == sorted(["/s.xml", *(f"/film/{name}" for name in ("0", *moved, *names))])
    articles = done.rows(ARTICLES)
    assert [row["url"].rpartition("/")[2] for row in articles] == ["0", *names]
    assert {row["duplicate_of"] for row in articles} == {None}
    for article, (number, (name, _)) in zip(articles[1:], moved.items(), strict=True):
        assert (
            found(done, f"{web.url}/film/{number}") == found(done, f"{web.url}/film/{name}") == article["id"]
        )
    web.log.clear()
    crawl(toml, *REFETCH)
    asked = sorted(web.asked())
    assert asked == sorted(["/s.xml", *(f"/film/{name}" for name in ("0", *names))]), "no old address again"


def test_a_page_that_moved_is_not_counted_as_new_once_that_is_known(host: Hosts, crawl: Crawls) -> None:
    web = host()
    toml = press(web)
    crawl(toml)
    for number in range(3):
        move(web, f"/film/{number}", f"/film/moved-{number}")
    crawl(toml)  # the new addresses, which may be new articles
    done = crawl(toml, *REFETCH)  # the old ones, which lead there
    assert [row["url"].rpartition("/")[2] for row in done.rows(ARTICLES)] == [
        *(f"moved-{number}" for number in range(3)),
        "3",
    ]
    crawls = done.rows("select new, changed, same from crawls order by id")
    assert crawls[:2] == [{"new": 4, "changed": 0, "same": 0}, {"new": 0, "changed": 0, "same": 3}]
    assert crawls[2]["new"] == 0


def test_a_redirect_to_a_page_that_waits_in_the_same_crawl_is_not_followed(
    host: Hosts, crawl: Crawls
) -> None:
    web = host()
    toml = press(web)
    crawl(toml)
    move(web, "/film/0", "/film/zero")
    web.sitemap("/s.xml", *(f"{web.url}/film/{name}" for name in ("zero", "1", "2", "3")))
    web.log.clear()
    done = crawl(toml, *REFETCH)
    assert sorted(web.asked()) == ["/film/0", "/film/1", "/film/2", "/film/3", "/film/zero", "/s.xml"]
    assert done.rows(ARTICLES)[0]["url"] == f"{web.url}/film/zero"
    assert len(done.rows(ARTICLES)) == 4
    assert found(done, f"{web.url}/film/0") == 1


def test_a_redirect_is_followed_without_the_validators_of_the_old_page(host: Hosts, crawl: Crawls) -> None:
    web = host()
    web.conditional = True
    toml = press(web)
    crawl(toml)
    web.pages["/elsewhere"] = web.pages["/film/2"]
    web.put("/film/2", "", status=301, headers={"Location": "/elsewhere"})
    done = crawl(toml, "-a", f"url={web.url}/film/2")
    (asked,) = (asked for asked in web.log if asked.path == "/elsewhere")
    assert asked.status == 200 and "If-None-Match" not in asked.headers
    assert done.rows("select url from articles where id = 3") == [{"url": f"{web.url}/elsewhere"}]


def test_a_deleted_page_is_gone_after_two_answers_and_back_when_it_is_listed_again(
    host: Hosts, crawl: Crawls
) -> None:
    web = host()
    toml = press(web)
    crawl(toml)
    page, sitemap = web.pages["/film/3"], web.pages["/s.xml"]
    web.put("/film/3", "<h1>Not found</h1>", status=404)
    web.sitemap("/s.xml", *(f"{web.url}/film/{number}" for number in range(3)))
    first = crawl(toml, *REFETCH)
    assert (first.last["missing"], first.last["gone"]) == (1, 0)
    assert "1 not found once" in first.log and "1 gone" not in first.log
    assert first.lines("/film/3: not found once (HTTP 404)")
    (row,) = first.rows("select state, not_before, left_at from frontier where url like '%/film/3'")
    assert row["state"] == "done" and row["not_before"] > row["left_at"], "it is looked at once more"
    second = crawl(toml, *REFETCH)
    assert (second.last["missing"], second.last["gone"]) == (0, 1) and "1 gone" in second.log
    assert [bool(row["gone_at"]) for row in second.rows(ARTICLES)] == [False, False, False, True]
    (record,) = second.rows("select text, gone_at from coverage where gone_at is not null")
    assert "Page 3" in record["text"]
    web.pages["/film/3"], web.pages["/s.xml"] = page, sitemap
    back = crawl(toml)
    assert [row["gone_at"] for row in back.rows(ARTICLES)] == [None] * 4


def test_a_deleted_page_that_redirects_to_the_front_page_is_gone_after_two_answers(
    host: Hosts, crawl: Crawls
) -> None:
    web = host()
    toml = press(web) + 'revisit = ["1d"]\n'
    crawl(toml)
    teasers = "".join(f'<h2><a href="/film/{number}">Page {number}</a></h2>' for number in range(3))
    web.put("/", f"<html lang=en><head><title>Paper</title></head><body>{teasers}</body></html>")
    web.put("/film/3", "", status=301, headers={"Location": "/"})
    first = crawl(toml, *REFETCH)
    assert first.last["missing"] == 1, first.log
    assert first.lines(f"{web.url}/film/3: not found once (redirects to {web.url}/ ("), first.log
    (row,) = first.rows("select state, not_before, left_at from frontier where url like '%/film/3'")
    assert row["state"] == "done" and row["not_before"] > row["left_at"], "it is looked at once more"
    assert [row["gone_at"] for row in first.rows(ARTICLES)] == [None] * 4
    second = crawl(toml, *REFETCH)
    assert [bool(row["gone_at"]) for row in second.rows(ARTICLES)] == [False, False, False, True]
    assert second.rows("select count(*) as pages from articles") == [{"pages": 4}]


def test_a_page_that_left_its_sitemap_is_looked_at_by_the_revisit_plan(host: Hosts, crawl: Crawls) -> None:
    web = host()
    toml = press(web) + 'revisit = ["1s"]\n'
    crawl(toml)
    web.sitemap("/s.xml", *(f"{web.url}/film/{number}" for number in range(3)))
    done = crawl(toml)
    rows = done.rows("select url, left_at is not null as gone, not_before from frontier where kind = 'page'")
    assert [row["url"].rpartition("/")[2] for row in rows if row["gone"]] == ["3"]
    assert next(row for row in rows if row["gone"])["not_before"]
