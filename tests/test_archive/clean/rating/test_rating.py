"""Ratings: every way to print the critic's, and the many that are somebody else's.

Long because each form of a rating has its cases here.
"""
# ruff: noqa: E501 - markup is easier to read in long lines

from __future__ import annotations

from time import process_time

import pytest

from archive.clean.rating.rating import read_rating
from archive.clean.rating.scales import parse_rating
from archive.model import Rating
from tests.test_archive.clean.pages import article, html_page, json_ld, text_page


def read(html: str, url: str = "https://outlet.example/2026/03/the-long-tide/") -> Rating | None:
    found = read_rating(html_page(html, url))
    return found.value if found else None


def source(html: str) -> str | None:
    found = read_rating(html_page(html))
    return found.source if found else None


def figures(rating: Rating | None) -> tuple[float | None, float | None, float | None] | None:
    return (rating.value, rating.best, rating.score) if rating else None


@pytest.mark.parametrize(
    ("printed", "scale", "value", "best", "score"),
    [
        ("3.5/4", "points", 3.5, 4, 87.5),
        ("3,5/5", "points", 3.5, 5, 70.0),
        ("***½ out of ****", "stars", 3.5, 4, 87.5),
        ("**** out of 5", "stars", 4, 5, 80.0),
        ("***", None, None, None, None),
        ("8.5 / 10", "points", 8.5, 10, 85.0),
        ("82/100", "points", 82, 100, 82.0),
        ("7 out of 10", "points", 7, 10, 70.0),
        ("8 von 10 Punkten", "points", 8, 10, 80.0),
        ("3 étoiles sur 5", "stars", 3, 5, 60.0),
        ("four out of five stars", "stars", 4, 5, 80.0),
        ("4/5 stars", "stars", 4, 5, 80.0),
        ("2/3", None, None, None, None),
        ("82%", "percent", 82, 100, 82.0),
        ("4 stars", "stars", 4, None, None),
        ("three and a half stars", "stars", 3.5, None, None),
        ("★★★½☆", "stars", 3.5, 5, 70.0),
        ("★★★★★", "stars", 5, 5, 100.0),
        ("★★★", "stars", 3, None, None),
        ("★★½ (out of four)", "stars", 2.5, 4, 62.5),
        ("★★★1/2 out of 4", "stars", 3.5, 4, 87.5),
        ("⭐⭐⭐⭐ / 5", "stars", 4, 5, 80.0),
        ("B+", "letter", None, None, 83.0),
        ("A−", "letter", None, None, 91.0),
        ("C minus", "letter", None, None, 42.0),
        ("F", "letter", None, None, 0.0),
        ("Two thumbs up!", "designation", None, None, None),
        ("Recommended", "designation", None, None, None),
    ],
)
def test_scales(
    printed: str, scale: str | None, value: float | None, best: float | None, score: float | None
) -> None:
    rating = parse_rating(printed)
    if scale is None:
        assert rating is None
    else:
        assert rating is not None
        assert (rating.scale, rating.value, rating.best, rating.score) == (scale, value, best, score)
        named = {"letter": "letter-metacritic-1", "designation": None}.get(scale, "linear-1")
        assert rating.conversion == (named if score is not None else None)


@pytest.mark.parametrize(
    "words",
    [
        "24/7",
        "9/11",
        "6/5",
        "7 out of 10 people",
        "PG-13",
        "R",
        "As",
        "5",
        "",
        "Recommended reading",
        "50/50",
        "1/2",
    ],
)
def test_what_is_no_rating(words: str) -> None:
    assert parse_rating(words) is None


@pytest.mark.parametrize(
    ("node", "expected"),
    [
        ({"@type": "Review", "reviewRating": {"@type": "Rating", "ratingValue": 4}}, (4, 5, 80.0)),
        ({"@type": "Review", "reviewRating": {"ratingValue": "60%"}}, (60, 100, 60.0)),
        ({"@type": "CriticReview", "reviewRating": {"ratingValue": "6 / 10"}}, (6, 10, 60.0)),
        ({"@type": "Review", "reviewRating": {"ratingValue": "8,5", "bestRating": "10"}}, (8.5, 10, 85.0)),
        ({"@type": "Review", "reviewRating": {"ratingValue": "0.5"}}, (0.5, 5, 10.0)),
        ({"@type": ["Article", "Review"], "reviewRating": 3}, (3, 5, 60.0)),
        ({"@type": "Review", "reviewRating": {"ratingValue": 82}}, (82, None, None)),
        ({"@type": "Review", "reviewRating": {"ratingValue": "B+"}}, (None, None, 83.0)),
        (
            {
                "@type": "Movie",
                "aggregateRating": {"ratingValue": 7.9, "ratingCount": 1000},
                "review": {"@type": "Review", "reviewRating": {"ratingValue": 3, "bestRating": 4}},
            },
            (3, 4, 75.0),
        ),
        (
            {"@type": "NewsArticle", "review": [{"@type": "Review", "reviewRating": {"ratingValue": 2}}]},
            (2, 5, 40.0),
        ),
    ],
)
def test_json_ld(node: dict[str, object], expected: tuple[float | None, ...]) -> None:
    html = article(head=json_ld(node))
    assert figures(read(html)) == expected
    assert source(html) == "json-ld"


@pytest.mark.parametrize(
    "node",
    [
        {
            "@type": "Movie",
            "aggregateRating": {"@type": "AggregateRating", "ratingValue": 8, "ratingCount": 9},
        },
        {"@type": "ClaimReview", "reviewRating": {"ratingValue": 1, "alternateName": "False"}},
        {"@type": "UserReview", "reviewRating": {"ratingValue": 5}},
        {"@type": "Review", "reviewRating": {"@type": "AggregateRating", "ratingValue": 5, "ratingCount": 3}},
        {"@type": "Review", "reviewRating": {"ratingValue": 0, "bestRating": 10}},
        {"@type": "Review", "reviewRating": {"ratingValue": 11, "bestRating": 10}},
        {"@type": "Review", "reviewRating": {"ratingValue": ""}},
        {"@type": "Review", "reviewRating": None},
        {"@type": "Article", "comment": [{"@type": "Comment", "reviewRating": {"ratingValue": 5}}]},
        {"@type": "ItemList", "itemListElement": [{"@type": "Review", "reviewRating": {"ratingValue": 2}}]},
        {
            "@type": "Product",
            "offers": {"price": 5},
            "review": [
                {"@type": "Review", "reviewRating": {"ratingValue": 5}},
                {"@type": "Review", "reviewRating": {"ratingValue": 5}},
            ],
        },
        {
            "@type": "LocalBusiness",
            "aggregateRating": {"ratingValue": 5, "ratingCount": 20},
            "review": {"@type": "Review", "author": "A customer", "reviewRating": {"ratingValue": 5}},
        },
    ],
)
def test_json_ld_of_others(node: dict[str, object]) -> None:
    assert read(article(head=json_ld(node), title="The Long Tide")) is None


def test_reviews_that_disagree_give_none() -> None:
    one = {"@type": "Review", "reviewRating": {"ratingValue": 4}}
    other = {"@type": "Review", "reviewRating": {"ratingValue": 1}}
    assert read(article(head=json_ld(one, other))) is None


def test_a_referenced_rating_is_followed() -> None:
    review = {"@type": "Review", "reviewRating": {"@id": "#r"}}
    rating = {"@type": "Rating", "@id": "#r", "ratingValue": "9", "bestRating": "10"}
    assert figures(read(article(head=json_ld(review, rating)))) == (9, 10, 90.0)


MICRODATA = (
    '<div itemprop="review" itemscope itemtype="https://schema.org/Review"><div itemprop="reviewRating" itemscope '
    'itemtype="https://schema.org/Rating"><meta itemprop="worstRating" content="0"><span itemprop="ratingValue">7</span>'
    ' of <span itemprop="bestRating">10</span></div></div>'
)


def test_microdata() -> None:
    html = article(end=MICRODATA)
    assert figures(read(html)) == (7, 10, 70.0)
    assert source(html) == "microdata"


def test_microdata_of_readers() -> None:
    assert read(article(after=f'<section class="user-reviews">{MICRODATA}</section>', title="Tide")) is None
    assert read(article(end=MICRODATA.replace("Review", "UserReview"), title="Tide")) is None


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        (
            '<div class="hreview"><span class="rating"><b class="value">3</b> of <b class="best">4</b></span></div>',
            (3, 4, 75.0),
        ),
        ('<div class="h-review"><data class="p-rating" value="4">four</data></div>', (4, 5, 80.0)),
        (
            '<div class="hreview"><abbr class="rating" title="4.5"><span>very good</span></abbr></div>',
            (4.5, 5, 90.0),
        ),
    ],
)
def test_microformats(markup: str, expected: tuple[float, ...]) -> None:
    html = article(end=markup)
    assert figures(read(html)) == expected
    assert source(html) == "microformats"


STARS = (
    '<div class="stars"><i class="fa fa-star"></i><i class="fa fa-star"></i><i class="fa fa-star"></i>'
    '<i class="fa fa-star-half-o"></i><i class="fa fa-star-o"></i></div>'
)


@pytest.mark.parametrize(
    ("markup", "source_", "expected"),
    [
        ('<span role="img" aria-label="Rated 4.5 out of 5"></span>', "aria", (4.5, 5, 90.0)),
        ('<img src="s.png" alt="4 out of 5 stars">', "aria", (4, 5, 80.0)),
        ('<div title="Rating: 3/5"><i></i></div>', "aria", (3, 5, 60.0)),
        ("<p>★★★★☆</p>", "glyphs", (4, 5, 80.0)),
        (
            "<p><span>★</span><span>★</span><span>★</span><span>☆</span><span>☆</span></p>",
            "glyphs",
            (3, 5, 60.0),
        ),
        (STARS, "class", (3.5, 5, 70.0)),
        ("<p>Rating: 3.5/4</p>", "text", (3.5, 4, 87.5)),
        ("<p><strong>Rating:</strong> 8 out of 10</p>", "text", (8, 10, 80.0)),
        ('<div class="score"><span>8</span><span>/10</span></div>', "text", (8, 10, 80.0)),
        ("<p>Grade: B+</p>", "text", (None, None, 83.0)),
        ('<div class="review-grade">B-</div>', "text", (None, None, 67.0)),
        ("<p>Score: 82%</p>", "text", (82, 100, 82.0)),
        ("<p>7/10</p>", "text", (7, 10, 70.0)),
        ("<p>Rating: ★★★½ (out of four)</p>", "text", (3.5, 4, 87.5)),
        ("<p>I give it four out of five stars.</p>", "text", (4, 5, 80.0)),
        ("<p>Wertung: 8 von 10</p>", "text", (8, 10, 80.0)),
        ("<p>Note : 4/5</p>", "text", (4, 5, 80.0)),
        ('<div class="critic-rating"><p>Our rating</p><p>3/5</p></div>', "text", (3, 5, 60.0)),
        ('<div class="review-score">8.5</div>', "class", (8.5, None, None)),
        ("<p>Graphics: 8/10</p><p>Sound: 6/10</p><p>Overall: 7/10</p>", "text", (7, 10, 70.0)),
        ("<p>Two thumbs up!</p>", "text", (None, None, None)),
        ("<p>Verdict: Recommended</p>", "text", (None, None, None)),
    ],
)
def test_printed(markup: str, source_: str, expected: tuple[float | None, ...]) -> None:
    html = article(end=markup)
    assert figures(read(html)) == expected
    assert source(html) == source_


def test_the_printed_words_are_kept() -> None:
    found = read_rating(html_page(article(end="<p>Rating: ★★★½ (out of four)</p>")))
    assert found is not None and found.raw == found.value.raw == "★★★½ (out of four)"


def test_a_figure_beside_bare_stars_says_what_they_count_up_to() -> None:
    html = article(top='<p>★★★</p><span aria-label="3 out of 5 stars"></span>')
    assert figures(read(html)) == (3, 5, 60.0)


CARDS = "".join(f'<li><a href="/f{i}">Film {i}</a> <span>★★★☆☆</span></li>' for i in range(4))


@pytest.mark.parametrize(
    "markup",
    [
        '<aside><h3>Related</h3><div aria-label="Rated 2 out of 5"></div></aside>',
        '<div class="related-reviews"><a href="/o">Gulls</a><span>★★★☆☆</span></div>',
        '<div class="recirc-module"><span aria-label="Rated 4 out of 5"></span></div>',
        '<h3>More reviews</h3><div><a href="/o">Gulls</a> <span>★★★☆☆</span></div>',
        '<a class="promo-card" href="/o"><h3>Gulls</h3><span>★★★☆☆</span></a>',
        f"<ul>{CARDS}</ul>",
        '<div class="card"><a href="/gulls">Gulls</a><p>4/5</p></div>',
        '<section class="comments"><p>Rating: 1/5</p></section>',
        '<div id="comments"><p>★☆☆☆☆</p></div>',
        "<footer><p>★★★★★</p></footer>",
        '<div class="kk-star-ratings"><span>4.8/5 (33 votes)</span></div>',
        "<p>User rating: 4.5 out of 5 (120 votes)</p>",
        "<p>4.7 out of 5 stars, 67 reviews</p>",
        '<div class="rating"><span>4.7 out of 5 stars</span> <span>67 Reviews</span></div>',
        "<p>IMDb rating: 7.9/10</p>",
        "<p>Rotten Tomatoes: 91%</p>",
        '<form class="rate"><label title="Rated 1 out of 5"></label></form>',
        STARS.replace("star-half-o", "star-o").replace('"fa fa-star"', '"fa fa-star-o"'),
        "<p>I was told that 7 out of 10 people liked it, which is odd.</p>",
        "<p>The harbour is open 24/7.</p>",
        "<p>Rating: PG-13</p>",
        "<p>Rated R. 120 minutes.</p>",
        '<h3>Recommended</h3><ul><li><a href="/x">X</a></li></ul>',
        "<p>B+</p>",
        "<p>Some 82% of it is rain.</p>",
        "<h2>One</h2><p>★★★☆☆</p><h2>Two</h2><p>★★★★☆</p>",
    ],
)
def test_ratings_of_others_and_of_nobody(markup: str) -> None:
    assert read(article(end=markup)) is None
    assert read(article(after=markup)) is None


@pytest.mark.parametrize(
    "widget", ['<div class="related"><span aria-label="Rated 1 out of 5"></span></div>', CARDS]
)
def test_the_pages_own_rating_stands_beside_others(widget: str) -> None:
    html = article(top='<div aria-label="Rated 4 out of 5"></div>', after=f"<ul>{widget}</ul>")
    assert figures(read(html)) == (4, 5, 80.0)


def test_bare_figures_need_a_review_around_them() -> None:
    html = article(end="<p>7/10</p>", title="A day at the harbour")
    assert read(html) is None


def test_a_box_that_holds_the_article_is_the_article() -> None:
    html = article(end="<p>Rating: 3/5</p>").replace("<main>", '<main class="has-sidebar related">')
    assert figures(read(html)) == (3, 5, 60.0)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The Long Tide\n\nIt rains.\nRating: 3/5\n", (3, 5, 60.0)),
        ("★★★☆☆\n\nIt rains.\n", (3, 5, 60.0)),
        ("It rains.\nScore: B-\n", (None, None, 67.0)),
        ("It rains, and I'd give it a 7/10.\n", (7, 10, 70.0)),
        ("7 out of 10 people agree with that.\n", None),
        ("It rains.\nIMDb: 7.9/10\n", None),
        ("Nothing here.\n", None),
    ],
)
def test_plain_text(text: str, expected: tuple[float | None, ...] | None) -> None:
    found = read_rating(text_page(text))
    assert figures(found.value if found else None) == expected


@pytest.mark.parametrize(
    "html", ["", "<html></html>", "<p itemprop='reviewRating'>", "<div class='hreview'></div>"]
)
def test_odd_pages_have_none(html: str) -> None:
    assert read(html) is None


def test_a_rating_on_a_line_of_its_own_between_breaks_and_comments() -> None:
    html = article(
        top="<p><b>Director:</b> N. N.<br><!-- box --><b>Rating:</b> 3/5<br><b>Runs:</b> 98 min</p>"
    )
    assert figures(read(html)) == (3, 5, 60.0)


SHARED = "<div class='scores'><div><span>{ours}</span> <b>8</b><i>/10</i></div><div><span>User score</span> <b>6</b><i>/10</i></div></div>"


def test_the_critics_figure_beside_the_readers() -> None:
    assert figures(read(article(after=SHARED.format(ours="Our score")))) == (8, 10, 80.0)
    assert read(article(after=SHARED.format(ours="Audience score"))) is None


def test_a_verdict_may_count_anything() -> None:
    assert figures(read(article(after="<p>Our rating: 4 out of 5 teacups</p>"))) == (4, 5, 80.0)


def test_a_marked_figure_counts_stars_where_the_page_prints_stars() -> None:
    head = json_ld({"@type": "Review", "reviewRating": {"ratingValue": 4, "bestRating": 5}})
    plain, starred = read(article(head=head)), read(article(head=head, after="<p>★★★★☆</p>"))
    assert (plain and plain.scale, starred and starred.scale) == ("points", "stars")
    other = read(article(head=head, after="<p>★★☆☆☆</p>"))
    assert other is not None and (other.scale, other.value) == ("points", 4)


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ('<div class="star-rating"><span style="width:80%"></span></div>', (4, 5, 80.0)),
        ('<img src="/img/4stars.gif">', (4, None, None)),
        ('<img src="/i/stars-3-5.png" alt="">', (3.5, None, None)),
        ('<meter value="7" min="0" max="10"></meter>', (7, 10, 70.0)),
        ("<p>Rating: ***1/2</p>", (3.5, None, None)),
        ("<p>Score: 7.5</p>", (7.5, None, None)),
        ("<p>Overall I would say 7 out of 10.</p>", (7, 10, 70.0)),
        ('<p><i class="star on"></i><i class="star on"></i><i class="star"></i><i class="star"></i></p>', (2, 4, 50.0)),
        ('<p><img src="star.png"><img src="star.png"><img src="star_empty.png"><img src="star_empty.png"></p>', (2, 4, 50.0)),
    ],
)  # fmt: skip
def test_drawn_and_labelled_without_a_best(
    html: str, expected: tuple[float, float | None, float | None]
) -> None:
    assert figures(read(article(end=html, title="The Long Tide review"))) == expected


def test_a_width_beside_readers_is_theirs() -> None:
    html = article(
        end='<div class="star-rating"><span style="width:80%"></span> 12 votes</div>', title="Tide review"
    )
    assert read(html) is None


@pytest.mark.parametrize(
    "entry",
    ["<b>Tide</b> <span>7/10</span><br>", "<a href='/tide'>Tide 7/10</a><br>", "<i>★★</i><i>★</i><br>"],
)
def test_many_ratings_in_one_box_take_time_in_proportion(entry: str) -> None:
    seconds = []
    for count in (1_000, 8_000):
        page = html_page(article(end=f"<div>{entry * count}</div>"))
        began = process_time()
        read_rating(page)
        seconds.append(process_time() - began)
    assert seconds[1] < 24 * seconds[0] + 0.5
