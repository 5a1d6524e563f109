"""Ctrl-C, and the end of a pool, while the worker processes start."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing, suppress
from pathlib import Path

from archive.db.store import Store
from archive.importing.import_paths import import_paths
from tests.support.forked import run_code
from tests.support.paths import ROOT
from tests.support.processes import DEADLINE

PAGES = 5

# Python runs this first: the fork server stands still before it answers anybody, as on a very slow machine.
# Where the tests run in the background, SIGINT arrives ignored, and Python would leave it so.
STANDS_STILL = """
import os, signal, sys, time
signal.signal(signal.SIGINT, signal.default_int_handler)
if "multiprocessing.forkserver" in " ".join(sys.orig_argv):
    marker = os.environ["MARKER"]
    with open(marker + ".new", "w") as file:
        file.write(str(os.getpid()))
    os.rename(marker + ".new", marker)
    while True:
        time.sleep(60)
"""

# A process of a pool whose folder of notes is gone.
STARTS_LATE = """
import sys
from archive.ingest.workers.worker_pool import set_up_worker
set_up_worker("archive.clean.article.clean", 60.0, sys.argv[1])
raise SystemExit("it is set up")
"""


def stores_captures(db: Path) -> bool:
    uri = f"{db.as_uri()}?mode=ro"
    with suppress(sqlite3.OperationalError), closing(sqlite3.connect(uri, uri=True)) as conn:
        return bool(conn.execute("select 1 from captures").fetchone())
    return False


def test_a_worker_that_starts_after_its_pool_was_closed_ends_without_a_word(tmp_path: Path) -> None:
    late = run_code(STARTS_LATE, [str(tmp_path / "gone")], os.environ, ROOT)
    assert (late.returncode, late.stdout, late.stderr) == (0, "", "")


def test_ctrl_c_ends_an_import_whose_workers_have_not_started(tmp_path: Path) -> None:
    pages, hooks, marker, db = (tmp_path / name for name in ("pages", "hooks", "marker", "a.db"))
    pages.mkdir()
    for number in range(PAGES):
        text = f"<h1>Page {number}</h1>" + "<p>Nothing in this film is hurried, and that is right. </p>" * 20
        link = f"<link rel=canonical href=https://reel.example/{number}>"
        (pages / f"{number}.html").write_text(f"<html><head>{link}</head><body><article>{text}</article>")
    hooks.mkdir()
    (hooks / "sitecustomize.py").write_text(STANDS_STILL)
    process = subprocess.Popen(
        [sys.executable, "-m", "crawler", "import", str(pages), "--db", str(db)],
        stderr=subprocess.PIPE,
        text=True,
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": os.pathsep.join((str(hooks), str(ROOT))), "MARKER": str(marker)},
        start_new_session=True,
    )
    try:
        while not (marker.exists() and stores_captures(db)) and process.poll() is None:
            time.sleep(0.02)
        os.killpg(process.pid, signal.SIGINT)  # as a terminal does: to all processes
        _, errors = process.communicate(timeout=DEADLINE)
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
    assert (process.returncode, errors) == (130, "Stopped.\n")
    assert not is_running(int(marker.read_text())), "the fork server is left behind"
    with Store.open(db, readonly=True) as store:
        assert store.pending(), "their bytes are kept"
    assert import_paths([pages], db, workers=1).exit_code == 0
    with Store.open(db, readonly=True) as store:
        assert not store.pending()
        assert store.row("select count(*) as n from articles") == {"n": PAGES}


def is_running(pid: int) -> bool:
    """Whether a process is there that has not ended: nobody may have asked for its exit code yet."""
    stat = Path(f"/proc/{pid}/stat")
    try:
        return stat.read_text().rpartition(")")[2].split()[0] not in "ZX"
    except OSError:
        return False
