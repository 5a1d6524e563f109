"""What commands print: tables with and without a terminal, and none that nobody reads."""

from __future__ import annotations

import sys

import pytest

from archive.terminal import printing

ROWS = [["a", 7, "https://outlet.test/a-long-address"], ["b", None, "https://outlet.test/"], ["c", 12, "x"]]


def test_a_table_on_a_terminal_fits_it_and_cuts_nothing_off(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(printing, "on_terminal", lambda: True)
    monkeypatch.setenv("COLUMNS", "40")
    printing.table(["name", "pages", "home"], ROWS)
    lines = capsys.readouterr().out.splitlines()
    assert max(map(len, lines)) <= 40
    assert lines[0].split() == ["name", "pages", "home"]
    assert lines[2].startswith("a         7  https://"), "numbers stand to the right"
    assert "".join(line[13:].strip() for line in lines[2:4]) == ROWS[0][2]


def test_a_narrow_terminal_does_without_spare_columns_and_cuts_no_word(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Columns with nothing in them go first, then those that are named, until all words fit."""
    monkeypatch.setattr(printing, "on_terminal", lambda: True)
    headings = ["outlet", "state", "last success", "new 7d", "gone", "next due", "drift"]
    rows = [
        ["the-long-name-of-an-outlet", "drift", "12 min ago", 3, 0, "in 21 h", "no title or a worse one"],
        ["slant", "ok", None, 0, None, "in 2 d", None],
    ]
    for width, last in ((120, "drift"), (70, "due"), (58, "7d")):
        monkeypatch.setenv("COLUMNS", str(width))
        printing.table(headings, rows, spare=("drift", "gone", "next due"))
        lines = capsys.readouterr().out.splitlines()
        assert max(map(len, lines)) <= width and "gone" not in lines[0]
        assert lines[0].split()[-1] == last
        assert "the-long-name-of-an-outlet" in lines[2] and "12 min ago" in lines[2]
        if width == 120:
            assert "no title or a worse one" in lines[2]


def test_a_table_elsewhere_is_parted_by_tabs(capsys: pytest.CaptureFixture[str]) -> None:
    printing.table(["name", "pages", "home"], ROWS)
    assert capsys.readouterr().out.splitlines()[2] == "b\t\thttps://outlet.test/"


@pytest.mark.parametrize(("stream", "error"), [("stdout", False), ("stderr", True)])
def test_a_stream_that_was_closed_is_no_terminal(
    monkeypatch: pytest.MonkeyPatch, stream: str, error: bool
) -> None:
    monkeypatch.setattr(sys, stream, None)
    assert not printing.on_terminal(error=error)
