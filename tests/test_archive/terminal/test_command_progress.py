"""How far a long command is: what is counted, how fast, how long it takes."""

from __future__ import annotations

import io
import sys
from contextlib import suppress
from pathlib import Path

import pytest

from archive.model import Capture
from archive.terminal import Progress, command_progress, duration
from archive.terminal.command_progress import progress_line
from crawler.cli.main import cli
from tests.test_archive.conftest import SAVED, article, put


@pytest.mark.parametrize(
    ("unit", "done", "total", "seconds", "line"),
    [
        ("pages", 0, None, 3.2, "Importing, 4 s"),
        ("pages", 0, 900, 61.0, "Importing, 1 min 1 s"),
        ("pages", 1200, None, 10.0, "Importing: 1,200 pages, 120 a second"),
        ("pages", 1200, 5000, 10.0, "Importing: 1,200 of 5,000 pages, 120 a second, 32 s left"),
        ("pages", 15, 100, 10.0, "Importing: 15 of 100 pages, 1.5 a second, 57 s left"),
        ("pages", 1, 3, 120.0, "Importing: 1 of 3 pages, 0.5 a minute, 4 min 0 s left"),
        ("pages", 5, 4, 10.0, "Importing: 5 of 4 pages, 30 a minute, 0 s left"),
        ("pages", 5, 5, 0.0, "Importing: 5 of 5 pages"),
        (
            *("bytes", 12_340_000, 50_000_000, 10.0),
            "Importing: 12.3 of 50.0 MB, 1.2 a second, 31 s left",
        ),
    ],
)
def test_a_line_of_progress(unit: str, done: int, total: int | None, seconds: float, line: str) -> None:
    assert progress_line("Importing", unit, done, total, seconds) == line


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0, "0 s"), (0.2, "1 s"), (59.9, "1 min 0 s"), (3599, "59 min 59 s"), (7500, "2 h 5 min")],
)
def test_a_duration(seconds: float, words: str) -> None:
    assert duration(seconds) == words


def test_a_new_step_counts_anew() -> None:
    advance = Progress("Copying", "bytes")
    advance(2_000_000, 4_000_000)
    assert advance.line().startswith("Copying: 2.0 of 4.0 MB")
    advance.step("Checking the copy", "checks")
    assert advance.line().startswith("Checking the copy, ")


class FakeTerminal(io.StringIO):
    """A standard error that is taken for a terminal."""

    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("import {folder}/pages", "Importing, "),
        ("reclean --until 1990", "Cleaning again, "),
        ("rescore", "Scoring, "),
        ("works import {folder}/films.csv", "Matching works, "),
        ("export {folder}/out.jsonl", "Exporting, "),
        ("merge {folder}/other.db", "Matching works and people, "),
        ("check", "Checking: 11 of 12 checks, "),
        ("backup {folder}/copy.db", "Checking the copy: 11 of 12 checks, "),
        ("compact", "Writing the file anew, "),
        ("remove 1 --why test --yes", "Writing the file anew, "),
        ("upgrade", "Upgrading, "),
    ],
)
def test_commands_that_take_long_show_how_far_they_are(
    words: str, shown: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("archive.db", "other.db"):
        page = article(f"https://reel.example/{name}", "A film", "A text.")
        put(tmp_path / name, page, Capture(page.url, SAVED, b"page", outlet="reel"))
    (tmp_path / "pages").mkdir()
    (tmp_path / "films.csv").write_text("id,title,year\n1,A film,1999\n")
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr(command_progress, "SHOWN_AFTER", 0.0)
    terminal = FakeTerminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    name, *rest = words.format(folder=tmp_path).split()
    options = ["--db", str(tmp_path / "archive.db")]
    with suppress(SystemExit):
        cli.commands[name].main([*rest, *options], standalone_mode=False)
    assert shown in terminal.getvalue()
