"""A review in a plain theme, with other works' ratings beside it, for the tests of printed ratings."""
# ruff: noqa: E501 - markup is easier to read in long lines

from __future__ import annotations

from archive.clean.rating.rating import read_rating
from archive.model import Rating
from tests.test_archive.clean.pages import html_page

PROSE = (
    "The orchard in the opening shot has been cut down by the time the credits roll, and nobody on screen has said a word about it.",
    "Lena Harrow plays the surveyor with a stillness that other actors would fill, and the camera trusts her for minutes at a time.",
    "Not everything holds, but you walk out slower than you came in, and with the wind still in your ears that counts for something.",
)

_SITE = """<!doctype html><html lang="{lang}"><head><title>{title} - Lanterne</title></head><body><div class="site">
<header class="site-head"><a href="/">Lanterne</a><ul class="menu"><li><a href="/news">News</a></li><li><a href="/reviews">Reviews</a></li></ul></header>
<div class="col-main"><div class="post-header"><div class="post-cat">{kicker}</div><h1>{title}</h1>{head}</div>{box}
<div class="post-content"><p>{prose[0]}</p><p>{prose[1]}</p><p>{prose[2]}</p>{end}</div>{after}
<section class="more"><h2>More</h2><article class="teaser"><a href="/x1"><h3>Salt on the wire</h3></a><span class="teaser__rating">7/10</span></article>
<article class="teaser"><a href="/x2"><h3>Rope and lantern</h3></a><span class="teaser__rating">★★★☆☆</span></article></section>
<section id="comments"><ol><li class="comment"><b>Tilo</b><p>8/10!</p></li></ol></section></div></div></body></html>"""


def found(lang: str, kicker: str, place: str, markup: str) -> Rating | None:
    """The rating of the page with some markup: in its `head`, in a `box` below that, at the `end`, `after` it."""
    places = dict.fromkeys(("head", "box", "end", "after"), "") | {place: markup}
    page = html_page(_SITE.format(lang=lang, kicker=kicker, title="Orchard", prose=PROSE, **places))
    reading = read_rating(page)
    return reading.value if reading else None


def read(lang: str, kicker: str, place: str, markup: str) -> tuple[float | None, float | None] | None:
    """The value and the best of the same."""
    rating = found(lang, kicker, place, markup)
    return (rating.value, rating.best) if rating else None
