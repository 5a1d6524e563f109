"""Who wrote it: printed names before machine names, nobody before a guess."""

from __future__ import annotations

import pytest

from archive.clean.authors.authors import read_authors
from archive.clean.authors.names import split_names
from archive.clean.page.page import Page
from archive.model import Hint
from tests.test_archive.clean.fact_pages import PROSE, page, plain

TITLE = "The long tide comes in"


def names(found: Page) -> list[str] | None:
    reading = read_authors(found, TITLE)
    return [author.name for author in reading.value] if reading else None


def article(byline: str, after: str = "", **facts: object) -> Page:
    """A page with `byline` between headline and prose."""
    return page(f"<article><h1>{TITLE}</h1>{byline}{PROSE}</article>{after}", **facts)  # type: ignore[arg-type]


class TestNames:
    @pytest.mark.parametrize(
        ("byline", "expected"),
        [
            ("By Ann Lee", ["Ann Lee"]),
            ("By Ann Lee and Bo Ray", ["Ann Lee", "Bo Ray"]),
            ("by Ann Lee, Bo Ray & Cy Fox", ["Ann Lee", "Bo Ray", "Cy Fox"]),
            ("Ann Lee, Senior Film Editor", ["Ann Lee"]),
            ("By Ann Lee, Head of Sound, Quay Records", ["Ann Lee"]),
            ("By Ann Lee, Editor, Film, and Bo Ray, Critic", ["Ann Lee", "Bo Ray"]),
            ("By our film critic Ann Lee, Bo Ray", ["Ann Lee", "Bo Ray"]),
            ("Words by Ann Lee | May 3, 2026", ["Ann Lee"]),
            ("By Ann Lee on March 3, 2026", ["Ann Lee"]),
            ("Ann Lee 4 August 2010", ["Ann Lee"]),
            ("Ann Lee 12-aug-2005", ["Ann Lee"]),
            ("posted: 12-aug-2005", []),
            ("Ann Lee Sat, 20 Dec, 2025 - 06:36", ["Ann Lee"]),
            ("By Ann Lee 4 min read", ["Ann Lee"]),
            ("By Decider TVPublished about a year ago 4 min read", ["Decider TV"]),
            ("Ann Lee @annlee", ["Ann Lee"]),
            ("Ann Lee ann@lantern.example", ["Ann Lee"]),
            ("By Ann Lee for The Daily Lantern", ["Ann Lee"]),
            ("Ann Lee (she/her)", ["Ann Lee"]),
            ("Dr. Ann Lee, PhD", ["Dr. Ann Lee, PhD"]),
            ("Sam Ray Jr.", ["Sam Ray Jr."]),
            ("A.O. Lee", ["A.O. Lee"]),
            ("Von Anna Müller und Jörg Öz", ["Anna Müller", "Jörg Öz"]),
            ("Par Zoé Petit et Luc Roi", ["Zoé Petit", "Luc Roi"]),
            ("Por Inés Díaz y Ana Paz", ["Inés Díaz", "Ana Paz"]),
            ('Entrevista realizada por Bo "Helmet"', ['Bo "Helmet"']),
            ("Crónica: Ann Lee 29/01/2013", ["Ann Lee"]),
            ("山田太郎", ["山田太郎"]),
            ("The Lantern Team", ["The Lantern Team"]),
            ("https://social.example/ann", []),
            ("@annlee", []),
            ("admin", []),
            ("Staff Writer", []),
            ("by printing one of our examples", []),
            ("May 3, 2026", []),
            ("Share on social media", []),
            ("", []),
        ],
    )
    def test_a_printed_line(self, byline: str, expected: list[str]) -> None:
        assert list(split_names(byline)) == expected

    @pytest.mark.parametrize(
        ("field", "expected"),
        [
            ("annlee", ["annlee"]),
            ("ann_lee", ["ann_lee"]),
            ("ann lee", ["ann lee"]),
            ("Center for Film and Sound", ["Center for Film and Sound"]),
            ("Ann Lee, Editor", ["Ann Lee"]),
            ("https://social.example/ann", []),
            ("ann@lantern.example", []),
        ],
    )
    def test_a_field_of_names(self, field: str, expected: list[str]) -> None:
        assert list(split_names(field, printed=False)) == expected


class TestPlaces:
    @pytest.mark.parametrize(
        "byline",
        [
            "<p>By Ann Lee</p>",
            "<p>By <a href='/authors/ann-lee'>Ann Lee</a> | May 3, 2026</p>",
            "<div><span>By</span> <span>Ann Lee</span> <span>Film Editor</span></div>",
            "<div>Written by</div><div>Ann Lee</div>",
            "<p>Reviewed by Ann Lee</p>",
            "<span class='byline'><a rel='author' href='/a'>Ann Lee</a></span>",
            "<div class='c-author__name'>Ann Lee</div>",
            "<span itemprop='author' itemscope><span itemprop='name'>Ann Lee</span></span>",
            "<p class='h-card p-author'>Ann Lee</p>",
            "<span property='schema:author'>Ann Lee</span>",
            "<p>This review was written by Ann Lee, who lives by the sea.</p>",
            "<p>Ann Lee</p><p>March 3, 2026</p>",
            "<p>March 3, 2026 • Ann Lee in Film</p>",
            "<p><strong>Author:</strong> Ann Lee</p>",
        ],
    )
    def test_near_the_headline(self, byline: str) -> None:
        assert names(article(byline)) == ["Ann Lee"]

    @pytest.mark.parametrize(
        "meta",
        [
            '<meta name="author" content="Ann Lee">',
            '<meta property="article:author" content="Ann Lee">',
            '<meta name="parsely-author" content="Ann Lee">',
            '<meta name="DC.creator" content="Ann Lee">',
            '<meta name="twitter:label1" content="Written by"><meta name="twitter:data1" content="Ann Lee">',
        ],
    )
    def test_in_the_head(self, meta: str) -> None:
        assert names(article("", head=meta)) == ["Ann Lee"]

    @pytest.mark.parametrize(
        "author",
        [
            "Ann Lee",
            ["Ann Lee"],
            {"@type": "Person", "name": "Ann Lee"},
            [{"@type": "Person", "givenName": "Ann", "familyName": "Lee"}],
            {"@id": "#ann"},
        ],
    )
    def test_in_json_ld(self, author: object) -> None:
        graph = {"@graph": [{"@type": "NewsArticle", "author": author}, {"@id": "#ann", "name": "Ann Lee"}]}
        assert names(article("", ld=graph)) == ["Ann Lee"]

    def test_from_the_feed(self) -> None:
        reading = read_authors(article("", hint=Hint("feed", authors=("Ann Lee",))), TITLE)
        assert reading and (reading.value[0].name, reading.source) == ("Ann Lee", "feed")

    def test_further_down_where_it_is_said(self) -> None:
        assert names(
            article("", after="<div><h3>Written by Ann Lee</h3><p>Ann lives by the sea.</p></div>")
        ) == ["Ann Lee"]

    @pytest.mark.parametrize(
        "below",
        [
            "<h3>Article written by:</h3><p>Ann Lee</p>",
            "<h4>Author(s)</h4><ul><li>Ann Lee</li></ul>",
        ],
    )
    def test_below_the_text(self, below: str) -> None:
        assert names(article("", after=f"<div>{below}</div>")) == ["Ann Lee"]

    def test_a_desk_beside_a_date(self) -> None:
        assert names(article("<p>Lantern Team</p><p>March 3, 2026</p>")) == ["Lantern Team"]

    def test_a_name_of_one_word_counts_where_the_page_prints_what_its_metadata_has(self) -> None:
        head = '<meta name="author" content="xeTide">'
        assert names(article("", head=head)) is None
        assert names(article("<ul><li>xeTide</li><li>5 min read</li></ul>", head=head)) == ["xeTide"]
        after = "<footer><b>xeTide</b> I like gulls.</footer>"
        assert names(article("", after=after, head=head)) == ["xeTide"]

    def test_in_plain_text(self) -> None:
        text = plain(TITLE, "By Decider TVPublished about a year ago 4 min read", "The tide comes in. " * 20)
        reading = read_authors(text, TITLE)
        assert reading and [author.name for author in reading.value] == ["Decider TV"]
        assert reading.raw == "By Decider TVPublished about a year ago 4 min read"


class TestWeighing:
    def test_a_visible_by_beats_json_ld(self) -> None:
        found = article("<p>By Ann Lee</p>", ld={"@type": "Article", "author": {"name": "webteam"}})
        assert names(found) == ["Ann Lee"]

    def test_the_outlet_gives_way_to_a_person(self) -> None:
        head = (
            '<meta property="og:site_name" content="The Daily Lantern"><meta name="author" content="Ann Lee">'
        )
        ld = {"@type": "Article", "author": {"@type": "Organization", "name": "The Daily Lantern"}}
        assert names(article("", head=head, ld=ld)) == ["Ann Lee"]

    def test_a_publisher_that_names_itself_is_no_byline(self) -> None:
        ld = {"@type": "Article", "author": {"@type": "Organization", "name": "Daily Lantern"}}
        assert names(article("", ld=ld)) is None

    def test_a_collective_byline_is_kept(self) -> None:
        assert names(article("<p>By <a href='/u/1'>Decider TV</a></p>")) == ["Decider TV"]

    def test_a_longer_byline_is_cut_to_the_attested_name(self) -> None:
        found = article(
            "<p class='byline'>Ann Lee Film Desk</p>", head='<meta name="author" content="Ann Lee">'
        )
        assert names(found) == ["Ann Lee"]

    def test_several_elements_are_one_list(self) -> None:
        byline = (
            "<p class='by'><a rel='author' href='/1'>Ann Lee</a> <a rel='author' href='/2'>Bo Ray</a></p>"
        )
        assert names(article(byline)) == ["Ann Lee", "Bo Ray"]

    def test_the_whole_list_after_a_plain_by(self) -> None:
        byline = "<p>Written by <b>Ann Lee</b>, <b>Bo Ray</b></p>"
        ld = {"@type": "Article", "author": {"name": "Ann Lee"}}
        assert names(article(byline, ld=ld, head='<meta name="author" content="Ann Lee">')) == [
            "Ann Lee",
            "Bo Ray",
        ]

    @pytest.mark.parametrize(
        "line",
        [
            "<p>Slow Films</p><p>March 3, 2026</p>",
            "<p>Reading Time</p><p>March 3, 2026</p>",
            "<p class='byline'>Tide & Film</p>",
            "<p>Articles by Ann</p>",
        ],
    )
    def test_a_section_is_nobody(self, line: str) -> None:
        prose = "<p>Of all slow films about the tide, this film is the slowest. " + "It waits. " * 40 + "</p>"
        assert names(page(f"<article><h1>{TITLE}</h1>{line}{prose}</article>")) is None

    @pytest.mark.parametrize(
        ("lang", "label", "day", "by"),
        [
            ("en", "Published on", "May 15, 2025", "Posted by"),
            ("de", "Veröffentlicht am", "15. Mai 2025", "Veröffentlicht von"),
            ("fr", "Publié le", "15 mai 2025", "Publié par"),
            ("es", "Publicado el", "15 de mayo de 2025", "Publicado por"),
            ("it", "Pubblicato il", "15 maggio 2025", "Pubblicato da"),
            ("pt", "Publicado em", "15 de maio de 2025", "Publicado por"),
            ("nl", "Gepubliceerd op", "15 mei 2025", "Gepubliceerd door"),
            ("ja", "公開日", "2025年5月15日", "文："),
        ],
    )
    def test_the_label_of_a_date_is_nobody(self, lang: str, label: str, day: str, by: str) -> None:
        dated = f"<p>{label} <time>{day}</time></p>"
        assert names(article(dated, lang=lang)) is None
        signed = f"<p class='byline'>{by} Ann Lee – {label} <time>{day}</time></p>"
        assert names(article(signed, lang=lang)) == ["Ann Lee"]

    def test_a_firm_in_a_field_is_the_publisher(self) -> None:
        assert names(article("", head='<meta name="author" content="Tide Media Inc">')) is None

    def test_the_whole_list_of_the_machine(self) -> None:
        ld = {"@type": "Article", "author": [{"name": "Ann Lee"}, {"name": "Bo Ray"}]}
        assert names(article("<p class='byline'>Ann Lee</p>", ld=ld)) == ["Ann Lee", "Bo Ray"]

    @pytest.mark.parametrize(
        "elsewhere",
        [
            "<div id='comments'><p class='comment-author'>Cy Fox</p><p>By Cy Fox</p></div>",
            "<section class='related'><h3>More films</h3><p class='byline'>By Cy Fox</p></section>",
            "<form class='comment-form'><p class='comment-form-author'>Name *</p></form>",
            "<footer><p class='author'>Cy Fox</p></footer>",
            "<p>Edited by Cy Fox</p>",
        ],
    )
    def test_others_on_the_page_are_not_the_author(self, elsewhere: str) -> None:
        assert names(article("", after=elsewhere)) is None
        assert names(article("<p>By Ann Lee</p>", after=elsewhere)) == ["Ann Lee"]

    @pytest.mark.parametrize(
        "byline",
        [
            "<p>Edited by Cy Fox</p>",
            "<p>Photos by Cy Fox</p>",
            "<p><span>Fact checked by</span> <b>Cy Fox</b></p>",
        ],
    )
    def test_other_parts_in_the_page_are_not_writing(self, byline: str) -> None:
        assert names(article(byline)) is None

    def test_the_author_of_the_book_under_review_is_not_the_critic(self) -> None:
        ld = {
            "@type": "Review",
            "itemReviewed": {
                "@type": "Book",
                "name": "Tides",
                "author": {"@type": "Person", "name": "Cy Fox"},
            },
            "author": {"@type": "Person", "name": "Ann Lee"},
        }
        assert names(article("", ld=ld)) == ["Ann Lee"]

    def test_nobody(self) -> None:
        assert names(article("<p>May 3, 2026</p>")) is None
        assert names(page("")) is None


def test_the_byline_in_a_posts_own_footer_counts() -> None:
    name = 'Posted by <span class="fn">Ann Lee</span>'
    footer = f'<div class="post-footer"><span class="post-author vcard">{name}</span></div>'
    found = read_authors(page(f"<h3 class='post-title'>The Long Tide</h3>{PROSE}{footer}"), "The Long Tide")
    assert found is not None
    assert [author.name for author in found.value] == ["Ann Lee"]
