"""Kinds of coverage, and where each was read."""
# ruff: noqa: E501 - prose is easier to read in long lines

from __future__ import annotations

from pathlib import Path

import pytest

from archive.clean.kind.kind import read_kind
from archive.clean.page.page import Page
from archive.model import Kind, Rating, Reading, Work
from tests.test_archive.clean.pages import article, html_page, json_ld, text_page

TIDE = Reading(Work("The Long Tide", None, "film"), "title")
FOUR = Reading(Rating("4/5", 4, 5, None, "points", 80.0, "linear-1"), "text")
GREY = "It rains. The harbour is grey, and so are the gulls."


def read(
    page: Page,
    text: str = GREY,
    title: str | None = None,
    rating: Reading[Rating] | None = None,
    work: Reading[Work] | None = None,
) -> tuple[Kind, str]:
    found = read_kind(page, text, title, rating=rating, work=work)
    assert found is not None
    return found.value, found.source


BARE = html_page("<html><body><p>It rains.</p></body></html>", "https://outlet.example/4711")


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("The Long Tide review", "review"),
        ("Review: The Long Tide", "review"),
        ("‘Death of a Gull’ Review: Ships in the Night", "review"),
        ("Is The Long Tide worth watching?", "review"),
        ("The Long Tide: Kritik", "review"),
        ("Filmkritik: Die lange Flut", "review"),
        ("Critique : La Longue Marée", "review"),
        ("Crítica de La marea larga", "review"),
        ("La lunga marea, la recensione", "review"),
        ("Recensie: Het lange tij", "review"),
        ("What I Am Hoping For From The Long Tide", "preview"),
        ("Zum Tod von Alma Gull: Die Frau, die den Regen malte", "obituary"),
        ("The Long Tide review roundup: what critics are saying", "roundup"),
        ("What to watch this weekend", "roundup"),
        ("Harbour Lights recap: season 2, episode 4", "recap"),
        ("The Long Tide preview", "preview"),
        ("Everything we know about The Long Tide", "preview"),
        ("Here is what are my expectations from The Long Tide", "preview"),
        ("Ana Horn interview: ‘I like rain’", "interview"),
        ("Ana Horn: ‘I never wanted to direct’", "interview"),
        ("Ana Horn on making The Long Tide", "interview"),
        ("Ana Horn talks about her new film", "interview"),
        ("Q&A with Ana Horn", "interview"),
        ("Entretien avec Ana Horn", "interview"),
        ("Intervista a Ana Horn", "interview"),
        ("Entrevista: Ana Horn", "interview"),
        ("Watch the trailer for The Long Tide", "trailer"),
        ("La Longue Marée : la bande-annonce", "trailer"),
        ("The 10 best films of 2025", "list"),
        ("Every Harbour film, ranked", "list"),
        ("Top 5 albums", "list"),
        ("Ana Horn dies at 81", "obituary"),
        ("Ana Horn, director of The Long Tide, has died aged 81", "obituary"),
        ("Nachruf auf Ana Horn", "obituary"),
        ("Ana Horn to star in The Long Tide", "news"),
        ("Harbour Lights renewed for a third season", "news"),
        ("‘The Long Tide’ sets release date", "news"),
        ("The making of The Long Tide", "feature"),
        ("Why The Long Tide matters", "feature"),
    ],
)
def test_headlines(title: str, kind: Kind) -> None:
    assert read(BARE, title=title) == (kind, "title")


@pytest.mark.parametrize(
    "title", ["2025 in review", "The dead don't die", "Peer review is broken", "Gulls", None]
)
def test_headlines_that_say_nothing(title: str | None) -> None:
    assert read(BARE, title=title) == ("other", "text")


def test_no_text_no_kind() -> None:
    assert read_kind(BARE, " \n", "The Long Tide review", rating=None, work=None) is None


@pytest.mark.parametrize("name", ["Review", "CriticReview", "ReviewNewsArticle"])
def test_a_page_that_declares_itself_a_review(name: str) -> None:
    page = html_page(article(title="Grey", head=json_ld({"@type": name})))
    assert read(page, title="Why it rains") == ("review", "json-ld")


def test_a_rating_makes_a_review() -> None:
    assert read(BARE, title="Grey", rating=FOUR) == ("review", "text")
    assert read(BARE, title="Why it rains", rating=FOUR) == ("review", "text")
    assert read(BARE, title="Harbour Lights recap", rating=FOUR) == ("recap", "title")
    assert read(BARE, title="Every Harbour film, ranked", rating=FOUR) == ("list", "title")
    assert read(BARE, title="Ana Horn interview", rating=FOUR) == ("interview", "title")


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("film/reviews/grey", "review"),
        ("2026/03/grey-review/", "review"),
        ("kritiken/grau.html", "review"),
        ("critiques/gris", "review"),
        ("entrevistas/gris", "interview"),
        ("interview/grey", "interview"),
        ("tv/recaps/grey", "recap"),
        ("obituaries/grey", "obituary"),
        ("news/grey", "news"),
        ("features/grey", "feature"),
    ],
)
def test_addresses(path: str, kind: Kind) -> None:
    page = html_page("<p>It rains.</p>", f"https://outlet.example/{path}")
    assert read(page, title="Grey") == (kind, "url")


@pytest.mark.parametrize(
    ("html", "kind"),
    [
        (
            article(title="Grey", head=json_ld({"@type": "NewsArticle", "articleSection": "Reviews"})),
            "review",
        ),
        (article(title="Grey", head="<meta property='article:section' content='Film Reviews'>"), "review"),
        (
            article(title="Grey", top="<ol class='breadcrumbs'><li><a href='/i'>Interviews</a></li></ol>"),
            "interview",
        ),
        (article(title="Grey", top="<a class='kicker' href='/l'>Lists</a>"), "list"),
    ],
)
def test_sections(html: str, kind: Kind) -> None:
    assert read(html_page(html, "https://outlet.example/4711"), title="Grey") == (kind, "section")


def test_customers_reviews_are_no_section() -> None:
    html = article(title="Grey", top="<ol class='breadcrumb'><li><a href='/r'>Customer Reviews</a></li></ol>")
    assert read(html_page(html, "https://outlet.example/4711"), title="Grey") == ("other", "text")


def test_a_news_article_without_other_signs_is_news() -> None:
    page = html_page(
        article(title="Grey", head=json_ld({"@type": "NewsArticle"})), "https://outlet.example/1"
    )
    assert read(page, title="Grey") == ("news", "json-ld")


TEXTS: dict[Kind, str] = {
    "review": "The film is slow. The script never hurries. The performances are believable and the ending is haunting. "
    "It could've been shorter, but in my opinion it is worth your time.",
    "preview": "The upcoming film promises to be slow. I expect rain, and hopefully gulls. It is set to open in May, and "
    "will it rain then? I can't wait to see whether it will live up to that.",
    "news": "The studio announced on Monday that the film has a date. According to the statement, which a spokeswoman "
    "confirmed, it opens in May.",
    "interview": "\n".join(f"Q: Why did you film take {i} there?\nBecause it rained." for i in range(6)),
    "obituary": "Ana Horn, who filmed rain, died on Tuesday. She was 81.\nShe is survived by two gulls.",
    "list": "\n".join(f"{i}. A film with rain\nIt rains in it." for i in range(1, 8)),
}


@pytest.mark.parametrize("kind", TEXTS)
def test_texts(kind: Kind) -> None:
    assert read(BARE, TEXTS[kind], title="Grey", work=TIDE) == (kind, "text")


@pytest.mark.parametrize("kind", ["review", "preview", "news", "list"])
def test_texts_about_no_work_are_not_guessed_at(kind: Kind) -> None:
    assert read(BARE, TEXTS[kind], title="Grey") == ("other", "text")


def test_both_seeds(shared: Path) -> None:
    title = "Here is What are My Expectation From Ballerina - A John Wick Movie Spin-off"
    for stem, headline, expected in (
        ("blog-review", None, ("review", "text")),
        ("vocal-creator-page", None, ("preview", "text")),
        ("vocal-creator-page", title, ("preview", "title")),
    ):
        text = (shared / "seeds" / f"{stem}.txt").read_text(encoding="utf-8")
        assert read(text_page(text, "https://site.example/1"), text, headline, work=TIDE) == expected


def test_one_best_thing_is_no_list() -> None:
    page = html_page("<html><body><p>It rains.</p></body></html>", "https://outlet.example/reviews/4711")
    assert read(page, title="The Long Tide Is the Best Thing You Can Watch on a Ferry") == ("review", "url")


def test_a_label_of_the_section_tells_the_kind() -> None:
    page = html_page(
        article('<p class="kicker">Theaterkritik</p>', title="Die lange Flut"), "https://o.example/1"
    )
    assert read(page, title="Die lange Flut") == ("review", "section")


def test_an_essay_typed_as_news_is_not_news() -> None:
    page = html_page(
        article(title="Grey", head=json_ld({"@type": "NewsArticle"})), "https://outlet.example/1"
    )
    assert read(page, "I live by the sea. I have seen my gulls, and I fear them.", "Grey") == (
        "other",
        "text",
    )


def test_the_title_element_calls_a_bare_headline_a_review() -> None:
    page = html_page(
        "<html><head><title>A review of Grey (2024) • Frames</title></head><body><p>It rains.</p></body></html>",
        "https://outlet.example/1",
    )
    assert read(page, title="Grey") == ("review", "title")


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("Twelve books on my summer pile", "list"),
        ("What I watched in September", "roundup"),
        ("Albums of the week: gulls, rain and more", "roundup"),
        ("The trouble with endings", "feature"),
    ],
)
def test_headlines_of_columns(title: str, kind: Kind) -> None:
    assert read(BARE, title=title) == (kind, "title")
