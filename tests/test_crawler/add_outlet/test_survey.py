"""What is told from addresses and pages alone, before and after a site is asked."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from scrapy.http import HtmlResponse

from archive.model import Article, Gate, Reading
from crawler.add_outlet.article_urls import find_sections, looks_like_article, section_at
from crawler.add_outlet.front_page import (
    declared_feeds,
    linked_feeds,
    shown_name,
    site_title,
    usual_feeds,
)
from crawler.add_outlet.listings import detect_listing
from crawler.add_outlet.proposal import Proposal, candidate_names, propose
from crawler.add_outlet.survey import Survey, SurveyedSource
from crawler.add_outlet.write_outlet import render_outlet_file
from crawler.outlet.load import load_outlet

SITE = "https://small-screen.example"


def page(body: str, path: str = "/") -> HtmlResponse:
    return HtmlResponse(SITE + path, body=f"<html>{body}</html>".encode(), encoding="utf-8")


@pytest.mark.parametrize(
    ("path", "kind", "medium"),
    [
        ("/reviews/", "review", None),
        ("/film-reviews", "review", "film"),
        ("/kritik", "review", None),
        ("/kino/filmkritiken", "review", "film"),
        ("/cinéma/critiques/", "review", "film"),
        ("/cine/criticas", "review", "film"),
        ("/libros/rese%C3%B1as", "review", "book"),
        ("/recensioni", "review", None),
        ("/música/resenhas", "review", "music"),
        ("/recensies", "review", None),
        ("/映画レビュー", "review", "film"),
        ("/interviews", "interview", None),
        ("/theatre", None, "stage"),
    ],
)
def test_a_section_of_coverage_by_its_name(path: str, kind: str | None, medium: str | None) -> None:
    from urllib.parse import unquote

    place = section_at(unquote(path))
    assert place and (place.kind, place.medium) == (kind, medium)


@pytest.mark.parametrize(
    "path", ["/", "/politik", "/about", "/the-best-film-reviews-of-all", "/a/b/c/reviews"]
)
def test_what_is_no_section(path: str) -> None:
    assert section_at(path) is None


@pytest.mark.parametrize(
    ("path", "is_one"),
    [
        ("/2024/05/glass-orchard/", True),
        ("/reviews/the-long-tide", True),
        ("/a/story-1234567.html", True),
        ("/kritik/der_letzte_akt.html", True),
        ("/2024/05/", False),
        ("/reviews/", False),
        ("/tag/the-long-tide-two", False),
        ("/a-photo-of-it.jpg", False),
    ],
)
def test_the_form_of_an_articles_address(path: str, is_one: bool) -> None:
    assert looks_like_article(SITE + path) == is_one


def test_sections_come_reviews_first_then_by_what_they_hold() -> None:
    held = [f"{SITE}/music/album-number-{n}-is-out" for n in range(3)] + [f"{SITE}/film/reviews/a-b-c"]
    found = find_sections(held, [f"{SITE}/about", f"{SITE}/latest/", f"{SITE}/music/"])
    assert [(section.path, section.article_count, section.url) for section in found] == [
        ("/film/reviews", 1, None),
        ("/music", 3, f"{SITE}/music/"),
        ("/film", 1, None),
        ("/latest", 0, f"{SITE}/latest/"),
    ]


def test_feeds_that_a_page_names() -> None:
    given = page(
        "<head><link rel='alternate' type='application/rss+xml' title='Comments' href='/comments/feed/'>"
        "<link rel='alternate home' type='application/atom+xml; charset=utf-8' "
        "href='atom?a=1&amp;utm_source=x'>"
        "<link rel=alternate hreflang=de href='/de/'><link rel=alternate type='text/html' href='/m/'></head>"
        "<a href='/rss.xml'>x</a><a href='/x'>RSS</a>"
        "<a href='/surfeited'>a</a><a href='javascript:rss'>RSS</a>"
    )
    assert declared_feeds(given) == [f"{SITE}/atom?a=1"]
    assert linked_feeds(given) == [f"{SITE}/rss.xml", f"{SITE}/x"]


@pytest.mark.parametrize(
    ("generator", "first"),
    [
        ("Hugo 0.168.0", "index.xml"),
        ("Hexo 7.3.0", "atom.xml"),
        ("Ghost 5.82", "rss/"),
        ("WordPress 6.8", "feed/"),
    ],
)
def test_a_feed_is_looked_for_first_where_the_site_s_software_puts_it(generator: str, first: str) -> None:
    found = usual_feeds(page(f'<head><meta name="generator" content="{generator}"></head>'))
    assert found[0] == first and set(found) >= set(usual_feeds(None)) and len(set(found)) == len(found)


def test_the_name_of_a_site() -> None:
    declared = page('<meta property="og:site_name" content=" The  Boat "><title>x</title>')
    graph = page(
        '<script type="application/ld+json">{"@graph": [{"@type": "WebSite", "name": "Boat"}]}</script>'
    )
    broken = page(
        '<script type="application/ld+json">{"@graph": [</script><title>News | Small Screen</title>'
    )
    assert (site_title(declared), site_title(graph), site_title(broken)) == ("The Boat", "Boat", None)
    assert shown_name(broken) == "Small Screen"


def test_a_listing_is_read_by_the_selector_that_takes_its_articles_alone() -> None:
    cards = "".join(
        f'<div class="card x{n}"><a class=pic href="/a/the-long-tide-{n}"></a>'
        f'<a href="/authors/ann-lee-{n}-b">Ann</a>'
        f'<p class="headline"><a href="/a/the-long-tide-{n}">T</a></p></div>'
        for n in range(5)
    )
    found = detect_listing(
        page(f"<nav><a href='/film'>Film</a></nav>{cards}<a class=next href='/p/2'>2</a>"), set()
    )
    assert found and (found.links, found.next, len(found.articles)) == ("a.pic", "a.next", 5)
    assert detect_listing(page("<a href='/a/the-long-tide'>x</a><a href='/b'>y</a>"), set()) is None


def test_names_that_a_file_may_have() -> None:
    assert candidate_names("The Small Screen", SITE) == [
        "the-small-screen",
        "small-screen",
        "small-screen-small-screen-example",
    ]
    assert candidate_names("映画の窓", "https://www.eiga.example/")[0] == "eiga"
    assert candidate_names("A title that goes on and on", "https://x.co.uk/")[0] == "x-co"


def test_whatever_a_site_says_the_file_is_sound(tmp_path: Path) -> None:
    """Quotes, line ends and comment signs in what a site says stay where they belong."""
    odd = 'The "Boat" \\ # \n delay = 0 \u202e'
    door = SurveyedSource(f"{SITE}/feed?a='b'", "named\nin = it", ("x",))
    text = render_outlet_file(
        Proposal(odd, SITE, feeds=(door,), skip=("/(?:a|'b)/",)), "add\nx", date(2026, 5, 1)
    )
    file = tmp_path / "odd.toml"
    file.write_text(text)
    outlet = load_outlet(file)
    assert outlet.title == 'The "Boat" \\ # delay = 0' and outlet.delay == 5
    assert outlet.feeds == (door.url,) and outlet.skip[0].pattern == "/(?:a|'b)/"


@pytest.mark.parametrize(
    ("written", "language"),
    [(("ja", "ja", "en"), "en-GB"), (("ja", "ja"), "ja"), ((), "en-GB")],
)
def test_the_language_that_a_site_declares_stands_where_one_sample_has_it(
    written: tuple[str, ...], language: str
) -> None:
    front = HtmlResponse(SITE, body=b"<html lang=en-GB><title>T</title></html>", encoding="utf-8")
    samples = [Article(SITE, "text", Gate("article", True), language=Reading(tag, "text")) for tag in written]
    assert propose(Survey(SITE, front), samples, None, None).language == language
