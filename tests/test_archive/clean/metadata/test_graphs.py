"""The graphs of what a page says for machines, each format on pages of our own."""
# ruff: noqa: E501 - markup is easier to read in long lines

from __future__ import annotations

import pytest

from archive.clean.article import clean
from archive.clean.page.read import read_page
from archive.model import Article, Author, Capture
from tests.test_archive.clean.fact_pages import CAPTURED_AT

PROSE = (
    "<p>The harbour film that nobody asked for turns out to be the one that everybody needed, slowly.</p>" * 6
)


def capture(body: str, head: str = "", attributes: str = "") -> Capture:
    html = f"<html lang='en'><head><title>Home</title>{head}</head><body {attributes}>{body}</body></html>"
    return Capture(
        url="https://paper.example/tide",
        captured_at=CAPTURED_AT,
        body=html.encode(),
        content_type="text/html; charset=utf-8",
    )


def read(body: str, head: str = "", attributes: str = "") -> Article:
    return clean(capture(body, head, attributes))


def names(article: Article) -> tuple[str, ...]:
    return tuple(author.name for author in article.authors.value) if article.authors else ()


def sources(body: str, attributes: str = "") -> list[str]:
    return [graph.source for graph in read_page(capture(body, attributes=attributes)).graphs]


MICRODATA = f"""
<article itemscope itemtype="https://schema.org/Review">
  <h2 itemprop="headline">A tide that lifts nobody</h2>
  <div itemprop="author" itemscope itemtype="https://schema.org/Person">
    <meta itemprop="name" content="Ann Lee"><meta itemprop="jobTitle" content="Critic">
  </div>
  <meta itemprop="datePublished" content="2025-05-03T10:00:00+02:00">
  <meta itemprop="dateModified" content="2025-05-04">
  <div itemprop="itemReviewed" itemscope itemtype="https://schema.org/Movie">
    <span itemprop="name">Tide</span> <link itemprop="sameAs" href="https://www.imdb.com/title/tt1234567/">
  </div>
  <div itemprop="reviewRating" itemscope itemtype="https://schema.org/Rating">
    <meta itemprop="ratingValue" content="3.5"><meta itemprop="bestRating" content="4">
  </div>
  <div itemprop="reviewBody">{PROSE}</div>
</article>"""
H_ENTRY = f"""
<article class="h-entry">
  <h2 class="p-name">A tide that lifts nobody</h2>
  <a class="p-author h-card" href="/who"><img alt="" src="/a.png"><data class="p-name" value="Ann Lee"></data></a>
  <time class="dt-published" datetime="2025-05-03T10:00:00+02:00">May</time>
  <time class="dt-updated" datetime="2025-05-04">later</time>
  <div class="e-content">{PROSE}</div>
</article>"""


class TestMicrodata:
    def test_a_review_with_its_nested_people_and_works(self) -> None:
        article = read(MICRODATA)
        assert names(article) == ("Ann Lee",)
        assert article.authors and article.authors.source == "microdata"
        assert article.published and article.published.value.iso() == "2025-05-03T10:00:00+02:00"
        assert article.published.source == "microdata"
        assert article.updated and article.updated.value.iso() == "2025-05-04"
        assert article.review.work and article.review.work.source == "microdata"
        assert article.review.work.value.title == "Tide"
        assert article.review.work.value.ids == {"imdb": "tt1234567"}
        assert article.review.rating and article.review.rating.source == "microdata"
        assert (article.review.rating.value.value, article.review.rating.value.best) == (3.5, 4)

    def test_the_names_that_schema_org_replaced(self) -> None:
        old = MICRODATA.replace("itemReviewed", "itemreviewed").replace('"author"', '"reviewer"')
        article = read(old.replace("datePublished", "dtreviewed"))
        assert article.review.work and article.review.work.value.title == "Tide"
        assert names(article) == ("Ann Lee",)
        assert article.published and article.published.value.iso() == "2025-05-03T10:00:00+02:00"

    def test_the_title_where_no_heading_shows_it(self) -> None:
        title = read(
            MICRODATA.replace("<h2", "<meta content='A tide that lifts nobody'").replace("</h2>", "")
        ).title
        assert title and title.value == "A tide that lifts nobody"

    def test_what_is_marked_outside_of_any_item_is_the_pages(self) -> None:
        article = read(f"<h1>Tide</h1>{PROSE}<time itemprop='datePublished' datetime='2025-05-03'>x</time>")
        assert article.published and article.published.source == "microdata"

    def test_an_author_who_is_a_link_keeps_the_name(self) -> None:
        link = '<a itemprop="author" href="/people/ann-lee">Ann Lee</a>'
        body = f'<article itemscope itemtype="http://schema.org/NewsArticle"><h1>Tide</h1>{PROSE}{link}</article>'
        graph = read_page(capture(body)).graphs[0]
        assert graph.nodes[1]["author"] == {"@id": "/people/ann-lee", "name": "Ann Lee"}

    def test_several_articles_side_by_side_are_none_of_them_the_pages(self) -> None:
        card = (
            '<div itemscope itemtype="http://schema.org/BlogPosting"><meta itemprop="datePublished" content="{}">'
            '<p itemprop="author" itemscope><meta itemprop="name" content="Bo Li"></p></div>'
        )
        article = read(f"<h1>Tide</h1>{PROSE}{card.format('2024-01-01')}{card.format('2024-02-02')}")
        assert article.published is None
        assert article.authors is None

    def test_the_dates_of_comments_are_not_the_articles(self) -> None:
        comment = "<div class='comments'><i itemprop='datePublished' content='2025-05-03'>x</i></div>"
        assert read(f"<h1>Tide</h1>{PROSE}{comment}").published is None


class TestMicroformats:
    def test_an_entry_with_a_card_and_both_dates(self) -> None:
        article = read(H_ENTRY)
        assert names(article) == ("Ann Lee",)
        assert article.authors and article.authors.source == "microformats"
        assert article.published and article.published.source == "microformats"
        assert article.published.value.iso() == "2025-05-03T10:00:00+02:00"
        assert article.updated and article.updated.value.iso() == "2025-05-04"
        assert article.title and article.title.value == "A tide that lifts nobody"

    def test_the_older_entry_of_blogs(self) -> None:
        older = (
            f'<div class="post hentry"><h2 class="entry-title">A tide that lifts nobody</h2>'
            f'<abbr class="published" title="2025-05-03">x</abbr><abbr class="updated" title="2025-05-04">y</abbr>'
            f'<div class="entry-content">{PROSE}</div><p><i class="author vcard"><b class="fn">Ann Lee</b></i></p></div>'
        )
        article = read(older)
        assert names(article) == ("Ann Lee",)
        assert article.published and article.published.value.iso() == "2025-05-03"
        assert article.updated and article.updated.value.iso() == "2025-05-04"

    def test_a_list_of_entries_is_about_none(self) -> None:
        assert sources(f"<h1>Blog</h1>{H_ENTRY}{H_ENTRY}") == []

    @pytest.mark.parametrize(
        "review",
        [
            '<div class="hreview"><span class="item"><span class="fn">Tide</span></span>'
            '<span class="reviewer vcard"><b class="fn">Ann Lee</b></span> <abbr class="dtreviewed" title="2025-05-03">x</abbr>'
            '<span class="rating"><b class="value">3</b>/<b class="best">4</b></span></div>',
            '<div class="h-review"><span class="p-item h-item">Tide</span> <span class="p-author h-card">Ann Lee</span>'
            '<time class="dt-published" datetime="2025-05-03">x</time>'
            '<data class="p-rating" value="3">three</data> of <data class="p-best" value="4">four</data></div>',
        ],
        ids=["hReview", "h-review"],
    )
    def test_a_review_with_rating_best_and_item(self, review: str) -> None:
        body = f"<h1>The film of the week</h1>{PROSE}{review}"
        nodes = read_page(capture(body)).graphs[0].nodes
        assert nodes[0]["itemReviewed"][0]["name"] == "Tide"
        article = read(body)
        assert article.review.rating and article.review.rating.source == "microformats"
        assert (article.review.rating.value.value, article.review.rating.value.best) == (3, 4)
        assert names(article) == ("Ann Lee",)
        assert article.published and article.published.value.iso() == "2025-05-03"


class TestJsonLd:
    @pytest.mark.parametrize(
        ("author", "others", "expected"),
        [
            ('{"@id": "#ann"}', ', {"@id": "#ann", "@type": "Person", "name": "Ann Lee"}', ("Ann Lee",)),
            (
                '[{"@id": "#b"}, {"@id": "#a"}]',
                ', {"@id": "#a", "name": "Ann Lee"}, {"@id": "#b", "name": "Bo Orr"}',
                ("Bo Orr", "Ann Lee"),
            ),
            ('[{"@type": "Person", "name": "Ann Lee"}, "Bo Orr"]', "", ("Ann Lee", "Bo Orr")),
            ('"By Ann Lee and Bo Orr"', "", ("Ann Lee", "Bo Orr")),
        ],
        ids=["referenced", "list of references", "list", "string"],
    )
    def test_authors_of_a_graph(self, author: str, others: str, expected: tuple[str, ...]) -> None:
        head = (
            '<script type="application/ld+json">{"@context": "https://schema.org", "@graph": [{"@type": "WebPage",'
            f' "@id": "#page"}}, {{"@type": "NewsArticle", "author": {author}}}{others}]}}</script>'
        )
        assert names(read(f"<h1>Tide</h1>{PROSE}", head)) == expected


class TestNoPerson:
    @pytest.mark.parametrize(
        "name",
        [
            "Staff",
            "Editorial Team",
            "News Desk",
            "Reuters",
            "AFP",
            "Redaktion",
            "La rédaction",
            "Redazione",
            "Redacción",
            "Redação",
            "Redactie",
            "シネマ編集部",
        ],
    )
    def test_a_desk_or_an_agency_is_an_organization(self, name: str) -> None:
        article = read(f'<h1>Tide</h1><p class="byline">By {name}</p>{PROSE}')
        assert article.authors and article.authors.value == (Author(name, "organization"),)

    @pytest.mark.parametrize("name", ["Reuters", "AFP", "Staff"])
    def test_beside_a_person_it_keeps_its_place_in_the_byline(self, name: str) -> None:
        article = read(f'<h1>Tide</h1><p class="byline">By Ann Lee and {name}</p>{PROSE}')
        assert article.authors
        assert article.authors.value == (Author("Ann Lee"), Author(name, "organization"))
        assert article.authors.raw == f"By Ann Lee and {name}"

    def test_what_the_page_calls_an_organization(self) -> None:
        head = '<script type="application/ld+json">{"@type": "Organization", "name": "Loud House"}</script>'
        article = read(f'<h1>Tide</h1><p class="byline">By Loud House</p>{PROSE}', head)
        assert article.authors and article.authors.value == (Author("Loud House", "organization"),)

    @pytest.mark.parametrize("name", ["Ann Reuter", "Elena Ansa", "Staffan Berg", "Ana Pérez"])
    def test_people_stay_people(self, name: str) -> None:
        article = read(f'<h1>Tide</h1><p class="byline">By {name}</p>{PROSE}')
        assert article.authors and article.authors.value == (Author(name),)


@pytest.mark.parametrize(
    "markup",
    [
        "<div itemscope itemprop='author' itemref='x y'><p itemprop=''>",
        "<div vocab='https://schema.org/' typeof='Review' property=':' resource='[::]' about='http://[x'>",
        "<div prefix=':::' typeof='schema:Article'><p property='schema:'>",
        "<div class='hentry h-entry hreview'><p class='p-rating author vcard value-title'>",
        "<div itemscope>" * 300,
        "<div class='h-entry p-author'>" * 300,
    ],
)
def test_broken_markup_costs_no_article(markup: str) -> None:
    article = read(f"<h1>Tide over the harbour</h1>{PROSE}{markup}")
    assert "harbour film" in article.text


def test_names_and_characters_that_lxml_refuses_cost_no_microformats() -> None:
    source = (
        '<article class="hentry" 47=1 x:y=2 title="a\x01b"><h1 class="entry-title">The Harbour</h1>'
        f'<p class="author vcard" 47><b class=fn>Ana Ferrer</b>{"<i> </i>" * 3}</p>'
        f"<p>{'The film opens on a harbour at dawn. ' * 20}</p></article>"
    )
    page = read_page(Capture("https://film.example/x", CAPTURED_AT, source.encode()))
    (graph,) = page.graphs
    assert (graph.source, graph.nodes[0]["author"][0]["name"]) == ("microformats", "Ana Ferrer")


def test_attributes_of_microdata_are_read_in_any_case() -> None:
    body = MICRODATA.replace("itemprop", "itemProp").replace("itemscope", "itemScope")
    assert sources(body) == sources(MICRODATA) == ["microdata"]


def test_a_control_character_costs_no_json_ld() -> None:
    source = '<title>A</title><script type="application/ld+json">{"@type": "Article", "headline": "A\x01 B\\u0000C"}</script>'
    page = read_page(Capture("https://film.example/x", CAPTURED_AT, source.encode()))
    assert page.nodes[0]["headline"].split() == ["A", "B", "C"]
