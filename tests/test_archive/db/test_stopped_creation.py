"""An archive whose maker was killed before it had a write-ahead log: SQLite undoes that."""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path

import pytest

from archive.db.store import Store
from archive.errors import ArchiveError


def killed_while_writing(source: Path, path: Path) -> None:
    """Leave a file and its journal as a process does that is killed while it writes a transaction."""
    conn = sqlite3.connect(source, isolation_level=None)
    conn.execute("pragma cache_size = 1")  # so that it writes to the file before it commits
    conn.execute("begin immediate")
    conn.execute("create table made (text)")
    conn.executemany("insert into made values (?)", [("salt" * 500,)] * 200)
    for ending in ("", "-journal"):
        shutil.copy(f"{source}{ending}", f"{path}{ending}")
    conn.close()
    assert path.stat().st_size
    assert Path(f"{path}-journal").stat().st_size


def test_a_new_archive_is_made_again(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    killed_while_writing(tmp_path / "source.db", path)
    with Store.open(path, create=True) as store:
        assert store.row("select count(*) as n from articles") == {"n": 0}


@pytest.mark.parametrize("readonly", [False, True])
def test_without_an_archive_that_is_said(tmp_path: Path, readonly: bool) -> None:
    path = tmp_path / "a.db"
    killed_while_writing(tmp_path / "source.db", path)
    with pytest.raises(ArchiveError, match="an empty file, not an archive"):
        Store.open(path, readonly=readonly)


@pytest.mark.parametrize("readonly", [False, True])
def test_what_was_there_before_is_there_again(tmp_path: Path, readonly: bool) -> None:
    source, path = tmp_path / "source.db", tmp_path / "a.db"
    Store.open(source, create=True).close()
    conn = sqlite3.connect(source)
    conn.execute("pragma journal_mode = delete")
    conn.close()
    killed_while_writing(source, path)
    with Store.open(path, readonly=readonly) as store:
        assert store.row("select count(*) as n from articles") == {"n": 0}
        assert store.db.execute("pragma integrity_check").fetchall() == [("ok",)]
