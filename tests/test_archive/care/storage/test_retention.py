"""Which captures keep their bytes under each rule."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.care.check import check
from archive.care.storage.retention import drop_bodies, read_keep, stored_rules, write_rules
from archive.db.store import Store
from archive.errors import DroppedError
from archive.export import records
from archive.model import Capture
from tests.support.examples import property_test, property_test_with
from tests.test_archive.db.bodies.test_dictionaries import submit

NOON = datetime(2026, 3, 15, 12, tzinfo=UTC)
NOW = NOON + timedelta(days=10)
SITE = "https://reel.example"


def page(path: str, text: str, days: float, status: int = 200, outlet: str = "reel") -> Capture:
    body = text.replace("|", "\n").encode()
    return Capture(f"{SITE}/{path}", NOON + timedelta(days=days), body, status, outlet=outlet)


FIRST = page("a", "A|By Ann|The first words of it.", 0)
AGAIN = page("a", "A|By Ann|The first words of it.|!rating 3/5", 1)
SECOND = page("a", "A|By Ann|The second words of it.", 2)
WORSE = page("a", "A|By Ann|The second.|!paywalled", 3)
LIST = [page("list", f"!listing|A list|By Ann|{number}.", number) for number in (4, 5)]
FAILED = page("broken", "!raise|B|By Ann|x", 0)
NOISE = page("n", "N|By Bob|Noise.", 0, outlet="noise")
EVERY = [FIRST, AGAIN, SECOND, WORSE, *LIST, FAILED, NOISE]


@pytest.fixture
def db(tmp_path: Path) -> Path:
    return submit(tmp_path / "archive.db", EVERY)


def kept(db: Path, rules: dict[str, str]) -> list[Capture]:
    """The captures whose bytes are left under these rules; everything else of the archive stays."""
    with Store.open(db) as store:
        before = list(records(store))
        with store.transaction():
            write_rules(store, rules, NOW)
            drop_bodies(store, stored_rules(store), NOW)
        assert list(records(store)) == before
        assert [fault.line() for fault in check(store)] == []
        ids = [row[0] for row in store.db.execute("select id from captures order by id").fetchall()]
        left = []
        for capture_id, capture in zip(ids, EVERY, strict=True):
            try:
                assert store.capture(capture_id).body == capture.body
            except DroppedError:
                continue
            left.append(capture)
        return left


@pytest.mark.parametrize(
    ("keep", "left"),
    [
        ("all", EVERY),
        ("latest", [SECOND, LIST[1], FAILED, NOISE]),
        ("none", [FAILED]),
        ("7", [WORSE, *LIST, FAILED]),
        ("0", [FAILED]),
        ("100", EVERY),
    ],
)
def test_what_a_rule_keeps(db: Path, keep: str, left: list[Capture]) -> None:
    assert kept(db, {"": keep}) == left


def test_an_outlet_may_have_a_rule_of_its_own(db: Path) -> None:
    assert kept(db, {"": "none", "noise": "all"}) == [FAILED, NOISE]
    assert kept(db, {"noise": "none"}) == [FAILED]


def test_bytes_that_another_capture_keeps_stay(tmp_path: Path) -> None:
    twin = Capture(f"{SITE}/twin", NOON, FIRST.body, outlet="noise")
    db = submit(tmp_path / "archive.db", [FIRST, twin])
    with Store.open(db) as store, store.transaction():
        assert drop_bodies(store, {"": "all", "reel": "none"}, NOW).pages == 0
        assert drop_bodies(store, {"": "none"}, NOW).pages == 1


def test_the_page_that_comments_were_read_from_stays(db: Path) -> None:
    with Store.open(db) as store, store.transaction():
        store.db.execute("update articles set comments_capture_id = 2 where id = 1")
    assert AGAIN in kept(db, {"": "latest"})


@property_test
@given(st.sampled_from(["all", "latest", "none", " None ", "07", "365"]))
def test_rules_as_they_are_stored(text: str) -> None:
    assert read_keep(text) == read_keep(read_keep(text))


@property_test_with(examples=30)
@given(st.text().filter(lambda text: not text.strip().isdecimal()))
def test_other_words_are_no_rules(text: str) -> None:
    if text.strip().lower() not in ("all", "latest", "none"):
        with pytest.raises(ValueError, match="is not all, latest, none or a number of days"):
            read_keep(text)
