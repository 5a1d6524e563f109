"""Locks beside an archive: one `matinee crawl` at a time, and one crawl of an outlet, whatever started it.

They are held through flock, so the kernel lets go of them however their process ends.
"""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote

from filelock import FileLock, Timeout

from archive.errors import ArchiveError

CRAWL_LOCK = "_crawl"  # what `matinee crawl` holds; no outlet's name begins so

_FOLDER_SUFFIX = "-locks"


class LockedError(ArchiveError):
    """Another process holds the lock."""


def acquire_lock(archive: Path, name: str = CRAWL_LOCK) -> FileLock:
    """Take the lock of an outlet, or that of `matinee crawl`; `release()` gives it back.

    Raises:
        LockedError: another process has it.
        ArchiveError: the file of the lock cannot be made.
    """
    file = _lock_file(archive, name)
    lock = FileLock(file, blocking=False, thread_local=False, fallback_to_soft=False)
    try:
        file.parent.mkdir(exist_ok=True)
        lock.acquire()
    except Timeout:
        raise LockedError(str(archive), *_problem_and_remedy(name)) from None
    except OSError as error:
        problem = f"the lock {file} cannot be made ({error.strerror})"
        raise ArchiveError(str(archive), problem, "see that its folder can be written") from error
    return lock


def is_locked(archive: Path, name: str) -> bool:
    """Whether a process that lives crawls this outlet."""
    if not _lock_file(archive, name).exists():
        return False
    try:
        acquire_lock(archive, name).release()
    except ArchiveError:
        return True
    return False


def _lock_file(archive: Path, name: str) -> Path:
    file = archive.resolve()
    return file.with_name(file.name + _FOLDER_SUFFIX) / f"{quote(name, safe='')}.lock"


def _problem_and_remedy(name: str) -> tuple[str, str]:
    if name == CRAWL_LOCK:
        return "another `matinee crawl` is at work on this archive", "it goes on; try again when it has ended"
    return f"another process is crawling {name} into this archive", "it goes on; try again when it has ended"
