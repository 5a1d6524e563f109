"""Forked processes are to a test what started ones are."""

from __future__ import annotations

import os
import pty
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support import fork_client
from tests.support.forked import can_fork, run_code, run_module, start_module
from tests.support.processes import DEADLINE, wait_until

TELLS = """
import os, sys
print(os.getcwd(), os.environ["TOLD"], "NOT_GIVEN" in os.environ, sys.argv[1:], __name__, "é")
print("trouble", file=sys.stderr)
sys.exit(7)
"""
ENDS = """
import atexit, sys, threading
atexit.register(print, "handler")
threading.Timer(0.05, print, ["thread"]).start()
sys.exit("no such outlet")
"""
WAITS = """
import pathlib, time
pathlib.Path("began").touch()
time.sleep(600)
"""


def environment(folder: Path) -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(folder), "TOLD": "yes"}


def test_arguments_environment_folder_streams_and_exit_code(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "tells.py").write_text(TELLS)
    given = environment(tmp_path)
    monkeypatch.setenv("NOT_GIVEN", "1")
    done = run_module("tells", ["a", "b c"], given, tmp_path)
    assert done.returncode == 7
    assert done.stdout == f"{tmp_path} yes False ['a', 'b c'] __main__ é\n"
    assert done.stderr == "trouble\n"


def test_at_its_end_handlers_run_and_what_was_printed_arrives(tmp_path: Path) -> None:
    (tmp_path / "ends.py").write_text(ENDS)
    done = run_module("ends", [], environment(tmp_path), tmp_path)
    assert (done.returncode, done.stdout, done.stderr) == (1, "thread\nhandler\n", "no such outlet\n")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_signals(tmp_path: Path, number: signal.Signals) -> None:
    (tmp_path / "waits.py").write_text(WAITS)
    process = start_module("waits", [], environment(tmp_path), tmp_path)
    wait_until((tmp_path / "began").exists, process)
    assert process.poll() is None
    assert os.getpgid(process.pid) == process.pid, "a session of its own"
    os.killpg(process.pid, number)
    process.communicate(timeout=DEADLINE)
    assert process.returncode == -number


def test_a_terminal_is_read_and_written(tmp_path: Path) -> None:
    (tmp_path / "asks.py").write_text("print(input('Name? '), 'it is')")
    ours, theirs = pty.openpty()
    process = start_module("asks", [], environment(tmp_path), tmp_path, theirs)
    os.close(theirs)
    os.write(ours, b"Ann\n")
    assert process.wait(DEADLINE) == 0
    shown = os.read(ours, 10_000)
    os.close(ours)
    assert b"Name? " in shown and b"Ann it is" in shown


def test_code_is_run_as_python_c_runs_it(tmp_path: Path) -> None:
    code = "import sys; print(sys.argv, __name__); sys.exit(3)"
    done = run_code(code, ["a", "-c", "b"], environment(tmp_path), tmp_path)
    assert (done.returncode, done.stdout) == (3, "['-c', 'a', '-c', 'b'] __main__\n")


def test_a_script_passes_on_folder_environment_streams_and_exit_code(tmp_path: Path) -> None:
    if not can_fork():
        pytest.skip("this run of the tests starts all processes anew (--no-fork)")
    (tmp_path / "tells.py").write_text(TELLS)
    address = os.environ[fork_client.ADDRESS]
    command = [sys.executable, "-S", fork_client.__file__, address, "tells", "a", "b c"]
    done = subprocess.run(
        command, capture_output=True, text=True, env=environment(tmp_path), cwd=tmp_path, check=False
    )
    assert done.returncode == 7
    assert done.stdout == f"{tmp_path} yes False ['a', 'b c'] __main__ é\n"
    assert done.stderr == "trouble\n"
