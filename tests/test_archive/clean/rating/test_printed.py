"""Ratings in the dress of real themes, plugins and habits, written before the readers that they test.

Each page is a dress, a scale and a language. None of these words or names may be fitted to a reader.
"""
# ruff: noqa: E501 - markup is easier to read in long lines

from __future__ import annotations

import pytest

from archive.clean.rating.rating import read_rating
from tests.test_archive.clean.pages import html_page

_PROSE = (
    "The harbour is quiet when the film begins, and it stays quiet for most of its two hours. Nobody raises a voice.",
    "What the director finds in that silence is worth the wait, though the second act drifts and the score insists.",
    "By the last reel the ferry has left for the ninth time, and the people on the quay have stopped waving to it.",
)

_SITE = """<!doctype html><html lang="{lang}"><head><title>{title} | Lantern</title></head><body class="single single-post">
<header class="site-header"><a href="/">Lantern</a><nav><ul><li><a href="/film">Film</a></li><li><a href="/music">Music</a></li></ul></nav></header>
<main id="content"><article class="post hentry"><header class="entry-header"><h1 class="entry-title">{title}</h1>{head}
<div class="entry-meta">Ada Brandt · <time datetime="2025-03-04">4.3.2025</time></div></header>
<div class="entry-content"><p>{prose[0]}</p><p>{prose[1]}</p>{middle}<p>{prose[2]}</p>{end}</div></article>{after}</main>
<aside class="sidebar widget-area"><h3>Recent</h3><ul><li><a href="/a">Ash Lane</a> ★★☆☆☆</li><li><a href="/b">Bright Water</a> ★★★★☆</li></ul></aside>
<footer class="site-footer"><p>© 2025 Lantern</p></footer></body></html>"""

_BOOTSTRAP = '<p class="rating"><i class="bi bi-star-fill"></i><i class="bi bi-star-fill"></i><i class="bi bi-star-fill"></i><i class="bi bi-star-half"></i><i class="bi bi-star"></i></p>'

_LIGATURES = (
    '<div class="stars">'
    + '<span class="material-icons">star</span>' * 4
    + '<span class="material-icons">star_border</span></div>'
)

_SYMBOLS = (
    '<div class="review-stars">'
    + '<svg class="icon"><use xlink:href="/sprite.svg#star-full"></use></svg>' * 2
    + '<svg class="icon"><use xlink:href="/sprite.svg#star-half"></use></svg>'
    + '<svg class="icon"><use xlink:href="/sprite.svg#star-empty"></use></svg>' * 2
    + "</div>"
)

_PATHS = (
    '<div class="article__rating" role="img">'
    + '<svg viewBox="0 0 24 24" class="star star--filled"><path d="M12 2l3 7z"/></svg>' * 4
    + '<svg viewBox="0 0 24 24" class="star"><path d="M12 2l3 7z"/></svg>' * 2
    + "</div>"
)

_TAQYEEM = (
    '<div id="review-box" class="review-box review-bottom review-stars"><h2 class="review-box-header">Review</h2>'
    '<div class="review-item"><h5>Story</h5><span class="post-large-rate stars-large"><span style="width: 90%"></span></span></div>'
    '<div class="review-item"><h5>Music</h5><span class="post-large-rate stars-large"><span style="width: 50%"></span></span></div>'
    '<div class="review-summary"><div class="review-final-score"><span class="post-large-rate stars-large"><span style="width: 70%"></span></span><h4>Good</h4></div></div></div>'
)

_WP_REVIEW = (
    '<div id="review" class="review-wrapper wp-review-point-type"><div class="review-heading"><h5 class="review-title">Review</h5></div>'
    '<ul class="review-list"><li><div>Plot - <span>7</span></div></li><li><div>Cast - <span>9</span></div></li></ul>'
    '<div class="review-total-wrapper"><span class="review-total-box">8.2<small>Great</small></span></div></div>'
)

_ELEMENTOR = (
    '<div class="elementor-widget elementor-widget-star-rating"><div class="elementor-star-rating__wrapper"><div class="elementor-star-rating" title="3.5/5">'
    + '<i class="elementor-star-full">&#xE934;</i>' * 3
    + '<i class="elementor-star-5">&#xE934;</i><i class="elementor-star-empty">&#xE934;</i> <span class="elementor-screen-only">3.5/5</span></div></div></div>'
)

_PAGES = [
    ("bootstrap icons", "en", "The Quiet Harbour review", "end", _BOOTSTRAP, (3.5, 5)),
    ("ligatures of an icon font", "it", "The Quiet Harbour: recensione", "head", _LIGATURES, (4, 5)),
    ("symbols of a sprite", "fr", "The Quiet Harbour : critique", "end", _SYMBOLS, (2.5, 5)),
    ("paths, six stars", "da", "Anmeldelse: The Quiet Harbour", "head", _PATHS, (4, 6)),
    ("widths in a plugin's box with parts", "en", "The Quiet Harbour review", "end", _TAQYEEM, (3.5, 5)),
    ("figure in a plugin's box with parts", "en", "The Quiet Harbour review", "end", _WP_REVIEW, (8.2, None)),
    ("a page builder's stars", "es", "Reseña: The Quiet Harbour", "end", _ELEMENTOR, (3.5, 5)),
    ("hearts", "da", "Anmeldelse: The Quiet Harbour", "end", "<p>♥♥♥♥♡♡</p>", (4, 6)),
    ("emoji and figures", "en", "The Quiet Harbour", "end", "<p>⭐️⭐️⭐️⭐️ (4/5)</p>", (4, 5)),
    ("Swedish label", "sv", "Recension: The Quiet Harbour", "end", "<p><strong>Betyg:</strong> 4 av 5</p>", (4, 5)),
    ("Polish label, the critic's own", "pl", "The Quiet Harbour – recenzja", "end", "<p>Moja ocena: 8/10</p>", (8, 10)),
    ("Russian in words", "ru", "Рецензия: The Quiet Harbour", "end", "<p><b>Оценка:</b> 8 из 10</p>", (8, 10)),
    ("Japanese out of a hundred", "ja", "映画『静かな港』レビュー", "end", "<p>点数：85点／100点</p>", (85, 100)),
    ("Korean points", "ko", "영화 조용한 항구 리뷰", "end", "<p>평점 : 7점 / 10점</p>", (7, 10)),
    ("Chinese stars", "zh", "影评：静静的港口", "end", "<p>我的评分：★★★★☆</p>", (4, 5)),
    ("French out of twenty, before the last paragraph", "fr", "Critique : The Quiet Harbour", "middle", "<p>Ma note : 14/20</p>", (14, 20)),
    ("German sentence", "de", "The Quiet Harbour: Kritik", "end", "<p>Unterm Strich gebe ich dem Film 7 von 10 Punkten.</p>", (7, 10)),
    ("Portuguese words and stars", "pt", "Crítica: The Quiet Harbour", "end", "<p>Nota: 3,5 de 5 estrelas</p>", (3.5, 5)),
    ("end of the closing paragraph of a wire", "en", "Movie Review: 'The Quiet Harbour'", "end", "<p>“The Quiet Harbour,” a Lantern release, is rated PG-13. Running time: 98 minutes. Two and a half stars out of four.</p>", (2.5, 4)),
    ("words with a scale in brackets", "en", "The Quiet Harbour (2025)", "end", "<p><em>Rating: Three and a half stars (out of five)</em></p>", (3.5, 5)),
    ("grade of the critic", "en", "Review: The Quiet Harbour", "end", "<h4>My grade: B+</h4>", (None, None)),
    ("picture named for its stars", "nl", "Recensie: The Quiet Harbour", "end", '<p><img src="/wp-content/uploads/2025/01/3.5-stars.png" width="120"></p>', (3.5, None)),
    ("Turkish label", "tr", "The Quiet Harbour incelemesi", "end", "<p>Puanım: 7/10</p>", (7, 10)),
    ("readers' widget", "en", "The Quiet Harbour review", "end", '<div class="kk-star-ratings kksr-auto"><div class="kksr-stars"><div class="kksr-stars-active" style="width: 88px"></div></div><div class="kksr-legend">4.4/5 - (17 votes)</div></div>', None),
    ("invitation to vote", "de", "The Quiet Harbour: Kritik", "after", '<div class="rmp-widgets-container"><p>Klicke auf einen Stern, um zu bewerten!</p><p>Durchschnittliche Bewertung 4.8 / 5. Anzahl Bewertungen: 12</p></div>', None),
    ("tracks with stars each", "en", "The Quiet Harbour album review", "middle", "<ol><li>Ferry – ★★★★☆</li><li>Quay – ★★★☆☆</li><li>Salt – ★★★★★</li><li>Gull – ★★☆☆☆</li></ol>", None),
    ("a site's box of data", "en", "The Quiet Harbour review", "head", "<ul><li>Director: N. Vale</li><li>Runtime: 98 min</li><li>IMDb: 7.4/10</li><li>Tomatometer: 91%</li></ul>", None),
    ("a shop's product", "en", "The best kettles for your film night", "middle", '<div class="product"><h3>Kettle 2</h3><span>4.6 out of 5 stars</span> <a href="https://shop.example/k">Buy</a></div>', None),
]  # fmt: skip


@pytest.mark.parametrize("case", _PAGES, ids=lambda case: case[0])
def test_blind(case: tuple[str, str, str, str, str, tuple[float | None, float | None] | None]) -> None:
    _, lang, title, place, markup, expected = case
    places = dict.fromkeys(("head", "middle", "end", "after"), "") | {place: markup}
    html = _SITE.format(lang=lang, title=title, prose=_PROSE, **places)
    reading = read_rating(html_page(html))
    rating = reading.value if reading else None
    assert (rating and (rating.value, rating.best)) == expected


# Written after the readers, by the same hand; the value alone counts, 0 for no rating.
_MORE = [
    ('end', 'Quiet Harbour review', '<p>8.5/10</p>', 8.5),
    ('end', 'Quiet Harbour review', '<p><strong>Verdict:</strong> 4 stars</p>', 4),
    ('end', 'Quiet Harbour', '<p>My rating: ⭐⭐⭐⭐½</p>', 4.5),
    ('end', 'Quiet Harbour', "<p>Rating: <img src='/i/star.png'><img src='/i/star.png'><img src='/i/star.png'><img src='/i/half-star.png'></p>", 3.5),
    ('end', 'Recensione: Quiet Harbour', '<p>Voto: 7,5</p>', 7.5),
    ('end', 'Quiet Harbour: crítica', '<p>Calificación: 7/10</p>', 7),
    ('end', 'Quiet Harbour – Kritik', '<p>Bewertung: 3,5 von 5 Sternen</p>', 3.5),
    ('end', 'Critique de Quiet Harbour', '<p><em>Quatre étoiles sur cinq</em></p>', 4),
    ('end', 'Quiet Harbour album review', '<p>Rating: 7.3 / 10</p><p>Standout tracks: Ferry, Quay</p>', 7.3),
    ('head', 'Quiet Harbour review', "<div class='score-circle'><span class='score'>78</span></div>", 78),
    ('end', 'Quiet Harbour review', "<div class='wp-block-group review-box'><p>Overall</p><p>8</p></div>", 8),
    ('end', 'Quiet Harbour review', '<table><tr><td>Story</td><td>7</td></tr><tr><td>Overall</td><td>8.5</td></tr></table>', 8.5),
    ('end', 'Quiet Harbour – recenze', '<p>Hodnocení: 70 %</p>', 70),
    ('end', 'Quiet Harbour', '<p>Score: B+</p>', None),
    ('end', 'Quiet Harbour Review', '<p>Final Verdict – 9/10</p>', 9),
    ('end', 'Quiet Harbour レビュー', '<p>評価：★★★★☆（4/5）</p>', 4),
    ('head', 'Quiet Harbour', "<p class='rating'>★★★☆☆</p>", 3),
    ('end', 'Review: Quiet Harbour', '<p>(3.5 / 5)</p>', 3.5),
    ('end', 'Review: Quiet Harbour', "<p>I'd give Quiet Harbour a solid 7 out of 10.</p>", 7),
    ('end', 'Review: Quiet Harbour', '<p>Rated 3.5/5 Stars •</p>', 3.5),
    ('end', 'Review: Quiet Harbour', '<p>Grade: C+ | Running time: 98 min</p>', None),
    ('end', 'Quiet Harbour review', "<div class='gdrts-rating-block'><span class='gdrts-stars-active' style='width:90%'></span> Rating: 4.5/5. From 12 votes.</div>", 0),
    ('end', 'Quiet Harbour review', '<p>Photo 3 of 10</p>', 0),
    ('end', 'Quiet Harbour review', '<p>Updated 4/10</p>', 0),
    ('end', 'Quiet Harbour opens', '<p>Doors 7/8 pm. Tickets 10/12 euros.</p>', 0),
    ('end', 'Quiet Harbour box office', '<p>Its audience score is 85% on Rotten Tomatoes, and critics gave it 6/10.</p>', 0),
    ('end', 'Interview: N. Vale', '<p>Critics gave it three stars out of five.</p>', 0),
    ('after', 'Quiet Harbour review', "<section class='comments'><p>I'd give it 2/5</p></section>", 0),
    ('after', 'Quiet Harbour review', "<div class='related-posts'><ul><li><a href='/x'>X</a><span>4/5</span></li><li><a href='/y'>Y</a><span>2/5</span></li></ul></div>", 0),
    ('after', 'Quiet Harbour review', "<div class='more'><a href='/x'><h4>Ash Lane</h4><p>Rating: 2/5</p></a></div>", 0),
    ('after', 'Quiet Harbour review', "<div><p>Rate this film</p><div class='stars'>☆☆☆☆☆</div></div>", 0),
    ('middle', 'Ten best films', '<h3>10. Ash Lane</h3><p>Rating: 8/10</p><h3>9. Bright Water</h3><p>Rating: 9/10</p>', 0),
    ('end', 'How to fix a kettle', '<p>Difficulty: 3/5</p>', 0),
    ('end', 'Quiet Harbour review', '<p>Violence: 3/5</p>', 0),
    ('end', 'Quiet Harbour review', '<p>Spice rating: 2/5</p><p>My rating: 4/5</p>', 4),
    ('end', 'News: Quiet Harbour wins', '<p>The final score was 3/5.</p>', 0),
    ('end', 'Quiet Harbour concert', '<p>The game ended 4-5, overall 7.</p>', 0),
]  # fmt: skip


@pytest.mark.parametrize("case", _MORE, ids=lambda case: f"{case[1]}: {case[2]}")
def test_more_dresses_and_temptations(case: tuple[str, str, str, float | None]) -> None:
    place, title, markup, expected = case
    places = dict.fromkeys(("head", "middle", "end", "after"), "") | {place: markup}
    prose = [f"{paragraph} It is what it is, and there is a good deal of it." for paragraph in _PROSE]
    reading = read_rating(html_page(_SITE.format(lang="en", title=title, prose=prose, **places)))
    assert (reading.value.value if reading else 0) == expected


def test_stars_on_the_root_are_no_drawing() -> None:
    assert (
        read_rating(html_page('<html class="star" style="width: 80%"><body><p>It rains.</p></body></html>'))
        is None
    )
