"""What commands print: tables with and without a terminal, and none that nobody reads."""

from __future__ import annotations

import sys

import pytest

from archive import terminal as printing

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


def test_a_table_elsewhere_is_parted_by_tabs(capsys: pytest.CaptureFixture[str]) -> None:
    printing.table(["name", "pages", "home"], ROWS)
    assert capsys.readouterr().out.splitlines()[2] == "b\t\thttps://outlet.test/"


@pytest.mark.parametrize(("stream", "error"), [("stdout", False), ("stderr", True)])
def test_a_stream_that_was_closed_is_no_terminal(
    monkeypatch: pytest.MonkeyPatch, stream: str, error: bool
) -> None:
    monkeypatch.setattr(sys, stream, None)
    assert not printing.on_terminal(error=error)
