"""What counts as a menu: labels there name all sections of a site."""

from __future__ import annotations

import pytest
from lxml import html

from archive.clean.dom.box_sorts import is_in_menu

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
