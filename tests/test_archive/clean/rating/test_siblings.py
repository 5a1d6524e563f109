"""Ratings in dress, words and places that no page of ours had when the readers were written.

Most were written before the readers that they test; none is a page on which a failure was first seen.
"""
# ruff: noqa: E501 - markup is easier to read in long lines

from __future__ import annotations

import pytest

from archive.clean.rating.rating import read_rating
from tests.test_archive.clean.pages import html_page
from tests.test_archive.clean.rating.review_page import PROSE, read

_DOTS = '<span class="prick fylld"></span>' * 4 + '<span class="prick"></span>'
_BALLS = '<img src="/bal-vol.gif" alt="*">' * 4 + '<img src="/bal-leeg.gif" alt="-">'
_HEARTS = '<img src="/i/hjerte-fuld.png" alt="♥">' * 5 + '<img src="/i/hjerte-tom.png" alt="♡">'
_POINTS = '<i class="pkt voll"></i>' * 3 + '<i class="pkt leer"></i>' * 2
_PALE = "<span>★</span>" * 3 + '<span style="opacity:.2">★</span>' * 2
_KKSR = (
    '<div class="kk-star-ratings"><div class="kksr-stars">'
    + '<div class="kksr-star" data-star="1"></div>' * 5
    + '</div><div class="kksr-legend">3.9/5 (44 głosy)</div></div>'
)

_RATED = [
    # Signs with their figure, the best mark after it or before it.
    ("ja", "レビュー", "end", "<p>評点：★★★☆☆（3.0）</p>", (3, 5)),
    ("ko", "영화 리뷰", "end", "<p>별점 ★★★☆ (3.5/5)</p>", (3.5, 5)),
    ("zh", "影评", "end", "<p><strong>个人评分：7分（满分10分）</strong></p>", (7, 10)),
    ("zh", "影评", "end", "<p>满分十分，我给八分。</p>", (8, 10)),
    ("zh", "書評", "end", "<p>推薦指數：四顆星（滿分五顆星）</p>", (4, 5)),
    ("ko", "영화평", "end", "<p>10점 만점에 7점.</p>", (7, 10)),
    ("ja", "ドラマレビュー", "end", "<p>100点満点中80点</p>", (80, 100)),
    ("tr", "Eleştiri", "end", "<p>10 üzerinden 7</p>", (7, 10)),
    ("sv", "Filmrecension", "end", "<p>Betyg: 3 (max 6)</p>", (3, 6)),
    ("nl", "Recensie", "end", "<p>Eindoordeel: 8 (schaal 1-10)</p>", (8, 10)),
    ("de", "Filmkritik", "end", "<p>Punktzahl: 7 von möglichen 10</p>", (7, 10)),
    ("en", "Movie Reviews", "end", "<p>★★★★/★★★★★</p>", (4, 5)),
    # What stands for stars.
    ("en", "Review", "end", "<p><i>3 1/2 shovels (out of 4)</i></p>", (3.5, 4)),
    ("de", "Kritik", "end", "<b>4 Kleeblätter (von 5)</b>", (4, 5)),
    ("es", "Crítica", "end", "<p>4 de 5 lunas</p>", (4, 5)),
    # Words and their cases.
    ("ru", "Рецензия", "end", "<p>Оценка: семь из десяти.</p>", (7, 10)),
    ("ru", "Рецензия", "end", "<p>Четыре звезды из пяти.</p>", (4, 5)),
    ("fi", "Levyarvostelu", "end", "<p>Arvosana: neljä tähteä viidestä</p>", (4, 5)),
    ("pl", "Recenzja", "end", "<p>Ocena: pięć gwiazdek na sześć</p>", (5, 6)),
    ("de", "Rezension", "end", "<p>Wertung: dreieinhalb von fünf Sternen</p>", (3.5, 5)),
    ("fr", "Critique", "end", "<p>Deux étoiles et demie sur cinq</p>", (2.5, 5)),
    ("pt", "Crítica", "end", "<p>Nota: três estrelas e meia (de cinco)</p>", (3.5, 5)),
    ("da", "Anmeldelse", "head", "<p>Tre hjerter ud af seks</p>", (3, 6)),
    ("es", "Críticas", "box", "<p><b>Estrellas:</b> tres</p>", (3, None)),
    ("ar", "مراجعة", "end", "<p>التقييم: ٤ من ٥</p>", (4, 5)),
    ("no", "Anmeldelse", "end", "<p>Terningkast: 4</p>", (4, 6)),
    ("en", "Television", "end", "<p>The wind was still in my ears at home. So: 4 and a half out of 5 rubber ducks, and a bath.</p>", (4.5, 5)),
    ("en", "Review", "end", "<p>Four stars, only because I am not sure that there is much of a reason to watch it again.</p>", (4, None)),
    # The best mark in brackets, in an alternative text in words, beside stars; a star that is hidden.
    ("sv", "Filmrecension", "end", "<p>Betyg: <span>3</span> (5)</p>", (3, 5)),
    ("tr", "Eleştiri", "end", "<div><b>Filmin Notu: 6,5</b> <small>(10 üzerinden)</small></div>", (6.5, 10)),
    ("en", "Film", "box", "<dl><dt>Opens</dt><dd>May 3</dd><dt>We say</dt><dd><img src='/3.png' alt='Three and a half stars out of five'></dd></dl>", (3.5, 5)),
    ("en", "Screens", "after", "<p>***</p><p>★★★½ (out of four)</p>", (3.5, 4)),
    ("nl", "Recensie", "head", "<div class='sterren'>" + "<img src='/ster-vol.svg' class='star'>" * 4 + "<img src='/ster-leeg.svg' class='star'><img src='/ster-half.svg' class='star w-condition-invisible'></div>", (4, 5)),
    ("sv", "Skivrecension", "end", "<p><img src='/b4.gif' alt='Betyg: 4'></p>", (4, None)),
    ("de", "Filmkritik", "after", "<aside class='daten'><h2>Filmdaten</h2><dl><dt>Land</dt><dd>Chile</dd><dt>Regie</dt><dd>Iva Horn</dd><dt>Länge</dt><dd>103 Min.</dd></dl><div><span>Unsere Wertung</span> <img src='/k4.png' alt='4 von 5 Klappen'></div></aside>", (4, 5)),
    # The scale beside the mark; readers' marks with a label of their own after the critic's; a line of links with theirs.
    ("sv", "Bokrecension", "box", "<div class='faktaruta'><b>Förlag:</b> Vinden <div><b>Betyg:</b> <span>3</span><span>Betygsskala: 1–5</span></div></div>", (3, 5)),
    ("nl", "Recensie", "end", "<p>Oordeel: 7 (beoordelingsschaal 1-10)</p>", (7, 10)),
    ("de", "Filmkritik", "box", "<div class='noten'><b>Note:</b> <span class='sterne'>" + "<i class='stern voll'></i>" * 4 + "<i class='stern leer'></i></span> <span><b>Leser:</b> 2.1 (9 Stimmen)</span></div>", (4, 5)),
    ("en", "Movie review", "end", "<p><img src='/s3.gif' alt='*** out of four'></p><p><a href='/r/2'>A small picture from the north</a> <img src='/s1.gif' alt='* out of four'></p>", (3, 4)),
    # Labels and remarks.
    ("fr", "Critique", "end", "<p>Verdict : ★★★★☆ Très bon</p>", (4, 5)),
    ("pt", "Crítica", "end", "<p>Cotação do crítico: ótimo ★★★★</p>", (4, None)),
    ("en", "Album review", "end", "<p>8/10 – best heard at dusk</p>", (8, 10)),
    ("de", "Plattenkritik", "end", "<p><b>6/10</b> (Nordland)</p>", (6, 10)),
    ("pl", "Recenzje", "end", "<p>Moja ocena: 7+/10</p>", (7.5, 10)),
    ("it", "Recensioni", "end", "<p>In definitiva: voto 7.</p>", (7, 10)),
    ("es", "Críticas", "end", "<p>Un 6 sobre 10.</p>", (6, 10)),
    ("en", "Film", "end", "<p><i>2.5 stars out of 4. Rated PG-13 for language. In theaters Friday.</i></p>", (2.5, 4)),
    ("de", "Rezensionen", "end", "<p>Von mir gibt es 4,5 von 5 Sternen.</p>", (4.5, 5)),
    # Drawn.
    ("sv", "Recension", "head", f'<div class="betyg betyg--4">{_DOTS}</div>', (4, 5)),
    ("nl", "Recensie", "head", f'<span class="ballen">{_BALLS}</span>', (4, 5)),
    ("da", "Anmeldelse", "head", f'<div class="hjerter">{_HEARTS}</div>', (5, 6)),
    ("de", "Filmkritik", "box", f'<dl><dt>Regie</dt><dd>H. Loth</dd><dt>Unser Urteil</dt><dd><span role="img" aria-label="3 von 5">{_POINTS}</span></dd></dl>', (3, 5)),
    ("en", "Theater", "end", f"<p>Rating: {_PALE}</p>", (3, 5)),
    ("nl", "Boekbespreking", "head", '<p>★★★★<span class="leeg">★</span></p>', (4, 5)),
    ("it", "Recensione", "head", '<div class="voto-stelle" aria-label="Voto: tre stelle e mezzo su cinque"></div>', (3.5, 5)),
    ("no", "Plateanmeldelse", "box", '<div class="dice"><img src="/d5.png" alt="Terningkast: 5"></div>', (5, 6)),
    # Boxes, with readers' figures beside them.
    ("cs", "Recenze", "head", '<div class="hodnoceni-box"><span>60 %</span></div>', (60, 100)),
    ("fr", "Critique", "after", '<div class="verdict"><p>La note de la rédaction</p><p>4<span>/5</span></p></div><div class="spectateurs"><p>Note des spectateurs</p><p>3,2/5</p></div>', (4, 5)),
    ("es", "Reseña", "after", '<div class="lr-crit"><span>Historia</span><b>8</b></div><div class="lr-final"><span class="lr-score">9</span><span>Puntuación final</span></div>', (9, 10)),
    ("pl", "Recenzja", "after", f'<div class="nota"><span>Nasza ocena</span> <b>7</b><i>/10</i></div>{_KKSR}', (7, 10)),
    ("en", "Game Reviews", "after", '<div class="review-box"><ul><li>+ wind</li><li>- bank</li></ul><div class="review-box__score">8</div></div>', (8, None)),
    ("en", "Review", "after", '<section><h2>Verdict</h2><p>A measured triumph.</p><div>80%</div></section>', (80, 100)),
    ("ru", "Обзоры", "after", '<div class="verdict"><span class="verdict__score">6.5</span><span>из 10</span></div>', (6.5, 10)),
    ("sv", "Filmrecension", "box", '<article><aside class="faktaruta"><h2>Det som blev kvar</h2><p>Regi: Anna Berg</p><p>Betyg: 4 av 5</p></aside></article>', (4, 5)),
    ("en", "Film review", "after", "<div><b>Editor rating</b> <span>4.0</span> <b>User rating</b> <span>3.2</span></div>", (4, None)),
    ("zh", "影评", "end", "<p>我的打分：8.2/10；豆瓣评分：7.9</p>", (8.2, 10)),
    # Remarks before and after, the name of the work, scales in words.
    ("en", "Review", "head", "<p>★★★☆☆ Rated 12, 96 min</p>", (3, 5)),
    ("de", "Kritik", "head", "<p>Filmkritik ★★★☆☆</p>", (3, 5)),
    ("fr", "Critique", "end", "<p>3/5 – un film qui prend son temps sans le perdre</p>", (3, 5)),
    ("en", "Film review", "end", "<h3>Orchard (2021) – 3/5</h3>", (3, 5)),
    ("es", "Crítica", "end", "<p>Orchard: 3/5</p>", (3, 5)),
    ("en", "Review", "end", "<p>Verdict: essential – 9/10</p>", (9, 10)),
    ("en", "Review", "end", "<p>Score: Decent 6/10</p>", (6, 10)),
    ("it", "Recensione", "end", "<p>Voto: 6 su una scala di 10</p>", (6, 10)),
    ("en", "Review", "after", '<p>Rating: 6/10</p><div><h4><a href="/kelp/">Kelp</a></h4><b>Rating: 9/10</b></div>', (6, 10)),
    ("en", "Concerts", "end", "<p>★★★★☆</p><div class='key'><p>★★★★★ Outstanding</p><p>★★★★ Good</p><p>★★★ Fair</p></div>", (4, 5)),
]  # fmt: skip

_UNRATED = [
    ("en", "Television", "end", "<p>It won, four out of five awards, at the festival where the mayor slept through all of it.</p>"),
    ("en", "Review", "end", "<p>Two stars, Ann Lee and Bo Ray, hold it together, and the snow does all of the rest.</p>"),
    ("en", "Review", "end", "<p>Five stars, one kitchen, no plot, and an audience that would not go home.</p>"),
    ("en", "Television", "end", "<blockquote><p>★★★ out of five</p><p>The Herald</p></blockquote>"),
    ("de", "Kultur", "end", "<p>Bewertung: 4,5 (10)</p>"),
    ("es", "Cine", "end", "<p>Valoración: <b>4.5</b> (20)</p>"),
    ("en", "Television", "end", "<p>I think of these places, and in all of them I am wet. Nine out of ten hours, it rains.</p>"),
    ("cs", "Recenze", "after", '<div><h3>Hodnocení čtenářů</h3><p><b>82 %</b> (40 hodnocení)</p></div>'),
    ("ja", "レビュー", "after", "<div>みんなの評価 ★★★★☆ 4.1（312件）</div>"),
    ("it", "Recensione", "after", "<div>Voto del pubblico 3,8/5</div><p>Il tuo voto: ★★★★★</p>"),
    ("pl", "Recenzja", "after", f"<p>Twoja ocena: ☆☆☆☆☆</p>{_KKSR}"),
    ("nl", "Recensie", "after", "<div><p>Beoordeel dit artikel</p><p>★★★★★</p></div>"),
    ("en", "Review", "end", "<p>Season 2, disc 3/5</p><p>How would you rate Orchard?</p><p>★★★★★ ★★★★ ★★★</p>"),
    ("en", "Film", "after", '<div class="rate-number">9.1<span>/10</span></div><span>Readers’ rating</span>'),
    ("de", "Kritik", "end", "<p>3 von 10 Folgen</p><p>FSK 12</p>"),
    ("de", "Filmkritik", "end", "<p>Leserwertung</p><p>4/5</p>"),
    ("en", "Review", "end", "<p>Gore: 3/5</p>"),
    ("en", "Review", "end", "<h3>Gore – 3/5</h3>"),
    ("en", "Review", "end", "<p>Rated: B</p>"),
    ("en", "Review", "after", '<div><h4><a href="/kelp/">Kelp</a></h4><b>Rating: 9/10</b></div>'),
    ("nl", "Recensie", "end", '<div class="lezersoordeel"><span class="score">8</span></div>'),
    ("sv", "Kritik", "end", "<p>4 av 5 boende är emot.</p>"),
    ("pt", "Crítica", "end", "<p>Nota da redação: atualizado em 5/10.</p>"),
    ("en", "News", "end", "<p>9 out of 10 growers</p>"),
    ("en", "Kitchen", "end", "<ul><li>1/4 teaspoon citric acid</li></ul>"),
    ("en", "Quiz", "end", "<p>Your score: 7/10</p>"),
    ("ru", "Новости", "end", "<p>Серия 8 из 10</p><p>18+</p>"),
    ("zh", "评测", "end", "<p>第8集（共10集）</p><p>三星电子</p>"),
]  # fmt: skip


@pytest.mark.parametrize("case", _RATED, ids=lambda case: f"{case[0]} {case[3][:40]}")
def test_rated(case: tuple[str, str, str, str, tuple[float, float | None]]) -> None:
    found = read(*case[:4])
    assert found is not None and found[0] == case[4][0] and found[1] in (None, case[4][1])


@pytest.mark.parametrize("case", _UNRATED, ids=lambda case: f"{case[0]} {case[3][:40]}")
def test_unrated(case: tuple[str, str, str, str]) -> None:
    assert read(*case) is None


def test_last_words_of_a_text_and_of_a_roundup() -> None:
    assert read("en", "Television", "end", f"<p>{PROSE[0]} Loved it. 8/10.</p>") == (8, 10)
    assert read("en", "Television", "end", f"<p>{PROSE[0]} 8/10</p><p>{PROSE[1]} 5/10</p>") is None


def test_description_of_a_review_that_draws_its_rating_by_script() -> None:
    head = (
        '<head><title>Orchard review</title><meta name="description" content="A game of winds. **9 / 10**.">'
    )
    assert (
        read_rating(html_page(f"<html>{head}</head><body><h1>Orchard</h1><p>{PROSE[0]}</p></body></html>"))
        is not None
    )


_VOTES = (
    "<ul class='note'>" + "".join(f"<li><a href='#' title='{n} sur 5'>{n}</a></li>" for n in range(1, 6)) + "</ul>",
    "<div>" + "".join(f"<button aria-label='{n} out of 5 stars'></button>" for n in range(1, 6)) + "</div>",
    "<p>" + "".join(f"<input type='radio' aria-label='{n} von 10'>" for n in range(10, 0, -1)) + "</p>",
)  # fmt: skip


@pytest.mark.parametrize("votes", _VOTES)
def test_a_scale_to_vote_on_is_no_rating_and_hides_none(votes: str) -> None:
    assert read("en", "Review", "after", votes) is None
    assert read("en", "Review", "end", f"<p>★★★☆☆</p>{votes}") == (3, 5)
    own = "<p><span aria-label='4 out of 5 stars'></span></p>"
    assert read("en", "Review", "end", f"{own}{votes}") == (4, 5)


def test_stars_of_other_works_in_the_column_beside_the_article() -> None:
    others = "".join(
        f"<tr><td>{work}</td><td>{stars}</td></tr>"
        for work, stars in (("Kiln", "★½"), ("Salt", "★★"), ("Ferry", "★★★"), ("Loam", "★★★★"))
    )
    end = f"<p>★★★½ (out of four)</p></div><table class='also'>{others}</table><div>"
    assert read("en", "Review", "end", end) == (3.5, 4)
    assert read("en", "Review", "end", f"<table>{others}</table>") is None, "of several works in the text"


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ("<p>4.5/5</p><p>Rating: 4.5/5 " + "<i class='fas fa-star checked'></i>" * 4 + "<i class='far fa-star'></i></p>", (4.5, 5)),
        ("<p>Rating: ★★★★☆</p><p>Score: 8.5/10</p>", (8.5, 10)),
        ("<p>Score: 87/100</p><p>Rating: ★★★★☆</p>", (87, 100)),
        ("<p>Rating: ★★★☆☆</p><p>Score: 8/10</p>", None),
        ("<p>Rating: 4/5</p><p>Score: 8.5/10</p>", None),
    ],
)  # fmt: skip
def test_stars_round_the_figure_beside_them(markup: str, expected: tuple[float, float] | None) -> None:
    assert read("en", "Review", "end", markup) == expected


@pytest.mark.parametrize("site", ["", "<h1><a href='/'>Outlet</a></h1>"])
def test_beside_a_headline_that_is_no_h1(site: str) -> None:
    label = "<div class='mark'><span>13 / 20</span>&nbsp;<a href='#comments'>(1)</a></div>"
    html = (
        f"<html><head><title>Outlet - Orchard - Critique</title></head><body>{site}<div>{label}<h3>Orchard</h3></div>"
        f"<p>{PROSE[0]} {PROSE[1]}</p><h3>Quay</h3><p>1 / 20 <b>(of the boats)</b></p><p>{PROSE[2]}</p></body></html>"
    )
    reading = read_rating(html_page(html))
    assert reading is not None and (reading.value.value, reading.value.best) == (13, 20)


_STAR = "<span class='star' title='{} stars out of 5'><svg><path d='M0 0'/></svg></span>"


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ("<!-- Rating --><span class='post-rating' rating-value='3'>\n  ★★★☆☆\n  </span>", (3, 5)),
        ("<div class='rating'><img src='/assets/images/4.png'></div>", (4, None)),
        ("<div class='rating'><img src='/assets/images/3_5.png'></div>", (3.5, None)),
        ("<div class='icons'><img src='/assets/images/4.png'></div>", None),
        ("<div class='Stars' style='--rating: 2.5;'></div>", (2.5, None)),
        ("<span class='score' data-score='8' data-max='10'></span>", (8, 10)),
        ("<div class='star-rating'>" + _STAR.format(2) * 2 + _STAR.format(0) * 3 + "</div>", (2, 5)),
        ("<div class='stars'>" + "<div class='stars-layer'></div>" * 3 + "</div>", None),
    ],
)  # fmt: skip
def test_what_templates_of_real_sites_draw_below_the_headline(
    markup: str, expected: tuple[float, float | None] | None
) -> None:
    assert read("en", "Review", "head", markup) == expected
