"""Shapes of bylines and ratings that are everyday on the web, though no page of our own sets has them.

A fresh reader wrote 2,300 pages with one shape each after rules had been removed that changed no page of
ours: these are the ones that had been lost.
"""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from archive.clean.article import clean
from archive.model import Article, Capture

_PROSE = (
    "<p>The film opens on a ferry at dawn and never quite lets its hero step ashore, which is the joke and "
    "the wound of it. By the second reel the harbour has become a stage, and the tide its only critic.</p>"
)


def _article(
    above: str = "", below: str = "", *, head: str = "", headline: str = "Harbour Lights review"
) -> Article:
    html = (
        f"<html><head><title>{headline} | Kinoblatt</title>{head}</head><body>"
        "<header><nav><a href='/'>Kinoblatt</a> <a href='/reviews'>Reviews</a></nav></header>"
        f"<article><h1>{headline}</h1>{above}{_PROSE * 4}{below}</article>"
        "<footer><p>© Kinoblatt</p></footer></body></html>"
    )
    url = "https://kinoblatt.example/reviews/harbour-lights"
    at = datetime(2026, 1, 1, tzinfo=UTC)
    return clean(Capture(url, at, html.encode(), content_type="text/html; charset=utf-8"))


def _names(article: Article) -> list[str]:
    return [author.name for author in article.authors.value] if article.authors else []


@pytest.mark.parametrize(
    ("above", "names"),
    [
        ("<p>March 3, 2025 – Ann Lee</p>", ["Ann Lee"]),
        ("<p class='byline'>Staff / Ann Lee</p>", ["Ann Lee"]),
        ("<p>Publicado el 3 de marzo de 2025 por Ana Souza</p>", ["Ana Souza"]),
        ("<p>Scritto il 3 marzo 2025 da Anna Rossi</p>", ["Anna Rossi"]),
        ("<p>Par Anne Leroy (AFP) et Jean Dupont</p>", ["Anne Leroy", "Jean Dupont"]),
        ("<p>Story and photos by Ann Lee</p>", ["Ann Lee"]),
        ("<p>By Ann Lee View all posts</p>", ["Ann Lee"]),
        ("<p>김민수 기자 kim@kino.example</p>", ["김민수"]),
        ("<p>写真・文：山田花子</p>", ["山田花子"]),
        ("<p>New York, March 3, 2025</p>", []),
    ],
)  # fmt: skip
def test_a_byline_above_the_text(above: str, names: list[str]) -> None:
    assert _names(_article(above)) == names


@pytest.mark.parametrize(
    "below",
    [
        "<h4>About the Author</h4><p>Ann Lee is a film critic who lives by the sea.</p>",
        "<p><em>Ann Lee is a freelance critic who lives by the sea.</em></p>",
    ],
)
def test_an_author_told_of_below_the_text(below: str) -> None:
    assert _names(_article(below=below)) == ["Ann Lee"]


def test_the_site_in_the_metadata_gives_way_to_the_person_printed() -> None:
    assert _names(_article("<p>By Ann Lee</p>", head='<meta name="author" content="Kinoblatt">')) == [
        "Ann Lee"
    ]


def _rating(article: Article) -> tuple[float | None, float | None] | None:
    found = article.review.rating
    return (found.value.value, found.value.best) if found else None


@pytest.mark.parametrize(
    ("below", "rating"),
    [
        ("<p>Verdict: Great (8/10)</p>", (8, 10)),
        ("<p>Fazit: Sehr gut – 4/5</p>", (4, 5)),
        ("<p>8/10 – Great</p>", (8, 10)),
        ("<p>★★★★ Superb</p>", (4, None)),
        ('<p>Rating: <span>★★★</span><span style="color:#ccc">★★</span></p>', (3, 5)),
        ("<p>Rating: A</p>", None),
        ("<p>Age rating: 12</p>", None),
        ("<p>★★★★★ Excellent</p><p>★★★★ Good</p><p>★★★ Fair</p><p>★★ Poor</p>", None),
        ("<div class='leserwertung'><b>8/10</b></div>", None),
    ],
)
def test_a_rating_below_the_text(below: str, rating: tuple[float, float | None] | None) -> None:
    assert _rating(_article(below=below)) == rating


def test_a_rating_in_the_headline() -> None:
    assert _rating(_article(headline="Harbour Lights review – 4/5 stars")) == (4, 5)


def test_cards_of_other_articles_rate_nothing_here() -> None:
    cards = "".join(
        f'<div class="col-md-4"><a href="/r/{n}"><img src="{n}.jpg"></a>'
        f'<h3><a href="/r/{n}">{name}</a></h3><span>8/10</span></div>'
        for n, name in enumerate(("Night", "Loam", "Kiln", "Salt"))
    )
    assert _rating(_article(below=f'<div class="row">{cards}</div>')) is None
    assert _rating(_article(below=f'<p>7/10</p><div class="row">{cards}</div>')) == (7, 10)
