"""`matinee stats`: counts as bars, as lines and as JSON."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from click.testing import Result

from archive.commands.stats import bars

Run = Callable[..., Result]


def test_a_pipe_gets_tabs(run: Run) -> None:
    assert run("stats", "--by", "outlet,score").stdout.splitlines() == [
        "outlet\tnoise\t2",
        "outlet\treel\t2",
        "score\t80-100\t1",
    ]
    assert run("stats", "ballerina", "--kind", "review", "--by", "year").stdout == "year\t2025\t1\n"


def test_the_rarer_values_are_cut_and_a_terminal_says_so(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    assert run("stats", "--by", "outlet", "--most", "1").stdout == "outlet\tnoise\t2\n"
    monkeypatch.setattr("archive.commands.stats.on_terminal", lambda: True)
    cut = run("stats", "--by", "outlet", "--most", "1").stdout
    assert "noise" in cut and "reel" not in cut and "more than these 1; --most shows more" in cut
    assert "--most" not in run("stats", "--by", "outlet").stdout


def test_json(run: Run) -> None:
    shown = json.loads(run("stats", "author:ortega", "--json").stdout)
    assert shown["total"] == 2 and shown["kind"] == {"review": 2}
    assert list(shown) == ["total", "outlet", "kind", "medium", "year", "score"]


def test_bars_are_in_proportion() -> None:
    lines = bars(
        {"review": 1600, "news": 800, "an interview of a rather long name, that goes on": 1}, width=8
    )
    assert [line.rstrip("█▏▎▍▌▋▊▉#") for line in lines] == [
        "  review                            1,600  ",
        "  news                                800  ",
        "  an interview of a rather long n…      1  ",
    ]
    lengths = [len(line) for line in lines]
    assert lengths[0] - lengths[1] == 4 and lengths[1] - lengths[2] == 3
    assert bars({}) == []
