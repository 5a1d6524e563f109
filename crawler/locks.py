"""Lock files beside an archive: one for `matinee crawl`, and one for the crawl of each outlet.

They use flock, so the kernel releases them however their process ends.
"""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote

from filelock import FileLock, Timeout

from archive.errors import ArchiveError

CRAWL_LOCK = "_crawl"  # the lock of `matinee crawl`; no outlet's name begins with an underscore

_FOLDER_SUFFIX = "-locks"


class LockedError(ArchiveError):
    """Another process holds the lock."""


def acquire_lock(archive: Path, name: str = CRAWL_LOCK) -> FileLock:
    """Acquire the lock of an outlet, or that of `matinee crawl`; `release()` releases it.

    Raises:
        LockedError: another process holds it.
        ArchiveError: the lock file cannot be created.
    """
    file = _lock_file(archive, name)
    lock = FileLock(file, blocking=False, thread_local=False, fallback_to_soft=False)
    try:
        file.parent.mkdir(exist_ok=True)
        lock.acquire()
    except Timeout:
        raise LockedError(str(archive), *_problem_and_remedy(name)) from None
    except OSError as error:
        problem = f"the lock file {file} cannot be created ({error.strerror})"
        raise ArchiveError(str(archive), problem, "make sure that its folder is writable") from error
    return lock


def is_locked(archive: Path, name: str) -> bool:
    """Whether a running process is crawling this outlet."""
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
        return "another `matinee crawl` is running on this archive", "try again when it has ended"
    return f"another process is crawling {name} into this archive", "try again when it has ended"
