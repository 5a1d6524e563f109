"""The demo's care for what is in its way, and the command lines that it prints."""

from __future__ import annotations

import logging
import os
import shlex
import sqlite3
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import pytest

from archive.db.store import Store
from archive.errors import ArchiveError
from archive.model import Capture
from crawler.demo.report import command, program
from crawler.demo.run import replace_archive
from tests.support.forked import start_code
from tests.support.processes import DEADLINE, press_once, wait_until

OUTLETS = frozenset({"lantern", "rampe"})


def archive_of(path: Path, outlet: str | None) -> Path:
    at = datetime(2026, 1, 1, tzinfo=UTC)
    with Store.open(path, create=True) as store, store.transaction():
        store.add_capture(Capture("http://127.0.0.9/x", at, b"<p>x</p>", outlet=outlet))
    return path


def crawls(path: Path) -> int:
    """How many crawls have begun; none while the archive is being made."""
    with suppress(ArchiveError), Store.open(path, readonly=True) as store:
        return store.table("crawls").count
    return 0


def captures(path: Path) -> int:
    with Store.open(path, readonly=True) as store:
        return store.table("captures").count


def test_an_empty_archive_is_made(tmp_path: Path) -> None:
    replace_archive(tmp_path / "demo.db", OUTLETS)
    assert captures(tmp_path / "demo.db") == 0


def test_an_earlier_demo_is_replaced(tmp_path: Path) -> None:
    db = archive_of(tmp_path / "demo.db", "rampe")
    replace_archive(db, OUTLETS)
    assert captures(db) == 0


@pytest.mark.parametrize("outlet", ["my-outlet", None])
def test_an_archive_with_anything_else_in_it_is_left(tmp_path: Path, outlet: str | None) -> None:
    db = archive_of(tmp_path / "archive.db", outlet)
    with pytest.raises(ArchiveError, match=r"archive\.db: this archive contains more.*give another --db"):
        replace_archive(db, OUTLETS)
    assert captures(db) == 1


def test_somebody_elses_database_is_left(tmp_path: Path) -> None:
    db = tmp_path / "demo.db"
    with sqlite3.connect(db) as other:
        other.execute("create table recipes (name text)")
    other.close()
    before = db.read_bytes()
    with pytest.raises(ArchiveError, match="not a Matinee archive"):
        replace_archive(db, OUTLETS)
    assert db.read_bytes() == before


@pytest.mark.parametrize("content", [b"", b"dear diary, today I made a file\n" * 100])
def test_a_file_that_is_no_database_is_left(tmp_path: Path, content: bytes) -> None:
    db = tmp_path / "demo.db"
    db.write_bytes(content)
    with pytest.raises(ArchiveError):
        replace_archive(db, OUTLETS)
    assert db.read_bytes() == content


def test_a_missing_folder_is_said(tmp_path: Path) -> None:
    with pytest.raises(ArchiveError, match="there is no folder"):
        replace_archive(tmp_path / "nowhere" / "demo.db", OUTLETS)


def test_ctrl_c_ends_it_in_order(tmp_path: Path) -> None:
    db = tmp_path / "demo.db"
    patient = f"from crawler import shutdown; shutdown.EXIT_DEADLINE = {DEADLINE}"
    program = f"{patient}; from crawler.cli.main import main; main()"
    demo = start_code(program, ["demo", "--db", str(db)], os.environ, tmp_path)
    try:
        wait_until(lambda: crawls(db) == 4, demo)
        press_once(demo)
        out, err = demo.communicate(timeout=DEADLINE)
    finally:
        demo.kill()
    assert (demo.returncode, err) == (130, "Stopped.\n")
    assert "to try next" not in out
    with Store.open(db, readonly=True) as store:
        assert {row["end_reason"] for row in store.table("crawls").rows} == {"shutdown"}


def test_commands_are_quoted_for_the_shell(tmp_path: Path) -> None:
    line = command("search", "a OR b", tmp_path / "my demo.db")
    assert shlex.split(line)[1:] == ["search", "a OR b", "--db", str(tmp_path / "my demo.db")]


def test_the_program_is_named_as_it_was_called(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    script = tmp_path / "venv" / "bin" / "matinee"
    script.parent.mkdir(parents=True)
    script.write_text("#!/bin/sh\n")
    script.chmod(0o755)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("sys.argv", [str(script), "demo"])
    monkeypatch.setenv("PATH", str(tmp_path))
    assert program() == "venv/bin/matinee"
    monkeypatch.setenv("PATH", str(script.parent))
    assert program() == "matinee"
    monkeypatch.setattr("sys.argv", ["pytest"])
    assert program() == "matinee"


def test_a_logged_error_is_one_line_without_a_traceback() -> None:
    from crawler.demo.crawl import collected_warnings

    log = logging.getLogger("crawler.anything")
    with collected_warnings() as lines:
        log.info("not for here")
        log.warning("%s: HTTP 503\nand more", "http://127.0.0.2/x")
        try:
            raise ValueError("no page")
        except ValueError:
            log.exception("Error processing %s", "http://127.0.0.2/y")
    log.warning("too late")
    assert lines == [
        "http://127.0.0.2/x: HTTP 503",
        "Error processing http://127.0.0.2/y (ValueError: no page)",
    ]
