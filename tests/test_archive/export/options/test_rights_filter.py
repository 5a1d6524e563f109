"""--without-signal and --license: what pages and hosts said of their use decides what leaves the archive."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from archive.commands.export import export_
from archive.db.store import Store
from archive.export.choice import Choice, chosen, chosen_records
from archive.model import Article, Capture, Signal
from archive.opt_out import SIGNAL_NAMES
from tests.support.examples import property_test
from tests.test_archive.conftest import SAVED, Put

URL = "https://reel.example/ballerina-expectations"  # of article 2


@pytest.fixture
def said(db: Path, add: Put, articles: dict[str, Article]) -> Path:
    """Article 2 said noai once and has stopped; 5 says noarchive to Googlebot alone, and reserves mining."""
    made = articles["preview"]
    for day, signals in ((1, (Signal("noai", "meta", "noai"),)), (2, ())):
        at = SAVED + timedelta(days=day)
        add(made, Capture(URL + "#top", at, b"<p>%d</p>" % day, outlet="reel", signals=signals))
    url = "https://mine.example/one"
    signals = (
        Signal("noarchive", "meta:googlebot", "noarchive"),
        Signal("tdm-reservation", "tdmrep.json", "1"),
        Signal("noimageai", "header", "noimageai"),
    )
    rights = {"opt_out": "tdm-reservation", "license": "https://creativecommons.org/licenses/by-nc/4.0/"}
    own = replace(articles["undated"], url=url, text="Words of its own.", rights=rights)
    add(own, Capture(url, SAVED, b"<p>mine</p>", outlet="mine", signals=signals))
    return db


def exported(db: Path, **filters: object) -> tuple[list[int], dict[str, int]]:
    choice = Choice(**filters)  # type: ignore[arg-type] # the filters of a test
    with Store.open(db, readonly=True) as store:
        taken = chosen(store, choice)
        return [record["id"] for record in chosen_records(store, choice, taken)], dict(taken.left_out)


@pytest.mark.parametrize(
    ("name", "ids"),
    [
        ("noai", [1, 3, 4, 5]),
        ("tdm-reservation", [1, 2, 3, 4]),
        ("noimageai", [1, 2, 3, 4]),
        ("noarchive", [1, 2, 3, 4, 5]),
        ("ai.txt", [1, 2, 3, 4, 5]),
    ],
)
def test_a_signal_of_any_capture_counts(said: Path, name: str, ids: list[int]) -> None:
    assert exported(said, without_signals=(name,)) == (ids, {f"they say {name}": 5 - len(ids)})


@pytest.mark.parametrize(
    ("licenses", "ids"),
    [
        (("CC-BY-4.0",), [1]),
        (("cc-by*",), [1]),
        (("*creativecommons.org/licenses/by*",), [5]),
        (("cc-by*", "*/by-nc/*"), [1, 5]),
        (("*",), [1, 5]),
        (("MIT",), []),
    ],
)
def test_licences(said: Path, licenses: tuple[str, ...], ids: list[int]) -> None:
    reason = f"their licence is not {' or '.join(licenses)}"
    assert exported(said, licenses=licenses) == (ids, {reason: 5 - len(ids)})


def test_the_opt_out_of_the_shown_text(said: Path) -> None:
    assert exported(said, respect_opt_out=True) == ([1, 2, 3, 4], {"they opted out": 1})


@property_test
@given(
    st.sets(st.sampled_from(SIGNAL_NAMES)),
    st.sets(st.sampled_from(["*", "CC*", "*/by-nc/*"])),
    st.booleans(),
)
def test_filters_compose(said: Path, names: set[str], licenses: set[str], respect: bool) -> None:
    everything = {1, 2, 3, 4, 5}
    alone = [set(exported(said, without_signals=(name,))[0]) for name in names]
    if licenses:
        alone.append(set(exported(said, licenses=tuple(licenses))[0]))
    if respect:
        alone.append(set(exported(said, respect_opt_out=True)[0]))
    ids, left_out = exported(
        said, without_signals=tuple(names), licenses=tuple(licenses), respect_opt_out=respect
    )
    assert set(ids) == everything.intersection(*alone)
    assert sorted(left_out.values()) == sorted(5 - len(each) for each in alone)


def test_command_card_and_ledger_count_them(said: Path, tmp_path: Path) -> None:
    words = ["--without-signal", "noai", "--license", "cc-by*", "--license", "*/by-nc/*"]
    result = CliRunner().invoke(export_, [f"{tmp_path}/set/", *words, "--db", str(said)])
    assert "2 articles in" in result.output
    assert "left out because they say noai: 1; left out because their licence is not cc-by*" in result.output
    card = (tmp_path / "set" / "README.md").read_text(encoding="utf-8").splitlines()
    assert "| because they say noai | 1 |" in card
    assert "| because their licence is not cc-by\\* or \\*/by-nc/\\* | 3 |" in card
    with Store.open(said, readonly=True) as store:
        (row,) = store.db.query("select filters from exports")
    assert json.loads(row["filters"])["without_signals"] == ["noai"]


def test_captures_are_filtered_too(said: Path, tmp_path: Path) -> None:
    out = tmp_path / "x.warc"
    result = CliRunner().invoke(export_, [str(out), "--without-signal", "noai", "--db", str(said)])
    assert "left out because they say noai: 1 article" in result.output
    assert b"/one" in out.read_bytes() and URL.encode() not in out.read_bytes()


def test_an_unknown_signal_is_a_mistake(db: Path, tmp_path: Path) -> None:
    words = [f"{tmp_path}/x.csv", "--without-signal", "noway", "--db", str(db)]
    result = CliRunner().invoke(export_, words)
    assert result.exit_code == 2 and "noimageai" in result.output
