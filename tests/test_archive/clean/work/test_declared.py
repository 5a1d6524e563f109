"""What structured data say a review reviews."""
# ruff: noqa: E501 - markup is easier to read in long lines

from __future__ import annotations

import pytest

from archive.clean.work.declared import printed_isbn, reviewed_work
from archive.model import Work
from tests.test_archive.clean.pages import article, html_page, json_ld

TIDE = "The Long Tide"


@pytest.mark.parametrize(
    ("node", "expected"),
    [
        (
            {
                "@type": "Review",
                "itemReviewed": {
                    "@type": "Movie",
                    "name": "The Long Tide",
                    "dateCreated": "2025-04-01",
                    "sameAs": ["https://www.imdb.com/title/tt0000001/", "https://www.wikidata.org/wiki/Q42"],
                },
            },
            Work(TIDE, 2025, "film", {"imdb": "tt0000001", "wikidata": "Q42"}, released="2025-04-01"),
        ),
        (
            {"@type": "NewsArticle", "about": {"@type": "VideoGame", "name": "Gull Simulator (2024)"}},
            Work("Gull Simulator", 2024, "game"),
        ),
        (
            {
                "@type": "Article",
                "mainEntity": {"@type": "Book", "name": "Tides", "isbn": "978-0-306-40615-7"},
            },
            Work("Tides", None, "book", {"isbn": "9780306406157"}),
        ),
        (
            {
                "@type": "Movie",
                "name": TIDE,
                "@id": "https://www.themoviedb.org/movie/77",
                "review": {"@type": "Review"},
            },
            Work(TIDE, None, "film", {"tmdb": "77"}),
        ),
        (
            {
                "@type": "Review",
                "itemReviewed": {
                    "@type": "TVSeason",
                    "name": "Season 2",
                    "partOfSeries": {"@type": "TVSeries", "name": "Harbour Lights"},
                },
            },
            Work("Harbour Lights: Season 2", None, "tv"),
        ),
        (
            {
                "@type": "Review",
                "itemReviewed": {
                    "@type": "MusicAlbum",
                    "name": "Harbour Noise",
                    "sameAs": "https://musicbrainz.org/release-group/01234567-89ab-cdef-0123-456789abcdef",
                },
            },
            Work("Harbour Noise", None, "music", {"musicbrainz": "01234567-89ab-cdef-0123-456789abcdef"}),
        ),
        (
            {
                "@type": "Review",
                "itemReviewed": {"@type": "TheaterEvent", "name": "Gulls", "startDate": "2026-01-02"},
            },
            Work("Gulls", 2026, "stage"),
        ),
        (
            {"@type": "Review", "itemReviewed": {"@type": "PodcastSeries", "name": "Low Water"}},
            Work("Low Water", None, "podcast"),
        ),
    ],
)
def test_json_ld(node: dict[str, object], expected: Work) -> None:
    page = html_page(article(title="A quiet sea", head=json_ld(node)))
    found = reviewed_work(page, "A quiet sea")
    assert found is not None and found.source == "json-ld"
    assert found.value == expected


@pytest.mark.parametrize(
    "node",
    [
        {"@type": "Review", "itemReviewed": {"@type": "Restaurant", "name": "The Gull"}},
        {"@type": "Review", "itemReviewed": {"@type": "Product", "name": "A kettle"}},
        {"@type": "Review", "itemReviewed": "The Long Tide"},
        {"@type": "Review", "itemReviewed": {"@type": "Movie"}},
        {"@type": "Article", "about": {"@type": "Organization", "name": "Harbour Films"}},
        {"@type": "Article", "mentions": {"@type": "Movie", "name": TIDE}},
        {"@type": "ItemList", "itemListElement": [{"@type": "Movie", "name": TIDE}]},
        {"@type": "Article", "about": [{"@type": "Movie", "name": "One"}, {"@type": "Movie", "name": "Two"}]},
    ],
)
def test_json_ld_about_no_one_work(node: dict[str, object]) -> None:
    page = html_page(article(title="A quiet sea", head=json_ld(node)))
    found = reviewed_work(page, "A quiet sea")
    assert found is None or found.value.medium is None


JUNK = (
    None,
    1,
    True,
    [],
    {},
    "",
    [[]],
    [None],
    {"@id": "#a"},
    {"name": ["a", None]},
    {"@type": ["Movie", None, 3]},
)


@pytest.mark.parametrize(
    "key",
    ["itemReviewed", "about", "mainEntity", "review", "name", "sameAs", "partOfSeries", "isbn", "@type"],
)
def test_odd_json_ld_does_not_raise(key: str) -> None:
    for junk in JUNK:
        for kind in ("Review", "Movie", "Article", "TVEpisode"):
            page = html_page(article(head=json_ld({"@type": kind, "name": TIDE, key: junk})))
            found = reviewed_work(page, "Grey")
            assert found is None or isinstance(found.value.title, str)


ITEM = "<div itemprop='itemReviewed' itemscope itemtype='https://schema.org/Movie'><span itemprop='name'>{}</span></div>"


def test_microdata_of_several_works() -> None:
    several = html_page(article(title="Grey", end=ITEM.format("One") + ITEM.format("Two")))
    assert reviewed_work(several, "Grey") is None
    named = reviewed_work(several, "Two is grey")
    assert named is not None and named.value.title == "Two"
    once = reviewed_work(html_page(article(title="Grey", end=ITEM.format("One") * 2)), "Grey")
    assert once is not None and once.value.title == "One"


def test_microdata() -> None:
    html = article(
        end="<div itemscope itemtype='https://schema.org/Review'><div itemprop='itemReviewed' itemscope itemtype='https://schema.org/Movie'>"
        "<span itemprop='name'>The Long Tide (2025)</span><a itemprop='sameAs' href='https://www.imdb.com/title/tt0000001/'>i</a></div></div>"
    )
    found = reviewed_work(html_page(html), "Grey")
    assert found is not None and found.source == "microdata"
    assert found.value == Work(TIDE, 2025, "film", {"imdb": "tt0000001"})


def test_the_one_isbn_that_is_printed() -> None:
    assert printed_isbn(html_page(article(end="<p>ISBN: 978-0-00-000000-2</p>"))) == "9780000000002"
    two = "<p>ISBN 9780000000002</p><p>ISBN 9780000000019</p>"
    assert printed_isbn(html_page(article(end=two))) is None


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"datePublished": "2025-04-01"}, "2025-04-01"),
        ({"datePublished": "2025-04-01T00:00:00+00:00"}, "2025-04-01"),
        ({"datePublished": "2025", "dateCreated": "2025-04-01"}, "2025-04-01"),
        (
            {
                "datePublished": "2025-06-01",
                "releasedEvent": {"@type": "PublicationEvent", "startDate": "2025-05-09"},
            },
            "2025-05-09",
        ),
        ({"releasedEvent": [{"@type": "PublicationEvent"}, "2025"], "datePublished": ["2025-04-01"]}, None),
        ({"datePublished": "2025-04"}, None),
        ({"datePublished": "2025-02-30"}, None),
        ({"datePublished": "April 1, 2025"}, None),
        ({"datePublished": "2025-04-01T14:05:00Z"}, None),  # a moment is when something was put online
        ({"datePublished": "2026-01-15"}, None),  # the article's own date
        ({"datePublished": "2026-01-15T00:00"}, "2026-01-15"),
        ({"copyrightYear": 1977, "datePublished": "2025-04-01"}, None),  # in cinemas again
        ({"name": "The Long Tide (2024)", "datePublished": "2025-04-01"}, "2025-04-01"),
    ],
)
def test_a_release_is_a_whole_day_that_is_not_the_articles_own(
    facts: dict[str, object], expected: str | None
) -> None:
    node = {
        "@type": "Review",
        "datePublished": "2026-01-15",
        "itemReviewed": {"@type": "Movie", "name": TIDE, **facts},
    }
    found = reviewed_work(html_page(article("<p>It moves slowly.</p>", head=json_ld(node))), TIDE)
    assert found and found.value.released == expected
