"""The text of HTML pages: what is kept, in what order, and that no page breaks it."""

# Markup is easier to read in long lines.
# ruff: noqa: E501

from __future__ import annotations

import dataclasses
from datetime import UTC, datetime
from pathlib import Path

import pytest
from lxml import etree
from lxml import html as lxml_html

from archive.clean.page.page import Page
from archive.clean.text.parts import plain_text, read_parts
from archive.clean.text.text import read_lines
from tests.support.seeds_markup import KINDS, TEMPLATES, read_seed, render

AT = datetime(2026, 3, 15, tzinfo=UTC)
PROSE = [
    "The film opens on a lake of ice, and it takes its time before the first blade is drawn. Nobody speaks for "
    "ten minutes, and nobody in the cinema seemed to miss a word.",
    "What follows is two hours of winter, told with patience, with care and with a good deal of wit. The camera "
    "stays low, near the snow, as if it too were listening for a crack.",
    "Its heroine says little, and what she says she says to the ice, which answers in its own way. It is a part "
    "that could have been a pose; here it becomes a person.",
    "There are duels, as there must be, but each of them is about something other than who wins. The second one, "
    "at dusk, is the best scene that this director has made.",
    "The score holds back for an hour and then does not hold back at all, to great effect. I have had its last "
    "theme in my head for a week, and I am in no hurry to lose it.",
    "When it ends you will want to walk home slowly, and you will be glad of the cold outside. Few films earn a "
    "silence as long as the one that this one leaves behind.",
]


def paragraphs(lines: list[str] = PROSE) -> str:
    return "".join(f"<p>{line}</p>" for line in lines)


def read_text(page: Page, title: str | None, byline: str | None) -> str:
    return plain_text(read_parts(read_lines(page, title, byline)))


def text_of(body: str, *, title: str | None = None, byline: str | None = None) -> list[str]:
    site = (
        "<header class='site-header'><a href='/'>The Lantern</a><nav><ul><li><a href='/film'>Film</a></li>"
        "<li><a href='/books'>Books</a></li></ul></nav></header>"
    )
    foot = "<footer class='site-footer'><p>The Lantern is published in the north.</p><a href='/about'>About</a></footer>"
    head = f"<head><title>{title or 'A winter in the north'} - The Lantern</title></head>"
    tree = lxml_html.document_fromstring(f"<html>{head}<body>{site}<main>{body}</main>{foot}</body></html>")
    return read_text(
        Page(url="https://site.example/a", captured_at=AT, tree=tree), title, byline
    ).splitlines()


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", TEMPLATES)
def test_seeds_come_out_exactly(kind: str, name: str, shared: Path) -> None:
    seed = read_seed(kind, shared)
    tree = lxml_html.document_fromstring(render(seed)[name])
    page = Page(url="https://site.example/a", captured_at=AT, tree=tree)
    assert read_text(page, seed.title, seed.author and f"By {seed.author}") == seed.text


@pytest.mark.parametrize("name", TEMPLATES)
def test_the_blog_review_under_a_headline_of_its_own(name: str, shared: Path) -> None:
    bare = read_seed("blog-review", shared)
    seed = dataclasses.replace(bare, title="Ballerina: a review", author="Jo Reed", published="two days ago")
    page = Page(
        url="https://site.example/a", captured_at=AT, tree=lxml_html.document_fromstring(render(seed)[name])
    )
    assert read_text(page, seed.title, "By Jo Reed") == bare.text


@pytest.mark.parametrize("kind", KINDS)
def test_seeds_as_plain_text(kind: str, shared: Path) -> None:
    seed = read_seed(kind, shared)
    raw = (shared / "seeds" / f"{kind}.txt").read_text(encoding="utf-8").splitlines()
    lines = tuple(line.strip() for line in raw if line.strip())
    page = Page(url="file:///a.txt", captured_at=AT, tree=None, lines=lines)
    assert read_text(page, seed.title, None) == seed.text
    assert read_text(page, None, None) == seed.text


def test_headings_lists_quotes_and_tables_stay_in_order() -> None:
    body = (
        f"<article><h1>Ice</h1><p>{PROSE[0]}</p><h2>The duels</h2><p>{PROSE[1]}</p><ul><li>On the lake, at dawn</li>"
        f"<li>In the mill, by night</li></ul><blockquote><p>{PROSE[2]}</p></blockquote><p>{PROSE[3]}</p>"
        "<figure class='wp-block-table'><table><tr><th>Part</th><th>Played by</th></tr>"
        f"<tr><td>Eve</td><td>A. Person</td></tr></table></figure><p>{PROSE[4]}</p></article>"
    )
    assert text_of(body, title="Ice") == [
        PROSE[0],
        "The duels",
        PROSE[1],
        "- On the lake, at dawn",
        "- In the mill, by night",
        PROSE[2],
        PROSE[3],
        "Part | Played by",
        "Eve | A. Person",
        PROSE[4],
    ]


@pytest.mark.parametrize(
    "name", ["sidebar", "widget", "card", "rating", "hidden", "comment-content", "related"]
)
def test_a_misnamed_container_of_the_article_is_kept(name: str) -> None:
    assert text_of(f'<div class="{name}">{paragraphs()}</div>') == PROSE


@pytest.mark.parametrize("tag", ["aside", "footer", "nav", "form", "button", "header"])
def test_an_article_nested_in_the_frame_by_broken_markup_is_kept(tag: str) -> None:
    assert text_of(f"<{tag}><div><h1>Ice</h1>{paragraphs()}</div></{tag}>", title="Ice") == PROSE


@pytest.mark.parametrize(
    "box",
    [
        '<div class="author-box"><p>Jo Reed has been writing on films for longer than she cares to say here.</p></div>',
        '<section class="x1"><h3>About the Author</h3><p>Jo has been writing on films for many years now.</p></section>',
        '<div class="x2"><h4>Reader insights</h4><p>Be the first to share your insights about this piece.</p></div>',
        '<div class="newsletter-box"><p>The best of the week, every Friday, in one letter to you from all of us.</p></div>',
        '<div class="x3"><h3>Related</h3><ul><li><a href="/a">Ten duels on ice that we love</a></li></ul></div>',
        '<div id="comments"><h3>2 Comments</h3><p>I could not agree less with what is said of the score.</p></div>',
        '<div data-testid="author-card"><p>Jo has been writing on films for longer than she cares to say.</p></div>',
        '<div class="cookie-notice"><p>We and our partners store information on your device to show you ads.</p></div>',
    ],
)
def test_boxes_of_furniture_go_wherever_they_stand(box: str) -> None:
    assert text_of(f"<article>{paragraphs(PROSE[:3])}{box}{paragraphs(PROSE[3:])}</article>") == PROSE
    assert text_of(f"<article>{paragraphs()}</article>{box}") == PROSE


def test_a_heading_whose_id_is_a_slug_is_no_furniture() -> None:
    body = f'<article><h2 id="social-media-and-the-ads">Social media and the ads</h2>{paragraphs()}</article>'
    assert text_of(body) == ["Social media and the ads", *PROSE]


def test_lines_before_a_break_are_lines() -> None:
    assert text_of(f"<div>{'<br><br>'.join(PROSE)}</div>") == PROSE


def test_reading_leaves_the_tree_as_it_is_and_gives_the_same_again() -> None:
    tree = lxml_html.document_fromstring(f'<div class="sidebar">{paragraphs()}<nav>Home</nav></div>')
    page = Page(url="https://site.example/a", captured_at=AT, tree=tree)
    before = etree.tostring(tree)
    texts = {read_text(page, None, None) for _ in range(6)}
    assert texts == {"\n".join(PROSE)}
    assert etree.tostring(tree) == before


@pytest.mark.parametrize(
    "html",
    [
        "<html></html>",
        "<html><head><title>x</title></head></html>",
        "<html><frameset><frame src='a'></frameset></html>",
        "<p>One line, no more than that.</p>",
        "<!-- c --><html><body><!-- d --><?pi?><p>x</p></body></html>",
        "<body>" + "<div>x " * 3000,
        "<body>" + "<span>x " * 3000,
        "<body><ul>" + "<li><a href='x'>some link</a>" * 3000,
        "<body><table>" + "<tr><td>a<td>b" * 2000,
    ],
)
def test_no_page_breaks_it(html: str) -> None:
    tree = lxml_html.document_fromstring(html)
    assert isinstance(read_text(Page(url="u", captured_at=AT, tree=tree), "T", "By A"), str)


def test_a_very_long_page() -> None:
    lines = [
        f"Paragraph number {n} says something of note about the film in question." for n in range(15_000)
    ]
    got = text_of(f"<article>{paragraphs(lines)}</article>")
    assert got == lines


def test_a_box_round_a_form_that_asks_for_an_address_goes_with_its_words() -> None:
    box = """<div class="k9"><h4>Never miss a post</h4><p>New posts from us every Sunday.</p>
    <form><input type="email"><button>Go</button></form></div>"""
    assert text_of(f"<article>{paragraphs()}{box}</article>") == PROSE


def test_cards_under_a_heading_that_leads_away_go_though_they_hold_much_of_a_short_page() -> None:
    card = """<div><a href="/x"><h2>Another film altogether</h2></a>
    <p>It begins, as so many of these do, on a train, and it never quite gets off the train again…</p></div>"""
    section = (
        f"<section><h3>Keep reading</h3><p>More from all over the site, and beyond.</p>{card * 2}</section>"
    )
    assert text_of(f"<main><article>{paragraphs()}</article>{section}</main>") == PROSE


def test_a_list_of_the_authors_own_under_the_same_heading_stays() -> None:
    own = "<h3>Further reading</h3><p>The novel that it is drawn from is better than its reputation, and shorter.</p>"
    lines = text_of(f"<article>{paragraphs()}<section>{own}</section></article>")
    assert lines[-2:] == [
        "Further reading",
        "The novel that it is drawn from is better than its reputation, and shorter.",
    ]
