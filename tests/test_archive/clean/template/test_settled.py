"""What all pages of an outlet have in common is taken as it was; what this page says otherwise is read."""

from __future__ import annotations

from dataclasses import replace

import pytest
from lxml import html

from archive.clean.article import clean
from archive.clean.dom.elements import Elements
from archive.clean.guard import Guard
from archive.clean.metadata.graphs import formats_of_reviews, read_graphs
from archive.clean.template.learn import PROVEN, learn_template
from archive.model import Capture
from archive.places import PagePlaces, Settled, Template
from tests.test_archive.proven_pages import capture, numbers

ENTRY = '<article class="hentry"><h1 class="entry-title">Salt</h1><b class="author">Mara Quill</b></article>'
REVIEW = '<article class="hreview"><h1 class="item">Salt</h1><b class="rating">4</b></article>'


@pytest.fixture(scope="module")
def places() -> list[PagePlaces]:
    pages = [clean(capture("ghost", number), places=True).trace.places for number in range(9)]
    return [page for page in reversed(pages) if page]


@pytest.fixture(scope="module")
def template(places: list[PagePlaces]) -> Template:
    template = learn_template(places)
    assert template is not None
    return template


def learned(places: list[PagePlaces], settled: Settled) -> Template:
    """What an outlet teaches whose latest page says this."""
    template = learn_template([replace(places[0], settled=settled), *places[1:]])
    assert template is not None
    return template


def page(*, checked: bool = False) -> Capture:
    (number,) = numbers("ghost", 20, 1, checked=checked)
    return capture("ghost", number)


def test_what_all_pages_say_is_learned(places: list[PagePlaces]) -> None:
    same = [replace(page, settled=replace(page.settled, copyright="Lantern Press")) for page in places]
    template = learn_template(same)
    assert template is not None
    assert template.language == "en"
    assert template.signs
    assert template.copyright == "Lantern Press"
    assert not template.formats


def test_what_one_page_says_otherwise_is_not(places: list[PagePlaces]) -> None:
    template = learned(places, Settled("de", None, ("microdata",), "Somebody"))
    assert (template.language, template.signs, template.copyright) == (None, None, None)
    assert template.formats == {"microdata"}


def test_signs_that_only_some_pages_have_are_left_out(places: list[PagePlaces]) -> None:
    signs = places[0].settled.signs
    assert signs
    template = learned(places, replace(places[0].settled, signs=(*signs[:1], "a sign of its own")))
    assert template.signs == signs[:1]


def test_a_format_that_a_fact_stands_in_is_read(places: list[PagePlaces]) -> None:
    pages = [replace(page, facts={**page.facts, "title": ("microformats|name",)}) for page in places[:PROVEN]]
    template = learn_template(pages)
    assert template is not None
    assert template.formats == {"microformats"}


@pytest.mark.parametrize(("markup", "formats"), [(ENTRY, []), (REVIEW, ["microformats"])])
def test_of_the_other_formats_only_reviews_are_read(markup: str, formats: list[str]) -> None:
    elements = Elements(html.document_fromstring(markup))
    assert formats_of_reviews(elements) == set(formats)
    every = read_graphs(elements, "https://a.example/", Guard("a"))
    assert [graph.source for graph in every] == ["microformats"]


def test_a_page_that_declares_another_language_is_read_by_its_words(template: Template) -> None:
    german = page()
    german = replace(german, body=german.body.replace(b'lang="en"', b'lang="de"'))
    assert b'lang="de"' in german.body
    article = clean(german, template=template)
    assert article.trace.use is not None
    assert article.trace.use.outcome == "read"
    assert article.language == clean(german).language


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [({"copyright": "Somebody Else"}, "copyright"), ({"signs": ("a sign",)}, None)],
)
def test_a_checked_page_says_what_is_not_as_on_all_pages(
    template: Template, wrong: dict[str, object], reason: str | None
) -> None:
    use = clean(page(checked=True), template=replace(template, **wrong)).trace.use  # type: ignore[arg-type]
    assert use is not None
    assert (use.outcome, use.reason) == ("different" if reason else "same", reason)


def test_a_language_that_the_words_contradict_is_found_by_the_check(template: Template) -> None:
    (german,) = [page(checked=True)]
    german = replace(german, body=german.body.replace(b'lang="en"', b'lang="de"'))
    use = clean(german, template=replace(template, language="de")).trace.use
    assert use is not None
    assert use.outcome == "different"
    assert use.reason is not None
    assert "language" in use.reason
