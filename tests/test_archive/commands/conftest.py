"""The archive's commands, run in this process."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from archive.commands.all import commands
from archive.commands.options import MatineeGroup


@pytest.fixture
def run(db: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    """`run("search", "x")` in the folder of the archive, with it as the default."""
    monkeypatch.chdir(db.parent)
    group = MatineeGroup("matinee", commands=dict(commands))
    return lambda *arguments: CliRunner().invoke(group, list(arguments), prog_name="matinee")
