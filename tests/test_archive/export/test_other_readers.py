"""What other tools for web archives make of an exported WARC file: warcio. Of pywb, see tests/publishers."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from archive.model import Capture
from tests.test_archive.export.test_warc import FULL, NOON, write

PAGES = [
    FULL,
    replace(FULL, url="https://reel.example/b", body=b"<p>Other words.</p>"),
    Capture("https://reel.example/gone", NOON, b"gone", 404, "text/plain"),
]


@pytest.fixture(params=["captures.warc.gz", "captures.warc"])
def warc(tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    return write(tmp_path / request.param, *PAGES)


def run(module: str, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", module, *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_warcio_check_finds_nothing(warc: Path) -> None:
    done = run("warcio.cli", "check", warc)
    assert done.returncode == 0, done.stderr
    assert "fail" not in done.stdout + done.stderr
