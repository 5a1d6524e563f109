"""The gate: what is an article, what is not, and that a doubtful one is kept."""
# ruff: noqa: E501 - markup is easier to read in long lines

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from archive.clean.dates.dates import Dates
from archive.clean.page_type.classify import SIGNS, classify_page
from archive.clean.template.sources import PageFacts
from archive.model import Author, Gate, Moment, Reading
from tests.test_archive.clean.pages import SENTENCE, article, html_page, json_ld, text_page

SITE = "https://outlet.example"
TEXT = f"{SENTENCE}\n" * 6
AUTHORS = Reading((Author("Ana Horn"),), "byline")
PUBLISHED = Reading(Moment(datetime(2026, 3, 1, tzinfo=UTC), "day"), "time")


def gate(
    html: str, url: str, text: str = TEXT, *, facts: bool = False, title: str | None = "The Long Tide"
) -> Gate:
    heading = Reading(title, "h1") if title else None
    read = PageFacts(heading, AUTHORS, Dates(PUBLISHED)) if facts else PageFacts(heading)
    return classify_page(html_page(html, url), text, read, None)


def document(body: str, head: str = "", body_class: str = "") -> str:
    return f"<html><head>{head}</head><body class='{body_class}'><nav><a href='/'>Home</a></nav>{body}</body></html>"


def cards(number: int, price: str = "") -> str:
    return "".join(
        f"<div class='card'><a href='/film/{i}'><img src='{i}.jpg'><h3>Film number {i}</h3></a>"
        f"<p>A short teaser of the film. {price}</p></div>"
        for i in range(number)
    )


def posts(number: int) -> str:
    return "".join(
        f"<div id='post-{i}' class='message'><h4>gull{i}</h4><span>Senior Member</span><span>Joined: May 2019</span>"
        f"<div><p>{SENTENCE}</p></div><a href='#'>Reply</a></div>"
        for i in range(100, 100 + number)
    )


PLAIN_ARTICLES = {
    "a bare article": (article(), f"{SITE}/2026/03/the-long-tide/"),
    "an article without any mark": (
        document(f"<div><h1>Tide</h1><p>{SENTENCE}</p><p>{SENTENCE}</p></div>"),
        f"{SITE}/tide",
    ),
    "an article with og:type": (article(head="<meta property='og:type' content='article'>"), f"{SITE}/x"),
    "an article among cards": (
        article(after=f"<section>{cards(9)}</section>"),
        f"{SITE}/reviews/the-long-tide-is-slow",
    ),
    "an article with comments": (
        article(
            head="<meta property='og:type' content='article'>",
            after=f"<section id='comments'>{posts(4)}</section>",
        )
        .replace("Senior Member", "")
        .replace("Joined: May 2019", ""),
        f"{SITE}/reviews/the-long-tide",
    ),
    "a review that sells the disc": (
        article(
            head=json_ld({"@type": "Review", "itemReviewed": {"@type": "Product"}}),
            after="<button>Add to cart</button>",
        ),
        f"{SITE}/reviews/the-long-tide-on-disc",
    ),
    "a list with prices": (
        article(
            middle="<ul>" + "<li>A disc for $9.99</li>" * 12 + "</ul>", title="The 12 best discs of the year"
        ),
        f"{SITE}/lists/12-best-discs-of-the-year",
    ),
    "an article at an address with a query": (article(), f"{SITE}/?p=123"),
}


@pytest.mark.parametrize("name", PLAIN_ARTICLES)
def test_articles_pass(name: str) -> None:
    html, url = PLAIN_ARTICLES[name]
    assert gate(html, url, facts=True).is_article
    assert gate(html, url).is_article


NOT_ARTICLES = {
    "front page": ("front", document(f"<main>{cards(14)}</main>"), f"{SITE}/"),
    "front page in a language": ("front", document(f"<main>{cards(6)}</main>"), f"{SITE}/de/"),
    "front page of a blog with whole posts": (
        "front",
        document(
            f"<article><h2><a href='/a'>A</a></h2><p>{SENTENCE}</p></article>" * 4, body_class="home blog"
        ),
        f"{SITE}/",
    ),
    "tag page": (
        "listing",
        document(f"<h1>Harbour films</h1>{cards(10)}", body_class="archive tag"),
        f"{SITE}/tag/harbour/",
    ),
    "author page": (
        "listing",
        document(
            f"<h1>Ana Horn</h1><p>Ana writes.</p>{cards(8)}", json_ld({"@type": "ProfilePage"}), "author"
        ),
        f"{SITE}/author/ana-horn/",
    ),
    "second page of a category": (
        "listing",
        document(f"<h1>Reviews</h1>{cards(12)}<div class='pagination'><a href='3'>3</a></div>"),
        f"{SITE}/reviews/page/2/",
    ),
    "search results": (
        "listing",
        document(f"<h1>Results</h1>{cards(9)}", body_class="search-results"),
        f"{SITE}/?s=harbour",
    ),
    "collection in JSON-LD": (
        "listing",
        document(cards(9), json_ld({"@type": "CollectionPage"}, {"@type": "ItemList"})),
        f"{SITE}/harbour-films",
    ),
    "work in a database": (
        "listing",
        document(
            f"<h1>The Long Tide</h1>{cards(8)}",
            json_ld({"@type": "Movie", "aggregateRating": {"ratingValue": 7}}),
        ),
        f"{SITE}/title/tt0000001/",
    ),
    "product": (
        "product",
        document(
            "<h1>The Long Tide (disc)</h1><p>$19.99</p><button>Add to cart</button><p>Region free.</p>",
            json_ld({"@type": "Product", "offers": {"price": "19.99"}}),
        ),
        f"{SITE}/products/the-long-tide-disc",
    ),
    "shop's collection": (
        "product",
        document(
            f"<h1>Discs</h1>{cards(16, '$9.99')}<button>Quick add</button>",
            "<meta property='og:type' content='product.group'>",
        ),
        f"{SITE}/collections/discs",
    ),
    "forum thread": (
        "forum",
        document(f"<h1>The Long Tide?</h1>{posts(6)}"),
        f"{SITE}/threads/the-long-tide.4711/",
    ),
    "viewtopic": ("forum", document(posts(5), body_class="section-viewtopic"), f"{SITE}/viewtopic.php?t=9"),
    "thread of forum software that calls itself an article": (
        "forum",
        document(
            posts(3),
            "<meta name='generator' content='Discourse 3.4'><meta property='og:type' content='article'>",
        ),
        "https://forum.outlet.example/t/what-did-you-think-of-the-long-tide/4711",
    ),
    "question": (
        "forum",
        document(posts(3), json_ld({"@type": "QAPage", "mainEntity": {"@type": "Question"}})),
        f"{SITE}/questions/4711/what-is-a-tide",
    ),
}


@pytest.mark.parametrize("name", NOT_ARTICLES)
def test_others_do_not_pass(name: str) -> None:
    page_type, html, url = NOT_ARTICLES[name]
    short = "A short teaser of the film.\n" * 8
    found = gate(html, url, TEXT if page_type == "forum" else short)
    assert (found.page_type, found.is_article) == (page_type, False)
    assert found.reasons and all(len(reason) < 60 for reason in found.reasons)


@pytest.mark.parametrize("path", ["", "tag/harbour/", "products/x"])
def test_an_address_alone_condemns_no_article(path: str) -> None:
    html = article(head="<meta property='og:type' content='article'>")
    assert gate(html, f"{SITE}/{path}", facts=True, text=TEXT * 4).is_article


def test_a_headline_of_labels_alone_makes_a_page_of_cards_a_section_and_no_article() -> None:
    sections = document(f"<h1>Film Reviews</h1><p>{SENTENCE * 9}</p>{cards(20)}")
    assert not gate(sections, f"{SITE}/film-reviews/", SENTENCE * 9, title="Film Reviews").is_article
    assert gate(article(), f"{SITE}/reviews/tide/", facts=True, title="Film Review").is_article


@pytest.mark.parametrize(("words", "facts"), [(400, False), (120, True)], ids=["long", "dated and signed"])
def test_an_article_that_wordpress_calls_a_page_passes(words: int, facts: bool) -> None:
    text = " ".join(SENTENCE.split() * words)[: words * 6]
    html = document(f"<main><h1>The Long Tide</h1><p>{text}</p></main>", body_class="page page-id-7")
    assert gate(html, f"{SITE}/long-tide/", text, facts=facts).is_article


def test_when_in_doubt_it_is_kept_and_marked() -> None:
    found = gate(article(), f"{SITE}/", facts=True)
    assert found.is_article and found.doubtful and found.page_type == "article"
    assert "address of a front page" in found.reasons and "has a byline" in found.reasons


def test_a_short_review_with_a_rating_passes() -> None:
    html = document("<h1>The Long Tide review</h1><p>Grey, slow and lovely.</p><p>Rating: 4/5</p>")
    assert gate(
        html, f"{SITE}/capsules/tide", "Grey, slow and lovely.", title="The Long Tide review"
    ).is_article


def test_an_article_says_so_though_its_text_is_short() -> None:
    html = document("<p>Grey.</p>", json_ld({"@type": "NewsArticle", "headline": "The Long Tide"}))
    assert gate(html, f"{SITE}/news/tide-is-out", "Grey.").is_article


@pytest.mark.parametrize("html", ["", "<html><body></body></html>", document("<div id='app'></div>")])
def test_empty_pages(html: str) -> None:
    found = gate(html, f"{SITE}/2026/03/the-long-tide-is-here-at-last", "", title=None)
    assert (found.page_type, found.is_article) == ("empty", False)


@pytest.mark.parametrize(
    "title", ["404", "Page not found", "Just a moment...", "Access denied", "Error 403: Forbidden"]
)
def test_error_pages(title: str) -> None:
    text = "Sorry. The page that you asked for has gone, or never was. " * 4
    found = gate(document(f"<h1>{title}</h1><p>{text}</p>"), f"{SITE}/2026/x", text, title=title)
    assert (found.page_type, found.is_article) == ("error", False)


def test_a_film_named_like_an_error_is_no_error() -> None:
    assert gate(article(title="404 review"), f"{SITE}/reviews/404", TEXT * 3, title="404 review").is_article


@pytest.mark.parametrize(
    ("text", "is_article"),
    [(TEXT, True), ("One\nTwo\n" * 30, False), ("", False), ("Just five words of it.", False)],
)
def test_plain_text_passes_with_prose(text: str, is_article: bool) -> None:
    found = classify_page(text_page(text), text, PageFacts(), None)
    assert found.is_article is is_article


@pytest.mark.parametrize("url", ["", "not a url", "http://[::1", "http://x.example/%ff%fe/"])
def test_odd_addresses_do_not_raise(url: str) -> None:
    assert gate(article(), url, facts=True).is_article


def test_phrases_are_unique() -> None:
    phrases = [sign.phrase for sign in SIGNS]
    assert len(phrases) == len(set(phrases))


def test_what_a_site_says_of_itself_is_no_article() -> None:
    about = document(f"<article><h1>About</h1><p>{SENTENCE}</p><p>{SENTENCE}</p></article>")
    assert not gate(about, f"{SITE}/film/about/", title="About").is_article
    assert gate(about, f"{SITE}/film/about-elly/", title="About").is_article


def test_a_teaser_s_microdata_declare_no_article_of_this_page() -> None:
    item = (
        "<article itemscope itemtype='http://schema.org/Article'><h2><a itemprop='url' href='{}'>Dunkirk</a></h2>"
        "<time>09-17</time></article>"
    )
    listed = document(f"<h1>Movie review <small>Category</small></h1>{item.format('/2017/09/17/dunkirk/')}")
    own = document(item.format("/2017/09/17/dunkirk/"))
    assert not gate(listed, f"{SITE}/categories/movie-review/", "Dunkirk", facts=True).is_article
    assert gate(own, f"{SITE}/2017/09/17/dunkirk/", "Dunkirk", facts=True).is_article
