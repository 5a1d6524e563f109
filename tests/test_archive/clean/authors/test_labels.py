"""Who wrote it, among the makers of the work, roles, captions and desks that stand beside the byline."""
# ruff: noqa: E501 - markup is easier to read in long lines

from __future__ import annotations

import pytest

from archive.clean.authors.authors import read_authors
from archive.clean.facts.title import read_title
from tests.test_archive.clean.fact_pages import PROSE, page

TITLE = "The long tide comes in"
DATE = "<p>2019-05-09</p>"


def names(above: str, below: str = "", lang: str = "en", **facts: object) -> list[str]:
    body = f"<article><h1>{TITLE}</h1>{above}{PROSE * 3}{below}</article>"
    reading = read_authors(page(body, lang=lang, **facts), TITLE)  # type: ignore[arg-type]
    return [author.name for author in reading.value] if reading else []


class TestMakersOfTheWork:
    @pytest.mark.parametrize(
        ("lang", "line"),
        [
            ("it", "<p>di Aldo Ferri, regia di Lucia Morandi</p>"),
            ("da", "<p>Af Line Bang. Instruktion: Peter Holm.</p>"),
            ("de", "<p>Von Ulla Thiele. Regie: Konrad Vogt</p>"),
            ("en", "<p>By Sam Tate, directed by Ann Lee</p>"),
            ("fr", "<p>De Paul Ozenne, mise en scène de Lise Kerjean</p>"),
            (
                "nl",
                "<table><tr><td>Door:</td><td>Joris Vandamme</td></tr><tr><td>Regie:</td><td>Titus Muis</td></tr></table>",
            ),
            ("no", "<div><p>Forfatter: Tor Nesse</p><p>Forlag: Fjell</p></div>"),
            ("cs", "<dl><dt>Autorka</dt><dd>Hana Horká</dd><dt>Nakladatel</dt><dd>Host</dd></dl>"),
            ("nl", "<dl><dt>Uitgeverij</dt><dd>De Kade</dd><dt>ISBN</dt><dd>9789025412345</dd></dl>"),
            ("en", "<ul><li><b>Publisher</b> Big Kettle</li><li><b>Release date</b> Oct 12, 2021</li></ul>"),
        ],
    )
    def test_are_no_authors(self, lang: str, line: str) -> None:
        assert names(line, lang=lang) == []
        assert names(line, "<p><em>— Iva Horn</em></p>", lang) == ["Iva Horn"]

    @pytest.mark.parametrize(
        "label", ["Recensent", "Rezensentin", "Reviewer", "Recensore", "Anmelder", "Рецензент"]
    )
    def test_a_reviewer_in_the_sheet_of_a_work_is(self, label: str) -> None:
        sheet = "".join(
            f"<dt>{name}</dt><dd>{value}</dd>"
            for name, value in (
                ("Titel", "De schuur"),
                ("Auteur", "Maarten Hofstra"),
                ("Uitgeverij", "De Kade"),
            )
        )
        assert names(f"<dl>{sheet * 2}<dt>{label}</dt><dd>Iva Horn</dd></dl>", lang="nl") == ["Iva Horn"]


class TestRoles:
    @pytest.mark.parametrize(
        ("lang", "line"),
        [
            ("tr", "<div class='author'><b>Iva Horn</b><br><small>Kültür Sanat Muhabiri</small></div>"),
            ("tr", "<div><span>Sinema Yazarı</span> <span>Iva Horn</span></div>"),
            ("no", "<div>Iva Horn</div><div>Litteraturkritiker</div>"),
            ("ru", "<p><b>Iva Horn</b>, музыкальный обозреватель</p>"),
            ("pl", "<div>Iva Horn</div><div>dziennikarka kulturalna</div>"),
            ("fi", "<div>Iva Horn</div><div>Kulttuuritoimittaja</div>"),
            ("en", "<div>IVA HORN</div><div>ARTS CORRESPONDENT</div>"),
        ],
    )
    def test_a_role_beside_a_name(self, lang: str, line: str) -> None:
        for above, below in ((line, DATE), (line + DATE, "")):
            assert [name.title() for name in names(above, below, lang)] == ["Iva Horn"]

    def test_that_of_somebody_written_about_does_not_count(self) -> None:
        assert names("<p>Iva Horn</p><p>Director</p>") == []


class TestLabels:
    @pytest.mark.parametrize(
        ("lang", "line"),
        [
            ("fi", "Teksti: Iva Horn, kuvat: Ville Aho"),
            ("hu", "Írta: Iva Horn"),
            ("da", "Anmeldt af Iva Horn, 12. oktober 2014"),
            ("sv", "Text: Iva Horn Foto: Jonas Lind"),
            ("pt", "<span>Redação Onda Curta</span> <span>Colaboração: Iva Horn</span>"),
            ("ja", "文＝Iva Horn"),
            ("el", "Από την Iva Horn"),
            ("en", "Ann Lee as told to Iva Horn"),
        ],
    )
    def test_in_many_languages(self, lang: str, line: str) -> None:
        assert names(f"<p>{line}</p>", lang=lang) == ["Iva Horn"]

    @pytest.mark.parametrize(
        ("lang", "label", "text"),
        [
            ("de", "Über die Autorin", "Iva Horn schreibt seit 2014 über Pop und lebt in Graz."),
            ("fr", "À propos de l’auteur", "Iva Horn vit à Brest."),
            ("en", "About the author", "Iva Horn is a critic who lives in Hull."),
            ("es", "Sobre la autora", "Iva Horn nació en Mérida y escribe de cine."),
        ],
    )
    def test_a_box_about_the_author_begins_with_the_name(self, lang: str, label: str, text: str) -> None:
        assert names("", f"<div><h4>{label}</h4><p>{text}</p></div>", lang) == ["Iva Horn"]

    def test_a_credit_of_a_photograph_in_the_line_before_is_another_s(self) -> None:
        caption = "<figure><figcaption>At sea. Photograph by Ike Halvorsen.</figcaption></figure>"
        assert names(f"{caption}<p>By Iva Horn and Bo Ray</p>") == ["Iva Horn", "Bo Ray"]


class TestNoNames:
    def test_the_title_of_a_work_in_a_caption_or_sentence(self) -> None:
        caption = "<figcaption>Ann Lee on the set of <em>Pig Iron</em>, Duluth, 2020.</figcaption>"
        assert names(f"<figure>{caption}</figure>") == []
        assert names("<p>After the end of the war came <em>Pig Iron</em>, in 2020.</p>") == []

    def test_a_heading_of_the_column_beside_the_text(self) -> None:
        cell = f"<p>{TITLE}</p>{PROSE * 3}<p>Posted 2006-10-30</p><p>Top</p><p>Talk</p>"
        column = "<table><tr><td><b>Opening This Week</b></td></tr><tr><td>Nov. 2 Dracula</td></tr></table>"
        reading = read_authors(page(f"<table><tr><td>{cell}</td><td>{column}</td></tr></table>"), TITLE)
        assert reading is None

    def test_a_desk_beside_a_person_is_dropped_and_alone_stays(self) -> None:
        line = "<span class='autor'>Da redação</span>, com colaboração de <span class='autor'>Iva Horn</span>"
        assert names(f"<div>{line}</div>", lang="pt") == ["Iva Horn"]
        assert names("<span class='autor'>Da redação</span>", lang="pt") == ["Da redação"]

    def test_the_site_beside_a_byline(self) -> None:
        head = '<meta name="author" content="Lantern"><meta property="og:site_name" content="Lantern">'
        assert names("<p>by Iva Horn</p>", head=head) == ["Iva Horn"]
        assert names("<p>Iva Horn, Film Critic</p>", head=head) == ["Iva Horn"]


def test_a_byline_above_the_prose_of_a_page_that_shows_no_headline() -> None:
    table = f"<p>Reviewed by Iva Horn</p>{PROSE * 3}"
    reading = read_authors(page(table), "Something else")
    assert reading and [author.name for author in reading.value] == ["Iva Horn"]


@pytest.mark.parametrize("line", ["<font size='5'><b>{}</b></font>", "<b>{}</b>", "<center>{}</center>"])
def test_a_headline_that_is_no_heading(line: str) -> None:
    headline = "Sweeney Todd, The Demon Barber of Fleet Street"
    body = f"<p>Recent: Noises Off</p><p>{line.format(headline)}</p><p>Riverfront Playhouse</p>{PROSE * 2}"
    found = page(body, head="<title>Footlights of the Valley -- Reviews -- Sweeney Todd</title>")
    reading = read_title(found)
    assert reading and reading.value == headline


def test_who_made_the_work_is_not_the_author_that_a_blog_declares() -> None:
    sheet = "<ul><li><b>Titre</b> : Gel</li><li><b>Auteur</b> : Paul Ozenne</li><li><b>Éditeur</b> : Quai</li></ul>"
    post = '{"@type": "BlogPosting", "author": {"@type": "Person", "name": "Paul Ozenne"}}'
    head = f'<meta name="author" content="Paul Ozenne"><script type="application/ld+json">{post}</script>'
    assert names(sheet, lang="fr", head=head) == []
    assert names("", lang="fr", head=head) == ["Paul Ozenne"]
    assert names(f"<p>Par Paul Ozenne</p>{sheet}", lang="fr", head=head) == ["Paul Ozenne"]
