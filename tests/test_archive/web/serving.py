"""`matinee serve` and `matinee demo --serve` as processes."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.support.forked import start_module
from tests.support.paths import ROOT
from tests.support.processes import Process


@contextmanager
def serving(folder: Path, *words: str) -> Iterator[tuple[Process, str]]:
    """The process of a command that serves, and the address that it says."""
    read, write = os.pipe()
    process = start_module("crawler", words, {**os.environ, "PYTHONPATH": str(ROOT)}, folder, write)
    os.close(write)
    shown = ""
    try:
        with open(read) as output:  # noqa: PTH123 (a file descriptor)
            for line in output:
                shown += line
                if match := re.search(r" is at (http://\S+)/", line):
                    yield process, match[1]
                    return
        raise AssertionError(f"it ended without serving: {shown}")
    finally:
        process.kill()
