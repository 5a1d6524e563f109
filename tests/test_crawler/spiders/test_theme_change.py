"""A site whose theme changes, crawled: what its pages show worse stays as it was, and is drift."""

from __future__ import annotations

import json
from collections.abc import Callable

from tests.support.crawls import Crawl
from tests.support.web import PROSE, Host

Hosts = Callable[..., Host]
Crawls = Callable[..., Crawl]

REFETCH = ("-a", "refetch=1")
PAGES = 24  # more than a template is proven by, and than misfits forget it
SITE = "The Lantern Room"


def page(web: Host, number: int, title: str, author: str, theme: str) -> str:
    """A review in one of two themes; its text and its address say nothing of its title."""
    prose = "".join(f"<p>{PROSE} This is passage {number} {line} of them.</p>" for line in range(4))
    old = (
        f'<main><article><h1>{title}</h1><p class="byline">By <a rel="author">{author}</a></p>'
        f"{prose}</article></main>"
    )
    new = (
        f'<div class="post"><h2>{title}</h2><div class="meta">By <span class="who">{author}</span></div>'
        f'<div class="entry">{prose}</div></div>'
    )
    body = {"old": old, "new": new}[theme]
    return web.put(
        f"/r/{number}", f"<html lang=en><head><title>{title}</title></head><body>{body}</body></html>"
    )


def title_of(number: int) -> str:
    names = ["Copper", "Harbour", "Winter", "Glass", "Orchard", "Velvet", "Thunder", "Marble"]
    return f"{names[number % 8]} {names[number // 8]} reviewed"


def press(web: Host, theme: str = "old", title: str = "", author: str = "Ada Quill") -> str:
    """All pages of the site in a theme, with their own titles or with one; the outlet's file."""
    pages = [page(web, number, title or title_of(number), author, theme) for number in range(PAGES)]
    web.sitemap("/s.xml", *pages)
    return f'home = "{web.url}/"\nsitemaps = ["{web.url}/s.xml"]\n'


def signs(done: Crawl) -> list[str]:
    return [drift["sign"] for drift in json.loads(done.last["drift"])]


def authors(done: Crawl) -> set[str]:
    return {row["authors"] for row in done.rows("select authors from coverage")}


def test_the_byline_of_a_new_theme_is_no_correction_and_drift(host: Hosts, crawl: Crawls) -> None:
    web = host()
    toml = press(web)
    assert authors(crawl(toml)) == {"Ada Quill"}
    for look in range(2):
        press(web, "new", author="Nine Locks")
        web.put("/r/0", web.pages["/r/0"].body.replace(b"</body>", f"<!-- {look} --></body>".encode()))
        done = crawl(toml, *REFETCH)
        assert (authors(done), done.last["changed"]) == ({"Ada Quill"}, 0)
        assert signs(done) == ["author"]


def test_the_sites_name_in_a_new_theme_is_no_headline_and_drift(host: Hosts, crawl: Crawls) -> None:
    web = host()
    toml = press(web)
    crawl(toml)
    press(web, "new", title=SITE)
    done = crawl(toml, *REFETCH)
    titles = [row["title"] for row in done.rows("select title from coverage")]
    assert titles.count(SITE) <= 3 and signs(done) == ["title"]  # those between two templates are not told


def test_headlines_and_bylines_that_are_edited_in_the_same_theme_change(host: Hosts, crawl: Crawls) -> None:
    web = host()
    toml = press(web)
    crawl(toml)
    edited = (0, 1, 9, PAGES - 1)
    for number in edited:
        page(web, number, f"Why nobody slept, part {number}", "Bo Reed", "old")
    done = crawl(toml, *REFETCH)
    assert (done.last["changed"], signs(done)) == (len(edited), [])
    rows = done.rows("select title from coverage where authors = 'Bo Reed' order by id")
    assert [row["title"] for row in rows] == [f"Why nobody slept, part {number}" for number in edited]
