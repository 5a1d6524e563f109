"""Labels beside the headline, and stars where a review sums up."""

# ruff: noqa: E501 - markup is easier to read in long lines

from __future__ import annotations

import pytest

from archive.clean.kind.section import kind_beside, section_kind
from archive.clean.rating.rating import read_rating
from archive.clean.work.medium import medium_spoken
from archive.clean.work.names import year_labelled, year_of
from tests.test_archive.clean.pages import html_page

TITLE = "What the tide left"


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("<p>Interview by <a>Ada Moore</a></p>", "interview"),
        ("<p>Reviews by Ada Moore and Hal Orr</p>", "roundup"),
        ("<div><span>9 May 2020</span> <a>Recaps</a></div>", "recap"),
        ("<p>By Ada Moore</p>", None),
    ],
)
def test_a_line_beside_the_headline_tells_the_kind(line: str, kind: str | None) -> None:
    found = kind_beside(html_page(f"<h1>{TITLE}</h1>{line}<p>{'It rained. ' * 30}</p>"), TITLE)
    assert (found.value if found else None) == kind


def test_a_menu_over_the_headline_tells_none() -> None:
    page = html_page(
        f"<div><a>Home</a> | <a>Reviews</a> | <a>Shop</a></div><h1>{TITLE}</h1><p>It rained.</p>"
    )
    assert kind_beside(page, TITLE) is None


def test_the_class_of_a_publishing_system_tells_the_kind() -> None:
    page = html_page(f"<body class='page node-type-review'><h1>{TITLE}</h1></body>")
    found = section_kind(page)
    assert found is not None and found.value == "review"


def test_what_a_text_keeps_calling_its_work() -> None:
    assert medium_spoken("The game is slow. This game is long. I like her game.", TITLE) == "game"
    assert medium_spoken("The game is slow. I walked to the play.", TITLE) is None


def test_years_stand_in_brackets_and_in_data() -> None:
    assert year_of("雨の庭", "『雨の庭』(2020年、監督:森)を観た。") == 2020
    assert year_of("Salt Roads", "Salt Roads by Ada Moore (Quay Press, 2019)") == 2019
    assert year_labelled("Director: Ada Moore\nYear: 2018") == 2018
    assert year_labelled("Year: 2018\nReleased: May 2020") is None


@pytest.mark.parametrize(
    ("html", "value", "best", "scale"),
    [
        ("<div class='e-rating' aria-label='3 out of 5 stars'></div><h1>T</h1>", 3, 5, "stars"),
        ("<h1>A review</h1><div data-component='star-rating'><span>Rating: 4 out of 5</span></div>", 4, 5, "stars"),
        ("<h1>T</h1><p>P</p><div class='review-summary'><img alt='2.5 out of 4 stars'></div>", 2.5, 4, "stars"),
        ("<h1>T の評</h1><p>評価:★★★☆(星3.5/5)</p>", 3.5, 5, "stars"),
    ],
)  # fmt: skip
def test_stars_at_the_critics_places(html: str, value: float, best: float, scale: str) -> None:
    found = read_rating(html_page(f"<html><body><article>{html}</article></body></html>"))
    assert found is not None
    assert (found.value.value, found.value.best, found.value.scale) == (value, best, scale)


def test_the_entries_of_a_roundup_are_no_rating() -> None:
    entries = "".join(f"<h3>Play {n}</h3><p>{'★' * n}</p><p>It rained.</p>" for n in (2, 3, 5))
    assert read_rating(html_page(f"<body><h1>Three plays</h1>{entries}</body>")) is None
