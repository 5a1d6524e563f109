"""`matinee` in processes of its own, on outlets of real hosts."""

from __future__ import annotations

import json
import os
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.support.crawls import rows_of
from tests.support.forked import start_module
from tests.support.paths import ROOT
from tests.support.processes import DEADLINE, Process, press_until_it_ends, wait_until
from tests.support.web import Host


@dataclass
class Done:
    """How a process ended, and how many seconds that took."""

    code: int
    out: str
    err: str
    seconds: float

    @property
    def json(self) -> Any:
        return json.loads(self.out)


class Desk:
    """A folder with outlets, an archive, and the commands that work on them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.outlets = folder / "outlets"
        self.outlets.mkdir()
        self.db = folder / "t.db"
        self._started: list[Process] = []

    def outlet(self, name: str, host: Host | str, *lines: str, delay: float = 0.05) -> None:
        """An outlet with the feed /rss of a host."""
        url = host if isinstance(host, str) else host.url
        text = [f'title = "{name.title()}"', f'home = "{url}/"', f'feeds = ["{url}/rss"]', f"delay = {delay}"]
        (self.outlets / f"{name}.toml").write_text("\n".join([*text, *lines]))

    def start(self, *words: str, terminal: int | None = None) -> Process:
        """Start `matinee crawl ...`, or `scrapy ...` where the first word is that; on a `terminal`."""
        module, rest = self._command(words)
        process = start_module(module, rest, self._environment(), self.folder, terminal)
        self._started.append(process)
        return process

    def close(self) -> None:
        """End what still runs because a test failed."""
        for process in self._started:
            process.kill()

    def run(self, *words: str, until: Callable[[], object] | None = None, **ends: Any) -> Done:
        """Run to the end; the rest is as in `end`."""
        return end(self.start(*words), until, **ends)

    def rows(self, sql: str) -> list[dict[str, Any]]:
        return rows_of(self.db, sql)

    def _command(self, words: tuple[str, ...]) -> tuple[str, list[str]]:
        """The module to run, and its words."""
        program, rest = ("scrapy", words[1:]) if words[:1] == ("scrapy",) else ("crawler", words)
        where = ["-s", f"ARCHIVE_DB={self.db}"] if program == "scrapy" else ["--db", str(self.db)]
        if "rehydrate" in words[:1]:  # it has an archive of its own
            where = []
        if (program == "scrapy" or {"crawl", "rehydrate"} & set(words[:1])) and "--dry-run" not in words:
            where += ["-s", "CLEAN_WORKERS=1", "-s", "OPT_OUT_FILES=0"]
        return program, [*rest, *where]

    def _environment(self) -> dict[str, str]:
        return {
            **os.environ,
            "MATINEE_OUTLETS": str(self.outlets),
            "SCRAPY_SETTINGS_MODULE": "tests.support.patient_settings",
            "PYTHONPATH": str(ROOT),
        }


def end(
    process: Process,
    until: Callable[[], object] | None = None,
    number: int = signal.SIGTERM,
    insist: bool = False,
    then: Callable[[], object] = lambda: None,
) -> Done:
    """Wait for the end of a process.

    Args:
        until: when to send it a signal; the seconds count from there.
        number: of the signal.
        insist: send it again and again until the process ends.
        then: what to do after that: release an answer that was held back.
    """
    began = time.monotonic()
    try:
        if until:
            wait_until(until, process)
            began = time.monotonic()
            if insist:
                press_until_it_ends(process, number)
            else:
                process.send_signal(number)
            then()
        out, err = process.communicate(timeout=DEADLINE)
        return Done(process.returncode, out, err, time.monotonic() - began)
    finally:
        process.kill()
