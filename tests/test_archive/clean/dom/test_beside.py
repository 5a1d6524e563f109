"""What a box is by its tag and names, and what stands beside the article, such as menus of all sections."""

from __future__ import annotations

import pytest
from lxml import html

from archive.clean.dom.beside import FOREIGN, LISTS, OUTSIDE, Surroundings, box_sorts

LINK = '<a href="/category/news/">News</a>'


@pytest.mark.parametrize(
    "frame",
    [
        "<nav><ul><li>{}</li></ul></nav>",
        '<div class="widget widget_categories"><ul><li>{}</li></ul></div>',
        '<div id="sidebar"><p>{}</p></div>',
        '<ul class="main-menu"><li>{}</li></ul>',
        "<footer><p>{}</p></footer>",
        "<aside><p>{}</p></aside>",
        "<main><article><p>Text.</p></article><nav>{}</nav></main>",
    ],
)
def test_a_menu(frame: str) -> None:
    assert around_link(frame) & LISTS


@pytest.mark.parametrize(
    "frame",
    [
        "<p>Filed under {}</p>",
        "<article><footer>In {}</footer></article>",
        "<article><aside>In {}</aside></article>",
        '<nav class="breadcrumb">{}</nav>',
        '<div class="elementor-widget elementor-widget-post-info">{}</div>',
        "<nav><p>Never closed<article><h1>Title</h1><p>{}</p></article></nav>",
        '<div class="post-taxonomies">{}</div>',
    ],
)
def test_no_menu(frame: str) -> None:
    assert not around_link(frame) & LISTS


def around_link(frame: str) -> frozenset[str]:
    page = html.document_fromstring(f"<html><body class='no-sidebar'>{frame.format(LINK)}</body></html>")
    (link,) = page.iter("a")
    return Surroundings(page.iter("h1")).sorts(link)


@pytest.mark.parametrize(
    ("box", "sorts"),
    [
        ("<div class='comments-area'>", {"foreign"}),
        ("<ul id=related-posts>", {"foreign"}),
        ("<nav class='post-navigation'>", {"menu"}),
        ("<form id=searchform>", {"form"}),
        ("<div class='sidebar widget-area'>", {"widget"}),
        ("<div class='article-card'>", {"card"}),
        ("<div class='site-footer'>", {"footer"}),
        ("<div class='user-ratings'>", {"readers"}),
        ("<blockquote>", {"quote"}),
        ("<p class='breadcrumbs'>", {"crumbs"}),
        ("<nav class='breadcrumbs'>", {"crumbs"}),
        ("<p class='entry-footer'>", set()),
        ("<p class='no-comments has-widget lg:menu'>", set()),
        ("<p class='md:sidebar comments-area w-[menu]'>", {"foreign"}),
        ("<p class='elementor-widget'>", set()),
        ("<section class='platform'>", set()),
    ],
)
def test_the_sorts_of_a_box(box: str, sorts: set[str]) -> None:
    (element,) = html.document_fromstring(f"<html><body>{box}</html>").body
    assert box_sorts(element) == sorts


def test_the_footer_of_an_article_is_its_own_and_an_aside_is_not_of_the_site() -> None:
    page = "<article><{0}>May 3</{0}></article><{0}>May 4</{0}>"
    for tag, own, sites in (("footer", set(), {"footer"}), ("aside", {"aside"}, {"aside", "sidebar"})):
        boxes = html.document_fromstring(f"<html><body>{page.format(tag)}</html>").iter(tag)
        assert [box_sorts(box) for box in boxes] == [own, sites]


def test_an_element_stands_in_all_boxes_around_it() -> None:
    page = "<html><body><div class=widget><p>Beside</p></div><div id=comments><p>Foreign</p></div></html>"
    beside, foreign = map(Surroundings([]).sorts, html.document_fromstring(page).iter("p"))
    assert beside & OUTSIDE
    assert not beside & FOREIGN
    assert foreign & FOREIGN


def test_a_menu_that_holds_the_headline_was_never_closed() -> None:
    page = "<html><body><nav><p>Home</p><article><h1>Title</h1><p>May 3</p></article></nav></html>"
    tree = html.document_fromstring(page)
    around = Surroundings(tree.iter("h1"))
    assert not any(around.sorts(element) for element in tree.iter("p"))
