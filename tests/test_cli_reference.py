"""CLI.md says what the program says."""

from __future__ import annotations

import subprocess
import sys

from click.testing import CliRunner

from crawler.cli.main import cli
from tests.cli_reference import pages
from tests.support.paths import ROOT


def test_the_reference_is_what_the_program_says() -> None:
    # As a module: a script's own folder comes first on the path, and tests/archive is not the archive.
    check = [sys.executable, "-m", "tests.cli_reference", "--check"]
    done = subprocess.run(check, capture_output=True, text=True, check=False, cwd=ROOT)
    assert (done.returncode, done.stderr) == (0, "")


def test_every_command_shows_how_it_is_used() -> None:
    bare = [name for name, text in pages(cli, "matinee") if f"\n  {name}" not in text]
    assert bare == []


def test_a_terminal_of_80_columns_shows_what_each_command_does() -> None:
    groups = ([], ["outlets"], ["rules"], ["works"])
    helped = [CliRunner().invoke(cli, [*group, "--help"], terminal_width=80).output for group in groups]
    lists = [text.partition("Commands:")[2].splitlines() for text in helped]
    assert all(lists)
    assert [line for lines in lists for line in lines if line.endswith("...")] == []
