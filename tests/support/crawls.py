"""`scrapy crawl` in a process of its own, and what it left.

It is forked, which saves it the imports; `pytest --no-fork` starts it as a user does.
"""

from __future__ import annotations

import json
import os
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from tests.support.forked import start_code, start_module
from tests.support.paths import ROOT
from tests.support.processes import DEADLINE, press_once, press_until_it_ends, wait_until

# `scrapy WORDS...` that may write no more bytes to one file than its first word says.
LITTLE_DISK = """
import resource, runpy, sys
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv.pop(1)),) * 2)
runpy.run_module("scrapy", run_name="__main__", alter_sys=True)
"""


def rows_of(path: Path, sql: str) -> list[dict[str, Any]]:
    """What a query gives of an archive."""
    db = Database(path)
    try:
        return list(db.query(sql))
    finally:
        db.close()


@dataclass
class Crawl:
    """How a crawl ended, and what it left."""

    code: int
    log: str
    db: Path
    records: list[dict[str, Any]]

    def rows(self, sql: str) -> list[dict[str, Any]]:
        return rows_of(self.db, sql)

    @property
    def last(self) -> dict[str, Any]:
        """The row of the crawl."""
        return self.rows("select * from crawls order by id desc limit 1")[0]

    def lines(self, word: str) -> list[str]:
        """Lines of the log with this word in them."""
        return [line for line in self.log.splitlines() if word in line]


def crawl_runner(tmp_path: Path) -> Callable[..., Crawl]:
    """A function that crawls an outlet of hosts on loopback in this folder.

    Each crawl begins in another second than the one before ended in: captures of one second with the same
    bytes are one.
    """
    folder = tmp_path / "outlets"
    folder.mkdir()
    ours = {
        "MATINEE_OUTLETS": str(folder),
        "PYTHONPATH": str(ROOT),
    }

    last_end = 0

    def run(
        toml: str,
        *args: str,
        delay: float = 0,
        db: str = "t.db",
        name: str = "paper",
        settings: str = "patient_settings",
        disk: int = 0,
        until: Callable[[], bool] | None = None,
        press: signal.Signals = signal.SIGINT,
        insist: bool = False,
        then: Callable[[], object] = lambda: None,
    ) -> Crawl:
        """Write the outlet file and crawl.

        Args:
            toml: the outlet file but for its title and delay.
            args: of `scrapy crawl NAME`, after those that make a crawl small.
            settings: the module of `tests.support` with the settings.
            disk: KiB that may be written to one file, 0 for what there is.
            until: when to press Ctrl-C.
            press: or send another signal.
            insist: press again and again until the crawl ends.
            then: what to do after that: release an answer that was held back.
        """
        nonlocal last_end
        (folder / f"{name}.toml").write_text(f'title = "Paper"\ndelay = {delay}\n{toml}')
        out = tmp_path / "out.jsonl"
        out.unlink(missing_ok=True)
        # The files of the host's own are asked for where a test is about them.
        small = ["OPT_OUT_FILES=0", "CLEAN_WORKERS=1", "RETRY_TIMES=1", f"ARCHIVE_DB={tmp_path / db}"]
        given = [word for setting in small for word in ("-s", setting)]
        words = ["crawl", name, *given, "-O", str(out), *args]
        environment = {**os.environ, **ours, "SCRAPY_SETTINGS_MODULE": f"tests.support.{settings}"}
        while int(time.time()) == last_end:
            time.sleep(0.02)
        if disk:
            limited = [str(disk * 1024), *words]
            process = start_code(LITTLE_DISK, limited, environment, tmp_path, merge=True)
        else:
            process = start_module("scrapy", words, environment, tmp_path, merge=True)
        try:
            if until:
                wait_until(until, process)
                (press_until_it_ends if insist else press_once)(process, press)
                then()
            log = process.communicate(timeout=DEADLINE)[0]
        finally:
            process.kill()
        last_end = int(time.time())
        records = [json.loads(line) for line in out.read_text().splitlines()] if out.exists() else []
        return Crawl(process.returncode, log, tmp_path / db, records)

    return run
