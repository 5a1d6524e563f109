"""Bylines of many forms and languages, written before the reader was: each a kind that pages have."""
# ruff: noqa: E501 - markup is easier to read in long lines

from __future__ import annotations

import json

import pytest

from archive.clean.article import clean
from archive.clean.authors.authors import read_authors
from archive.model import Article, Capture, Hint
from tests.test_archive.clean.fact_pages import CAPTURED_AT, page

TEXT = {
    "en": "The ferry leaves at six, and the film waits with it, on a pier where nobody has waited for years. ",
    "de": "Die Fähre legt um sechs ab, und der Film wartet mit ihr an einem Steg, an dem lange niemand stand. ",
    "fr": "Le bac part à six heures, et le film attend avec lui sur une jetée où personne n'attendait plus. ",
    "es": "El barco sale a las seis, y la película espera con él en un muelle donde ya no esperaba nadie. ",
    "nl": "De veerboot vertrekt om zes uur, en de film wacht mee op een steiger waar niemand meer wachtte. ",
    "pt": "A balsa sai às seis, e o filme espera com ela num cais onde ninguém mais esperava há muitos anos. ",
    "ja": "船は六時に出る。映画もまた、誰も待たなくなった桟橋で静かに待ち続けている。観客はその時間を受け入れるしかない。",
    "ko": "배는 여섯 시에 떠난다. 영화 역시 아무도 기다리지 않는 부두에서 조용히 기다린다. 관객은 그 시간을 받아들인다.",
    "zh": "渡轮六点离开，电影也在那座多年无人等候的码头上静静等待。观众只能接受这段时间，慢慢地学会倾听。",
    "th": "เรือออกตอนหกโมง และหนังก็รออยู่กับมันบนท่าเรือที่ไม่มีใครรอมานานหลายปี ผู้ชมได้แต่ยอมรับเวลานั้น ",
    "ar": "تغادر العبارة في السادسة، وينتظر الفيلم معها على رصيف لم ينتظر عليه أحد منذ سنوات طويلة جدا. ",
    "hi": "नाव छह बजे निकलती है, और फ़िल्म भी उसके साथ उस घाट पर इंतज़ार करती है जहाँ बरसों से कोई नहीं रुका। ",
}
TITLE = {
    "en": "Winter Ferry review: a patient crossing",
    "de": "Winterfähre: eine geduldige Überfahrt",
    "fr": "Le bac d'hiver, une traversée patiente",
    "es": "El barco de invierno, una travesía paciente",
    "nl": "Winterveer: een geduldige overtocht",
    "pt": "A balsa de inverno, uma travessia paciente",
    "ja": "映画『冬の渡し』レビュー：静かな航海",
    "ko": "영화 겨울 나루 리뷰, 고요한 항해",
    "zh": "《冬日渡口》影评：耐心的航程",
    "th": "รีวิวหนัง เรือข้ามฟากฤดูหนาว",
    "ar": "مراجعة فيلم عبارة الشتاء",
    "hi": "फ़िल्म समीक्षा: सर्दियों की नाव",
}
DATED = "<p class='meta'><time datetime='2025-03-12'>12.03.2025</time></p>"


def read(above: str = "", below: str = "", *, lang: str = "en", head: str = "", footer: str = "") -> Article:
    """A small page of an outlet, with lines above and below the text."""
    prose = "".join(f"<p>{TEXT[lang] * 4}</p>" for _ in range(4))
    html = (
        f"<html lang='{lang}'><head><title>{TITLE[lang]} | The Quay</title>{head}</head><body>"
        f"<header><a href='/'>The Quay</a><nav><a href='/film'>Film</a> <a href='/tv'>TV</a></nav></header>"
        f"<main><article><h1>{TITLE[lang]}</h1>{above}<div class='text'>{prose}</div>{below}</article></main>"
        f"<footer>{footer}<p>© 2025 The Quay</p></footer></body></html>"
    )
    url = "https://quay.example/film/winter-ferry"
    return clean(Capture(url, CAPTURED_AT, html.encode(), content_type="text/html; charset=utf-8"))


def names(article: Article) -> list[str]:
    return [author.name for author in article.authors.value] if article.authors else []


def ld(author: str, more: str = "") -> str:
    """A JSON-LD script with these properties as they are, which may be malformed."""
    script = f'{{"@context": "https://schema.org", "@type": "Review", {more} "author": {author}}}'
    return f'<script type="application/ld+json">{script}</script>'


class TestMachineNames:
    @pytest.mark.parametrize(
        "head",
        [
            ld(
                '{"@type": "Person", "name": "Iva Horn",}',
                '"description": "She calls it "the long one" twice",',
            ),
            ld('[[{"@type": "Person", "name": "Iva Horn"}]]'),
            ld('{"@type": "Person", "name": ["Iva Horn"]}'),
            ld('{"0": {"@type": "Person", "name": "Iva Horn"}}'),
            ld("{'@type': 'Person', 'name': 'Iva Horn'}", '"wordCount": 0420, // words\n'),
        ],
    )
    def test_one_name_in_any_shape(self, head: str) -> None:
        assert names(read(DATED, head=head)) == ["Iva Horn"]

    def test_an_author_and_contributors_whom_the_page_prints(self) -> None:
        people = json.dumps({"@type": "Person", "name": "Iva Horn"})
        more = '"contributor": [{"@type": "Person", "name": "Teo Marsh"}],'
        printed = "<div class='gh-meta'><a href='/author/iva'>Iva Horn</a>, <a href='/author/teo'>Teo Marsh</a></div>"
        assert names(read(printed + DATED, head=ld(people, more))) == ["Iva Horn", "Teo Marsh"]

    @pytest.mark.parametrize("account", ["admin", "editor", "quayweb21"])
    def test_an_account_is_nobody(self, account: str) -> None:
        assert names(read(DATED, head=ld(json.dumps({"@type": "Person", "name": account})))) == []


class TestRoles:
    @pytest.mark.parametrize(
        ("lang", "line", "name"),
        [
            ("en", "By TV Critic Iva Horn", "Iva Horn"),
            ("de", "Von unserer Kritikerin Iva Horn", "Iva Horn"),
            ("de", "Iva Horn, Filmredakteurin", "Iva Horn"),
            ("fr", "Par notre envoyée spéciale à Cannes Iva Horn", "Iva Horn"),
            ("fr", "Iva Horn, critique de cinéma", "Iva Horn"),
            ("es", "Por la crítica de cine Iva Horn", "Iva Horn"),
            ("nl", "Door onze recensent Pieter de Wit", "Pieter de Wit"),
            ("pt", "Por Iva Horn, repórter de cultura", "Iva Horn"),
        ],
    )
    def test_beside_the_name(self, lang: str, line: str, name: str) -> None:
        assert names(read(f"<p class='autor'>{line}</p>{DATED}", lang=lang)) == [name]


class TestSeveral:
    @pytest.mark.parametrize(
        "line",
        [
            "By <a href='/people/iva'>Iva Horn</a> <a href='/people/teo'>Teo Marsh</a>",
            "By Iva Horn in Cannes and Teo Marsh in London",
            "Words: Iva Horn &amp; Teo Marsh | Photos: Cy Fox",
        ],
    )
    def test_two_people(self, line: str) -> None:
        assert names(read(f"<p>{line}</p>{DATED}")) == ["Iva Horn", "Teo Marsh"]

    def test_as_told_to(self) -> None:
        assert names(read(f"<p>As told to Iva Horn</p>{DATED}")) == ["Iva Horn"]


class TestBelowTheText:
    @pytest.mark.parametrize(
        ("lang", "line"),
        [
            ("en", "<p><strong>BY IVA HORN</strong></p>"),
            ("en", "<p><em>— Iva Horn</em></p>"),
            ("de", "<p>Text: Iva Horn</p>"),
            ("en", "<p class='wp-block-post-author__name'>Iva Horn</p>"),
        ],
    )
    def test_a_closing_byline(self, lang: str, line: str) -> None:
        assert [name.title() for name in names(read(DATED, line, lang=lang))] == ["Iva Horn"]


class TestScriptsWithoutCapitals:
    @pytest.mark.parametrize(
        ("lang", "line", "name"),
        [
            ("ja", "<p class='wp-block-post-author__name'>高橋美咲</p>", "高橋美咲"),
            ("ja", "<p>文／高橋美咲</p>", "高橋美咲"),
            ("ko", "<p>김민수 기자</p>", "김민수"),
            ("zh", "<p>作者：王小明</p>", "王小明"),
            ("th", "<p>โดย สมชาย ใจดี</p>", "สมชาย ใจดี"),
            ("ar", "<p>بقلم: سارة خالد</p>", "سارة خالد"),
            ("hi", "<p>लेखक: रवि शर्मा</p>", "रवि शर्मा"),
        ],
    )
    def test_a_byline(self, lang: str, line: str, name: str) -> None:
        assert names(read(line + DATED, lang=lang)) == [name]


class TestNobody:
    @pytest.mark.parametrize(
        "above",
        [
            "<p>An interview with Cy Fox</p>",
            "<p>With Nine Locks arriving in cinemas this month, the ferry has company.</p>",
            "<p>Title: Nine Locks<br>Author: Cy Fox<br>Pages: 320</p>",
            "<p class='author'>admin</p>",
            "<table><tr><th>Book</th><td>Nine Locks</td></tr><tr><th>Author</th><td>Cy Fox</td></tr></table>",
        ],
    )
    def test_a_name_above_the_text_that_is_no_author(self, above: str) -> None:
        assert names(read(above + DATED)) == []

    @pytest.mark.parametrize(
        "footer",
        [
            "<p>Theme by <a href='https://themes.example'>Cy Fox</a></p>",
            "<p>Site designed and written by <a href='https://cy.example' class='author'>Cy Fox</a></p>",
        ],
    )
    def test_the_maker_of_a_theme(self, footer: str) -> None:
        assert names(read(DATED, footer=footer)) == []


@pytest.mark.parametrize(
    ("site", "kind"), [("The Quay", "organization"), ("La Orilla", "organization"), ("Ann Lee", "person")]
)
def test_the_name_of_a_site_is_a_person_s_on_a_personal_blog_alone(site: str, kind: str) -> None:
    author = json.dumps({"@type": "BlogPosting", "author": {"@type": "Person", "name": site}})
    head = (
        f"<meta property='og:site_name' content='{site}'><script type='application/ld+json'>{author}</script>"
    )
    article = read(f"<p class='byline'>By {site}</p>{DATED}", head=head)
    assert article.authors is not None
    assert [(author.name, author.kind) for author in article.authors.value] == [(site, kind)]


def test_an_agency_beside_a_person_is_kept_in_order() -> None:
    article = read(f"<p>By Iva Horn and the Associated Press</p>{DATED}")
    assert article.authors is not None
    assert [(author.name, author.kind) for author in article.authors.value] == [
        ("Iva Horn", "person"),
        ("Associated Press", "organization"),
    ]


def test_a_byline_below_the_text_names_more_than_the_feed() -> None:
    links = '<a href="/author/ann-lee">Ann Lee</a> <a href="/author/bo-ray">Bo Ray</a>'
    text = f"{TEXT['en'] * 3}<footer><address>By {links}</address></footer>"
    hint = Hint("feed", authors=("Ann Lee",))
    found = read_authors(page(f"<article><h1>{TITLE['en']}</h1>{text}</article>", hint=hint), TITLE["en"])
    assert found and [author.name for author in found.value] == ["Ann Lee", "Bo Ray"]


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("<p>Posted by ray on March 15, 2006 09:30 AM in Film</p>", "ray"),
        ("<p>by iva horn</p>", "iva horn"),
        ("<p>Posted on 14th May 2018 by Jo at Shelf Control</p>", "Jo at Shelf Control"),
        ("<div class='post-author-user'>night_ferry</div>", "night_ferry"),
        (
            "<div>By</div><div class='post-author-name'><a href='/staff'>Staff Writers</a></div>",
            "Staff Writers",
        ),
    ],
)
def test_who_signs_without_a_full_name(line: str, name: str) -> None:
    assert names(read(line + DATED)) == [name]


def test_a_role_alone_is_a_collective_byline() -> None:
    reading = read(f"<p>By <a href='/author/staff'>Staff Writers</a></p>{DATED}").authors
    assert reading is not None
    assert [(author.name, author.kind) for author in reading.value] == [("Staff Writers", "organization")]


@pytest.mark.parametrize("line", ["<p>8 de January de 2025</p>", "<p>by the time the ferry leaves</p>"])
def test_words_after_a_by_that_are_nobody(line: str) -> None:
    assert names(read(line)) == []


def test_reviews_by_several() -> None:
    line = "<p>Reviews by Iva Horn, T. Marsh and Ann Lee</p>"
    assert names(read(line)) == ["Iva Horn", "T. Marsh", "Ann Lee"]


def test_a_byline_under_the_headline_whatever_its_box_is_called() -> None:
    assert names(read("<div class='latest-by'>By <span>Iva Horn</span> • March 12, 2025</div>")) == [
        "Iva Horn"
    ]


def test_a_kicker_is_no_label() -> None:
    above = "<h3 class='slug'>Author Interviews</h3>"
    assert names(read(f"{above}<p class='byline'>IVA HORN</p>{DATED}")) == ["IVA HORN"]
