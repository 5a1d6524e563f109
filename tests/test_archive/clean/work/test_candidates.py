"""The places of a page that name works."""

from __future__ import annotations

from archive.clean.vocabulary import fold_name
from archive.clean.work.candidates import name_candidates
from archive.clean.work.name_text import FoldedText, quoted
from archive.clean.work.named_page import read_names
from tests.test_archive.clean.pages import html_page, json_ld

TEXT = (
    "The first of Ana Horn's films, The Long Tide (2019) is grey.\n"
    "In The Long Tide, a harbour waits for “Salt Roads”, its only song."
)
HTML = f"""<html><head><title>A quiet sea | The Gull</title><meta property="og:title" content="A quiet sea">
{json_ld({"@type": "Movie", "name": "The Long Tide"})}</head>
<body><h1>A quiet <i>sea</i></h1>
<p>The first of Ana Horn's films, <i>The Long Tide</i> (2019) is grey.</p></body></html>"""


def places(name: str) -> set[str]:
    named = read_names(html_page(HTML), TEXT, "A quiet sea")
    return {one.name: one.places for one in name_candidates(named)}.get(name, set())


def test_every_place_that_gives_a_name_is_noted() -> None:
    assert places("The Long Tide") == {"ld_typed", "em", "capitalised"}
    assert "headline" in places("A quiet sea")
    assert "quote" in places("Salt Roads")


def test_quotation_marks_of_every_kind() -> None:
    for text in (
        "‘Tide’ rises",
        "“Tide” rises",
        "„Tide“ rises",
        "«Tide» rises",
        "『Tide』 rises",
        "《Tide》 rises",
    ):
        assert quoted(text) == ["Tide"]
    assert quoted("It's Ana's tide") == []


def test_names_are_counted_whatever_the_marks_between_their_words() -> None:
    text = FoldedText("Harbour, Noise! And harbour noise; harbours noise. 雨の駅員が来た")
    assert text.count("harbour noise") == 2
    assert text.count(fold_name("駅員")) and not text.count(fold_name("駅長"))
