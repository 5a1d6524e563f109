"""The work that a page is about, and the pages that are about none.

Long because each way in which a page names its work has its cases here.
"""
# ruff: noqa: E501 - markup is easier to read in long lines

from __future__ import annotations

from pathlib import Path

import pytest

from archive.clean.work.work import read_work, weigh_work, work_candidates
from archive.model import Medium, Work
from tests.test_archive.clean.pages import URL, article, html_page, json_ld, text_page


def film(name: str) -> str:
    return (
        f"{name} opens quietly. The film has a director who knows what a movie is for.\n"
        f"Nothing in {name} is in a hurry, and the cinema of rain has seldom been so wet.\n"
        f"By the end {name} has earned its gulls, which few films do."
    )


def series(name: str) -> str:
    return (
        f"{name} returns with eight episodes, and its showrunner has read the letters.\n"
        f"The second season of {name} is the better one; the fourth episode is its best."
    )


def album(name: str) -> str:
    return f"The songs on {name} are about rain. Its lyrics are too. The album ends with a chorus of gulls.\n{name} grows."


def read(
    title: str | None, text: str, html: str | None = None, url: str = URL, medium: Medium | None = None
) -> Work | None:
    page = html_page(
        html if html is not None else f"<html><body><h1>{title or ''}</h1></body></html>", url, medium
    )
    found = read_work(page, text, title)
    return found.value if found else None


def name_of(work: Work | None) -> str | None:
    return work.title if work else None


TIDE = "The Long Tide"


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("The Long Tide review", TIDE),
        ("The Long Tide (2025) review", TIDE),
        ("‘The Long Tide’ Review: Ships in the Night", TIDE),
        ("The Long Tide review: ships in the night", TIDE),
        ("Review: The Long Tide", TIDE),
        ("Movie Review: 'The Long Tide'", TIDE),
        ("Film review: The Long Tide – patient and grey", TIDE),
        ("The Long Tide movie review & film summary (2025)", TIDE),
        ("Dune: Part Two review: a triumph", "Dune: Part Two"),
        ("Review: Dune: Part Two is a triumph", "Dune: Part Two"),
        ("Watch the first trailer for The Long Tide", TIDE),
        ("Everything we know about The Long Tide so far", TIDE),
        ("What are my expectations from The Long Tide - A Harbour Movie Spin-off", TIDE),
        ("Is The Long Tide worth watching?", TIDE),
        ("The Long Tide ending explained", TIDE),
        ("'The Long Tide' sets an October release date", TIDE),
        ("How 'The Long Tide' found its gulls", TIDE),
        ("The making of The Long Tide", TIDE),
        ("The Long Tide", TIDE),
        ("Kritik zu Die lange Flut", "Die lange Flut"),
        ("Die lange Flut: Kritik", "Die lange Flut"),
        ("Critique : La Longue Marée", "La Longue Marée"),
        ("Crítica de La marea larga", "La marea larga"),
        ("La lunga marea, la recensione", "La lunga marea"),
    ],
)
def test_headlines(title: str, name: str) -> None:
    work = read(title, film(name))
    assert work is not None
    assert (work.title, work.medium) == (name, "film")
    assert work.year == (2025 if title.startswith("The Long Tide (2025)") else None)


def test_series_without_their_season() -> None:
    for title in (
        "‘Harbour Lights’ Season 2 Recap: Gulls",
        "Harbour Lights season 2, episode 4 recap: Gulls",
    ):
        work = read(title, series("Harbour Lights"))
        assert work == Work("Harbour Lights", None, "tv")


def test_albums_after_their_artist() -> None:
    assert read("Gulls: Harbour Noise - album review", album("Harbour Noise")) == Work(
        "Harbour Noise", None, "music"
    )


def test_a_review_names_its_work_though_the_text_does_not() -> None:
    text = "The film is slow, grey and lovely. Its director knows rain. Few films do, and no other movie has tried."
    assert name_of(read("The Long Tide review", text)) == TIDE


def test_italics_in_the_headline() -> None:
    title = "The quiet rage of The Long Tide"
    html = "<html><body><h1>The quiet rage of <em>The Long Tide</em></h1></body></html>"
    assert name_of(read(title, film(TIDE), html)) == TIDE


@pytest.mark.parametrize(
    "opening",
    [
        "The Long Tide is the first real film about weather.",
        "Let’s talk about The Long Tide, the upcoming spin-off from the Harbour films.",
        "The Long Tide (2025) is not a sequel.",
    ],
)
def test_openings(opening: str) -> None:
    for title in (None, "Grey, grey, grey"):
        found = read_work(text_page(opening), f"{opening}\n{film(TIDE)}", title)
        assert found is not None and found.source == "text"
        assert (found.value.title, found.value.medium) == (TIDE, "film")
        assert found.value.year == (2025 if "2025" in opening else None)


def test_italics_in_the_text() -> None:
    text = film(TIDE).replace("opens quietly", "is grey")
    html = f"<html><body><h1>Grey</h1><p>{text.replace(TIDE, '<em>The Long Tide</em>')}</p></body></html>"
    assert name_of(read("Grey", text, html)) == TIDE


@pytest.mark.parametrize(
    ("title", "text"),
    [
        (
            "Netflix buys a studio",
            "Netflix is the first streaming company to buy a film studio. Netflix films will stay. Netflix said its movies would too. Netflix.",
        ),
        (
            "‘I never wanted to direct’: an interview with Ana Horn",
            "Ana Horn makes films. Ana Horn talks about movies. The film star has directed films for years.",
        ),
        ("The 10 best films of 2025", f"The Long Tide is the best film of the year.\n{film(TIDE)}"),
        ("How to clean a harbour", "Harbour cleaning is a service. Harbour crews work at night. Harbour."),
        ("The harbour crane review", "The crane is a crane. The crane lifts. The crane is yellow."),
        (None, ""),
        ("", "Nothing."),
    ],
)
def test_pages_about_no_work(title: str | None, text: str) -> None:
    assert read(title, text) is None


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
            Work(TIDE, 2025, "film", {"imdb": "tt0000001", "wikidata": "Q42"}),
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
    found = read_work(page, "It rains.", "A quiet sea")
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
    assert read_work(page, "It rains.", "A quiet sea") is None


def test_of_several_subjects_the_headlines_counts() -> None:
    node = {
        "@type": "Article",
        "about": [{"@type": "Movie", "name": "Gulls"}, {"@type": "Movie", "name": TIDE}],
    }
    assert name_of(read("Why The Long Tide matters", "It rains.", article(head=json_ld(node)))) == TIDE


def test_an_untyped_subject_is_a_work_where_the_words_say_so() -> None:
    node = {"@type": "Review", "itemReviewed": {"@type": "Product", "name": TIDE}}
    assert read("Grey", film(TIDE), article(head=json_ld(node))) == Work(TIDE, None, "film")


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
            found = read_work(page, "It rains.", "Grey")
            assert found is None or isinstance(found.value.title, str)


def test_microdata_of_several_works() -> None:
    item = "<div itemprop='itemReviewed' itemscope itemtype='https://schema.org/Movie'><span itemprop='name'>{}</span></div>"
    assert (
        read("Grey", "It rains.", article(title="Grey", end=item.format("One") + item.format("Two"))) is None
    )
    assert name_of(read("Grey", "It rains.", article(title="Grey", end=item.format("One") * 2))) == "One"


def test_microdata() -> None:
    html = article(
        end="<div itemscope itemtype='https://schema.org/Review'><div itemprop='itemReviewed' itemscope itemtype='https://schema.org/Movie'>"
        "<span itemprop='name'>The Long Tide (2025)</span><a itemprop='sameAs' href='https://www.imdb.com/title/tt0000001/'>i</a></div></div>"
    )
    found = read_work(html_page(html), "It rains.", "Grey")
    assert found is not None and found.source == "microdata"
    assert found.value == Work(TIDE, 2025, "film", {"imdb": "tt0000001"})


@pytest.mark.parametrize(
    ("url", "outlet", "medium"),
    [
        ("https://outlet.example/music/reviews/tide-review", None, "music"),
        ("https://outlet.example/a/tide-review", "game", "game"),
        ("https://outlet.example/games/tide-review", "film", "game"),
    ],
)
def test_the_medium_of_the_section_and_of_the_outlet(url: str, outlet: Medium | None, medium: Medium) -> None:
    work = read("Tide review", "Tide is grey. It is wet. Tide ends.", url=url, medium=outlet)
    assert work == Work("Tide", None, medium)


def test_both_seeds(shared: Path) -> None:
    for stem, title in (
        ("blog-review", None),
        ("vocal-creator-page", None),
        ("vocal-creator-page", "Here is What are My Expectation From Ballerina - A John Wick Movie Spin-off"),
    ):
        text = (shared / "seeds" / f"{stem}.txt").read_text(encoding="utf-8")
        work = read_work(text_page(text, "https://site.example/1"), text, title)
        assert work is not None and work.value == Work("Ballerina", None, "film")


REVIEWS = "https://outlet.example/reviews/4711/"


@pytest.mark.parametrize(
    ("title", "text", "name", "medium"),
    [
        ("The Long Tide", "The Long Tide opens on rain. A film of rain, and a film for gulls.", TIDE, "film"),
        ("The Long Tide Drowns Its Own Gulls", "For an hour The Long Tide is the best horror movie of the autumn.", TIDE, "film"),
        ("„Die lange Flut“ am Stadttheater: Regen, bis die Wände wackeln", "So beginnt „Die lange Flut“.", "Die lange Flut", "stage"),
        ("Book Reviews", "Of the Book Reviews of the year, a book of gulls was the best. Novels, novels.", None, None),
        ("A Night at the Harbour", "A Night is long here. Films were shown, a film about gulls too.", None, None),
    ],
)  # fmt: skip
def test_among_reviews_a_headline_speaks_of_the_work(
    title: str, text: str, name: str | None, medium: Medium | None
) -> None:
    work = read(title, text, url=REVIEWS)
    assert (name_of(work), work.medium if work else None) == (name, medium)
    if name:
        assert read(title, text, url="https://outlet.example/4711") is None, "elsewhere that is too little"


def test_the_opening_may_say_what_the_name_is() -> None:
    title = "The Long Tide: Everything We Know Before It Comes Out"
    work = read(title, "The upcoming game is called The Long Tide, and it is about gulls.")
    assert work == Work(TIDE, None, "game")


def test_a_season_of_the_year_is_no_work() -> None:
    assert read("Spring film preview: six releases", "Six films are due. The first film is grey.") is None


def test_a_tested_thing_of_no_medium_is_no_work() -> None:
    address = "https://outlet.example/heron-trail-65l-review/"
    assert (
        read(
            "Heron Trail 65L Backpack Review",
            "The Heron Trail carries 65 litres. Its straps hold.",
            url=address,
        )
        is None
    )


def test_an_obituary_is_about_a_person() -> None:
    assert read("Ada Moor, Editor of ‘The Long Tide,’ Dies at 84", film(TIDE)) is None


def test_what_the_opening_calls_a_film_and_the_headline_names() -> None:
    text = "A cinema has banned tubas at the hit film The Long Tide, it said on Monday. Nobody minds."
    assert read("Cinema bans tubas at The Long Tide", text) == Work(TIDE, None, "film")


def test_the_title_element_says_what_a_bare_headline_reviews() -> None:
    html = "<html><head><title>A review of The Long Tide (2024) • Frames</title></head><body><h1>The Long Tide</h1></body></html>"
    assert read(TIDE, "A bear saves everyone, and the camera rests. The film is wet.", html) == Work(
        TIDE, 2024, "film"
    )


GRAPH = json_ld({"@graph": [{"@type": "Movie", "name": TIDE}, {"@type": "Movie", "name": "Salt Roads"}]})


@pytest.mark.parametrize(
    ("title", "text", "html"),
    [
        ("The Long Tide review", film(TIDE), ""),
        ("What the tide left", film(TIDE), GRAPH),
        ("Salt Roads review", film("Salt Roads"), GRAPH),
        ("A rainy year", "It rained.", "<p><b>Salt Roads</b> by Ada Moore, ISBN 978-0-306-40615-7</p>"),
        ("The ten best films of the year", film(TIDE), ""),
        ("The Long Tide’s director retires", film(TIDE), ""),
        ("The best kettle: a test", "A kettle boils.", ""),
        ("Obituary: Alma Gull", film(TIDE), ""),
        (None, "", ""),
    ],
)
@pytest.mark.parametrize("rated", [False, True])
def test_the_choice_is_the_first_candidate_that_why_shows_unrefused(
    title: str | None, text: str, html: str, rated: bool
) -> None:
    page = html_page(f"<html><body><h1>{title or ''}</h1>{html}</body></html>")
    chosen = read_work(page, text, title, rated=rated)
    candidates = list(work_candidates(page, text, title, rated=rated))
    unrefused = [one.reading for one in candidates if one.refused is None]
    assert chosen is None or chosen == unrefused[0]
    assert chosen is not None or not unrefused or candidates[0].ends
    assert list(weigh_work(page, text, title, rated=rated)) == [
        (one.reading.value, one.reading.source, one.refused or one.note) for one in candidates
    ]


def test_why_names_the_works_that_were_refused_and_the_reason() -> None:
    page = html_page(f"<html><body><h1>What the tide left</h1>{GRAPH}</body></html>")
    refused = {
        one.reading.value.title: one.refused
        for one in work_candidates(page, "It rained.", "What the tide left", rated=False)
    }
    reason = "one of several, and the headline does not name it"
    assert refused == {TIDE: reason, "Salt Roads": reason}


def test_a_book_with_its_isbn_is_a_candidate_too() -> None:
    page = html_page(
        "<html><body><h1>A rainy year</h1><p><em>Salt Roads</em> by Ada Moore, ISBN 978-0-306-40615-7</p></body></html>"
    )
    first = next(work_candidates(page, "It rained.", "A rainy year", rated=False))
    assert first.reading.value == Work("Salt Roads", None, "book", {"isbn": "9780306406157"})
