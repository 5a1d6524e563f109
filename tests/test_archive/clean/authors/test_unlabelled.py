"""Names without a usual label: with a date, a role or a place, at the end of the text."""

from __future__ import annotations

import pytest

from archive.clean.authors.authors import read_authors
from tests.test_archive.clean.fact_pages import PROSE, page

TITLE = "The long tide comes in"


def names(above: str, below: str = "", lang: str = "en") -> list[str]:
    body = f"<article><h1>{TITLE}</h1>{above}<div>{PROSE * 3}</div>{below}</article>"
    reading = read_authors(page(body, lang=lang), TITLE)
    return [author.name for author in reading.value] if reading else []


@pytest.mark.parametrize(
    ("lang", "line"),
    [
        ("en", "<p>March 2, 2021 by Iva Horn in Reviews</p>"),
        ("en", "<p>Film critic Iva Horn</p><p>Tue 2 Mar 2021 06.00 GMT</p>"),
        ("en", "<p>Iva Horn</p><p>iva.horn@lantern.example</p>"),
        ("en", "<p>Story and photos by Iva Horn</p>"),
        ("en", "<p>Photos by Sam Pike, words by Iva Horn</p>"),
        ("en", "<p>Photos and story by Iva Horn</p>"),
        ("de", "<p>Fotos und Text: Iva Horn</p>"),
        ("de", "<p>Iva Horn</p><p>Redakteurin im Feuilleton</p><p>2.3.2021</p>"),
        ("de", "<p>Eingetragen von <b>Iva Horn</b> am 9. Oktober 2012</p>"),
        ("de", "<p>Filmkritik von Iva Horn</p>"),
        ("de", "<p>Von: Iva Horn</p>"),
        ("fr", "<p>Iva Horn, Montréal</p><p>2 mars 2021 4 h 00</p>"),
        ("fr", "<p>Une chronique de Iva Horn</p>"),
        ("pt", "<p>Iva Horn, do Rio</p><p>02/03/2021 06h00</p>"),
        ("es", "<p>Por: <b>Staff / Iva Horn</b></p>"),
        ("nl", "<p>Iva Horn 2 maart 2021</p>"),
        ("fr", "<p>Mardi 2 mars 2021 — Iva Horn</p>"),
        ("sv", "<p>2021-03-02 Iva Horn</p>"),
        ("da", "<p>Anmeldelse af Iva Horn</p>"),
        ("ru", "<p>Автор текста: Iva Horn</p>"),
        ("nl", "<p>Tekst Iva Horn Foto Jaap Reedijk</p>"),
        ("sv", "<p>TEXT IVA HORN</p>"),
        ("pl", "<p>Iva Horn, 2 marca 2021</p>"),
        ("ru", "<p>2 марта 2021 Iva Horn</p>"),
        ("tr", "<p>Haber Merkezi - Iva Horn</p><p>Giriş: 14.11.2022 - 09:05</p>"),
        ("cs", "<p>Napsal(a): Iva Horn</p>"),
        ("en", "<p>Iva Horn</p>"),
        ("en", "<p>Iva Horn, March 3, 2021</p>"),
        ("en", "<p>Iva Horn iva.horn@lantern.example</p>"),
        ("en", "<p>Iva Horn (words) and Sam Pike (pictures)</p>"),
        ("en", "<p>Film / by Iva Horn / 03.03.21</p>"),
        ("en", "<p>8/10 – reviewed by Iva Horn, 3 March 2021</p>"),
        ("en", "<p>Uploaded by Iva Horn, 3 March 2021</p>"),
        ("en", "<p>Posted in Film by Iva Horn on March 3, 2021</p>"),
        ("en", "<p>By Iva Horn, The Daily Lantern</p>"),
        ("en", "<p>By Iva Horn, Reuters</p>"),
        ("en", "<p>By Culture Desk, Iva Horn</p>"),
        ("en", "<p>By Culture Desk | Iva Horn</p>"),
        ("de", "<p>Redaktion / Iva Horn</p>"),
        ("de", "<p>Von unserer Kritikerin Iva Horn</p>"),
        ("de", "<p>Veröffentlicht am 3. März 2021 von Iva Horn</p>"),
        ("de", "<p>Gepostet von Iva Horn, 3. März 2021</p>"),
        ("fr", "<p>Une critique d’Iva Horn</p>"),
        ("nl", "<p>Een recensie van Iva Horn</p>"),
        ("nl", "<p>Toegevoegd door Iva Horn op 3 maart 2021</p>"),
        ("sv", "<p>Publicerat av Iva Horn, 3 mars 2021</p>"),
        ("pl", "<p>Opublikowano 3 marca 2021 przez Iva Horn</p>"),
    ],
)
def test_near_the_headline(lang: str, line: str) -> None:
    assert [name.title() for name in names(line, lang=lang)] == ["Iva Horn"]


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("이정민 문화부 기자 | 승인 2021.03.02 06:00", "이정민"),
        ("글 이정민 | 사진 박준", "이정민"),
        ("글 이정민 공연칼럼니스트 | 2022-06-14", "이정민"),
        ("本报记者 周敏 2019年10月12日08:33", "周敏"),
        ("文 | 周敏", "周敏"),
        ("2019-10-12 记者 周敏 报道", "周敏"),
        ("（记者 周敏）", "周敏"),
        ("文/周敏 图/李华", "周敏"),
        ("取材・文・撮影：川端ミナ", "川端ミナ"),
        ("（文：川端ミナ）", "川端ミナ"),
        ("(서울=연합뉴스) 이정민 기자 =", "이정민"),
        ("문화부 이정민 기자", "이정민"),
        ("この記事の執筆者：川端ミナ", "川端ミナ"),
        ("بقلم/ سمية حداد", "سمية حداد"),
    ],
)
def test_in_scripts_without_capitals(line: str, name: str) -> None:
    assert names(f"<p>{line}</p>") == [name]


@pytest.mark.parametrize(
    ("lang", "line"),
    [
        ("en", "<p>(Iva Horn)</p>"),
        ("it", "<p>(di Iva Horn)</p>"),
        ("sv", "<p>/ Iva Horn</p>"),
        ("en", "<p>Iva Horn</p>"),
        ("en", "<p>Iva Horn writes about film for the Quay.</p>"),
        ("de", "<p>IVA HORN</p>"),
        ("en", "<p><em>Iva Horn is a writer based in Leeds.</em></p>"),
        ("en", "<p>Iva Horn</p><p>This review first appeared 9 February 2003</p>"),
        ("pl", "<p>Rozmawiała Iva Horn</p>"),
        ("ru", "<p>Беседовала Iva Horn</p>"),
    ],
)
def test_at_the_end(lang: str, line: str) -> None:
    assert [name.title() for name in names("", line, lang)] == ["Iva Horn"]


@pytest.mark.parametrize(
    ("above", "below"),
    [
        ("<h2>Acer Nitro 16 (2023)</h2>", ""),
        ("<p>Bad Homburg, 3. März 2021</p>", ""),
        ("<p>Park City, Utah, March 3, 2021</p>", ""),
        ("<p>Film Music</p>", ""),
        ("<p><b>The Pikes</b><br><i>Night Bus Home</i><br>[Tin Lantern; 2004]</p>", ""),
        ("<p>Trusted by Sam Pike</p>", ""),
        ("<p>Inszeniert von Sam Pike</p>", ""),
        ("<p>Recorded by Sam Pike on 5 January 2024</p>", ""),
        ("<p>Tidal Choir</p>", f"<p>Tidal Choir {'sing as if the pier were on fire, and it is. ' * 6}</p>"),
        ("", "<div><b class='author'>Sam Pike</b> says:</div><p>I liked it a lot.</p>"),
        ("", "<p>（上映中）</p>"),
        ("", "<dl><dt>By</dt><dd>Sam Pike</dd><dt>Publisher</dt><dd>Faber</dd></dl>"),
        ("", "<div><p>By Sam Pike</p><p>Directed by Ann Lee</p></div>"),
        ("<p>Copyright 2003 Ann Lee</p>", ""),
        ("<p>Visto il 13 novembre 2010, Teatro Astra, Vicenza</p>", ""),
        ("<p>Sur Arte le 5 mars 2021</p>", ""),
        ("", "<p>Buy Tickets</p>"),
        ("", "<p>03.11.2022 - Mark Turner</p><p>04.11.2022 - Sam Ryder</p><p>05.11.2022 - Ann Lee</p>"),
        ("<ul><li>2008: <a href='/1'>Le Dernier Train</a>, de Paul Ozenne</li></ul>", ""),
        ("", "<p>Iva Horn is a director who lives in Leeds.</p>"),
    ],
)
def test_what_is_nobody(above: str, below: str) -> None:
    assert names(above, below) == []


@pytest.mark.parametrize(
    "line",
    [
        "<p>12 August 2009 / Ivy</p>",
        "<div>24. März 2004, 19:49 | <b></b>Ivy</div>",
        "<ul><li><time>August 12, 2009</time></li><li>Ivy</li></ul>",
        "<div><span>Ivy</span></div><div><time>March 5, 2026</time></div>",
    ],
)
def test_one_word_beside_the_date_in_the_first_line(line: str) -> None:
    assert names(line) == ["Ivy"]


@pytest.mark.parametrize(
    "line",
    [
        "<p>Buzz | 12 August 2009</p>",  # a section
        "<p>12 August 2009 / <a href='/buzz/'>Buzz</a></p>",
        "<p>12 August 2009 / Concerts</p>",
        "<p>Wed, 12 August 2009</p>",
        "<p>London, 12 August 2009</p>",
        "<dl><dt>Finished</dt><dd>12 August 2009</dd></dl>",
        "<ul><li><b>Finished</b> 12 August 2009</li></ul>",
        "<p>A standfirst without a name stands between the headline and this.</p><p>12 August 2009 / Ivy</p>",
    ],
)
def test_one_word_beside_a_date_that_is_nobody(line: str) -> None:
    assert names(line) == []


def test_a_signature_behind_a_dash_in_the_last_paragraph() -> None:
    last = "By the end the pier is empty, the ferry has left, and the harbour goes on without them."
    assert names("", f"<div><p>{last}—Iva Horn, Leeds</p></div>") == ["Iva Horn"]
    assert names("", f"<div><p>{last} That is the ferry—Iva Horn knew it.</p></div>") == []


def test_an_account_that_the_metadata_gives_signs_before_its_date() -> None:
    post = '{"@type": "BlogPosting", "author": {"@type": "Person", "name": "ivy"}}'
    head = f'<script type="application/ld+json">{post}</script>'
    for line in ("<h5> — ivy, published Sep 10, 2026 </h5>", "<p>ivy, 10 September 2026</p>"):
        body = f"<article><h1>{TITLE}</h1>{line}<div>{PROSE * 3}</div></article>"
        reading = read_authors(page(body, head=head), TITLE)
        assert reading is not None and [author.name for author in reading.value] == ["ivy"]
    assert names("<p>ivy, published Sep 10, 2026</p>") == []
