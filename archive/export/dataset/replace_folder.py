"""Write a folder beside its target and put it in place when it is complete. A failure leaves the old one."""

from __future__ import annotations

import ctypes
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_HERE = -100  # AT_FDCWD: paths count from the working folder
_EXCHANGE = 2  # RENAME_EXCHANGE


@contextmanager
def replacing_folder(path: Path) -> Iterator[Path]:
    """Yield a new folder to fill. It replaces `path` in one step if the block ends without an error.

    Raises:
        OSError: the folder cannot be written or renamed.
    """
    target = path.resolve()
    part = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        part.mkdir()
        yield part
        for file in part.rglob("*"):
            if file.is_file():
                with file.open("rb") as written:
                    os.fsync(written.fileno())
        if target.exists():
            _exchange(part, target)
        else:
            part.rename(target)
    finally:
        shutil.rmtree(part, ignore_errors=True)  # after an exchange, this is the old folder


def _exchange(part: Path, target: Path) -> None:
    """Swap two folders: in one step where the system can, else with a moment in which there is none."""
    rename = getattr(ctypes.CDLL(None), "renameat2", None)
    if rename and rename(_HERE, os.fsencode(part), _HERE, os.fsencode(target), _EXCHANGE) == 0:
        return
    old = part.with_suffix(".old")
    target.rename(old)
    part.rename(target)
    shutil.rmtree(old)
