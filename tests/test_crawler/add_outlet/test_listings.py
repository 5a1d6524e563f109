"""Listings are told by their main column: what widgets and pagers link is none of theirs."""

from __future__ import annotations

import pytest
from scrapy.http import HtmlResponse

from crawler.add_outlet.listings import detect_listing
from crawler.add_outlet.main_column import link_groups, main_links
from tests.support.paths import SHARED

SITE = "https://matinee.example"
RECENT = "".join(
    f"<li><a href='/2026/11/0{n}/a-recent-post-of-ours/'>Recent {n}</a></li>" for n in range(1, 6)
)


def page(body: str, path: str = "/category/film/") -> HtmlResponse:
    return HtmlResponse(SITE + path, body=f"<html><body>{body}</body></html>".encode(), encoding="utf-8")


def cards(*names: str) -> str:
    return "".join(
        f"<div class=post><h2><a href='/2026/10/11/{name}/'>{name}</a></h2></div>" for name in names
    )


NAMES = ("the-long-tide-review", "the-boat-that-sank", "nobody-at-the-harbour", "what-the-lamp-saw")


@pytest.mark.parametrize("box", ["<aside><ul>{}</ul></aside>", "<div class='widget'><ul>{}</ul></div>"])
def test_a_tag_with_one_post_beside_recent_posts_is_no_listing(box: str) -> None:
    assert detect_listing(page(cards(NAMES[0]) + box.format(RECENT)), set()) is None


def test_a_listing_in_boxes_that_elementor_calls_widgets_is_one() -> None:
    box = f"<div class='elementor-widget elementor-widget-posts'>{cards(*NAMES)}</div>"
    found = detect_listing(page(box), set())
    assert found and found.articles == tuple(f"{SITE}/2026/10/11/{name}/" for name in NAMES)


def test_a_section_lists_what_its_headings_link_below_it_in_one_word_too() -> None:
    def heads(*paths: str) -> str:
        return "".join(f"<article><h2><a href='{path}'>{path}</a></h2></article>" for path in paths)

    works = ("/reviews/parasite", "/reviews/past-lives/", "/reviews/aftersun.html", "/reviews/tar?x=1")
    found = detect_listing(page(heads(*works), "/reviews/"), set())
    assert found and found.links == "article h2 a"
    assert found.articles == tuple(SITE + path for path in works)
    hubs = ("/culture/film", "/culture/music", "/culture/games", "/culture/reviews", "/about", "/tag/noir")
    assert detect_listing(page(heads(*hubs), "/culture"), set()) is None
    assert detect_listing(page(heads("/film", "/shows", "/podcasts", "/masthead"), "/"), set()) is None
    front = page(heads(*works, "/about", "/shows/crime"), "/")
    assert (found := detect_listing(front, set())) and len(found.articles) == len(works)
    assert detect_listing(front, {f"{SITE}/2026/10/11/{NAMES[0]}/"}) is None, "articles look otherwise here"
    menu = "".join(f"<li><a href='{path}'>{path}</a></li>" for path in works)
    assert detect_listing(page(menu, "/reviews/"), set()) is None


def test_links_that_other_pages_have_as_well_are_no_listing() -> None:
    """By their group, whatever it is called; in the main column a group may be a listing on both."""
    box = f"<section class=x1><ul>{RECENT}</ul></section>"
    front = page(cards(*NAMES) + box, "/")
    groups = set(link_groups(front))
    found = detect_listing(page(cards(*NAMES[:3]) + box), set(), elsewhere=groups)
    assert found and found.articles == tuple(f"{SITE}/2026/10/11/{name}/" for name in NAMES[:3])
    assert detect_listing(page(cards(NAMES[0]) + box), set(), elsewhere=groups) is None
    same = page(f"<main>{box}</main>")
    assert len(main_links(same, set(link_groups(same)))) == 5


def signed_posts(*names: str) -> str:
    """As Pelican lists posts: each with links to its author and its section beside those to itself."""
    by = "<a href='/author/ann-lee.html'>Ann Lee</a> <a href='/category/film.html'>Film</a>"
    return "".join(
        f"<article><h2><a rel=bookmark href='/{name}.html'>{name}</a></h2><p>{by}</p></article>"
        for name in names
    )


def test_a_post_that_two_lists_have_is_a_post_of_both() -> None:
    front = page(f"<section>{signed_posts(*NAMES)}</section>", "/")
    groups = set(link_groups(page(f"<section>{signed_posts(*NAMES[1:])}</section>")))
    found = detect_listing(front, set(), elsewhere=groups)
    assert found and found.articles == tuple(f"{SITE}/{name}.html" for name in NAMES)


@pytest.mark.parametrize(
    ("pager", "selector"),
    [
        (
            "<nav><ul><li>Page 1 / 2</li><li><a href='/index2.html'>&rang;</a></li></ul></nav>",
            "nav a:contains('⟩')",
        ),
        (
            "<p class='paginator'>Page 1 / 2 <a href='/category/film2.html'>&raquo;</a></p>",
            "[class*=pag] a:contains('»')",
        ),
        ("<nav class=pagination><a class=next href='/category/film/page/2/'>Next »</a></nav>", "a.next"),
        ("<ul class=pager><li class=next><a href='index-1.html' rel=next>Older</a></ul>", "a[rel~=next]"),
        ("<a class='older-posts' href='/page/2/'>Older Posts →</a>", "a.older-posts"),
        ("<p class=foot><a href='?pg=2'>Página siguiente</a></p>", ".foot a:contains('Página siguiente')"),
        ("<a href='?pg=2' class=more>Load more</a>", "a:contains('Load more')"),
        ("<a href='?pg=2'>次へ</a>", "a:contains('次へ')"),
        ("<nav><a href='?pg=2' aria-label='Next page'><svg></svg></a></nav>", "a[aria-label='Next page']"),
        (
            "<div class=pagination><span>1</span> <a href='?pg=2'>2</a> <a href='?pg=3'>3</a></div>",
            "[class*=pag] span + a",
        ),
        (
            "<ul><li><a aria-current=page href='?pg=1'>1</a><li><a href='?pg=2'>2</a></ul>",
            "li:has([aria-current]) + li a",
        ),
        ("<div class=pages><span>By</span> <a href='/about/ann/'>Ann</a></div>", None),
        (
            "<p><a href='/film/next-goal-wins/'>Next Goal Wins</a> <a href='/film/x/'>Weiterlesen</a></p>",
            None,
        ),
        (
            "<div class='pager'><a href='/film?page=2'>2</a> <a href='/film?page=2'>›</a></div>",
            "[class*=pag] a:contains('›')",
        ),
    ],
)
def test_the_next_page_is_found_and_is_no_article(pager: str, selector: str | None) -> None:
    found = detect_listing(page(cards(*NAMES) + pager), set())
    assert found and found.next == selector
    assert len(found.articles) == 4


@pytest.mark.skipif(not SHARED.is_dir(), reason="../shared is not here")
def test_a_tag_page_of_hexo_has_one_post() -> None:
    folder = SHARED / "faults" / "publishing" / "22-add-counts-widgets-as-a-listing"
    body = (folder / "hexo-tag.html").read_bytes()
    response = HtmlResponse("http://127.0.0.16:8016/tags/Kritik/", body=body, encoding="utf-8")
    assert detect_listing(response, set()) is None
