"""Imports that are killed, or stopped by Ctrl-C, and what the next makes of it."""

from __future__ import annotations

import os
import random
import signal
import time
from pathlib import Path
from typing import Any

import pytest

from archive.db.store import Store
from archive.errors import ArchiveError
from tests.support.forked import start_module
from tests.support.paths import ROOT
from tests.support.processes import DEADLINE, Process, press_once, wait_until
from tests.test_archive import cleaners
from tests.test_archive.importing.imports import dump, pages, rows, take, write_warc


@pytest.fixture
def db(tmp_path: Path) -> Path:
    return tmp_path / "a.db"


def start_import(db: Path, *paths: Path) -> Process:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return start_module(cleaners.__name__, list(map(str, (db, *paths))), environment, ROOT)


def processes_of(session: int) -> list[int]:
    """Processes that are still there of all that a killed import started."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                fields = (entry / "stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue
            if int(fields[3]) == session and fields[0] != "Z":
                found.append(int(entry.name))
    return found


def wait_for_the_end_of_all(session: int) -> None:
    """Workers do not outlive the import that started them."""
    wait_until(lambda: not processes_of(session))


def test_kill_at_any_moment_loses_nothing(tmp_path: Path, db: Path) -> None:
    warc = write_warc(tmp_path / "a.warc.gz", *(f"{page}\n!slow" for page in pages(60)))
    chance = random.Random(time.time_ns())
    waits = [0.05, *(chance.uniform(0.3, 1.5) for _ in range(5))]
    for wait in waits:
        process = start_import(db, warc)
        time.sleep(wait)
        process.send_signal(signal.SIGKILL)
        process.communicate(timeout=DEADLINE)
        wait_for_the_end_of_all(process.pid)
        check(db)
    process = start_import(db, warc)
    out, err = process.communicate(timeout=DEADLINE)
    assert process.returncode == 0, (waits, out, err)
    check(db)
    assert rows(db, "select count(*) as n from captures where outcome is not 'new'") == [{"n": 0}], waits
    assert rows(db, "select count(*) as n from coverage") == [{"n": 60}], waits
    assert rows(db, "select count(*) as n from revisions") == [{"n": 60}], waits
    before = dump(db)
    take(db, warc)
    assert dump(db) == before


def check(db: Path) -> None:
    """The file is whole, references are kept, the index says what the articles say, bytes fit their hash."""
    if not db.exists() or not db.stat().st_size:
        return  # killed before there was an archive
    try:
        store = Store.open(db)
    except ArchiveError:
        assert not db.stat().st_size, "killed while it was made"
        return
    with store:
        assert store.db.execute("pragma integrity_check").fetchall() == [("ok",)]
        assert store.db.execute("pragma foreign_key_check").fetchall() == []
        store.db.execute("insert into coverage_fts (coverage_fts, rank) values ('integrity-check', 1)")
        for row in store.db.query("select sha256 from _bodies"):
            store.body(row["sha256"])
        shown = "select count(*) as n from articles where revision_id is null"
        assert store.row(shown) == {"n": 0}


def test_ctrl_c_ends_quickly_and_the_next_import_goes_on(tmp_path: Path, db: Path) -> None:
    waiting = tmp_path / "pid"
    slow = [f"{page}\n!slow" for page in pages(60)]
    slow[40] += f"\n!pid {waiting}"  # its worker waits there to be ended
    warc = write_warc(tmp_path / "a.warc.gz", *slow)
    process = start_import(db, warc)
    wait_until(lambda: waiting.exists() and rows_or_none(db), process)
    press_once(process)
    _, err = process.communicate(timeout=DEADLINE)
    assert process.returncode not in (0, 1, -signal.SIGKILL) or "KeyboardInterrupt" in err
    assert "BrokenProcessPool" not in err
    check(db)
    assert take(db, warc).exit_code == 0
    assert rows(db, "select count(*) as n from coverage") == [{"n": 60}]


def rows_or_none(db: Path) -> list[dict[str, Any]]:
    try:
        return rows(db, "select id from articles limit 1")
    except ArchiveError:
        return []
