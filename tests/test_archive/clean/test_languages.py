"""The eight languages: bylines, dates and site furniture, on pages of our own prose."""
# ruff: noqa: E501 - lines of prose in eight languages

from __future__ import annotations

from dataclasses import dataclass

import pytest

from archive.clean.authors.authors import read_authors
from archive.clean.dates.dates import read_dates
from archive.clean.text.parts import plain_text, read_parts
from archive.clean.text.text import read_lines
from tests.test_archive.clean.fact_pages import page


@dataclass(frozen=True)
class Tongue:
    """One language: a headline, a paragraph, bylines with their names, dates with ISO, furniture, ordinary sentences."""

    title: str
    prose: str
    bylines: dict[str, list[str]]
    dates: dict[str, str]
    changed: str
    furniture: tuple[str, ...]
    sentences: tuple[str, ...]


TONGUES = {
    "en": Tongue(
        "The long tide comes in",
        "The tide comes in slowly, and the film lets it take its time, wave after wave, until nobody minds.",
        {"By Ann Lee and Bo Ray": ["Ann Lee", "Bo Ray"], "Words: Ann Lee": ["Ann Lee"]},
        {"1 March 2026": "2026-03-01", "3 days ago": "2026-03-12", "2 hours ago": "2026-03-15"},
        "Updated: 2 March 2026",
        ("Sign up for our newsletter", "Leave a comment", "Share this article", "All rights reserved"),
        ("They share this flat with a parrot and a grudge.", "Nobody leaves a comment unanswered in her village."),
    ),
    "de": Tongue(
        "Die lange Flut kommt herein",
        "Die Flut kommt langsam, und der Film lässt ihr Zeit, Welle um Welle, bis es niemanden mehr stört.",
        {
            "Von Anna Müller und Jörg Öz": ["Anna Müller", "Jörg Öz"],
            "Eine Kritik von Anna Müller": ["Anna Müller"],
            "Autorin: Anna Müller": ["Anna Müller"],
            "Das Gespräch führte Anna Müller.": ["Anna Müller"],
            "Aufgezeichnet von Anna Müller": ["Anna Müller"],
        },
        {
            "1. März 2026": "2026-03-01",
            "01.03.2026": "2026-03-01",
            "vor 3 Tagen": "2026-03-12",
            "vor 2 Stunden": "2026-03-15",
            "Gestern": "2026-03-14",
        },
        "Aktualisiert am 2. März 2026",
        ("Jetzt Newsletter abonnieren", "Artikel teilen", "3 Kommentare", "Alle Rechte vorbehalten", "Anzeige"),
        ("Sie teilen sich den Artikel und das Bett.", "Die Anzeige stand am Montag in allen Blättern."),
    ),
    "fr": Tongue(
        "La longue marée monte",
        "La marée monte lentement, et le film lui laisse le temps, vague après vague, sans que personne s'en plaigne.",
        {
            "Par Zoé Petit et Luc Roi": ["Zoé Petit", "Luc Roi"],
            "Écrit par Zoé Petit": ["Zoé Petit"],
            "Auteur : Zoé Petit": ["Zoé Petit"],
        },
        {
            "1er mars 2026": "2026-03-01",
            "Publié le 1 mars 2026 à 10h30": "2026-03-01",
            "01/03/2026": "2026-03-01",
            "il y a 2 heures": "2026-03-15",
            "il y a 3 jours": "2026-03-12",
            "Hier": "2026-03-14",
        },
        "Mis à jour le 2 mars 2026",
        ("Abonnez-vous à notre newsletter", "Partager cet article", "Laisser un commentaire", "Publicité", "Lire la suite"),
        ("Il faut partager le pain et le silence.", "La publicité envahit les rues de son enfance."),
    ),
    "es": Tongue(
        "La larga marea sube",
        "La marea sube despacio, y la película le deja tiempo, ola tras ola, hasta que a nadie le importa ya.",
        {"Por Inés Díaz y Ana Paz": ["Inés Díaz", "Ana Paz"], "Escrito por Inés Díaz": ["Inés Díaz"]},
        {
            "1 de marzo de 2026": "2026-03-01",
            "01/03/2026": "2026-03-01",
            "hace 3 días": "2026-03-12",
            "hace 2 horas": "2026-03-15",
            "Ayer": "2026-03-14",
        },
        "Actualizado el 2 de marzo de 2026",
        ("Suscríbete a nuestro boletín", "Compartir", "Deja un comentario", "Publicidad", "Todos los derechos reservados"),
        ("Hay que compartir el pan con los vecinos.", "La publicidad de la época mentía mejor."),
    ),
    "it": Tongue(
        "La lunga marea sale",
        "La marea sale piano, e il film le lascia il tempo, onda dopo onda, finché non dà più fastidio a nessuno.",
        {
            "di Anna Rossi e Luca Bianchi": ["Anna Rossi", "Luca Bianchi"],
            "Scritto da Anna Rossi": ["Anna Rossi"],
            "A cura di Anna Rossi": ["Anna Rossi"],
            "Intervista di Anna Rossi": ["Anna Rossi"],
        },
        {
            "1 marzo 2026": "2026-03-01",
            "01/03/2026": "2026-03-01",
            "2 giorni fa": "2026-03-13",
            "3 ore fa": "2026-03-15",
            "Ieri": "2026-03-14",
        },
        "Aggiornato il 2 marzo 2026",
        ("Iscriviti alla newsletter", "Condividi su Facebook", "Lascia un commento", "Pubblicità", "Tutti i diritti riservati"),
        ("La pubblicità di allora prometteva il mare.", "Lascia la casa e non si volta più indietro."),
    ),
    "pt": Tongue(
        "A longa maré sobe",
        "A maré sobe devagar, e o filme dá-lhe tempo, onda após onda, até que já ninguém se importa.",
        {"Por Inês Dias e Rui Paz": ["Inês Dias", "Rui Paz"], "Escrito por Inês Dias": ["Inês Dias"]},
        {
            "1 de março de 2026": "2026-03-01",
            "01/03/2026": "2026-03-01",
            "há 2 dias": "2026-03-13",
            "há 3 horas": "2026-03-15",
            "2 dias atrás": "2026-03-13",
            "Ontem": "2026-03-14",
        },
        "Atualizado em 2 de março de 2026",
        ("Inscreva-se na nossa newsletter", "Compartilhe", "Deixe um comentário", "Publicidade", "Saiba mais"),
        ("Compartilham o pão e pouco mais do que isso.", "A publicidade da época prometia o mar."),
    ),
    "nl": Tongue(
        "Het lange tij komt op",
        "Het tij komt langzaam op, en de film geeft het de tijd, golf na golf, tot het niemand meer stoort.",
        {
            "Door Anne de Vries en Jan Bos": ["Anne de Vries", "Jan Bos"],
            "Geschreven door Anne de Vries": ["Anne de Vries"],
            "Tekst: Anne de Vries": ["Anne de Vries"],
            "Het gesprek werd gevoerd door Anne de Vries": ["Anne de Vries"],
        },
        {
            "1 maart 2026": "2026-03-01",
            "01-03-2026": "2026-03-01",
            "2 dagen geleden": "2026-03-13",
            "3 uur geleden": "2026-03-15",
            "Gisteren": "2026-03-14",
        },
        "Bijgewerkt op 2 maart 2026",
        ("Schrijf je in voor de nieuwsbrief", "Deel dit artikel", "Geef een reactie", "Advertentie", "Lees meer"),
        ("De advertentie hing al jaren in het café.", "Ze delen een kamer en een oud verdriet."),
    ),
    "ja": Tongue(
        "長い潮が満ちてくる",
        "潮はゆっくりと満ち、映画はその時間をたっぷりと与える。波が次々と寄せ、やがて誰も気にしなくなる。",
        {
            "文：山田太郎": ["山田太郎"],
            "文・山田太郎": ["山田太郎"],
            "著者：山田太郎": ["山田太郎"],
            "執筆者：山田太郎、佐藤花子": ["山田太郎", "佐藤花子"],
            "取材・文＝山田太郎": ["山田太郎"],
            "文●山田太郎 編集●佐藤": ["山田太郎"],
        },
        {
            "2026年3月1日": "2026-03-01",
            "2026年3月1日(日) 10:30": "2026-03-01",
            "2026.03.01": "2026-03-01",
            "2026/3/1": "2026-03-01",
            "3日前": "2026-03-12",
            "2時間前": "2026-03-15",
            "昨日": "2026-03-14",
        },
        "更新日：2026年3月2日",
        (
            "この記事をシェアする", "シェア", "ツイート", "コメントを残す", "コメント", "ログイン", "会員登録",
            "メールマガジンに登録する", "続きを読む", "広告", "スポンサーリンク", "【PR】", "前の記事", "次の記事",
            "All rights reserved.", "無断転載を禁じます", "フォローする", "タグ：映画、海",
        ),
        (
            "彼女は広告の仕事を辞め、海辺の町へ帰る。", "誰も感想を言わず、コメントもないまま席を立った。",
            "続きを読むのが怖くなるような小説だ。",
        ),
    ),
}  # fmt: skip
CASES = list(TONGUES.items())
BYLINES = [(code, line, names) for code, tongue in CASES for line, names in tongue.bylines.items()]
DATES = [(code, line, iso) for code, tongue in CASES for line, iso in tongue.dates.items()]


def saved(code: str, *lines: str) -> str:
    tongue = TONGUES[code]
    heads = "".join(f"<p>{line}</p>" for line in lines)
    return f"<article><h1>{tongue.title}</h1>{heads}{f'<p>{tongue.prose * 4}</p>' * 3}</article>"


@pytest.mark.parametrize(("code", "line", "names"), BYLINES)
def test_bylines(code: str, line: str, names: list[str]) -> None:
    reading = read_authors(page(saved(code, line), lang=code), TONGUES[code].title)
    assert reading and [author.name for author in reading.value] == names


@pytest.mark.parametrize(("code", "line", "names"), BYLINES)
def test_a_date_in_the_byline_is_no_name(code: str, line: str, names: list[str]) -> None:
    day = next(iter(TONGUES[code].dates))
    body = page(saved(code, f"<span>{line}</span> <span>{day}</span>"), lang=code)
    reading = read_authors(body, TONGUES[code].title)
    assert reading and [author.name for author in reading.value] == names


@pytest.mark.parametrize(("code", "line", "iso"), DATES)
def test_dates(code: str, line: str, iso: str) -> None:
    reading = read_dates(page(saved(code, line), lang=code), TONGUES[code].title).published
    assert reading and reading.value.iso()[:10] == iso
    assert (reading.value.precision == "second") == ("T" in reading.value.iso())


@pytest.mark.parametrize("code", TONGUES)
def test_changed_is_told_from_published(code: str) -> None:
    tongue = TONGUES[code]
    dates = read_dates(page(saved(code, next(iter(tongue.dates)), tongue.changed), lang=code), tongue.title)
    assert dates.published and dates.published.value.iso()[:10] == "2026-03-01"
    assert dates.updated and dates.updated.value.iso()[:10] == "2026-03-02"


@pytest.mark.parametrize("code", TONGUES)
def test_the_text_is_the_authors_sentences_and_not_the_sites(code: str) -> None:
    tongue = TONGUES[code]
    byline = next(iter(tongue.bylines))
    text = plain_text(read_parts(read_lines(page(whole(tongue, byline), lang=code), tongue.title, byline)))
    assert text.splitlines() == [tongue.prose, *tongue.sentences]


def whole(tongue: Tongue, byline: str) -> str:
    """A page of a magazine with one article and everything that sites put around it."""
    furniture = "".join(f"<li><a href='/{n}'>{line}</a></li>" for n, line in enumerate(tongue.furniture))
    sentences = "".join(f"<p>{sentence}</p>" for sentence in (tongue.prose, *tongue.sentences))
    return f"""<header class="site-header"><nav><ul class="menu">{furniture}</ul></nav></header>
        <main><article class="post"><h1 class="entry-title">{tongue.title}</h1>
        <p class="byline">{byline}</p><time class="date">{next(iter(tongue.dates))}</time>
        <div class="entry-content">{sentences}</div>
        <div class="share-buttons"><ul>{furniture}</ul></div></article>
        <aside class="sidebar"><div class="newsletter-signup"><p>{tongue.furniture[0]}</p></div></aside></main>
        <footer class="site-footer"><p>{tongue.furniture[-1]}</p><ul>{furniture}</ul></footer>"""
