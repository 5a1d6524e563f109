"""Siblings of the pages of ../shared/faults/publishing: the same sorts of markup with words of our own."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from archive.clean.article import clean
from archive.model import Article, Capture

TITLE = "Six O'Clock Ferry review: a winter at the pier"
SITE = "The Ferry Review"
FIRST = (
    "The ferry leaves at six and nobody in the film ever takes it, which is the joke and the grief of it."
    " Ruth Amsel plays the woman who sells the tickets, and a whole winter seems to have passed over her."
)
SECOND = (
    "Her director, Otto Finn, keeps the camera on the pier for the first hour and then, without a word, puts"
    " it on the water. From there the town looks like something that somebody has forgotten to pack."
)
THIRD = (
    "What stays is the sound: gulls, a chain, a kettle. A film that trusts its kettle so far deserves to be"
    " seen in a full cinema, and in silence."
)
TEXT = f"<p>{FIRST}</p><p>{SECOND}</p><p>{THIRD}</p>"


def read(body: str, head: str = "", path: str = "/p/4711/", language: str = "en") -> Article:
    html = f"<!doctype html><html lang={language}><meta charset=utf-8>{head}<body>{body}</html>"
    moment = datetime(2026, 11, 28, tzinfo=UTC)
    return clean(Capture(f"https://ferry.example{path}", moment, html.encode(), content_type="text/html"))


def names(article: Article) -> list[str]:
    return [author.name for author in article.authors.value] if article.authors else []


# 03: the site's name has the h1.

HOMES = {
    "its root": "<h1><a href='/'>{}</a></h1>",
    "its whole address": "<h1><a href='https://ferry.example/'>{}</a></h1>",
    "a file": "<h1><a href='/index.html'>{}</a></h1>",
    "a way up": "<h1><a href='../../'>{}</a></h1>",
    "a folder of its host": "<h1><a href='/p/'>{}</a></h1>",
    "a logo": "<h1><a href='/'><img src=logo.png alt='{}'></a></h1>",
}
TITLES = (
    "",
    "<title>{site}</title>",
    "<title>{site} » Archive » {title}</title>",
    "<title>{title} - {site}</title>",
)


@pytest.mark.parametrize("home", HOMES)
@pytest.mark.parametrize("head", TITLES)
@pytest.mark.parametrize("tag", ["h2", "h3"])
def test_the_site_in_the_h1_is_not_the_title(home: str, head: str, tag: str) -> None:
    top = f"<header>{HOMES[home].format(SITE)}<h2>Films by the sea</h2></header>"
    body = f"{top}<main><article><{tag}>{TITLE}</{tag}>{TEXT}</article></main>"
    article = read(body, head.format(site=SITE, title=TITLE))
    assert article.title and article.title.value == TITLE


# 05: a paragraph that is free to read beside other posts.

FREE = "Nobody takes the six o'clock ferry in Otto Finn's film, and that is its joke and its grief."
CARDS = [
    ("Salt Road", "The second season sends its smugglers inland, where nobody knows them and water is bad."),
    ("Nine Bakers", "A documentary about bread that is really about sleep; in the end the oven is sold."),
    (
        "Quarry Songs",
        "Recorded in a hole in the ground with the doors shut, it is the warmest album of the year.",
    ),
]


@pytest.mark.parametrize(
    "prompt",
    [
        "<aside><h2>This post is for paying subscribers only</h2><a href='#/portal'>Subscribe</a></aside>",
        "<div class=paywall><h2>This post is for paid subscribers</h2><a href='/signin'>Sign in</a></div>",
        "<div><h2>Dieser Beitrag ist nur für Abonnenten</h2><a href='/abo'>Jetzt abonnieren</a></div>",
    ],
)
@pytest.mark.parametrize("tag", ["article", "div", "li"])
def test_other_posts_are_not_the_text_of_a_paid_one(prompt: str, tag: str) -> None:
    cards = "".join(
        f"<{tag} class=post-preview><h3><a href='/{number}/'>{name}</a></h3><p>{teaser}</p></{tag}>"
        for number, (name, teaser) in enumerate(CARDS)
    )
    own = f"<article><h1>{TITLE}</h1><time datetime=2026-10-14>14 Oct</time><p>{FREE}</p>{prompt}</article>"
    article = read(f"<main>{own}<div><h2>More posts</h2>{cards}</div></main>")
    assert (article.text, article.status, article.review.spoilers) == (FREE, "paywalled", None)


# 06: links to headings.


@pytest.mark.parametrize(
    "link",
    [
        "<a class=anchor href='#a'>#</a>",
        "<a class=headerlink href='#a' title='Link to this heading'>¶</a>",
        "<a href='#a' aria-hidden=true>🔗</a>",
        "<a href='#a'>§</a>",
        "<a href='https://ferry.example/p/4711/#a'>∞</a>",
        "<a hidden class=anchor href='#a'>link</a>",
        "<a class=anchor aria-hidden=true href='#a'><span>permalink</span></a>",
    ],
)
@pytest.mark.parametrize("heading", ["<h2 id=a>At sea{}</h2>", "<h3 id=a>{} <span>At sea</span></h3>"])
def test_a_link_to_a_heading_is_no_part_of_it(link: str, heading: str) -> None:
    article = read(
        f"<article><h1>{TITLE}</h1>{TEXT}{heading.format(link)}{TEXT.replace('ferry', 'barge')}</article>"
    )
    assert "At sea" in article.text.splitlines()
    assert [line.lstrip("# ") for line in article.markdown.splitlines() if "At sea" in line] == ["At sea"]


def test_a_heading_that_links_to_itself_stays() -> None:
    own = f"<h2 id=a><a href='#a'>At sea</a></h2>{TEXT.replace('ferry', 'barge')}"
    assert "At sea" in read(f"<article><h1>{TITLE}</h1>{TEXT}{own}</article>").text.splitlines()


# 07: posts that a password protects.


@pytest.mark.parametrize("form", ["class=post-password-form", "action='/wp-login.php?action=postpass'"])
@pytest.mark.parametrize(
    ("title", "words"),
    [
        (f"Protected: {TITLE}", "This content is password protected. Please enter a password to view."),
        (
            f"Geschützt: {TITLE}",
            "Dieser Inhalt ist passwortgeschützt. Um ihn zu sehen, gib dein Passwort ein:",
        ),
        (f"Protegido: {TITLE}", "Este contenido está protegido por contraseña. Introduce tu contraseña:"),
    ],
)
def test_a_protected_post_is_no_article(form: str, title: str, words: str) -> None:
    prompt = f"<form {form} method=post><p>{words}</p><input type=password name=post_password></form>"
    dated = (
        "<p class=wp-block-post-author__name>Ilse Moor</p><time datetime=2026-10-14>14 October 2026</time>"
    )
    related = "".join(f"<h3><a href='/{name}/'>{name}</a></h3><p>{teaser}</p>" for name, teaser in CARDS)
    body = f"<main><h1>{title}</h1>{prompt}{dated}<h2>Related</h2>{related}</main>"
    assert not read(body, f"<title>{title}</title>", "/2026/10/six-oclock-ferry/").gate.is_article


# 08: the ratings of a roundup.

RECORDS = [("The Tin Gulls – Harbour", 4, FIRST), ("Marrow – Field Work", 2, SECOND),
           ("Nettle – Rope", 5, THIRD), ("Salt – Engine", 3, FIRST.replace("ferry", "barge"))]  # fmt: skip


@pytest.mark.parametrize(
    "printed", ["{stars}", "{value}/5", "Rating: {value}/5", "{value} stars", "{value} out of 5"]
)
@pytest.mark.parametrize("tag", ["p", "div", "strong"])
@pytest.mark.parametrize("heading", ["h2", "h4"])
@pytest.mark.parametrize(
    "intro", ["", "<p>Four albums came out this month, and we have heard each of them twice.</p>"]
)
def test_all_ratings_of_a_roundup_are_in_its_text(printed: str, tag: str, heading: str, intro: str) -> None:
    marks = [printed.format(stars="★" * value + "☆" * (5 - value), value=value) for _, value, _ in RECORDS]
    items = "".join(
        f"<{heading}>{name}</{heading}><{tag}>{mark}</{tag}><p>{text}</p>"
        for (name, _, text), mark in zip(RECORDS, marks, strict=True)
    )
    lines = read(f"<article><h1>March records, briefly</h1>{intro}{items}</article>").text.splitlines()
    assert [line for line in lines if line in marks] == marks
    assert [line for line in lines if line in dict.fromkeys(name for name, *_ in RECORDS)] == [
        n for n, *_ in RECORDS
    ]


# 09 and 12: all authors, in any script.


@pytest.mark.parametrize(
    "byline",
    [
        "<address class='vcard author'>By <a class='url fn' href='/a'>Nora Field</a>"
        " <a class='url fn' href='/b'>Jon Ode</a></address>",
        "<h4 class=author-name><a href='/author/a/'>Nora Field</a>, <a href='/author/b/'>Jon Ode</a></h4>",
        "<p class=byline>By <a rel=author href='/a'>Nora Field</a> and <a href='/b'>Jon Ode</a></p>",
        "<ul class=authors><li><a rel=author href='/a'>Nora Field</a></li>"
        "<li><a rel=author href='/b'>Jon Ode</a></li></ul>",
    ],
)
@pytest.mark.parametrize("head", ["", "<meta name=author content='Nora Field'>"])
def test_a_printed_list_of_authors_is_read_whole(byline: str, head: str) -> None:
    assert names(read(f"<article><h1>{TITLE}</h1>{byline}{TEXT}</article>", head)) == [
        "Nora Field",
        "Jon Ode",
    ]


@pytest.mark.parametrize(
    "name",
    ["高橋美咲", "王小明", "김민지", "ليلى منصور", "דנה לוי", "สมชาย ใจดี", "अनिता शर्मा", "ნინო გელაშვილი"],
)
def test_an_author_in_a_script_without_capitals_is_one(name: str) -> None:
    byline = f"<div class=wp-block-post-author><p class=wp-block-post-author__name>{name}</p></div>"
    assert names(read(f"<main><h1>{TITLE}</h1>{TEXT}{byline}</main>")) == [name]


# 11: a work in prose.


@pytest.mark.parametrize(
    ("language", "prose"),
    [
        ("en", "Few burglars read plans. With <em>Six Doors</em> out now, we looked at ten who do."),
        ("en", "With <em>Six Doors</em>, she writes a film about burglars who prefer the corridor."),
        (
            "en",
            "From <em>Salt Road</em> to <em>Quarry Songs</em>, the year began with roads and ended in water.",
        ),
        ("de", "Von <em>Sechs Türen</em> bleibt vor allem die Stille, und sie bleibt lange nach dem Film."),
        ("fr", "Avec <em>Six Portes</em>, elle signe un film de cambriolage qui préfère les couloirs."),
    ],
)
@pytest.mark.parametrize("author", [[], ["Edda Blom"]])
def test_a_work_that_the_text_names_is_no_author(language: str, prose: str, author: list[str]) -> None:
    below = "".join(f"<p class=wp-block-post-author__name>{name}</p>" for name in author)
    body = f"<div><h1>Ten films</h1><p>{prose}</p><h2>Ten: The Cellar (1961)</h2>{TEXT}</div>{below}"
    assert names(read(body, language=language)) == author


# 20: what pages are about.


def test_a_list_of_works_is_about_none_of_them() -> None:
    items = "".join(
        f"<h2>{number}. {name}</h2><p>{teaser} Fans of <em>{other}</em> will feel at home.</p>"
        for number, ((name, teaser), other) in enumerate(
            zip(CARDS, ("Low Tide", "Rye", "Slate"), strict=True), 1
        )
    )
    article = read(f"<article><h1>Three series to watch this autumn</h1><p>{THIRD}</p>{items}</article>")
    assert article.review.work is None


@pytest.mark.parametrize("title", ["Tin Gulls cancel their April tour", "Nettle Rope postpone tour"])
@pytest.mark.parametrize("section", ["", "<a rel=tag href='/category/news/'>News</a>"])
def test_a_tour_that_is_off_is_news(title: str, section: str) -> None:
    text = (
        "<p>The band said on Monday that all twelve dates in April are off. Singer Oona Krall broke her"
        " wrist, and the doctors want her to rest for six weeks. New dates are to be announced in June.</p>"
    )
    dated = (
        "<p class=wp-block-post-date><time datetime='2026-10-14T23:10:00+01:00'>14 October 2026</time></p>"
    )
    article = read(f"<main><h1>{title}</h1><div class=entry-content>{text}</div>{dated}{section}</main>")
    assert article.kind and article.kind.value == "news"


# 23: boxes of review plugins.

SUMMARY = "A machine that rusts while you think, and is better for it."
BOXES = {
    "wp-review": "<div id=review class='review-wrapper wp-review-1'><h5>Review Overview</h5>"
    "<ul class=review-list><li><span>Gameplay - 90</span></li><li><span>Graphics - 80</span></li></ul>"
    "<div class=review-total-wrapper><span class=review-total-box>85<small>Great</small></span></div>"
    f"<div class=review-desc><p><strong>Summary</strong></p><p>{SUMMARY}</p></div></div>",
    "taqyeem": "<div id=review-box class='review-box review-percentage'>"
    "<h2 class=review-box-header>Review Overview</h2>"
    "<div class=review-item><h5>Gameplay - 90</h5></div><div class=review-item><h5>Graphics - 80</h5></div>"
    f"<div class=review-summary><p><strong>Summary</strong></p><p>{SUMMARY}</p></div></div>",
    "lets-review": "<div class=lets-review-block__wrap><div>Review Overview</div>"
    "<div class=lets-review-block__crit>Gameplay - 90</div>"
    "<div class=lets-review-block__crit>Graphics - 80</div>"
    "<div class=lets-review-block__final-score>85</div></div>",
}


@pytest.mark.parametrize("box", BOXES)
def test_the_labels_of_a_review_box_are_not_in_the_text(box: str) -> None:
    """Its rating is read where it is declared; the text ends before the box."""
    declared = (
        '<script type="application/ld+json">{"@context": "https://schema.org", "@type": "Review",'
        ' "reviewRating": {"@type": "Rating", "ratingValue": 85, "bestRating": 100},'
        ' "author": {"@type": "Person", "name": "Al Ray"},'
        ' "itemReviewed": {"@type": "VideoGame", "name": "Salt Engine"}}</script>'
    )
    article = read(
        f"<article><h1>Salt Engine review</h1>{TEXT}<p>{SUMMARY}</p>{BOXES[box]}</article>", declared
    )
    assert article.text.splitlines() == [FIRST, SECOND, THIRD, SUMMARY]
    rating = article.review.rating
    assert rating and (rating.value.value, rating.value.best, rating.source) == (85, 100, "json-ld")
