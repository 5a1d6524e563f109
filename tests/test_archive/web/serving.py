"""`matinee serve` and `matinee demo --serve` as processes."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.support.paths import ROOT


@contextmanager
def serving(folder: Path, *words: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """The process of a command that serves, and the address that it says."""
    with subprocess.Popen(
        [sys.executable, "-m", "crawler", *words],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout
        shown = ""
        try:
            for line in process.stdout:
                shown += line
                if match := re.search(r" is at (http://\S+)/", line):
                    yield process, match[1]
                    return
            raise AssertionError(f"it ended without serving: {shown}")
        finally:
            process.kill()
