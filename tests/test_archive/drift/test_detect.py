"""When pages are said to be read worse than before, and when not."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from math import comb

import pytest

from archive.drift.detect import DriftPage, drifts
from archive.drift.exact_test import StratumCounts, p_value

START = datetime(2026, 5, 1, tzinfo=UTC)


def pages(number: int) -> list[DriftPage]:
    """Pages as an outlet has them while nothing happens: one in twenty without an author, of any length."""
    chance = random.Random(5)
    return [
        DriftPage(
            url=f"https://a.example/film/{place}",
            at=START + timedelta(hours=place),
            section="film",
            published=START + timedelta(hours=place - 1),
            author=place % 20 != 7,
            words=int(chance.lognormvariate(6.3, 0.5)),
            shared=chance.random() * 0.1,
        )
        for place in range(number)
    ]


def spoiled(clean: list[DriftPage], since: int, **facts: object) -> list[DriftPage]:
    return clean[:since] + [replace(page, **facts) for page in clean[since:]]  # type: ignore[arg-type]


def test_fishers_exact_test() -> None:
    assert p_value([StratumCounts(0, 10, 5, 5)]) == pytest.approx(1 / comb(15, 5))
    # Fisher's tea: three of four cups told right, one wrong.
    assert p_value([StratumCounts(1, 4, 3, 4)]) == pytest.approx(17 / 70)


def test_strata_are_weighed_together_and_not_as_one() -> None:
    apart = [StratumCounts(0, 20, 0, 2), StratumCounts(9, 10, 18, 20)]
    assert p_value(apart) > 0.5
    assert p_value([StratumCounts(9, 30, 18, 22)]) < 0.001, (
        "what a crawl that turns to another section looks like"
    )


@pytest.mark.parametrize(
    ("sign", "facts"),
    [
        ("article", {"article": False}),
        ("author", {"author": False}),
        ("date", {"date": False, "published": None}),
        ("title", {"title": False}),
        ("short", {"words": 60}),
        ("repetitive", {"shared": 0.5}),
    ],
)
@pytest.mark.parametrize(("number", "since"), [(18, 12), (60, 50), (200, 100), (200, 30)])
def test_a_change_is_seen_and_dated(sign: str, facts: dict[str, object], number: int, since: int) -> None:
    clean = pages(number)
    assert drifts(clean) == []
    (drift,) = drifts(spoiled(clean, since, **facts))
    assert drift.sign == sign
    assert abs((drift.began - clean[since].at) / timedelta(hours=1)) <= 3
    assert drift.before < 0.2 and drift.since > 0.9
    assert drift.urls == tuple(page.url for page in clean[:-4:-1])


def test_few_pages_say_nothing() -> None:
    assert drifts(spoiled(pages(14), 9, author=False)) == []
    assert drifts(spoiled(pages(60), 57, author=False)) == []


def test_what_is_over_is_no_drift() -> None:
    clean = pages(100)
    assert drifts(spoiled(clean, 60, author=False)[:90] + clean[90:]) == []


def test_better_is_no_drift() -> None:
    assert drifts([replace(page, author=False) for page in pages(60)[:40]] + pages(60)[40:]) == []


@pytest.mark.parametrize(
    "other",
    [
        {"section": "gallery"},
        {"published": START - timedelta(days=365 * 7)},
    ],
)
def test_a_crawl_that_turns_to_another_section_or_to_old_pages_is_no_drift(other: dict[str, object]) -> None:
    turned = spoiled(pages(100), 60, author=False, words=90, **other)
    if "section" in other:
        turned += [replace(page, url=page.url + "/late") for page in pages(106)[100:]]
    assert drifts(turned) == []


def test_an_outlet_that_has_moved_is_compared_all_the_same() -> None:
    (drift,) = drifts(spoiled(pages(60), 40, author=False, section="new"))
    assert drift.sign == "author"


def steady(chance: random.Random) -> Callable[[], list[DriftPage]]:
    """An outlet of chance's making that never changes: sections of their own kind, in bouts."""

    def make() -> list[DriftPage]:
        size = chance.choice([12, 20, 40, 80, 200])
        sections = [
            (f"s{n}", chance.choice([0, 0.02, 0.1, 0.4, 0.95]), chance.choice([0, 0.05, 0.3]))
            for n in range(chance.randint(1, 4))
        ]
        typical, spread = chance.uniform(4.5, 7), chance.uniform(0.3, 0.9)
        found, section = [], sections[0]
        for place in range(size):
            if chance.random() < 0.3:
                section = chance.choice(sections)
            found.append(
                DriftPage(
                    url=str(place),
                    at=START + timedelta(hours=place),
                    section=section[0],
                    author=chance.random() > section[1],
                    date=chance.random() > section[2],
                    article=chance.random() > 0.05,
                    words=int(chance.lognormvariate(typical, spread)),
                    shared=min(1.0, chance.expovariate(12)),
                )
            )
        return found

    return make


def test_outlets_that_never_change_are_left_alone() -> None:
    make = steady(random.Random(11))
    alarms = sum(bool(drifts(make())) for _ in range(400))
    assert alarms <= 1
