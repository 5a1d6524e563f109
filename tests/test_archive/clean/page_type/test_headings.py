"""Lists of few posts and posts of few words, in the markup of themes that many sites have."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from archive.clean.article import clean
from archive.model import Capture, Gate, Hint

SITE = "https://ferry.example"
PROSE = (
    "The ferry leaves at six and nobody in the film ever takes it, which is the joke and the grief of it."
    " Ruth Amsel plays the woman who sells the tickets, and she has a face on which a whole winter seems"
    " to have passed while the customers were looking at the sea."
)
JAPANESE = (
    "三人組のペイル・ロープがネトル・レコードと契約した。最初の曲は五月に出る予定で、"
    "録音は港町の古い倉庫で始まっている。"
)
MENU = "".join(f"<li><a href='/category/{name}.html'>{name}</a></li>" for name in ("film", "music", "news"))
BLOGROLL = "".join(f"<li><a href='https://{n}.example/'>A neighbour of ours {n}</a></li>" for n in range(9))


def judge(html: str, path: str, hint: Hint | None = None) -> Gate:
    moment = datetime(2026, 11, 28, tzinfo=UTC)
    return clean(Capture(SITE + path, moment, html.encode(), content_type="text/html", hint=hint)).gate


def document(main: str, head: str = "", body: str = "") -> str:
    top = f"<!doctype html><html lang=en><head><meta charset=utf-8>{head}</head>"
    return f"{top}<body {body}>{main}</body></html>"


def link_over_each_post(number: int) -> str:
    """As Hugo's PaperMod: a link without words lies over each post, and the page names its author."""
    posts = "".join(
        f"<article class=post-entry><header><h2>The Ferry {n} review: at six</h2></header>"
        f"<div><p>{PROSE}</p></div><footer><span>March {n}, 2026</span> · Ilse Moor</footer>"
        f"<a class=entry-link aria-label='post link' href='{SITE}/posts/the-ferry-{n}/'></a></article>"
        for n in range(1, number + 1)
    )
    head = "<title>Ferries | The Post</title><meta name=author content='Ilse Moor'>"
    return document(f"<header><a href='/'>The Post</a></header><main><h1>Ferries</h1>{posts}</main>", head)


def list_in_an_article(number: int) -> str:
    """As Hugo's ananke: the list is an `<article>`, and so is each post in it."""
    posts = "".join(
        f"<article><h1><a href='{SITE}/posts/the-ferry-{n}/'>The Ferry {n} review</a></h1>"
        f"<div>{PROSE}</div></article>"
        for n in range(1, number + 1)
    )
    return document(
        f"<header><h1>Ferries</h1></header><main><article>{posts}</article></main>", "<title>Ferries</title>"
    )


def whole_posts(number: int) -> str:
    """As Nikola's index-1.html: whole posts with subheadings of their own, and a row of page numbers."""
    posts = "".join(
        f"<article class='h-entry'><h1 class=p-name>"
        f"<a href='posts/ferry-{n}/' class=u-url>The Ferry {n} review</a></h1>"
        f"<a rel=author href='/authors/ilse/'>Ilse Moor</a>"
        f" <time class=dt-published datetime='2026-03-0{n}T09:00'>2026</time>"
        f"<div class=e-content>{f'<p>{PROSE}</p>' * 3}<h2>At sea</h2>{f'<p>{PROSE}</p>' * 3}</div></article>"
        for n in range(1, number + 1)
    )
    return document(
        f"<h1><a href='/'>The Post</a></h1>{posts}<ul class=pager><li><a href='/'>Newer</a></li></ul>"
    )


def featured_post() -> str:
    """As Pelican's notmyidea, where the first post of a list stands in an `<aside>`."""
    post = (
        f"<article><h1 class=entry-title><a href='{SITE}/lamp.html'>Why theatres leave a lamp on</a></h1>"
        "<abbr class=published title='2026-03-02T09:00:00+01:00'>Mon 02 March 2026</abbr>"
        "<address class='vcard author'>By <a class='url fn' href='/author/ilse.html'>Ilse Moor</a></address>"
        f"<p>{PROSE}</p><h2>A light</h2><p>{PROSE}</p><p>{PROSE}</p></article>"
    )
    return document(
        f"<header><h1><a href='/'>The Post</a></h1><nav>{MENU}</nav></header>"
        f"<aside id=featured>{post}</aside>",
        body="id=index class=home",
    )


def posts_of_a_year() -> str:
    """As Nikola's list of a year, which calls itself an article."""
    links = "".join(f"<li><a href='/p/{n}/'>The Ferry {n} review: six o'clock</a></li>" for n in range(9))
    dated = "<time class=listdate datetime='2024-04-16'>16 April 2024</time>"
    return document(f"<main><article><h1>Posts for year 2024</h1>{dated}<ul>{links}</ul></article></main>")


@pytest.mark.parametrize("number", [1, 2, 6])
@pytest.mark.parametrize("path", ["/tags/ferries/", "/ferries/"])
@pytest.mark.parametrize("theme", [link_over_each_post, list_in_an_article])
def test_a_list_of_posts_is_no_article_however_few_it_has(
    theme: Callable[[int], str], path: str, number: int
) -> None:
    assert not judge(theme(number), path).is_article


@pytest.mark.parametrize(
    ("html", "path"),
    [
        (whole_posts(2), "/index-1.html"),
        (whole_posts(4), "/index-2.html"),
        (featured_post(), "/category/features.html"),
        (featured_post(), "/author/ilse.html"),
        (posts_of_a_year(), "/2024/"),
    ],
    ids=["two whole posts", "four whole posts", "in an aside", "of an author in an aside", "a year"],
)  # fmt: skip
def test_the_posts_of_a_list_do_not_speak_for_it(html: str, path: str) -> None:
    assert not judge(html, path).is_article


def short_post(address: str, title: str, text: str, author: str = "Ada Brandt") -> str:
    """As Pelican's notmyidea: every page's body is called `home`, and most of its words are links."""
    byline = (
        f"<address class='vcard author'>By <a class='url fn' href='/author/ada.html'>{author}</a></address>"
    )
    return document(
        f"<header><h1><a href='/'>The Post</a></h1><nav><ul>{MENU}</ul></nav></header><section><article>"
        f"<header><h1 class=entry-title><a href='{address}' rel=bookmark>{title}</a></h1></header><footer>"
        f"<abbr class=published title='2026-03-04T09:00:00+01:00'>Wed 04 March 2026</abbr>{byline}"
        f"</footer><p>{text}</p></article></section><section><h2>links</h2><ul>{BLOGROLL}</ul></section>",
        f"<title>{title}</title>",
        "id=index class=home",
    )


def test_a_linked_label_above_the_headline_makes_no_list() -> None:
    """As many papers have it: the section as a heading, in the article that it is no part of."""
    text = f"<p>{PROSE}</p>" * 6
    html = document(
        f"<main><article><h3><a href='/sections/short-wave'>Short Wave</a></h3><h1>Six o'clock</h1>{text}"
        f"<h2>At sea</h2>{text}</article></main>"
    )
    found = judge(html, "/2026/03/six-o-clock")
    assert found.is_article and "all text under headings of other pages" not in found.reasons


TITLE = "Small label signs the trio Pale Rope"
NEWS = (
    "The trio Pale Rope has signed with Nettle Records. A first single comes out in May, and an album follows"
    " in the autumn."
)
POSTS = {
    "called by its headline": ("/small-label-signs-the-trio.html", TITLE, NEWS),
    "called by a number": ("/4711.html", TITLE, NEWS),
    "called by a query": ("/?p=4711", TITLE, NEWS),
    "in Japanese": ("/san-ren-zu.html", "三人組ペイル・ロープ、新レーベルと契約", JAPANESE),
}


@pytest.mark.parametrize("name", POSTS)
def test_a_post_of_few_words_is_an_article(name: str) -> None:
    path, title, text = POSTS[name]
    assert judge(short_post(SITE + path, title, text), path).is_article
    assert judge(short_post(path, title, text), path).is_article
    assert judge(short_post(".", title, text), path.partition(".")[0] + "/").is_article


def test_a_feed_that_names_a_short_post_makes_it_certain() -> None:
    path, hint = "/small-label-signs-the-trio.html", Hint("feed", TITLE, ("Ada Brandt",), "2026-03-04")
    found = judge(short_post(SITE + path, TITLE, NEWS), path, hint)
    assert found.is_article and not found.doubtful and "named by a feed" in found.reasons
    unsigned = short_post(SITE + path, TITLE, NEWS, author="")
    assert judge(unsigned, path, Hint("feed", TITLE)).is_article
    assert not judge(short_post("/other.html", TITLE, NEWS), "/tags/rope/").is_article


def test_a_feed_makes_no_article_of_a_shop_or_a_thread() -> None:
    """Shops and forums have feeds, too."""
    shop = document(f"<h1>Rope</h1><p>{PROSE}</p><p>$9.99</p><button>Add to cart</button>")
    assert not judge(shop, "/products/rope", Hint("feed", "Rope")).is_article
    forum = document(f"<h1>Rope?</h1><p>{PROSE}</p>", "<meta name=generator content='Discourse 3.4'>")
    assert not judge(forum, "/t/rope/4711", Hint("feed", "Rope?")).is_article
