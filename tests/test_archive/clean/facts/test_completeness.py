"""How much of an article a capture holds."""

from __future__ import annotations

import pytest

from archive.clean.facts.completeness import read_status
from archive.model import Status
from tests.test_archive.clean.pages import SENTENCE, article, html_page, json_ld, text_page

SHORT = f"{SENTENCE}\n{SENTENCE}"
LONG = f"{SENTENCE}\n" * 40


def status(text: str, html: str | None = None) -> Status:
    found, reason = read_status(html_page(html if html is not None else article()), text)
    assert (reason is None) == (found == "complete")
    return found


@pytest.mark.parametrize("text", [SHORT, LONG, "A capsule review. Four stars.", f"{SHORT}\nDid he? He did…?"])
def test_complete(text: str) -> None:
    assert status(text) == "complete"


@pytest.mark.parametrize(
    "prompt",
    [
        "Subscribe to continue reading",
        "This article is for subscribers only.",
        "This post is for paid subscribers",
        "You've reached your free article limit.",
        "Sign in to read the full story",
        "To continue reading, please log in.",
        "Become a member to unlock this story.",
        "Dieser Artikel ist exklusiv für Abonnenten",
        "Cet article est réservé aux abonnés.",
        "Contenido exclusivo para suscriptores",
        "Articolo riservato agli abbonati",
    ],
)
def test_paywalled(prompt: str) -> None:
    assert status(f"{SHORT}\n{prompt}") == "paywalled"
    assert status(SHORT, article(end=f"<div class='wall'><p>{prompt}</p></div>")) == "paywalled"
    assert read_status(text_page(f"{SHORT}\n{prompt}"), SHORT)[0] == "paywalled"


@pytest.mark.parametrize("free", [False, "False", "http://schema.org/False"])
def test_json_ld_says_that_it_is_not_free(free: object) -> None:
    html = article(head=json_ld({"@type": "NewsArticle", "headline": "x", "isAccessibleForFree": free}))
    assert status(SHORT, html) == "paywalled"
    assert status(LONG, html) == "complete", "the whole of it came through"


def test_free_articles_are_not_paywalled() -> None:
    html = article(head=json_ld({"@type": "NewsArticle", "headline": "x", "isAccessibleForFree": True}))
    assert status(SHORT, html) == "complete"


def test_a_prompt_in_the_frame_or_beside_a_long_text_is_none() -> None:
    nav = article().replace("<nav>", "<nav><p>Subscribe to continue reading</p>")
    assert status(SHORT, nav) == "complete"
    popup = article(after="<div><p>Subscribe to continue reading</p></div>")
    assert status(LONG, popup) == "complete"
    foot = article(after="<p>Subscribe now to keep reading and get access to the full archive.</p>")
    assert status(SHORT, foot) == "complete"


@pytest.mark.parametrize(
    "end",
    [
        "[…]",
        "[...]",
        "Read more",
        "Continue reading →",
        "Read the full review at Outlet",
        "Weiterlesen",
        "Lire la suite",
    ],
)
def test_excerpts(end: str) -> None:
    assert status(f"{SENTENCE} {end}") == "excerpt"
    assert status(f"{SENTENCE}\n{end}") == "excerpt"


def test_a_short_text_that_trails_off_is_an_excerpt() -> None:
    assert status("The film opens on a harbour at dusk and then…") == "excerpt"


def test_truncated() -> None:
    assert status(f"{SENTENCE}\n" * 5 + "And then the gulls…") == "truncated"
    html = article(head=json_ld({"@type": "NewsArticle", "headline": "x", "wordCount": 900}))
    assert status(SHORT, html) == "truncated"
    assert status(LONG, html) == "complete"
    body = article(head=json_ld({"@type": "NewsArticle", "headline": "x", "articleBody": LONG}))
    assert status(SHORT, body) == "truncated"


@pytest.mark.parametrize("text", ["", "\n\n"])
def test_no_text_does_not_raise(text: str) -> None:
    assert status(text, "") == "complete"
