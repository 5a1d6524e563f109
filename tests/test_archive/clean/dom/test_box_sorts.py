"""What a box is by its tag and names; and what counts as a menu, whose labels name all sections of a site."""

from __future__ import annotations

import pytest
from lxml import html

from archive.clean.dom.box_sorts import FOREIGN, box_sorts, is_in_menu, is_outside_article

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
    assert is_in_menu(link_in(frame))


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
    assert not is_in_menu(link_in(frame))


def link_in(frame: str) -> html.HtmlElement:
    page = html.document_fromstring(f"<html><body class='no-sidebar'>{frame.format(LINK)}</body></html>")
    (link,) = page.iter("a")
    return link


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
        ("<blockquote>", {"quote"}),
        ("<p class='breadcrumbs'>", {"crumbs"}),
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


def test_the_footer_of_an_article_is_its_own() -> None:
    own, site = html.document_fromstring(
        "<html><body><article><footer>May 3</footer></article><footer>May 4</footer></html>"
    ).iter("footer")
    assert not box_sorts(own)
    assert box_sorts(site) == {"footer"}


def test_an_element_is_outside_where_a_box_of_the_sorts_is_around_it() -> None:
    page = "<html><body><div class=widget><p>Beside</p></div><div id=comments><p>Foreign</p></div></html>"
    beside, foreign = html.document_fromstring(page).iter("p")
    assert is_outside_article(beside)
    assert not is_outside_article(beside, FOREIGN)
    assert is_outside_article(foreign, FOREIGN)


def test_a_menu_that_holds_the_headline_was_never_closed() -> None:
    page = "<html><body><nav><p>Home</p><article><h1>Title</h1><p>May 3</p></article></nav></html>"
    for element in html.document_fromstring(page).iter("p"):
        assert not is_outside_article(element)
