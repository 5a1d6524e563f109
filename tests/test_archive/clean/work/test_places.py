"""Where headlines name the work."""

from __future__ import annotations

import pytest

from archive.clean.work.places import place_in_headline, place_shares


@pytest.mark.parametrize(
    ("headline", "name", "place"),
    [
        ("Gulls: Harbour Noise", "Harbour Noise", "between colon and nothing"),
        ("Gulls: Harbour Noise", "Gulls", "between nothing and colon"),
        ("Gulls – Harbour Noise review", "Harbour Noise", "between dash and small word"),
        ("Harbour Noise", "Harbour Noise", "between nothing and nothing"),
        ("『長い潮』", "長い潮", "between quote and quote"),
        ("A quiet sea", "Harbour Noise", "elsewhere"),
    ],
)
def test_places(headline: str, name: str, place: str) -> None:
    assert place_in_headline(headline, name) == place


def test_shares_are_lower_where_few_pages_are_known() -> None:
    assert place_shares([]) == {}
    assert place_shares([("A: B", "B")]) == {"between colon and nothing": 0.5}
    shares = place_shares([("A: B", "B")] * 18 + [("B", "B")])
    assert shares == {"between colon and nothing": 0.9, "between nothing and nothing": 0.05}
