"""Addresses that lead on for ever: what is refused, what is not, and a crawl of a site without an end."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from crawler.sources.links import fetch_key
from crawler.sources.traps import CALENDAR, FILTERS, PATH, find_trap, strip_session
from tests.support.crawls import Crawl
from tests.support.web import Answer, Host

NOW = datetime(2026, 11, 22, tzinfo=UTC)
HOST = "https://outlet.test"
TOKEN = "0123456789abcdef0123456789abcdef"

TRAPS = [
    ("/a/b/a/b/a/b", PATH),
    ("/x/a/b/a/b/a/b/y", PATH),
    ("/film/film/film", PATH),
    ("/a/b/c/a/b/c/a/b/c.html", None),
    ("/a/b/c/a/b/c/a/b/c/d.html", PATH),
    ("/a/b/a/b", None),
    ("/film/review/film/review-of-film", None),
    ("/2026/11/22/story", None),
    ("/2027/01/preview", None),
    ("/2031/05", CALENDAR),
    ("/events/2031/05/", CALENDAR),
    ("/events/2031-05", CALENDAR),
    ("/events/2031-05-01/", CALENDAR),
    ("/1925/02/21/goings-on", None),
    ("/blade-runner-2049/12/review", None),
    ("/film/2049", None),
    ("/2049-05-things", CALENDAR),
    ("/cal?month=5&year=2031", CALENDAR),
    ("/cal?month=5&year=2026", None),
    ("/cal?month=12&year=1870", CALENDAR),
    ("/films?year=1925", None),
    ("/films?year=2049", None),
    ("/scope?date=2031-05", CALENDAR),
    ("/scope?date=20310512", CALENDAR),
    ("/scope?date=2026-05-12", None),
    ("/list?from=1985", None),
    ("/shop?sort=new", None),
    ("/shop?sort=new&order=desc", FILTERS),
    ("/shop?filter[genre]=noir", FILTERS),
    ("/shop?filter%5Bgenre%5D=noir", FILTERS),
    ("/index.php?option=com_content&view=article&id=5&Itemid=9&layout=print", None),
    ("/x?a=1&b=2&c=3&d=4&e=5&f=6&g=7&h=8", None),
    ("/x?a=1&b=2&c=3&d=4&e=5&f=6&g=7&h=8&i=9", FILTERS),
    ("/?p=1234", None),
    ("/", None),
]


@pytest.mark.parametrize(("path", "why"), TRAPS)
def test_traps(path: str, why: str | None) -> None:
    assert find_trap(HOST + path, NOW) == why


def test_what_is_far_off_follows_the_clock() -> None:
    assert find_trap(f"{HOST}/2031/05", NOW + timedelta(days=4 * 365)) is None


@pytest.mark.parametrize(
    ("path", "kept"),
    [
        ("/a?PHPSESSID=x1&id=7", "/a?id=7"),
        ("/a;jsessionid=0A1B.node1?id=7", "/a?id=7"),
        ("/a;jsessionid=0A1B", "/a"),
        ("/a;v=2", "/a;v=2"),
        ("/a?ASPSESSIONIDQQ=x", "/a"),
        ("/a?CFID=12&CFTOKEN=99&id=1", "/a?id=1"),
        ("/a?cfid=12", "/a?cfid=12"),
        (f"/a?sid={TOKEN}", "/a"),
        (f"/a?s={TOKEN}&t=1", "/a?t=1"),
        ("/a?sid=42", "/a?sid=42"),
        ("/a?s=ballerina", "/a?s=ballerina"),
        ("/a?session=morning", "/a?session=morning"),
        ("/a?session_id=12", "/a?session_id=12"),
        ("/a?b=&c", "/a?b=&c"),
    ],
)
def test_names_of_visits_are_no_part_of_an_address(path: str, kept: str) -> None:
    assert strip_session(HOST + path) == HOST + kept
    assert fetch_key(f"{HOST}{path}") == HOST + kept


class Endless(dict[str, Answer]):
    """Pages of a site that has one for every address: each names articles, and traps of every kind."""

    def get(self, path: str, default: Answer | None = None) -> Answer | None:  # type: ignore[override]
        if path == "/robots.txt":
            return default
        here = path.partition("?")[0].rstrip("/")
        number = int("".join(filter(str.isdigit, path)) or 0) % 10**9 + 1
        links = [
            f"/story/{number}",
            f"/story/{number}?PHPSESSID={number}{TOKEN}",
            f"{here}/a/b/a/b/a/b/{number}",
            f"/calendar/{2060 + number}/05/",
            f"/calendar?month=5&year={2060 + number}",
            f"/story/{number}?sort=a&order={number}",
            f"/story/{'x' * 2000}{number}",
        ]
        prose = (
            f"<p>Nothing is hurried here, the lamp of page {number} goes out, and no one is forgiven.</p>"
            * 20
        )
        anchors = "".join(f'<a class="more" href="{link}">more</a>' for link in links)
        following = f'<a class="next" href="/list?page={number}">next</a>'
        body = (
            f"<html><body><article><h1>Page {number}</h1>{prose}</article>{anchors}{following}</body></html>"
        )
        return Answer(body.encode())


def test_a_site_without_an_end_is_left(host: Callable[..., Host], crawl: Callable[..., Crawl]) -> None:
    web = host()
    web.pages = Endless()
    outlet = f"""
        home = "{web.url}/"
        pages = 5
        [[listings]]
        url = "{web.url}/list"
        links = "a.more"
        next = "a.next"
        pages = 8
        """
    done = crawl(outlet)
    assert done.code == 0, done.log
    assert done.last["end_reason"] == "finished"
    asked = Counter(web.asked())
    assert max(asked.values()) == 1, "a visit's name makes no other page"
    assert len([path for path in asked if path.startswith("/list")]) == 8
    assert len([path for path in asked if path.startswith("/story/")]) == 5, "as many as `pages` says"
    assert len(asked) == 13
    line = done.lines("/list: ")[0]
    for said in ("1 repeating path", "2 calendar", "1 filters", "refused"):
        assert said in line, line
    assert done.lines("over `pages`)")
    assert len(done.lines("links over `pages` = 5")) == 1

    again = crawl(outlet.replace("pages = 5", "pages = 7"))
    assert again.code == 0, again.log
    assert len([path for path in web.asked() if path.startswith("/story/")]) == 7, "raised, it goes on"


def test_a_calendar_that_is_walked_by_its_next_link_ends(
    host: Callable[..., Host], crawl: Callable[..., Crawl]
) -> None:
    web = host()
    year = datetime.now(UTC).year
    for number in range(6):
        web.put(
            f"/{year + number}/05",
            f'<a class=x href="/story/{number}">x</a><a class=next href="/{year + number + 1}/05">next</a>',
        )
    listing = f'url = "{web.url}/{year}/05"\nlinks = "a.x"\nnext = "a.next"\npages = 50'
    done = crawl(f'home = "{web.url}/"\n[[listings]]\n{listing}')
    assert web.asked() == [f"/{year}/05", f"/{year + 1}/05", "/story/0", "/story/1"]
    assert done.lines("calendar")


def test_sitemaps_of_sitemaps_end(host: Callable[..., Host], crawl: Callable[..., Crawl]) -> None:
    web = host()
    for number in range(9):
        web.sitemap(f"/{number}.xml", f"{web.url}/{number + 1}.xml", root="sitemapindex")
    done = crawl(f'home = "{web.url}/"\nsitemaps = ["{web.url}/0.xml"]\ndepth = 4')
    assert web.asked() == [f"/{number}.xml" for number in range(4)]
    assert done.lines("1 too deep")
