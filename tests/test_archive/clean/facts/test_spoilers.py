"""Spoiler warnings and promises, in the languages that outlets print them in."""

from __future__ import annotations

import pytest

from archive.clean.facts.spoilers import read_spoilers
from tests.test_archive.clean.pages import article, html_page, text_page

WARNINGS = [
    "Spoilers ahead!",
    "SPOILER WARNING",
    "Spoiler alert",
    "This review contains spoilers.",
    "Major spoilers follow for season 2.",
    "Warning: full spoilers for Harbour Lights season 4 below",
    "(Spoilers follow.)",
    "Mild spoilers for episode 3",
    "Beware of spoilers",
    "This post has spoilers for the finale",
    "[Editor's note: The following interview contains spoilers for the finale.]",
    "There are spoilers in what follows.",
    "Achtung, Spoiler!",
    "Achtung: Dieser Text enthält Spoiler",
    "Attention, spoilers",
    "Cet article contient des spoilers.",
    "¡Cuidado, spoilers!",
    "Este artículo contiene spoilers",
    "Alerta de spoiler",
    "Attenzione: spoiler",
    "Contém spoilers",
    "Let op: spoilers",
]
PROMISES = [
    "A spoiler-free review",
    "No spoilers here.",
    "This review does not contain spoilers",
    "There will be no spoilers.",
    "Spoilerfreie Kritik",
    "Kritik ohne Spoiler",
    "Critique sans spoiler",
    "Sin spoilers",
    "Senza spoiler",
    "Sem spoilers",
    "Spoilervrij",
]
NEITHER = [
    "The rear spoiler of the car was damaged.",
    "He hates spoilers and always has.",
    "It works without spoiling anything.",
    "A spoiled child.",
    "Is it too late to start? Spoiler alert: it isn't!",
    "Nothing is said.",
    "",
]


@pytest.mark.parametrize("line", WARNINGS)
def test_warnings(line: str) -> None:
    text = f"The film opens on a harbour.\n{line}\nIt ends there too."
    assert read_spoilers(text_page(text), text) is True


@pytest.mark.parametrize("line", PROMISES)
def test_promises(line: str) -> None:
    text = f"The film opens on a harbour.\n{line}\nIt ends there too."
    assert read_spoilers(text_page(text), text) is False


@pytest.mark.parametrize("line", NEITHER)
def test_silence(line: str) -> None:
    assert read_spoilers(text_page(line), line) is None


def test_a_warning_outweighs_a_promise() -> None:
    text = "This review is spoiler-free until the last section.\nSpoilers below.\nHe drowns."
    assert read_spoilers(text_page(text), text) is True


def test_the_headline_counts() -> None:
    page = html_page(article(title="The Long Tide: a spoiler-free review"))
    assert read_spoilers(page, "It rains.") is False


def test_other_peoples_comments_do_not() -> None:
    page = html_page(article(after="<section id='comments'><p>Spoilers ahead!</p></section>"))
    assert read_spoilers(page, "It rains.") is None
