"""Matinee as its user runs it: processes of their own, in a folder with outlets and one archive."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.support.processes import DEADLINE, wait_until

MATINEE = Path(sys.executable).with_name("matinee")


class Reader:
    """One user with one archive."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True)
        self._folder = folder
        self._environment = {**os.environ, "MATINEE_OUTLETS": "outlets", "COLUMNS": "100"}

    def run(self, *words: str) -> str:
        """Run a command to its end, and return what it printed to its standard output.

        Raises:
            AssertionError: it failed, or showed a traceback.
        """
        done = self._ended(*words)
        assert done.returncode == 0, f"matinee {' '.join(words)} ended with {done.returncode}: {done.stderr}"
        return done.stdout

    def add(self, name: str, url: str) -> str:
        """Have Matinee find the sources of a site and write its outlet file."""
        return self.run("add", f"{url}/", "--yes", "--name", name, "--delay", "0", "--outlets", "outlets")

    def crawl(self, name: str, *words: str) -> tuple[int, str]:
        """Crawl one outlet; the exit code, which is 0 or 1, and all that was printed."""
        done = self._ended("crawl", name, *words)
        assert done.returncode in {0, 1}, done.stderr
        return done.returncode, done.stdout + done.stderr

    def crawl_killed(self, name: str, happened: Callable[[], object]) -> bool:
        """Start a crawl, and end it with `kill -9`, its worker processes too, when something has happened.

        Returns whether the crawl was still running then.
        """
        with (self._folder / "killed.log").open("a") as log:
            process = subprocess.Popen(
                [MATINEE, "crawl", name],
                cwd=self._folder, env=self._environment, stdout=log, stderr=log, start_new_session=True,
            )  # fmt: skip
            try:
                wait_until(happened, process)
            finally:
                was_running = process.poll() is None
                if was_running:
                    os.killpg(process.pid, signal.SIGKILL)
                process.wait()
        return was_running

    def _ended(self, *words: str) -> subprocess.CompletedProcess[str]:
        done = subprocess.run(
            [MATINEE, *words],
            cwd=self._folder, env=self._environment, capture_output=True, text=True, timeout=DEADLINE,
            check=False,
        )  # fmt: skip
        assert "Traceback" not in done.stderr, done.stderr
        return done

    def articles(self) -> list[dict[str, Any]]:
        """All articles as `matinee export` gives them."""
        self.run("export", "articles.jsonl")
        lines = (self._folder / "articles.jsonl").read_text(encoding="utf-8").splitlines()
        return [json.loads(line) for line in lines]

    def show(self, url: str) -> dict[str, Any]:
        """One article as `matinee show --json` gives it."""
        shown: dict[str, Any] = json.loads(self.run("show", url, "--json"))
        return shown
