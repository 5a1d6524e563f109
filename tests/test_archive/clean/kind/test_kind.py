"""The kind of coverage, by labels, headlines and how a text is written."""
# ruff: noqa: E501 - prose and markup are easier to read in long lines

from __future__ import annotations

import pytest

from archive.clean.kind.kind import read_kind
from archive.clean.subject import read_subject
from archive.clean.vocabulary import label_words
from archive.clean.work.named_page import read_names
from archive.model import Kind, Reading
from tests.test_archive.clean.pages import html_page

REVIEW = (
    "The Long Tide opens quietly. The film has a director who knows what a movie is for, and he is never in a hurry.\n"
    "Nothing in it is loud, and the cinema of rain has seldom been so wet. The performances are excellent.\n"
    "I found the ending weak, but the story is gripping and the cast is brilliant throughout."
)
INTERVIEW = "\n".join(
    f"Why did you choose {thing}?\nI wanted my audience to feel it, and I have always liked it. We talked for weeks."
    for thing in (
        "the harbour",
        "the rain",
        "this cast",
        "to shoot in winter",
        "the title",
        "black and white",
    )
)
NEWS = (
    "Harbour Films announced on Monday that the third film will be released in May, according to a statement.\n"
    "“We are delighted,” a spokesperson said. The studio confirmed that the director will return.\n"
    "The company said the release had been scheduled for June, and reported sales of two million tickets."
)
OBITUARY = (
    "The actor Ana Horn has died aged 81. She died on Monday at home, her family said in a statement.\n"
    "Born in 1940, she is survived by two sons. Her funeral will be held in May.\nShe won an award in 1970."
)


def read(title: str, text: str, head: str = "", path: str = "a-page") -> Reading[Kind] | None:
    html = f"<html><head><title>{title}</title>{head}</head><body><h1>{title}</h1></body></html>"
    page = html_page(html, f"https://outlet.example/{path}")
    return read_subject(page, read_names(page, text, title)).kind


def value(reading: Reading[Kind] | None) -> Kind | None:
    return reading.value if reading else None


@pytest.mark.parametrize(
    ("title", "text", "path", "kind"),
    [
        ("The Long Tide review", REVIEW, "reviews/the-long-tide-review", "review"),
        ("Filmkritik: The Long Tide", REVIEW, "kritiken/the-long-tide", "review"),
        ("Interview: Ana Horn", INTERVIEW, "interviews/ana-horn-interview", "interview"),
        ("Ana Horn im Interview", INTERVIEW, "interview/ana-horn", "interview"),
        ("Harbour Films announces third film", NEWS, "news/harbour-films-third-film", "news"),
        ("Ana Horn obituary", OBITUARY, "obituaries/ana-horn-obituary", "obituary"),
        ("Nachruf auf Ana Horn", OBITUARY, "nachrufe/ana-horn", "obituary"),
    ],
)
def test_pages_whose_signs_agree(title: str, text: str, path: str, kind: Kind) -> None:
    assert value(read(title, text, path=path)) == kind


def test_a_rating_speaks_for_a_review() -> None:
    page = html_page("<html><body><h1>A quiet sea</h1></body></html>")
    rated = read_subject(page, read_names(page, REVIEW, "A quiet sea", rated=True)).kind
    assert value(rated) == "review"


def test_no_text_no_kind() -> None:
    assert read("The Long Tide review", " \n ") is None


def test_the_source_is_the_place_that_spoke_most() -> None:
    assert read("The Long Tide review", REVIEW, path="reviews/the-long-tide-review").source in (
        "title",
        "url",
    )  # type: ignore[union-attr]
    head = '<script type="application/ld+json">{"@type": "Review", "itemReviewed": "A tide"}</script>'
    assert value(read("A quiet sea", REVIEW, head)) == "review"


@pytest.mark.parametrize(
    ("features", "kind"),
    [
        ([], "preview"),
        (["tag: news"], "news"),
        (["bread crumb: news", "tag: news"], "news"),
        (["tag: feature"], "preview"),
        (["tag: news", "tag: review"], "preview"),
        (["tag: news", "headline: preview"], "preview"),
    ],
    ids=["no label", "tag", "tag and bread crumb", "far less likely", "several", "headline says another"],
)
def test_a_label_of_the_page_decides_between_close_kinds(features: list[str], kind: Kind) -> None:
    likelihoods = {"preview": 0.56, "news": 0.3, "review": 0.1, "feature": 0.04}
    assert read_kind(likelihoods, features).value == kind


@pytest.mark.parametrize("kind", ["review", "roundup", "news", "preview"])
def test_what_names_no_kind_is_not_where_a_kind_is_from(kind: Kind) -> None:
    """The page type rests on it: a shop's long headline and the product that it declares make no article."""
    told = ["words in the headline>=7", "words in the headline>=9", "declares Product", "declares Offer"]
    assert read_kind({kind: 1.0}, told).source == "text"


def test_a_label_of_the_page_counts_where_no_kind_is_likely() -> None:
    likelihoods = {"feature": 0.24, "news": 0.2, "review": 0.2, "list": 0.2, "recap": 0.16}
    assert read_kind(likelihoods, ["tag: news"]).value == "news"
    assert read_kind(likelihoods, []).value == "other"


@pytest.mark.parametrize(
    ("label", "kinds"),
    [
        ("[부고] 배우 김해원", {"obituary"}),
        ("배우 김해원 별세", {"obituary"}),
        ("내부고발자", set()),  # a whistle-blower
        ("특별세일", set()),  # a sale
        ("Intervju med Ana Horn", {"interview"}),
        ("Краткий пересказ", {"recap"}),
        ("新作のプレビュー", {"preview"}),  # レビュー within it is a part of the word
        ("プレビューとレビュー", {"preview", "review"}),
    ],
)
def test_words_of_other_languages_tell_a_kind_but_not_within_other_words(
    label: str, kinds: set[Kind]
) -> None:
    assert label_words("kinds")(label) == kinds
