"""Dates of releases, runs and births are not the article's, in whatever language their label is."""

from __future__ import annotations

import pytest

from archive.clean.dates.dates import read_dates
from tests.test_archive.clean.fact_pages import PROSE, page

TITLE = "The long tide comes in"
SHEET = "<dl><dt>{label}</dt><dd>{day}</dd><dt>{other}</dt><dd>Iva Horn</dd></dl>"


def day(body: str, lang: str) -> str | None:
    reading = read_dates(page(f"<article><h1>{TITLE}</h1>{body}</article>", lang=lang), TITLE).published
    return reading and reading.value.at.date().isoformat()


class TestEvents:
    @pytest.mark.parametrize(
        ("lang", "line"),
        [
            ("en", "Opens March 12, 2024"),
            ("en", "The Depot, Leeds, through March 29, 2024"),
            ("en", "Run: March 5, 2024 to March 29, 2024"),
            ("en", "In cinemas 12 March 2024"),
            ("de", "Premiere: 12. Februar 2024"),
            ("de", "VÖ: 18.11.2022"),
            ("fr", "Sortie le 14 avril 2010"),
            ("fr", "Au théâtre de la Ville jusqu’au 3 mai 2024"),
            ("fr", "14 avril 2010 en salles"),
            ("es", "Estreno en España: 3 de mayo de 2013"),
            ("es", "Del 3 al 9 de junio de 2022"),
            ("it", "Teatro Verdi, repliche fino al 21 novembre 2010"),
            ("it", "Visto il 13 novembre 2010"),
            ("pt", "Estreia: 10 de setembro de 2021"),
            ("nl", "Te zien t/m 31 maart 2018"),
            ("sv", "Premiär 19 september 2018"),
            ("da", "Spiller til 8. november 2014"),
            ("no", "Utgitt: 11. januar 2021"),
            ("fi", "Ensi-ilta 29.4.2020"),
            ("pl", "Premiera: 8 kwietnia 2016"),
            ("cs", "Česká premiéra: 26. října 2017"),
            ("hu", "Bemutató: 2016. október 20."),
            ("ru", "В прокате с 19 марта 2020"),
            ("tr", "12 Mart 2021'de vizyona giriyor"),
            ("ja", "2022年6月17日（金）より全国順次公開"),
            ("ko", "개봉 2021.03.17"),
            ("zh", "上映日期：2018年7月13日"),
            ("ar", "العرض الأول: 18 أبريل 2019"),
        ],
    )
    def test_beside_the_headline(self, lang: str, line: str) -> None:
        assert day(f"<p>{line}</p>{PROSE}", lang) is None

    @pytest.mark.parametrize(
        ("lang", "label", "other"),
        [
            ("de", "Erschienen", "Regie"),
            ("ja", "公開", "監督"),
            ("it", "Uscita", "Genere"),
        ],
    )
    def test_in_a_data_sheet(self, lang: str, label: str, other: str) -> None:
        sheet = SHEET.format(label=label, day="2019-04-02", other=other)
        assert day(f"{sheet}{PROSE}<p>2019-05-09</p>", lang) == "2019-05-09"

    def test_a_label_that_is_a_section_tells_nothing(self) -> None:
        assert day(f"<p>Premieres</p><p>May 3, 2024</p>{PROSE}", "en") == "2024-05-03"

    def test_nor_does_a_day_of_change_after_a_day(self) -> None:
        assert day(f"<p>Posted May 3, 2024 – updated May 4, 2024</p>{PROSE}", "en") == "2024-05-03"


class TestBelowTheText:
    @pytest.mark.parametrize(
        ("lang", "line"),
        [
            ("nl", "Geplaatst op vrijdag 3 november 2017"),
            ("it", "Articolo inserito il 3 novembre 2017"),
            ("pl", "Data dodania: 03.11.2017"),
            ("sv", "Publicerad 2017-11-03 06:00"),
            ("fi", "Julkaistu 3.11.2017"),
            ("ru", "Опубликовано 3 ноября 2017"),
            ("tr", "Yayın Tarihi: 3 Kasım 2017"),
            ("ko", "입력 2017.11.03 09:20"),
            ("zh", "发布时间：2017年11月3日"),
            ("en", "-- Iva Horn, November 3, 2017"),
            ("de", "(3.11.2017)"),
            ("en", "13.11.17"),
        ],
    )
    def test_a_day_with_a_label_or_alone(self, lang: str, line: str) -> None:
        wanted = "2017-11-13" if line == "13.11.17" else "2017-11-03"
        assert day(f"{PROSE * 4}<p>{line}</p>", lang) == wanted

    def test_but_none_in_a_sentence_or_for_a_month(self) -> None:
        assert day(f"{PROSE * 4}<p>In March 2017 (4)</p>", "en") is None


@pytest.mark.parametrize(
    ("lang", "line", "iso"),
    [
        ("hu", "2016. október 12.", "2016-10-12"),
        ("hu", "Írta: Horn Iva 2016. október 12.", "2016-10-12"),
        ("lt", "2016 m. spalio 12 d.", "2016-10-12"),
        ("en", "Wed, 03/11/2015 - 14:22", "2015-03-11"),
        ("en", "Thu, 03/12/2015", None),  # both are Thursdays
        ("de", "27.05.21", "2021-05-27"),
        ("ko", "2021년 3월 2일", "2021-03-02"),
        ("cs", "9. 5. 2016", "2016-05-09"),
        ("no", "2. mars 2021", "2021-03-02"),
        ("en", "05/04/21", None),
    ],
)
def test_other_orders(lang: str, line: str, iso: str | None) -> None:
    assert day(f"<p>{line}</p>{PROSE}", lang) == iso


def test_the_foot_of_a_post_below_a_signature_has_its_date() -> None:
    foot = "<div class='meta'>Friday, April 5, 2013 @ 11:48pm — 23 notes</div>"
    body = (
        f"<h2>{TITLE}</h2><div>{PROSE}<p>Just buy the tape, then buy a tape deck.</p><p>— Dee</p></div>{foot}"
    )
    reading = read_dates(
        page(f"<div class='post'>{body}</div><ol><li>gaz liked this</li></ol>"), TITLE
    ).published
    assert reading and reading.value.at.date().isoformat() == "2013-04-05"


def test_a_tooltip_has_the_date_behind_a_label() -> None:
    icons = "<small><span title='{}'></span><span title='Publié le 05.12.2016, 18:00'></span></small>"
    assert day(icons.format("Vu le 16.07.2013") + PROSE, "fr") == "2016-12-05"
    assert day(f"<small><span title='Vu le 16.07.2013'></span></small>{PROSE}", "fr") is None
