"""Where a page prints a fact that the whole road read."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from archive.clean.dates.dates import Dates
from archive.clean.template.find_sources import sources_of_facts
from archive.clean.template.sources import PageFacts
from archive.model import Moment, Reading
from tests.test_archive.clean.pages import PARAGRAPHS, html_page

HTML = f"<html><head><title>Salt</title></head><body><h1 class=head>Salt</h1>{PARAGRAPHS}</body></html>"


@pytest.mark.parametrize(
    ("title", "sources"),
    [
        (Reading("Salt", "h1", "Salt"), ("h1|h1.head < body < html", "title|")),
        (Reading("Salt", "title", "Salt"), ("title|",)),
        (Reading("Pepper", "feed", "Pepper"), ()),
        (Reading("\x07Salt", "feed", "\x07Salt"), ()),  # no text of a page has such a character
    ],
)
def test_a_title_s_sources_are_the_places_that_give_just_it(
    title: Reading[str], sources: tuple[str, ...]
) -> None:
    assert sources_of_facts(html_page(HTML), PageFacts(title))["title"] == sources


def test_of_sources_that_give_one_day_twice_that_of_changes_comes_first() -> None:
    """Articles that were never changed: what gives the next one's change is not the day of publication."""
    data = '{"@type": "Article", "datePublished": "2026-03-01", "dateModified": "2026-03-01"}'
    page = html_page(HTML.replace("</head>", f'<script type="application/ld+json">{data}</script></head>'))
    day = Reading(Moment(datetime(2026, 3, 1, tzinfo=UTC), "day"), "json-ld", "2026-03-01")
    sources = sources_of_facts(page, PageFacts(dates=Dates(day, day)))
    assert sources["published"][0] == "json-ld|datePublished"
    assert sources["updated"][0] == "json-ld|dateModified"
