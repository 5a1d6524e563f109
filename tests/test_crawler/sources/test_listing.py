"""Listing pages: links and the next page."""

from __future__ import annotations

from scrapy.http import HtmlResponse

from crawler.sources.links import Link, SourceLink
from crawler.sources.listing import read_listing

URL = "https://outlet.test/reviews/"
PAGE = """<html><head><title>Reviews</title></head><body>
<nav><a href="/">Home</a><a href="#top">Top</a></nav>
<main><article class="teaser"><h2><a href="low-tide">Low Tide</a></h2><a href="low-tide">Read</a></article>
<article class="teaser" data-n="2"><a href=" https://outlet.test/salt?a=1&amp;b=2 ">Salt</a></article>
<article class="teaser"><h2>Nothing to click</h2></article></main>
<a href="javascript:more()">More</a><a href="mailto:a@b.test">Mail</a><a href="http://[bad/">Bad</a><a>No</a>
<a class="next" href="?page=2">Older</a></body></html>"""


def page(html: str = PAGE) -> HtmlResponse:
    return HtmlResponse(URL, body=html.encode(), headers={"Content-Type": "text/html; charset=utf-8"})


def test_every_link_without_a_selector() -> None:
    assert [link.url for link in read_listing(page()).links] == [
        "https://outlet.test/",
        "https://outlet.test/reviews/low-tide",
        "https://outlet.test/salt?a=1&b=2",
        "https://outlet.test/reviews/?page=2",
    ]


def test_a_selector_may_name_links_elements_around_them_or_addresses() -> None:
    wanted = (Link("https://outlet.test/reviews/low-tide"), Link("https://outlet.test/salt?a=1&b=2"))
    assert read_listing(page(), ".teaser a").links == wanted
    assert read_listing(page(), ".teaser").links == wanted
    assert read_listing(page(), ".teaser a::attr(href)").links == wanted


def test_next_page() -> None:
    assert read_listing(page(), None, "a.next").next_page == SourceLink("https://outlet.test/reviews/?page=2")
    assert read_listing(page(), None, "a.absent").next_page is None
    assert read_listing(page()).next_page is None


def test_a_selector_that_matches_nothing_is_a_problem() -> None:
    found = read_listing(page(), "div.gone a", "a.next")
    assert found.links == ()
    assert found.problem == "no link matches `links` = 'div.gone a'"
    assert found.next_page is not None


def test_base_and_charset_count() -> None:
    html = '<head><base href="https://outlet.test/deep/"></head><body><a href="f%C3%BCr">x</a></body>'
    assert read_listing(page(html)).links == (Link("https://outlet.test/deep/f%C3%BCr"),)


def test_an_empty_page_has_no_links() -> None:
    found = read_listing(page(""))
    assert (found.links, found.next_page, found.problem) == ((), None, None)
