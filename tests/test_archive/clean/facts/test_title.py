"""The headline as the page shows it."""

from __future__ import annotations

import pytest

from archive.clean.facts.title import read_title
from archive.model import Hint, Reading
from tests.test_archive.clean.fact_pages import PROSE, page, plain

OG = '<meta property="og:title" content="{}"><meta property="og:site_name" content="The Daily Lantern">'


def title(reading: Reading[str] | None) -> str | None:
    return reading.value if reading else None


def test_the_h1_that_agrees_with_the_head_wins() -> None:
    body = "<h1>The Daily Lantern</h1><h1>The Long Tide: a slow film</h1><aside><h1>Tide tables</h1></aside>"
    found = read_title(page(body, head=OG.format("The Long Tide: a slow film | The Daily Lantern")))
    assert title(found) == "The Long Tide: a slow film"
    assert found and found.source == "h1"


@pytest.mark.parametrize(
    "text",
    [
        "The Long Tide | The Daily Lantern",
        "The Daily Lantern - The Long Tide",
        "The Long Tide – Daily Lantern",
        "The Long Tide • daily-lantern.example",
        "The Long Tide — The Daily Lantern | The Daily Lantern",
        "The Long Tide - Daily Lantern news of the whole coast",
        "The Long Tide | Film | The Daily Lantern",
        "The Long Tide &amp;#124; The Daily Lantern",
    ],
)
def test_the_site_is_no_part_of_the_title(text: str) -> None:
    assert title(
        read_title(page(head=f"<title>{text}</title>" + OG.format("").replace("og:title", "x")))
    ) == ("The Long Tide")


@pytest.mark.parametrize(
    ("heading", "path", "headline"),
    [
        (
            "Velvet Tractor | Low Field Hymns",
            "velvet-tractor-low-field-hymns",
            "Velvet Tractor | Low Field Hymns",
        ),
        ("Velvet Tractor | Low Field Hymns", "velvet-tractor", "Velvet Tractor"),
        ("The Long Tide | In cinemas now", "the-long-tide", "The Long Tide"),
        ("Film Review | The Long Tide", "film-review-the-long-tide", "The Long Tide"),
        ("The Long Tide | Review", "a/17", "The Long Tide"),
        ("Why you should see The Long Tide | The week in films", "17", "Why you should see The Long Tide"),
    ],
)
def test_a_bar_stays_where_the_address_has_both_sides(heading: str, path: str, headline: str) -> None:
    html = page(f"<h1>{heading}</h1>", url=f"https://daily-lantern.example/{path}/")
    assert title(read_title(html)) == headline


def test_the_name_that_a_host_gives_a_site_is_no_headline() -> None:
    head = "<title>The Long Tide</title><meta property='og:title' content='MARLO'>"
    assert title(read_title(page(head=head, url="https://marlo.neocities.org/a/tide/"))) == "The Long Tide"
    film = "<title>It - La recensione - Cinema</title>"
    assert title(
        read_title(page("<h1>It - La recensione</h1>", head=film, url="https://it.lantern.example/it/"))
    ) == ("It - La recensione")


@pytest.mark.parametrize(
    ("head", "body"),
    [
        ("<meta property='og:site_name' content='{0}'><title>{0} :: Lantern — films</title>", "<h1>{0}</h1>"),
        (
            "<title>{0} | Lantern.example</title>",
            "<a rel='home' href='/'><img alt='{0}'></a><h2 class='entry-title'>{0}</h2>",
        ),
    ],
)
def test_a_headline_that_a_theme_gives_as_the_name_of_the_site(head: str, body: str) -> None:
    headline = "Cough - Still They Pray"
    html = page(body.format(headline), head=head.format(headline), url="https://lantern.example/a/cough/")
    assert title(read_title(html)) == headline
    front = page(
        "<h1>Lantern</h1>",
        head="<title>The Lantern | Lantern.example</title>",
        url="https://lantern.example/",
    )
    assert read_title(front) is None


def test_a_dash_within_the_headline_stays() -> None:
    heading = "Here is what I expect – a spin-off: part one"
    assert (
        title(read_title(page(f"<h1>{heading}</h1>", head=OG.format(heading + " - The Daily Lantern"))))
        == heading
    )


def test_what_stands_in_the_heading_beside_the_headline_goes() -> None:
    body = "<h1><span>Mar 3 2026</span> The long tide comes in</h1>"
    assert title(read_title(page(body, head=OG.format("The long tide comes in")))) == "The long tide comes in"


def test_a_longer_headline_is_not_cut_to_the_share_title() -> None:
    body = "<h1>The long tide comes in: eleven lessons from the shore</h1>"
    assert title(read_title(page(body, head=OG.format("The long tide comes in")))) == (
        "The long tide comes in: eleven lessons from the shore"
    )


def test_lines_broken_by_markup_are_words() -> None:
    assert title(read_title(page("<h1>The long<br>tide <em>comes</em> in</h1>"))) == "The long tide comes in"


def test_capitals_are_undone_where_the_head_knows_better() -> None:
    found = read_title(page("<h1>THE LONG TIDE</h1>", head=OG.format("The Long Tide")))
    assert title(found) == "The Long Tide"


def test_json_ld_names_what_no_heading_shows() -> None:
    found = read_title(page(PROSE, ld={"@type": "Review", "headline": "The Long Tide"}))
    assert found == Reading("The Long Tide", "json-ld", "The Long Tide")


def test_the_feed_knows_what_the_page_does_not_say() -> None:
    found = read_title(page(PROSE, hint=Hint("feed", title="The Long Tide")))
    assert found and (found.value, found.source) == ("The Long Tide", "feed")


@pytest.mark.parametrize("text", ["The Daily Lantern", "daily-lantern.example", "Daily Lantern - Home", ""])
def test_a_page_that_names_only_its_site_has_no_title(text: str) -> None:
    head = f'<title>{text}</title><meta property="og:site_name" content="The Daily Lantern">'
    assert read_title(page(f"<h1>The Daily Lantern</h1>{PROSE}", head=head)) is None


@pytest.mark.parametrize(
    ("h1", "og", "url", "expected"),
    [
        # The address was made from the heading, whatever the share title says.
        (
            "The best paths along the shore for a slow walk",
            "Where to stroll",
            "/best-paths-along-shore/",
            "h1",
        ),
        # The heading calls to act; the address and the share title agree.
        ("Book your place by the sea", "How to watch the long tide", "/how-to-watch-the-long-tide", "meta"),
        # A long heading that is the only one is the headline.
        ("Everything that the water leaves behind", "Our picks", "/x", "h1"),
    ],
)
def test_the_address_attests(h1: str, og: str, url: str, expected: str) -> None:
    found = read_title(page(f"<h1>{h1}</h1>{PROSE}", head=OG.format(og), url=f"https://a.example{url}"))
    assert found and (found.source, found.value) == (expected, h1 if expected == "h1" else og)


def test_a_marked_headline() -> None:
    assert title(read_title(page(f"<div class='p-name'>The Long Tide</div>{PROSE}"))) == "The Long Tide"


class TestPlainText:
    def test_a_short_line_above_the_byline(self) -> None:
        text = plain(
            "Lantern logo", "The long tide comes in", "By Ann Lee", "The tide comes in slowly. " * 10
        )
        assert read_title(text) == Reading("The long tide comes in", "text", "The long tide comes in")

    def test_prose_from_the_first_line_has_none(self) -> None:
        assert (
            read_title(plain("The tide comes in slowly. " * 10, "A short line", "And so on. " * 20)) is None
        )

    def test_nothing(self) -> None:
        assert read_title(plain("")) is None


def test_a_heading_that_another_place_gives_word_for_word_needs_no_address() -> None:
    found = page(
        "<h1>Ten U.S. makers of long tides</h1>",
        head="<title>The top ten tide films in America | The Daily Lantern</title>",
        ld={"@type": "Article", "headline": "Ten U.S. makers of long tides"},
        url="https://www.daily-lantern.example/top-ten-tide-films-in-america",
    )
    reading = read_title(found)
    assert reading and (reading.value, reading.source) == ("Ten U.S. makers of long tides", "h1")
