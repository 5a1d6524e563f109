"""The pieces of headlines that may be names."""

from __future__ import annotations

import pytest

from archive.clean.work.cuts import cut, label_kinds, without_season

TIDE = "The Long Tide"


@pytest.mark.parametrize(
    ("headline", "name"),
    [
        ("The Long Tide review: ships in the night", TIDE),
        ("In Review: The Long Tide", TIDE),
        ("Gulls: The Long Tide", TIDE),
        ("The Long Tide - Gulls", TIDE),
        ("The Long Tide (2024)", TIDE),
        ("[Rezi] The Long Tide", TIDE),
        ("The Long Tide de Ana Horn", TIDE),
        ("Rezension: Die lange Flut von Ana Horn", "Die lange Flut"),
        ("Recensione film La lunga marea", "La lunga marea"),
        ("드라마 긴 밀물", "긴 밀물"),
        ("【レビュー】長い潮", "長い潮"),
        ("Rating: The Long Tide – patient, grey | The Gull", TIDE),
    ],
)
def test_the_name_is_among_the_pieces(headline: str, name: str) -> None:
    assert name in cut(headline)


def test_labels() -> None:
    assert label_kinds("Review") == label_kinds("Filmkritik") == {"coverage"}
    assert label_kinds("Album") == {"formats"} and not label_kinds("Tide")


@pytest.mark.parametrize(
    ("name", "series"),
    [
        ("Harbour Lights Season 2", "Harbour Lights"),
        ("Dark – Staffel 3", "Dark"),
        ("The Ferry S03E04", "The Ferry"),
        ("Vikings (Temporada 4)", "Vikings"),
        ("Dune: Part Two", "Dune: Part Two"),
        ("Guardians Vol. 2", "Guardians Vol. 2"),
        ("Season 2", "Season 2"),
    ],
)
def test_a_season_is_no_part_of_a_series_name(name: str, series: str) -> None:
    assert without_season(name) == series


@pytest.mark.parametrize(
    ("headline", "name"),
    [
        ("Harbour Watch S2E8 recap: it was always Dov", "Harbour Watch"),
        ("Sluis 7, aflevering 3: de sleutel lag onder de mat", "Sluis 7"),
        ("Nej men Göran! (Skärgårdsläkaren, avsnitt 4)", "Skärgårdsläkaren"),
        ("La casa 2x05: la puerta", "La casa"),
        ("Kara Liman 12. bölümde neler oldu? Kara Liman 12. bölüm", "Kara Liman"),
        ("[미스터 부두] 10회 줄거리", "미스터 부두"),
        ("「港の家」第3話 感想", "港の家"),
        ("Bake Battle week 5: custard and carnage", "Bake Battle"),
    ],
)
def test_the_number_of_an_episode_parts_a_headline(headline: str, name: str) -> None:
    assert name in cut(headline)


def test_a_part_of_a_film_is_its_own_name() -> None:
    assert "Dune: Part Two" in cut("Dune: Part Two")
    assert without_season("Dune: Part Two") == "Dune: Part Two"
