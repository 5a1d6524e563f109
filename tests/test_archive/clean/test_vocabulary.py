"""What labels name, in a dozen languages."""

from __future__ import annotations

import pytest

from archive.clean.vocabulary import kind_named, medium_named, names_section
from archive.model import Kind, Medium


@pytest.mark.parametrize(
    ("label", "kind"),
    [
        ("Film Reviews", "review"),
        ("Filmkritiken", "review"),
        ("Reseñas", "review"),
        ("レビュー", "review"),
        ("Рецензии", "review"),
        ("Hands-On", "preview"),
        ("Bandes-annonces", "trailer"),
        ("Nachrufe", "obituary"),
        ("Interviste", "interview"),
        ("Gulls", None),
        ("", None),
    ],
)
def test_kinds(label: str, kind: Kind | None) -> None:
    assert kind_named(label) == kind


@pytest.mark.parametrize(
    ("label", "medium"),
    [
        ("TV", "tv"),
        ("Bücher", "book"),
        ("Jeux", "game"),
        ("映画", "film"),
        ("Film & Music", None),
        ("Letters", None),
    ],
)
def test_media(label: str, medium: Medium | None) -> None:
    assert medium_named(label) == medium


@pytest.mark.parametrize(
    ("title", "is_section"),
    [
        ("Gaming News", True),
        ("Críticas de cine", True),
        ("Recensioner", True),
        ("Review: Gulls", False),
        ("The Game", False),
        ("", False),
    ],
)
def test_sections(title: str, is_section: bool) -> None:
    assert names_section(title) is is_section
