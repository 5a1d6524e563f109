"""Plots of a dataset: what they show, that they are the same again, and what is said without pygal."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner
from lxml import etree

from archive.commands.export import export_
from archive.export.dataset.plots import NO_PLOTS, write_plots
from archive.export.dataset.statistics import Statistics
from archive.query.figures import bar_chart


def texts(path: Path) -> list[str]:
    tree = etree.fromstring(path.read_bytes())
    return ["".join(element.itertext()) for element in tree.iter("{*}text")]


def test_the_card_shows_each_plot(db: Path, tmp_path: Path) -> None:
    assert CliRunner().invoke(export_, [f"{tmp_path}/set/", "--db", str(db)]).exit_code == 0
    card = (tmp_path / "set" / "README.md").read_text(encoding="utf-8")
    for path in (tmp_path / "set" / "plots").iterdir():
        assert f"](plots/{path.name})" in card
    assert {"2024", "2025"} <= set(texts(tmp_path / "set" / "plots" / "year.svg"))
    assert {"3.5/4", "Recommended"} <= set(texts(tmp_path / "set" / "plots" / "rating.svg"))


def test_they_are_the_same_again_and_run_nothing(tmp_path: Path) -> None:
    statistics = Statistics()
    statistics.groups["outlet"].update({"a <b>\x00": 3, "long " * 20: 2, None: 9})
    statistics.groups["year"].update({f"{year}": 1 for year in range(1900, 2000)})
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        lines = write_plots(tmp_path / name, statistics)
    assert [line.partition("](")[0] for line in lines] == [
        "![Articles by year of publication",
        "![Articles by outlet",
    ]
    for name in ("year", "outlet"):
        first, second = (tmp_path / folder / "plots" / f"{name}.svg" for folder in ("one", "two"))
        assert first.read_bytes() == second.read_bytes()
        assert not any(word in first.read_bytes() for word in (b"<script", b"<!--", b"onload"))
    assert "a <b>" in texts(tmp_path / "one" / "plots" / "outlet.svg")


def test_without_pygal_the_card_and_the_terminal_say_so(
    db: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bar_chart, "find_spec", lambda name: None)
    result = CliRunner().invoke(export_, [f"{tmp_path}/set/", "--db", str(db)])
    assert result.exit_code == 0 and NO_PLOTS in result.output
    assert NO_PLOTS in (tmp_path / "set" / "README.md").read_text(encoding="utf-8")
    assert not (tmp_path / "set" / "plots").exists()
