"""Lines that a terminal shows while a block runs: what is printed meanwhile, and what is left at the end."""

from __future__ import annotations

import logging
import os
import pty
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import click
import pytest

from archive.terminal import live_lines
from tests.support.screen import read_terminal, screen_lines


class Terminal:
    """A terminal. `written` is what the block wrote to it."""

    def __init__(self) -> None:
        self.written = b""

    @contextmanager
    def attached(self, *streams: str) -> Iterator[None]:
        """Make these streams of `sys` the terminal while the block runs. Its type is that of TERM."""
        ours, theirs = pty.openpty()
        with (
            os.fdopen(theirs, "w", encoding="utf-8", buffering=1) as stream,
            pytest.MonkeyPatch.context() as patch,
        ):
            for name in streams:
                patch.setattr(sys, name, stream)
            yield
        self.written = read_terminal(ours)
        os.close(ours)


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> Terminal:
    monkeypatch.setenv("TERM", "xterm")
    for name in ("COLUMNS", "LINES"):
        monkeypatch.delenv(name, raising=False)
    return Terminal()


def two_lines(columns: int, rows: int) -> list[str]:
    return [f"on {columns} columns", f"and {rows} rows"]


def test_output_of_all_kinds_is_printed_above_the_lines_and_is_all_that_is_left(terminal: Terminal) -> None:
    with terminal.attached("stdout", "stderr"), live_lines(two_lines):
        handler = logging.StreamHandler()
        handler.emit(logging.makeLogRecord({"msg": "a log line"}))
        click.echo("a note", err=True)
        click.echo("a result " + "that is longer than a line of the terminal " * 3)
        print("half a line", end="")
    written = terminal.written
    assert b"on 80 columns\r\nand 25 rows" in written
    assert screen_lines(written) == [
        "a log line",
        "a note",
        ("a result " + "that is longer than a line of the terminal " * 3).rstrip(),
        "half a line",
    ]


def test_an_output_that_is_no_terminal_gets_what_is_printed_there(
    terminal: Terminal, capsys: pytest.CaptureFixture[str]
) -> None:
    with terminal.attached("stderr"), live_lines(two_lines):
        click.echo("a result")
    assert capsys.readouterr().out == "a result\n"
    assert screen_lines(terminal.written) == [""]


def test_the_lines_are_drawn_again(terminal: Terminal) -> None:
    calls: list[int] = []

    def lines(columns: int, rows: int) -> list[str]:
        calls.append(columns)
        return ["\x1b[31mline\x1b[0m"] * len(calls)

    with terminal.attached("stderr"), live_lines(lines):
        wait_for(lambda: len(calls) >= 3)
    written = terminal.written
    assert b"[31mline[0m" in written and b"\x1b[31m" not in written, "no escape sequence of a line is drawn"
    assert screen_lines(written) == [""]


@pytest.mark.parametrize("name", ["dumb", "unknown"])
def test_a_terminal_that_cannot_move_its_cursor_gets_no_lines(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setenv("TERM", name)
    with terminal.attached("stderr"), live_lines(two_lines):
        click.echo("a note", err=True)
    assert terminal.written == b"a note\r\n"


def test_what_is_no_terminal_gets_no_lines(capsys: pytest.CaptureFixture[str]) -> None:
    with live_lines(two_lines):
        pass
    assert capsys.readouterr().err == ""


def test_nothing_is_shown_before_the_delay(terminal: Terminal) -> None:
    with terminal.attached("stderr"), live_lines(two_lines, delay=900.0):
        click.echo("a note", err=True)
    assert terminal.written == b"a note\r\n"


def wait_for(condition: Callable[[], bool]) -> None:
    while not condition():
        time.sleep(0.05)
