"""Search: whatever is typed finds or does not find, and never fails."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from archive.db.store import Store
from archive.query.search import marked, search
from archive.query.selection import Selection

IDS = {"verdict": 1, "preview": 2, "album": 3, "undated": 4}


@pytest.fixture
def store(db: Path) -> Iterator[Store]:
    with Store.open(db, readonly=True) as opened:
        yield opened


def found(store: Store, query: str = "", **wanted: object) -> set[str]:
    hits = search(store, query, Selection(**wanted)).hits
    return {name for name, number in IDS.items() if number in {hit.record["id"] for hit in hits}}


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("ballerina", {"verdict", "preview"}),
        ("dancers", {"preview", "album"}),  # by stem
        ("zoe", {"verdict", "album"}),  # accents do not count
        ("don't", {"verdict"}),
        ("spin-off", {"verdict"}),
        ("C++ (", {"album"}),
        ("Ballerina: opportunity", {"verdict"}),
        ('"missed opportunity', {"verdict"}),
        ('"opportunity missed"', set()),
        ('("missed opportunity" huge', {"verdict"}),
        ("halv* (", {"album"}),
        ("halv*", {"album"}),
        ("ballerina NOT preview", {"verdict", "preview"}),
        ("ballerina NOT expect", {"verdict"}),
        ("title: water", {"album"}),
        ("text: water", set()),
        ("{title work}: ballerina", {"verdict", "preview"}),
        ("record OR opportunity", {"verdict", "album"}),
        ("NEAR(huge opportunity, 2)", {"verdict"}),
        ("ballerina, opportunity", {"verdict"}),
        ("*reads", set()),
        ("AND", {"verdict"}),  # a word when it joins nothing
        ("ballerina\0opportunity", {"verdict"}),
        ("ballerina\udcff", {"verdict", "preview"}),
        ("“missed opportunity”", {"verdict"}),
    ],
)
def test_finds(store: Store, query: str, names: set[str]) -> None:
    assert found(store, query) == names


@pytest.mark.parametrize(
    "query", ['"', '""', "*", "(", ")", "'", "NOT", "title:", "!!!", "🩰", "-", "^", "{", "NEAR("]
)
def test_finds_nothing_rather_than_fail(store: Store, query: str) -> None:
    assert search(store, query).total == 0


@pytest.mark.parametrize("query", ["", "  ", "\t\n", "\0"])
def test_a_blank_query_lists_the_latest_first(store: Store, query: str) -> None:
    hits = search(store, query).hits
    assert [hit.record["id"] for hit in hits] == [1, 2, 3, 4]
    assert {hit.snippet for hit in hits} == {None}


def test_anything_typed_is_searched(store: Store) -> None:
    chance = random.Random(2026)
    pieces = [
        '"',
        "'",
        "(",
        ")",
        "*",
        "+",
        "-",
        "^",
        ":",
        "{",
        "}",
        ",",
        ".",
        "NEAR",
        "AND",
        "OR",
        "NOT",
        "title",
        "ballerina",
    ]
    pieces += [
        "dan",
        "é",
        "🩰",
        "\\",
        "%",
        "_",
        ";",
        "--",
        "/*",
        "\n",
        "\0",
        "\x1a",
        "\ud800",
        "10",
        "NEAR(",
        "'' ",
        '""',
        "rank",
    ]
    for _ in range(1000):
        query = "".join(
            chance.choice(pieces) + chance.choice(["", " "]) for _ in range(chance.randint(1, 12))
        )
        result = search(store, query)
        assert result.total == len(result.hits) <= 4, query


@pytest.mark.parametrize(
    "query",
    [
        "ballerina " * 20_000,
        "don't " * 20_000,
        "(" * 20_000,
        '"' * 20_001,
        "x" * 200_000,
        "a OR " * 799 + "b",
        "a b " * 1000,
    ],
)
def test_a_very_long_query_is_searched(store: Store, query: str) -> None:
    assert search(store, query).total <= 4


def test_many_different_words(store: Store) -> None:
    assert search(store, " ".join(f"don't{number}" for number in range(5000))).total == 0


def test_what_stops_the_archive_is_not_taken_for_a_bad_query(store: Store) -> None:
    assert search(store, "ballerina").total
    store.db.conn.set_progress_handler(lambda: 1, 1)  # interrupts whatever runs
    with pytest.raises(sqlite3.OperationalError, match="interrupted"):
        search(store, "ballerina")


def test_a_title_says_more_than_a_text(
    store: Store, db: Path, add: Callable[..., int], articles: dict
) -> None:
    hits = search(store, "dancer OR water").hits
    assert [hit.record["id"] for hit in hits] == [3, 2]


def test_a_snippet_marks_what_was_found_and_escapes_the_rest(store: Store) -> None:
    (hit,) = search(store, "figures").hits
    assert hit.as_dict()["snippet"].endswith("<mark>Figures</mark>: 5 &lt; 6 &amp; 7 &gt; 2.")
    assert "\n" not in hit.as_dict()["snippet"]
    assert hit.snippet and "[Figures]: 5 < 6" in marked(hit.snippet, "[", "]")


@pytest.mark.parametrize("query", ["ballerina", "dancers OR figures"])
def test_common_and_rare_words_get_the_same_snippets(
    store: Store, query: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    rare = search(store, query).hits
    monkeypatch.setattr("archive.query.snippets._FEW", -1)
    assert search(store, query).hits == rare and any("<mark>" in hit.as_dict()["snippet"] for hit in rare)


def test_limit_and_offset_walk_through_all(store: Store) -> None:
    pages = [search(store, "", limit=1, offset=offset) for offset in range(5)]
    assert [page.total for page in pages] == [4] * 5
    assert [hit.record["id"] for page in pages for hit in page.hits] == [1, 2, 3, 4]
    assert len(search(store, "", limit=-1).hits) == 4


@pytest.mark.parametrize(
    ("wanted", "names"),
    [
        ({"outlets": ("reel",)}, {"verdict", "preview"}),
        ({"outlets": ("reel", "noise"), "kinds": ("review",)}, {"verdict", "album"}),
        ({"media": ("music",)}, {"album"}),
        ({"works": ("ballerina",)}, {"verdict", "preview"}),
        ({"works": ("baller",)}, set()),
        ({"works": ("baller*", "low water")}, {"verdict", "preview", "album"}),
        ({"works": ("TT7181546",)}, {"verdict", "preview"}),
        ({"works": ("%",)}, set()),
        ({"authors": ("ZOE ortega",)}, {"verdict", "album"}),
        ({"authors": ("Smith; Jones",)}, {"verdict"}),
        ({"authors": ("decider*",)}, {"preview"}),
        ({"languages": ("en",)}, {"verdict", "preview"}),
        ({"languages": ("en-GB", "de")}, {"verdict", "album"}),
        ({"languages": ("EN-gb", "DE")}, {"verdict", "album"}),
        ({"languages": ("e%",)}, set()),
        ({"statuses": ("excerpt",)}, {"undated"}),
        ({"min_score": 87.5}, {"verdict"}),
        ({"min_score": 88.0}, set()),
        ({"since": datetime(2025, 6, 6, 18, 30, tzinfo=UTC)}, {"verdict", "preview"}),
        ({"since": datetime(2025, 6, 6, 18, 31, tzinfo=UTC)}, {"preview"}),  # known to the year alone
        ({"since": datetime(2026, 1, 1, tzinfo=UTC)}, set()),
        ({"since": datetime(2024, 5, 17, tzinfo=UTC)}, {"verdict", "preview", "album"}),
        ({"since": datetime(2024, 5, 18, tzinfo=UTC)}, {"verdict", "preview"}),
        ({"until": datetime(2024, 5, 17, tzinfo=UTC)}, {"album"}),
        ({"until": datetime(2024, 5, 16, 23, 59, tzinfo=UTC)}, set()),
        ({"until": datetime(2025, 1, 1, tzinfo=UTC)}, {"album", "preview"}),
    ],
)
def test_filters(store: Store, wanted: dict[str, object], names: set[str]) -> None:
    assert found(store, **wanted) == names


def test_filters_and_query_hold_together(store: Store) -> None:
    assert found(store, "ballerina", kinds=("review",), authors=("zoe*",)) == {"verdict"}
