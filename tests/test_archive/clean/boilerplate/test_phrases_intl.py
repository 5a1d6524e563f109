"""What sites say in other languages than English is furniture; sentences with the same words are not."""
# ruff: noqa: E501 - lines of prose in eight languages

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from archive.clean.authors.authors import read_authors
from archive.clean.boilerplate.lines import Line, is_furniture, section
from archive.clean.boilerplate.trim import is_prose, strip_furniture
from archive.clean.dates.parse import find_dates
from archive.clean.rating.scales import parse_rating, parse_school_mark
from tests.test_archive.clean.fact_pages import page

CAPTURED_AT = datetime(2026, 3, 15, 12, tzinfo=UTC)
SITE = [
    "Wir und unsere Partner verwenden Cookies, um Inhalte zu personalisieren.",
    "Jeden Morgen das Wichtigste direkt in Ihr Postfach.",
    "Monatlich kündbar, vier Wochen gratis, jederzeit kündbar.",
    "Für Einkäufe über diese Links erhalten wir eine Provision.",
    "Recevez chaque vendredi nos conseils de sortie.",
    "Vous devez être connecté pour laisser un commentaire.",
    "Toute reproduction interdite.",
    "¡Síguenos en Instagram y no te pierdas nada!",
    "Apoya nuestro trabajo con una pequeña aportación.",
    "Tu correo electrónico no será publicado. Los campos obligatorios están marcados con *",
    "Ricevi ogni mattina le notizie nella tua casella di posta.",
    "Vietata la riproduzione, anche parziale.",
    "Receba as principais notícias no seu e-mail.",
    "Você precisa fazer login para comentar.",
    "Ontvang elke week het beste nieuws in je inbox.",
    "Deze website maakt gebruik van cookies.",
    "当サイトではクッキーを使用しています。",
    "この記事は会員限定です。",
    "会員登録すると続きをお読みいただけます。",
]
SENTENCES = [
    "Wir alle verwenden Ausreden, und die schönste Ausrede dieses Films ist das Meer.",
    "Der Brief liegt seit Jahren in ihrem Postfach, und niemand hat ihn abgeholt.",
    "Il reçoit chaque matin des lettres qui ne lui sont pas destinées.",
    "Nous utilisons tous les mêmes mots pour dire adieu.",
    "Apoya la cabeza en el cristal y mira pasar los pueblos.",
    "Sigue a la mujer del impermeable hasta el final de la calle.",
    "Riceve una lettera dal fratello e non la apre.",
    "Noi usiamo ancora la stessa caffettiera di mia madre.",
    "Assina o contrato sem ler e sai para a rua.",
    "Ontvangen wordt hij als een held, maar hij heeft alleen honger.",
    "Steun zoekt ze bij de muur, want er is niemand anders.",
    "会員たちは夜ごと集まり、古い映画の話をした。",
    "コメントを求められた監督は、ただ笑うだけだった。",
    "保存するべきか壊すべきか、町の人々は決められない。",
]


@pytest.mark.parametrize("line", SITE)
def test_what_sites_say(line: str) -> None:
    assert is_furniture(line)


@pytest.mark.parametrize("line", SENTENCES)
def test_what_authors_say(line: str) -> None:
    assert not is_furniture(line)
    assert section(line) is None


@pytest.mark.parametrize(
    "heading",
    [
        "Weitere Artikel",
        "Ähnliche Beiträge",
        "Les plus lus",
        "Articles similaires",
        "Lo más leído",
        "Últimas noticias",
        "Ultime recensioni",
        "Articoli correlati",
        "Mais lidas",
        "Meest gelezen",
        "Gerelateerde berichten",
        "よく読まれている記事",
    ],
)
def test_headings_of_other_texts(heading: str) -> None:
    assert section(heading) == "related"


def test_a_label_within_the_text_goes_with_its_links() -> None:
    prose = (
        "Die Flut kommt langsam, und der Film lässt ihr Zeit, Welle um Welle, bis es niemanden mehr stört."
    )
    lines = [
        Line(prose),
        Line("Lesen Sie auch"),
        Line("Ein anderer Film", linked=1.0),
        Line(f"Und doch: {prose}"),
    ]
    assert [line.text for line in strip_furniture(lines, None, None)] == [lines[0].text, lines[3].text]
    alone = [
        Line(prose),
        Line("Mehr zum Thema", heading=True),
        Line(f"Und doch: {prose}"),
        Line(f"Denn: {prose}"),
    ]
    assert strip_furniture(alone, None, None) == alone


def test_japanese_lines_are_prose_by_their_length() -> None:
    assert is_prose("潮はゆっくりと満ち、映画はその時間をたっぷりと与える。")
    assert not is_prose("関連記事")


@pytest.mark.parametrize(
    ("label", "printed", "figures"),
    [
        ("Voto", "7+", (7.25, 10, 72.5)),
        ("Voto finale", "6½", (6.5, 10, 65.0)),
        ("Nota", "7,5", (7.5, 10, 75.0)),
        ("Cijfer", "8-", (7.75, 10, 77.5)),
        ("Note", "2,3 (gut)", (2.3, 1, 74.0)),
        ("Schulnote", "1,0 (sehr gut)", (1.0, 1, 100.0)),
    ],
)
def test_school_marks(label: str, printed: str, figures: tuple[float, float, float]) -> None:
    mark = parse_school_mark(label, printed)
    assert mark and (mark.value, mark.best, mark.score) == figures


@pytest.mark.parametrize(
    ("label", "printed"),
    [
        ("Nota", "4"),
        ("Nota", "11"),
        ("Note", "2,3"),
        ("Rating", "8"),
        ("Nota", "7 de marzo"),
        ("Note", "6,5 (gut)"),
    ],
)
def test_what_is_no_sure_mark(label: str, printed: str) -> None:
    assert parse_school_mark(label, printed) is None


@pytest.mark.parametrize(
    ("printed", "figures"),
    [
        ("82点（100点満点）", (82, 100)),
        ("5点満点中4点", (4, 5)),
        ("★★★★☆（4点／5点満点）", (4, 5)),
        ("★★★★ (4 de 5 estrellas)", (4, 5)),
        ("★★★½ su 5", (3.5, 5)),
        ("quattro stelle su cinque", (4, 5)),
    ],
)
def test_figures_beside_stars_and_points(printed: str, figures: tuple[float, float]) -> None:
    rating = parse_rating(printed)
    assert rating and (rating.value, rating.best) == figures


def test_stars_and_figures_that_differ_are_no_rating() -> None:
    assert parse_rating("★★★ (4 de 5)") is None


@pytest.mark.parametrize(
    ("printed", "language", "iso"),
    [
        ("令和7年12月8日", "ja", "2025-12-08"),
        ("令和元年5月1日", "ja", "2019-05-01"),
        ("平成30年1月2日", "ja", "2018-01-02"),
        ("11.mar.2026", "pt-br", "2026-03-11"),
        ("11 mars 2026 à 7h05", "fr", "2026-03-11T07:05:00+00:00"),
    ],
)
def test_dates(printed: str, language: str, iso: str) -> None:
    assert [moment.iso() for _, _, moment in find_dates(printed, CAPTURED_AT, (language, "en"))] == [iso]


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("Publié le 14 janvier 2025 par Zoé Petit dans Critiques", ["Zoé Petit"]),
        ("Un texte de Zoé Petit", ["Zoé Petit"]),
        ("投稿日：2025/11/20　投稿者：高瀬みのる", ["高瀬みのる"]),
        ("【文化部・小野寺健】", ["小野寺健"]),
        ("【速報】", []),
    ],
)
def test_bylines(line: str, names: list[str]) -> None:
    body = f"<article><h1>Die lange Flut kommt herein</h1><p>{line}</p>{'<p>Wellen kommen und gehen, ganz langsam.</p>' * 9}</article>"
    read = read_authors(page(body), "Die lange Flut kommt herein")
    assert ([author.name for author in read.value] if read else []) == names
