"""Copies of an archive that is in use, and copies that are refused."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner

from archive.care.backup import backup
from archive.care.check import check
from archive.commands.backup import backup_
from archive.db.store import Store
from archive.errors import ArchiveError
from archive.export import records
from archive.model import Capture
from archive.terminal import Progress
from tests.test_archive.conftest import SAVED, article, put


@pytest.fixture
def target(tmp_path: Path) -> Path:
    folder = tmp_path / "backups"
    folder.mkdir()
    return folder / "copy.db"


def save(db: Path, target: Path, **options: bool) -> int:
    with Store.open(db, readonly=True) as store:
        return backup(store, target, **options)


def exported(db: Path) -> list[dict[str, object]]:
    with Store.open(db, readonly=True) as store:
        assert list(check(store)) == []
        return list(records(store))


def test_a_copy_is_the_archive_in_one_file(db: Path, target: Path) -> None:
    assert save(db, target) == 0
    assert list(target.parent.iterdir()) == [target]
    assert exported(target) == exported(db)


def test_a_copy_is_of_one_moment_while_others_write(
    db: Path, target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("archive.care.backup._STEP", 1)
    before, late = exported(db), []

    class Write(Progress):
        def __call__(self, done: int, total: int | None = None) -> None:
            if len(late) < 3:
                late.append(put(db, LATE[len(late)], Capture(LATE[len(late)].url, SAVED, b"late")))

    with Store.open(db, readonly=True) as store:
        backup(store, target, progress=Write("Copying"))
    assert len(late) == 3 and len(exported(db)) == len(before) + 3
    assert exported(target) == before


LATE = [article(f"https://reel.example/{number}", "Late", f"Text {number} came late.") for number in range(3)]


def test_what_only_the_log_has_is_copied(db: Path, target: Path) -> None:
    with Store.open(db) as writer:
        put(db, LATE[0], Capture(LATE[0].url, SAVED, b"late"))
        assert db.with_name("archive.db-wal").stat().st_size
        save(db, target)
        assert writer.pending() == []
    assert LATE[0].url in [record["url"] for record in exported(target)]


def test_a_file_is_replaced_only_if_told_so(db: Path, target: Path) -> None:
    target.write_text("precious")
    with pytest.raises(ArchiveError, match="exists"):
        save(db, target)
    assert target.read_text() == "precious"
    save(db, target, replace=True)
    assert exported(target) == exported(db)


def test_a_target_that_is_in_use_is_refused(db: Path, target: Path) -> None:
    save(db, target)
    with Store.open(target) as used, used.transaction():
        used.db.execute("insert into crawls (outlet, started_at) values ('x', '2026')")
        with pytest.raises(ArchiveError, match=r"copy\.db-wal is beside it"):
            save(db, target, replace=True)


def test_the_archive_and_folders_are_no_targets(db: Path, target: Path) -> None:
    with pytest.raises(ArchiveError, match="is the archive itself"):
        save(db, db, replace=True)
    with pytest.raises(ArchiveError, match="is a folder"):
        save(db, target.parent)
    with pytest.raises(ArchiveError, match="there is no folder"):
        save(db, target.parent / "none" / "copy.db")


def test_a_copy_with_faults_is_kept_only_if_told_so(db: Path, target: Path) -> None:
    with closing(sqlite3.connect(db)) as connection:
        connection.executescript("update _bodies set zstd = x'01' where size > 3")
    target.write_text("precious")
    with pytest.raises(ArchiveError, match=r"the copy has 4 faults, such as _bodies"):
        save(db, target, replace=True)
    assert target.read_text() == "precious" and list(target.parent.iterdir()) == [target]
    assert save(db, target, replace=True, allow_faults=True) == 4


def test_the_command_says_what_it_copied(db: Path, target: Path) -> None:
    result = CliRunner().invoke(backup_, [str(target), "--db", str(db)])
    assert result.exit_code == 0 and "checked, no faults" in result.output
