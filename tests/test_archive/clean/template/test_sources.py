"""Where a page prints a fact that the whole road read."""

from __future__ import annotations

import pytest

from archive.clean.template.find_sources import sources_of_facts
from archive.clean.template.sources import PageFacts
from archive.model import Reading
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
