"""Locks beside an archive, and what a crawl's exit code says of several."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from archive.errors import ArchiveError
from crawler.locks import LockedError, acquire_lock, is_locked
from crawler.run.crawl_outlets import combined_exit_code
from tests.support.paths import ROOT


def test_one_holds_it_and_the_other_is_told(tmp_path: Path) -> None:
    db = tmp_path / "a.db"
    assert not is_locked(db, "lamp") and list(tmp_path.iterdir()) == []
    lock = acquire_lock(db, "lamp")
    assert is_locked(db, "lamp") and not is_locked(db, "torch")
    with pytest.raises(LockedError, match="another process is crawling lamp into this archive"):
        acquire_lock(db, "lamp")
    acquire_lock(db).release()
    acquire_lock(tmp_path / "b.db", "lamp").release()
    lock.release()
    acquire_lock(db, "lamp").release()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.db-locks", "b.db-locks"]


def test_one_file_by_two_names_is_one_archive(tmp_path: Path) -> None:
    db, link = tmp_path / "a.db", tmp_path / "link.db"
    db.touch()
    link.symlink_to(db)
    lock = acquire_lock(db, "lamp")
    with pytest.raises(LockedError):
        acquire_lock(link, "lamp")
    lock.release()


def test_a_killed_process_holds_nothing(tmp_path: Path) -> None:
    code = "import sys, time; from pathlib import Path; from crawler.locks import acquire_lock\n"
    code += "lock = acquire_lock(Path(sys.argv[1]), 'lamp'); print('held', flush=True); time.sleep(600)"
    command = [sys.executable, "-c", code, str(tmp_path / "a.db")]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, cwd=ROOT)
    assert process.stdout and process.stdout.readline() == b"held\n"
    assert is_locked(tmp_path / "a.db", "lamp")
    process.kill()
    process.wait()
    assert not is_locked(tmp_path / "a.db", "lamp")


def test_a_spiders_name_is_a_file_name_in_the_folder(tmp_path: Path) -> None:
    acquire_lock(tmp_path / "a.db", "../up/and away").release()
    assert [path.name for path in tmp_path.rglob("*.lock")] == ["..%2Fup%2Fand%20away.lock"]


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(ArchiveError, match=r"the lock file .* cannot be created \(No such file"):
        acquire_lock(tmp_path / "gone" / "a.db")


@pytest.mark.parametrize(
    ("codes", "code"), [([0, 0], 0), ([0, 1], 1), ([4, 4], 4), ([0, 4], 0), ([1, 4], 1), ([4], 4)]
)
def test_several_crawls_have_one_exit_code(codes: list[int], code: int) -> None:
    assert combined_exit_code(codes) == code
