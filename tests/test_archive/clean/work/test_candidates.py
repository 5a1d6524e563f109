"""The places of a page that name works."""
# ruff: noqa: E501 - prose and markup are easier to read in long lines

from __future__ import annotations

from archive.clean.work.candidates import name_candidates
from archive.clean.work.name_text import FoldedText
from archive.clean.work.strings import quoted, read_strings
from tests.test_archive.clean.pages import html_page, json_ld

TEXT = (
    "The first of Ana Horn's films, The Long Tide (2019) is grey.\n"
    "In The Long Tide, a harbour waits for “Salt Roads”, its only song."
)
HTML = f"""<html><head><title>A quiet sea | The Gull</title><meta property="og:title" content="A quiet sea">
<meta name="keywords" content="gulls, The Long Tide">{json_ld({"@type": "Movie", "name": "The Long Tide"})}</head>
<body><nav class="breadcrumbs"><a>Film</a></nav><h1>A quiet <i>sea</i></h1>
<p>The first of Ana Horn's films, <i>The Long Tide</i> (2019) is grey.</p><img alt="The Long Tide poster">
<dl><dt>Title</dt><dd>The Long Tide</dd></dl><a href="https://www.imdb.com/title/tt1">The Long Tide</a></body></html>"""


def places(name: str) -> set[str]:
    folded = FoldedText(TEXT)
    strings = read_strings(html_page(HTML), TEXT, "A quiet sea")
    found = {one.name: set(one.places) for one in name_candidates(strings, TEXT, folded)}
    return found.get(name, set())


def test_every_place_that_gives_a_name_is_noted() -> None:
    assert {"ld_typed", "tag", "em", "info_title", "dated"} <= places("The Long Tide")
    assert {"h_whole", "og_whole"} <= places("A quiet sea")
    assert "quote" in places("Salt Roads")
    assert "crumb" not in places("Film"), "the label stands nowhere in the article"


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
    assert text.has("駅員") and not text.has("駅長")
