"""An export of a dataset folder that is killed leaves the old dataset or the new one, never a mixture.

It is killed twice by default, and ten times where `.ci/nightly` sets MATINEE_TEST_KILLS.
"""

from __future__ import annotations

import hashlib
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pyarrow.parquet as pq

from tests.support.forked import ForkedProcess, can_fork
from tests.support.paths import ROOT
from tests.support.processes import DEADLINE, Process
from tests.test_archive.export.dataset.test_write import names, run

KILLS = int(os.environ.get("MATINEE_TEST_KILLS", "2"))
OLD, NEW = 1, 4  # articles
LOGS = ("archive.db-wal", "archive.db-shm")


def start(folder: Path, *words: str) -> Process:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    if can_fork():
        return ForkedProcess("crawler", words, environment, folder, merge=True)
    command = [sys.executable, "-m", "crawler", *words]
    return subprocess.Popen(command, env=environment, cwd=folder, stdout=subprocess.DEVNULL)


def kill_when(files: int, folder: Path, process: Process, more: float) -> int:
    """Kill an export so many seconds after it has begun its first files; its exit code."""
    until = time.monotonic() + DEADLINE
    while process.poll() is None and time.monotonic() < until:
        begun = [part for hidden in folder.glob(".set.*.part") for part in hidden.rglob("*.*")]
        if len(begun) >= files and list(folder.glob(".set.*.part")):
            break
        time.sleep(0.005)
    time.sleep(more)
    process.kill()
    while process.poll() is None and time.monotonic() < until:
        time.sleep(0.005)
    return int(process.returncode)


def articles(folder: Path) -> int:
    """How many are in a dataset, of which every file is there and has its checksum."""
    listed = dict(line.split()[::-1] for line in (folder / "SHA256SUMS").read_text().splitlines())
    assert sorted([*listed, "SHA256SUMS"]) == names(folder)
    for name, checksum in listed.items():
        assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == checksum, name
    return int(pq.read_metadata(folder / "data" / "train-00000.parquet").num_rows)


def test_killed_at_any_moment_it_is_the_old_dataset_or_the_new_one(db: Path, tmp_path: Path) -> None:
    chance = random.Random(2026)
    codes = []
    before = NEW
    for number in range(KILLS):
        if before == NEW:
            run(db, f"{tmp_path}/set/", "--where", "id = 1")
        assert articles(tmp_path / "set") == OLD
        process = start(tmp_path, "export", "set/", "--db", str(db))
        codes.append(kill_when(number % 5, tmp_path, process, chance.uniform(0, 0.02) if number else 0))
        before = articles(tmp_path / "set")
        assert before in (OLD, NEW)
        assert {path.name for path in tmp_path.iterdir() if path.name[0] != "."} <= {"set", db.name, *LOGS}
    assert -signal.SIGKILL in codes, "none of them was killed before its end"
    run(db, f"{tmp_path}/set/")
    assert articles(tmp_path / "set") == NEW, "what was left lying does not hinder the next export"
