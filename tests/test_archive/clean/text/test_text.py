"""The text of HTML pages: what is kept, in what order, and that no page breaks it."""

# Markup is easier to read in long lines.
# ruff: noqa: E501

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest
from lxml import etree
from lxml import html as lxml_html

from archive.clean.page.page import Page
from tests.support.seeds_markup import KINDS, TEMPLATES, read_seed, render
from tests.test_archive.clean.text.winter_pages import AT, PROSE, paragraphs, read_text, text_of


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
    assert read_text(page, seed.title, seed.author and f"By {seed.author}") == seed.text


def test_headings_lists_and_quotes_stay_in_order() -> None:
    body = (
        f"<article><h1>Ice</h1><p>{PROSE[0]}</p><h2>The duels</h2><p>{PROSE[1]}</p><ul><li>On the lake, at dawn</li>"
        f"<li>In the mill, by night</li></ul><blockquote><p>{PROSE[2]}</p></blockquote><p>{PROSE[3]}</p>"
        f"<p>{PROSE[4]}</p></article>"
    )
    assert text_of(body, title="Ice") == [
        PROSE[0],
        "The duels",
        PROSE[1],
        "- On the lake, at dawn",
        "- In the mill, by night",
        PROSE[2],
        PROSE[3],
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


BOXES = {
    "author": """<div class="author-box"><img src="/jo.jpg" alt=""><h4 class="author-name"><a href="/author/jo">Jo Reed</a></h4>
        <p class="author-bio">Jo Reed has been writing on films for longer than she cares to say here.</p>
        <a class="author-link" href="/author/jo">More by Jo Reed</a></div>""",
    "newsletter": """<div class="newsletter-signup"><h3>The Friday letter</h3>
        <p>The best of the week, every Friday, in one letter to you from all of us.</p>
        <form action="/join"><input type="email" name="email"><button>Join</button></form></div>""",
    "related": """<div class="related-posts"><h3>Related</h3><ul><li><a href="/a">Ten duels on ice that we love</a></li>
        <li><a href="/b">What the score of the year does</a></li><li><a href="/c">A winter in eight films</a></li></ul></div>""",
    "comments": """<div id="comments" class="comments-area"><h3 class="comments-title">2 Comments</h3><ol class="comment-list">
        <li class="comment"><cite class="comment-author">ann</cite><div class="comment-content"><p>I could not agree less.</p></div>
        <a class="comment-reply-link" href="#r">Reply</a></li>
        <li class="comment"><cite class="comment-author">bo</cite><div class="comment-content"><p>Nor could I, and I was there.</p></div>
        <a class="comment-reply-link" href="#r">Reply</a></li></ol></div>""",
    "cookies": """<div class="cookie-notice" role="dialog"><p>We and our partners store information on your device.</p>
        <button>Accept</button><button>Reject</button></div>""",
    "share": """<div class="share-buttons"><span>Share</span><ul><li><a href="https://f.example">Facebook</a></li>
        <li><a href="https://x.example">X</a></li></ul></div>""",
}


@pytest.mark.parametrize("name", BOXES)
def test_boxes_of_furniture_below_an_article_go(name: str) -> None:
    assert text_of(f"<article class='post'>{paragraphs()}</article>{BOXES[name]}") == PROSE
    assert text_of(f"<article class='post'>{paragraphs()}{BOXES[name]}</article>") == PROSE


@pytest.mark.parametrize("name", ["newsletter", "related", "share"])
def test_boxes_of_furniture_in_the_middle_of_an_article_go(name: str) -> None:
    middle = paragraphs(PROSE[:3]) + BOXES[name] + paragraphs(PROSE[3:])
    assert text_of(f"<article class='post'><div class='entry-content'>{middle}</div></article>") == PROSE


def test_a_heading_whose_id_is_a_slug_is_no_furniture() -> None:
    heading = '<h2 id="social-media-and-the-ads">Social media and the ads</h2>'
    body = f"<article>{paragraphs(PROSE[:2])}{heading}{paragraphs(PROSE[2:])}</article>"
    assert text_of(body) == [*PROSE[:2], "Social media and the ads", *PROSE[2:]]


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


def test_cards_of_other_articles_go_though_they_hold_much_of_a_short_page() -> None:
    card = """<div class="card"><a href="/x"><img src="/x.jpg" alt=""></a><h3 class="card-title"><a href="/x">Another film
    altogether</a></h3><p class="card-excerpt">It begins, as so many of these do, on a train, and never gets off it…</p></div>"""
    section = f"<section class='related-cards'><h2>Keep reading</h2>{card * 3}</section>"
    assert text_of(f"<article>{paragraphs()}</article>{section}") == PROSE


def test_a_list_of_the_authors_own_under_the_same_heading_stays() -> None:
    own = "<h3>Further reading</h3><p>The novel that it is drawn from is better than its reputation, and shorter.</p>"
    lines = text_of(f"<article>{paragraphs()}{own}</article>")
    assert lines[-2:] == [
        "Further reading",
        "The novel that it is drawn from is better than its reputation, and shorter.",
    ]


@pytest.mark.parametrize(
    ("byline", "signature"),
    [
        ("Beatrice Zanon", "Beatrice Zanon"),
        ("Text: Vera Lindholm", "Text: Vera Lindholm"),
        ("Vera Lindholm", "– Vera Lindholm, Umeå"),
        ("한서윤 기자", "한서윤 기자 seoyoon@lantern.example"),
        ("佐藤みどり", "（佐藤みどり）"),
    ],
)
def test_the_byline_below_the_text_is_none_of_it(byline: str, signature: str) -> None:
    lines = f"<p>{signature}</p><p>★★★★</p>", f"<p>★★★★</p><p>{signature}</p>"
    for below in lines:
        assert signature not in text_of(f"<article>{paragraphs()}{below}</article>", byline=byline)
    named = f"{PROSE[-1]} {byline} would not agree with a word of this, and has told me so."
    assert text_of(f"<article>{paragraphs([*PROSE, named])}</article>", byline=byline)[-1] == named


def test_what_is_said_of_the_author_below_the_text_is_none_of_it() -> None:
    bio = "Iva Horn is a critic in Leeds. Reach her at screens@lantern.example."
    byline = "By Iva Horn, The Daily Lantern"
    assert bio not in text_of(f"<article>{paragraphs()}<p><em>{bio}</em></p></article>", byline=byline)
    told = "Iva Hornby is a critic in the play, and Iva Horn’s sister."
    debate = "Iva Horn finds the first hour too slow, and says so in the second."
    for last in (told, debate):
        assert last in text_of(f"<article>{paragraphs()}<p>{last}</p></article>", byline=byline)
    assert bio in text_of(f"<article>{paragraphs()}<p>{bio}</p>{paragraphs()}</article>", byline=byline)


COMMENT = (
    "<p>I saw it twice in one week and would gladly see it again, if only for the scene with the sled.</p>"
)


@pytest.mark.parametrize(
    "mark",
    [
        "itemprop='comment'",
        "itemscope itemtype='https://schema.org/Comment'",
        "itemprop='review comment' class='k1'",
    ],
)
def test_what_microdata_call_a_comment_is_not_the_text(mark: str) -> None:
    assert text_of(f"<article>{paragraphs()}<div {mark}>{COMMENT}</div></article>") == PROSE


def test_comments_are_the_text_of_a_page_that_has_nothing_else() -> None:
    posts = "".join(f"<div itemprop='comment'><p>{line}</p></div>" for line in PROSE)
    assert text_of(f"<article>{posts}</article>") == PROSE


@pytest.mark.parametrize(
    "heading",
    [
        "<h2 id='s1'>The duels <a href='#s1'>Permalink to “The duels”</a></h2>",
        "<h2 id='s1'><a href='https://site.example/a#s1'>#s1</a> The duels</h2>",
        "<div id='s1'><h2>The duels <a href='#s1'>link</a></h2></div>",
        "<h2><a name='s1'></a>The duels <a href='#s1'>link</a></h2>",
        "<div><h2 id='s1'>The duels</h2><a href='#s1'>Section titled “The duels”</a></div>",
        "<h2 id='s1'><a href='#s1'>The duels</a></h2>",
    ],
)
def test_a_link_that_leads_to_its_own_heading_is_no_part_of_it(heading: str) -> None:
    body = f"{paragraphs(PROSE[:3])}{heading}{paragraphs(PROSE[3:])}"
    assert text_of(f"<article>{body}</article>") == [*PROSE[:3], "The duels", *PROSE[3:]]


def test_a_link_from_a_heading_to_another_place_stays() -> None:
    body = f"{paragraphs(PROSE[:3])}<h2 id='s1'>The duels <a href='#s2'>and after</a></h2>{paragraphs(PROSE[3:])}"
    assert text_of(f"<article>{body}</article>")[3] == "The duels and after"


def test_a_hover_card_is_no_part_of_the_sentence_around_it() -> None:
    card = "<span role='tooltip'>Born in the north, and still there.</span>"
    first = PROSE[0].replace("Nobody", f"<a href='/n'>Nobody</a>{card}")
    assert text_of(f"<article><p>{first}</p>{paragraphs(PROSE[1:])}</article>") == PROSE


@pytest.mark.parametrize(
    "line",
    [
        "Katarina Holm, 3. Mai 2025",
        "reviewed by K. Holm, April 3, 1998",
        "2025年11月5日 氷田",
        "K. Holm / 3/4/25",
    ],
)
def test_a_short_line_with_a_day_above_the_text_goes(line: str) -> None:
    assert text_of(f"<article><p>{line}</p>{paragraphs()}</article>") == PROSE


def test_stars_stay_under_the_first_entry_of_a_roundup_as_under_the_others() -> None:
    entries = "".join(f"<h2>Film {n}</h2><p>★★★☆</p><p>{line}</p>" for n, line in enumerate(PROSE[1:]))
    lines = text_of(f"<article><p>{PROSE[0]}</p>{entries}</article>")
    assert lines[:4] == [PROSE[0], "Film 0", "★★★☆", PROSE[1]]
    assert lines.count("★★★☆") == len(PROSE) - 1


@pytest.mark.parametrize("label", ["Tags:", "Filed under:", "分類："])
def test_a_label_goes_with_the_links_that_it_names(label: str) -> None:
    links = "".join(f"<li><a href='/tags/{name}/'>{name}</a></li>" for name in ("harbours", "debts", "fog"))
    body = f"<article><h1>The Long Tide</h1>{paragraphs()}<div><div>{label}</div><ul>{links}</ul></div></article>"
    assert text_of(body, title="The Long Tide") == PROSE


def test_a_heading_at_the_end_goes_with_the_links_below_it() -> None:
    links = "".join(f"<li><a href='/film/{name}/'>The {name} review</a></li>" for name in ("Harbour", "Fog"))
    body = f"<article><h1>The Long Tide</h1>{paragraphs()}<h2>Related posts</h2><ul>{links}</ul></article>"
    assert text_of(body, title="The Long Tide") == PROSE


def test_a_verdict_set_in_headings_stays() -> None:
    body = (
        f"<article><h1>The Long Tide</h1>{paragraphs()}<h3>Rating: 8/10</h3><h3>Best hour: ice</h3></article>"
    )
    assert text_of(body, title="The Long Tide")[-2:] == ["Rating: 8/10", "Best hour: ice"]


def test_a_label_stays_with_what_it_names() -> None:
    cast = "".join(f"<li>{name} as a bargee</li>" for name in ("Mara Quill", "Ines Barlow"))
    body = f"<article><h1>The Long Tide</h1>{paragraphs()}<p>With:</p><ul>{cast}</ul>{paragraphs()}</article>"
    assert "With:" in text_of(body, title="The Long Tide")
