"""Sentences and labels with which critics end a review, listed before any was tried."""

# ruff: noqa: E501 - a sentence a line, as listed
from __future__ import annotations

import pytest

from tests.test_archive.clean.rating.review_page import found, read

# Left: "Out of five stars, I give it three", "Gli do un 7" (a school's mark without a label), "제 평점은 4/5입니다".
ENDINGS = [
    ("en", "I'd give this one a 7/10.", 7, 10),
    ("en", "All in all, I give it 3 out of 5 stars.", 3, 5),
    ("en", "So I'm giving it a 6.5 out of 10.", 6.5, 10),
    ("en", "Giving this a 4/5.", 4, 5),
    ("en", "This gets a 9/10 from me.", 9, 10),
    ("en", "It's a solid 8/10 for me.", 8, 10),
    ("en", "It's a 4 out of 5.", 4, 5),
    ("en", "I settled on 3.5 stars out of 5.", 3.5, 5),
    ("en", "My score would be 7 out of 10.", 7, 10),
    ("en", "I would score it 7 out of 10.", 7, 10),
    ("en", "Final score: 7/10", 7, 10),
    ("en", "Score: 8.5 out of 10", 8.5, 10),
    ("en", "Four stars out of five.", 4, 5),
    ("en", "Three and a half stars.", 3.5, None),
    ("en", "I'd say 7/10.", 7, 10),
    ("en", "A well-earned 9 out of 10.", 9, 10),
    ("en", "5/5 stars, no notes.", 5, 5),
    ("en", "4 stars.", 4, None),
    ("en", "4/5 from me!", 4, 5),
    ("en", "Overall I rated it 3/5.", 3, 5),
    ("en", "My rating is 8 out of 10.", 8, 10),
    ("en", "My final rating is a 7.", 7, None),
    ("en", "It earns a strong 8/10.", 8, 10),
    ("en", "It receives three stars from this reviewer.", 3, None),
    ("en", "Rating – 4/5", 4, 5),
    ("en", "Rating 4/5", 4, 5),
    ("en", "RATING: ★★★½", 3.5, None),
    ("en", "My rating: 3 of 5 stars", 3, 5),
    ("en", "Verdict – 7.5/10", 7.5, 10),
    ("en", "8/10, would watch again.", 8, 10),
    ("en", "Stars: 4/5", 4, 5),
    ("en", "Rated 4 out of 5.", 4, 5),
    ("en", "This one is getting 4 stars from me.", 4, None),
    ("en", "I'm going with a 7 out of 10.", 7, 10),
    ("en", "That's why I can only give it 2 stars out of 5.", 2, 5),
    ("en", "(3/5)", 3, 5),
    ("en", "[8/10]", 8, 10),
    ("en", "— 8/10", 8, 10),
    ("en", "TL;DR: 7/10", 7, 10),
    ("en", "⭐⭐⭐⭐", 4, None),
    ("en", "⭐️⭐️⭐️⭐️ (4/5)", 4, 5),
    ("en", "🍿🍿🍿🍿/5", 4, 5),
    ("en", "Rating: 🍿🍿🍿 out of 5", 3, 5),
    ("de", "Von mir gibt es 7 von 10 Punkten.", 7, 10),
    ("de", "Ich vergebe 4 von 5 Sternen.", 4, 5),
    ("de", "Dafür gibt es 8/10 Punkten.", 8, 10),
    ("de", "Wertung: 7/10", 7, 10),
    ("de", "Fazit: 4 von 5 Sternen", 4, 5),
    ("de", "Note: 2,5", 2.5, None),
    ("de", "Bewertung: 8 von 10", 8, 10),
    ("de", "Ich gebe dem Buch 3,5 Sterne.", 3.5, None),
    ("de", "Vier von fünf Sternen.", 4, 5),
    ("fr", "Ma note : 7/10", 7, 10),
    ("fr", "Je lui donne 4/5.", 4, 5),
    ("fr", "Note : 15/20", 15, 20),
    ("fr", "Je mets un 8/10.", 8, 10),
    ("fr", "4 étoiles sur 5", 4, 5),
    ("fr", "Un petit 6/10 pour moi.", 6, 10),
    ("es", "Le doy un 7/10.", 7, 10),
    ("es", "Nota: 7,5/10", 7.5, 10),
    ("es", "Puntuación: 4 de 5 estrellas", 4, 5),
    ("es", "Le doy 4 estrellas de 5.", 4, 5),
    ("es", "Se lleva un 8 sobre 10.", 8, 10),
    ("es", "Calificación: 9/10", 9, 10),
    ("it", "Voto: 7", 7, None),
    ("it", "Voto finale: 7,5", 7.5, None),
    ("it", "Il mio voto è 8/10.", 8, 10),
    ("it", "4 stelle su 5", 4, 5),
    ("pt", "Nota: 8/10", 8, 10),
    ("pt", "Minha nota: 4/5", 4, 5),
    ("pt", "Dou 4 estrelas de 5.", 4, 5),
    ("pt", "Avaliação: 3,5/5", 3.5, 5),
    ("nl", "Ik geef het boek 4 van de 5 sterren.", 4, 5),
    ("nl", "Score: 8/10", 8, 10),
    ("pl", "Moja ocena: 7/10", 7, 10),
    ("pl", "Daję 8/10.", 8, 10),
    ("ru", "Моя оценка: 7/10", 7, 10),
    ("ru", "Ставлю 8 из 10.", 8, 10),
    ("ru", "Оценка: 4 из 5", 4, 5),
    ("sv", "Betyg: 4 av 5", 4, 5),
    ("sv", "Jag ger filmen en fyra av fem.", 4, 5),
    ("da", "Jeg giver den 4 ud af 6 stjerner.", 4, 6),
    ("no", "Terningkast 5", 5, 6),
    ("no", "Karakter: 8/10", 8, 10),
    ("tr", "Puanım: 8/10", 8, 10),
    ("cs", "Hodnocení: 70 %", 70, 100),
    ("cs", "Moje hodnocení: 8/10", 8, 10),
    ("ja", "評価：★★★★☆", 4, 5),
    ("ja", "点数：85点", 85, 100),
    ("ko", "별점: ★★★☆", 3, None),
    ("zh", "评分：8/10", 8, 10),
]


@pytest.mark.parametrize(
    ("lang", "ending", "value", "best"), ENDINGS, ids=[ending for _, ending, *_ in ENDINGS]
)
def test_last_words(lang: str, ending: str, value: float, best: float | None) -> None:
    rating = read(lang, "Reviews", "end", f"<p>{ending}</p>")
    assert rating is not None
    assert rating[0] == value
    assert best in (None, rating[1])


@pytest.mark.parametrize(
    ("ending", "grade"), [("I give Orchard a B+.", "B+"), ("Grade: B+", "B+"), ("Final Grade: A-", "A-")]
)
def test_a_grade_in_the_last_words(ending: str, grade: str) -> None:
    rating = found("en", "Reviews", "end", f"<p>{ending}</p>")
    assert rating is not None
    assert rating.raw == grade


def test_a_rating_that_opens_the_last_paragraph() -> None:
    ending = (
        "<p>4/5 - A patient and surprising film about a place that nobody on the coast wants to name.</p>"
    )
    assert read("en", "Reviews", "end", ending) == (4, 5)


def test_a_rating_and_a_remark_as_a_heading() -> None:
    heading = '<h2>3<span class="out-of">/5</span> — Très bien ! <small>par <b>Zed1</b></small></h2>'
    assert read("fr", "Critiques", "head", heading) == (3, 5)


def test_a_row_of_stars_with_a_label_and_a_figure() -> None:
    stars = '<span class="star" aria-hidden="true">★</span>' * 4 + '<span class="star empty">★</span>'
    row = f'<p><span class="stars" role="img" aria-label="Rated 4.0 out of 5">{stars}</span> <span>4 / 5</span> — March 2</p>'
    assert read("en", "Reviews", "head", row) == (4, 5)


def test_the_same_on_two_scales() -> None:
    assert read("en", "Reviews", "end", "<p>Rating: 4/5</p><p>Rating: 8/10</p>") == (8, 10)
    assert read("en", "Reviews", "end", "<p>Rating: 4/5</p><p>Rating: 7/10</p>") is None


def test_i_would_rate_this_is_the_critics() -> None:
    ending = "<p>I would rate this film 4 out of 5, as there is nothing like it.</p>"
    assert read("en", "Reviews", "end", ending) == (4, 5)
    assert read("en", "Reviews", "end", "<p>Please rate this film: 4 out of 5</p>") is None


def test_the_facts_of_a_work_may_lead_to_lists() -> None:
    facts = (
        '<aside class="sheet"><dl><dt>Verdict</dt><dd><span role="img" aria-label="4 out of 5"></span></dd>'
        '<dt>Director</dt><dd><a href="/directors/#a-berg">A. Berg</a></dd><dt>Runtime</dt><dd>97 min</dd></dl></aside>'
    )
    assert read("en", "Reviews", "box", facts) == (4, 5)


@pytest.mark.parametrize(
    "ending",
    [
        "The drums stay in a steady 4/4.",
        "The original was a solid 8/10.",
        "The Guardian calls it a 5/5.",
        "She is told that she is a 6/10.",
        "In the final scene the judge awards her a 9.5 out of 10.",
        "2/10 — part two of our diary from the festival.",
        "4/5 – the date of the premiere in Leeds – is the day to keep free.",
        "12/20 – day twelve of our festival diary.",
        "I give Act I a B and the finale an A.",
        "We rate our own popcorn here, from a D to an A.",
        "📅 3/10",
    ],
)
def test_no_rating(ending: str) -> None:
    assert read("en", "Reviews", "end", f"<p>{ending}</p>") is None


@pytest.mark.parametrize("own", ["<p>★★★★☆</p>", "<p>Rating: 4/5</p>", "<p>I give it 4 out of 5.</p>"])
def test_a_letter_in_the_text_is_none(own: str) -> None:
    letter = "<p>I took my son, who liked the gulls, and in the end I had to give it a B.</p>"
    assert read(
        "en", "Reviews", "end", f"{letter}<p>He slept, and the sea went on for the both of us.</p>{own}"
    ) == (4, 5)


def test_a_second_mark_after_but_is_not_hidden_by_the_first() -> None:
    ending = "<p>I would give it 4 out of 5 but the ending drags it down to 3 out of 5.</p>"
    assert read("en", "Reviews", "end", ending) == (3, 5)


def test_the_facts_of_another_work_are_not_the_critics() -> None:
    facts = (
        '<aside><h3>Last week\'s review</h3><dl><dt>Title</dt><dd><a href="/salt">Salt on the Wire</a></dd>'
        "<dt>Director</dt><dd>A. Berg</dd><dt>Our rating</dt><dd>2/5</dd></dl></aside>"
    )
    assert read("en", "Reviews", "after", facts) is None
