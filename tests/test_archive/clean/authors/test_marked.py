"""Bylines that are marked in the markup: of several lines, in rows, beside addresses, under local names."""
# ruff: noqa: E501 - markup is easier to read in long lines

from __future__ import annotations

import pytest

from archive.clean.authors.authors import read_authors
from tests.test_archive.clean.authors.test_unlabelled import TITLE, names
from tests.test_archive.clean.fact_pages import PROSE, page


@pytest.mark.parametrize(
    "byline",
    [
        "<div class='author'><div>Iva Horn</div><div>Strategy editor</div></div>",
        "<div class='byline'><div>By</div><div>Iva Horn</div><div>Los Angeles</div></div>",
        "<div class='author-box'><div>IH</div><div>Iva Horn</div></div>",
        "<div class='np-byline'><a href='/av/iva-horn'>Iva Horn</a><a href='mailto:i@l.example'>i@l.example"
        "</a></div>",
        "<div class='author'>Tunis - Iva Horn</div><div>12 May 2024</div>",
        "<p class='imza'><b>Iva Horn</b></p>",
        "<figure><img src='a.jpg'><figcaption>De Horn in 2023. Foto: Bo Ray</figcaption></figure>"
        "<p>Door Iva Horn</p>",
    ],
)
def test_a_person_stands_alone_in_what_marks_them(byline: str) -> None:
    assert names(byline) == ["Iva Horn"]


@pytest.mark.parametrize(
    "below",
    [
        "<table><tr><td class='firma'><i>Iva Horn</i> - 11/05/2007</td></tr></table>",
        "<div class='podpis'>Iva Horn</div>",
        "<p>And so it ends, as it began: in the rain. <em>Iva Horn</em></p>",
        "<p>Posted by: Iva Horn at 8 May</p><p>Posted by: Dana at 9 May</p><p>Posted by: Marcy at 10 May</p>",
        "<p class='autor'>(<a href='/team#ih'>Iva Horn</a>)</p>",
        "<p align='right'><i>Iva Horn</i> <span>[ 12 nov 2005 ]</span></p>",
        "<p>Posted by Iva Horn</p><ul><li>De Staat</li><li>Paradiso</li></ul>",
        "<p><b>Iva Horn</b></p><div class='box'><b>Weitere Termine</b><br>29. September, 3., 12. "
        "und 20. Oktober, jeweils 19.30 Uhr. Karten unter Telefon 04833.</div>",
    ],
)
def test_a_signature_below_the_text(below: str) -> None:
    assert names("", below) == ["Iva Horn"]


def test_two_authors_in_lines_of_their_own_or_joined_by_a_small_word() -> None:
    listed = "<div class='authors'><p class='n'>Iva Horn</p><p class='n'>Sam Pike</p></div>"
    assert names(listed) == ["Iva Horn", "Sam Pike"]
    joined = "<div><span>Iva Horn</span> a <span>Jiří Bém</span> <span>8. listopadu 2023</span></div>"
    assert names(joined, lang="cs") == ["Iva Horn", "Jiří Bém"]
    assert names("<p>Iva Horn ve Ayşe Kaya</p><p>8 Kasım 2023</p>", lang="tr") == ["Iva Horn", "Ayşe Kaya"]


def test_tabs_titles_and_sections_are_nobody() -> None:
    tabs = "<ul><li><a href='/r'>Our Rating System</a></li><li><a href='/c'>2011 Challenges</a></li></ul>"
    body = f"<div>{tabs}</div><article><h1>{TITLE}</h1><p>3 May 2011</p><h3>Letzter Halt</h3>{PROSE * 3}</article>"
    assert read_authors(page(body), TITLE) is None
    assert names("<p>Arte y Espectáculos</p><p>3 de mayo de 2011</p>", lang="es") == []


def test_a_monogram_a_given_name_and_a_particle_do_not_part_a_name() -> None:
    assert names("<p>By Dan Horn</p>") == ["Dan Horn"]  # "dan" is Indonesian for "and"
    assert names("<p>By Ian A Horn</p>") == ["Ian A Horn"]


def test_the_maker_of_the_work_is_below_its_title_and_the_reviewer_below_the_text() -> None:
    assert names("<p>by Edmund Varley</p><p>412 pp, £6.99</p>", "<p>Reviewed by Iva Horn</p>") == ["Iva Horn"]


def test_a_publisher_in_a_data_sheet_has_no_role_and_a_person_goes_before_the_desk_of_the_system() -> None:
    sheet = "<p><b>Titolo:</b> La sarta<br><b>Editore:</b> Edizioni del Molo<br><b>Pagine:</b> 318</p>"
    assert names(sheet, lang="it") == []
    head = (
        "<script type='application/ld+json'>"
        '{"@type": "Review", "author": {"@type": "Person", "name": "Iva Horn"}}</script>'
        "<meta name='author' content='Redaktion'><meta property='article:author' content='Redaktion'>"
    )
    body = f"<article><h1>{TITLE}</h1><p>3. Mai 2024</p><div>{PROSE * 3}</div><p>Iva Horn</p></article>"
    reading = read_authors(page(body, head=head), TITLE)
    assert reading and [author.name for author in reading.value] == ["Iva Horn"]


_ON = "截至2日，国庆档总票房已突破8亿元，上映首日排片的小成本影片逆袭。"
_ON_KOREAN = "배우 길해연이 새 영화로 돌아온다. 폐관을 앞둔 극장을 지키는 매표원 역할이다."


@pytest.mark.parametrize(
    ("opening", "expected"),
    [
        (f"海都娱乐讯（记者 林晓棠）{_ON}", ["林晓棠"]),
        (f"新华社北京10月2日电（记者李明、王芳）{_ON}", ["李明", "王芳"]),
        (f"[엑스포츠 김민수 기자] {_ON_KOREAN}", ["김민수"]),
        (f"(서울=연합) 김민수 기자 = {_ON_KOREAN}", ["김민수"]),
    ],
)
def test_a_reporter_is_named_where_the_text_begins(opening: str, expected: list[str]) -> None:
    body = f"<article><h1>{TITLE}</h1><div><p>{opening}</p><p>{opening[20:]}</p></div></article>"
    reading = read_authors(page(body), TITLE)
    assert reading and [author.name for author in reading.value] == expected


LD = '<script type=\'application/ld+json\'>{"@type": "NewsArticle", "author": {"name": "Iva Horn"}}</script>'


@pytest.mark.parametrize(
    ("lang", "above", "below"),
    [
        ("en", "", "<p>They leave with the sisters, and the rain. <a href='/x'>Full Story</a></p>"),
        ("en", "", "<p>It ends as it began, in the rain and with her. <em>Moby Dick</em></p>"),
        ("en", "", "<table><tr><th>Book</th><th>Author</th></tr><tr><td>Harbour</td><td class='author'>Bo Ray</td>"
         "</tr><tr><td>Loam</td><td class='author'>Greta Holm</td></tr></table>"),
        ("en", "<h2>Robert Plant &amp; Alison Krauss</h2>", ""),
        ("de", "<p>Anna Netrebko und Jonas Kaufmann</p>", ""),
        ("en", "<p>By Iva Horn</p>", "<div class='more'><h4>The Attic</h4><p>Reviewed by Bo Ray</p></div>"),
        ("ja", "<p>映画「波」の公開を前に（記者会見）監督が語った。海の町で育った少女の話が始まるのだという。</p>", ""),
        ("zh", "<p>（英文：面包）这部电影从一个面包店开始，讲述一个家庭三代人的故事，镜头始终停在清晨的门口。</p>", ""),
        ("zh", "<p>（记者 张译 饰）在雨里等了三天，终于等到了那个人，这部电影从这里开始，讲述三代人的故事。</p>", ""),
        ("ko", "<p>민수(신문사 기자)는 바다로 돌아온다. 영화는 세 세대의 이야기를 느린 화면으로 보여 준다.</p>", ""),
    ],
)  # fmt: skip
def test_the_metadata_is_not_outdone_by_what_only_looks_like_a_byline(
    lang: str, above: str, below: str
) -> None:
    told = (
        "<p>Robert Plant, Anna Netrebko and the others have sung it for years, and so it goes on and on.</p>"
    )
    body = f"<article><h1>{TITLE}</h1>{above}<div>{PROSE * 3}{told}{below}</div></article>"
    reading = read_authors(page(body, head=LD, lang=lang), TITLE)
    assert reading and [author.name for author in reading.value] == ["Iva Horn"]


@pytest.mark.parametrize(
    ("above", "expected"),
    [
        ("<p><span>Film critic:</span> <span>Iva Horn</span></p>", ["Iva Horn"]),
        ("<p class='byline'><span class='cap'>I</span>va Horn</p>", ["Iva Horn"]),
        ("<p class='byline'>Iva O<span>’</span>Brien</p>", ["Iva O’Brien"]),
        ("<p><span>By Dan</span> <a>Film</a></p>", ["Dan"]),
        (
            "<div class='byline'><div>Iva Horn</div><div>and</div><div>Bo Ray</div></div>",
            ["Iva Horn", "Bo Ray"],
        ),
        ("<p>By Batya – Tel Aviv</p>", ["Batya"]),
        ("<p>di Iva Horn, inviata a New York</p>", ["Iva Horn"]),
        ("<figure><figcaption>Texte : Iva Horn | Photo : Luc Grand</figcaption></figure>", ["Iva Horn"]),
    ],
)
def test_bylines_that_stay_whole(above: str, expected: list[str]) -> None:
    assert names(above) == expected


def test_the_label_of_a_rating_is_nobody() -> None:
    card = "<div class='opinion-author'>{}</div><div>4 / 5</div>"
    assert names(card.format("Score")) == names(card.format("Bewertung")) == []
    assert names(card.format("Iva Horn")) == ["Iva Horn"]
